"""Candidates among short documents, whose sketches say too little: none is missed.

Order the shingles of every document, the rarest first. Of two documents of which one has ``s`` shingles and
whose Jaccard similarity reaches ``t``, one of the first ``s - ceil(t * s) + 1`` is shared (prefix
filtering, Chaudhuri, Ganti and Kaushik 2006): whoever shares none of them shares too few of all. Any order
will do; the rarest are shared by the fewest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.bands import SHORT, Nodes, kept_pairs, least_equal
from bdci_corpus.neardup.node_pairs import HALF, LOW, Pairs, distinct, pairs_in_runs
from bdci_corpus.neardup.sketch import SHINGLE, shingle_hashes
from bdci_corpus.neardup.texts import Texts
from bdci_corpus.neardup.threads import in_threads
from bdci_corpus.neardup.verify import chunks
from bdci_corpus.text import KEY_HAN

Fold = Callable[[Texts, Rows], tuple[NDArray[np.uint32], NDArray[np.int64]]]

_KINDS: Final = 1 << 22
"""So many sums say how frequent shingles are: 16 MB, and a frequent one is told from the rest of a million posts."""

_MOST: Final = (1 << 12) - 1
"""More frequent than this is the same to the order of shingles, which has 12 bits for it."""

_PARTS: Final = 8
"""In so many parts postings are looked through: a power of two."""

_FREQUENCY: Final = np.uint64(32)

_OWNER: Final = np.uint64(44)
"""Above the hash stands how frequent it is, and above that the document: there are fewer than 2**20 in a chunk."""


def short_candidates(
    texts: Texts, first: Rows, nodes: Nodes, threshold: float, fold: Fold, *, plain: bool, workers: int = 1
) -> NDArray[np.uint64]:
    """Return pairs of nodes (packed) of which one is short; ``first`` is the row of each node."""
    sizes = nodes.shingles
    short = (sizes > 0) & (sizes <= SHORT / threshold)
    if not (sizes[short] <= SHORT).any():
        return np.empty(0, np.uint64)
    pure = sizes[:, 0] == sizes[:, 1]  # all of the key is Han, so both streams are the same
    search = _Prefixes(texts, first, threshold, fold, workers)
    every, mixed = np.flatnonzero(short[:, 0]), np.flatnonzero(short[:, 1] & ~pure)
    frequent = search.frequent(every, 0) + search.frequent(mixed, 1)
    held = search.postings(every, 0, frequent)
    least = least_equal(sizes, threshold)
    found = [kept_pairs(nodes, 0, pairs, least, plain=plain) for pairs in _pairs(held, nodes.border)]
    if len(mixed):
        held = np.concatenate([held[pure[(held & LOW).astype(np.int64)]], search.postings(mixed, 1, frequent)])
        held.sort()
        for left, right in _pairs(held, nodes.border):
            new = ~(pure[left] & pure[right])
            found.append(kept_pairs(nodes, 1, (left[new], right[new]), least, plain=plain))
    return distinct(found)


def _pairs(held: NDArray[np.uint64], border: int | None) -> Iterator[Pairs]:
    """Give the pairs of nodes that share a hash, a part of all hashes after another: to look for runs takes room."""
    cuts = np.arange(1, _PARTS, dtype=np.uint64) << np.uint64(64 - _PARTS.bit_length() + 1)
    for part in np.split(held, np.searchsorted(held, cuts)):
        yield from pairs_in_runs(part, border)


@dataclass(frozen=True, slots=True)
class _Prefixes:
    """The rarest shingles of documents; ``first`` is the row of each node."""

    texts: Texts
    first: Rows
    threshold: float
    fold: Fold
    workers: int

    def frequent(self, nodes: Rows, stream: int) -> NDArray[np.int64]:
        """Return how often shingles of each kind (their hash's lower bits) stand in these documents."""
        total = np.zeros(_KINDS, np.int64)
        for hashes, _, _ in self._hashed(nodes, stream):
            total += np.bincount(hashes & np.uint32(_KINDS - 1), minlength=_KINDS)
        return total

    def postings(self, nodes: Rows, stream: int, frequent: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return hash and node of the prefix of every document, sorted."""
        order = np.minimum(frequent, _MOST).astype(np.uint64)
        parts = [self._prefixes(*part, order) for part in self._hashed(nodes, stream)]
        packed = np.concatenate([np.empty(0, np.uint64), *parts])
        packed.sort()
        return packed

    def _hashed(self, nodes: Rows, stream: int) -> Iterator[tuple[NDArray[np.uint32], Rows, Rows]]:
        """Give the hashes of all shingles, the document of each, and the node of each document; a chunk at a time."""
        order = np.argsort(self.first[nodes])
        nodes = nodes[order]
        rows = self.first[nodes]
        sizes = self.texts.sizes()

        def one(part: slice) -> tuple[NDArray[np.uint32], Rows, Rows]:
            entries, offsets = self.fold(self.texts, rows[part])
            owners = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
            if stream:
                han = entries >= KEY_HAN
                entries, owners = entries[han], owners[han]
            hashes = shingle_hashes(entries)
            whole = owners[: len(hashes)] == owners[SHINGLE - 1 :][: len(hashes)]
            return hashes[whole].astype(np.uint32), owners[: len(hashes)][whole], nodes[part]

        yield from in_threads(one, chunks(sizes, rows, rows), self.workers)

    def _prefixes(
        self, hashes: NDArray[np.uint32], owners: Rows, nodes: Rows, order: NDArray[np.uint64]
    ) -> NDArray[np.uint64]:
        kind = order[hashes & np.uint32(_KINDS - 1)]
        packed = distinct([owners.astype(np.uint64) << _OWNER | kind << _FREQUENCY | hashes])
        owner = (packed >> _OWNER).astype(np.int64)
        size = np.bincount(owner, minlength=len(nodes))
        rank = np.arange(len(owner)) - (np.cumsum(size) - size)[owner]
        prefix = size - np.ceil(self.threshold * size - 1e-9).astype(np.int64) + 1
        early = rank < prefix[owner]
        return np.asarray((packed[early] & LOW) << HALF | nodes[owner[early]].astype(np.uint64))
