"""Edits and changes in whichever form is faster: objects where they are few, arrays where they are many.

A process that has seen little text has no compiled loops, and making them takes seconds: it uses objects.
Later on arrays win from a handful of edits on. Two steps of 4, 16, 64 and 600 edits each, made and composed,
take 26, 82, 293 and 2,764 microseconds as objects, and 28, 28, 29 and 37 as arrays (``tests/bench/forms.py``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bdci_corpus.text import LAST_TEXT, scan_of
from bdci_corpus.trace.changes import Change, Changes, apply, carry, compose
from bdci_corpus.trace.edit_arrays import Edits, Rows, apply_columns, carry_columns, compose_columns, rows_of

SpanPairs = Sequence[tuple[int, int]]

MANY = 4
"""Above this many edits, arrays are faster than objects (``tests/bench/forms.py``)."""


def applied(text: str, edits: Edits, step: int, many: int = MANY) -> tuple[str, Changes | Rows]:
    """Make one step's edits; return the new text and the changes."""
    scan = scan_of(text)
    if not scan.fast or len(edits.spans) <= many:
        return apply(text, edits.objects(""), step)
    text, made, codes = apply_columns(scan.codes, edits, step)
    LAST_TEXT.latest = text, codes
    return text, made


def composed(first: Changes | Rows, second: Changes | Rows) -> Changes | Rows:
    """Return the changes that do what ``first`` and then ``second`` does."""
    if isinstance(first, list) and isinstance(second, list):
        return compose(first, second)
    return compose_columns(rows_of(first), rows_of(second))


def carried(spans: SpanPairs, changes: Changes | Rows) -> list[tuple[int, int]]:
    """Return where spans of the old text lie in the new one."""
    return carry(spans, changes) if isinstance(changes, list) else carry_columns(spans, changes)


def carried_back(spans: SpanPairs, changes: Changes | Rows) -> list[tuple[int, int]]:
    """Return where spans of the new text lay in the old one."""
    if isinstance(changes, list):
        return carry(spans, [Change(c.new_start, c.new_end, c.old_start, c.old_end, c.steps) for c in changes])
    return carry_columns(spans, changes[:, (2, 3, 0, 1, 4)])


def outside(edits: Edits, spans: SpanPairs) -> Edits:
    """Leave out the edits that touch any of these spans, which may overlap; linear, but for a sort."""
    if not spans or not edits:
        return edits
    starts, ends = np.array(sorted(spans), np.int64).T
    first = np.searchsorted(np.maximum.accumulate(ends), edits.spans[:, 0], "right")
    return edits.only(np.append(starts, np.iinfo(np.int64).max)[first] >= edits.spans[:, 1])
