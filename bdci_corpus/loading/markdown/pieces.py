"""What stays of a text, piece by piece, and the edits that leave just that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bdci_corpus.records import Edit, Mark

RULE = "markdown"

_KEPT = frozenset({"keep", "star", "tag"})


@dataclass(slots=True)
class Piece:
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


@dataclass(slots=True)
class Written:
    """What was read of a text so far: pieces in order, and marks on the source."""

    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def mark(self, kind: str, start: int, end: int) -> None:
        """Note what a span of the source is."""
        if start < end:
            self.marks.append(Mark(kind=kind, start=start, end=end))


def edits_of(
    source: str, pieces: Iterable[Piece], start: int, end: int, gone: Sequence[tuple[int, int]] = ()
) -> Iterator[Edit]:
    """Yield sorted, disjoint edits that leave the pieces of ``source[start:end]``, less what is gone.

    ``gone`` is sorted and disjoint. Pieces out of order are left out rather than doubled.
    """
    here, put = start, ""
    for piece in _without(pieces, gone) if gone else pieces:
        if piece.kind == "put":
            put += piece.text
            continue
        if piece.start < here:
            continue
        if source[here : piece.start] != put:
            yield Edit(start=here, end=piece.start, replacement=put, rule=RULE)
        if piece.kind == "swap" and source[piece.start : piece.end] != piece.text:
            yield Edit(start=piece.start, end=piece.end, replacement=piece.text, rule=RULE)
        here, put = piece.end, ""
    if source[here:end] != put:
        yield Edit(start=here, end=end, replacement=put, rule=RULE)


def _without(pieces: Iterable[Piece], gone: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """Yield the pieces without what is gone. Linear, for pieces in order."""
    at = 0
    for piece in pieces:
        if piece.kind in ("put", "swap"):
            yield piece
            continue
        here = piece.start
        while at < len(gone) and gone[at][1] <= here:
            at += 1
        ahead = at
        while ahead < len(gone) and gone[ahead][0] < piece.end:
            if here < gone[ahead][0]:
                yield Piece("keep", here, gone[ahead][0])
            here = max(here, gone[ahead][1])
            ahead += 1
        if here < piece.end:
            yield Piece("keep", here, piece.end)
