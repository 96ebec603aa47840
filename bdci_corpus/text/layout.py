"""What lines look like together: hard wraps, verse, headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from bdci_corpus.text.alphabet import CLOSERS, OPENERS
from bdci_corpus.text.line_kernels import BODY, DIRECT, HEADING, LISTED, TABULAR
from bdci_corpus.text.lines import LIST_ITEM, Line, Lines, is_row, lines_in

MIN_WRAP = 32
"""The narrowest column, in half-width cells, that counts as hard-wrapped: 16 Han characters."""

_FEWEST_WRAPPED = 2

_CHINESE_INDENT = 2

_MOST = 0.55

_SLACK = 3
"""How many characters a wrapped line may stay short of what its next word explains."""

_HARDLY = 0.5
"""Where fewer lines than this reach half of the longest, nothing was wrapped."""

_UNBREAKABLE = re.compile(
    f"[{re.escape(OPENERS)}]*(?:[!-~]+(?: ?[!-~]+)?|. ?[!-~]*)[{re.escape(CLOSERS)}，。、；：？！…—]*"
)

_VERSE_WIDTH = 36

_VERSE_LINES = 4

_VERSE_SPREAD = 6

_VERSE_ENDS = "，。；！？、…,;!?.："

_MOST_HEADINGS = 0.5


def width(text: str) -> int:
    """Return how many half-width cells a text takes: two for what needs three bytes or more in UTF-8."""
    return len(text) + (len(text.encode("utf-8", "surrogatepass")) - len(text)) // 2


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a document was hard-wrapped: at what length, in cells or in characters.

    ``parted`` says that blank lines or indents part its paragraphs, so that any other line end is a wrap.
    """

    limit: int
    measure: Callable[[str], int]
    parted: bool = False

    def joins(self, line: Line, following: Line) -> bool:
        """Return whether the line's end is a wrap."""
        new = following.gap or following.indent > line.indent or following.indent > 1
        return self.fills(line, following) or (self.parted and not new and 2 * self.length(line) > self.limit)

    def fills(self, line: Line, following: Line) -> bool:
        """Return whether a line ran to the edge: the first word of the next had no room on it."""
        if following.gap or following.indent > line.indent or following.indent > 1:
            return False
        room = self.limit - self.length(line)
        return room <= self.measure(_first_word(following)) + _SLACK * self.measure("一")

    def length(self, line: Line) -> int:
        """Return a line's length with its indent; two ideographic blanks have become two plain ones."""
        blank = "\u3000" if line.indent == _CHINESE_INDENT else " "
        return self.measure(line.text) + self.measure(blank * line.indent)


def wrap_of(lines: Lines, verse: AbstractSet[int]) -> Wrap | None:
    """Return how lines were wrapped, or None where they were not.

    In wrapped text the lines that another follows directly run close to one length, whatever word
    comes next, and most of them end in the middle of a clause.
    """
    direct = lines.that_may_be(DIRECT)
    if len(direct) < _FEWEST_WRAPPED:
        return None
    below = direct - 1
    lengths = lines.ends[below] - lines.starts[below]
    if np.count_nonzero(2 * lengths >= lengths.max()) < _HARDLY * len(below):
        return None
    pairs = [(lines.line(at), lines.line(at + 1)) for at in below.tolist() if at not in verse]
    pairs = [(a, b) for a, b in pairs if not (b.listed or b.tabular or a.tabular)]
    if len(pairs) < _FEWEST_WRAPPED:
        return None
    best = max((_fitted(pairs, measure) for measure in (width, len)), key=lambda wrap: _share(wrap, pairs))
    full = [line for line, following in pairs if best.fills(line, following)]
    cut = sum(not line.finished for line in full)
    wide = max(width(line.text) for line, _ in pairs) >= MIN_WRAP
    if not wide or _share(best, pairs) < _MOST or cut < len(full) / 2:
        return None
    parted = int(np.count_nonzero((lines.gaps > 0) | (lines.indents > 1))) > 1
    return Wrap(best.limit, best.measure, parted)


def _fitted(pairs: Sequence[tuple[Line, Line]], measure: Callable[[str], int]) -> Wrap:
    """Return the wrap whose limit four fifths of the lines keep to: marks may hang over it."""
    free = Wrap(0, measure)
    lengths = sorted(free.length(line) for line, _ in pairs)
    return Wrap(lengths[-1 - len(lengths) // 5], measure)


def _share(wrap: Wrap, pairs: Sequence[tuple[Line, Line]]) -> float:
    return sum(wrap.fills(line, following) for line, following in pairs) / len(pairs)


def _first_word(line: Line) -> str:
    """Return what cannot be parted at a line's start: a word, with its marks."""
    match = _UNBREAKABLE.match(line.text)
    return match.group() if match else ""


@lru_cache(maxsize=2)
def verses(lines: Lines) -> frozenset[int]:
    """Return the numbers of lines that are verse: runs of short lines of like width."""
    if len(lines) - np.count_nonzero(lines.gaps) < _VERSE_LINES - 1:
        return frozenset()
    found: set[int] = set()
    borders = np.concatenate([[0], np.flatnonzero(lines.gaps > 0), [len(lines)]])
    for at in np.flatnonzero(np.diff(borders) >= _VERSE_LINES).tolist():
        first, end = int(borders[at]), int(borders[at + 1])
        if int((lines.ends[first:end] - lines.starts[first:end]).max()) <= _VERSE_WIDTH:
            block = [lines.text[lines.starts[at] : lines.ends[at]] for at in range(first, end)]
            if _is_verse(block):
                found.update(range(first, end))
    return frozenset(found)


def _is_verse(texts: Sequence[str]) -> bool:
    widths = [width(text) for text in texts]
    if max(widths) > _VERSE_WIDTH:
        return False
    marked = sum(text[-1] in _VERSE_ENDS for text in texts)
    return max(widths) - min(widths) <= _VERSE_SPREAD or marked >= 0.75 * len(texts)


def headings(text: str) -> list[tuple[int, int]]:
    """Return the spans of paragraphs that look like headings.

    One is short, ends without a mark, is no list item, row or verse, and running text follows it,
    perhaps after another heading. Where most paragraphs are such, their author ends none with a mark.
    """
    lines = lines_in(text)
    verse = verses(lines)
    numbers = lines.that_may_be(HEADING)
    hints = [*lines.hints.tolist(), 0]
    found: list[tuple[int, int]] = []
    below = -1
    for at, (start, end) in zip(numbers.tolist()[::-1], lines.spans(numbers)[::-1], strict=True):
        followed = hints[at + 1] & BODY or at + 1 == below
        doubtful = hints[at] & (LISTED | TABULAR)
        if followed and at not in verse and not (doubtful and _is_listed(text[start:end])):
            found.append((start, end))
            below = at
    return found[::-1] if len(found) <= _MOST_HEADINGS * len(lines) else []


def _is_listed(line: str) -> bool:
    """Return whether a line is an item of a list, or a row of a table."""
    return bool(LIST_ITEM.match(line)) or is_row(line)
