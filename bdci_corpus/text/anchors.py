"""Tell in one pass which of many strings a text cannot hold, so that only the others are searched for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.flags import SPACE
from bdci_corpus.text.scan import Scan

MOST_GROUPS = 63
"""Groups are bits of an int64."""

Codes = NDArray[np.uint32]

Heads = NDArray[np.int64]

LONGEST = 8
"""How many characters of a string are looked at: enough to tell "publiclicense" from "published"."""

SURE = 3
"""Behind so many characters a mark may begin what is passed over, such as a tag: what follows is not looked at."""

_NONE = -1
"""Where a string has fewer characters than ``LONGEST``."""

_FIRST_MARK, _LAST_MARK, _ZERO, _NINE, _A, _Z = map(ord, "!~09az")

_LOWER = np.uint32(0x20)
"""The bit that tells a small letter of ASCII from a large one."""

_PLANE = 1 << 16
"""Code points of the basic plane: strings are of no others."""


class Anchors:
    """Groups of strings, each known by its first characters; blanks between them do not matter."""

    def __init__(self, groups: Sequence[Sequence[str]], fold: Codes | None = None) -> None:
        """Take at most 63 groups, whose strings begin with at most 255 different characters of the basic plane.

        ``fold`` says what each code point of that plane is read as; strings are given folded.
        """
        bits: dict[tuple[int, ...], int] = {}
        for number, group in enumerate(groups):
            for anchor in group:
                head = tuple([*map(ord, anchor[:LONGEST]), *[_NONE] * LONGEST][:LONGEST])
                bits[head] = bits.get(head, 0) | 1 << number
        firsts = np.array(sorted({head[0] for head in bits}), np.int64)
        numbers = np.zeros(_PLANE, np.uint32)
        numbers[firsts] = np.arange(1, len(firsts) + 1)
        fold = np.arange(_PLANE, dtype=np.uint32) if fold is None else fold
        self._tables = np.stack([fold, numbers[np.where(fold < _PLANE, fold, 0)]])
        self._heads: Heads = np.array([(*head, bits[head]) for head in sorted(bits)], np.int64).reshape(-1, LONGEST + 1)
        self._bounds = np.append(0, np.searchsorted(self._heads[:, 0], [*firsts, _PLANE]))

    def places(self, scan: Scan, flags: Codes) -> tuple[Heads, Heads]:
        """Return where strings may begin, in code points, and as a bit set each time the groups they may be of.

        ``flags`` are those of the scan, with what is passed over besides blanks flagged as blank.
        """
        found = np.empty((len(scan.codes), 2), np.int64)
        count = scan.run(beginnings, scan.codes, flags, self._tables, self._heads, self._bounds, found)
        return found[:count, 0], found[:count, 1]


def beginnings(codes: Codes, flags: Codes, tables: Codes, heads: Heads, bounds: Heads, found: Heads) -> int:
    """Write where heads begin, and their bits; count them.

    ``tables`` says of a code point what it is read as, and the number of those heads that begin with it; a row of
    ``heads`` is its characters and bits.
    """
    fold, firsts = tables[0], tables[1]
    count = 0
    for at in range(len(codes)):
        number = firsts[codes[at]] if codes[at] < len(firsts) and not flags[at] & SPACE else 0
        if number:
            bits = 0
            behind = _next(flags, at)
            second = _folded(codes, fold, behind)
            for row in range(bounds[number], bounds[number + 1]):
                if heads[row, 1] == _NONE or (
                    heads[row, 1] == second and _fits(codes, flags, fold, behind, heads, row)
                ):
                    bits |= heads[row, LONGEST]
            if bits:
                found[count, 0], found[count, 1] = at, bits
                count += 1
    return count


def _fits(codes: Codes, flags: Codes, fold: Codes, at: int, heads: Heads, row: int) -> bool:
    """Return whether the characters behind the second are those of a head, or may be behind a mark."""
    for number in range(2, LONGEST):
        if heads[row, number] == _NONE:
            return True
        at = _next(flags, at)
        code = _folded(codes, fold, at)
        if code != heads[row, number]:
            return number >= SURE and _is_mark(code)
    return True


def _folded(codes: Codes, fold: Codes, at: int) -> np.uint32:
    """Return the code point at a place as it is read; 0 where the text is over."""
    code = codes[at] if at < len(codes) else np.uint32(0)
    return fold[code] if code < len(fold) else code


def _is_mark(code: np.uint32) -> bool:
    """Return whether a code point is a mark of ASCII, which may begin a tag, a reading or a comment's next line."""
    if not _FIRST_MARK <= code <= _LAST_MARK or _ZERO <= code <= _NINE:
        return False
    return not _A <= code | _LOWER <= _Z


def _next(flags: Codes, at: int) -> int:
    """Return where the next character stands that is no blank."""
    at += 1
    while at < len(flags) and flags[at] & SPACE:
        at += 1
    return at
