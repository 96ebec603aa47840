"""Overlaps: passages that two documents share, though the rest of them differs.

Winnowing (Schleimer, Wilkerson and Aiken 2003) keeps, of every 16 consecutive hashes of 13 key
characters, the least. Two documents that share a run of 28 key characters or more therefore keep
one hash in common, and from there the run is followed in both directions, character by character,
for as long as they agree. Hashes that very many documents hold are boilerplate and are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from bdci_corpus.neardup.arrow import ArrowColumns
from bdci_corpus.neardup.node_pairs import pairs_in_runs
from bdci_corpus.neardup.texts import Texts, strings
from bdci_corpus.neardup.threads import in_threads
from bdci_corpus.text import match_keys

GRAM: Final = 13
"""Characters of a hashed piece."""

WINDOW: Final = 16
"""Of so many pieces one is kept, so every common run of GRAM + WINDOW - 1 characters is seen (winnowing, Schleimer
et al. 2003)."""

SHORTEST: Final = GRAM + WINDOW - 1
"""Every shared run of this many key characters is found."""

COMMON_LEAST: Final = 10
"""In fewer texts a piece is never too common to be followed."""

COMMON_MOST: Final = 200
"""A passage is boilerplate in more than a given share of documents, bounded by these two."""

REPEATS: Final = 4
"""Of a passage that one document repeats, so many occurrences are followed."""

MULTIPLIER: Final = 0x9E3779B97F4A7C15
"""Odd, 2**64 over the golden ratio: the base of the rolling polynomial."""

_PARTS: Final = 4
"""How many parts hashes are sorted in, at the same time where there are processors: a power of two."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fingerprints(ArrowColumns):
    """The winnowed hashes of all documents (uint64), in the order of ``rows`` and ``places`` (int32)."""

    hashes: NDArray[np.uint64]
    rows: NDArray[np.int32]
    places: NDArray[np.int32]


def no_fingerprints() -> Fingerprints:
    """Return none."""
    return Fingerprints(hashes=np.empty(0, np.uint64), rows=np.empty(0, np.int32), places=np.empty(0, np.int32))


def gram_hashes(entries: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Return the 64-bit hash of the 13 characters from every place on (uint64)."""
    count = len(entries) - GRAM + 1
    points = entries.astype(np.uint64)
    total = np.zeros(max(count, 0), np.uint64)
    for place in range(GRAM if count > 0 else 0):
        total = total * np.uint64(MULTIPLIER) + points[place : place + count]
    total ^= total >> np.uint64(32)
    total *= np.uint64(0xD6E8FEB86659FD93)
    return total ^ (total >> np.uint64(32))


def winnowed(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the places kept: the last least of every ``WINDOW`` hashes (int64, ascending)."""
    if len(hashes) < WINDOW:
        return np.empty(0, np.int64)
    backwards = sliding_window_view(hashes, WINDOW)[:, ::-1]
    kept = np.arange(len(backwards)) + (WINDOW - 1 - np.argmin(backwards, axis=1))
    return np.unique(kept)


def common(documents: int, share: float) -> int:
    """Return in how many documents at most a passage may stand that is no boilerplate."""
    return min(max(COMMON_LEAST, math.ceil(share * documents)), COMMON_MOST)


def fingerprints_plainly(texts: Texts, rows: NDArray[np.int64]) -> Fingerprints:
    """Winnow the texts of these ascending rows with NumPy."""
    folded = match_keys(strings(texts.take(rows)))
    hashes, owners, places = [], [], []
    for row, start, end in zip(rows, folded.offsets, folded.offsets[1:], strict=False):
        all_hashes = gram_hashes(folded.entries[start:end])
        kept = winnowed(all_hashes)
        hashes.append(all_hashes[kept])
        places.append(kept.astype(np.int32))
        owners.append(np.full(len(kept), row, np.int32))
    return Fingerprints(
        hashes=np.concatenate([np.empty(0, np.uint64), *hashes]),
        rows=np.concatenate([np.empty(0, np.int32), *owners]),
        places=np.concatenate([np.empty(0, np.int32), *places]),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Postings(ArrowColumns):
    """The fingerprints of passages that several documents share, and that are no boilerplate.

    Sorted by ``groups``, the number of the hash, then by ``rows`` and ``places`` (all int32).
    ``order`` (int64) is the place of each among all fingerprints.
    """

    groups: NDArray[np.int32]
    rows: NDArray[np.int32]
    places: NDArray[np.int32]
    order: NDArray[np.int64]


def postings(
    found: Fingerprints, documents: int, share: float, *, workers: int = 1
) -> tuple[Postings, NDArray[np.int64], int]:
    """Return what several documents hold, where boilerplate stands, and how many hashes were boilerplate.

    Where it stands is a row in the upper and a place in the lower half of sorted numbers (int64).
    """
    most = common(documents, share)
    parts = list(in_threads(lambda part: _part(found, part, most), range(_PARTS), workers))
    hashes, order, keep, is_common = (np.concatenate(column) for column in zip(*(p[:4] for p in parts), strict=True))
    rows, places = found.rows[order], found.places[order]
    keep &= ~_near(rows, places, is_common)
    hashes = hashes[keep]
    groups = np.cumsum(np.concatenate([[0], hashes[1:] != hashes[:-1]]), dtype=np.int32)[: len(hashes)]
    held = Postings(groups=groups, rows=rows[keep], places=places[keep], order=order[keep])
    stands = np.sort(rows[is_common].astype(np.int64) << 32 | places[is_common])
    return held, stands, sum(part[4] for part in parts)


_Part = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_], int]


