r"""Put one blank line between paragraphs, and no blanks at the ends of lines.

Evidence: a line end that ``linebreaks`` left is a paragraph's end. Rows of a list or table, and the
lines of verse, stay on lines of their own.

Known failures: stanzas of fewer than four lines become paragraphs.

>>> from bdci_corpus.rules.context import Context
>>> [edit.replacement for edit in find("一句。\n　　二句。", Context(file_text=""))]
['\n\n']
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from bdci_corpus.records import Edit
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.layout import verses
from bdci_corpus.rules.line_kernels import RAGGED
from bdci_corpus.rules.lines import Lines, lines_in

NAME = "paragraphs"
_BLANK_LINE = "\n\n"


def find(text: str, context: Context) -> Iterator[Edit]:
    """Yield an edit for each gap between lines that is not as it should be. Linear."""
    lines = lines_in(text)
    if not len(lines):
        if text:
            yield Edit(start=0, end=len(text), replacement="", rule=NAME)
        return
    verbatim = context.spans("verbatim")
    verse = verses(lines)
    if lines.starts[0]:
        yield from _gap(text, 0, int(lines.starts[0]), "", verbatim)
    for at in lines.that_may_be(RAGGED).tolist():
        wanted = _separator(lines, at, verse)
        yield from _gap(text, int(lines.ends[at - 1]), int(lines.starts[at]), wanted, verbatim)
    if lines.ends[-1] < len(text):
        yield Edit(start=int(lines.ends[-1]), end=len(text), replacement="", rule=NAME)


def _gap(text: str, start: int, end: int, wanted: str, verbatim: list[tuple[int, int]]) -> Iterator[Edit]:
    if text[start:end] != wanted and not any(s < end and start < e for s, e in verbatim):
        yield Edit(start=start, end=end, replacement=wanted, rule=NAME)


def _separator(lines: Lines, at: int, verse: AbstractSet[int]) -> str:
    """Return what belongs before a line: rows of one list or table, and verse, stay together."""
    if lines.gaps[at]:
        return _BLANK_LINE
    if at in verse and at - 1 in verse:
        return "\n"
    line, last = lines.line(at), lines.line(at - 1)
    return "\n" if (line.listed and last.listed) or (line.tabular and last.tabular) else _BLANK_LINE
