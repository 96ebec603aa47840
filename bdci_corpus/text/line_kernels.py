"""The lines of a text, and what each may be, told from its ends and the kinds of character within.

Rules look only at lines that may be something to them. Plain Python over arrays; ``compiled`` makes
machine code of it.
"""

# ruff: noqa: PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.alphabet import HAN_BLOCK
from bdci_corpus.text.flags import (
    BLANK,
    CHROME_SIGN,
    CHROME_START,
    CLOSER,
    CREDIT_END,
    DIGIT,
    FINAL,
    LINE_END,
    NON_ASCII,
    OPENER,
    SPACE,
)

(
    CHROME,
    FIGURES,
    CREDIT,
    OPEN,
    HEADING,
    BODY,
    RAGGED,
    DIRECT,
    LISTED,
    TABULAR,
    NUMBER_LEFT,
    NUMBER_RIGHT,
) = (1 << bit for bit in range(12))
"""May be navigation or a page number; a bare number; a credit; has an opener and no final mark; may be
a heading; is running text; stands not one empty line below the last; follows it directly; may be an item of
a list; may be a row of cells; begins with a figure; ends with one."""

MOST_CLOSERS = 4
"""How many quotes and brackets may close at the end of a sentence."""

MAX_CHROME = 100
"""The longest line of navigation, in characters."""

LONGEST_OF_COUPLETS = 16
"""The longest line of a classical poem, in characters: twice seven and two marks."""

MOST_FIGURES = 4
"""The longest page number."""

MAX_HEADING = 80
"""The widest subheading, in half-width cells: 40 Han characters."""

_FIRST_WIDE = 0x1100
"""From where on characters may be two columns wide: Hangul Jamo."""

_HEADING_STOPS = tuple(map(ord, "。！？!?…；;，,、：:"))

_CLOSERS = tuple(map(ord, "”’」』）)】》\"'*"))
"""No heading ends with a mark, nor with quotes, brackets and stars behind one."""

_NO_CHROME_END = tuple(map(ord, "。，；"))

_ORDINAL = ord("第")

_COLONS = tuple(map(ord, ":："))

_LONGEST_LABEL = 12
"""The longest label before a colon, in characters."""

_LONGEST_NAMED = 8
"""The longest section's name that a colon may follow, with it, in characters."""

_COUNTING = tuple(map(ord, "一二三四五六七八九十百"))

_FIRST_HAN, _LAST_HAN = HAN_BLOCK

_FIRST_BEYOND_ASCII = 0x80
"""From where on characters are none of ASCII."""

_LISTING = tuple(map(ord, "0123456789([>"))
"""What an item or a quoted line may begin with, whatever stands behind it."""

_BLANKS = tuple(map(ord, " \t"))

_BULLETS = tuple(map(ord, "-*+"))
"""With what an item begins that a blank stands behind."""

_BEHIND_LETTER = tuple(map(ord, ".)）．、"))
"""What stands behind a letter that counts items."""

_WIDE_ZERO, _WIDE_NINE = ord("０"), ord("９")

_PARTED = 2
"""Line feeds between paragraphs."""

_TAB, _BLANK, _PIPE, _SHARP, _FULL_STOP, _PLUS, _HYPHEN = map(ord, "\t |#.+-")

Codes = NDArray[np.uint32]

Places = NDArray[np.int64]


def line_table(codes: Codes, flags: Codes, lines: Places) -> int:
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


def _stripped(flags: Codes, start: int, end: int) -> tuple[int, int]:
    """Return a line's span without white space at its ends, if a blank stands at one of them."""
    if start < end and (flags[start] | flags[end - 1]) & BLANK:
        while start < end and flags[end - 1] & SPACE:
            end -= 1
        while start < end and flags[start] & SPACE:
            start += 1
    return start, end


def _before_closers(flags: Codes, start: int, end: int) -> int:
    """Return where a line's last character stands that is no quote or bracket behind a mark."""
    last = end - 1
    for _ in range(MOST_CLOSERS):
        if last > start and flags[last] & CLOSER and not flags[last] & FINAL:
            last -= 1
    return last


