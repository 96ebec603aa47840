"""Containment across splits: what most of one document's text stands in, found by scikit-learn and counted by sets.

It shares no code with ``neardup``: no anchor, no cluster, no kernel. Shingles that more documents have than
``COMMON`` are boilerplate and weigh nothing, so few columns of the table of documents by shingles are left, and the
product of two splits' tables counts what every two documents share. Nothing is sampled but documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.checking.keys import Keyed, han_of
from bdci_corpus.checking.oracle import COMMON, MARGIN, SHINGLE, vectors_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LEAST_SHINGLES = 64
"""A document with fewer is contained in none, as docs/explanation/near-duplicates.md defines it."""

ROWS = 512
"""Documents of a split that are multiplied at a time: what they share with a million others fits in memory."""


class Contained(NamedTuple):
    """Two documents of different splits, and the share of the smaller one's shingles that the other has."""

    one: Keyed
    other: Keyed
    containment: float


def contained(documents: Sequence[Keyed], share: float, common: int = COMMON) -> Iterator[Contained]:
    """Yield every pair of documents of different splits of which one is contained in the other, by split and id."""
    texts = [document.key for document in documents], [han_of(document.key) for document in documents]
    speaking = np.ones(len(documents), np.bool_), np.array([bool(document.han) for document in documents], np.bool_)

    @lru_cache(maxsize=1_000)
    def shingles(place: int, stream: int) -> frozenset[str]:
        text = texts[stream][place]
        return frozenset(text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1))

    found: dict[tuple[int, int], float] = {}
    for stream, (own, speaks) in enumerate(zip(texts, speaking, strict=True)):
        if not speaks.any() or (stream and own == texts[0]):
            continue
        for i, j in _candidates(own, [document.split for document in documents], speaks, share, common):
            one, other = shingles(i, stream), shingles(j, stream)
            containment = len(one & other) / min(len(one), len(other))
            if containment >= share:
                found[i, j] = max(containment, found.get((i, j), 0))
    for (i, j), containment in sorted(found.items()):
        yield Contained(documents[i], documents[j], containment)


def _candidates(
    texts: Sequence[str], splits: Sequence[str], speaks: NDArray[np.bool_], share: float, common: int
) -> Iterator[tuple[int, int]]:
    """Yield the places of documents of different splits that share enough that is no boilerplate; smaller first."""
    vectors = vectors_of(texts)
    documents_with = np.bincount(vectors.indices, minlength=vectors.shape[1])
    sizes = np.diff(vectors.indptr)
    rare = _columns(vectors, documents_with <= common)
    weights = np.diff(rare.indptr)
    shared = _columns(rare, documents_with > 1)
    of = np.array(splits)
    for one, other in combinations(sorted(set(splits)), 2):
        rows, columns = np.flatnonzero(of == one), np.flatnonzero(of == other)
        for first in range(0, len(rows), ROWS):
            some = rows[first : first + ROWS]
            i, j, count = _product(shared, some, columns)
            smaller = np.where(sizes[i] <= sizes[j], i, j)
            enough = (count >= (share - MARGIN) * weights[smaller]) & (
                weights[smaller] >= (1 - MARGIN) * LEAST_SHINGLES
            )
            for a, b in zip(i[enough & speaks[smaller]].tolist(), j[enough & speaks[smaller]].tolist(), strict=True):
                yield (a, b) if a < b else (b, a)


def _columns(vectors: csr_matrix, wanted: NDArray[np.bool_]) -> csr_matrix:
    """Return a table without the columns that are not wanted."""
    kept = wanted[vectors.indices]
    bounds = np.concatenate([[0], np.cumsum(kept)])[vectors.indptr]
    return type(vectors)((vectors.data[kept], vectors.indices[kept], bounds), shape=vectors.shape)


def _product(
    shared: csr_matrix, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of these documents that share anything, and how much."""
    product = (shared[rows] @ shared[columns].T).tocoo()
    return rows[product.row], columns[product.col], np.rint(product.data).astype(np.int64)
