"""What a release holds and memory need not: bytes and tables in files without a name, read where they are looked at."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.release import forget_mapped, mapped_table, rows_at

IN_MEMORY = 64_000_000
"""So many bytes of a kind are held in memory; more go to a file."""

AT_ONCE = 16_000_000
"""About so many bytes of a table are looked at at once."""


class ByteStore:
    """Bytes one behind the other, in memory while they are few."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed in __del__
        self._size = 0

    def __del__(self) -> None:
        """Close the file."""
        self._file.close()

    def add(self, data: bytes | memoryview) -> int:
        """Put bytes behind the others, and return their place."""
        place = self._size
        self._file.seek(place)
        self._file.write(data)
        self._size += len(data)
        return place

    def read(self, place: int, size: int) -> bytes:
        """Return so many bytes from a place on."""
        self._file.seek(place)
        return self._file.read(size)


def stored(batches: Iterable[pa.Table], schema: pa.Schema, *, sorted_by: str | None = None) -> pa.Table:
    """Return the rows of all batches as a table that lies in a file and is read where it is looked at."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        table = _written(Path(folder) / "rows.arrow", batches, schema)
        if sorted_by is None or not table.num_rows:
            return table
        order = pc.sort_indices(table[sorted_by]).to_numpy()
        bounds = range(0, len(order), _at_once(table))
        parts = (rows_at(table, order[start : start + bounds.step]) for start in bounds)
        return _written(Path(folder) / "sorted.arrow", parts, schema)


def in_slices(table: pa.Table) -> Iterator[pa.Table]:
    """Yield the rows of a table a part at a time; what was read of a file is let go of behind each."""
    for start in range(0, table.num_rows, _at_once(table)):
        yield table.slice(start, _at_once(table))
        forget_mapped()


def _at_once(table: pa.Table) -> int:
    """Return how many rows of a table are looked at at once."""
    return max(1, int(table.num_rows) * AT_ONCE // max(int(table.nbytes), 1))


def _written(path: Path, batches: Iterable[pa.Table], schema: pa.Schema) -> pa.Table:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        for batch in batches:
            writer.write_table(batch.combine_chunks())
            forget_mapped()
    return mapped_table(path)
