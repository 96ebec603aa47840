"""The sketches of every document ever released, kept beside the ledger.

They let a newcomer be compared with documents whose text is gone: withdrawn ones, deleted ones,
and earlier versions of edited ones. A sketch is opaque here: bytes, made by a *scheme* that names
the algorithm and its constants. Sketches can be made again from texts; they are written after the
ledger, so that missing ones are an interrupted build, and ones the ledger does not know show that
the ledger itself was cut off. Where a text is gone, its sketch stays as an earlier version made it,
with the name of its scheme beside it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.errors import SplitError
from bdci_corpus.ledger.appending import held, replace_durably
from bdci_corpus.ledger.events import Event, Ledger

_SCHEME = b"bdci_corpus.scheme"

_FIELDS: list[tuple[str, pa.DataType]] = [
    ("id", pa.string()),
    ("region_sha256", pa.string()),
    ("sketch", pa.binary()),
]

_COLUMNS = pa.schema(_FIELDS)

_MIXED = pa.schema([*_FIELDS, ("scheme", pa.string())])
"""The columns where sketches of several schemes stand together; without the last, all are of the file's."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Sketch:
    """The sketch of one document as it was when its raw bytes had this hash; ``scheme`` is "" for the present one."""

    id: str
    region_sha256: str
    sketch: bytes
    scheme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What the sidecar holds of a ledger.

    ``kept`` maps document id and ``region_sha256`` to the sketch, ``older`` to scheme and sketch where an
    earlier version made it. ``lost`` are the assignments that have neither, in the order of the ledger,
    and ``why`` says in words why all of them are lost, if they are. The caller makes older and lost ones
    again from the texts that still have that hash, and reports the lost rest: near-copies of those are no
    longer recognized.
    """

    kept: Mapping[tuple[str, str], bytes]
    lost: tuple[Event, ...]
    why: str = ""
    older: Mapping[tuple[str, str], tuple[str, bytes]] = field(default_factory=dict)


def write_sketches(path: Path, sketches: Iterable[Sketch], scheme: str) -> None:
    """Add to the sidecar, sorted by id and hash; write the ledger first.

    Sketches of the same scheme that stand there stay: another build may just have written them. The
    bytes depend on the sketches, the scheme and the version of pyarrow only.
    """
    with held(path):
        found, _ = _read(path)
        rows = {(row.id, row.region_sha256): row for row in sketches}
        rows |= {key: row for key, row in found.items() if row.scheme == scheme}
        _write(path, [rows[key] for key in sorted(rows)], scheme)


def _write(path: Path, rows: Sequence[Sketch], scheme: str) -> None:
    columns: list[list[str] | list[bytes]] = [
        [row.id for row in rows],
        [row.region_sha256 for row in rows],
        [row.sketch for row in rows],
    ]
    schemes = [row.scheme or scheme for row in rows]
    schema = _COLUMNS if set(schemes) <= {scheme} else _MIXED
    table = pa.table([*columns, schemes][: len(schema)], schema=schema.with_metadata({_SCHEME: scheme.encode()}))
    buffer = io.BytesIO()
    pq.write_table(table, buffer, write_page_checksum=True, compression="zstd")
    replace_durably(path, buffer.getvalue())


def read_sketches(path: Path, ledger: Ledger, scheme: str, is_older: Callable[[str], bool] | None = None) -> Sidecar:
    """Read the sidecar and hold it against the ledger.

    A sidecar that is missing, damaged or of another scheme has lost everything; that is no error.
    ``is_older`` says of which other schemes the caller can make use.

    Raises:
        SplitError: it knows documents that the ledger does not: the ledger was cut off or replaced.

    """
    found, why = _read(path)
    expected = {(event.document_id, event.region_sha256): event for event in ledger.events if event.event == "assigned"}
    unknown = sorted(found.keys() - expected.keys())
    if unknown:
        problem = (
            f'It knows {len(unknown)} documents that the ledger does not, "{unknown[0][0]}" among '
            "them: the ledger was cut off or replaced."
        )
        remedy = "Restore the ledger; if those documents were never published, delete this file."
        raise SplitError(path.as_posix(), problem, remedy)
    kept = {key: row.sketch for key, row in found.items() if row.scheme == scheme}
    others = {key: (row.scheme, row.sketch) for key, row in found.items() if row.scheme != scheme}
    older = {key: row for key, row in others.items() if is_older and is_older(row[0])}
    if strange := min((made_by for key, (made_by, _) in others.items() if key not in older), default=""):
        why = f"{path.name} holds sketches of {strange}, not of {scheme}."
    lost = tuple(event for key, event in expected.items() if key not in kept and key not in older)
    return Sidecar(kept=kept, lost=lost, why=why if lost else "", older=older)


def _read(path: Path) -> tuple[dict[tuple[str, str], Sketch], str]:
    """Return the sketches by id and hash, each with its scheme, and why there are none."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            table = file.read()
    except FileNotFoundError:
        return {}, f"{path.name} is missing."
    except (OSError, pa.ArrowException) as error:
        return {}, f"{path.name} is damaged ({str(error).splitlines()[0]})."
    if not table.schema.equals(_COLUMNS) and not table.schema.equals(_MIXED):
        return {}, f"{path.name} has other columns."
    scheme = (table.schema.metadata or {}).get(_SCHEME, b"").decode(errors="replace")
    rows = ({"scheme": scheme} | row for row in table.to_pylist())
    return {(row["id"], row["region_sha256"]): Sketch(**row) for row in rows}, ""
