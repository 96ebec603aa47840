"""The loops of ``punctuation``, over the places of brackets and marks.

``shown`` are the code points as they will be, ``decided`` where that is settled, and ``literal`` what
is copied letter by letter. Plain Python over arrays; ``compiled`` makes machine code of it.
"""

# ruff: noqa: PLR0913, PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text import CHINESE, LATIN, MARK, NON_ASCII

Codes = NDArray[np.uint32]

Mask = NDArray[np.bool_]

Places = NDArray[np.int64]

_WIDER = ord("，") - ord(",")
"""From an ASCII mark to its full-width form."""

_LONGEST = 200
"""The longest quotation whose ends are paired, in characters."""

_BLANK, _NEW_LINE = ord(" "), ord("\n")

_OPEN, _CLOSE, _WIDE_OPEN, _WIDE_CLOSE = ord("("), ord(")"), ord("（"), ord("）")


def widen(
    codes: Codes,
    flags: Codes,
    table: Codes,
    shown: Codes,
    decided: Mask,
    literal: Mask,
    brackets: Places,
    chinese: Places,
    marks: Places,
) -> int:
    """Widen what touches Chinese, until nothing more does: a mark made wide may widen the next; return the rounds.

    ``brackets`` are the places of brackets of either width and of line ends, ``chinese`` how many characters
    up to and with each of these are Han or kana, and ``marks`` the places of marks with Chinese near.
    """
    rounds = 0
    more = True
    while more:
        new = _brackets(codes, table, shown, decided, literal, brackets, chinese)
        new += _marks(codes, flags, table, shown, decided, literal, marks)
        more = new > 0
        rounds += 1
    return rounds


def _brackets(
    codes: Codes, table: Codes, shown: Codes, decided: Mask, literal: Mask, places: Places, chinese: Places
) -> int:
    """Widen pairs of brackets that hold Chinese, or stand behind it; return how many are new."""
    new = 0
    opened = -1
    for number in range(len(places)):
        at = places[number]
        code = codes[at]
        if code in (_OPEN, _WIDE_OPEN):
            opened = number
            continue
        if code in (_CLOSE, _WIDE_CLOSE) and opened >= 0:
            start = places[opened]
            if at - start - 1 <= _LONGEST and not literal[start] and not literal[at]:
                before, after = _neighbor(shown, start, -1), _neighbor(shown, at, 1)
                english = table[before] & LATIN and after and not table[after] & NON_ASCII
                glued = start > 0 and table[shown[start - 1]] & CHINESE
                if (chinese[number] > chinese[opened] and not english) or (glued and at - start > 1):
                    new += (not decided[start]) + (not decided[at])
                    decided[start] = decided[at] = True
                    shown[start], shown[at] = _WIDE_OPEN, _WIDE_CLOSE
        opened = -1
    return new


def _marks(codes: Codes, flags: Codes, table: Codes, shown: Codes, decided: Mask, literal: Mask, places: Places) -> int:
    """Widen runs of marks that touch Chinese on either side; return how many are new."""
    new = end = 0
    n = len(codes)
    for at in places:
        if at < end or literal[at]:
            continue
        end = at + 1
        while end < n and flags[end] & MARK:
            end += 1
        before, after = _neighbor(shown, at, -1), _neighbor(shown, end - 1, 1)
        if table[before] & CHINESE or (before and table[after] & CHINESE):
            for place in range(at, end):
                if not literal[place]:
                    new += not decided[place]
                    decided[place] = True
                    shown[place] = codes[place] + _WIDER
    return new


def _neighbor(shown: Codes, at: int, step: int) -> int:
    """Return the next visible character to the left or right, as it will be; 0 at a line's end."""
    at += step
    if 0 <= at < len(shown) and shown[at] == _BLANK:
        at += step
    if not 0 <= at < len(shown) or shown[at] == _NEW_LINE or shown[at] == _BLANK:
        return 0
    return int(shown[at])
