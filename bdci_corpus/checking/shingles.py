"""Shingles of match keys by hashes of 64 bits, which share no code with those of ``neardup``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

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

OWNER_BITS = 12
"""Of texts that are hashed at once there are two to this many at most; so many bits of hashes are given up for them."""

FACTORS = tuple(np.uint64(one) for one in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
"""Odd numbers of 64 bits that multiply (of xxHash's primes)."""

Hashes = NDArray[np.uint64]

Owners = NDArray[np.int32]
"""Places of documents."""


class Batch(NamedTuple):
    """Hashes of some texts, one text behind the other; ``bounds`` says where each begins and ends.

    ``first`` is the place of the first of these texts among all.
    """

    first: int
    hashes: Hashes
    bounds: NDArray[np.int64]

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many hashes each text has."""
        return np.diff(self.bounds)

    @property
    def owners(self) -> NDArray[np.int64]:
        """Whose each hash is: a place among the texts of the batch."""
        return np.repeat(np.arange(len(self.bounds) - 1), self.counts)

    def distinct(self, below: Hashes | None = None) -> Batch:
        """Return the hashes of each text in order, each once, without their last bits; up to ``below``, one a text."""
        hashes, owners = self.hashes, self.owners.astype(np.uint64)
        if below is not None:
            kept = hashes <= below[self.owners]
            hashes, owners = hashes[kept], owners[kept]
        keys = np.sort((owners << np.uint64(64 - OWNER_BITS)) | (hashes >> np.uint64(OWNER_BITS)))
        keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
        found = keys >> np.uint64(64 - OWNER_BITS)
        bounds = np.searchsorted(found, np.arange(len(self.bounds), dtype=np.uint64))
        return Batch(self.first, keys << np.uint64(OWNER_BITS), bounds)


def hashes_of(texts: Iterable[Points], length: int) -> Iterator[Hashes]:
    """Yield the hashes of each text's shingles of ``length`` characters, in their order."""
    for batch in batches_of(texts, length):
        yield from (batch.hashes[start:end] for start, end in pairwise(batch.bounds.tolist()))


def batches_of(texts: Iterable[Points], length: int) -> Iterator[Batch]:
    """Yield the hashes of texts' shingles of ``length`` characters, in their order, of some texts at a time."""
    batch: list[Points] = []
    first = size = 0
    for text in texts:
        if batch and (size + len(text) > BATCH or len(batch) == 1 << OWNER_BITS):
            yield _batch(first, batch, length)
            first, batch, size = first + len(batch), [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield _batch(first, batch, length)


def _batch(first: int, texts: Sequence[Points], length: int) -> Batch:
    """Hash texts one behind the other, and leave out what runs from one into the next."""
    hashes = hashed(np.concatenate(texts), length)
    sizes = np.array([len(text) for text in texts])
    ends = np.cumsum(sizes)
    counts = np.maximum(sizes - length + 1, 0)
    across = np.ones(len(hashes), np.bool_)
    for back in range(1, length):
        across[(ends - back)[(ends - back >= 0) & (ends - back < len(hashes))]] = False
    return Batch(first, hashes[across], np.append(0, np.cumsum(counts)))


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
    """Hashes of documents, and whose they are, dealt out by their first bits: a part at a time is sorted.

    A hash gives up its last bits for the number of whoever has it: what is left of it tells millions apart.
    """

    def __init__(self, owners: int) -> None:
        """Hold nothing yet of so many documents."""
        self._mask = np.uint64((1 << max(owners - 1, 0).bit_length()) - 1)
        self._parts: list[list[Hashes]] = [[] for _ in range(1 << PART_BITS)]

    def enter(self, owners: NDArray[np.int64], hashes: Hashes) -> None:
        """Note hashes, and whose they are."""
        entries = np.sort((hashes & ~self._mask) | owners.astype(np.uint64))
        first = np.arange(1, 1 << PART_BITS, dtype=np.uint64) << np.uint64(64 - PART_BITS)
        for part, own in zip(self._parts, np.split(entries, np.searchsorted(entries, first)), strict=True):
            part.append(own)

    def repeated(self) -> Iterator[tuple[Hashes, Owners]]:
        """Yield hashes that were entered several times, in order, and whose they are; what was yielded is forgotten."""
        while self._parts:
            part = self._parts.pop()
            entries = np.sort(np.concatenate([np.empty(0, np.uint64), *part]))
            del part
            hashes = entries & ~self._mask
            same = np.concatenate([[False], hashes[1:] == hashes[:-1], [False]])
            several = (same[1:] | same[:-1])[: len(hashes)]
            yield hashes[several], (entries[several] & self._mask).astype(np.int32)
