"""What is compared: texts in Arrow buffers, and the ids they go by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bdci_corpus.errors import CorpusError
from bdci_corpus.neardup.arrow import arrow, arrow_strings

BATCH_BYTES = 1 << 20
"""Texts are read in batches of about this many bytes of UTF-8, so that a batch stays in cache."""

WHERE = "find_near_duplicates"

_SLICE = 1 << 14


class ComparisonError(CorpusError):
    """What was given to compare cannot be compared."""


@runtime_checkable
class ArrowFormatted(Protocol):
    """What is asked of a ``datasets.Dataset``: a view of it that gives Arrow tables."""

    column_names: list[str]

    def with_format(self, type: str) -> ArrowFormatted:  # noqa: A002 - the name datasets gives it
        """Return the same rows in another format."""
        ...

    def select_columns(self, column_names: list[str]) -> ArrowFormatted:
        """Return the same rows with fewer columns."""
        ...

    def __getitem__(self, key: slice) -> pa.Table:
        """Return rows."""
        ...


TextInput: TypeAlias = (
    Sequence[str | None] | pa.Array | pa.ChunkedArray | pa.Table | pa.RecordBatchReader | ArrowFormatted
)


@dataclass(frozen=True, slots=True)
class Texts:
    """Documents' texts as they lie in Arrow buffers; nothing is copied that need not be.

    ``chunks`` hold no nulls; document ``i`` is row ``i`` of their concatenation.
    """

    chunks: tuple[pa.LargeStringArray, ...]
    starts: NDArray[np.int64]
    """The number of the first document of each chunk, and last the number of all (int64)."""

    @classmethod
    def of(cls, chunks: Sequence[pa.LargeStringArray]) -> Texts:
        """Return these arrays, which hold no nulls, as one row of texts."""
        return cls(tuple(chunks), np.cumsum([0, *map(len, chunks)], dtype=np.int64))

    @classmethod
    def joined(cls, parts: Sequence[Texts]) -> Texts:
        """Return all of these, one after another."""
        return cls.of([chunk for part in parts for chunk in part.chunks])

    def __len__(self) -> int:
        """Return the number of documents."""
        return int(self.starts[-1])

    @property
    def nbytes(self) -> int:
        """Bytes of UTF-8 in all texts."""
        return sum(int(offsets[-1] - offsets[0]) for offsets, _ in map(buffers, self.chunks))

    def sizes(self) -> NDArray[np.int64]:
        """Return the bytes of UTF-8 of every document (int64)."""
        parts = [np.diff(buffers(chunk)[0]) for chunk in self.chunks]
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    def take(self, rows: NDArray[np.int64]) -> pa.LargeStringArray:
        """Return the texts of these rows, which must be ascending, as one array."""
        cuts = np.searchsorted(rows, self.starts)
        parts = [
            chunk.take(arrow(rows[cuts[i] : cuts[i + 1]] - self.starts[i]))
            for i, chunk in enumerate(self.chunks)
            if cuts[i] < cuts[i + 1]
        ]
        if len(parts) == 1:
            return parts[0]
        return pa.concat_arrays(parts) if parts else arrow_strings([])


def batches(
    chunks: Iterable[pa.LargeStringArray], limit: int = BATCH_BYTES
) -> Iterator[tuple[int, pa.LargeStringArray]]:
    """Give the first document's number and the texts of batches of about ``limit`` bytes."""
    first = 0
    for chunk in chunks:
        offsets, _ = buffers(chunk)
        start = 0
        while start < len(chunk):
            stop = int(np.searchsorted(offsets, offsets[start] + limit, side="right")) - 1
            stop = min(max(stop, start + 1), start + _SLICE, len(chunk))
            yield first + start, chunk.slice(start, stop - start)
            start = stop
        first += len(chunk)


