"""The loop that follows shared hashes to shared runs, compiled by ``compiling.compiled``."""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def shared_runs(
    left_entries: NDArray[np.uint32],
    left_offsets: NDArray[np.int64],
    lefts: tuple[int, int],
    right_entries: NDArray[np.uint32],
    right_offsets: NDArray[np.int64],
    rights: tuple[int, int, int],
    documents: NDArray[np.int32],
    places: NDArray[np.int32],
    starts: NDArray[np.int32],
    by_text: NDArray[np.int32],
    bounds: NDArray[np.int64],
    border: int,
    shortest: int,
    found: NDArray[np.int32],
) -> int:
    """Write the runs that documents share with earlier ones, and return their number.

    ``lefts`` and ``rights`` are half-open ranges of documents; ``left_offsets`` begin with the
    first of ``lefts``, ``right_offsets`` with the third number of ``rights``. ``documents`` and
    ``places`` are the postings, ``starts`` where the group of each begins; ``by_text`` numbers them
    in the order of the texts, of which document ``d`` has ``by_text[bounds[d]:bounds[d + 1]]``.
    Only pairs across ``border`` count, if that is not negative. A row of ``found`` holds left
    document and place, right document and place, and length; where there are more than it can hold,
    only their number counts.

    A table of left document and diagonal says how far the last run there reached, so that hashes
    within it are not followed again.
    """
    number = 0
    room = 16
    keys, reached = np.empty(room, np.int64), np.empty(room, np.int64)
    for right in range(rights[0], rights[1]):
        pairs = 0
        for k in range(bounds[right], bounds[right + 1]):
            pairs += by_text[k] - starts[by_text[k]]
        room = 16
        while room < 2 * pairs:
            room *= 2
        if room > len(keys):
            keys, reached = np.empty(room, np.int64), np.empty(room, np.int64)
        keys[:room] = -1
        mask = np.uint64(room - 1)
        second = right_offsets[right - rights[2]]
        second_end = right_offsets[right - rights[2] + 1]
        for k in range(bounds[right], bounds[right + 1]):
            own = by_text[k]
            for other in range(starts[own], own):
                left = documents[other]
                if left >= right or left >= lefts[1]:
                    break
                if left < lefts[0] or (border >= 0 and (left >= border or right < border)):
                    continue
                diagonal = np.int64(places[own]) - np.int64(places[other])
                key = np.int64(left) << 32 | (diagonal & 0xFFFFFFFF)
                slot = np.uint64(np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32) & mask
                while keys[slot] >= 0 and keys[slot] != key:
                    slot = np.uint64(slot + np.uint64(1)) & mask
                place = second + places[own]
                if keys[slot] == key and place < reached[slot]:
                    continue
                first = left_offsets[left - lefts[0]]
                first_end = left_offsets[left - lefts[0] + 1]
                start = first + places[other]
                most = min(start - first, place - second)
                back = 0
                while back < most and left_entries[start - back - 1] == right_entries[place - back - 1]:
                    back += 1
                most = min(first_end - start, second_end - place)
                ahead = 0
                while ahead < most and left_entries[start + ahead] == right_entries[place + ahead]:
                    ahead += 1
                keys[slot] = key
                reached[slot] = place + ahead
                if back + ahead >= shortest:
                    if number < len(found):
                        found[number, 0] = left
                        found[number, 1] = places[other] - back
                        found[number, 2] = right
                        found[number, 3] = places[own] - back
                        found[number, 4] = back + ahead
                    number += 1
    return number