def table_and_hints(codes: Codes, flags: Codes, lines: Places) -> tuple[int, int]:
    """Fill in the lines and, in a last row, what each may be; return how many they are and what any may be."""
    count = line_table(codes, flags, lines)
    return count, hints(lines[:6, :count], codes, flags, lines[6, :count])


def tables_each(
    codes: Codes, flags: Codes, bounds: Places, lines: Places, line_bounds: Places, may_hold: Places
) -> None:
    """Do so for texts that stand one behind the other, each by itself; ``line_bounds`` are where each one's begin."""
    at = 0
    for text in range(len(bounds) - 1):
        start, end = bounds[text], bounds[text + 1]
        count, may_hold[text] = table_and_hints(codes[start:end], flags[start:end], lines[:, at:])
        at += count
        line_bounds[text + 1] = at


def hints(lines: Places, codes: Codes, flags: Codes, found: Places) -> int:
    """Fill in what each line may be, and return what any line may be. ``lines`` as ``line_table`` has them."""
    starts, ends, gaps, finished, kinds = lines[0], lines[1], lines[3], lines[4], lines[5]
    total = 0
    for at in range(len(starts)):
        start, end = starts[at], ends[at]
        hint = _alone_hints(codes, flags, kinds[at], start, end)
        if finished[at] or _is_wide(codes, kinds[at], start, end):
            hint |= BODY
        elif _is_alone(gaps, at) and not _is_stopped(codes, start, end):
            hint |= HEADING
        if not finished[at] and kinds[at] & OPENER:
            hint |= OPEN
        if at and (gaps[at] != 1 or start - ends[at - 1] != _PARTED):
            hint |= RAGGED
        if at and gaps[at] == 0:
            hint |= DIRECT
        found[at] = hint
        total |= hint
    return total


def _is_wide(codes: Codes, kinds: int, start: int, end: int) -> bool:
    """Return whether a line is too wide for a heading: Han characters and all behind Hangul's first take two cells."""
    if end - start > MAX_HEADING or not kinds & NON_ASCII:
        return bool(end - start > MAX_HEADING)
    wide = 0
    if 2 * (end - start) > MAX_HEADING:
        for at in range(start, end):
            wide += codes[at] >= _FIRST_WIDE
    return bool(end - start + wide > MAX_HEADING)


def _alone_hints(codes: Codes, flags: Codes, kinds: int, start: int, end: int) -> int:
    """Return what a line may be whatever stands around it."""
    first, last, hint = codes[start], codes[end - 1], 0
    if end - start <= MAX_CHROME and last not in _NO_CHROME_END and _may_be_chrome(codes, flags, kinds, start, end):
        hint |= CHROME
    if end - start <= MOST_FIGURES and _is_figure(codes, flags, start):
        hint |= FIGURES
    if _is_figure(codes, flags, start):
        hint |= NUMBER_LEFT
    if _is_figure(codes, flags, end - 1):
        hint |= NUMBER_RIGHT
    if flags[end - 1] & CREDIT_END:
        hint |= CREDIT
    ruled = first == _PLUS and codes[end - 1] == _PLUS
    if ruled or (kinds & (BLANK | CHROME_SIGN) and _may_be_row(codes, start, end)):
        hint |= TABULAR
    if _may_be_listed(codes, start, end):
        hint |= LISTED
    return hint


def _may_be_listed(codes: Codes, start: int, end: int) -> bool:
    """Return whether a line may be an item, or quoted: of ASCII, by what stands behind its first character."""
    first = codes[start]
    if first >= _FIRST_BEYOND_ASCII:
        return bool(not _FIRST_HAN <= first <= _LAST_HAN or first in _COUNTING)
    if first in _LISTING:
        return True
    second = codes[start + 1] if start + 1 < end else np.uint32(0)
    if second in _BLANKS:
        return first in _BULLETS or (start + 2 < end and codes[start + 2] == _HYPHEN and first != _SHARP)
    return second in _BEHIND_LETTER


def _is_figure(codes: Codes, flags: Codes, at: int) -> bool:
    """Return whether a figure of either width stands at a place."""
    return bool(flags[at] & DIGIT) or _WIDE_ZERO <= codes[at] <= _WIDE_NINE


