"""Write lines as text: edits of the member's XML, one for each gap, and where each line stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bdci_corpus.loading.office.lines import Line
from bdci_corpus.records import Edit


@dataclass(slots=True)
class Written:
    """A member's text as edits; ``places`` are the spans of its lines, where they begin and end in the raw text."""

    edits: list[Edit] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)


def write(raw: str, lines: Sequence[Line], rule: str, *, opened: bool) -> Written:
    """Return the edits that leave the lines of a member: rows of a table follow each other, all else stands apart.

    ``opened`` says that text stands before: of another member of the document.
    """
    written = Written()
    here, gap, table = 0, "", -1
    for number, line in enumerate(lines):
        if number or opened:
            gap += "\n" if line.table >= 0 and line.table == table else "\n\n"
        table = line.table
        first = last = -1
        for piece in line.pieces:
            if piece.said is not None:
                gap += piece.said
                continue
            if raw[here : piece.start] != gap:
                written.edits.append(Edit(start=here, end=piece.start, replacement=gap, rule=rule))
            here, gap, last = piece.end, "", piece.end
            first = piece.start if first < 0 else first
        written.places.append((max(first, 0), max(last, 0)))
    if raw[here:] != gap:
        written.edits.append(Edit(start=here, end=len(raw), replacement=gap, rule=rule))
    return written
