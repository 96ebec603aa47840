"""Sketches: 256 bytes a stream that say how alike two documents are.

A *stream* is a sequence of key characters: ``all`` of the match key, or only its ``han``, which
sees through pinyin readings and anti-copy strings. A *shingle* is five consecutive characters. One
hash of each shingle picks a bin by its upper eight bits; a bin keeps the least hash that fell into
it (one-permutation MinHash, Li, Owen and Zhang 2012). An empty bin borrows from the first filled
one in an order of its own (optimal densification, Shrivastava 2017). Eight bits a bin are kept
(b-bit minwise hashing, Li and König 2010). The bytes are part of the library's promise: a change
of any constant here is a breaking change, and needs another ``SIGNATURE``.

Beside the bins stand *anchors*: the hashes of some runs of 13 characters, those whose first shingle has a hash
that ends in four zero bits, about one in sixteen (FracMinHash; Irber et al. 2022). Where the same run stands in
two documents it is an anchor of both or of neither, so anchors say what a document shares with a much longer one,
and in how many documents of a collection a passage stands. Runs of Han characters that skip something are anchors, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bdci_corpus.neardup.texts import strings
from bdci_corpus.text import KEY_HAN, KEY_VERSION, match_keys

SHINGLE: Final = 5
"""Key characters in a shingle."""

BINS: Final = 256
"""Bins of a sketch, one byte each."""

STREAMS: Final = ("all", "han")

HAN_SHARE: Final = 0.2
"""The share of a key from which on its Han characters are compared by themselves."""

HAN_LEAST: Final = 32
"""The Han stream speaks for a document only if it holds this share of the key, and this much."""

SIGNATURE: Final = "bdci-oph-5x256x8-1"

MULTIPLIERS: Final = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1)
"""The odd multipliers of the five characters of a shingle: the primes of xxHash32."""

MIX: Final = (0x7FEB352D, 0x846CA68B)
"""The multipliers of ``lowbias32`` (Wellons 2018), a bijection of 32-bit integers."""

STEP: Final = 0x9E3779B9
"""What tells one place from another in a document's digest."""

EMPTY: Final = 0xFFFFFFFF
"""A bin that nothing fell into."""

SAMPLED: Final = 15
"""The lower bits of a shingle's hash that are zero where an anchor begins."""

RUN: Final = 13
"""Key characters of an anchor: three shingles, four apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketches:
    """Sketches of documents, a row each.

    ``bins`` is uint8 of shape (documents, 2 streams, 256); ``lengths`` int64 of shape (documents,
    2 streams), key characters; ``digests`` uint64, equal where two match keys are equal. Document
    ``d`` owns ``anchors[bounds[d]:bounds[d + 1]]`` (uint32 and int64), in no order, some perhaps twice.
    """

    bins: NDArray[np.uint8]
    lengths: NDArray[np.int64]
    digests: NDArray[np.uint64]
    anchors: NDArray[np.uint32]
    bounds: NDArray[np.int64]

    @classmethod
    def empty(cls, count: int) -> Sketches:
        """Return room for this many sketches."""
        return cls(
            np.zeros((count, len(STREAMS), BINS), np.uint8),
            np.zeros((count, len(STREAMS)), np.int64),
            np.zeros(count, np.uint64),
            np.empty(0, np.uint32),
            np.zeros(count + 1, np.int64),
        )

    @classmethod
    def joined(cls, parts: Sequence[Sketches]) -> Sketches:
        """Return all of these, one after another."""
        whole = (cls.empty(0), *parts)
        sizes = np.concatenate([np.diff(part.bounds) for part in whole])
        return cls(
            np.concatenate([part.bins for part in whole]),
            np.concatenate([part.lengths for part in whole]),
            np.concatenate([part.digests for part in whole]),
            np.concatenate([part.anchors for part in whole]),
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        )

    def take(self, rows: NDArray[np.int64]) -> Sketches:
        """Return the sketches of these rows."""
        anchors, bounds = self.anchors_of(rows)
        return Sketches(self.bins[rows], self.lengths[rows], self.digests[rows], anchors, bounds)

    def anchors_of(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Return the anchors of these rows end to end, and where each row's begin."""
        sizes = np.diff(self.bounds)[rows]
        bounds = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        places = np.arange(bounds[-1]) + np.repeat(self.bounds[rows] - bounds[:-1], sizes)
        return self.anchors[places], bounds

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self.digests)

    def shingles(self) -> NDArray[np.int64]:
        """Return the places of shingles in every stream (int64, documents by streams).

        Zero for the Han stream of a document that it does not speak for.
        """
        places = np.maximum(self.lengths - (SHINGLE - 1), 0)
        every, han = self.lengths[:, 0], self.lengths[:, 1]
        places[(han < HAN_LEAST) | (han < HAN_SHARE * every), 1] = 0
        return places


