"""Shingles of match keys by hashes of 64 bits, which share no code with those of ``neardup``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.checking.keys import Keyed, Points

SHINGLE = 5
"""Characters of a shingle, as docs/explanation/near-duplicates.md defines it."""

BATCH = 500_000
"""Key characters that are hashed at once: what they take stays in the processor's cache."""

REMEMBERED = 256
"""Documents whose shingles are remembered: pairs come in order, and a document has several."""

LARGEST_TABLE = 26
"""Tables of bits by hash have two to this many slots at most: 64 MB."""

PART_BITS = 4
"""Hashes that are gathered are sorted in two to this many parts, one after the other."""

FACTORS = tuple(np.uint64(one) for one in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
"""Odd numbers of 64 bits that multiply (of xxHash's primes)."""

Hashes = NDArray[np.uint64]

Owners = NDArray[np.int32]
"""Places of documents."""


def hashes_of(texts: Iterable[Points], length: int) -> Iterator[Hashes]:
    """Yield the hashes of each text's shingles of ``length`` characters, in their order."""
    batch: list[Points] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > BATCH:
            yield from _hashes_of(batch, length)
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield from _hashes_of(batch, length)


def _hashes_of(texts: Sequence[Points], length: int) -> Iterator[Hashes]:
    hashes = hashed(np.concatenate(texts), length)
    end = 0
    for text in texts:
        start, end = end, end + len(text)
        yield hashes[start : max(end - length + 1, start)]


def distinct(hashes: Hashes) -> Hashes:
    """Return hashes in order, each once: by sorting, which for so few is faster than ``np.unique``."""
    ordered = np.sort(hashes)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def hashed(points: NDArray[np.uint32], length: int) -> Hashes:
    """Return a hash of each ``length`` characters in a row."""
    if len(points) < length:
        return np.empty(0, np.uint64)
    count = len(points) - length + 1
    hashes = np.zeros(count, np.uint64)
    for place in range(length):
        hashes *= FACTORS[0]
        hashes += points[place : place + count]
    for factor in FACTORS[1:]:
        hashes ^= hashes >> np.uint64(31)
        hashes *= factor
    return hashes ^ (hashes >> np.uint64(29))


def shingles_of(points: Points) -> Hashes:
    """Return the distinct hashes of a text's shingles, ascending."""
    return distinct(next(hashes_of([points], SHINGLE)))


def shared_by(one: Hashes, other: Hashes) -> int:
    """Return how many shingles two documents share."""
    return len(np.intersect1d(one, other, assume_unique=True))


class Shingles:
    """The shingles of documents by their hashes; no two are alike but for one in millions of corpora."""

    def __init__(self, documents: Sequence[Keyed]) -> None:
        """Take documents; those asked for last are remembered."""
        self._of = lru_cache(maxsize=REMEMBERED)(lambda place, stream: shingles_of(documents[place].stream(stream)))

    def __call__(self, place: int, stream: int) -> Hashes:
        """Return the distinct hashes of one document's shingles in a stream."""
        return self._of(place, stream)


class Slots:
    """Hashes that were met, by their first bits: whoever was not met is told from them but for a few."""

    def __init__(self, most: int) -> None:
        """Make room for so many hashes."""
        bits = min(max(most, 1).bit_length() + 3, LARGEST_TABLE)
        self._shift = np.uint64(64 - bits)
        self._met = np.zeros(1 << bits, np.bool_)

    def add(self, hashes: Hashes) -> None:
        """Note hashes."""
        self._met[hashes >> self._shift] = True

    def __call__(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Tell which hashes may have been met."""
        met: NDArray[np.bool_] = self._met[hashes >> self._shift]
        return met


class Gathered:
    """Hashes of documents, and whose they are, dealt out by their first bits: a part at a time is sorted."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._parts: list[list[tuple[Hashes, Owners]]] = [[] for _ in range(1 << PART_BITS)]
        self._hashes: list[Hashes] = []
        self._owners: list[int] = []
        self._size = 0

    def enter(self, owner: int, hashes: Hashes) -> None:
        """Note the hashes of one document; documents come in order."""
        self._hashes.append(hashes)
        self._owners.append(owner)
        self._size += len(hashes)
        if self._size > BATCH:
            self._deal_out()

    def _deal_out(self) -> None:
        """Deal out what was noted last."""
        hashes = np.concatenate([np.empty(0, np.uint64), *self._hashes])
        owners = np.repeat(np.array(self._owners, np.int32), [len(each) for each in self._hashes])
        first = (hashes >> np.uint64(64 - PART_BITS)).astype(np.uint8)
        order = np.argsort(first, kind="stable")
        hashes, owners = hashes[order], owners[order]
        bounds = np.cumsum(np.bincount(first, minlength=1 << PART_BITS))[:-1]
        for part, own, of in zip(self._parts, np.split(hashes, bounds), np.split(owners, bounds), strict=True):
            part.append((own, of))
        self._hashes, self._owners, self._size = [], [], 0

    def repeated(self) -> Iterator[tuple[Hashes, Owners]]:
        """Yield hashes that were entered several times, in order, and whose they are; what was yielded is forgotten."""
        self._deal_out()
        while self._parts:
            part = self._parts.pop()
            hashes, owners = (np.concatenate(each) for each in zip(*part, strict=True))
            del part
            order = np.argsort(hashes, kind="stable")
            hashes, owners = hashes[order], owners[order]
            same = np.concatenate([[False], hashes[1:] == hashes[:-1], [False]])
            several = (same[1:] | same[:-1])[: len(hashes)]
            yield hashes[several], owners[several]
