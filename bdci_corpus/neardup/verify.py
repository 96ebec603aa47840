"""Exact comparison of candidates: every number here is a count of shingles, not an estimate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.neardup import facts
from bdci_corpus.neardup.arrow import ArrowColumns, Rows
from bdci_corpus.neardup.containment import LEAST_SHINGLES
from bdci_corpus.neardup.sketch import SHINGLE
from bdci_corpus.neardup.texts import Texts, strings
from bdci_corpus.text import KEY_HAN, key_text, match_keys

ALL: Final = 0
"""The stream of the whole key."""

HAN: Final = 1
"""The stream of its Han characters alone."""

DUPLICATE, TEMPLATE, BOILERPLATE, CONTAINED = range(4)
"""The numbers of the kinds of pairs (``results.KINDS``)."""

_CHUNK_BYTES: Final = 1 << 21
"""How much key is compared at a time: it lies in the cache."""

_REPEATED: Final = 8
"""A chunk may hold so many times as many bytes, if the same documents come again and again."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verified(ArrowColumns):
    """Pairs of rows at or above the threshold; all arrays are of one length.

    ``shared`` counts the shingles both have, ``one`` and ``other`` those each has (int64), in the
    stream of number ``stream``; ``kind`` is the number of what the pair is.
    """

    left: Rows
    right: Rows
    shared: Rows
    one: Rows
    other: Rows
    stream: NDArray[np.int8]
    kind: NDArray[np.int8]

    @property
    def jaccard(self) -> NDArray[np.float64]:
        """Shared shingles through all; 1 for texts too short to hold one, whose keys are equal."""
        union = self.one + self.other - self.shared
        return np.asarray(np.divide(self.shared, union, out=np.ones(len(union)), where=union > 0))

    @property
    def linked(self) -> NDArray[np.bool_]:
        """Which pairs no split may part: duplicates, and documents that are contained."""
        return np.asarray((self.kind == DUPLICATE) | (self.kind == CONTAINED))

    def of_kind(self, kind: int) -> Self:
        """Return the pairs of a kind."""
        return self[self.kind == kind]

    @property
    def containment(self) -> NDArray[np.float64]:
        """Shared shingles through those of the smaller document."""
        smaller = np.minimum(self.one, self.other)
        return np.divide(self.shared, smaller, out=np.ones(len(smaller)), where=smaller > 0)

    def with_kind(self, chosen: Rows, kind: int) -> Verified:
        """Return the same pairs, some of them of another kind."""
        kinds = self.kind.copy()
        kinds[chosen] = kind
        return replace(self, kind=kinds)

    def at(self, left: Rows, right: Rows) -> Verified:
        """Return the same counts for other rows, whose keys are equal to these."""
        return replace(self, left=left, right=right)


def chunks(sizes: Rows, left: Rows, right: Rows, limit: int = _CHUNK_BYTES) -> Iterator[slice]:
    """Cut pairs into slices whose texts hold about ``limit`` bytes, ``sizes`` being by row."""
    new_left, new_pair = (np.ones(len(left), np.bool_) for _ in range(2))
    new_left[1:] = left[1:] != left[:-1]
    new_pair[1:] = new_left[1:] | (right[1:] != right[:-1])
    cost = np.where(new_pair, sizes[right], 0) + np.where(new_left, sizes[left], 0)
    both = np.stack([left, right], axis=1).ravel()
    first = np.zeros(len(both), np.bool_)
    first[np.unique(both, return_index=True)[1]] = True
    once = np.where(first, sizes[both], 0).reshape(-1, 2).sum(axis=1)
    sums, sums_once = np.cumsum(cost), np.cumsum(once)
    start = 0
    while start < len(left):
        done, done_once = (sums[start - 1], sums_once[start - 1]) if start else (0, 0)
        stop = min(
            int(np.searchsorted(sums_once, done_once + limit, side="right")),
            int(np.searchsorted(sums, done + _REPEATED * limit, side="right")),
        )
        yield slice(start, max(stop, start + 1))
        start = max(stop, start + 1)


