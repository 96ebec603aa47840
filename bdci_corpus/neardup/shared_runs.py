"""From places where two documents hold the same hash to the passages they share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.neardup.arrow import ArrowColumns, Rows
from bdci_corpus.neardup.overlaps import SHORTEST, Seeds, beyond_common
from bdci_corpus.neardup.texts import Texts, strings
from bdci_corpus.text import match_keys


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Runs(ArrowColumns):
    """Shared runs: rows, half-open code-point spans of both texts, and key characters (int64)."""

    left: NDArray[np.int64]
    left_start: NDArray[np.int64]
    left_end: NDArray[np.int64]
    right: NDArray[np.int64]
    right_start: NDArray[np.int64]
    right_end: NDArray[np.int64]
    length: NDArray[np.int64]


def no_runs() -> Runs:
    """Return none."""
    none = np.empty(0, np.int64)
    return Runs(
        left=none, left_start=none, left_end=none,
        right=none, right_start=none, right_end=none, length=none,
    )  # fmt: skip


def follow_plainly(texts: Texts, given: Seeds, common: NDArray[np.int64], equal: int) -> Runs:
    """Extend seeds to maximal runs, character by character, and keep the long ones that are not all ``common``.

    The last ``equal`` seeds are of documents with equal keys, which share everything in any case.
    """
    rows = np.unique(np.concatenate([given.left, given.right]))
    folded = match_keys(strings(texts.take(rows)))
    left, right = np.searchsorted(rows, given.left), np.searchsorted(rows, given.right)
    reach = follow(folded.entries, folded.offsets, left, given.left_place, right, given.right_place)
    length = reach.sum(axis=1)
    told = beyond_common(common, given.left, given.left_place - reach[:, 0], length)
    told[len(told) - equal :] = True
    (long,) = np.nonzero(told & (length >= SHORTEST))
    numbers = left[long], right[long]
    return _in_texts(reach[long], given[long], numbers, folded.positions, folded.offsets)


def follow(
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    left: NDArray[np.int64],
    left_place: NDArray[np.int64],
    right: NDArray[np.int64],
    right_place: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return for each seed how far its run reaches to both sides (int64, seeds by 2).

    ``left`` and ``right`` number the documents within ``offsets``. The length is zero where the
    seed lies in the run of the one before.
    """
    reach = np.zeros((len(left), 2), np.int64)
    covered = -1
    for i in range(len(left)):
        first, first_end = offsets[left[i]], offsets[left[i] + 1]
        second, second_end = offsets[right[i]], offsets[right[i] + 1]
        start, other = first + left_place[i], second + right_place[i]
        same = (
            i > 0
            and left[i] == left[i - 1]
            and right[i] == right[i - 1]
            and left_place[i] - right_place[i] == left_place[i - 1] - right_place[i - 1]
        )
        if same and start < covered:
            continue
        back = 0
        while start - back > first and other - back > second and entries[start - back - 1] == entries[other - back - 1]:
            back += 1
        ahead = 0
        while (
            start + ahead < first_end
            and other + ahead < second_end
            and entries[start + ahead] == entries[other + ahead]
        ):
            ahead += 1
        reach[i, 0] = back
        reach[i, 1] = ahead
        covered = start + ahead
    return reach


def _in_texts(
    reach: NDArray[np.int64],
    given: Seeds,
    numbers: tuple[Rows, Rows],
    positions: NDArray[np.int64],
    offsets: NDArray[np.int64],
) -> Runs:
    """Return runs as spans of the texts.

    ``numbers`` are those of each seed's documents within ``offsets``.
    """
    length = reach[:, 0] + reach[:, 1]
    left = offsets[numbers[0]] + given.left_place - reach[:, 0]
    right = offsets[numbers[1]] + given.right_place - reach[:, 0]
    return Runs(
        left=given.left,
        left_start=positions[left],
        left_end=positions[left + length - 1] + 1,
        right=given.right,
        right_start=positions[right],
        right_end=positions[right + length - 1] + 1,
        length=length,
    )
