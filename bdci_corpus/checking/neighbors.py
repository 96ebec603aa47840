"""Candidates of the oracle: which documents of different splits may be near-duplicates, in linear time, of all of them.

A document is what it has of a sample that all documents share: its ``kept`` shingles of the smallest hashes, in order.
Of the smallest of two documents' shingles together, each is in both with the chance of their Jaccard; so three in a row
that both have begin at each place with its cube, and documents that have none such are not that much alike, but for
one pair in a number that ``MISSED`` tells. What has few shingles is told by two in a row: where all shingles are kept
and the Jaccard is above a half, that is no matter of chance, as more are shared than stand between.

Why it is independent of ``neardup``: that cuts shingles of bytes of its own table into bins, keeps a byte of the least
of each, and looks for equal rows of bins. Here are other hashes, of code points, of 64 bits, no bins, and neighbors
instead of rows. What one of them misses by chance or by a defect, the other does not miss by the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.checking.keys import Points
from bdci_corpus.checking.shingles import FACTORS, OWNER_BITS, Batch, Gathered, Hashes, batches_of

MISSED = 1e-9
"""The chance that a pair right at the threshold is not looked at."""

SPARE = 4
"""So many times the smallest hashes that are wanted are looked through: shingles that repeat count once."""

CROWD = 60
"""Of more documents that have neighbors in common, each is held to so many of the others only."""

PAIRS = 4_000
"""Pairs whose smallest hashes are compared at once."""

_HALF = 0.55
"""Below this threshold a few shingles may have no two neighbors in common, and each by itself is asked for."""

Pairs = NDArray[np.int64]
"""Places of texts, two a row."""


def kept_at(threshold: float) -> int:
    """Return how many of the smallest hashes tell of documents as much alike."""
    if threshold >= 1:
        return 2
    return math.ceil(2 * math.log(MISSED) / math.log(1 - threshold**3))


def smallest(texts: Iterable[Points], length: int, kept: int) -> Iterator[Batch]:
    """Yield the smallest hashes of each text's shingles of ``length`` characters, distinct and ascending."""
    for batch in batches_of(texts, length):
        below = np.full(len(batch.counts), 2**64 - 1, np.uint64)
        long = batch.counts > 2 * SPARE * kept
        below[long] = (SPARE * kept / batch.counts[long] * 2.0**64).astype(np.uint64)
        found = batch.distinct(below)
        if (few := long & (found.counts < kept)).any():
            below[few] = 2**64 - 1
            found = batch.distinct(below)
        ranks = np.arange(len(found.hashes)) - found.bounds[found.owners]
        counts = np.minimum(found.counts, kept)
        yield Batch(batch.first, found.hashes[ranks < kept], np.append(0, np.cumsum(counts)))


