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

_COMMA = ord(",")

_DOTS = ord("…")

_ENDS_QUOTE = (ord("”"), ord("’"))

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
    firsts, lasts, pairs, holds = _items(codes, flags, literal, brackets, chinese, marks)
    rounds = new = 0
    while rounds == 0 or new:
        new = 0
        onward = rounds % 2 == 0
        for k in range(len(firsts)):
            number = k if onward else len(firsts) - 1 - k
            first, last = firsts[number], lasts[number]
            if decided[first] and decided[last]:
                continue
            if pairs[number]:
                new += _pair(table, shown, decided, first, last, holds[number])
            else:
                new += _run(codes, table, shown, decided, literal, first, last)
        rounds += 1
    return rounds


def _items(
    codes: Codes, flags: Codes, literal: Mask, brackets: Places, chinese: Places, marks: Places
) -> tuple[Places, Places, Mask, Mask]:
    """Return runs of marks and pairs of brackets by first and last place, in the order in which they are swept.

    Runs count from where they begin and pairs from where they end. Pairs do not nest: what is decided passes on to
    neighbors only, so that two sweeps in turn, there and back, bring it as far as it goes.
    """
    most = len(brackets) + len(marks)
    firsts, lasts = np.empty(most, np.int64), np.empty(most, np.int64)
    pairs, holds = np.zeros(most, np.bool_), np.zeros(most, np.bool_)
    size, mark, end, opened = 0, 0, 0, -1
    for number in range(len(brackets) + 1):
        bound = brackets[number] if number < len(brackets) else len(codes)
        while mark < len(marks) and marks[mark] < bound:
            at = marks[mark]
            mark += 1
            if at < end or literal[at]:
                continue
            end = at + 1
            while end < len(codes) and flags[end] & MARK:
                end += 1
            firsts[size], lasts[size] = at, end - 1
            size += 1
        if number == len(brackets):
            break
        if codes[bound] in (_OPEN, _WIDE_OPEN):
            opened = number
            continue
        if codes[bound] in (_CLOSE, _WIDE_CLOSE) and opened >= 0:
            start = brackets[opened]
            if bound - start - 1 <= _LONGEST and not literal[start] and not literal[bound]:
                firsts[size], lasts[size], pairs[size] = start, bound, True
                holds[size] = chinese[number] > chinese[opened]
                size += 1
        opened = -1
    return firsts[:size], lasts[:size], pairs[:size], holds[:size]


def _pair(table: Codes, shown: Codes, decided: Mask, start: int, at: int, holds_chinese: bool) -> int:  # noqa: FBT001 - a kernel
    """Widen a pair of brackets that holds Chinese, or stands behind it; return how many are new."""
    before, after = _neighbor(shown, start, -1), _neighbor(shown, at, 1)
    english = table[before] & LATIN and after and not table[after] & NON_ASCII
    glued = start > 0 and table[shown[start - 1]] & CHINESE
    parted = table[before] & CHINESE and at + 1 < len(shown) and table[shown[at + 1]] & CHINESE
    if not ((holds_chinese and not english) or ((glued or parted) and at - start > 1)):
        return 0
    new = int(not decided[start]) + int(not decided[at])
    decided[start] = decided[at] = True
    shown[start], shown[at] = _WIDE_OPEN, _WIDE_CLOSE
    return new


def _run(codes: Codes, table: Codes, shown: Codes, decided: Mask, literal: Mask, at: int, last: int) -> int:
    """Widen a run of marks that touches Chinese on either side; return how many are new."""
    before, after = _neighbor(shown, at, -1), _neighbor(shown, last, 1)
    begins = codes[at] == _COMMA and at == last and table[after] & CHINESE
    if not (table[before] & CHINESE or ((before or begins) and table[after] & CHINESE)):
        return 0
    if (after == _DOTS and not table[before] & CHINESE) or (before == _DOTS and after and not table[after] & CHINESE):
        return 0  # x1, …, xn
    if after in _ENDS_QUOTE and table[before] & LATIN and last + 2 < len(shown):
        beyond = _neighbor(shown, last + 1, 1)
        if beyond and not table[beyond] & CHINESE:
            return 0  # “It is,” she said
    new = 0
    for place in range(at, last + 1):
        if not literal[place]:
            new += int(not decided[place])
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
