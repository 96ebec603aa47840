"""Bullets of Word's fonts of signs that come as letters (l, n, u, Ø, ü, §): what a reader saw was a dot or a square.

Evidence: the same letter stands before Chinese text on several lines, or alone on lines above it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit
from bdci_corpus.text import HAN_CLASS, lines_in

RULE = "bullets"

_SIGNS = "Ø§\uf06c\uf06e\uf075\uf0d8\uf0fc\uf0b7\uf0a7"
"""Letters and places of the fonts Symbol and Wingdings that begin no Chinese text."""

_LETTERS = "lnuqvwp"

_EVERY = frozenset(f"{_LETTERS}üÜ{_SIGNS}")

_BLANK, _TEXT = r"[ \t\u3000]", f"(?=[{HAN_CLASS}“《（])"

_ALONE = lazily(rf"^{_BLANK}*(?P<sign>[{_LETTERS}üÜ{_SIGNS}]){_BLANK}*\n(?={_BLANK}*{_TEXT})", re.MULTILINE)

_BEFORE = lazily(
    rf"^{_BLANK}*(?P<sign>[lnuqvüÜ{_SIGNS}])(?P<gap>{_BLANK}+|(?<=[{_SIGNS}])){_TEXT}"
    r"(?![个個次位为為是元的和与阶階项項维維年天])",
    re.MULTILINE,
)
"""A sign alone on a line, and one before a text; a letter may also be a number's name (n 个)."""

_FEWEST, _FEWEST_LETTERS = 2, 3
"""How often a sign, and a letter behind which one blank stands, comes at least."""


def letter_bullets(text: str) -> Iterator[Edit]:
    """Yield edits that make bullets of letters. Linear."""
    if _EVERY.isdisjoint(lines_in(text).openings):
        return
    found = [*_ALONE.finditer(text), *_BEFORE.finditer(text)]
    if len(found) < _FEWEST:
        return
    many = Counter(match["sign"] for match in found)
    for match in found:
        gap = match.groupdict().get("gap", "\n")
        least = _FEWEST_LETTERS if gap == " " and match["sign"] in _LETTERS else _FEWEST
        if many[match["sign"]] >= least:
            yield Edit(start=match.start("sign"), end=match.end(), replacement="• ", rule=RULE)
