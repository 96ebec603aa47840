"""Close up lines in which a blank stands behind every character, as text layers of PDF and scans have them.

Evidence: in a line of eight Han characters or more nine tenths of those that follow each other are parted by exactly
one blank. Tables of characters, lists of names and verse look so, too; where some of these lines hold marks of a
sentence beside the words that any sentence has, the blanks of all of them come from the typesetting.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit
from bdci_corpus.text import HAN_CLASS

RULE = "site"

_FEWEST_BLANKS = 16
"""How many blanks such a text has at least."""

_SHARE = 20
"""One character of so many is a blank, at least."""

_RUN = lazily(f"[{HAN_CLASS}](?: [{HAN_CLASS}]){{4}}")

_LINE = lazily(r"\S[^\n]*")

_APART = lazily(f"(?<=[{HAN_CLASS}]) (?=[{HAN_CLASS}])")

_TOUCHING = lazily(f"(?<=[{HAN_CLASS}])(?=[{HAN_CLASS}])")

_FEWEST = 3
"""How many Han characters a line has at least that is closed up beside surer ones."""

_SURE = 8
"""The same of a line that shows how the text was set."""

_FEWEST_SURE = 2
"""How many such lines a text has at least."""

_SURE_ALONE = 40
"""How many blanks between Han characters make one line enough."""

_MOST_TOUCHING = 9
"""One pair of so many may touch."""

_LAST, _FIRST = lazily("[A-Za-z0-9]+$"), lazily("[A-Za-z0-9]+")

_MARK = lazily("[，。、：；,;:]")

_WORDS = frozenset("的是在和与由了为不有按对中")
"""Characters one of which most sentences have."""


def closed_lines(text: str) -> list[Edit]:
    """Return edits that take the blanks out of the lines of a text that was set so. Linear."""
    blanks = text.count(" ")
    if blanks < _FEWEST_BLANKS or blanks * _SHARE < len(text) or not _RUN.search(text):
        return []
    lines = [(line.start(), line[0]) for line in _LINE.finditer(text)]
    counts = [_pairs(line) for _, line in lines]
    sure = [line for (_, line), (apart, spaced) in zip(lines, counts, strict=True) if spaced and apart >= _SURE - 1]
    enough = len(sure) >= _FEWEST_SURE or any(apart >= _SURE_ALONE for apart, _ in counts)
    if not enough or not any(_MARK.search(line) and not _WORDS.isdisjoint(line) for line in sure):
        return []
    parted = [spaced for apart, spaced in counts if apart >= _FEWEST]
    if 3 * sum(parted) < 2 * len(parted):  # words of several characters are parted, too
        return []
    return [
        Edit(start=start + at, end=start + at + 1, replacement="", rule=RULE)
        for (start, line), (apart, spaced) in zip(lines, counts, strict=True)
        if spaced and apart >= _FEWEST - 1
        for at in _needless(line)
    ]


def _pairs(line: str) -> tuple[int, bool]:
    """Return how many Han characters a blank parts from the next, and whether nearly all that follow each other are."""
    apart = len(_APART.findall(line)) if " " in line else 0
    return apart, bool(apart) and len(_TOUCHING.findall(line)) * _MOST_TOUCHING <= apart


def _needless(line: str) -> Iterator[int]:
    """Yield where single blanks stand, but for those between words in Latin letters, whose ends nothing tells."""
    at, parts = 0, line.split(" ")
    for left, right in pairwise(parts):
        at += len(left)
        if left and right and not _are_words(left, right):
            yield at
        at += 1


def _are_words(left: str, right: str) -> bool:
    """Return whether a blank may part words in Latin letters or figures: neither is one sign, or letters follow."""
    ends, begins = _LAST.search(left), _FIRST.match(right)
    if not ends or not begins:
        return False
    if right[0].islower() and left[-1].isalpha():
        return True
    single = len(ends[0]) == len(begins[0]) == 1 and left[-1].isdecimal() == right[0].isdecimal()
    return len(left) > 1 and len(right) > 1 and not single
