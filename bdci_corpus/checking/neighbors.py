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
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

MISSED = 1e-9
"""The chance that a pair right at the threshold is not looked at."""

BATCH = 500_000
"""Key characters that are hashed at once: what they take stays in the processor's cache."""

SPARE = 4
"""So many times the smallest hashes that are wanted are looked through: shingles that repeat count once."""

CROWD = 60
"""Of more documents that have neighbors in common, each is held to so many of the others only."""

PAIRS = 4_000
"""Pairs whose smallest hashes are compared at once."""

_HALF = 0.55
"""Below this threshold a few shingles may have no two neighbors in common, and each by itself is asked for."""

_FACTORS = tuple(np.uint64(one) for one in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
"""Odd numbers of 64 bits that multiply (of xxHash's primes)."""

Hashes = NDArray[np.uint64]


def kept_at(threshold: float) -> int:
    """Return how many of the smallest hashes tell of documents as much alike."""
    if threshold >= 1:
        return 2
    return math.ceil(2 * math.log(MISSED) / math.log(1 - threshold**3))


def smallest(texts: Sequence[str], length: int, kept: int) -> list[Hashes]:
    """Return the smallest hashes of each text's shingles of ``length`` characters, distinct and ascending."""
    found: list[Hashes] = []
    start = 0
    while start < len(texts):
        stop, size = start, 0
        while stop < len(texts) and (not size or size + len(texts[stop]) <= BATCH):
            size += len(texts[stop])
            stop += 1
        found += _smallest(texts[start:stop], length, kept)
        start = stop
    return found


def _smallest(texts: Sequence[str], length: int, kept: int) -> Iterator[Hashes]:
    points = np.frombuffer("".join(texts).encode("utf-32-le"), "<u4")
    hashes = _hashed(points, length)
    end = 0
    for text in texts:
        start, end = end, end + len(text)
        own = hashes[start : max(end - length + 1, start)]
        few = own
        if len(own) > 2 * SPARE * kept:
            few = own[own < np.uint64(int(SPARE * kept / len(own) * 2**64))]
        distinct = _distinct(few)
        yield (_distinct(own) if len(distinct) < kept and len(few) < len(own) else distinct)[:kept].copy()


def _distinct(hashes: Hashes) -> Hashes:
    """Return hashes in order, each once: by sorting, which for so few is faster than ``np.unique``."""
    ordered = np.sort(hashes)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def _hashed(points: NDArray[np.uint32], length: int) -> Hashes:
    """Return a hash of each ``length`` characters in a row."""
    if len(points) < length:
        return np.empty(0, np.uint64)
    count = len(points) - length + 1
    hashes = np.zeros(count, np.uint64)
    for place in range(length):
        hashes *= _FACTORS[0]
        hashes += points[place : place + count]
    for factor in _FACTORS[1:]:
        hashes ^= hashes >> np.uint64(31)
        hashes *= factor
    return hashes ^ (hashes >> np.uint64(29))


def candidates(texts: Sequence[str], splits: Sequence[str], length: int, threshold: float) -> set[tuple[int, int]]:
    """Return the places of texts of different splits that may be as much alike, the smaller first."""
    kept = kept_at(threshold)
    numbers = {split: number for number, split in enumerate(sorted(set(splits)))}
    of_split = np.array([numbers[split] for split in splits], np.int64)
    own = smallest(texts, length, kept)
    few = [len(each) < kept or len(text) <= 2 * kept for each, text in zip(own, texts, strict=True)]
    signs = [_rows(each, few=small, singly=threshold < _HALF) for each, small in zip(own, few, strict=True)]
    owners = np.repeat(np.arange(len(texts)), [len(each) for each in signs])
    every = np.concatenate(signs) if signs else np.empty(0, np.uint64)
    order = np.argsort(every, kind="stable")
    every, owners = every[order], owners[order]
    edges = np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1], [True]]))
    several = np.flatnonzero(np.diff(edges) > 1)
    found: set[tuple[int, int]] = set()
    for start, end in zip(edges[several].tolist(), edges[several + 1].tolist(), strict=True):
        found.update(_across(owners[start:end], of_split))
    return set(_likely(sorted(found), own, kept, threshold))


def _rows(hashes: Hashes, *, few: bool, singly: bool) -> Hashes:
    """Return a hash of each three neighbors; of few, of each two, too, and of each by itself."""
    padded = np.concatenate([np.zeros(2, np.uint64), hashes])
    two = (padded[1:-1] * _FACTORS[1]) ^ padded[2:]
    three: Hashes = (padded[:-2] * _FACTORS[2]) ^ (two * _FACTORS[0])
    if not few:
        return three
    rows: Hashes = np.concatenate([three, two, hashes] if singly else [three, two])
    return rows


def _likely(
    pairs: Sequence[tuple[int, int]], own: Sequence[Hashes], kept: int, threshold: float
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are as much alike by their smallest hashes, or may be; whoever has few is counted."""
    least = kept * (threshold - _tolerance(kept))
    asked = []
    for pair in pairs:
        if len(own[pair[0]]) < kept or len(own[pair[1]]) < kept:
            yield pair
        else:
            asked.append(pair)
    for start in range(0, len(asked), PAIRS):
        some = asked[start : start + PAIRS]
        both = np.sort(np.stack([np.concatenate([own[one], own[other]]) for one, other in some]), axis=1)
        shared = (both[:, 1:] == both[:, :-1]).sum(axis=1)
        yield from (pair for pair, enough in zip(some, (shared >= least).tolist(), strict=True) if enough)


def _across(places: NDArray[np.int64], of_split: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
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
        yield from ((min(place, other), max(place, other)) for other in others.tolist())


def _tolerance(kept: int) -> float:
    """Return how far an estimate by the smallest hashes may be off: six times its standard deviation at most."""
    return 6 * 0.5 / math.sqrt(kept)