def _may_be_chrome(codes: Codes, flags: Codes, kinds: int, start: int, end: int) -> bool:
    """Return whether a line has a sign of navigation, or starts like some.

    A colon counts behind what may be a label, 第 before figures.
    """
    if kinds & CHROME_SIGN:
        for at in range(start, end):
            if flags[at] & CHROME_SIGN and (at - start <= _LONGEST_LABEL or codes[at] not in _COLONS):
                return True
    numbered = codes[start] != _ORDINAL or (end - start > 1 and flags[start + 1] & (DIGIT | BLANK) != 0)
    return bool(flags[start] & CHROME_START) and numbered


def _may_be_row(codes: Codes, start: int, end: int) -> bool:
    """Return whether a line has a tab, a pipe or two blanks behind each other."""
    for at in range(start, end):
        code = codes[at]
        if code in (_TAB, _PIPE) or (code == _BLANK and codes[at - 1] == _BLANK and at > start):
            return True
    return False


def _is_stopped(codes: Codes, start: int, end: int) -> bool:
    """Return whether a line ends with a mark, perhaps with quotes and brackets behind it; a name may have a colon."""
    if end - start <= _LONGEST_NAMED and codes[end - 1] in _COLONS:
        return False
    while end > start + 1 and codes[end - 1] in _CLOSERS:
        end -= 1
    return codes[end - 1] in _HEADING_STOPS


def _is_alone(gaps: Places, at: int) -> bool:
    """Return whether empty lines part a line from both neighbors; the first needs none above."""
    return bool((at == 0 or gaps[at] > 0) and (at + 1 == len(gaps) or gaps[at + 1] > 0))


def verse_signs(starts: Places, ends: Places, gaps: Places, finished: Places, widest: int, found: Places) -> int:
    """Return how many lines at most stand directly below each other of which none is wider, in characters.

    ``found`` is filled with how many lines stand directly below or above others, which is the first of these, and how
    many from there on are at most half as wide, and end like a sentence; and how many short ones are as long as the
    line directly above.
    """
    longest = run = total = short = ended = alike = above = 0
    first = -1
    for at in range(len(starts)):
        width = ends[at] - starts[at]
        direct = at > 0 and gaps[at] == 0
        run = 0 if width > widest else run + 1 if direct else 1
        longest = max(longest, run)
        alike += direct and width == above and width <= LONGEST_OF_COUPLETS
        above = width
        if direct or (at + 1 < len(starts) and gaps[at + 1] == 0):
            total += 1
            first = at if first < 0 else first
        if first >= 0:
            short += width <= widest // 2
            ended += finished[at] != 0
    found[0], found[1], found[2], found[3], found[4] = total, max(first, 0), short, ended, alike
    return longest


def lines_together(gaps: Places, hints: Places, verse: bool, found: Places) -> int:  # noqa: FBT001 - a kernel's flag
    """Write which lines may be of one list, table or stanza with the line above; count them."""
    count = 0
    for at in range(1, len(gaps)):
        if gaps[at] == 0 and (verse or hints[at] & hints[at - 1] & (LISTED | TABULAR)):
            found[count] = at
            count += 1
    return count


def paragraph_gaps(
    starts: Places, ends: Places, hints: Places, length: int, single: Places, spans: Places, bounds: Places
) -> int:
    """Write the spans between lines that are not as they should be, and how many line feeds belong there; count them.

    Between rows of one list, table or stanza, the lower of which are ``single``, there is one, and
    else two. ``bounds`` adds them up.
    Lines begin at ``starts``: the blanks that stay before some are among them.
    """
    count = at_single = 0
    for at in range(len(starts) + 1):
        start = ends[at - 1] if at else 0
        end = starts[at] if at < len(starts) else length
        feeds = _PARTED if 0 < at < len(starts) else 0
        if at_single < len(single) and single[at_single] == at:
            at_single += 1
            feeds = 1
        ragged = hints[at] & RAGGED != 0 if feeds else start < end
        if ragged and (feeds == _PARTED or end - start != feeds):
            spans[count, 0], spans[count, 1] = start, end
            bounds[count + 1] = bounds[count] + feeds
            count += 1
    return count
