"""Changes: the edits of several steps composed, carried and undone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple, overload

from bdci_corpus.records import Document, Edit, Trace, TraceEdit, TraceReach
from bdci_corpus.text import Decoded
from bdci_corpus.trace.edit_arrays import Rows, column_trace


class Change(NamedTuple):
    """``[old_start, old_end)`` of the old text became ``[new_start, new_end)`` of the new one.

    ``steps`` is a bit set: bit *n* says that step *n* of the pipeline took part.
    """

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    steps: int


Changes = list[Change]


def apply(text: str, edits: Sequence[Edit], step: int) -> tuple[str, Changes]:
    """Make one step's edits, which are sorted and disjoint; touching ones are merged."""
    text, changes = apply_apart(text, edits, step)
    return text, merged(changes)


def apply_apart(text: str, edits: Sequence[Edit], step: int) -> tuple[str, Changes]:
    """Make one step's edits, a change each: a text that is cut between two touching ones is cut between changes."""
    pieces: list[str] = []
    changes: Changes = []
    here = shift = 0
    for edit in edits:
        pieces += (text[here : edit.start], edit.replacement)
        new_start = edit.start + shift
        shift += len(edit.replacement) - (edit.end - edit.start)
        here = edit.end
        changes.append(Change(edit.start, edit.end, new_start, edit.end + shift, 1 << step))
    pieces.append(text[here:])
    return "".join(pieces), changes


def merged(changes: Changes) -> Changes:
    """Return one step's changes with those that touch merged."""
    apart: Changes = []
    for change in changes:
        if apart and apart[-1].old_end == change.old_start:
            last = apart[-1]
            apart[-1] = last._replace(old_end=change.old_end, new_end=change.new_end)
        else:
            apart.append(change)
    return apart


def compose(first: Changes, second: Changes) -> Changes:
    """Return the changes that do what ``first`` and then ``second`` does. Linear in their number."""
    if not first or not second:
        return first or second
    composed: Changes = []
    i = j = shift_old = shift_new = 0
    while i < len(first) or j < len(second):
        take_first = j == len(second) or (i < len(first) and first[i].new_start <= second[j].old_start)
        start = end = first[i].new_start if take_first else second[j].old_start
        old_start, new_start, steps = start + shift_old, start + shift_new, 0
        while True:
            if i < len(first) and first[i].new_start <= end:
                change = first[i]
                end = max(end, change.new_end)
                shift_old = change.old_end - change.new_end
                i += 1
            elif j < len(second) and second[j].old_start <= end:
                change = second[j]
                end = max(end, change.old_end)
                shift_new = change.new_end - change.old_end
                j += 1
            else:
                break
            steps |= change.steps
        composed.append(Change(old_start, end + shift_old, new_start, end + shift_new, steps))
    return composed


def carry(spans: Sequence[tuple[int, int]], changes: Changes) -> list[tuple[int, int]]:
    """Return where spans of the old text lie in the new one.

    An end that falls inside a change moves to the change's outer edge.
    """
    if not changes:
        return list(spans)
    old_ends = [change.old_end for change in changes]
    return [(_carry_start(start, changes, old_ends), _carry_end(end, changes, old_ends)) for start, end in spans]


def _carry_start(position: int, changes: Changes, old_ends: list[int]) -> int:
    """Changes that end at the position are before it, unless they only insert."""
    at = bisect_left(old_ends, position)
    if at < len(changes) and changes[at].old_start < position == changes[at].old_end:
        return changes[at].new_end
    if at < len(changes) and changes[at].old_start <= position:
        return changes[at].new_start
    return position + _shift_before(at, changes)


def _carry_end(position: int, changes: Changes, old_ends: list[int]) -> int:
    """A change that starts at the position is after it, unless it only inserts."""
    at = bisect_left(old_ends, position)
    if at < len(changes) and changes[at].old_start < position:
        return changes[at].new_end
    if at < len(changes) and changes[at].old_start == position:
        return changes[at].new_end if changes[at].old_end == position else changes[at].new_start
    return position + _shift_before(at, changes)


def _shift_before(at: int, changes: Changes) -> int:
    return changes[at - 1].new_end - changes[at - 1].old_end if at else 0


