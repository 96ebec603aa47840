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

from bdci_corpus import matchkey
from bdci_corpus.neardup.columns import Columns, Rows
from bdci_corpus.neardup.runs import pairs_in_runs
from bdci_corpus.neardup.texts import Texts, strings

GRAM: Final = 13
WINDOW: Final = 16
SHORTEST: Final = GRAM + WINDOW - 1
"""Every shared run of this many key characters is found."""

COMMON_LEAST: Final = 10
COMMON_MOST: Final = 200
"""A passage is boilerplate in more than a given share of documents, bounded by these two."""

REPEATS: Final = 4
"""Of a passage that one document repeats, so many occurrences are followed."""

MULTIPLIER: Final = 0x9E3779B97F4A7C15
"""Odd, 2**64 over the golden ratio: the base of the rolling polynomial."""

_MULTIPLIERS: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_PLACE: Final = np.uint64((1 << 24) - 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fingerprints(Columns):
    """The winnowed hashes of all documents: ``hashes`` uint64, ``rows`` and ``places`` int64."""

    hashes: NDArray[np.uint64]
    rows: NDArray[np.int64]
    places: NDArray[np.int64]


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
    folded = matchkey.keys(strings(texts.take(rows)))
    hashes, owners, places = [], [], []
    for row, start, end in zip(rows, folded.offsets, folded.offsets[1:], strict=False):
        all_hashes = gram_hashes(folded.entries[start:end])
        kept = winnowed(all_hashes)
        hashes.append(all_hashes[kept])
        places.append(kept)
        owners.append(np.full(len(kept), row))
    return Fingerprints(
        hashes=np.concatenate([np.empty(0, np.uint64), *hashes]),
        rows=np.concatenate([np.empty(0, np.int64), *owners]),
        places=np.concatenate([np.empty(0, np.int64), *places]),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seeds(Columns):
    """Places where two documents hold the same hash: the beginnings of runs (int64)."""

    left: NDArray[np.int64]
    left_place: NDArray[np.int64]
    right: NDArray[np.int64]
    right_place: NDArray[np.int64]


def seeds(found: Fingerprints, documents: int, share: float, border: int | None) -> tuple[Seeds, int]:
    """Return the seeds of all pairs of documents, and how many hashes were boilerplate.

    Where ``border`` is given, only pairs across it: a row below with one from it on.
    """
    hashes, rows, places = _repeated(found)
    keep, is_common, boilerplate = _telling(hashes, rows, common(documents, share))
    keep &= ~_near(rows, places, is_common)
    rows, places = rows[keep], places[keep]
    group = np.cumsum(np.concatenate([[0], hashes[keep][1:] != hashes[keep][:-1]]))[: len(rows)]
    packed = (group.astype(np.uint64) << np.uint64(32)) | np.arange(len(rows), dtype=np.uint64)
    parts = []
    for one, other in pairs_in_runs(packed, None):
        apart = rows[one] != rows[other]
        if border is not None:
            apart &= (rows[one] < border) & (rows[other] >= border)
        parts.append((one[apart], other[apart]))
    one = np.concatenate([np.empty(0, np.int64), *(part[0] for part in parts)])
    other = np.concatenate([np.empty(0, np.int64), *(part[1] for part in parts)])
    found_seeds = Seeds(left=rows[one], left_place=places[one], right=rows[other], right_place=places[other])
    return _first_of_chains(found_seeds), boilerplate


def _repeated(
    found: Fingerprints,
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the hashes that occur twice or more, sorted, with their rows and places."""
    order = np.argsort(found.hashes)
    hashes = found.hashes[order]
    same = hashes[1:] == hashes[:-1]
    group = np.cumsum(np.append(False, ~same)).astype(np.uint64)
    twice = np.append(same, False) | np.append(False, same)
    packed = (group << np.uint64(32) | order.astype(np.uint64))[: len(order)][twice[: len(order)]]
    packed.sort()
    order = (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return found.hashes[order], found.rows[order], found.places[order]


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
    hashes: NDArray[np.uint64], rows: NDArray[np.int64], most: int
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


def _near(rows: Rows, places: Rows, is_common: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which fingerprints stand within a window of boilerplate of their document.

    At the ends of a boilerplate passage, what comes before and after it decides which hash is kept;
    such hashes are rarer than the passage is.
    """
    packed = rows.astype(np.uint64) << np.uint64(32) | places.astype(np.uint64)
    common_places = np.sort(packed[is_common]).astype(np.int64)
    if not len(common_places):
        return is_common
    own = packed.astype(np.int64)
    after = np.searchsorted(common_places, own)
    before = common_places[np.maximum(after - 1, 0)]
    after = common_places[np.minimum(after, len(common_places) - 1)]
    return np.asarray((np.abs(own - before) <= WINDOW) | (np.abs(own - after) <= WINDOW))


def _first_of_chains(given: Seeds) -> Seeds:
    """Leave out the seeds that touch another before them on the same diagonal.

    Sorted by a hash of documents and diagonal, then place. Where two hashes are equal, or a place
    is beyond 24 bits, a seed too many stays, and finds a run that is found already.
    """
    diagonal = (given.right_place - given.left_place).astype(np.uint64)
    line = given.left.astype(np.uint64) * np.uint64(_MULTIPLIERS[0])
    line += given.right.astype(np.uint64) * np.uint64(_MULTIPLIERS[1])
    line += diagonal * np.uint64(_MULTIPLIERS[2])
    along = given.left_place.astype(np.uint64) & _PLACE
    given = given[np.argsort(line & ~_PLACE | along)]
    distance = given.right_place - given.left_place
    chained = np.zeros(len(given.left), np.bool_)
    chained[1:] = (
        (given.left[1:] == given.left[:-1])
        & (given.right[1:] == given.right[:-1])
        & (distance[1:] == distance[:-1])
        & (given.left_place[1:] - given.left_place[:-1] <= GRAM)
    )
    return given[~chained]
