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

Firsts = NDArray[np.uint8]

Heads = NDArray[np.int64]

_HEAD = 3
"""How many characters of a word are looked up."""

_NONE = -1
"""Where a word has fewer."""


class Anchors:
    """Groups of strings, each known by its first three characters; blanks between them do not matter."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        """Take at most 63 groups, whose strings begin with at most 255 different characters below U+10000."""
        heads: dict[tuple[int, ...], int] = {}
        for number, group in enumerate(groups):
            for anchor in group:
                head = tuple([*map(ord, anchor[:_HEAD]), _NONE, _NONE][:_HEAD])
                heads[head] = heads.get(head, 0) | 1 << number
        firsts = np.array(sorted({head[0] for head in heads}), np.int64)
        self._firsts: Firsts = np.zeros(1 << 16, np.uint8)
        self._firsts[firsts] = np.arange(1, len(firsts) + 1)
        self._heads: Heads = np.array([(*head, heads[head]) for head in sorted(heads)], np.int64).reshape(-1, _HEAD + 1)
        self._bounds = np.append(0, np.searchsorted(self._heads[:, 0], [*firsts, 1 << 16]))

    def places(self, scan: Scan, flags: Codes) -> tuple[Heads, Heads]:
        """Return where strings may begin, in code points, and as a bit set each time the groups they may be of.

        ``flags`` are those of the scan, with what is passed over besides blanks flagged as blank.
        """
        found = np.empty((len(scan.codes), 2), np.int64)
        count = scan.run(beginnings, scan.codes, flags, self._firsts, self._heads, self._bounds, found)
        return found[:count, 0], found[:count, 1]


def beginnings(codes: Codes, flags: Codes, firsts: Firsts, heads: Heads, bounds: Heads, found: Heads) -> int:
    """Write where heads begin, and their bits; count them. Heads are three characters and bits; -1 is no character."""
    count = 0
    for at in range(len(codes)):
        number = firsts[codes[at]] if codes[at] < len(firsts) and not flags[at] & SPACE else 0
        if number:
            behind = _next(flags, at)
            second = codes[behind] if behind < len(codes) else np.uint32(0)
            bits = 0
            for row in range(bounds[number], bounds[number + 1]):
                if (heads[row, 1] == _NONE or heads[row, 1] == second) and _third_fits(
                    codes, flags, behind, heads[row, 2]
                ):
                    bits |= heads[row, 3]
            if bits:
                found[count, 0], found[count, 1] = at, bits
                count += 1
    return count


def _third_fits(codes: Codes, flags: Codes, at: int, head: int) -> bool:
    """Return whether the character behind the second is that of a head."""
    behind = _next(flags, at)
    return head == _NONE or (behind < len(codes) and codes[behind] == head)


def _next(flags: Codes, at: int) -> int:
    """Return where the next character stands that is no blank."""
    at += 1
    while at < len(flags) and flags[at] & SPACE:
        at += 1
    return at
