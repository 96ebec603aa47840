"""Cut large tables into pieces of whole lines: the unit of work, of cache, of progress and of memory.

A piece ends where its last line says so, by a hash: a line that is added, changed or taken away makes new pieces
around it, and the others stay what they were.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

LONGEST = 64_000_000
"""A file with longer lines is no table of lines, and is not cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many bytes a piece has: at least and at most, unless a line is longer or the file ends.

    ``usual`` is how many it has on average beyond the least. Cleaning 2 MB takes about a second.
    """

    least: int = 1_000_000
    usual: int = 1_000_000
    most: int = 4_000_000


SIZES = Sizes()


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of a file's bytes, half-open, how many lines they are, and their SHA-256."""

    start: int
    end: int
    lines: int
    sha256: str

    def read(self, path: Path) -> bytes:
        """Return what stands there now: whether it is what was hashed, is for the caller to ask."""
        with path.open("rb") as file:
            file.seek(self.start)
            return file.read(self.end - self.start)


class LongLineError(Exception):
    """A line is too long for its file to be cut."""


def cut(file: BinaryIO, sizes: Sizes = SIZES) -> tuple[str, list[Piece]]:
    """Return the SHA-256 of a file, and its pieces in order; in one pass, and bounded memory.

    Raises:
        LongLineError: a line has more than ``LONGEST`` bytes.
    """
    whole, pieces, start = sha256(), list[Piece](), 0
    for piece in _pieces(file, sizes):
        whole.update(piece)
        pieces.append(Piece(start, start + len(piece), _lines(piece), sha256(piece).hexdigest()))
        start += len(piece)
    return whole.hexdigest(), pieces


def _lines(data: bytes) -> int:
    """Return how many lines there are, as a stream in universal mode counts them."""
    ends = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    return ends + (not data.endswith((b"\n", b"\r")))


def _pieces(file: BinaryIO, sizes: Sizes) -> Iterator[bytes]:
    buffer = b""
    while True:
        more = file.read(2 * sizes.most)
        buffer += more
        here = 0
        while here < len(buffer) and (end := _end(buffer, here, sizes, last=not more)):
            yield buffer[here:end]
            here = end
        buffer = buffer[here:]
        if len(buffer) > LONGEST:
            raise LongLineError
        if not more:
            return


def _end(buffer: bytes, start: int, sizes: Sizes, *, last: bool) -> int:
    """Return where the piece ends that begins at ``start``; 0 if that cannot be told yet."""
    if not last and len(buffer) - start <= sizes.most:
        return 0
    before = start + sizes.least
    while (at := buffer.find(b"\n", before, start + sizes.most)) >= 0:
        line = buffer[buffer.rfind(b"\n", start, at) + 1 : at + 1]
        if zlib.crc32(line) * sizes.usual < len(line) << 32:
            return at + 1
        before = at + 1
    if before > start + sizes.least:  # no line says so
        return before
    at = buffer.find(b"\n", start + min(sizes.least, len(buffer) - start))
    return at + 1 if at >= 0 else len(buffer) if last else 0
