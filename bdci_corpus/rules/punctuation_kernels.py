"""The array form of ``punctuation``: brackets and marks, by a loop over code points.

``shown`` are the code points as they will be, ``decided`` where that is settled, and ``literal`` what
is copied letter by letter.
"""

# ruff: noqa: PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text import BRACKET, CHINESE, HAN, KANA, LATIN, LINE_END, MARK, NON_ASCII, QUOTE

Codes = NDArray[np.uint32]

Mask = NDArray[np.bool_]

Places = NDArray[np.int64]

_WIDER = ord("，") - ord(",")
"""From an ASCII mark to its full-width form."""

_LONGEST = 200

_BLANK, _NEW_LINE = ord(" "), ord("\n")

_OPEN, _CLOSE, _WIDE_OPEN, _WIDE_CLOSE = ord("("), ord(")"), ord("（"), ord("）")

_DOUBLE_OPEN, _DOUBLE_CLOSE, _SINGLE_OPEN, _SINGLE_CLOSE = map(ord, "“”‘’")


def well_paired(codes: Codes, flags: Codes) -> bool:
    """Return whether all quotes open and close in turn, with none left open in any line."""
    double = single = False
    for at in range(len(codes)):
        if not flags[at] & (QUOTE | LINE_END):
            continue
        code = codes[at]
        if single and code != _SINGLE_CLOSE:
            return False
        if code == _SINGLE_OPEN or (code == _SINGLE_CLOSE and single):
            single = not single
        elif (code == _DOUBLE_OPEN and not double) or (code == _DOUBLE_CLOSE and double):
            double = not double
        elif code != _NEW_LINE or double:
            return False
    return not double and not single


def may_widen(flags: Codes) -> bool:
    """Return whether there is a bracket, or a mark near Chinese."""
    for at in range(len(flags)):
        if flags[at] & (MARK | BRACKET) and (flags[at] & BRACKET or _is_near(flags, at)):
            return True
    return False


def widen(codes: Codes, flags: Codes, table: Codes, shown: Codes, decided: Mask, literal: Mask, found: Places) -> int:
    """Widen what touches Chinese, until nothing more does: a mark made wide may widen the next.

    Write where ``shown`` is not as it was, and count these places.
    """
    any_bracket = False
    marks = 0
    for at in range(len(flags)):
        any_bracket = any_bracket or (flags[at] & BRACKET) != 0
        if flags[at] & MARK:
            found[marks] = at
            marks += 1
    more = True
    while more:
        new = _brackets(codes, flags, table, shown, decided, literal) if any_bracket else 0
        new += _marks(codes, flags, table, shown, decided, literal, found[:marks])
        more = new > 0
    count = 0
    for at in range(len(codes)):
        if shown[at] != codes[at]:
            found[count] = at
            count += 1
    return count


def _brackets(codes: Codes, flags: Codes, table: Codes, shown: Codes, decided: Mask, literal: Mask) -> int:
    """Widen pairs of brackets that hold Chinese, or stand behind it; return how many are new."""
    new = 0
    start = -1
    holds = False
    for at in range(len(codes)):
        code = codes[at]
        if code == _NEW_LINE:
            start = -1
        elif code in (_OPEN, _WIDE_OPEN):
            start, holds = at, False
        elif code in (_CLOSE, _WIDE_CLOSE):
            if start >= 0 and at - start - 1 <= _LONGEST and not literal[start] and not literal[at]:
                before, after = _neighbor(shown, start, -1), _neighbor(shown, at, 1)
                english = table[before] & LATIN and after and not table[after] & NON_ASCII
                glued = start > 0 and table[shown[start - 1]] & CHINESE
                if (holds and not english) or (glued and at - start > 1):
                    new += (not decided[start]) + (not decided[at])
                    decided[start] = decided[at] = True
                    shown[start], shown[at] = _WIDE_OPEN, _WIDE_CLOSE
            start = -1
        else:
            holds = holds or (flags[at] & (HAN | KANA)) != 0
    return new


def _marks(codes: Codes, flags: Codes, table: Codes, shown: Codes, decided: Mask, literal: Mask, places: Places) -> int:
    """Widen runs of marks that touch Chinese on either side; return how many are new."""
    new = end = 0
    n = len(codes)
    for at in places:
        if at < end or literal[at] or not _is_near(flags, at):
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


def _is_near(flags: Codes, at: int) -> bool:
    """Return whether one of two neighbors on either side is Chinese or a mark."""
    near = np.uint32(0)
    for place in range(max(at - 2, 0), min(at + 3, len(flags))):
        if place != at:
            near |= flags[place]
    return bool(near & (CHINESE | MARK | BRACKET | QUOTE))


def _neighbor(shown: Codes, at: int, step: int) -> int:
    """Return the next visible character to the left or right, as it will be; 0 at a line's end."""
    at += step
    if 0 <= at < len(shown) and shown[at] == _BLANK:
        at += step
    if not 0 <= at < len(shown) or shown[at] == _NEW_LINE or shown[at] == _BLANK:
        return 0
    return int(shown[at])
