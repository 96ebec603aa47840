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
from bdci_corpus.checking.shingles import FACTORS, Gathered, Hashes, distinct, hashes_of

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


def smallest(texts: Iterable[Points], length: int, kept: int) -> Iterator[Hashes]:
    """Yield the smallest hashes of each text's shingles of ``length`` characters, distinct and ascending."""
    for own in hashes_of(texts, length):
        few = own
        if len(own) > 2 * SPARE * kept:
            few = own[own < np.uint64(int(SPARE * kept / len(own) * 2**64))]
        found = distinct(few)
        yield (distinct(own) if len(found) < kept and len(few) < len(own) else found)[:kept]


def candidates(texts: Iterable[Points], splits: Sequence[str], length: int, threshold: float) -> Pairs:
    """Return the places of texts of different splits that may be as much alike, the smaller first: a row a pair."""
    kept = kept_at(threshold)
    numbers = {split: number for number, split in enumerate(sorted(set(splits)))}
    of_split = np.array([numbers[split] for split in splits], np.int64)
    sample = _Sample.empty(len(splits), kept)
    gathered = Gathered()
    for place, own in enumerate(smallest(texts, length, kept)):
        sample.enter(place, own)
        gathered.enter(place, _rows(own, few=_has_few(own, kept), singly=threshold < _HALF))
    found = [np.empty((0, 2), np.int64)]
    for signs, owners in gathered.repeated():
        found += _alike(signs, owners, of_split)
    codes = np.unique(np.concatenate(found) @ np.array([len(splits), 1]))
    pairs = np.stack([codes // max(len(splits), 1), codes % max(len(splits), 1)], axis=1)
    return pairs[sample.likely(pairs, threshold)]


@dataclass(frozen=True, slots=True)
class _Sample:
    """The smallest hashes of texts, a row each, by their last 32 bits; ``sizes`` says how many there are of each."""

    hashes: NDArray[np.uint32]
    sizes: NDArray[np.int64]

    @classmethod
    def empty(cls, texts: int, kept: int) -> _Sample:
        """Return room for so many texts."""
        return cls(np.zeros((texts, kept), np.uint32), np.zeros(texts, np.int64))

    def enter(self, place: int, own: Hashes) -> None:
        """Note the hashes of one text."""
        self.hashes[place, : len(own)] = own
        self.sizes[place] = len(own)

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


def _has_few(own: Hashes, kept: int) -> bool:
    """Tell whether a text has hardly more shingles than are kept: two or three times as many at most."""
    return len(own) < kept or int(own[-1]) > 2**64 // 3


def _rows(hashes: Hashes, *, few: bool, singly: bool) -> Hashes:
    """Return a hash of each three neighbors; of few, of each two, too, and of each by itself."""
    padded = np.concatenate([np.zeros(2, np.uint64), hashes])
    two = (padded[1:-1] * FACTORS[1]) ^ padded[2:]
    three: Hashes = (padded[:-2] * FACTORS[2]) ^ (two * FACTORS[0])
    if not few:
        return three
    rows: Hashes = np.concatenate([three, two, hashes] if singly else [three, two])
    return rows


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
