r"""Rejoin sentences that a page, a figure or a hard wrap cut in two.

Evidence: furniture was taken out exactly there, and neither side looks whole; or the line ends
inside a quotation or bracket it opened; or the lines of the document crowd below one width, as wrapped lines do.
A line that merely lacks its final mark is no evidence: headings do, and authors forget.

Known failures: a sentence cut where a page marker had already been removed by others stays cut.

>>> from bdci_corpus.rules.context import Context
>>> from bdci_corpus.records import Mark
>>> text = "切实满足人民群众日益增长的数字消费需\n\n要，真正办好实事。"
>>> len(list(find(text, Context(file_text=text, marks=(Mark(kind="gap", start=19, end=19),)))))
1
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from bdci_corpus.records import Edit
from bdci_corpus.rules.context import FINAL_MARKS, Context
from bdci_corpus.rules.layout import Line, read_lines, verses, width, wrap_width

NAME = "linebreaks"

_MIN_BODY = 15
"""A line shorter than this, in characters, and without an inner mark, may be a heading."""

_FULL_LINE_SLACK = 4
"""A wrapped line leaves at most this many cells, since a mark may not start the next."""


def find(text: str, context: Context) -> Iterator[Edit]:
    """Yield an edit for each line break inside a sentence. Linear."""
    if "\n" not in text:
        return
    lines = read_lines(text)
    gaps = sorted(start for start, _ in context.spans("gap", "page", "media", "caption"))
    wrapped = wrap_width(lines)
    verse = verses(lines)
    heads = context.spans("heading")
    for at in range(len(lines) - 1):
        line, following = lines[at], lines[at + 1]
        if at in verse and at + 1 in verse:
            continue
        if any(start < following.end and line.start < end for start, end in heads):
            continue
        cut = bisect_left(gaps, line.end) < bisect_left(gaps, following.start + 1)
        if _joined(line, following, cut=cut, wrapped=wrapped):
            between = " " if _spaced(line.text[-1], following.text[0]) else ""
            yield Edit(start=line.end, end=following.start, replacement=between, rule=NAME)


def _joined(line: Line, following: Line, *, cut: bool, wrapped: int | None) -> bool:
    if following.listed or following.headed or line.tabular or following.tabular:
        return False
    if wrapped and _is_wrapped(line, following, wrapped):
        return True
    if line.finished or not _is_body(line) or line.headed:
        return False
    if cut:
        return _is_body(following) or following.finished
    return line.open and following.gap <= 1 and (following.finished or _is_body(following))


def _is_wrapped(line: Line, following: Line, wrapped: int) -> bool:
    """Return whether a line runs to the column's edge and goes on in the next."""
    full = wrapped - _FULL_LINE_SLACK <= width(line.text) + line.indent <= wrapped + _FULL_LINE_SLACK
    new_paragraph = following.gap > 0 or following.indent > line.indent + 1
    return full and not new_paragraph and not line.headed


def _is_body(line: Line) -> bool:
    """Return whether a line is running text rather than a heading."""
    inner = line.text[:-1]
    return len(line.text) >= 2 * _MIN_BODY or any(mark in inner for mark in "，," + FINAL_MARKS)


def _spaced(before: str, after: str) -> bool:
    """Return whether a blank stood for the line break: between Latin words, not within Chinese."""
    return before.isascii() and after.isascii() and (before.isalnum() or before in ",.;:!?)") and after.isalnum()
