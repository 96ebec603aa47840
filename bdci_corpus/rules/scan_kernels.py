"""The loops over code points that every text goes through: what each is, how many, and the lines.

Plain Python over arrays; ``compiled`` makes machine code of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.rules.flags import (
    BLANK,
    CHROME_SIGN,
    CLOSER,
    DIGIT,
    EITHER_MARK,
    FINAL,
    FULL_MARK,
    HAN,
    KANA,
    LABEL,
    LATIN,
    LINE_END,
    MARK,
    NON_ASCII,
    OPENS_READING,
    SIMPLIFIED,
    SPACE,
    TEN_THOUSAND,
    TONED,
    TRADITIONAL,
)

MOST_CLOSERS = 4
"""How many quotes and brackets may close at the end of a sentence."""

_QUESTION_MARK, _TILDE, _FULL_STOP = ord("?"), ord("~"), ord(".")
_NEW_LINE, _TAB, _SPACE = ord("\n"), ord("\t"), ord(" ")
_SOURCES = tuple(map(ord, "源影"))
_DIGITS_BEFORE = 5
_NOTED = LINE_END | OPENS_READING | CHROME_SIGN | TEN_THOUSAND
_BESIDE = FULL_MARK | EITHER_MARK | MARK
_CODE_INDENT = 4

Flags = NDArray[np.uint32]


def survey(codes: Flags, table: Flags, flags: Flags, counts: NDArray[np.int64], seen: NDArray[np.uint8]) -> None:
    """Look every code point up, and count what rules ask for first.

    ``counts`` are, in order: the kinds present; blanks with a second character of a jammer's pair
    behind them; brackets with a letter behind them; ten thousands with a digit before them and five
    characters before; blanks beside marks; colons and slashes behind 源 or 影; and lines that begin
    with a tab or four blanks. ``seen`` says of each ASCII character whether it is there.
    """
    present = last = np.uint32(0)
    pairs = beside = 0
    counts[6] += _is_indented(codes, 0)
    for at in range(len(codes)):
        kind = table[codes[at]]
        flags[at] = kind
        present |= kind
        if not kind & NON_ASCII:
            seen[codes[at]] = 1
            if kind & BLANK:
                after = codes[at + 1] if at + 1 < len(codes) else np.uint32(0)
                pairs += int(_QUESTION_MARK <= after <= _TILDE)
                beside += int((last | table[after]) & _BESIDE != 0)
        if kind & _NOTED:
            _note(codes, flags, table, at, counts)
        last = kind
    counts[0], counts[1], counts[4] = present, pairs, beside


def _note(codes: Flags, flags: Flags, table: Flags, at: int, counts: NDArray[np.int64]) -> None:
    """Count what stands at a place."""
    kind, last = flags[at], flags[at - 1] if at else np.uint32(0)
    if kind & LINE_END:
        counts[6] += _is_indented(codes, at + 1)
    if kind & OPENS_READING and at + 1 < len(codes):
        counts[2] += (table[codes[at + 1]] & (LATIN | TONED | LABEL)) != 0
    if kind & CHROME_SIGN and at:
        counts[5] += codes[at - 1] in _SOURCES
    if kind & TEN_THOUSAND and last & DIGIT and at >= _DIGITS_BEFORE:
        counts[3] += (flags[at - _DIGITS_BEFORE] & DIGIT) != 0


def tally(flags: Flags, counts: NDArray[np.int64]) -> None:
    """Count Han, kana, Latin, Traditional only and Simplified only, in this order."""
    han = kana = latin = traditional = simplified = 0
    for at in range(len(flags)):
        kind = flags[at]
        han += (kind & HAN) != 0
        kana += (kind & KANA) != 0
        latin += (kind & LATIN) != 0
        traditional += (kind & TRADITIONAL) != 0
        simplified += (kind & SIMPLIFIED) != 0
    counts[0], counts[1], counts[2], counts[3], counts[4] = han, kana, latin, traditional, simplified


def _is_indented(codes: Flags, start: int) -> bool:
    """Return whether a line that begins here does so with a tab or four blanks."""
    if start < len(codes) and codes[start] == _TAB:
        return True
    at = start
    while at < len(codes) and codes[at] == _SPACE:
        at += 1
    return at - start >= _CODE_INDENT


def line_table(codes: Flags, flags: Flags, lines: NDArray[np.int64]) -> int:
    """Fill in the lines that are not empty, and return how many they are.

    The rows of ``lines`` are where a line starts and ends without the blanks at its ends, its indent,
    the empty lines before it, whether it ends like a sentence, and the kinds of character within.
    """
    count = start = empty = 0
    within = np.uint32(0)
    for at in range(len(flags) + 1):
        if at < len(flags):
            within |= flags[at]
            if not flags[at] & LINE_END:
                continue
        first, end = _stripped(flags, start, at)
        if first < end:
            lines[0, count], lines[1, count] = first, end
            lines[2, count], lines[3, count] = first - start, empty
            final = _before_closers(flags, first, end)
            lines[4, count] = flags[final] & FINAL != 0 or (codes[final] == _FULL_STOP and not within & NON_ASCII)
            lines[5, count] = within
            count += 1
            empty = 0
        else:
            empty += 1
        start = at + 1
        within = np.uint32(0)
    return count


def _stripped(flags: Flags, start: int, end: int) -> tuple[int, int]:
    """Return a line's span without white space at its ends, if a blank stands at one of them."""
    if start < end and (flags[start] | flags[end - 1]) & BLANK:
        while start < end and flags[end - 1] & SPACE:
            end -= 1
        while start < end and flags[start] & SPACE:
            start += 1
    return start, end


def _before_closers(flags: Flags, start: int, end: int) -> int:
    """Return where a line's last character stands that is no quote or bracket behind a mark."""
    last = end - 1
    for _ in range(MOST_CLOSERS):
        if last > start and flags[last] & CLOSER and not flags[last] & FINAL:
            last -= 1
    return last
