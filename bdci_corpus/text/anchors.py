"""Tell in one pass which of many strings a text cannot hold, so that only the others are searched for."""

# ruff: noqa: PLR0917 - kernels take arrays, not objects

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

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

_HIDES = tuple(map(ord, "<("))
"""A tag or a reading may begin here."""

_COMMENTS = tuple(map(ord, "/#*%;>-."))
"""What may begin a line of a comment."""

_PLANE = 1 << 16
"""Code points of the basic plane: strings are of no others."""

_AT_ONCE = 1024
"""So many beginnings are written before room is made for more: a text has few."""


class Trie(NamedTuple):
    """Strings by their characters, in tables that loops follow.

    Node 0 is before the first character. A row of ``nodes`` is, of each, the character that leads to it, the first of
    its children, which the first of the next one's ends, which last five bits their characters have, and what is told
    of the node. ``read`` says what a code point is read as, with
    ``LONE`` where a string of one character begins; ``numbers`` what node a first character leads to; ``may`` are bits
    for each three characters that a string may begin with, or two that are one, by ``mixed``.
    """

    read: Codes
    numbers: NDArray[np.int64]
    may: NDArray[np.uint8]
    nodes: Heads


LONE = 1 << 16
"""Marks what is a string, alone: what stands behind it does not matter."""

_BASIC = LONE - 1
"""The bits of what a code point is read as."""

CODE, CHILDREN, MASK, TOLD = range(4)
"""The columns of nodes."""

_LAST = 31
"""The bits by which most characters that do not lead on from a node are told from those that do."""

_MIXED = (1 << 18) - 1
"""So many bits tell of three characters that no string begins with them; one in a hundred is set."""


def trie_of(strings: Mapping[str, int], fold: Codes | None = None) -> Trie:
    """Return strings, folded, of the basic plane as tables, each with what is told of it; ``fold`` as for anchors."""
    told: dict[str, int] = {"": 0}
    for string, value in strings.items():
        head = string[:LONGEST]
        for size in range(1, len(head)):
            told.setdefault(head[:size], 0)
        told[head] = told.get(head, 0) | value
    heads = sorted(told, key=lambda head: (len(head), head))
    read = np.arange(_PLANE, dtype=np.uint32) if fold is None else fold[:_PLANE].copy()
    numbers, may = np.zeros(_PLANE, np.int64), np.zeros((_MIXED + 1) >> 3, np.uint8)
    number = {head: at for at, head in enumerate(heads)}
    nodes = np.zeros((len(heads) + 1, 4), np.int64)
    nodes[-1, CHILDREN] = len(heads)
    for at, head in reversed(list(enumerate(heads))):  # what has no child begins where the next one's children do
        nodes[at, TOLD] = told[head]
        nodes[at, CHILDREN] = nodes[at, CHILDREN] or nodes[at + 1, CHILDREN]
        if head:
            above = number[head[:-1]]
            nodes[at, CODE], nodes[above, CHILDREN] = ord(head[-1]), at
            nodes[above, MASK] |= 1 << (ord(head[-1]) & _LAST)
    lone = [ord(head) for head in heads if len(head) == 1 and head in strings]
    read[np.isin(read, lone)] |= LONE
    for head in heads:
        if len(head) == 1:
            numbers[ord(head)] = number[head]
        if len(head) == SURE or (len(head) == 2 and head in strings):  # noqa: PLR2004 - a character for each
            at = mixed(*map(ord, head.ljust(SURE, "\0")))
            may[at >> 3] |= 1 << (at & 7)
    return Trie(read, numbers, may, nodes)


def mixed(first: int, second: int, third: int) -> int:
    """Return the bit of three characters; the last is 0 where it does not matter."""
    mix = first * 40_503 + second * 10_007 + third * 641
    return (mix ^ mix >> 13) & _MIXED


def child(nodes: Heads, node: int, code: int) -> int:
    """Return where a character leads to from a node; 0 where no string goes on so."""
    if not nodes[node, MASK] >> (code & _LAST) & 1:
        return 0
    low, high = nodes[node, CHILDREN], nodes[node + 1, CHILDREN]
    while low < high:
        middle = (low + high) // 2
        if nodes[middle, CODE] < code:
            low = middle + 1
        else:
            high = middle
    return int(low) if low < nodes[node + 1, CHILDREN] and nodes[low, CODE] == code else 0


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
        self._index = trie_of(bits, fold)

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
    read: Codes,
    numbers: NDArray[np.int64],
    may: NDArray[np.uint8],
    nodes: Heads,
    start: int,
    found: Heads,
) -> int:
    """Write where heads begin from ``start`` on, and their bits, until ``found`` is full; count them.

    The tables are those of ``Trie``, which tells the bits of each node. Most places are passed by what three
    characters tell.
    """
    count, size = 0, len(codes)
    first = second = 0
    at, behind = size, size
    for here in range(start, size):
        if flags[here] & SPACE:
            continue
        third = int(read[codes[here]]) if codes[here] < len(read) else 0
        bit, alone = mixed(first & _BASIC, second & _BASIC, third & _BASIC), mixed(first & _BASIC, second & _BASIC, 0)
        if first & LONE or may[bit >> 3] >> (bit & 7) & 1 or may[alone >> 3] >> (alone & 7) & 1:
            node = numbers[first & _BASIC]
            bits = _bits(codes, flags, read, nodes, node, at) if node else 0
            if bits:
                found[count, 0], found[count, 1] = at, bits
                count += 1
                if count == len(found):
                    return count
        first, at, second, behind = second, behind, third, here
    for code, place in ((first, at), (second, behind)):
        node = numbers[code & _BASIC] if place < size and count < len(found) else 0
        bits = _bits(codes, flags, read, nodes, node, place) if node else 0
        if bits:
            found[count, 0], found[count, 1] = place, bits
            count += 1
    return count


def _bits(
    codes: Codes,
    flags: Codes,
    read: Codes,
    nodes: Heads,
    node: int,
    at: int,
) -> int:
    """Return the bits of all strings that begin at a place, whose first character leads to a node.

    Behind a mark that may be passed over stands what nobody knows: all that could go on there may.
    """
    bits = int(nodes[node, TOLD])
    for number in range(1, LONGEST):
        if nodes[node, MASK] == 0:
            break
        at = _next(flags, at)
        code = int(codes[at]) if at < len(codes) else 0
        code = int(read[code]) & _BASIC if code < len(read) else code
        following = child(nodes, node, code)
        if number >= SURE and _may_be_passed_over(code, flags, at):
            for other in range(nodes[node, CHILDREN], nodes[node + 1, CHILDREN]):
                if other != following:
                    bits |= _below(nodes, other)
        if not following:
            break
        node = following
        bits |= nodes[node, TOLD]
    return bits


def _below(nodes: Heads, node: int) -> int:
    """Return the bits of all strings that pass a node: a trie's nodes at one depth stand in a row."""
    bits = 0
    low, high = node, node + 1
    while low < high:
        for one in range(low, high):
            bits |= nodes[one, TOLD]
        low, high = nodes[low, CHILDREN], nodes[high, CHILDREN]
    return bits


def _may_be_passed_over(code: int, flags: Codes, at: int) -> bool:
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
