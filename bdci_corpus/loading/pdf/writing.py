"""Write a document's paragraphs down page by page: the text as it was printed, and the edits that make it whole.

A page's text holds its running heads, then its lines in reading order, then its feet. Edits take out heads and feet
and join wrapped lines, also from one page to the next: the last edit of a page may take the break behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bdci_corpus.loading.pdf.front import Said
from bdci_corpus.loading.pdf.joints import Joint, LatinWords, joint
from bdci_corpus.loading.pdf.lines import PageLine
from bdci_corpus.loading.pdf.notes import NoteNumber
from bdci_corpus.loading.pdf.paragraphs import NUMBERED, Paragraph
from bdci_corpus.records import Edit, Field, Layer, Mark

RULE = "pdf_document"

_PARAGRAPH, _ROW, _CELL = "\n\n", "\n", "\t"


class Gap(NamedTuple):
    """What stands between two lines as printed, and what is to stand there; ``dropped`` characters before go, too."""

    printed: str
    meant: str
    dropped: int = 0


@dataclass(slots=True)
class _Sheet:
    """A page being written."""

    text: str = ""
    parts: list[str] = field(default_factory=list)
    length: int = 0
    edits: list[Edit] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    def write(self, text: str) -> int:
        """Add text and return where it begins."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start

    def close(self) -> None:
        """Put the text together."""
        self.text = "".join(self.parts)
        self.parts = []


@dataclass(slots=True)
class LineWriter:
    """Writes the lines of all pages, furniture among them, and what is to be made of their ends."""

    pages: Sequence[Sequence[PageLine]]
    words: LatinWords
    sheets: list[_Sheet] = field(default_factory=list)
    places: dict[int, tuple[int, int]] = field(default_factory=dict)

    def write(self, paragraphs: Sequence[Paragraph]) -> None:
        """Write the pages; then join what belongs together, and take out what is furniture."""
        gaps = list(_gaps(paragraphs, self.words))
        before = {id(line): gap for line, gap in gaps}
        for lines in self.pages:
            sheet, body = _Sheet(), False
            for number, line in enumerate(lines):
                printed = "" if not number else before[id(line)].printed if body and not line.furniture else "\n"
                sheet.write(printed)
                self._write_line(sheet, line)
                body = not line.furniture
            sheet.close()
            self.sheets.append(sheet)
        self._join(gaps)

    def _join(self, gaps: Sequence[tuple[PageLine, Gap]]) -> None:
        page, end = 0, 0
        for line, gap in gaps:
            start = self.places[id(line)][0]
            self._between((page, end - gap.dropped), (line.page, start), gap)
            page, end = line.page, self.places[id(line)][1]
        self._between((page, end), None, Gap("", ""))

    def _between(self, end: tuple[int, int], start: tuple[int, int] | None, gap: Gap) -> None:
        """Edit what stands between two lines of the body: gaps, furniture, the breaks between pages."""
        last = len(self.sheets) if start is None else start[0]
        if start is not None and end[0] == last:
            self._edit(last, (end[1], start[1]), gap.meant)
            return
        joined = start is not None and bool(end[1] or end[0]) and gap.meant not in {_PARAGRAPH, _ROW}
        for number in range(end[0], last):
            begin = end[1] if number == end[0] else 0
            self._edit(
                number,
                (begin, len(self.sheets[number].text) + joined),
                gap.meant if number == end[0] and joined else "",
            )
        if start is not None:
            self._edit(last, (0, start[1]), "")

    def _edit(self, page: int, span: tuple[int, int], meant: str) -> None:
        """Note an edit, unless it changes nothing."""
        sheet = self.sheets[page]
        printed = sheet.text[span[0] : span[1]] + ("\n" if span[1] > sheet.length else "")
        if printed != meant:
            sheet.edits.append(Edit(start=span[0], end=span[1], replacement=meant, rule=RULE))

    def _write_line(self, sheet: _Sheet, line: PageLine) -> None:
        at = sheet.write(line.text)
        self.places[id(line)] = at, sheet.length
        for start, end in _damage(line):
            sheet.marks.append(Mark(kind="damage", start=at + start, end=at + end))

    def take_out_number(self, number: NoteNumber) -> None:
        """Take the number of a note out of its line."""
        page, at = number.line.page, self.places[id(number.line)][0]
        self._edit(page, (at + number.start, at + number.end), "")

    def mark(self, kind: str, paragraph: Paragraph) -> None:
        """Mark a paragraph, as far as it stands on its first page."""
        sheet, start, end = self._span(paragraph)
        sheet.marks.append(Mark(kind=kind, start=start, end=end))

    def title(self, paragraph: Paragraph) -> None:
        """Note the title."""
        sheet, start, end = self._span(paragraph)
        sheet.fields.append(Field(name="title", start=start, end=end))

    def _span(self, paragraph: Paragraph) -> tuple[_Sheet, int, int]:
        lines = [line for line in paragraph.lines if line.page == paragraph.lines[0].page]
        return self.sheets[lines[0].page], self.places[id(lines[0])][0], self.places[id(lines[-1])][1]

    def take_out(self, paragraph: Paragraph, claims: Sequence[Said]) -> None:
        """Note what a line of date and author says, and take it out of the text."""
        self.say(paragraph, claims)
        sheet, start, end = self._span(paragraph)
        sheet.edits = [edit for edit in sheet.edits if edit.end <= start or edit.start >= end]
        self._edit(paragraph.lines[0].page, (start, end), "")

    def say(self, paragraph: Paragraph, claims: Sequence[Said]) -> None:
        """Note what a line says of the document."""
        sheet, _, _ = self._span(paragraph)
        for one in claims:
            first, last = self._place(paragraph, one.start), self._place(paragraph, one.end - 1) + 1
            sheet.fields.append(Field(name=one.name, start=first, end=last, value=one.value))
            if one.name == "outlet":
                sheet.fields.append(Field(name="publisher", start=first, end=last))

    def _place(self, paragraph: Paragraph, offset: int) -> int:
        """Return where a character of a paragraph's lines, put together, stands on its page."""
        for line in paragraph.lines:
            if offset < len(line.text):
                return self.places[id(line)][0] + offset
            offset -= len(line.text)
        return self.places[id(paragraph.lines[-1])][1]

    def layers(self, extra: Mapping[str, object]) -> Iterator[Layer]:
        """Yield the pages; all their line ends are settled."""
        for number, sheet in enumerate(self.sheets):
            whole = Mark(kind="settled", start=0, end=len(sheet.text))
            yield Layer(
                text=sheet.text,
                marks=(*sheet.marks, whole),
                fields=tuple(sheet.fields),
                edits=tuple(sorted(sheet.edits, key=lambda edit: (edit.start, edit.end))),
                extra={} if number else dict(extra),
            )


