"""Rows of tables without rules: cells that stand below each other, line after line.

A line with cells is a row; one that has none in the first column belongs to the row it stands closer to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bdci_corpus.loading.pdf.lines import PageLine
from bdci_corpus.loading.pdf.paragraphs import LEADER
from bdci_corpus.loading.pdf.pieces import GlyphRun

APART = 1.5
"""The space between cells, in ems, at least."""

_ALIGNED = 0.4
"""How far cells of one column stand apart, through the size."""

_EVEN = 1.2
"""Words of a justified line stand apart evenly: the widest space is no more than so many times the narrowest."""

_AS_WIDE = 0.5
"""Blanks within cells are narrower than this share of the space between cells."""

_FURTHEST = 4.5
"""The lines of a table stand no further apart, in ems."""

_FIRST_ROW = 1_000_000
"""Rows of tables without rules are numbered from here on."""


@dataclass(slots=True)
class _TableLines:
    """Lines of one table, and the columns seen so far: left and right edges, in points."""

    lines: list[PageLine]
    cells: list[list[list[GlyphRun]]]
    columns: list[list[float]] = field(default_factory=list)

    def fits(self, cells: Sequence[Sequence[GlyphRun]], em: float) -> bool:
        """Return whether the cells of a line stand in the table's columns, one of them not in the first."""
        found = [self.column(cell, em) for cell in cells]
        known = [column for column in found if column is not None]
        inner = [column for column in known if column > 0]
        if len(cells) == 1:  # the rest of a cell, which keeps to its column
            return bool(inner) and cells[0][0].left > self.columns[inner[0]][0] - em
        return bool(inner) and len(known) >= 2  # noqa: PLR2004 - what stands below each other in two columns

    def column(self, cell: Sequence[GlyphRun], em: float) -> int | None:
        """Return the number of the column a cell is aligned with."""
        left, right = cell[0].left, cell[-1].right
        for number, (first, last) in enumerate(self.columns):
            if min(abs(left - first), abs(right - last), abs(left + right - first - last) / 2) < _ALIGNED * em:
                return number
        return None

    def add(self, line: PageLine, cells: list[list[GlyphRun]]) -> None:
        """Take a line in; its cells widen the columns they stand in, or are columns of their own."""
        for cell in cells:
            number = self.column(cell, line.size)
            if number is None:
                self.columns.append([cell[0].left, cell[-1].right])
            else:
                edges = self.columns[number]
                edges[0], edges[1] = min(edges[0], cell[0].left), max(edges[1], cell[-1].right)
        self.columns.sort()
        self.lines.append(line)
        self.cells.append(cells)


def cells_of(line: PageLine) -> list[list[GlyphRun]]:
    """Return the pieces of a line, cell by cell."""
    cells = [[line.pieces[0]]]
    for piece in line.pieces[1:]:
        if piece.left - cells[-1][-1].right >= APART * line.size:
            cells.append([])
        cells[-1].append(piece)
    return cells


def _is_justified(cells: Sequence[Sequence[GlyphRun]]) -> bool:
    """Return whether what stands apart are single words, as evenly as justifying sets them."""
    gaps = [after[0].left - before[-1].right for before, after in pairwise(cells)]
    blank = max(piece.blank for cell in cells for piece in cell)
    if blank:
        return blank > _AS_WIDE * min(gaps)
    words = [piece.text for cell in cells for piece in cell]
    alone = all(" " not in word and word.isascii() for word in words) and any(word.islower() for word in words)
    return alone and max(gaps) <= _EVEN * min(gaps)


def with_rows(lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines of a page, those of tables without rules cell by cell."""
    found: list[PageLine] = []
    number = _FIRST_ROW
    for table in _tables(lines):
        rows = list(_rows(table)) if isinstance(table, _TableLines) else []
        if isinstance(table, PageLine):
            found.append(table)
        elif len(rows) < 2:  # noqa: PLR2004 - one row is no table
            found += table.lines
        else:
            for row in rows:
                found += _cell_lines(table, row, number)
                number += 1
    return found


def _tables(lines: Sequence[PageLine]) -> Iterator[_TableLines | PageLine]:
    """Yield the tables among lines, and each line that is in none."""
    table: _TableLines | None = None
    for line in lines:
        plain = line.furniture or line.row >= 0 or line.block is not None or line.side.column < 0
        plain = plain or bool(LEADER.search(line.text))
        cells = [] if plain else cells_of(line)
        if (
            table
            and cells
            and not (len(cells) > 1 and _is_justified(cells))
            and _follows(table.lines[-1], line)
            and table.fits(cells, line.size)
        ):
            table.add(line, cells)
            continue
        if table:
            yield table
            table = None
        if len(cells) > 1 and not _is_justified(cells):
            table = _TableLines([], [])
            table.add(line, cells)
        else:
            yield line
    if table:
        yield table


def _follows(last: PageLine, line: PageLine) -> bool:
    return last.side == line.side and 0 < last.y - line.y < _FURTHEST * max(last.size, line.size)


def _rows(table: _TableLines) -> Iterator[list[int]]:
    """Yield the numbers of the lines of each row."""
    heads = [
        number
        for number, (line, cells) in enumerate(zip(table.lines, table.cells, strict=True))
        if table.column(cells[0], line.size) == 0 or len(cells) > 1
    ]
    ys = [line.y for line in table.lines]
    starts = [heads[0] if heads else 0]
    for above, below in pairwise(heads):
        # lines between two rows belong to the nearer one: the widest space parts them
        gaps = [(round(ys[n] - ys[n + 1], 1), -n) for n in range(above, below)]
        starts.append(1 - max(gaps)[1])
    starts[0] = 0
    yield from (list(range(start, end)) for start, end in zip(starts, [*starts[1:], len(ys)], strict=True))


def _cell_lines(table: _TableLines, row: Sequence[int], number: int) -> Iterator[PageLine]:
    """Yield the lines of a row, cell by cell."""
    cells: dict[int, list[PageLine]] = {}
    for at in row:
        whole = table.lines[at]
        for pieces in table.cells[at]:
            column = table.column(pieces, whole.size)
            line = PageLine(whole.page, pieces, whole.side)
            line.row, line.cell = number, len(table.columns) if column is None else column
            cells.setdefault(line.cell, []).append(line)
    for _, lines in sorted(cells.items()):
        yield from lines
