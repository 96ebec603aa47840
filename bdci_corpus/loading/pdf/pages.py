"""One page after the other: its pieces, and then, when the columns of the document are known, its lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.pdf.columns import Gutters, ReadingUnit, column_of, gutters_of, hinted, in_order, usual_gutters
from bdci_corpus.loading.pdf.gaps import in_their_gaps
from bdci_corpus.loading.pdf.glyphs import Box, Glyphs, upright
from bdci_corpus.loading.pdf.lines import PageLine, Side, on_lines
from bdci_corpus.loading.pdf.pdfium import RawPage
from bdci_corpus.loading.pdf.pieces import RAISED, GlyphRun, pieces_of
from bdci_corpus.loading.pdf.tables import Grid, grids, in_cells, upright_rules
from bdci_corpus.loading.pdf.tags import TaggedBlock, blocks_of

Array = NDArray[Any]

TAGGED = 0.7
"""A structure tree is read if it holds this share of a page's glyphs."""

_NO_RULES = np.empty((0, 4))


@dataclass(slots=True)
class PdfPage:
    """A page on its way to lines: ``pieces`` are those of the direction most text has, ``aside`` of all others."""

    number: int
    box: Box = (0.0, 0.0, 0.0, 0.0)
    pieces: list[GlyphRun] = field(default_factory=list)
    aside: list[list[GlyphRun]] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    blocks: Mapping[int, TaggedBlock] = field(default_factory=dict)
    gutters: Gutters = ()
    tagged: bool = False
    broken: bool = False
    glyphs: int = 0
    damaged: int = 0
    pictures: Array = field(default_factory=lambda: _NO_RULES)
    vertical: bool = False
    lines: list[PageLine] = field(default_factory=list)


def page_of(number: int, raw: RawPage, *, tags: bool = True) -> PdfPage:
    """Return a page's pieces, its tables, gutters and, if they are to be read, tags."""
    page = PdfPage(number, box=raw.box, pictures=raw.pictures)
    groups = upright(raw)
    if not groups:
        return page
    main = in_their_gaps(groups[0])
    page.box, page.vertical = main.box, main.vertical
    page.glyphs, page.damaged = sum(map(len, groups)), sum(int(np.count_nonzero(g.damaged)) for g in groups)
    straight = not main.vertical and not main.angle
    upright_lines = upright_rules(raw.rules) if straight else _NO_RULES
    page.pieces = pieces_of(main, upright_lines)
    page.aside = [pieces_of(group, _NO_RULES) for group in groups[1:]]
    page.blocks = blocks_of(raw.tags)
    page.tagged = tags and _held(main, page.blocks) >= TAGGED * len(main)
    if not page.tagged and len(upright_lines):
        page.tables = grids(raw.rules, upright_lines)
    outside, _ = in_cells(page.pieces, page.tables) if page.tables else (page.pieces, {})
    page.gutters = gutters_of(outside)
    return page


def _held(glyphs: Glyphs, blocks: Mapping[int, TaggedBlock]) -> int:
    """Return how many glyphs the structure tree holds."""
    if not blocks:
        return 0
    held = np.zeros(max(*blocks, int(glyphs.marked.max())) + 2, np.bool_)
    held[list(blocks)] = True
    return int(np.count_nonzero(held[glyphs.marked]))  # unmarked glyphs look at the last place, which is False


def set_in_lines(pages: Sequence[PdfPage]) -> None:
    """Give every page its lines, in reading order; a page too short to show its columns goes by the others."""
    usual = usual_gutters([page.gutters for page in pages])
    for page in pages:
        outside, cells = in_cells(page.pieces, page.tables) if page.tables else (page.pieces, {})
        if not page.gutters:
            page.gutters = hinted(outside, usual)
        if page.tagged:
            page.lines = list(_by_tags(page))
        else:
            page.lines = in_order(page.number, outside, page.gutters, list(_table_units(page, cells)))
        for pieces in page.aside:
            page.lines += [PageLine(page.number, line, Side(-1, 1)) for line in on_lines(pieces)]
        page.pieces, page.aside, page.blocks = [], [], {}


def _table_units(page: PdfPage, cells: Mapping[tuple[int, int, int], list[GlyphRun]]) -> Iterator[ReadingUnit]:
    """Yield the tables of a page, each with the lines of its cells row by row."""
    for number, grid in enumerate(page.tables):
        lines = []
        for (table, row, cell), pieces in sorted(cells.items()):
            if table == number:
                for of_line in on_lines(pieces):
                    line = PageLine(page.number, of_line)
                    line.row, line.cell = 1000 * number + row, cell
                    lines.append(line)
        if lines:
            yield ReadingUnit(grid.xs[0], grid.xs[-1], grid.ys[0], lines)


def _by_tags(page: PdfPage) -> Iterator[PageLine]:
    """Yield the lines of a tagged page in the order of its tree; what the tree does not hold, by its height."""
    held: dict[int, list[GlyphRun]] = {}
    loose: list[GlyphRun] = []
    for piece in page.pieces:
        block = page.blocks.get(piece.marked)
        if block is None:
            loose.append(piece)
        else:
            held.setdefault(block.number, []).append(piece)
    by_number = {block.number: block for block in page.blocks.values()}
    waiting = deque(PageLine(page.number, line, _side(line, page.gutters)) for line in on_lines(loose))
    for number in sorted(held):
        block = by_number[number]
        for pieces in _one_after_the_other(held[number]):
            line = PageLine(page.number, pieces, _side(pieces, page.gutters), block)
            line.row, line.cell = block.row, block.cell
            while waiting and waiting[0].y > line.y:
                yield waiting.popleft()
            yield line
    yield from waiting


def _side(pieces: Sequence[GlyphRun], gutters: Gutters) -> Side:
    column = column_of(pieces[0].ink[0], pieces[-1].ink[1], gutters) if gutters else None
    return Side(0, 1) if column is None else Side(column, len(gutters) + 1)


def _one_after_the_other(pieces: Sequence[GlyphRun]) -> Iterator[list[GlyphRun]]:
    """Yield the lines of a block in the order they are drawn: it may go on in the next column.

    What is drawn behind a line and stands before it, such as a quote in a font of its own, is a part of it.
    """
    line: list[GlyphRun] = []
    for piece in pieces:
        em = max(piece.size, line[-1].size) if line else 0.0
        if line and (abs(piece.y - line[-1].y) > RAISED * em or not _fits(line, piece, em)):
            yield sorted(line, key=lambda one: one.left)
            line = []
        line.append(piece)
    if line:
        yield sorted(line, key=lambda one: one.left)


def _fits(line: Sequence[GlyphRun], piece: GlyphRun, em: float) -> bool:
    """Return whether a piece stands behind the last one of its line, or just before the first."""
    if piece.left >= line[-1].left - 0.5 * em:
        return True
    return 0 <= min(one.left for one in line) - piece.right + 0.3 * em <= 1.3 * em
