"""How deep the items of nested lists stand: the blanks before them are their levels, and stay.

Only marks that say nothing of a level themselves are looked at (``- ``, ``• ``, ``1. ``, ``a) ``): below 一、 stands
（一）, and Chinese paragraphs are indented whatever they begin with.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.line_kernels import LISTED
from bdci_corpus.text.lines import Lines

_ITEM = re.compile("(?:[-*+•·●○■□◆◇▪◦‣][ \t]+|[•●○■□◆◇▪◦‣])(?=\\S)|(?:(?P<number>\\d{1,3})|[a-zA-Z])[.)][ \t]+(?=\\S)")

_LEAST = 2
"""By how many blanks at least an item is indented that stands below another: by one it is its neighbor."""

_DEEPEST = 8
"""By how many blanks an item is indented at most: what is further to the right is set there, or code."""

_TAB = 4
"""How many blanks a tab stands for."""

_LONGEST_BREAK = 3
"""Behind how many paragraphs of an item's own at most its list goes on."""


class _Level(NamedTuple):
    """A level of a list: its last item's indent, what stays of it, where its text begins, its number."""

    indent: int
    kept: int
    inside: int
    number: int


def nested(lines: Lines) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which lines are items below other items, and by how many blanks each is indented. Linear."""
    found, depths = list[int](), list[int]()
    if lines.may_hold & LISTED:
        maybe = (lines.hints & LISTED) != 0
        if np.any(maybe & (lines.indents > 0)):
            _walk(lines, np.flatnonzero(maybe).tolist(), found, depths)
    return np.array(found, np.int64), np.array(depths, np.int64)


def _walk(lines: Lines, maybe: list[int], found: list[int], depths: list[int]) -> None:
    levels, last = list[_Level](), 0
    text, indents, starts = lines.text, lines.indents.tolist(), lines.starts.tolist()
    for at in maybe:
        start = starts[at]
        item = _ITEM.match(text, start)
        if item is None:
            continue
        blanks = text[start - indents[at] : start]
        indent, number = len(blanks.expandtabs(_TAB)), int(item["number"] or 0)
        if at > last + 1:  # an item's own paragraphs stand between, if this one stands right below its text
            inside = [level.inside for level in levels]
            levels = levels[: inside.index(indent) + 1] if indent in inside and at - last <= _LONGEST_BREAK + 1 else []
        kept = _placed(levels, indent, number)
        levels.append(_Level(indent, kept, indent + item.end() - start, number))
        last = at
        if kept and indent:
            found.append(at)
            depths.append(min(kept, len(blanks)) if "\t" not in blanks else -(-kept // _TAB))


def _placed(levels: list[_Level], indent: int, number: int) -> int:
    """Take off the levels that an item ends, and return by how many blanks it is indented."""
    while levels and levels[-1].indent > indent + _LEAST - 1:
        levels.pop()
    if not levels:
        return 0
    above = levels[-1]
    deeper = indent - above.indent
    if deeper < _LEAST or deeper > _DEEPEST or (number and above.number and number == above.number + 1):
        levels.pop()
        return above.kept
    return above.kept + deeper