def _part(found: Fingerprints, part: int, most: int) -> _Part:
    """Return of the fingerprints of a part the hash and place of those that repeat, and what ``_telling`` says.

    Hashes are told apart by as many of their lower bits as leave room for a number of each; the
    upper ones of these say the part, so that all parts together are sorted.
    """
    bits = np.uint64(max(len(found), 1).bit_length())
    (own,) = np.nonzero((found.hashes << bits) >> np.uint64(64 - _PARTS.bit_length() + 1) == part)
    packed = found.hashes[own] << bits | own.astype(np.uint64)
    packed.sort()
    packed = packed[_repeated(packed >> bits)]
    order = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    packed >>= bits
    return packed, order, *_telling(packed, found.rows[order], most)


def _repeated(values: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return which sorted values occur twice or more."""
    same = np.zeros(len(values) + 1, np.bool_)
    same[1:-1] = values[1:] == values[:-1]
    return same[1:] | same[:-1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seeds(ArrowColumns):
    """Places where two documents hold the same hash: the beginnings of runs (int64)."""

    left: NDArray[np.int64]
    left_place: NDArray[np.int64]
    right: NDArray[np.int64]
    right_place: NDArray[np.int64]


def seeds(held: Postings, border: int | None) -> Seeds:
    """Return the seeds of all pairs of documents.

    Where ``border`` is given, only pairs across it: a row below with one from it on.
    """
    rows, places = held.rows.astype(np.int64), held.places.astype(np.int64)
    packed = held.groups.astype(np.uint64) << np.uint64(32) | np.arange(len(held), dtype=np.uint64)
    parts = []
    for one, other in pairs_in_runs(packed, None):
        apart = rows[one] != rows[other]
        if border is not None:
            apart &= (rows[one] < border) & (rows[other] >= border)
        parts.append((one[apart], other[apart]))
    one = np.concatenate([np.empty(0, np.int64), *(part[0] for part in parts)])
    other = np.concatenate([np.empty(0, np.int64), *(part[1] for part in parts)])
    return _sorted(Seeds(left=rows[one], left_place=places[one], right=rows[other], right_place=places[other]))


def with_equal(given: Seeds, pairs: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Seeds:
    """Add pairs of documents whose keys are equal: they share everything from the first place."""
    none = np.zeros(len(pairs[0]), np.int64)
    return Seeds(
        left=np.concatenate([given.left, pairs[0]]),
        left_place=np.concatenate([given.left_place, none]),
        right=np.concatenate([given.right, pairs[1]]),
        right_place=np.concatenate([given.right_place, none]),
    )


def _telling(
    hashes: NDArray[np.uint64], rows: NDArray[np.int32], most: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], int]:
    """Return which fingerprints several documents hold, but not too many; which too many; how many.

    Both arrays are sorted by hash, then row.
    """
    new_hash = np.ones(len(hashes), np.bool_)
    new_hash[1:] = hashes[1:] != hashes[:-1]
    new_row = new_hash.copy()
    new_row[1:] |= rows[1:] != rows[:-1]
    group = np.cumsum(new_hash) - 1
    documents = np.bincount(group, weights=new_row).astype(np.int64) if len(hashes) else group
    first_of_row = np.maximum.accumulate(np.where(new_row, np.arange(len(rows)), 0))
    repeat = np.arange(len(rows)) - first_of_row
    keep = (documents >= 2) & (documents <= most)  # noqa: PLR2004 - two documents make a pair
    return keep[group] & (repeat < REPEATS), (documents > most)[group], int((documents > most).sum())


def _near(rows: NDArray[np.int32], places: NDArray[np.int32], is_common: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which fingerprints stand within a window of boilerplate of their document.

    At the ends of a boilerplate passage, what comes before and after it decides which hash is kept;
    such hashes are rarer than the passage is.
    """
    near = is_common.copy()
    if not is_common.any():
        return near
    with_common = np.zeros(int(rows.max()) + 1, np.bool_)
    with_common[rows[is_common]] = True
    (touched,) = np.nonzero(with_common[rows])
    own = rows[touched].astype(np.int64) << 32 | places[touched]
    common_places = np.sort(own[is_common[touched]])
    after = np.searchsorted(common_places, own)
    before = common_places[np.maximum(after - 1, 0)]
    after = common_places[np.minimum(after, len(common_places) - 1)]
    near[touched] = (np.abs(own - before) <= WINDOW) | (np.abs(own - after) <= WINDOW)
    return near


def beyond_common(
    common: NDArray[np.int64], rows: NDArray[np.int64], places: NDArray[np.int64], lengths: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Return which runs of key characters hold ``SHORTEST`` in a row that are no boilerplate.

    A run is followed through boilerplate that stands beside what both share. ``common`` is what ``postings`` returns.
    """
    kept = np.ones(len(rows), np.bool_)
    start = rows << 32 | places
    first = np.searchsorted(common, start)
    last = np.searchsorted(common, start + lengths - GRAM, side="right")
    (asked,) = np.nonzero(first < last)
    first, last, start = first[asked], last[asked] - 1, start[asked]
    between = np.append(np.diff(common) - GRAM, 0)
    bounds = np.stack([first, last], axis=1).ravel()
    inside = np.maximum.reduceat(between, bounds)[::2] if len(asked) else first
    longest = np.maximum(common[first] - start, start + lengths[asked] - common[last] - GRAM)
    kept[asked] = np.maximum(longest, np.where(first < last, inside, 0)) >= SHORTEST
    return kept


def _sorted(given: Seeds) -> Seeds:
    """Return seeds by documents, diagonal and place, so that those of one run follow each other."""
    diagonal = given.right_place - given.left_place
    return given[np.lexsort((given.left_place, diagonal, given.right, given.left))]
