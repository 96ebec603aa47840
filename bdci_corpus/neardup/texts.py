"""What is compared: texts in Arrow buffers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bdci_corpus.errors import ComparisonError
from bdci_corpus.neardup.arrow import arrow, arrow_strings

BATCH_BYTES = 1 << 20
"""Texts are read in batches of about this many bytes of UTF-8, so that a batch stays in cache."""

WHERE = "find_near_duplicates"

_SLICE = 1 << 14
"""How many texts are sketched at a time at most."""


Span = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]
"""Where texts begin and where they end (int64), and the bytes that they stand in."""


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

    def spans(self, rows: NDArray[np.int64]) -> Iterator[Span]:
        """Give where these rows, which must be ascending, stand in the chunks, without copying."""
        cuts = np.searchsorted(rows, self.starts)
        for i in np.flatnonzero(np.diff(cuts)):
            offsets, data = buffers(self.chunks[i])
            own = rows[cuts[i] : cuts[i + 1]] - self.starts[i]
            yield offsets[own], offsets[own + 1], data

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
