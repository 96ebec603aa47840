"""The loop that asks of each anchor whether the words stand near it that a pattern of its families needs.

Plain Python over arrays, of which ``compiled`` makes machine code; ``sieve`` makes the tables and says what they are.
"""

# ruff: noqa: PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text import LONE, SPACE, TOLD, child, mixed

ALL, BOUNDED, NEAR, OPENING = 0, 1, 2, 3
"""Where words are: within reach; in the anchor's sentence; there, and near the anchor; where a sentence begins."""

WHERE = 4
"""How many of these there are."""

NEAR_BY = 64
"""So many characters that count are near."""

IS_WORD, OPENS = 1, 2
"""Is of a word; a sentence may begin behind it."""

_STRETCH = 4096
"""So many code points are looked at together, where places are near each other."""

_EVERY = -1
"""All sets: a tag may hide any word."""

_NEW_LINE, _LESS, _STOP, _SEMICOLON = map(ord, "\n<。；")

_MARKS = tuple(map(ord, "/#*%;>-."))
"""What a comment's line may begin with."""

_STYLES = tuple(map(ord, "/bcefisuw"))
"""How a tag that styles goes on, which can hide a word."""

_LOWER = np.uint32(0x20)
"""The bit that makes a small letter of a capital one."""

_A, _Z = ord("a"), ord("z")

Codes = NDArray[np.uint32]

Numbers = NDArray[np.int64]


def sift(  # noqa: PLR0913 - a kernel takes its tables one by one, which a call looks at faster than in a tuple
    codes: Codes,
    flags: Codes,
    fold: Codes,
    read: Codes,
    numbers: Numbers,
    may: NDArray[np.uint8],
    nodes: Numbers,
    groups: Numbers,
    kinds: NDArray[np.uint8],
    needs: Numbers,
    first_need: Numbers,
    short: Numbers,
    unbounded: int,
    reach: int,
    places: Numbers,
    bits: Numbers,
) -> int:
    """Clear in ``bits`` the families whose words are missing near a place; return how many places keep any.

    A row of ``groups`` says of a word of which sets of words it is; one of ``needs`` says, of an alternative of a
    family, of which sets there has to be a word, for each of the ``WHERE``.
    """
    families, last = len(first_need) - 1, len(places)
    room = min(len(codes), _STRETCH + 2 * reach) + 1
    seen, at, opening = np.empty(room, np.uint32), np.empty(room, np.int64), np.empty(room, np.bool_)
    words = np.empty((2 * room, 2), np.int64)
    around = np.empty((last, 4), np.int64)
    there = np.zeros((WHERE, groups.shape[1]), np.int64)
    kept = first = 0
    while first < last:
        behind = _stretch(codes, places, bits, short, families, unbounded, reach, first, around)
        low, high = around[first:behind, 0].min(), around[first:behind, 1].max()
        count = _squeezed(codes, flags, fold, kinds, low, high, seen, at, opening)
        found = _words(seen, count, read, numbers, may, nodes, words)
        for number in range(first, behind):
            if bits[number] and found <= len(words):
                _gather(places[number], around[number], at[:count], opening, words[:found], groups, there)
                bits[number] = _supported(bits[number], needs, first_need, there)
            kept += bits[number] != 0
        first = behind
    return kept


def sift_each(  # noqa: PLR0913 - see above
    codes: Codes,
    text_bounds: Numbers,
    flags: Codes,
    fold: Codes,
    read: Codes,
    numbers: Numbers,
    may: NDArray[np.uint8],
    nodes: Numbers,
    groups: Numbers,
    kinds: NDArray[np.uint8],
    needs: Numbers,
    first_need: Numbers,
    short: Numbers,
    unbounded: int,
    reach: int,
    places: Numbers,
    bits: Numbers,
) -> None:
    """Do so for texts that stand one behind the other, each by itself.

    ``places`` are in all of them, and become those in each; ``text_bounds`` are where each begins.
    """
    first = 0
    for text in range(len(text_bounds) - 1):
        start, end = text_bounds[text], text_bounds[text + 1]
        behind = first
        while behind < len(places) and places[behind] < end:
            places[behind] -= start
            behind += 1
        if first < behind:
            sift(
                codes[start:end], flags[start:end], fold, read, numbers, may, nodes, groups, kinds, needs,
                first_need, short, unbounded, reach, places[first:behind], bits[first:behind],
            )  # fmt: skip
        first = behind


def _families(codes: Codes, place: int, bits: int, short: Numbers, families: int) -> int:
    """Return the families of an anchor; an abbreviation, which has bits of its own, begins a word."""
    own = bits & ((1 << families) - 1)
    before = codes[place - 1] | _LOWER if place else np.uint32(0)
    if not _A <= before <= _Z:
        for group in range(len(short)):
            if bits >> (families + group) & 1:
                own |= 1 << short[group]
    return own


