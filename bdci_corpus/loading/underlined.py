"""Headings of plain texts that a line of signs underlines, perhaps with another above."""

from __future__ import annotations

from collections.abc import Iterator

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Mark
from bdci_corpus.text import FINAL_MARKS, Words, is_row, width

RULE = "drawn"

_UNDERLINE = lazily(r"\n[ \t\u3000]*(?P<signs>(?P<sign>[-=~*^＝－])(?P=sign){2,})[ \t]*(?=\n|\Z)")

_SIGNS = Words(*(f"{3 * sign}" for sign in "-=~*^＝－"))
"""What a text holds that has an underline."""

_SLACK = 2
"""By how much an underline may be shorter, in characters, or longer, in cells, than what it underlines."""

_LONGEST = 80
"""The widest line that is underlined, in cells."""


def underlined(text: str) -> Iterator[Edit | Mark]:
    """Yield a mark for each underlined heading, and edits that take its lines of signs out. Linear.

    The line stands alone above, is as wide as its underline, is no row of a table, and something follows.
    """
    if not any(_SIGNS.within(text)):
        return
    for under in _UNDERLINE.finditer(text):
        start = text.rfind("\n", 0, under.start()) + 1
        line = text[start : under.start()]
        said = line.strip()
        if not said or len(said) > _LONGEST or not _fits(said, under["signs"]):
            continue
        above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)].strip()
        ruled = above == under["signs"]
        if (above and not ruled) or is_row(said) or not _may_head(said) or not text[under.end() :].strip():
            continue
        first = start + len(line) - len(line.lstrip())
        if ruled:
            yield Edit(start=text.rfind("\n", 0, start - 1) + 1, end=start, replacement="", rule=RULE)
        yield Mark(kind="heading", start=first, end=first + len(said))
        yield Edit(start=under.start() + 1, end=under.end(), replacement="", rule=RULE)


def _fits(line: str, signs: str) -> bool:
    """Return whether signs are as many as a line's characters or cells, or between."""
    return len(line) - _SLACK <= len(signs) and width(signs) <= max(width(line), len(line)) + 2 * _SLACK


def _may_head(line: str) -> bool:
    return any(map(str.isalpha, line)) and line[-1] not in FINAL_MARKS and not line.startswith(("--", "> "))
