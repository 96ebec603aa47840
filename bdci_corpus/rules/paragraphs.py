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

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.records import Edit, Mark
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.layout import verses
from bdci_corpus.rules.line_kernels import LISTED, RAGGED, TABULAR
from bdci_corpus.rules.lines import Lines, lines_in
from bdci_corpus.trace.columns import Edits, deletions

NAME = "paragraphs"
_ONE, _TWO = 1, 2
"""How many line feeds stand between rows of one list, table or stanza, and between paragraphs."""


def find(text: str, context: Context) -> Iterator[Edit]:
    """Yield an edit for each gap between lines that is not as it should be. Linear."""
    yield from find_columns(text, context)[0].objects(NAME)


def find_columns(text: str, context: Context) -> tuple[Edits, list[Mark]]:
    """Return the same edits as arrays."""
    del context
    lines = lines_in(text)
    if not len(lines):
        return deletions(np.array([(0, len(text))] if text else [], np.int64).reshape(-1, 2)), []
    ragged = lines.that_may_be(RAGGED)
    starts = np.concatenate([[0], lines.ends[ragged - 1], lines.ends[-1:]])
    ends = np.concatenate([lines.starts[:1], lines.starts[ragged], [len(text)]])
    feeds = np.concatenate([[0], _feeds(lines, ragged), [0]])
    sizes = ends - starts
    wrong = (sizes != feeds) | (feeds == _TWO)  # a gap of one character is a line feed; ragged ones of two are not
    spans, feeds = np.stack([starts[wrong], ends[wrong]], axis=1), feeds[wrong]
    return Edits(spans, np.append(0, np.cumsum(feeds)), np.full(int(feeds.sum()), ord("\n"), np.uint32)), []


def _feeds(lines: Lines, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many line feeds belong before lines: rows of one list or table, and verse, stay together."""
    feeds = np.full(len(numbers), _TWO, np.int64)
    verse = verses(lines)
    together = lines.hints[numbers] & lines.hints[numbers - 1] & (LISTED | TABULAR)
    maybe = (lines.gaps[numbers] == 0) & ((together != 0) | bool(verse))
    for at in np.flatnonzero(maybe).tolist():
        number = int(numbers[at])
        if (number in verse and number - 1 in verse) or _rows_of_one(lines, number):
            feeds[at] = _ONE
    return feeds


def _rows_of_one(lines: Lines, at: int) -> bool:
    """Return whether a line and the one above are items of a list, or rows of a table."""
    line, above = lines.line(at), lines.line(at - 1)
    return (line.listed and above.listed) or (line.tabular and above.tabular)
