"""The loops over code points that every text goes through: what each is, and how many.

Plain Python over arrays; ``compiled`` makes machine code of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.flags import (
    BLANK,
    BRACKET,
    CHROME_SIGN,
    DIGIT,
    EITHER_MARK,
    FULL_MARK,
    HAN,
    INVISIBLE,
    KANA,
    LABEL,
    LATIN,
    LATIN_LEAD,
    LINE_END,
    LOST,
    MARK,
    OPENS_READING,
    QUOTE,
    SIMPLIFIED,
    SYMBOL,
    TEN_THOUSAND,
    TONED,
    TRADITIONAL,
    UNSTABLE,
)
from bdci_corpus.text.vocabulary import CREDIT_SOURCES

_QUESTION_MARK, _TILDE = ord("?"), ord("~")

PLANE = 1 << 16
"""The code points of the basic plane, of which words to look for consist."""

SEEN = 2 * (PLANE >> 3)
"""How many bytes tell what is seen: a bit for each character of the basic plane, and as many for pairs of them."""

_MIX = 0x9E37
"""By this odd number a pair's second character is spread over all bits."""

COUNTS, TALLIES = 8, 5
"""How many numbers ``survey`` counts, and ``tally``."""

_NEW_LINE, _TAB, _SPACE = ord("\n"), ord("\t"), ord(" ")

_SOURCES = tuple(sorted({ord(word.rstrip("：:/")[-1]) for word in CREDIT_SOURCES}))

_DIGITS_BEFORE = 5
"""Before 萬, a number of so many digits is damage: 10000萬 is written 1億."""

_NOTED = LINE_END | OPENS_READING | CHROME_SIGN | TEN_THOUSAND

SELDOM = (
    INVISIBLE | UNSTABLE | MARK | BRACKET | QUOTE | SYMBOL | LATIN_LEAD | TEN_THOUSAND | LOST | OPENS_READING | LINE_END
)
"""Kinds of which a text has few: where they stand is kept, so that nobody goes through the text for one of them."""

_BESIDE = FULL_MARK | EITHER_MARK | MARK

_CODE_INDENT = 4
"""Markdown's: a line that is indented by so many blanks may be code."""

Flags = NDArray[np.uint32]


def survey(
    codes: Flags, table: Flags, flags: Flags, counts: NDArray[np.int64], seen: NDArray[np.uint8], seldom: Flags
) -> int:
    """Look every code point up, and count what rules ask for first; return how many places ``seldom`` has then.

    ``counts`` are, in order: the kinds present; blanks with a second character of a jammer's pair
    behind them; brackets with a letter behind them; ten thousands with a digit before them and five
    characters before; blanks beside marks; colons and slashes behind 源 or 影; lines that begin
    with a tab or four blanks; and line feeds. ``seen`` has a bit for each character of the basic plane, eight a
    byte, that says whether it is there, and behind these one that says so of pairs, by ``pair_bit``.
    """
    present = last = before = np.uint32(0)
    pairs = beside = places = 0
    counts[6] += _is_indented(codes, 0)
    for at in range(len(codes)):
        code = codes[at]
        kind = table[code]
        flags[at] = kind
        present |= kind
        if code < PLANE:
            seen[code >> 3] |= np.uint8(1 << (code & 7))
        pair = pair_bit(int(before), int(code))
        seen[pair >> 3] |= np.uint8(1 << (pair & 7))
        before = code
        if kind & BLANK:
            after = codes[at + 1] if at + 1 < len(codes) else np.uint32(0)
            pairs += int(_QUESTION_MARK <= after <= _TILDE)
            beside += int((last | table[after]) & _BESIDE != 0)
        if kind & SELDOM:
            seldom[places] = at
            places += 1
        if kind & _NOTED:
            _note(codes, flags, table, at, counts)
        last = kind
    counts[0], counts[1], counts[4] = present, pairs, beside
    return places


def pair_bit(first: int, second: int) -> int:
    """Return which bit of what is seen tells that two characters stand beside each other; others may share it."""
    return int(PLANE + (first * 32 ^ second * _MIX) % PLANE)


def survey_each(  # noqa: PLR0913, PLR0917 - a kernel takes arrays, not objects
    codes: Flags,
    bounds: NDArray[np.int64],
    table: Flags,
    flags: Flags,
    counts: NDArray[np.int64],
    seen: NDArray[np.uint8],
    seldom: Flags,
    found: NDArray[np.int64],
) -> None:
    """Survey texts that stand one behind the other, each by itself; ``found`` is what ``survey`` returns of each."""
    for text in range(len(bounds) - 1):
        start, end = bounds[text], bounds[text + 1]
        found[text] = survey(codes[start:end], table, flags[start:end], counts[text], seen[text], seldom[start:end])


def _note(codes: Flags, flags: Flags, table: Flags, at: int, counts: NDArray[np.int64]) -> None:
    """Count what stands at a place."""
    kind, last = flags[at], flags[at - 1] if at else np.uint32(0)
    if kind & LINE_END:
        counts[6] += _is_indented(codes, at + 1)
        counts[7] += 1
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


def tally_each(flags: Flags, bounds: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    """Do so for texts that stand one behind the other, each by itself."""
    for text in range(len(bounds) - 1):
        tally(flags[bounds[text] : bounds[text + 1]], counts[text])


def _is_indented(codes: Flags, start: int) -> bool:
    """Return whether a line that begins here does so with a tab or four blanks."""
    if start < len(codes) and codes[start] == _TAB:
        return True
    at = start
    while at < len(codes) and codes[at] == _SPACE:
        at += 1
    return at - start >= _CODE_INDENT
