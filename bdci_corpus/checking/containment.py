"""Containment across splits: what most of one document's text stands in, by a table of documents by shingles.

It shares no code with ``neardup``: no anchor, no cluster, no kernel. Shingles that more documents have than
``COMMON`` are boilerplate and weigh nothing, and what one split alone has leads nowhere, so few columns of the table
of documents by shingles are left, and the product of two splits' tables counts what every two documents share.
Nothing is sampled but documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.checking.keys import ALL, EVERY_HAN, Keyed, Points, stream_of
from bdci_corpus.checking.oracle import COMMON
from bdci_corpus.checking.shingles import SHINGLE, Batch, Gathered, Hashes, Owners, Shingles, batches_of, shared_by

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LEAST_SHINGLES = 64
"""A document with fewer is contained in none, as docs/explanation/near-duplicates.md defines it."""

MARGIN = 0.02
"""What is shared of the shingles that are no boilerplate may be as much below the share that is asked of all."""

ROWS = 512
"""Documents of a split that are multiplied at a time: what they share with a million others fits in memory."""

Places = NDArray[np.int64]


class Contained(NamedTuple):
    """Two documents of different splits, and the share of the smaller one's shingles that the other has."""

    one: Keyed
    other: Keyed
    containment: float


def contained(documents: Sequence[Keyed], share: float, common: int = COMMON) -> Iterator[Contained]:
    """Yield every pair of documents of different splits of which one is contained in the other, by split and id."""
    shingles = Shingles(documents)
    found: dict[tuple[int, int], float] = {}
    for stream, speaks in ((ALL, [True] * len(documents)), (EVERY_HAN, [one.by_han for one in documents])):
        if not any(speaks) or (stream and all(one.han_size == one.size for one in documents)):
            continue
        for i, j in _candidates(documents, stream, np.array(speaks), share, common):
            one, other = shingles(i, stream), shingles(j, stream)
            containment = shared_by(one, other) / min(len(one), len(other))
            if containment >= share:
                found[i, j] = max(containment, found.get((i, j), 0))
    for (i, j), containment in sorted(found.items()):
        yield Contained(documents[i], documents[j], containment)


def _candidates(
    documents: Sequence[Keyed], stream: int, speaks: NDArray[np.bool_], share: float, common: int
) -> Iterator[tuple[int, int]]:
    """Yield the places of documents of different splits that share enough that is no boilerplate; smaller first."""
    numbers = {split: number for number, split in enumerate(sorted({one.split for one in documents}))}
    of = np.array([numbers[one.split] for one in documents], np.int64)
    table = _Table(stream_of(documents, stream), of, common)
    for one, other in combinations(range(len(numbers)), 2):
        rows = np.flatnonzero(of == one)
        columns = table.by_shingle(of == other)
        for first in range(0, len(rows), ROWS):
            some = rows[first : first + ROWS]
            product = (table.by_document(some) @ columns).tocoo()
            i, j = some[product.row], product.col.astype(np.int64)
            smaller = np.where(table.sizes[i] <= table.sizes[j], i, j)
            weights = table.weights[smaller]
            enough = (product.data >= (share - MARGIN) * weights) & (weights >= (1 - MARGIN) * LEAST_SHINGLES)
            enough &= speaks[smaller]
            yield from zip(np.minimum(i, j)[enough].tolist(), np.maximum(i, j)[enough].tolist(), strict=True)


class _Table:
    """Which documents have which shingles, of those that several splits have and that are no boilerplate.

    ``sizes`` counts all shingles of each document, ``weights`` those that are no boilerplate.
    """

    def __init__(self, texts: Iterable[Points], of_split: Places, common: int) -> None:
        """Count the shingles of texts; more than ``common`` texts have what is boilerplate."""
        self.sizes = np.zeros(len(of_split), np.int64)
        gathered = Gathered(len(of_split))
        for batch in map(Batch.distinct, batches_of(texts, SHINGLE)):
            self.sizes[batch.first :][: len(batch.counts)] = batch.counts
            gathered.enter(batch.first + batch.owners, batch.hashes)
        self.weights = self.sizes.copy()
        columns, owners, self._columns = [np.empty(0, np.int32)], [np.empty(0, np.int32)], 0
        for hashes, whose in gathered.repeated():
            numbers, count, boilerplate = _numbered(hashes, whose, of_split, common)
            np.subtract.at(self.weights, whose[boilerplate], 1)
            columns.append(numbers[numbers >= 0] + np.int32(self._columns))
            owners.append(whose[numbers >= 0])
            self._columns += count
        self._of_entry, self._by_entry = np.concatenate(columns), np.concatenate(owners)
        self._order = np.argsort(self._by_entry, kind="stable").astype(np.int32)
        self._starts = np.searchsorted(self._by_entry[self._order], np.arange(len(of_split) + 1))

    def by_shingle(self, wanted: NDArray[np.bool_]) -> csr_array:
        """Return a row for each shingle, with a one for each of these documents that has it."""
        from scipy.sparse import csr_array

        entries = np.flatnonzero(wanted[self._by_entry])
        bounds = np.searchsorted(self._of_entry[entries], np.arange(self._columns + 1))
        ones = np.ones(len(entries), np.int32)
        return csr_array((ones, self._by_entry[entries], bounds), shape=(self._columns, len(wanted)))

    def by_document(self, places: Places) -> csr_array:
        """Return a row for each of these documents, with a one for each of its shingles."""
        from scipy.sparse import csr_array

        own = [self._order[self._starts[place] : self._starts[place + 1]] for place in places.tolist()]
        columns = self._of_entry[np.concatenate(own)]
        bounds = np.cumsum([0, *map(len, own)])
        return csr_array((np.ones(len(columns), np.int32), columns, bounds), shape=(len(places), self._columns))


def _numbered(
    hashes: Hashes, whose: Owners, of_split: Places, common: int
) -> tuple[NDArray[np.int32], int, NDArray[np.bool_]]:
    """Return a number for each hash that several splits and not too many documents have, -1 for others.

    Also returned: how many numbers there are, and which hashes are boilerplate.
    """
    first = np.concatenate([[True], hashes[1:] != hashes[:-1]])[: len(hashes)]
    starts = np.flatnonzero(first)
    if not len(starts):
        return np.empty(0, np.int32), 0, np.empty(0, np.bool_)
    splits = of_split[whose]
    boilerplate = np.diff(starts, append=len(hashes)) > common
    several = np.minimum.reduceat(splits, starts) != np.maximum.reduceat(splits, starts)
    kept = several & ~boilerplate
    of = np.cumsum(first) - 1
    numbers = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    return numbers[of], int(kept.sum()), boilerplate[of]
