"""Read the rows of a Parquet file in bounded memory, whatever its cells unpack to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bdci_corpus.errors import LoaderError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

MAX_UNPACKED = 64_000_000
"""How many bytes of text a file of any size may unpack to; a larger one, ``MAX_RATIO`` times its size."""

MAX_RATIO = 100
"""How many bytes of text a byte of a file may unpack to."""

BATCH = 256
"""Rows that are unpacked at once."""

SMALL = 8_000_000
"""A file of fewer bytes is read ``SMALL_BATCH`` rows at a time: a dictionary makes a large cell cheap to repeat."""

SMALL_BATCH = 16
"""Rows that are read at a time of a small file."""

_DENSE = 50
"""From this ratio on, rows are unpacked one by one."""

Found = tuple[dict[str, object] | None, str]

_OUT_OF_RANGE = (ValueError, OverflowError, ArithmeticError)


def parquet_columns(path: Path) -> list[str]:
    """Return the names of a Parquet file's columns.

    Raises:
        LoaderError: it is none, or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return list(pq.read_schema(path).names)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, error) from None


def parquet_values(path: Path, only: Sequence[str] | None) -> Iterator[Found]:
    """Yield the rows without columns of bytes, or what is wrong with one.

    Raises:
        LoaderError: the file as a whole cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    left, number = max(MAX_UNPACKED, MAX_RATIO * path.stat().st_size), 0
    try:
        with pq.ParquetFile(path, memory_map=True) as file:
            names, total = _readable(file.schema_arrow, only), file.metadata.num_rows
            batch_size = BATCH if path.stat().st_size >= SMALL else SMALL_BATCH
            batch_size = 1 if _ratio(file.metadata) > _DENSE else batch_size
            for batch in file.iter_batches(batch_size, columns=names):
                left -= _size(batch)
                if left < 0:
                    break
                number += batch.num_rows
                yield from _rows(batch)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from None
    for _ in range(number, total):
        yield None, f"The rows up to here unpack to more than {MAX_RATIO} times the file's size."


def _unreadable(path: Path, error: Exception) -> LoaderError:
    problem = str(error).partition("\n")[0][:120].rstrip(".")
    return LoaderError(path.name, f"It cannot be read as Parquet: {problem}.", "Write it anew.")


def _readable(schema: pa.Schema, only: Sequence[str] | None) -> list[str]:
    """Return the columns that are not bytes."""
    import pyarrow as pa

    binary = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
    wanted = [field for field in schema if only is None or field.name in only]
    return [field.name for field in wanted if not any(is_kind(field.type) for is_kind in binary)]


def _ratio(metadata: pq.FileMetaData) -> float:
    """Return how much larger than it is stored a file says that one of its columns is."""
    groups = [metadata.row_group(n) for n in range(metadata.num_row_groups)]
    chunks = [group.column(n) for group in groups for n in range(group.num_columns)]
    return max((c.total_uncompressed_size / max(1, c.total_compressed_size) for c in chunks), default=1.0)


def _size(batch: pa.RecordBatch) -> int:
    """Return how many bytes the cells of a batch take, as often as they are given."""
    import pyarrow as pa

    columns = (c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in batch.columns)
    return sum(int(column.nbytes) for column in columns)


def _rows(batch: pa.RecordBatch) -> Iterator[Found]:
    """Yield the rows of a batch; where a cell is out of Python's range, its row is none."""
    try:
        rows = batch.to_pylist()
    except _OUT_OF_RANGE:
        yield from (_row(batch, row) for row in range(batch.num_rows))
    else:
        yield from ((values, "") for values in rows)


def _row(batch: pa.RecordBatch, row: int) -> Found:
    values: dict[str, object] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            values[name] = column[row].as_py()
        except _OUT_OF_RANGE as error:
            return None, f'"{name}" is out of range: {str(error)[:100].rstrip(".")}.'
    return values, ""
