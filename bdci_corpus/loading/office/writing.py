"""Write lines as text: edits of the member's XML, one for each gap, and where each line stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bdci_corpus.loading.office.lines import StoryLine
from bdci_corpus.records import Edit


@dataclass(slots=True)
class WrittenMember:
    """A member's text as edits; ``places`` are the spans of its lines, where they begin and end in the raw text."""

    edits: list[Edit] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)


def write(raw: str, lines: Sequence[StoryLine], rule: str, *, opened: bool) -> WrittenMember:
    """Return the edits that leave the lines of a member: rows of a table follow each other, all else stands apart.

    ``opened`` says that text stands before: of another member of the document.
    """
    written = WrittenMember()
    here, gap, table = 0, "", -1
    for number, line in enumerate(lines):
        if number or opened:
            gap += "\n" if line.table >= 0 and line.table == table else "\n\n"
        table = line.table
        for piece in line.pieces:
            if piece.replacement is not None:
                gap += piece.replacement
                continue
            if raw[here : piece.start] != gap:
                written.edits.append(Edit(start=here, end=piece.start, replacement=gap, rule=rule))
            here, gap = piece.end, ""
        written.places.append(_place(lines, number))
    if raw[here:] != gap:
        written.edits.append(Edit(start=here, end=len(raw), replacement=gap, rule=rule))
    return written


def _place(lines: Sequence[StoryLine], number: int) -> tuple[int, int]:
    """Return where a line stands in the raw text.

    What is written in place of raw text belongs to the gap beside it, and a mark there reaches over all that was
    written: so a reference at either end counts only where the next line does not begin with one, too.
    """
    pieces = lines[number].pieces
    kept = [at for at, piece in enumerate(pieces) if piece.replacement is None]
    if not kept:
        return 0, 0
    first, last = kept[0], kept[-1]
    if first and (not number or lines[number - 1].pieces[-1].replacement is None):
        first = 0
    if last + 1 < len(pieces) and (number + 1 == len(lines) or lines[number + 1].pieces[0].replacement is None):
        last = len(pieces) - 1
    return pieces[first].start, pieces[last].end
