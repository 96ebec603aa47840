"""What stays of a text, piece by piece, and the edits that leave just that."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple, TypeVar

from bdci_corpus.records import Edit, Mark

RULE = "markdown"

_KEPT = frozenset({"keep", "star", "tag"})

_NONE: Mapping[int, str] = {}

_Made = TypeVar("_Made", Edit, Mark)


class Inline(NamedTuple):
    """A stretch of the source that stays, or text that is put in its place.

    ``kind`` is ``keep`` (the source as it stands), ``put`` (``text`` where nothing need stand) or ``swap``
    (``text`` for just this span). Until their paragraph is known there are ``star`` (a delimiter that the parser
    left), ``tag`` (inline HTML) and ``join`` (a soft line end, ``text`` if it stays). ``parent`` numbers the
    element around it.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    parent: int = 0

    def shown(self, source: str) -> str:
        """Return what a reader sees of it; of a line end that is not decided yet, nothing."""
        if self.kind in _KEPT:
            return source[self.start : self.end]
        return self.text if self.kind in ("put", "swap") else ""

    def turned(self, kind: str, text: str = "") -> Inline:
        """Return another kind of piece for the same span."""
        return Inline(kind, self.start, self.end, text, self.parent)


InlineRow = tuple[str, int, int, str, int]
"""A piece as a plain tuple: a text has hundreds, and one costs a third of a named one."""


def written_text(pieces: Iterable[InlineRow], source: str) -> str:
    """Return what decided pieces say."""
    return "".join([source[start:end] if kind == "keep" else text for kind, start, end, text, _ in pieces])


def marks_of(rows: Sequence[tuple[str, int, int]]) -> tuple[Mark, ...]:
    """Return marks as objects."""
    return _objects(Mark, ("kind", "start", "end"), rows)


def edits_of(
    source: str,
    pieces: Sequence[InlineRow],
    start: int,
    end: int,
    gone: Sequence[tuple[int, int]] = (),
    shown: Mapping[int, str] = _NONE,
) -> tuple[Edit, ...]:
    """Return sorted, disjoint edits that leave the pieces of ``source[start:end]``, less what is gone.

    ``gone`` is sorted and disjoint; ``shown`` says what stands for it, by its start. Pieces out of order are left out
    rather than doubled.
    """
    if pieces:
        low, high = pieces[0][1], pieces[-1][2]
        gone = [span for span in gone if span[0] < high and low < span[1]]
    found: list[tuple[int, int, str, str]] = []
    here, put = start, ""
    for kind, first, last, text, _ in _without(pieces, gone, shown) if gone else pieces:
        if kind == "put":
            put += text
            continue
        if first < here:
            continue
        if source[here:first] != put:
            found.append((here, first, put, RULE))
        if kind == "swap" and source[first:last] != text:
            found.append((first, last, text, RULE))
        here, put = last, ""
    if source[here:end] != put:
        found.append((here, end, put, RULE))
    return _objects(Edit, ("start", "end", "replacement", "rule"), found)


def _without(
    pieces: Iterable[InlineRow], gone: Sequence[tuple[int, int]], shown: Mapping[int, str]
) -> Iterator[InlineRow]:
    """Yield the pieces without what is gone. Linear, for pieces in order."""
    at, many = 0, len(gone)
    for piece in pieces:
        kind, here, end, _, _ = piece
        while at < many and gone[at][1] <= here:
            at += 1
        if at == many or end <= gone[at][0] or kind in ("put", "swap"):
            yield piece
            continue
        ahead = at
        while ahead < many and gone[ahead][0] < end:
            if here < gone[ahead][0]:
                yield Inline("keep", here, gone[ahead][0])
            if gone[ahead][0] in shown and here <= gone[ahead][0]:
                yield Inline("put", gone[ahead][1], gone[ahead][1], shown[gone[ahead][0]])
            here = max(here, gone[ahead][1])
            ahead += 1
        if here < end:
            yield Inline("keep", here, end)


def _objects(kind: type[_Made], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> tuple[_Made, ...]:
    """Return rows as objects of a frozen class with slots: filled column by column, thrice as fast as by its init."""
    made = tuple(map(object.__new__, repeat(kind, len(rows))))
    for name, column in zip(names, zip(*rows, strict=True), strict=False):
        deque(map(getattr(kind, name).__set__, made, column), maxlen=0)
    return made
