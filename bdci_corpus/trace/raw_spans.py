"""Spans of raw text, as annotators give them, carried to the cleaned text, or refused where an edit cuts them.

Raw positions are characters of what ``undo`` gives back, decoded, without a byte order mark, with line ends as they
stand. An edit inside of a span is none of its business; an edge inside of an edit is, since nothing says where it
went: unless the characters beside it stayed, or are only blanks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from bdci_corpus.records import Document

_ONE_BY_ONE = frozenset({"punctuation"})
"""Rules of which edits that keep the length replaced each character by one."""


_SHOWN = 40
"""How much of what was edited an error shows, in characters."""

_BEGINS, _ENDS = "begins", "ends"

_BREAKS = {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


class CutSpanError(ValueError):
    """Why a raw span has no place in the cleaned text, as the end of a sentence about it."""


class _Stretch(NamedTuple):
    """Raw characters ``[raw_start, raw_end)``, which became ``[start, end)`` of the cleaned text."""

    raw_start: int
    raw_end: int
    start: int
    end: int
    before: str
    after: str
    rules: tuple[str, ...]


class RawSpans:
    """Carries raw spans of one document; ``raw_length`` counts the characters of its raw text."""

    def __init__(self, document: Document) -> None:
        """Lay the edits of the document out over its raw text."""
        trace, text = document.trace, document.cleaned
        self._edits: list[_Stretch] = []
        shift = 0
        for edit in trace.edits:
            before = edit.before.decode(trace.encoding, "replace")
            if edit.start == 0:
                before = before.removeprefix("\ufeff")
            first, last = edit.start + shift, edit.start + shift + len(before)
            after = text[edit.start : edit.end]
            self._edits.append(_Stretch(first, last, edit.start, edit.end, before, after, edit.rules))
            shift = last - edit.end
        self.raw_length = len(text) + shift
        self._ends = [edit.raw_end for edit in self._edits]

    def cleaned(self, start: int, end: int) -> tuple[int, int]:
        """Return where the raw span ``[start, end)`` lies in the cleaned text.

        Raises:
            CutSpanError: it is no span of the raw text, an edge of it lies inside of an edit, or nothing of it is left.
        """
        if not 0 <= start < end <= self.raw_length:
            message = f"is no span of its raw text, which has {self.raw_length} characters"
            raise CutSpanError(message)
        found = self._start(start), self._end(end)
        if found[0] >= found[1]:
            at = bisect_right(self._ends, start)
            message = f"is taken out of the text{_by(self._edits[at : at + 1])}"
            raise CutSpanError(message)
        return found

    def _start(self, position: int) -> int:
        at = bisect_right(self._ends, position)
        if at == len(self._edits) or position <= self._edits[at].raw_start:
            return position + self._shift(at)
        edit = self._edits[at]
        gone, kept = edit.before[: position - edit.raw_start], edit.before[position - edit.raw_start :]
        if (inner := _inside(edit, gone, kept)) is not None:
            return inner
        if not kept.strip():
            return edit.end
        if not gone.strip() and edit.after == edit.after.lstrip():
            return edit.start
        raise _cut(edit, _BEGINS)

    def _end(self, position: int) -> int:
        at = bisect_left(self._ends, position)
        if at == len(self._edits) or position <= self._edits[at].raw_start:
            return position + self._shift(at)
        edit = self._edits[at]
        if position == edit.raw_end:
            return edit.end
        kept, gone = edit.before[: position - edit.raw_start], edit.before[position - edit.raw_start :]
        if (inner := _inside(edit, kept, gone)) is not None:
            return inner
        if not kept.strip():
            return edit.start
        if not gone.strip() and edit.after == edit.after.rstrip():
            return edit.end
        raise _cut(edit, _ENDS)

    def _shift(self, at: int) -> int:
        return self._edits[at - 1].end - self._edits[at - 1].raw_end if at else 0


def _inside(edit: _Stretch, left: str, right: str) -> int | None:
    """Return where in the cleaned text an edit is cut between ``left`` and ``right``; None if nothing tells."""
    alike = edit.after.startswith(left), edit.after.endswith(right)
    one_by_one = len(edit.before) == len(edit.after) and _ONE_BY_ONE.issuperset(edit.rules)
    if alike[0] or one_by_one:
        return edit.start + len(left)
    return edit.end - len(right) if alike[1] else None


def _cut(edit: _Stretch, what: str) -> CutSpanError:
    return CutSpanError(f'{what} inside of "{_shown(edit.before)}", which became "{_shown(edit.after)}"{_by([edit])}')


def _shown(text: str) -> str:
    """Return text for one line, cut where it is long."""
    return (text if len(text) <= _SHOWN else text[:_SHOWN] + "…").translate(_BREAKS)


def _by(edits: list[_Stretch]) -> str:
    return f" by {' and '.join(edits[0].rules)}" if edits else ""
