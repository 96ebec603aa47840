"""Facts as the first version of the match key read them; what older ledgers remember of texts that are gone.

A fact is a number and the two characters before it; dates and times count as one number each.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

JOINERS: Final = "年月日时分秒"
"""Between digits, these belong to the number."""

_NUMBER: Final = re.compile(f"[0-9]+(?:[{JOINERS}][0-9]+)*")

_CONTEXT: Final = 2
"""How many characters before a figure say what it counts."""

_DIGITS: Final = frozenset("0123456789")

_GAP: Final = "\0"

_GAPS: Final = re.compile(f"(?<![0-9]){_GAP}+|(?<=[0-9]{_GAP}){_GAP}+")

Fact = tuple[str, str]


def first_facts_of(key: str, han: frozenset[str] | None) -> Counter[Fact]:
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