def buffers(array: pa.LargeStringArray) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return offsets (int64, one more than documents) and UTF-8 bytes, without copying."""
    _, raw_offsets, raw_data = array.buffers()
    if raw_offsets is None or len(array) == 0:
        return np.zeros(1, np.int64), np.empty(0, np.uint8)
    offsets = np.frombuffer(raw_offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    data = np.empty(0, np.uint8) if raw_data is None else np.frombuffer(raw_data, np.uint8)
    return offsets, data


@dataclass(frozen=True, slots=True)
class Incoming:
    """Texts and ids on their way in: what is streamed is not read before ``chunks`` are taken."""

    chunks: Iterator[pa.LargeStringArray]
    """Arrays without nulls; can be taken once."""
    given_ids: object
    """Ids as given, None, or a list of arrays that fills while ``chunks`` are taken."""

    def ids(self, count: int) -> pa.Array:
        """Return the ids of so many texts, once all chunks are taken; row numbers (int64) if none were given."""
        streamed = isinstance(self.given_ids, _Streamed)
        return _ids(self.given_ids.whole() if streamed else self.given_ids, count)  # type: ignore[attr-defined]


class _Streamed(list[pa.Array]):
    """The ids of the batches read so far."""

    def whole(self) -> pa.ChunkedArray | None:
        """Return all of them."""
        return pa.chunked_array(self) if self else None


def read(given: TextInput, ids: object, *, text_column: str, id_column: str) -> Incoming:
    """Return texts and ids of whatever was given. A null text is an empty one."""
    if isinstance(given, pa.RecordBatchReader):
        return _streamed(given, ids, text_column, id_column)
    if isinstance(given, ArrowFormatted):
        given = _dataset_table(given, text_column, id_column)
    if isinstance(given, pa.Table):
        if ids is None and id_column in given.column_names:
            ids = given.column(id_column)
        given = given.column(_known(text_column, given.column_names))
    return Incoming(map(_as_large_string, _parts(given)), ids)


def _streamed(reader: pa.RecordBatchReader, ids: object, text_column: str, id_column: str) -> Incoming:
    _known(text_column, reader.schema.names)
    found = _Streamed()
    takes_ids = ids is None and id_column in reader.schema.names

    def chunks() -> Iterator[pa.LargeStringArray]:
        for batch in reader:
            if takes_ids:
                found.append(batch.column(id_column))
            yield _as_large_string(batch.column(text_column))

    return Incoming(chunks(), found if takes_ids else ids)


def _dataset_table(dataset: ArrowFormatted, text_column: str, id_column: str) -> pa.Table:
    wanted = [name for name in (id_column, text_column) if name in dataset.column_names]
    return dataset.select_columns(wanted).with_format("arrow")[:]


def _known(name: str, names: Sequence[str]) -> str:
    """Return the name of the column to compare, if there is one."""
    if name not in names:
        problem = f'There is no column "{name}", only {", ".join(names) or "none at all"}.'
        raise ComparisonError(WHERE, problem, "Name it with text_column.")
    return name


def _parts(given: Sequence[str | None] | pa.Array | pa.ChunkedArray) -> Iterable[pa.Array]:
    if isinstance(given, pa.ChunkedArray):
        return given.chunks or [pa.array([], given.type)]
    if isinstance(given, pa.Array):
        return [given]
    return (_from_strings(given[i : i + _SLICE]) for i in range(0, len(given), _SLICE))


def no_utf8() -> ComparisonError:
    """Return the error for Arrow strings whose bytes are no UTF-8."""
    problem = "A text is not valid UTF-8."
    return ComparisonError(WHERE, problem, "Decode it, replacing what is broken.")


def strings(array: pa.LargeStringArray) -> list[str]:
    """Return the texts as Python strings."""
    try:
        texts: list[str] = array.to_pylist()
    except UnicodeDecodeError as error:
        raise no_utf8() from error
    return texts


def _from_strings(given: Sequence[str | None]) -> pa.LargeStringArray:
    other = next((text for text in given if not (text is None or isinstance(text, str))), None)
    if other is not None:
        problem = f"A text is not a string but {type(other).__name__}."
        raise ComparisonError(WHERE, problem, "Give strings or None.")
    strings = [text or "" for text in given]
    try:
        return arrow_strings(strings)
    except UnicodeEncodeError:
        # Lone surrogates are no UTF-8. One replacement character each keeps the offsets.
        return arrow_strings([s.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") for s in strings])


def _as_large_string(array: pa.Array) -> pa.LargeStringArray:
    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    if not _is_string(kind):
        problem = f"The texts are {array.type}, not strings."
        raise ComparisonError(WHERE, problem, "Give a string column.")
    whole = array.cast(pa.large_string())
    return pc.fill_null(whole, "") if whole.null_count else whole


def _is_string(kind: pa.DataType) -> bool:
    is_one = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)
    return any(test(kind) for test in is_one)


def _ids(ids: object, count: int) -> pa.Array:
    if ids is None:
        return arrow(np.arange(count, dtype=np.int64))
    array = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    if not isinstance(array, pa.Array):
        array = pa.array(array)
    if pa.types.is_large_string(array.type) or len(array) == 0:
        array = array.cast(pa.string())
    problem = ""
    if len(array) != count:
        problem = f"There are {len(array)} ids for {count} texts."
    elif array.null_count:
        problem = f"{array.null_count} ids are null."
    elif len(pc.unique(array)) != count:
        counts = pc.value_counts(array)
        twice = counts.filter(pc.greater(counts.field(1), 1))[0][0]
        problem = f'The id "{twice}" stands at several texts.'
    if problem:
        raise ComparisonError(WHERE, problem, "Give every text an id of its own.")
    return array