def _gaps(paragraphs: Sequence[Paragraph], words: LatinWords) -> Iterator[tuple[PageLine, Gap]]:
    """Yield every line, with what stands before it."""
    last: PageLine | None = None
    row = False
    for paragraph in paragraphs:
        for number, line in enumerate(paragraph.lines):
            if last is None:
                gap = Gap("", "")
            elif number == 0:
                both = NUMBERED.match(last.text) and NUMBERED.match(line.text) and len(paragraph.lines) == 1
                gap = (
                    Gap(_ROW, _ROW)
                    if (row and paragraph.is_row) or (both and not line.block)
                    else Gap(_PARAGRAPH, _PARAGRAPH)
                )
            elif paragraph.is_row and line.cell != last.cell:
                gap = Gap(_CELL, _CELL)
            else:
                gap = _wrapped(Joint(0, " ") if last.ended else joint(last, line, words))
            yield line, gap
            last = line
        row = paragraph.is_row


def _wrapped(made: Joint) -> Gap:
    return Gap("\n", made.between, made.dropped)


def _damage(line: PageLine) -> Iterator[tuple[int, int]]:
    """Yield the spans of a line's text whose characters nobody knows."""
    if not any(piece.damaged for piece in line.pieces):
        return
    inked = [at for at, character in enumerate(line.text) if not character.isspace()]
    numbers: list[int] = []
    before = 0
    for piece in line.pieces:
        numbers += [before + number for number in piece.damaged]
        before += piece.end - piece.start
    start = last = None
    for number in numbers:
        if last is not None and start is not None and number != last + 1:
            yield inked[start], inked[last] + 1
            start = number
        start = number if start is None else start
        last = number if number < len(inked) else last
    if start is not None and last is not None and start < len(inked):
        yield inked[start], inked[last] + 1
