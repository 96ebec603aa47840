"""The file of a submission, whatever its format: its rows, or why it has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.competing.cells import shown
from bdci_corpus.competing.submission import (
    Fault,
    Prediction,
    SubmissionForm,
    SubmissionRows,
    predictions,
    read_text,
    unread,
)

SUFFIXES = (".csv", ".tsv", ".jsonl", ".parquet")


def read_submission(path: Path, form: SubmissionForm) -> tuple[dict[str, Prediction], list[Fault]]:
    """Return the predictions of a file by id, and every fault of it; where there is one, nothing may be scored.

    Raises:
        OSError: the file cannot be read.
    """
    suffix = path.suffix.lower()
    data = path.read_bytes()
    if suffix not in SUFFIXES:
        read = unread(f"{shown(path.name)} does not say what it is.", f"Name it with one of {', '.join(SUFFIXES)}.")
    elif suffix == ".parquet":
        read = _parquet(data, form)
    elif data.startswith((b"PK\x03\x04", b"PAR1", b"\x1f\x8b")):
        read = unread(f"It is packed, or Parquet, and no {suffix}.", "Unpack it, or name it as what it is.")
    else:
        read = read_text(data, suffix, form)
    return predictions(read, form)


def _parquet(data: bytes, form: SubmissionForm) -> SubmissionRows:
    try:
        table = pq.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError) as error:
        return unread(f"It cannot be read as Parquet: {str(error)[:120]}.", "Write it again.")
    wanted = f"The columns are: {', '.join(form.header())}."
    names = table.column_names
    found = [
        *(Fault(0, name, "The column is missing.", wanted) for name in form.header() if name not in names),
        *(Fault(0, name, "It stands twice.", wanted) for name in dict.fromkeys(names) if names.count(name) > 1),
        *(Fault(0, name, "Nobody asked for it.", wanted) for name in dict.fromkeys(names) if name not in form.header()),
    ]
    return SubmissionRows([] if found else _rows(table), text=False, faults=found, whole=not found)


def _rows(table: pa.Table) -> Iterator[tuple[int, Mapping[str, object]]]:
    yield from enumerate(table.to_pylist(), 1)
