"""The loop over brackets behind characters: a page in pinyin has few readings, thousands of times.

Plain Python over arrays; ``compiled`` makes machine code of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LONGEST = 13
"""The longest stretch between brackets, in characters."""

_NEW_LINE = ord("\n")
_ROUND, _WIDE, _SQUARE = (tuple(map(ord, pair)) for pair in ("()", "（）", "[]"))
_FACTOR, _LOW = 0x01000193, 0xFFFFFFFF

Codes = NDArray[np.uint32]
Rows = NDArray[np.int64]


def alike(codes: Codes, places: Rows, slots: Rows, found: Rows) -> int:
    """Write start, end and the number of the first alike of each short stretch in brackets; count them.

    Two are alike that say the same behind the same character. ``places`` are opening brackets;
    ``slots`` are -1, and a power of two, twice as many at least.
    """
    count = 0
    for place in places:
        end = _end(codes, place)
        if end == 0:
            continue
        slot = _mixed(codes, place, end) & (len(slots) - 1)
        while slots[slot] >= 0 and not _same(codes, found[slots[slot], 0], found[slots[slot], 1], place, end):
            slot = (slot + 1) & (len(slots) - 1)
        if slots[slot] < 0:
            slots[slot] = count
        found[count, 0], found[count, 1], found[count, 2] = place, end, slots[slot]
        count += 1
    return count


def _end(codes: Codes, place: int) -> int:
    """Return the end of the stretch whose bracket opens here, or 0 if it is none."""
    opened = codes[place]
    closing = _ROUND[1] if opened == _ROUND[0] else _WIDE[1] if opened == _WIDE[0] else _SQUARE[1]
    for at in range(place + 1, min(place + LONGEST + 2, len(codes))):
        if codes[at] == closing:
            return at + 1
        if codes[at] == _NEW_LINE:
            return 0
    return 0


def _mixed(codes: Codes, place: int, end: int) -> np.int64:
    mixed = np.int64(0)
    for at in range(max(place - 1, 0), end):
        mixed = (mixed ^ np.int64(codes[at])) * _FACTOR & _LOW
    return mixed ^ mixed >> 15


def _same(codes: Codes, start: int, end: int, place: int, close: int) -> bool:
    """Return whether two stretches, and the characters before them, are the same."""
    if end - start != close - place or (start == 0) != (place == 0):
        return False
    before = 1 if place else 0
    return np.array_equal(codes[start - before : end], codes[place - before : close])
