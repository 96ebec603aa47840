"""Read the rows of a Parquet file in bounded memory, whatever its cells unpack to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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

_TOO_MUCH = f"more than {MAX_RATIO} times the file's size"

_OUT_OF_RANGE = (ValueError, OverflowError, ArithmeticError)


def parquet_columns(path: Path) -> list[str]:
    """Return the names of a Parquet file's columns.

    Raises:
        LoaderError: it is none, or damaged.
    """
    import pyarrow.parquet as pq

    with _reading(path):
        return list(pq.read_schema(path).names)


def parquet_values(path: Path, only: Sequence[str] | None) -> Iterator[Found]:
    """Yield the rows without columns of bytes, or what is wrong with one.

    Raises:
        LoaderError: the file as a whole cannot be read.
    """
    with _reading(path):
        number, total = 0, _rows_in(path)
        for batch in _batches(path, only):
            number += batch.num_rows
            yield from _rows(batch)
    for _ in range(number, total):
        yield None, f"The rows up to here unpack to {_TOO_MUCH}."


def parquet_batches(path: Path) -> Iterator[pa.RecordBatch]:
    """Yield the rows without columns of bytes, some at a time, as ``batch_values`` reads them from anywhere.

    Raises:
        LoaderError: the file as a whole cannot be read, or not all of its rows.
    """
    import pyarrow as pa

    with _reading(path):
        number, total = 0, _rows_in(path)
        for batch in _batches(path, None):
            number += batch.num_rows
            columns = [c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in batch.columns]
            yield pa.RecordBatch.from_arrays(columns, batch.schema.names)
    if number < total:
        raise LoaderError(path.name, f"It unpacks to {_TOO_MUCH}.", "Leave it out.")


def may_be_parted(path: Path) -> bool:
    """Return whether a Parquet file's rows can be read anywhere: it has rows, and no dictionary within its cells.

    Raises:
        LoaderError: it cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with _reading(path):
        schema = pq.read_schema(path)
        names = _readable(schema, None)
        kinds = [kind.value_type if pa.types.is_dictionary(kind) else kind for kind in map(_type_in(schema), names)]
        return bool(names) and len(set(names)) == len(names) and not any(_holds_dictionary(kind) for kind in kinds)


def batch_values(data: bytes) -> Iterator[Found]:
    """Yield the rows of a stream of Arrow's."""
    import pyarrow as pa

    with pa.ipc.open_stream(data) as batches:
        for batch in batches:
            yield from _rows(batch)


def _type_in(schema: pa.Schema) -> Callable[[str], pa.DataType]:
    return lambda name: schema.field(name).type


def _holds_dictionary(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return pa.types.is_dictionary(kind) or any(_holds_dictionary(kind.field(n).type) for n in range(kind.num_fields))


def _rows_in(path: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)


def _batches(path: Path, only: Sequence[str] | None) -> Iterator[pa.RecordBatch]:
    """Yield rows until they unpack to more than a file of its size may."""
    import pyarrow.parquet as pq

    left = max(MAX_UNPACKED, MAX_RATIO * path.stat().st_size)
    with pq.ParquetFile(path, memory_map=True) as file:
        names = _readable(file.schema_arrow, only)
        batch_size = BATCH if path.stat().st_size >= SMALL else SMALL_BATCH
        batch_size = 1 if _ratio(file.metadata) > _DENSE else batch_size
        for batch in file.iter_batches(batch_size, columns=names):
            left -= _size(batch)
            if left < 0:
                return
            yield batch


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn what a damaged file raises into an error that names it."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from None


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