@dataclass(frozen=True)
class _Plain:
    """What the plain path keeps of one document."""

    text: str
    key: str
    shingles: tuple[frozenset[str], frozenset[str]]
    speaks: bool

    @cached_property
    def facts(self) -> Counter[facts.Fact]:
        """The facts of the text."""
        return facts.facts_of(self.text, by_han=self.speaks)

    @classmethod
    def of(cls, text: str, *, speaks: bool) -> _Plain:
        """Fold a text; ``speaks`` says whether its Han stream counts."""
        entries = match_keys([text]).entries
        key, only_han = (
            key_text(entries),
            key_text(entries[entries >= KEY_HAN]),
        )
        return cls(text, key, (shingles(key), shingles(only_han)), speaks)


def shingles(stream: str) -> frozenset[str]:
    """Return the distinct shingles of a stream of key characters."""
    return frozenset(stream[i : i + SHINGLE] for i in range(len(stream) - SHINGLE + 1))


def verify_plainly(texts: Texts, speaks: NDArray[np.bool_], left: Rows, right: Rows, threshold: float) -> Verified:
    """Compare with Python sets: the reference for the kernels, and quick to start.

    ``speaks`` says by row whether the document's Han stream counts.
    """
    rows = np.unique(np.concatenate([left, right]))
    given = strings(texts.take(rows))
    read = {row: _Plain.of(text, speaks=bool(speaks[row])) for row, text in zip(rows.tolist(), given, strict=True)}
    found = []
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        counts = _compared(read[a], read[b], threshold)
        if counts is not None:
            found.append((a, b, *counts, _is_template(read[a], read[b])))
    columns = np.array(found, np.int64).reshape(-1, 7).T
    stream = columns[5].astype(np.int8)
    return Verified(
        left=columns[0], right=columns[1], shared=columns[2], one=columns[3], other=columns[4],
        stream=stream, kind=kinds_of(columns[6].astype(np.bool_), columns[2], columns[3], columns[4], stream),
    )  # fmt: skip


def kinds_of(
    template: NDArray[np.bool_], shared: Rows, one: Rows, other: Rows, stream: NDArray[np.int8]
) -> NDArray[np.int8]:
    """Return the kinds by the fact guard's verdict: a pair that shares all, figures included, is no template."""
    same = (stream == ALL) & (shared == one) & (shared == other)
    return np.where(template & ~same, TEMPLATE, DUPLICATE).astype(np.int8)


def contained_plainly(texts: Texts, speaks: NDArray[np.bool_], left: Rows, right: Rows, share: float) -> Verified:
    """Return which documents have this share of the smaller one's shingles, by Python sets, as ``contained`` pairs."""
    rows = np.unique(np.concatenate([left, right]))
    given = strings(texts.take(rows))
    read = {row: _Plain.of(text, speaks=bool(speaks[row])) for row, text in zip(rows.tolist(), given, strict=True)}
    found = []
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        for stream in (ALL, HAN):
            first, second = read[a].shingles[stream], read[b].shingles[stream]
            smaller = min(len(first), len(second))
            heard = stream == ALL or read[a if len(first) <= len(second) else b].speaks
            if heard and smaller >= LEAST_SHINGLES and len(first & second) / smaller >= share:
                found.append((a, b, len(first & second), len(first), len(second), stream))
                break
    columns = np.array(found, np.int64).reshape(-1, 6).T
    return Verified(
        left=columns[0], right=columns[1], shared=columns[2], one=columns[3], other=columns[4],
        stream=columns[5].astype(np.int8), kind=np.full(len(found), CONTAINED, np.int8),
    )  # fmt: skip


def _compared(one: _Plain, other: _Plain, threshold: float) -> tuple[int, int, int, int] | None:
    """Return shared, one's and other's shingles and the stream, None below the threshold."""
    for stream in (ALL, HAN) if one.speaks and other.speaks else (ALL,):
        first, second = one.shingles[stream], other.shingles[stream]
        shared = len(first & second)
        union = len(first) + len(second) - shared
        alike = shared / union >= threshold if union else one.key == other.key != ""
        if alike:
            return shared, len(first), len(second), stream
    return None


def _is_template(one: _Plain, other: _Plain) -> bool:
    return facts.kind_of(*facts.compared(one.facts, other.facts)) == "template"
