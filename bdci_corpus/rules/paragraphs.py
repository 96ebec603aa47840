r"""Put one blank line between paragraphs, and no blanks at the ends of lines.

Evidence: a line end that ``linebreaks`` left is a paragraph's end. Rows of a list or table, and the
lines of verse, stay on lines of their own. Items below other items keep the blanks before them, which are
their levels; all others lose them.

Known failures are cases in ``tests/rules/cases/known-failures.json``.

>>> from bdci_corpus.rules.context import Context
>>> text = "一句。\n二句。"
>>> find(text, Context(file_text=text)).edited(text)
'一句。\n\n二句。'
"""

from __future__ import annotations

import numpy as np

from bdci_corpus.rules.context import Context
from bdci_corpus.rules.rule import Found
from bdci_corpus.text import (
    DIRECT,
    RAGGED,
    Answers,
    Lines,
    Places,
    TextBatch,
    lines_in,
    lines_together,
    nested,
    numbering,
    paragraph_gaps,
    scan_of,
    verses,
)
from bdci_corpus.trace import Edits, deletions

NAME = "paragraphs"

_PARTED = 2
"""Line feeds between paragraphs."""

_SECTION = "chinese"
"""The style of numbers (一、) whose lines head sections: other items stand below them."""


def quiet(batch: TextBatch) -> Answers:
    """Return in which texts one empty line parts all lines, and nothing stands around them."""
    return ~batch.may_hold(DIRECT | RAGGED) & ~batch.is_framed()


def find(text: str, context: Context) -> Found:
    """Find an edit for each gap between lines that is not as it should be. Linear."""
    del context
    lines, scan = lines_in(text), scan_of(text)
    if not len(lines):
        return Found(deletions(np.array([(0, len(text))] if text else [], np.int64).reshape(-1, 2)), [])
    verse = verses(lines)
    together = np.empty(len(lines), np.int64)
    maybe = scan.run(lines_together, lines.gaps, lines.hints, bool(verse), together)
    of_one = [at for at in together[:maybe].tolist() if (at in verse and at - 1 in verse) or _rows_of_one(lines, at)]
    spans, bounds = np.empty((len(lines) + 1, 2), np.int64), np.zeros(len(lines) + 2, np.int64)
    single = np.array(of_one, np.int64)
    starts, hints = _with_levels(lines)
    count = scan.run(paragraph_gaps, starts, lines.ends, hints, len(text), single, spans, bounds)
    bounds = bounds[: count + 1]
    return Found(Edits(spans[:count], bounds, np.full(bounds[-1], ord("\n"), np.uint32)), [])


def _with_levels(lines: Lines) -> tuple[Places, Places]:
    """Return where lines begin, with the blanks that are an item's level, and what each may be then."""
    below, depths = nested(lines)
    if not len(below):
        return lines.starts, lines.hints
    starts, hints = lines.starts.copy(), lines.hints.copy()
    starts[below] -= depths
    even = below[(lines.gaps[below] == 1) & (starts[below] - lines.ends[below - 1] == _PARTED)]
    hints[even] &= ~RAGGED
    return starts, hints


def _rows_of_one(lines: Lines, at: int) -> bool:
    """Return whether two lines are items of a list, rows of a table or quoted lines (``> ``); 一、 heads a section."""
    line, above = lines.line(at), lines.line(at - 1)
    styles = {numbering(line.text), numbering(above.text)}
    sections = len(styles) > 1 and _SECTION in styles
    quoted = line.text[0] == above.text[0] == ">"
    return quoted or (line.listed and above.listed and not sections) or (line.tabular and above.tabular)
