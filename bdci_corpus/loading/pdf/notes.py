"""Numbers of footnotes: raised figures in the text, and the same raised before smaller lines further down the page.

Both stand only for each other, and are taken out; the note stays where it was printed. A raised figure without its
note on the page may be an exponent or a reference to a list of works, and is text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bdci_corpus.loading.pdf.lines import PageLine
from bdci_corpus.loading.pdf.pieces import GlyphRun

SMALLER = 0.95
"""The letters of a note are at most this share of the size of the text that it is of."""

_HIGHER = 0.12
"""How far a piece of figures alone stands above its line to be raised, through the line's size."""

_LONGEST = 3
"""The most figures of a number."""


class NoteNumber(NamedTuple):
    """A raised number: its line, the span in that line's text, and whether the line begins with it."""

    line: PageLine
    start: int
    end: int
    first: bool

    @property
    def text(self) -> str:
        """Its figures."""
        return self.line.text[self.start : self.end]


def note_numbers(lines: Sequence[PageLine]) -> list[NoteNumber]:
    """Return the numbers of notes on a page, those before the notes and those that refer to them."""
    raised = [number for line in lines if line.row < 0 and not line.furniture for number in _raised(line)]
    notes = {number.text: number for number in raised if number.first}
    found: list[NoteNumber] = []
    for number in raised:
        note = notes.get(number.text)
        if note is None or note is number or note.line is number.line:
            continue
        if note.line.y < number.line.y and note.line.size <= SMALLER * number.line.size:
            found.append(number)
    return [*found, *(notes[text] for text in sorted({number.text for number in found}))]


def _raised(line: PageLine) -> Iterator[NoteNumber]:
    """Yield the raised numbers of a line, by the span of its text."""
    if not any(piece.raised or _whole(piece, line) for piece in line.pieces):
        return
    inked = [at for at, character in enumerate(line.text) if not character.isspace()]
    before = 0
    for piece in line.pieces:
        for start, end in piece.raised or _whole(piece, line):
            if end - start <= _LONGEST and before + end <= len(inked):
                first, last = inked[before + start], inked[before + end - 1] + 1
                if line.text[first:last].isdigit():
                    yield NoteNumber(line, first, last, before + start == 0)
        before += piece.end - piece.start


def _whole(piece: GlyphRun, line: PageLine) -> tuple[tuple[int, int], ...]:
    """Return a piece of nothing but raised figures as one span."""
    higher = piece.y - line.y > _HIGHER * line.size and piece.size < line.size
    return ((0, piece.end - piece.start),) if higher and piece.text.isdigit() else ()
