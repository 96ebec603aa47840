"""Put paragraphs and tables on lines: a paragraph each, or a row of a table, its cells parted by tabs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bdci_corpus.loading.office.blocks import Cell, TextRun, WordBlock, WordParagraph, WordRow, WordTable

MAX_REPEATED = 80
"""The longest cell that is repeated in each row it spans, in characters."""

MAX_CELL = 1500
"""The longest cell of a table of data, in characters."""

MAX_PARAGRAPHS = 6
"""The most paragraphs in a cell of a table of data."""


@dataclass(slots=True)
class StoryLine:
    """A paragraph, or the row of a table (``table`` tells tables apart, and is -1 for none)."""

    pieces: list[TextRun]
    paragraph: WordParagraph | None = None
    table: int = -1

    def text(self, raw: str) -> str:
        """Return what the line says."""
        return written_text(self.pieces, raw)


def written_text(pieces: Sequence[TextRun], raw: str) -> str:
    """Return what pieces of a member say."""
    return "".join(raw[piece.start : piece.end] if piece.replacement is None else piece.replacement for piece in pieces)


class Liner:
    """Makes lines of blocks; ``raw`` is the member's text."""

    def __init__(self, raw: str) -> None:
        """Begin with the first table."""
        self._raw = raw
        self._tables = 0

    def lines(self, blocks: Sequence[WordBlock]) -> Iterator[StoryLine]:
        """Yield the lines that say anything. Not recursive in tables within tables: those are a cell's text."""
        for block in blocks:
            if isinstance(block, WordTable):
                yield from self._table(block)
            else:
                yield from self._paragraph(block)

    def _paragraph(self, paragraph: WordParagraph) -> Iterator[StoryLine]:
        """Yield a paragraph, with the text boxes in it before or behind; one amid its text is written behind."""
        shown = [piece for piece in paragraph.pieces if not piece.hidden]
        own = trimmed(shown, self._raw)
        first, last = (own[0].start, own[-1].end) if own else (0, 0)
        before: list[StoryLine] = []
        behind: list[StoryLine] = []
        for _, blocks in paragraph.boxes:
            for line in self.lines(blocks):
                if not own or line.pieces[-1].end <= first:
                    before.append(line)
                elif line.pieces[0].start >= last:
                    behind.append(line)
                else:
                    behind.append(replace(line, pieces=[self._moved(line.pieces, last)]))
        yield from before
        if own:
            yield StoryLine(own, paragraph)
        yield from behind

    def _moved(self, pieces: Sequence[TextRun], place: int) -> TextRun:
        return TextRun(place, place, written_text(pieces, self._raw))

    def _table(self, table: WordTable) -> Iterator[StoryLine]:
        rows = [row for row in table.rows if not row.deleted]
        if not self._holds_data(rows):
            for row in rows:
                for cell in row.cells:
                    yield from self.lines(cell.blocks)
            return
        self._tables += 1
        number, spanning = self._tables, dict[int, str]()
        for row in rows:
            pieces = trimmed(self._row(row, spanning), self._raw)
            if pieces:
                yield StoryLine(pieces, table=number)

    def _holds_data(self, rows: Sequence[WordRow]) -> bool:
        """Return whether a table holds data: rows of several cells, none of which is a page of its own."""
        if max((len(row.cells) for row in rows), default=0) < 2:  # noqa: PLR2004
            return False
        for row in rows:
            for cell in row.cells:
                pieces = list(_pieces(cell.blocks))
                size = sum(
                    len(piece.replacement) if piece.replacement is not None else piece.end - piece.start
                    for piece in pieces
                )
                if len(cell.blocks) > MAX_PARAGRAPHS or size > MAX_CELL:
                    return False
        return True

    def _row(self, row: WordRow, spanning: dict[int, str]) -> list[TextRun]:
        """Return the pieces of a row; keeps ``spanning``: by column, what a cell that goes on below says."""
        pieces: list[TextRun] = []
        column = 0
        for cell in row.cells:
            own = list(self._cell(cell))
            if cell.continues and not own and spanning.get(column):
                place = pieces[-1].end if pieces else 0
                own = [TextRun(place, place, spanning[column])]
            elif not cell.continues:
                spanning.pop(column, None)
            text = written_text(own, self._raw)
            if cell.begins and len(text) <= MAX_REPEATED:
                spanning[column] = text
            if column:
                place = pieces[-1].end if pieces else 0
                pieces.append(TextRun(place, place, "\t"))
            pieces += own
            column += cell.span
        return pieces

    def _cell(self, cell: Cell) -> Iterator[TextRun]:
        """Yield a cell's text as one line: paragraphs, and line ends in them, are parted by a blank."""
        pieces = [
            replace(piece, replacement=" ") if piece.replacement in {"\n", "\t"} else piece
            for piece in _pieces(cell.blocks)
        ]
        yield from trimmed(pieces, self._raw)


def _pieces(blocks: Sequence[WordBlock]) -> Iterator[TextRun]:
    """Yield all shown pieces of blocks, a line end behind each paragraph."""
    stack: list[WordBlock] = list(reversed(blocks))
    while stack:
        block = stack.pop()
        if isinstance(block, WordTable):
            inner = [one for row in block.rows if not row.deleted for cell in row.cells for one in cell.blocks]
            stack += reversed(inner)
            continue
        shown = [piece for piece in block.pieces if not piece.hidden]
        boxes = sorted((piece for _, held in block.boxes for piece in _pieces(held)), key=lambda piece: piece.start)
        shown = sorted([*shown, *boxes], key=lambda piece: piece.start) if boxes else shown
        yield from shown
        if shown:
            yield TextRun(shown[-1].end, shown[-1].end, "\n")


def trimmed(pieces: Sequence[TextRun], raw: str) -> list[TextRun]:
    """Return pieces without the blanks around them."""
    kept = list(pieces)
    first, last = 0, len(kept)
    while first < last and not written_text(kept[first : first + 1], raw).strip():
        first += 1
    while first < last and not written_text(kept[last - 1 : last], raw).strip():
        last -= 1
    kept = kept[first:last]
    if not kept:
        return []
    text = written_text(kept[:1], raw)
    kept[0] = _shorter(kept[0], len(text) - len(text.lstrip()), 0)
    text = written_text(kept[-1:], raw)
    kept[-1] = _shorter(kept[-1], 0, len(text) - len(text.rstrip()))
    return kept


def _shorter(piece: TextRun, left: int, right: int) -> TextRun:
    if piece.replacement is None:
        return replace(piece, start=piece.start + left, end=piece.end - right)
    return replace(piece, replacement=piece.replacement[left : len(piece.replacement) - right])