def candidates(texts: Iterable[Points], splits: Sequence[str], length: int, threshold: float) -> Pairs:
    """Return the places of texts of different splits that may be as much alike, the smaller first: a row a pair."""
    kept = kept_at(threshold)
    numbers = {split: number for number, split in enumerate(sorted(set(splits)))}
    of_split = np.array([numbers[split] for split in splits], np.int64)
    sample = _Sample.empty(len(splits), kept)
    gathered = Gathered(len(splits))
    for batch in smallest(texts, length, kept):
        sample.enter(batch)
        gathered.enter(*_rows(batch, kept, singly=threshold < _HALF))
    found = [np.empty((0, 2), np.int64)]
    for signs, owners in gathered.repeated():
        found += _alike(signs, owners, of_split)
    codes = np.unique(np.concatenate(found) @ np.array([len(splits), 1]))
    pairs = np.stack([codes // max(len(splits), 1), codes % max(len(splits), 1)], axis=1)
    return pairs[sample.likely(pairs, threshold)]


@dataclass(frozen=True, slots=True)
class _Sample:
    """The smallest hashes of texts, a row each, by 32 of their bits; ``sizes`` says how many there are of each."""

    hashes: NDArray[np.uint32]
    sizes: NDArray[np.int64]

    @classmethod
    def empty(cls, texts: int, kept: int) -> _Sample:
        """Return room for so many texts."""
        return cls(np.zeros((texts, kept), np.uint32), np.zeros(texts, np.int64))

    def enter(self, batch: Batch) -> None:
        """Note the hashes of some texts."""
        owners = batch.owners
        ranks = np.arange(len(owners)) - batch.bounds[owners]
        self.hashes[batch.first + owners, ranks] = batch.hashes >> np.uint64(OWNER_BITS)
        self.sizes[batch.first :][: len(batch.counts)] = batch.counts

    def likely(self, pairs: Pairs, threshold: float) -> NDArray[np.bool_]:
        """Tell which pairs are as much alike by their smallest hashes, or may be; whoever has few is to be counted."""
        kept = self.hashes.shape[1]
        least = kept * (threshold - _tolerance(kept))
        result: NDArray[np.bool_] = (self.sizes[pairs] < kept).any(axis=1)
        asked = np.flatnonzero(~result)
        for start in range(0, len(asked), PAIRS):
            some = asked[start : start + PAIRS]
            both = np.sort(self.hashes[pairs[some]].reshape(len(some), 2 * kept), axis=1)
            result[some] = (both[:, 1:] == both[:, :-1]).sum(axis=1) >= least
        return result


def _alike(signs: Hashes, owners: NDArray[np.int32], of_split: NDArray[np.int64]) -> Iterator[Pairs]:
    """Yield pairs of texts of different splits that have a sign in common."""
    edges = np.flatnonzero(np.concatenate([[True], signs[1:] != signs[:-1], [True]]))
    starts, sizes = edges[:-1], np.diff(edges)
    two = starts[sizes == 2]  # noqa: PLR2004 - by far the most
    pairs = np.stack([owners[two], owners[two + 1]], axis=1).astype(np.int64)
    yield pairs[of_split[pairs[:, 0]] != of_split[pairs[:, 1]]]
    for start, size in zip(starts[sizes > 2].tolist(), sizes[sizes > 2].tolist(), strict=True):  # noqa: PLR2004
        yield from _across(owners[start : start + size].astype(np.int64), of_split)


def _rows(batch: Batch, kept: int, *, singly: bool) -> tuple[NDArray[np.int64], Hashes]:
    """Return a hash of each three neighbors, and whose it is; of few, of each two, too, and of each by itself.

    Few is what has hardly more shingles than are kept: two or three times as many at most.
    """
    owners, hashes, counts = batch.owners, batch.hashes, batch.counts
    ranks = np.arange(len(owners)) - batch.bounds[owners]
    one, other = (np.where(ranks >= back, np.roll(hashes, back), np.uint64(0)) for back in (1, 2))
    two = (one * FACTORS[1]) ^ hashes
    three = (other * FACTORS[2]) ^ (two * FACTORS[0])
    last = hashes[np.maximum(batch.bounds[1:] - 1, 0)] if len(hashes) else np.zeros(len(counts), np.uint64)
    few = ((counts < kept) | (last > np.uint64(2**64 // 3)))[owners]
    rows = [three, two[few], hashes[few]] if singly else [three, two[few]]
    return batch.first + np.concatenate([owners, *[owners[few]] * (len(rows) - 1)]), np.concatenate(rows)


def _across(places: NDArray[np.int64], of_split: NDArray[np.int64]) -> Iterator[Pairs]:
    """Yield pairs of places of different splits: all of them, or of a crowd some for each."""
    own = of_split[places]
    if (own == own[0]).all():
        return
    order = np.argsort(own, kind="stable")
    places, own = places[order], own[order]
    bounds = np.searchsorted(own, own, side="right")
    for number, (place, bound) in enumerate(zip(places.tolist(), bounds.tolist(), strict=True)):
        others = places[bound:]
        if len(others) > CROWD:  # another part of them for each, so that all of them are held to somebody
            others = np.take(others, np.arange(number, number + CROWD), mode="wrap")
        yield np.stack([np.minimum(others, place), np.maximum(others, place)], axis=1)


def _tolerance(kept: int) -> float:
    """Return how far an estimate by the smallest hashes may be off: six times its standard deviation at most."""
    return 6 * 0.5 / math.sqrt(kept)
