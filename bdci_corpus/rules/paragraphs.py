r"""Put one blank line between paragraphs, and no blanks at the ends of lines.

Evidence: a line end that ``linebreaks`` left is a paragraph's end. Rows of a list or table, and the
lines of verse, stay on lines of their own.

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
    TextBatch,
    lines_in,
    lines_together,
    numbering,
    paragraph_gaps,
    scan_of,
    verses,
)
from bdci_corpus.trace import Edits, deletions

NAME = "paragraphs"

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
    count = scan.run(paragraph_gaps, lines.starts, lines.ends, lines.hints, len(text), single, spans, bounds)
    bounds = bounds[: count + 1]
    return Found(Edits(spans[:count], bounds, np.full(bounds[-1], ord("\n"), np.uint32)), [])


def _rows_of_one(lines: Lines, at: int) -> bool:
    """Return whether two lines are items of a list, rows of a table or quoted lines (``> ``); 一、 heads a section."""
    line, above = lines.line(at), lines.line(at - 1)
    styles = {numbering(line.text), numbering(above.text)}
    sections = len(styles) > 1 and _SECTION in styles
    quoted = line.text[0] == above.text[0] == ">"
    return quoted or (line.listed and above.listed and not sections) or (line.tabular and above.tabular)
