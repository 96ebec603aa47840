"""The loops of the fact guard, compiled by ``compiling.compiled``."""

# ruff: noqa: C901, PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def telling(entries: NDArray[np.uint32], kept: NDArray[np.uint32]) -> int:
    """Write the Han and digits of a key, and return how many; 0 stands where what followed a number was left out."""
    zero, nine, han = np.uint32(48), np.uint32(57), np.uint32(1 << 21)
    n = 0
    for c in entries:
        if c >= han or (c >= zero and c <= nine):
            kept[n] = c
            n += 1
        elif n > 0 and kept[n - 1] >= zero and kept[n - 1] <= nine:
            kept[n] = 0
            n += 1
    return n


def facts(
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    by_han: NDArray[np.bool_],
    joiners: NDArray[np.uint32],
    starts: NDArray[np.int64],
    places: NDArray[np.uint64],
    figures: NDArray[np.uint64],
) -> None:
    """Write the facts of every document (see ``facts.facts_of``), from all of its key or by Han and digits only.

    ``starts`` gets where each document's begin, and how many there are; ``places`` the two
    characters before a number, and ``figures`` a hash of these and the number.
    """
    zero, nine = np.uint32(48), np.uint32(57)
    spread = np.uint64(0x9E3779B97F4A7C15)
    longest = 0
    for document in range(len(offsets) - 1):
        longest = max(longest, int(offsets[document + 1] - offsets[document]))
    kept = np.empty(longest, np.uint32)
    found = 0
    for document in range(len(offsets) - 1):
        starts[document] = found
        key = entries[offsets[document] : offsets[document + 1]]
        if by_han[document]:
            key = kept[: telling(key, kept)]
        before = np.uint64(0)
        i, end = 0, len(key)
        while i < end:
            c = key[i]
            if c < zero or c > nine:
                if c > 0:
                    before = np.uint64((before << np.uint64(32)) | np.uint64(c))
                i += 1
                continue
            place = before
            figure = np.uint64(0)
            while i < end:
                c = key[i]
                if c < zero or c > nine:
                    joins = False
                    if i + 1 < end and key[i + 1] >= zero and key[i + 1] <= nine:
                        for j in range(len(joiners)):
                            if c == joiners[j]:
                                joins = True
                    if not joins:
                        break
                    before = np.uint64((before << np.uint64(32)) | np.uint64(c))
                figure = np.uint64(np.uint64(figure + np.uint64(c)) * spread)
                figure = np.uint64(figure ^ np.uint64(figure >> np.uint64(29)))
                i += 1
            places[found] = place
            mixed = np.uint64(np.uint64(figure ^ np.uint64(place * spread)) * spread)
            figures[found] = np.uint64(mixed ^ np.uint64(mixed >> np.uint64(32)))
            found += 1
    starts[len(offsets) - 1] = found


def agreeing(
    values: NDArray[np.uint64],
    starts: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> None:
    """Write how many values the two documents of every pair have in common, repeats counted.

    Document ``d`` owns ``values[starts[d]:starts[d + 1]]``, sorted.
    """
    for k in range(len(left)):
        i, i_end = starts[left[k]], starts[left[k] + 1]
        j, j_end = starts[right[k]], starts[right[k] + 1]
        same = 0
        while i < i_end and j < j_end:
            if values[i] == values[j]:
                same += 1
                i += 1
                j += 1
            elif values[i] < values[j]:
                i += 1
            else:
                j += 1
        counts[k] = same