def _sentence(codes: Codes, place: int, reach: int) -> tuple[int, int]:
    """Return the bounds of what is around a place up to a full stop or semicolon of Chinese."""
    low, high = place, place
    while low > 0 and place - low < reach and codes[low - 1] != _STOP and codes[low - 1] != _SEMICOLON:
        low -= 1
    while high < len(codes) and high - place < reach and codes[high] != _STOP and codes[high] != _SEMICOLON:
        high += 1
    return low, high


def _stretch(  # noqa: PLR0913 - see above
    codes: Codes,
    places: Numbers,
    bits: Numbers,
    short: Numbers,
    families: int,
    unbounded: int,
    reach: int,
    first: int,
    around: Numbers,
) -> int:
    """Take places from ``first`` on, as many as are near each other; return the number of the one behind them.

    ``bits`` become those of families, rows of ``around`` the bounds of what is looked at and those of the sentence.
    """
    number, start, end = first, places[first], places[first]
    while number < len(places):
        place = places[number]
        own = _families(codes, place, bits[number], short, families)
        sentence = _sentence(codes, place, reach)
        low, high = sentence
        if own & unbounded:
            low, high = max(0, place - reach), min(len(codes), place + reach)
        if number > first and (low > end or max(high, end) - min(low, start) > _STRETCH):
            break
        start, end = min(low, start), max(high, end)
        bits[number] = own
        around[number, 0], around[number, 1] = low, high
        around[number, 2], around[number, 3] = sentence
        number += 1
    return number


def _gather(
    place: int,
    around: Numbers,
    at: Numbers,
    opening: NDArray[np.bool_],
    words: Numbers,
    groups: Numbers,
    there: Numbers,
) -> None:
    """Write into ``there`` the sets of the words around a place."""
    there[:] = 0
    middle = np.searchsorted(at, place)
    for found in range(np.searchsorted(words[:, 0], np.searchsorted(at, around[0])), len(words)):
        word, row = words[found]
        if at[word] >= around[1]:
            break
        inside = around[2] <= at[word] < around[3]
        near = inside and abs(word - middle) <= NEAR_BY
        for part in range(groups.shape[1]):
            group = groups[row, part] if row >= 0 else _EVERY
            there[ALL, part] |= group
            there[BOUNDED, part] |= group if inside else 0
            there[NEAR, part] |= group if near else 0
            there[OPENING, part] |= group if near and (opening[word] or row < 0) else 0


def _supported(own: int, needs: Numbers, first_need: Numbers, there: Numbers) -> int:
    """Return those of some families of which an alternative has all that it needs, each where it is looked for."""
    supported = 0
    size = there.shape[1]
    for family in range(len(first_need) - 1):
        if own >> family & 1:
            for row in range(first_need[family], first_need[family + 1]):
                lacking = 0
                for where in range(WHERE):
                    for part in range(size):
                        lacking |= needs[row, where * size + part] & ~there[where, part]
                if lacking == 0:
                    supported |= 1 << family
                    break
    return supported


def _squeezed(  # noqa: PLR0913 - see above
    codes: Codes,
    flags: Codes,
    fold: Codes,
    kinds: NDArray[np.uint8],
    start: int,
    end: int,
    seen: Codes,
    at: Numbers,
    opening: NDArray[np.bool_],
) -> int:
    """Write what counts of a stretch, folded, where each stands, and whether a sentence may begin there.

    Return how many.
    """
    count = 0
    line, opens = False, True
    for place in range(start, end):
        code = codes[place]
        if flags[place] & SPACE:
            line = line or code == _NEW_LINE
            opens = opens or code == _NEW_LINE
            continue
        if line and code in _MARKS:
            continue
        line = False
        seen[count] = fold[code] if code < len(fold) else code
        at[count], opening[count] = place, opens
        count += 1
        kind = kinds[code] if code < len(kinds) else 0
        opens = bool(kind & OPENS) or (opens and not kind & IS_WORD)
    return count


def _words(
    seen: Codes,
    count: int,
    read: Codes,
    numbers: Numbers,
    may: NDArray[np.uint8],
    nodes: Numbers,
    words: Numbers,
) -> int:
    """Write where words begin, and the row of each, -1 for a tag; count them, also those for which no room is left."""
    found = 0
    for word in range(count):
        code, second = seen[word], seen[word + 1] if word + 1 < count else np.uint32(0)
        if code == _LESS and second in _STYLES:
            if found < len(words):
                words[found, 0], words[found, 1] = word, -1
            found += 1
        third = seen[word + 2] if word + 2 < count else np.uint32(0)
        bit, alone = mixed(int(code), int(second), int(third)), mixed(int(code), int(second), 0)
        if code >= len(numbers) or not (
            read[code] & LONE or may[bit >> 3] >> (bit & 7) & 1 or may[alone >> 3] >> (alone & 7) & 1
        ):
            continue
        node, behind = numbers[code], word + 1
        while node:
            if nodes[node, TOLD]:
                if found < len(words):
                    words[found, 0], words[found, 1] = word, nodes[node, TOLD]
                found += 1
            node = child(nodes, node, int(seen[behind])) if behind < count else 0
            behind += 1
    return found