def sketch_plainly(texts: pa.LargeStringArray, key_version: int = KEY_VERSION) -> Sketches:
    """Sketch a batch with NumPy: the reference for the kernels, and quick to start."""
    folded = match_keys(strings(texts), key_version)
    result = Sketches.empty(len(texts))
    anchors = [np.empty(0, np.uint32)]
    for row, (start, end) in enumerate(zip(folded.offsets, folded.offsets[1:], strict=False)):
        entries = folded.entries[start:end]
        han = entries[entries >= KEY_HAN]
        result.lengths[row] = len(entries), len(han)
        result.digests[row] = digest(entries)
        hashes, han_hashes = shingle_hashes(entries), shingle_hashes(han)
        result.bins[row, 0] = _bins(hashes)
        result.bins[row, 1] = _bins(han_hashes)
        anchors += [run_hashes(hashes)[0], _skipping(han_hashes, np.flatnonzero(entries >= KEY_HAN))]
        result.bounds[row + 1] = sum(map(len, anchors[-2:]))
    np.cumsum(result.bounds, out=result.bounds)
    return replace(result, anchors=np.concatenate(anchors))


def run_hashes(hashes: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the anchors of a stream by the hashes of its shingles (uint32), and where they begin (int64)."""
    last = SHINGLE - 1
    starts = np.flatnonzero(hashes[: max(len(hashes) - 2 * last, 0)] & np.uint32(SAMPLED) == 0)
    total = np.zeros(len(starts), np.uint32)
    for part, multiplier in enumerate(MULTIPLIERS[:3]):
        total += hashes[starts + part * last] * np.uint32(multiplier)
    return mixed(total), starts


def _skipping(hashes: NDArray[np.uint32], places: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return the anchors of the Han stream that are none of the whole key, because it skips something in them."""
    anchors, starts = run_hashes(hashes)
    return anchors[places[starts + RUN - 1] - places[starts] >= RUN]


def shingle_hashes(entries: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the 32-bit hash of the shingle at every place (uint32, four fewer than entries)."""
    count = len(entries) - SHINGLE + 1
    if count <= 0:
        return np.empty(0, np.uint32)
    points = entries & np.uint32(KEY_HAN - 1)
    total = np.zeros(count, np.uint32)
    for place, multiplier in enumerate(MULTIPLIERS):
        total += points[place : place + count] * np.uint32(multiplier)
    return mixed(total)


def mixed(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Scatter 32-bit integers, one to one."""
    values = values ^ (values >> np.uint32(16))
    values = values * np.uint32(MIX[0])
    values = values ^ (values >> np.uint32(15))
    values = values * np.uint32(MIX[1])
    return values ^ (values >> np.uint32(16))


def digest(entries: NDArray[np.uint32]) -> np.uint64:
    """Return 64 bits of a match key: a sum over places, so that it can be taken in any order."""
    points = entries & np.uint32(KEY_HAN - 1)
    places = np.arange(len(points), dtype=np.uint32) * np.uint32(STEP)
    marks = mixed(mixed(points) + places).astype(np.uint64)
    squares, sums = (marks * marks).sum(dtype=np.uint64), marks.sum(dtype=np.uint64)
    return np.uint64(squares ^ (sums << np.uint64(32)))


def _bins(hashes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    least = np.full(BINS, EMPTY, np.uint32)
    np.minimum.at(least, hashes >> np.uint32(24), hashes)
    (filled,) = np.nonzero(least != EMPTY)
    if not filled.size:
        return np.zeros(BINS, np.uint8)
    (empty,) = np.nonzero(least == EMPTY)
    lender = np.argmin(lending_ranks()[np.ix_(empty, filled)], axis=1)
    least[empty] = least[filled[lender]]
    return (least & np.uint32(0xFF)).astype(np.uint8)


@cache
def lending_ranks() -> NDArray[np.uint32]:
    """Return, for every empty bin, how early it asks each other bin (uint32, 256 by 256).

    Distinct in a row, because ``mixed`` is one to one.
    """
    return mixed(np.arange(1, BINS * BINS + 1, dtype=np.uint32)).reshape(BINS, BINS)


@cache
def lending_order() -> NDArray[np.uint8]:
    """Return the bins that every bin asks in turn when it is empty (uint8, 256 by 256)."""
    return np.argsort(lending_ranks(), axis=1).astype(np.uint8)
