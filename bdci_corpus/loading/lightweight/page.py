"""A file of lightweight markup on its way: its lines, what is cut out, what is marked, what it states."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from bdci_corpus.loading.lightweight.grammar import MarkupDialect
from bdci_corpus.loading.markdown.fields import Entry
from bdci_corpus.loading.markdown.paragraph import habit
from bdci_corpus.records import Field, Mark
from bdci_corpus.text import lines_of

_BLANK = re.compile(r"[ \t]*")


class MarkupLine(NamedTuple):
    """A line: its span, and how many blanks stand before its text."""

    start: int
    end: int
    indent: int

    @property
    def blank(self) -> bool:
        """Whether nothing stands on it."""
        return self.start + self.indent >= self.end


class MarkupPage:
    """A file on its way: what is cut out, what is marked, what it states."""

    def __init__(self, text: str, dialect: MarkupDialect) -> None:
        """Begin with nothing cut, marked or stated."""
        self.text, self.dialect = text, dialect
        self.cuts: list[tuple[int, int, str]] = []
        self.marks: list[Mark] = []
        self.entries: list[Entry] = []
        self.hidden: list[tuple[int, int]] = []
        self.title: Field | None = None
        self.literal_below: int | None = None
        self.counts: list[tuple[str, int]] = []
        self.gone: set[int] = set()
        self.lines = [MarkupLine(s, e, _indent(text, s, e)) for s, e in lines_of(text)]
        self.blanks = habit(text)

    def cut(self, start: int, end: int, put: str = "") -> None:
        """Replace a span."""
        if start < end or put:
            self.cuts.append((start, end, put))

    def drop(self, first: MarkupLine, last: MarkupLine | None = None) -> None:
        """Leave lines out, from the first to the last."""
        last = last or first
        self.cut(first.start, min(last.end + 1, len(self.text)))
        self.gone.update(line.start for line in self.lines_from(first, last))

    def lines_from(self, first: MarkupLine, last: MarkupLine) -> Sequence[MarkupLine]:
        """Return the lines from the first to the last."""
        at = bisect_left(self.lines, first.start, key=lambda line: line.start)
        return self.lines[at : bisect_left(self.lines, last.start, key=lambda line: line.start) + 1]

    def said(self, line: MarkupLine) -> str:
        """Return what stands on a line, with its blanks."""
        return self.text[line.start : line.end]

    def inline(self, start: int, end: int) -> None:
        """Take out the marks within a paragraph; none is looked for in what is literal."""
        literal: list[tuple[int, int]] = []
        for inline in self.dialect.inlines:
            for match in inline.pattern.finditer(self.text, start, end):
                at = bisect_left(literal, match.end(), key=lambda span: span[0])
                if at and literal[at - 1][1] > match.start():
                    continue
                if inline.says:
                    self.cut(*match.span(), inline.says(match))
                elif "keep" in inline.pattern.groupindex:
                    self.cut(match.start(), match.start("keep"), inline.left)
                    self.cut(match.end("keep"), match.end(), inline.right)
                elif not inline.literal:
                    self.cut(*match.span(), inline.left)
                if inline.literal:
                    literal.insert(at, match.span())


def _indent(text: str, start: int, end: int) -> int:
    match = _BLANK.match(text, start, end)
    return match.end() - start if match else 0
