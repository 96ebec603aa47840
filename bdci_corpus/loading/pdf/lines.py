"""A line of a page, and how pieces become lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bdci_corpus.loading.pdf.pieces import SAME_LINE, GlyphRun
from bdci_corpus.loading.pdf.tags import TaggedBlock

CELL = 2.5
"""A space between pieces that parts cells of a table, in ems."""

_LEFTWARD = "\u0590", "\u0900"
"""Hebrew, Arabic and their like are written to the left."""

_NO_SPACE = 0.1
"""The widest gap between pieces of a cell that is no blank, through the size."""

_TRACKS = 8
"""Of so many lines over each other the text is put together; what covers more stays by itself."""


class Side(NamedTuple):
    """Which column a line stands in, of how many; the first is 0."""

    column: int
    columns: int


WHOLE = Side(0, 1)
"""A page of one column, or what runs across several."""


@dataclass(slots=True)
class PageLine:
    """A line as it stands on its page; places in points, upright, and ``size`` is an em in points.

    ``ended`` says that a title's line ends where its author wanted.
    """

    page: int
    pieces: list[GlyphRun]
    side: Side = WHOLE
    block: TaggedBlock | None = None
    text: str = ""
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0
    y: float = 0.0
    size: float = 0.0
    bold: bool = False
    cells: list[str] = field(default_factory=list)
    row: int = -1
    cell: int = -1
    furniture: bool = False
    ended: bool = False

    def __post_init__(self) -> None:
        """Measure it: its size is that of most of its characters."""
        longest = max(self.pieces, key=lambda piece: piece.end - piece.start)
        if _LEFTWARD[0] <= longest.text[:1] < _LEFTWARD[1]:
            self.pieces.sort(key=lambda piece: -piece.right)
        pieces = self.pieces
        self.left, self.right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
        self.bottom, self.top = min(piece.bottom for piece in pieces), max(piece.top for piece in pieces)
        self.y, self.size = longest.y, longest.size
        self.bold = all(piece.bold for piece in pieces)
        self.text, self.cells = _put_together(pieces)

    @property
    def first(self) -> float:
        """The width of its first word."""
        return self.pieces[0].first

    @property
    def trailing(self) -> bool:
        """Whether a blank was drawn at its end."""
        return self.pieces[-1].trailing

    @property
    def start(self) -> int:
        """The number of its first glyph, in the order of the content."""
        return self.pieces[0].start


def _put_together(pieces: Sequence[GlyphRun]) -> tuple[str, list[str]]:
    """Return the text of pieces that stand on one line, and that of each cell."""
    cells: list[str] = []
    last: GlyphRun | None = None
    for piece in pieces:
        gap = max(piece.left - last.right, last.left - piece.right) if last is not None else 0.0
        if last is not None and gap < CELL * max(piece.size, last.size):
            cells[-1] += (" " if gap > _NO_SPACE * piece.size else "") + piece.text
        else:
            cells.append(piece.text)
        last = piece
    return " ".join(cells), cells


def on_lines(pieces: Iterable[GlyphRun]) -> Iterator[list[GlyphRun]]:
    """Yield pieces line by line, from the top and from the left; what overlaps on a line stays apart."""
    line: list[GlyphRun] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.left)):
        if line and not _same_line(line[0], piece):
            yield from _without_overlap(line)
            line = []
        line.append(piece)
    if line:
        yield from _without_overlap(line)


def _same_line(first: GlyphRun, second: GlyphRun) -> bool:
    return abs(first.y - second.y) <= SAME_LINE * max(min(first.size, second.size), 0.8 * max(first.size, second.size))


def _without_overlap(line: list[GlyphRun]) -> Iterator[list[GlyphRun]]:
    """Yield one line, or several where pieces cover each other: a shadow, a stamp."""
    tracks: list[list[GlyphRun]] = []
    for piece in sorted(line, key=lambda piece: piece.left):
        free = (track for track in tracks[-_TRACKS:] if piece.left >= track[-1].right - 0.5 * piece.size)
        track = next(free, None)
        if track is None:
            tracks.append([piece])
        else:
            track.append(piece)
    yield from tracks
