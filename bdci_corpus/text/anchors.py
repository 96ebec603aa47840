"""Tell in one pass which of many strings a text cannot hold, so that only the others are searched for."""

# ruff: noqa: PLR0917 - kernels take arrays, not objects

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.compiling import run_compiled
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

_HIDES = tuple(map(ord, "<("))
"""A tag or a reading may begin here."""

_COMMENTS = tuple(map(ord, "/#*%;>-."))
"""What may begin a line of a comment."""

_PLANE = 1 << 16
"""Code points of the basic plane: strings are of no others."""

_AT_ONCE = 1024
"""So many beginnings are written before room is made for more: a text has few."""


class HeadIndex:
    """Strings by their first two characters: tables that loops look them up in.

    ``firsts`` and ``seconds`` number the characters that strings have there, from 1 on, by what a code point is
    read as for the second and as it stands for the first; ``pairs`` gives of two such numbers a row of ``bounds``,
    between which the ``heads`` of those strings are rows; their order is that in which they were given.
    """

    def __init__(self, strings: Mapping[str, int], fold: Codes | None = None) -> None:
        """Take strings, folded, of the basic plane, each with what is told of it; ``fold`` as ``Anchors`` has it."""
        self.fold = np.arange(_PLANE, dtype=np.uint32) if fold is None else fold
        told: dict[str, int] = {}
        for string, value in strings.items():
            told[string[:LONGEST]] = told.get(string[:LONGEST], 0) | value
        firsts = sorted({head[0] for head in told})
        seconds = sorted({head[1] for head in told if len(head) > 1})
        self.firsts = self._numbered(firsts)[np.minimum(self.fold, _PLANE - 1)]
        self.seconds = self._numbered(seconds)
        self.pairs = np.zeros((len(firsts) + 1, len(seconds) + 1), np.int32)
        by_first: dict[str, dict[str, list[str]]] = {}
        for head in sorted(told):
            by_first.setdefault(head[0], {}).setdefault(head[1:2], []).append(head)
        rows: list[str] = []
        bounds = [0, 0]
        for row, first in enumerate(firsts, 1):
            own = by_first[first]
            for column, second in enumerate(("", *seconds)):
                if fitting := [*own.get("", ()), *(own.get(second, ()) if second else ())]:
                    self.pairs[row, column] = len(bounds) - 1
                    rows += fitting
                    bounds.append(len(rows))
        self.told = [told[row] for row in rows]
        self.heads = np.array([[*map(ord, row), *[_NONE] * LONGEST][:LONGEST] for row in rows], np.int64)
        self.heads = self.heads.reshape(-1, LONGEST)
        self.bounds = np.array(bounds, np.int64)

    @staticmethod
    def _numbered(characters: Sequence[str]) -> NDArray[np.uint16]:
        numbers = np.zeros(_PLANE, np.uint16)
        numbers[[ord(character) for character in characters]] = np.arange(1, len(characters) + 1)
        return numbers


class Anchors:
    """Groups of strings, each known by its first characters; blanks between them do not matter."""

    def __init__(self, groups: Sequence[Sequence[str]], fold: Codes | None = None) -> None:
        """Take at most 63 groups, whose strings are of the basic plane.

        ``fold`` says what each code point of that plane is read as; strings are given folded.
        """
        bits: dict[str, int] = {}
        for number, group in enumerate(groups):
            for anchor in group:
                bits[anchor] = bits.get(anchor, 0) | 1 << number
        index = HeadIndex(bits, fold)
        heads = np.column_stack([index.heads, np.array(index.told, np.int64)])
        self._index = index.fold, index.firsts, index.seconds, index.pairs, heads, index.bounds

    def places(self, scan: Scan, flags: Codes) -> tuple[Heads, Heads]:
        """Return where strings may begin, in code points, and as a bit set each time the groups they may be of.

        ``flags`` are those of the scan, with what is passed over besides blanks flagged as blank.
        """
        return self._places(scan.run, scan.codes, flags)

    def places_in(self, codes: Codes, flags: Codes) -> tuple[Heads, Heads]:
        """Return at least these for texts that stand one behind the other: some strings may go on in the next."""
        return self._places(run_compiled, codes, flags)

    def _places(self, run: Callable[..., int], codes: Codes, flags: Codes) -> tuple[Heads, Heads]:
        parts = []
        start, full = 0, True
        while full:
            found = np.empty((_AT_ONCE, 2), np.int64)
            count = run(beginnings, codes, flags, *self._index, start, found)
            parts.append(found[:count])
            full = count == _AT_ONCE
            start = int(found[-1, 0]) + 1 if full else 0
        every = np.concatenate(parts) if len(parts) > 1 else parts[0]
        return np.ascontiguousarray(every[:, 0]), np.ascontiguousarray(every[:, 1])


def beginnings(  # noqa: PLR0913 - a kernel takes its tables one by one, which a call looks at faster than in a tuple
    codes: Codes,
    flags: Codes,
    fold: Codes,
    firsts: NDArray[np.uint16],
    seconds: NDArray[np.uint16],
    pairs: NDArray[np.int32],
    heads: Heads,
    bounds: Heads,
    start: int,
    found: Heads,
) -> int:
    """Write where heads begin from ``start`` on, and their bits, until ``found`` is full; count them.

    The tables are those of ``HeadIndex``; behind the characters of a row of ``heads`` stand its bits.
    """
    count = 0
    for at in range(start, len(codes)):
        number = firsts[codes[at]] if codes[at] < len(firsts) else 0
        if number and not flags[at] & SPACE:
            bits = 0
            behind = _next(flags, at)
            second = _folded(codes, fold, behind)
            bucket = pairs[number, seconds[second] if second < len(seconds) else 0]
            for row in range(bounds[bucket], bounds[bucket + 1]):
                if heads[row, 1] == _NONE or _fits(codes, flags, fold, behind, heads, row):
                    bits |= heads[row, LONGEST]
            if bits:
                found[count, 0], found[count, 1] = at, bits
                count += 1
                if count == len(found):
                    return count
    return count


def _fits(codes: Codes, flags: Codes, fold: Codes, at: int, heads: Heads, row: int) -> bool:
    """Return whether the characters behind the second are those of a head, or may be behind a mark."""
    for number in range(2, LONGEST):
        if heads[row, number] == _NONE:
            return True
        at = _next(flags, at)
        code = _folded(codes, fold, at)
        if code != heads[row, number]:
            return number >= SURE and _may_be_passed_over(code, flags, at)
    return True


def _folded(codes: Codes, fold: Codes, at: int) -> np.uint32:
    """Return the code point at a place as it is read; 0 where the text is over."""
    code = codes[at] if at < len(codes) else np.uint32(0)
    return fold[code] if code < len(fold) else code


def _may_be_passed_over(code: np.uint32, flags: Codes, at: int) -> bool:
    """Return whether a tag, a reading or the mark of a comment may stand at a place, the last behind a line end."""
    if code in _HIDES:
        return True
    return at < len(flags) and flags[at - 1] & SPACE != 0 and code in _COMMENTS


def _next(flags: Codes, at: int) -> int:
    """Return where the next character stands that is no blank."""
    at += 1
    while at < len(flags) and flags[at] & SPACE:
        at += 1
    return at
