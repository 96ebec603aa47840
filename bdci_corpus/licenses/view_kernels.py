"""The loop that sees a text as the patterns for notices do: what is passed over goes, what stays is folded.

It finds what the pattern of ``folding`` finds, run by run; plain Python over arrays, of which ``compiled``
makes machine code.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLANK, SPACE, TONED, WORD, BEFORE, BEHIND, BEGINS = 1, 2, 4, 8, 16, 32, 64
"""Is passed over by itself; is a blank and not only without width; may be the vowel of a reading; goes on in a
tag's name; may stand before a blank that stays, and behind it; may begin what is passed over."""

MOST_LETTERS = 6
"""How many letters a reading has before its vowel and behind it, at most."""

MOST_OF_TAG = 200
"""How many characters a tag has behind its name, at most."""

_NEW_LINE, _TAB, _SPACE, _OPEN, _CLOSE, _LESS, _GREATER, _SLASH, _DASH, _DOT = map(ord, "\n\t ()<>/-.")

_REPEATED = tuple(map(ord, "/#*%;>"))
"""What a comment begins with, once or more often; a slash stands twice at least."""

_LAST_ASCII, _FIRST_WIDE = 0x7F, 0x2E81

Codes = NDArray[np.uint32]

Table = NDArray[np.uint8]

Places = NDArray[np.int64]


class ViewTables(NamedTuple):
    """What code points are to the patterns, found by them.

    ``classes`` are bits of each code point, ``letters`` the small letter of ASCII that it is but for case, or 0;
    ``names`` are those of tags that style, a row each, filled up with 0; ``folds`` says what each code point of
    the basic plane is folded to.
    """

    classes: Table
    letters: Table
    names: Table
    folds: Codes


def view(codes: Codes, tables: ViewTables, lines: bool, out: Codes, places: Places) -> int:  # noqa: FBT001 - a kernel
    """Write the characters that count, folded, and where each stands; return how many; ``lines`` keeps line ends."""
    classes, folds = tables.classes, tables.folds
    count = at = 0
    while at < len(codes):
        code, end = codes[at], at
        if classes[code] & BEGINS and not _stays(codes, tables, at):  # few do, and a call takes long
            end = _next(codes, tables, at)
        if end == at:
            out[count] = folds[code] if code < len(folds) else code
            places[count] = at
            count += 1
            at += 1
            continue
        instead = _instead(codes, tables, at, end, lines)
        if instead:
            out[count], places[count] = instead, at
            count += 1
        at = end
    return count


def _stays(codes: Codes, tables: ViewTables, at: int) -> bool:
    """Return whether a place is a blank between two characters of ASCII that are no part of what is passed over."""
    if codes[at] != _SPACE or at == 0 or at + 1 == len(codes):
        return False
    before, behind = tables.classes[codes[at - 1]], tables.classes[codes[at + 1]]
    return bool(before & BEFORE) and bool(behind & BEHIND)


def _passed(codes: Codes, tables: ViewTables, at: int) -> int:
    """Return the end of what is passed over from a place on, one thing of it; the place itself where there is none."""
    if at == len(codes):
        return at
    code = codes[at]
    if tables.classes[code] & BLANK:
        return _comment(codes, at) if code == _NEW_LINE else at + 1
    if code == _OPEN:
        return _reading(codes, tables, at)
    return _tag(codes, tables, at) if code == _LESS else at


def _comment(codes: Codes, start: int) -> int:
    """Return the end of a line end, and of the mark of a comment behind it if there is one."""
    at = start + 1
    while at < len(codes) and (codes[at] == _SPACE or codes[at] == _TAB):
        at += 1
    if at == len(codes):
        return start + 1
    mark, first = codes[at], at
    if mark == _DOT:
        at += 1
    elif mark == _DASH:
        at += 2 if at + 1 < len(codes) and codes[at + 1] == _DASH else 0
    elif mark in _REPEATED:
        while at < len(codes) and codes[at] == mark:
            at += 1
        if mark == _SLASH and at == first + 1:
            return start + 1
    ended = at < len(codes) and (codes[at] == _SPACE or codes[at] == _TAB or codes[at] == _NEW_LINE)
    return at if at > first and ended else start + 1


def _reading(codes: Codes, tables: ViewTables, start: int) -> int:
    """Return the end of a reading in brackets, with a vowel that has a tone; where it begins if it is none."""
    for at in range(start + 1, min(start + MOST_LETTERS + 2, len(codes))):
        if tables.classes[codes[at]] & TONED:
            end = at + 1
            while end < min(at + MOST_LETTERS + 1, len(codes)) and tables.letters[codes[end]]:
                end += 1
            if end < len(codes) and codes[end] == _CLOSE:
                return end + 1
        if not tables.letters[codes[at]]:
            break
    return start


def _tag(codes: Codes, tables: ViewTables, start: int) -> int:
    """Return the end of a tag that styles; where it begins if it is none."""
    first = start + 2 if start + 1 < len(codes) and codes[start + 1] == _SLASH else start + 1
    end = first
    while end < len(codes) and end <= first + tables.names.shape[1] and tables.classes[codes[end]] & WORD:
        end += 1
    if not _is_name(codes[first:end], tables):
        return start
    for at in range(end, min(end + MOST_OF_TAG + 1, len(codes))):
        if codes[at] == _GREATER:
            return at + 1
        if codes[at] == _LESS:
            return start
    return start


def _is_name(codes: Codes, tables: ViewTables) -> bool:
    for row in range(len(tables.names)):
        same = 0
        for at in range(tables.names.shape[1]):
            letter = tables.letters[codes[at]] if at < len(codes) else 0
            same += tables.names[row, at] == letter and (letter != 0 or at >= len(codes))
        if same == tables.names.shape[1] and len(codes) <= tables.names.shape[1]:
            return True
    return False


def _instead(codes: Codes, tables: ViewTables, start: int, end: int, lines: bool) -> int:  # noqa: FBT001 - a kernel
    """Return the code point that stands for what is passed over, or 0 for none."""
    ends = blanks = 0
    for at in range(start, end):
        ends += codes[at] == _NEW_LINE
        blanks += tables.classes[codes[at]] & SPACE != 0
    inside = start > 0 and end < len(codes)
    wide = inside and codes[start - 1] >= _FIRST_WIDE and codes[end] >= _FIRST_WIDE
    if ends > 1 or (lines and ends and not wide):
        return _NEW_LINE
    apart = inside and codes[start - 1] <= _LAST_ASCII and codes[end] <= _LAST_ASCII
    return _SPACE if apart and blanks else 0


def _next(codes: Codes, tables: ViewTables, at: int) -> int:
    """Return where the next character stands, from a place on, that is not passed over."""
    end, following = at, _passed(codes, tables, at)
    while following > end:
        end = following
        following = _passed(codes, tables, end)
    return end
