"""The loops over code points that every text goes through: what each is, how many, and the lines.

Plain Python over arrays; ``compiled`` makes machine code of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.rules.flags import (
    BLANK,
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
_DIGITS_BEFORE = 5

Flags = NDArray[np.uint32]


def survey(codes: Flags, table: Flags, flags: Flags, counts: NDArray[np.int64]) -> None:
    """Look every code point up, and count.

    ``counts`` are, in order: the kinds present, Han, kana, Latin, Traditional only, Simplified only,
    blanks with a second character of a jammer's pair behind them, brackets with a letter behind
    them, ten thousands with a digit before them and five characters before, and blanks beside marks.
    """
    present = np.uint32(0)
    last = np.uint32(0)
    han = kana = latin = traditional = simplified = 0
    for at in range(len(codes)):
        code = codes[at]
        kind = table[code]
        flags[at] = kind
        present |= kind
        han += (kind & HAN) != 0
        kana += (kind & KANA) != 0
        latin += (kind & LATIN) != 0
        traditional += (kind & TRADITIONAL) != 0
        simplified += (kind & SIMPLIFIED) != 0
        if last & (BLANK | OPENS_READING):
            counts[6] += (last & BLANK) != 0 and _QUESTION_MARK <= code <= _TILDE
            counts[7] += (last & OPENS_READING) != 0 and (kind & (LATIN | TONED | LABEL)) != 0
        if kind & BLANK or last & BLANK:
            counts[9] += ((kind | last) & (FULL_MARK | EITHER_MARK | MARK)) != 0
        if kind & TEN_THOUSAND and last & DIGIT:
            counts[8] += at >= _DIGITS_BEFORE and (flags[at - _DIGITS_BEFORE] & DIGIT) != 0
        last = kind
    counts[0] = present
    counts[1], counts[2], counts[3], counts[4], counts[5] = han, kana, latin, traditional, simplified


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
