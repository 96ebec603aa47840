"""Runs of neighboring places, and which of them are plain, as loops over places only.

Plain Python over arrays; ``compiled`` makes machine code of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text import BLANK, BRACKET, EITHER_MARK, FULL_MARK, HAN, KANA, LINE_END, MARK

Codes = NDArray[np.uint32]

Places = NDArray[np.int64]

_LETTER = HAN | KANA

_BLANK_RANGE = (0x2000, 0x200A)
"""Blanks that are set with a width, ends included (Unicode, General Punctuation)."""

_BLANKS = (0xA0, 0x1680, 0x202F, 0x205F, 0x3000)
"""The other blanks of Unicode (category Zs)."""

_QUOTED, _QUOTING = tuple(map(ord, "”’…—")), tuple(map(ord, "“‘—"))

_OPENING, _CLOSING = tuple(map(ord, "（【《「『“")), tuple(map(ord, "）】》」』”"))

_COLON = ord("：")

_BLANK = ord(" ")

_PARTING = tuple(map(ord, "…—"))
"""What parts items of a line where it stands alone, with blanks around it."""

_WIDE = 2
"""So many blanks behind a bracket part items; a text layer puts one behind any mark."""

_OPENS, _CLOSES = tuple(map(ord, "“‘（")), tuple(map(ord, "”’）"))


def unseen(codes: Codes, places: Places, found: Places) -> int:
    """Write each run of places: start, end, and whether it is nothing but blanks; count them."""
    count = at = 0
    while at < len(places):
        start = places[at]
        end, blank = start, True
        while at < len(places) and places[at] == end:
            blank = blank and _is_blank(codes[end])
            end += 1
            at += 1
        found[count, 0], found[count, 1], found[count, 2] = start, end, blank
        count += 1
    return count


def _is_blank(code: int) -> bool:
    return code in _BLANKS or _BLANK_RANGE[0] <= code <= _BLANK_RANGE[1]


def needless(codes: Codes, flags: Codes, places: Places, found: Places) -> int:
    """Write each run of blanks inside a line that stands beside a mark that needs none; count them."""
    count = at = 0
    while at < len(places):
        start = places[at]
        end = start
        while at < len(places) and places[at] == end:
            end += 1
            at += 1
        if start > 0 and end < len(flags) and _is_needless(codes, flags, start, end):
            found[count, 0], found[count, 1] = start, end
            count += 1
    return count


def _parts_items(codes: Codes, flags: Codes, start: int, end: int) -> bool:
    """Return whether wide blanks are a gap to be filled in, or part what stands side by side behind a bracket."""
    left, right = codes[start - 1], codes[end]
    if left in _OPENING and right in _CLOSING:
        return True
    if left == _COLON and end - start > _WIDE + 1:
        return True
    return end - start >= _WIDE and left in _CLOSING and (flags[end] & (FULL_MARK | MARK) == 0 or right in _OPENING)


def _is_needless(codes: Codes, flags: Codes, start: int, end: int) -> bool:
    if (end - start > 1 and _parts_items(codes, flags, start, end)) or _stands_alone(codes, start, end):
        return False
    left, right = flags[start - 1], flags[end]
    either = left | right
    # An ASCII mark further off was left as it is; without the blanks it would look as if it belonged.
    if either & (LINE_END | BLANK) or (end - start > 1 and either & (MARK | BRACKET)):
        return False
    if either & FULL_MARK:
        return True
    if left & EITHER_MARK and right & (_LETTER | EITHER_MARK):
        return True
    if left & (_LETTER | EITHER_MARK) and right & EITHER_MARK:
        return True
    return bool(either & (EITHER_MARK | MARK)) and _belongs(codes, flags, start, end)


def _stands_alone(codes: Codes, start: int, end: int) -> bool:
    """Return whether dots or a dash of one character have a blank on both sides: they part what is beside them."""
    if codes[start - 1] in _PARTING and start > 1 and codes[start - 2] == _BLANK:
        return True
    return codes[end] in _PARTING and end + 1 < len(codes) and codes[end + 1] == _BLANK


def _belongs(codes: Codes, flags: Codes, start: int, end: int) -> bool:
    """Return whether a mark that is also a Latin one belongs to Chinese text beside it."""
    outer_left = flags[start - 2] if start > 1 else np.uint32(0)
    outer_right = flags[end + 1] if end + 1 < len(flags) else np.uint32(0)
    if codes[start - 1] in _QUOTED and outer_left & _LETTER:
        return True
    if codes[end] in _QUOTING and outer_right & _LETTER:
        return True
    if not flags[start - 1] & MARK or not (flags[end] & _LETTER or codes[end] in _OPENS):
        return False
    return bool(outer_left & _LETTER) or (start > 1 and codes[start - 2] in _CLOSES)
