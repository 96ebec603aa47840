"""The loops over edits and changes as arrays: the same as the plain functions of the package.

A change is a row ``old_start, old_end, new_start, new_end, steps``. Plain Python over arrays;
``compiled`` makes machine code of it.
"""

# ruff: noqa: PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


def replace(
    codes: NDArray[np.uint32],
    spans: Rows,
    bounds: Rows,
    replacements: NDArray[np.uint32],
    out: NDArray[np.uint32],
    changes: Rows,
    step: int,
) -> int:
    """Write the code points with the edits made into ``out``; return how many changes there are.

    Edit *n* replaces ``[spans[n, 0], spans[n, 1])`` by ``replacements[bounds[n]:bounds[n + 1]]``.
    """
    count = here = there = 0
    for at in range(len(spans)):
        start, end = spans[at, 0], spans[at, 1]
        while here < start:
            out[there] = codes[here]
            here += 1
            there += 1
        if not count or changes[count - 1, 1] != start:
            changes[count, 0], changes[count, 2], changes[count, 4] = start, there, 1 << step
            count += 1
        for place in range(bounds[at], bounds[at + 1]):
            out[there] = replacements[place]
            there += 1
        here = end
        changes[count - 1, 1], changes[count - 1, 3] = end, there
    while here < len(codes):
        out[there] = codes[here]
        here += 1
        there += 1
    return count


def compose(first: Rows, second: Rows, composed: Rows) -> int:
    """Write the changes that do what ``first`` and then ``second`` does; return how many they are."""
    count = i = j = shift_old = shift_new = 0
    while i < len(first) or j < len(second):
        take_first = j == len(second) or (i < len(first) and first[i, 2] <= second[j, 0])
        start = first[i, 2] if take_first else second[j, 0]
        end = start
        composed[count, 0], composed[count, 2] = start + shift_old, start + shift_new
        steps = 0
        while True:
            if i < len(first) and first[i, 2] <= end:
                end = max(end, first[i, 3])
                shift_old = first[i, 1] - first[i, 3]
                steps |= first[i, 4]
                i += 1
            elif j < len(second) and second[j, 0] <= end:
                end = max(end, second[j, 1])
                shift_new = second[j, 3] - second[j, 1]
                steps |= second[j, 4]
                j += 1
            else:
                break
        composed[count, 1], composed[count, 3], composed[count, 4] = end + shift_old, end + shift_new, steps
        count += 1
    return count


def byte_places(utf_8: NDArray[np.uint8], places: Rows, found: Rows) -> None:
    """Write where sorted places of a text stand in its UTF-8."""
    at = length = 0
    for number in range(len(places)):
        while at < places[number]:
            byte = utf_8[length]
            length += 1 + (byte >= 0xC0) + (byte >= 0xE0) + (byte >= 0xF0)  # noqa: PLR2004 - UTF-8
            at += 1
        found[number] = length


def gather(data: NDArray[np.uint8], starts: Rows, ends: Rows, out: NDArray[np.uint8]) -> None:
    """Write slices one behind the other."""
    there = 0
    for at in range(len(starts)):
        for place in range(starts[at], ends[at]):
            out[there] = data[place]
            there += 1


def carry(spans: Rows, changes: Rows, found: Rows) -> None:
    """Write where spans of the old text lie in the new one; there is a change at least."""
    for number in range(len(spans)):
        start, end = spans[number, 0], spans[number, 1]
        at = _ended(changes, start)
        if at < len(changes) and changes[at, 0] < start == changes[at, 1]:
            found[number, 0] = changes[at, 3]
        elif at < len(changes) and changes[at, 0] <= start:
            found[number, 0] = changes[at, 2]
        else:
            found[number, 0] = start + _shift_before(changes, at)
        at = _ended(changes, end)
        if at < len(changes) and changes[at, 0] <= end:
            inside = changes[at, 0] < end or changes[at, 1] == end
            found[number, 1] = changes[at, 3] if inside else changes[at, 2]
        else:
            found[number, 1] = end + _shift_before(changes, at)


def _ended(changes: Rows, position: int) -> int:
    """Return how many changes end before a position of the old text."""
    low, high = 0, len(changes)
    while low < high:
        middle = (low + high) // 2
        if changes[middle, 1] < position:
            low = middle + 1
        else:
            high = middle
    return low


def _shift_before(changes: Rows, at: int) -> int:
    return int(changes[at - 1, 3] - changes[at - 1, 1]) if at else 0
