"""The fact guard: two documents of one form with different figures are not duplicates.

A *fact* is a number and where it stands: the two characters before it. Only places that both
documents have are compared, so that a page cut short, or numbers that noise put in, say nothing.
Dates and times count as one number each (``2024年3月15日``), so that a mirror with its own time
stamp does not turn into another document.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from bdci_corpus.records import PairKind

COMPARABLE: Final = 5
"""Fewer numbers than this in comparable places prove nothing."""

AGREEING: Final = 0.5
"""Below this share of equal numbers in comparable places, a pair is of one template."""

JOINERS: Final = "年月日时分秒"
"""Between digits, these belong to the number."""

_NUMBER: Final = re.compile(f"[0-9]+(?:[{JOINERS}][0-9]+)*")

_CONTEXT: Final = 2
"""How many characters around a figure say what it counts."""

_DIGITS: Final = frozenset("0123456789")

_GAP: Final = "\0"

_GAPS: Final = re.compile(f"(?<![0-9]){_GAP}+|(?<=[0-9]{_GAP}){_GAP}+")

Fact = tuple[str, str]


def facts_of(key: str, han: frozenset[str] | None) -> Counter[Fact]:
    """Return the numbers of a match key with the two characters before each.

    Where ``han`` is given, only these (the key's Han characters) and digits are looked at, so
    that pinyin readings do not matter; letters between two numbers still keep them apart.
    """
    if han is not None:
        key = "".join(c if c in han or c in _DIGITS else _GAP for c in key)
        key = _GAPS.sub("", key)
    found: Counter[Fact] = Counter()
    before, done = "", 0
    for match in _NUMBER.finditer(key):
        before = _context(before + key[done : match.start()])
        found[before, match[0]] += 1
        before, done = _context(before + match[0]), match.end()
    return found


def _context(text: str) -> str:
    return "".join(c for c in text if c not in _DIGITS and c != _GAP)[-_CONTEXT:]


def compared(one: Counter[Fact], other: Counter[Fact]) -> tuple[int, int]:
    """Return how many facts stand in comparable places, and how many of these agree."""
    places = _places(one) & _places(other)
    return places.total(), (one & other).total()


def _places(found: Counter[Fact]) -> Counter[str]:
    places: Counter[str] = Counter()
    for (place, _), count in found.items():
        places[place] += count
    return places


def kind_of(comparable: int, agreeing: int) -> PairKind:
    """Return what a pair is whose texts are alike, by its facts."""
    different = comparable >= COMPARABLE and agreeing < AGREEING * comparable
    return "template" if different else "duplicate"
