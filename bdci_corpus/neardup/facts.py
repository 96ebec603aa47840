"""The fact guard: two documents of one form with different figures are not duplicates.

A *fact* is a date, a time, a percentage or a number, and where it stands: the two characters before it. Facts
are read: 1998年3月5日, 1998年03月05日, 1998-03-05, 1998.3.5, 98年3月5日, 一九九八年三月五日 and 民国八十七年三月五日
are one date, 1,500.0 and 1500 and 0.15万 one number, 30% and 百分之三十 one percentage. Numbers in Chinese
numerals are facts in dates, percentages and amounts of money only: elsewhere they are words (一些, 三心二意).

Only places that both documents have are compared, so that a page cut short, or numbers that noise put in, say
nothing. A date counts as one fact, and a time as one, so that a mirror with its own time stamp does not turn into
another document.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.neardup.kernels import facts as fact_kernels
from bdci_corpus.records import PairKind
from bdci_corpus.text import key_points, match_keys

COMPARABLE: Final = 5
"""Fewer facts than this in comparable places prove nothing."""

AGREEING: Final = 0.5
"""Below this share of equal facts in comparable places, a pair is of one template."""

_DIGITS: Final = ("0123456789", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "〇一两三四五六七八九")
"""Digits as the match key has them; the first are Arabic, the others Chinese."""

_WORDS: Final = {
    21: "十拾", 22: "百佰", 23: "千仟", 24: "万", 25: "亿", 26: "廿", 27: "卅", 31: "年", 32: "月", 33: "日号",
    34: "时", 35: "点", 36: "分", 37: "秒", 38: "元圆", 39: "民", 40: "国", 41: "公", 42: "西", 43: "之", 44: "中",
    45: "华",
}  # fmt: skip
"""Classes of characters that belong to a fact, or say what it is."""

_MARKS: Final = (".．·", ",，", "-－–—‐‑−", "/／", ":：", "%％‰")
"""What stands between digits, in the order of the numbers 1 to 6."""

_NOTHING: Final = "\n\r\u200b\u200c\u200d\u2060\ufeff"
"""What parts no number: it is not seen, or a line was wrapped there."""

_OTHER: Final = 7
"""The number of any other mark."""

MANY: Final = 8
"""Added to the number of a mark where more than one character stands between two of the key."""

Fact = tuple[int, int, int]
"""Place, kind and value."""


@cache
def classes() -> NDArray[np.uint8]:
    """Return the classes of code points below 65,536 that ``kernels.facts`` asks for."""
    table = np.zeros(1 << 16, np.uint8)
    for first, digits in zip((1, 11, 11, 11), _DIGITS, strict=True):
        for value, digit in enumerate(digits):
            table[ord(digit)] = first + value
    for number, characters in _WORDS.items():
        for character in characters:
            table[ord(character)] = number
    return table


@cache
def mark_numbers() -> NDArray[np.uint8]:
    """Return the number of every code point below 65,536 as a mark between digits."""
    table = np.full(1 << 16, _OTHER, np.uint8)
    for number, characters in enumerate(_MARKS, start=1):
        for character in characters:
            table[ord(character)] = number
    table[[ord(character) for character in _NOTHING]] = 0
    return table


def marks_of(points: NDArray[np.uint32], kept: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return what stands before each place that the key has kept of a text, and last behind them all (uint8)."""
    numbers = np.where(points < len(mark_numbers()), mark_numbers()[points & np.uint32(0xFFFF)], _OTHER)
    seen = numbers != 0
    seen[kept] = True
    numbers = numbers[seen]
    ends = np.append((np.cumsum(seen) - 1)[kept], len(numbers))
    gaps = np.diff(ends, prepend=-1) - 1
    first = np.append(numbers, 0)[ends - gaps]
    return np.where(gaps > 0, first | np.where(gaps > 1, MANY, 0), 0).astype(np.uint8)


def facts_of(text: str, *, by_han: bool) -> Counter[Fact]:
    """Return the facts of a text; ``by_han`` looks at Han characters and digits only, so that pinyin does not matter.

    Letters between two numbers still keep them apart.
    """
    folded = match_keys([text])
    entries: Any = folded.entries.tolist()  # loops are interpreted over lists
    marks: Any = marks_of(key_points(text), folded.positions).tolist()
    if by_han:
        kept: Any = [0] * len(entries)
        kept_marks: Any = [0] * (len(entries) + 1)
        size = fact_kernels.telling(entries, marks, kept, kept_marks)
        entries, marks = kept[:size], kept_marks[: size + 1]
    found: Any = [[0] * len(entries) for _ in range(3)]
    count = fact_kernels.facts(entries, marks, classes(), *found)
    return Counter(zip(*(column[:count] for column in found), strict=True))


def compared(one: Counter[Fact], other: Counter[Fact]) -> tuple[int, int]:
    """Return how many facts stand in comparable places, and how many of these agree."""
    places = _places(one) & _places(other)
    return places.total(), (one & other).total()


def _places(found: Counter[Fact]) -> Counter[int]:
    places: Counter[int] = Counter()
    for (place, _, _), count in found.items():
        places[place] += count
    return places


def kind_of(comparable: int, agreeing: int) -> PairKind:
    """Return what a pair is whose texts are alike, by its facts."""
    different = comparable >= COMPARABLE and agreeing < AGREEING * comparable
    return "template" if different else "duplicate"
