r"""Put one blank line between paragraphs, and no blanks at the ends of lines.

Evidence: a line end that ``linebreaks`` left is a paragraph's end. Rows of a list or table, and the
lines of verse, stay on lines of their own.

Known failures: stanzas of fewer than four lines become paragraphs.

>>> from bdci_corpus.rules.context import Context
>>> [edit.replacement for edit in find("一句。\n　　二句。", Context(file_text=""))]
['\n\n']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bdci_corpus.records import Edit
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.layout import Line, read_lines, verses

NAME = "paragraphs"


def find(text: str, context: Context) -> Iterator[Edit]:
    """Yield an edit for each gap between lines that is not as it should be. Linear."""
    lines = read_lines(text)
    verbatim = context.spans("verbatim")
    verse = verses(lines)
    here = 0
    for at, line in enumerate(lines):
        wanted = _separator(lines, at, verse) if at else ""
        start = line.start
        if text[here:start] != wanted and not any(s < start and here < e for s, e in verbatim):
            yield Edit(start=here, end=start, replacement=wanted, rule=NAME)
        here = line.end
    if here < len(text):
        yield Edit(start=here, end=len(text), replacement="", rule=NAME)


def _separator(lines: Sequence[Line], at: int, verse: set[int]) -> str:
    line, last = lines[at], lines[at - 1]
    if line.gap:
        return "\n\n"
    rows = (line.listed and last.listed) or (line.tabular and last.tabular)
    return "\n" if rows or (at in verse and at - 1 in verse) else "\n\n"
