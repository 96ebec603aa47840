"""Lines and what they look like: headings, list items, table rows, verse, hard wraps."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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
_CONNECTING = re.compile("[，、,—：:（(《“‘「『—-]$")

MIN_WRAP = 32
"""The narrowest column, in half-width cells, that counts as hard-wrapped: 16 Han characters."""

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
        return bool(SENTENCE_END.search(self.text))

    @property
    def listed(self) -> bool:
        """Whether it starts like an item of a list."""
        return bool(LIST_ITEM.match(self.text))

    @property
    def headed(self) -> bool:
        """Whether it starts like a numbered heading or a chapter."""
        return bool(HEADING.match(self.text))

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


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the width that lines were wrapped at, in cells, or None where they were not.

    Wrapped lines crowd just below one width, and most of them end in the middle of a clause.
    """
    widths = [width(line.text) + line.indent for line in lines if not line.tabular]
    if len(widths) < 3:  # noqa: PLR2004 - two lines show no column
        return None
    widest = sorted(widths)[-max(1, len(widths) // 50 + 1)]
    if widest < MIN_WRAP:
        return None
    full = [
        line
        for line, cells in zip((li for li in lines if not li.tabular), widths, strict=True)
        if widest - 4 <= cells <= widest + 4
    ]
    cut = sum(not line.finished and not line.connecting for line in full)
    crowded = len(full) >= max(2, 0.4 * len(widths))
    return widest if crowded and cut >= 0.5 * len(full) else None


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
