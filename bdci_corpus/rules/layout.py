"""Lines and what they look like: headings, list items, table rows, verse, hard wraps."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bdci_corpus.rules.context import CLOSERS, OPENERS, SENTENCE_END, lines_of, stripped

LIST_ITEM = re.compile(
    "[-*+•·●○■□◆◇▪►※][ \t]|[•●○■□◆◇▪►※]|\\d{1,3}[.、)）](?!\\d)"
    "|[（(](?:[一二三四五六七八九十百]{1,4}|\\d{1,3}|[a-zA-Z])[)）]"
    "|[一二三四五六七八九十百]{1,4}、|[①-⑳㈠-㈩⑴-⒇❶-❿]|[a-zA-Z][.)）][ \t]"
)
HEADING = re.compile(
    "第[一二三四五六七八九十百千零〇\\d]{1,8}[章节節条條款编編部篇回卷]|#{1,6} "
    "|附[件录錄则則表][一二三四五六七八九十\\d：:]|[【\\[［].{1,20}[】\\]］]$"
)
_TABLE_ROW = re.compile("\t|\\S {2,}\\S|^\\||\\|.*\\|")
_CLAUSES = re.compile("[，,。；;]")
_CONNECTING = re.compile("[，、,—：:（(《“‘「『—-]$")

MIN_WRAP = 32
"""The narrowest column, in half-width cells, that counts as hard-wrapped: 16 Han characters."""

_FEWEST_WRAPPED = 2
_CHINESE_INDENT = 2
_MOST = 0.7
_SLACK = 3
"""How many characters a wrapped line may stay short of what its next word explains."""

_UNBREAKABLE = re.compile(
    f"[{re.escape(OPENERS)}]*(?:[!-~]+(?: ?[!-~]+)?|. ?[!-~]*)[{re.escape(CLOSERS)}，。、；：？！…—]*"
)
_WIDE = frozenset("WF")
_VERSE_WIDTH = 36
_VERSE_LINES = 4
_VERSE_SPREAD = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks at its ends; ``indent`` is how many stood before it."""

    start: int
    end: int
    text: str
    indent: int
    gap: int
    """How many empty lines stand before it."""

    @property
    def finished(self) -> bool:
        """Whether it ends like a sentence."""
        return bool(SENTENCE_END.search(self.text)) or (self.text.isascii() and self.text[-1:] in ".!?")

    @property
    def listed(self) -> bool:
        """Whether it starts like an item of a list."""
        return bool(LIST_ITEM.match(self.text))

    @property
    def headed(self) -> bool:
        """Whether it starts like a numbered heading or a chapter."""
        return bool(HEADING.match(self.text))

    @property
    def entitled(self) -> bool:
        """Whether it is a numbered heading and no more: no mark parts it into clauses."""
        return self.headed and not _CLAUSES.search(self.text)

    @property
    def tabular(self) -> bool:
        """Whether it is a row of cells."""
        return bool(_TABLE_ROW.search(self.text))

    @property
    def connecting(self) -> bool:
        """Whether its last mark says that more follows."""
        return bool(_CONNECTING.search(self.text))

    @property
    def open(self) -> bool:
        """Whether a quotation or bracket near its end is still open."""
        return ends_open(self.text)


def ends_open(line: str) -> bool:
    """Return whether a quotation or bracket near a line's end is still open."""
    tail = line[-40:]
    last = max(map(tail.rfind, OPENERS))
    return last >= 0 and not any(closer in tail[last + 1 :] for closer in CLOSERS if closer not in "\"'")


def read_lines(text: str) -> list[Line]:
    """Return the lines that are not empty, in order."""
    lines: list[Line] = []
    gap = 0
    for start, end in lines_of(text):
        first, last = stripped(text, start, end)
        if first == last:
            gap += 1
        else:
            lines.append(Line(first, last, text[first:last], first - start, gap))
            gap = 0
    return lines


def width(text: str) -> int:
    """Return how many half-width cells a text takes."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(char) in _WIDE or char in "“”‘’…—" for char in text)


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


def wrap_of(lines: Sequence[Line], verse: set[int]) -> Wrap | None:
    """Return how lines were wrapped, or None where they were not.

    In wrapped text the lines that another follows directly run close to one length, whatever word
    comes next, and most of them end in the middle of a clause.
    """
    pairs = [
        (line, following)
        for at, (line, following) in enumerate(pairwise(lines))
        if not (following.gap or following.listed or following.tabular or line.tabular or at in verse)
        and following.indent <= 1
    ]
    if len(pairs) < _FEWEST_WRAPPED:
        return None
    wraps = [_fitted(pairs, measure) for measure in (width, len)]
    best = max(wraps, key=lambda wrap: _share(wrap, pairs))
    full = [line for line, following in pairs if best.fills(line, following)]
    cut = sum(not line.finished for line in full)
    wide = max(width(line.text) for line, _ in pairs) >= MIN_WRAP
    if not wide or _share(best, pairs) < _MOST or cut < len(full) / 2:
        return None
    parted = sum(line.gap > 0 or line.indent > 1 for line in lines) > 1
    return Wrap(best.limit, best.measure, parted)


def _fitted(pairs: Sequence[tuple[Line, Line]], measure: Callable[[str], int]) -> Wrap:
    """Return the wrap whose limit all but the longest few lines keep to."""
    free = Wrap(0, measure)
    lengths = sorted(free.length(line) for line, _ in pairs)
    return Wrap(lengths[-1 - len(lengths) // 40], measure)


def _share(wrap: Wrap, pairs: Sequence[tuple[Line, Line]]) -> float:
    return sum(wrap.fills(line, following) for line, following in pairs) / len(pairs)


def _first_word(line: Line) -> str:
    """Return what cannot be parted at a line's start: a word, with its marks."""
    match = _UNBREAKABLE.match(line.text)
    return match.group() if match else ""


def verses(lines: Sequence[Line]) -> set[int]:
    """Return the indices of lines that are verse: runs of short lines of like width."""
    found: set[int] = set()
    first = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and not lines[at].gap:
            continue
        block = lines[first:at]
        if len(block) >= _VERSE_LINES and _is_verse([line.text for line in block]):
            found.update(range(first, at))
        first = at
    return found


def _is_verse(texts: Sequence[str]) -> bool:
    widths = [width(text) for text in texts]
    if max(widths) > _VERSE_WIDTH:
        return False
    ends = Counter(text[-1] in "，。；！？、…,;!?.：" for text in texts)
    return max(widths) - min(widths) <= _VERSE_SPREAD or ends[True] >= 0.75 * len(texts)


MAX_HEADING = 40
"""The longest subheading, in characters."""

_NO_HEADING_END = re.compile("[。！？!?；;，,、：:…](?:[”’」』）)】》\"']*)$")


def headings(text: str) -> list[tuple[int, int]]:
    """Return the spans of paragraphs that look like headings.

    One is short, ends without a mark, is no list item, row or verse, and running text follows it,
    perhaps after another heading.
    """
    lines = read_lines(text)
    verse = verses(lines)
    found: list[tuple[int, int]] = []
    followed = False
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        alone = (line.gap > 0 or at == 0) and (at + 1 == len(lines) or lines[at + 1].gap > 0)
        short = len(line.text) <= MAX_HEADING and not _NO_HEADING_END.search(line.text)
        if followed and alone and short and at not in verse and not (line.listed or line.tabular):
            found.append((line.start, line.end))
        else:
            followed = line.finished or len(line.text) > MAX_HEADING
    return found[::-1]