def trace_of(
    decoded: Decoded,
    region: tuple[int, int],
    changes: Changes | Rows,
    steps: Sequence[str],
    *,
    reaches: TraceReach = "file",
    byte_start: int = 0,
    known: tuple[bytes, str] = (b"", ""),
) -> Trace:
    """Return the trace of a region.

    ``region`` is a span of ``decoded.text``; the old sides of ``changes`` are relative to its
    start. ``byte_start`` is where it starts in the file; ``steps`` names the bits of
    ``Change.steps``; ``known`` are the bytes of all of ``decoded`` and their SHA-256, where one knows them.
    """
    if region != (0, len(decoded.text)):
        known = b"", ""
    if not isinstance(changes, list):
        if decoded.encoding == "utf-8" and not decoded.odd:
            text = decoded.text[slice(*region)]
            return column_trace(text, changes, steps, byte_start=byte_start, known=known, reaches=reaches)
        changes = [Change(*row) for row in changes.tolist()]
    raw = known[0] or Cursor(decoded).take(*region)
    edits: list[TraceEdit] = []
    odd = Cursor(decoded)
    for change in changes:
        before = odd.take(change.old_start + region[0], change.old_end + region[0])
        rules = tuple(name for bit, name in enumerate(steps) if change.steps >> bit & 1)
        edits.append(TraceEdit(start=change.new_start, end=change.new_end, before=before, rules=rules))
    return Trace(
        region_start=byte_start,
        region_end=byte_start + len(raw),
        region_sha256=known[1] or sha256(raw).hexdigest(),
        reaches=reaches,
        encoding=decoded.encoding,
        edits=tuple(edits),
    )


class Cursor:
    """Give the raw bytes of successive stretches of a decoded text, in one pass over its odd spans."""

    def __init__(self, decoded: Decoded) -> None:
        """Start at the beginning of the text."""
        self._text = decoded.text
        self._encoding = decoded.encoding
        self._odd = decoded.odd
        self._next = 0

    def take(self, start: int, end: int) -> bytes:
        """Return the bytes of ``[start, end)``; ``start`` is not before the last ``end``."""
        odd = self._odd
        while self._next < len(odd) and odd[self._next].start < start:
            self._next += 1
        if self._next == len(odd) or odd[self._next].start >= end:
            return self._text[start:end].encode(self._encoding)
        pieces: list[bytes] = []
        while self._next < len(odd) and odd[self._next].start < end:
            span = odd[self._next]
            pieces += (self._text[start : span.start].encode(self._encoding), span.raw)
            start = span.end
            self._next += 1
        pieces.append(self._text[start:end].encode(self._encoding))
        return b"".join(pieces)


@overload
def undo(document: Document, /) -> bytes: ...


@overload
def undo(row: Mapping[str, object], trace: Mapping[str, object], /) -> bytes: ...


def undo(document: Document | Mapping[str, object], trace: Mapping[str, object] | None = None, /) -> bytes:
    """Return the raw bytes of a document's region, exactly.

    Takes a document, or a row of a release's ``documents`` with the row of ``traces`` of the same
    ``id``. Where the trace reaches a ``record`` or a ``layer``, the bytes are the field's text in
    UTF-8; where it reaches a ``part``, those of the members that ``extra`` names, one behind the other.
    """
    if isinstance(document, Document):
        edits = ((e.start, e.end, e.before) for e in document.trace.edits)
        return _undo(document.cleaned, document.trace.encoding, edits)
    if trace is None or trace.get("id") != document.get("id"):
        message = "undo takes a Document, or a row of documents and the row of traces with the same id"
        raise TypeError(message)
    text = document.get("original_text")
    rows = trace["edits"]
    if not isinstance(rows, list):
        message = "the trace's edits are not a list"
        raise TypeError(message)
    edits = ((row["start"], row["end"], row["before"]) for row in rows)
    return _undo(str(document["text"] if text is None else text), str(trace["encoding"]), edits)


def _undo(text: str, encoding: str, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    pieces: list[bytes] = []
    here = 0
    for start, end, before in edits:
        pieces += (text[here:start].encode(encoding), before)
        here = end
    pieces.append(text[here:].encode(encoding))
    return b"".join(pieces)
