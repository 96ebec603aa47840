"""Tables that are packed by gzip or Zstandard: unpacked a little at a time, into a file that their loader reads."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pyarrow as pa

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.tables import is_named_table

PACKINGS = {".gz": "gzip", ".zst": "zstd"}
"""How files are packed, by how their names end."""

MAX_UNPACKED = 64_000_000
"""How many bytes any file may unpack to; a larger one to ``MAX_RATIO`` times its size."""

MAX_RATIO = 100
"""How many times its size a larger file may unpack to: well-packed JSON Lines of short rows reach some thirty."""

_CHUNK = 1 << 20
"""How much is unpacked at once, in bytes: nothing is gained by more."""


def name_within(name: str) -> str | None:
    """Return what a packed table would be called if it were not packed; None for any other file."""
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in PACKINGS and is_named_table(path.stem) else None


@contextmanager
def unpacked(path: Path, name: str) -> Iterator[Path]:
    """Give a table that is packed as a file, which goes away again.

    Raises:
        LoaderError: it is damaged, or unpacks to more than it may.
    """
    with tempfile.TemporaryDirectory(prefix="bdci_corpus") as folder:
        target = Path(folder) / (name_within(name) or "table")
        unpack(path, name, target)
        yield target


def unpack(path: Path, name: str, target: Path, heard: Callable[[int], None] = lambda _: None) -> None:
    """Unpack a table, of a name, into a file; ``heard`` is told how many of its bytes are read.

    Raises:
        LoaderError: it is damaged, or unpacks to more than it may.
        OSError: it cannot be read, or there is no room for it.
    """
    left = max(MAX_UNPACKED, MAX_RATIO * path.stat().st_size)
    packing = PACKINGS[PurePosixPath(name).suffix.lower()]
    try:
        with pa.OSFile(str(path)) as raw, pa.CompressedInputStream(raw, packing) as stream, target.open("wb") as file:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    problem = f"It unpacks to more than {MAX_RATIO} times its size."
                    raise LoaderError(name, problem, "Leave it out, or unpack it.")
                file.write(chunk)
                heard(raw.tell())
    except (OSError, pa.ArrowException) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        problem = f"It cannot be unpacked: {str(error).partition(chr(10))[0][:120].rstrip('.')}."
        raise LoaderError(name, problem, "Pack or download it again.") from None
