"""Write down what stays of an XML file: pieces of it, and what is put between them, as edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bdci_corpus.loading.xml.tree import SaidText
from bdci_corpus.records import Edit, Mark

RULE = "markup"


class XmlWriter:
    """What is written so far: pieces of the file, as they are or as what a reference says, each behind its gap."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.pieces: list[tuple[int, int, str | None, str]] = []
        self.marks: list[Mark] = []
        self._gap = ""

    def put(self, text: str) -> None:
        """Put something that stands nowhere in the file before the next piece."""
        self._gap += text

    def keep(self, start: int, end: int, said: str | None = None) -> None:
        """Keep a piece of the file, or what it says where it is a reference."""
        if start < end:
            self.pieces.append((start, end, said, self._gap))
            self._gap = ""

    def mark(self, kind: str, first: int) -> None:
        """Mark all pieces from a number on."""
        if first < len(self.pieces):
            self.marks.append(Mark(kind=kind, start=self.pieces[first][0], end=self.pieces[-1][1]))

    def text(self, said: SaidText, edits: Sequence[Edit] = (), marks: Sequence[Mark] = ()) -> None:
        """Keep what an element says, changed by edits of that, with marks of it."""
        here = 0
        for edit in edits:
            self._parts(said, here, edit.start)
            self.put(edit.replacement)
            here = edit.end
        self._parts(said, here, len(said.text))
        for mark in marks:
            if mark.start < mark.end:
                start, end = said.span(mark.start, mark.end)
                self.marks.append(Mark(kind=mark.kind, start=start, end=end))

    def _parts(self, said: SaidText, start: int, end: int) -> None:
        for part in said.parts(start, end):
            self.keep(*part)

    def edits(self, raw: str, start: int, end: int) -> Iterator[Edit]:
        """Yield the edits that leave of a region what was written."""
        here = start
        for first, last, said, gap in self.pieces:
            if raw[here:first] != gap:
                yield Edit(start=here, end=first, replacement=gap, rule=RULE)
            if said is not None:
                yield Edit(start=first, end=last, replacement=said, rule=RULE)
            here = last
        if raw[here:end] != self._gap:
            yield Edit(start=here, end=end, replacement=self._gap, rule=RULE)
