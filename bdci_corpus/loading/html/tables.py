"""Tell the tables that hold data from those that lay out a page, and put each row of data on a line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bdci_corpus.loading.html.elements import CELLS, HEADINGS, TextBlock, TextSpan, WebPage
from bdci_corpus.loading.html.tokens import plain

MAX_REPEATED = 80
"""The longest cell that is repeated in each row it spans, in raw characters."""

MAX_CELL = 1500
"""The longest cell of a table of data, in raw characters of text."""

_MAX_BLOCKS = 4
"""A cell of a table of data holds at most so many blocks; that of a layout holds a page."""

_LARGE = 0.8
"""A table of which one cell holds more than this share of the text is a layout."""

_FEW = 240
"""One cell with most of a table's text lays out a page, if it holds so much at all."""

_SPAN = re.compile(r"""(?<![\w-])(row|col)span\s{0,4}=\s{0,4}["']?\s{0,4}(\d{1,3})""", re.IGNORECASE)

_NO_NUMBERS = re.compile(r"[^\d\s]")

_LAYOUT = re.compile(r"""(?<![\w-])role\s{0,4}=\s{0,4}["']?(?:presentation|none)\b""", re.IGNORECASE)


@dataclass(slots=True)
class _HtmlTable:
    """A table's rows, and the cells of each, by number; ``nests`` that another stands in it."""

    rows: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    nests: bool = False


def with_rows(page: WebPage) -> list[TextBlock]:
    """Return the page's blocks, where those of a row of data are one: cells with a tab between them.

    A short cell that spans several rows stands in each of them, one that spans columns once.
    """
    tables = _tables(page)
    if not tables:
        return page.blocks
    cell_of, blocks_of = _contents(page)
    rows: dict[int, TextBlock] = {}
    gone: set[int] = set()
    for number, table in tables.items():
        if listed := _listings(page, table, blocks_of):
            gone.update(_gutters(page, table, blocks_of, listed))
        elif _holds_data(page, number, table, blocks_of):
            rows.update(_lines(page, number, table, blocks_of))
            gone.update(cell for cells in table.rows.values() for cell in cells)
    kept = [block for block, cell in zip(page.blocks, cell_of, strict=True) if cell not in gone]
    return sorted([*kept, *rows.values()], key=lambda block: block.start) if gone else page.blocks


def _listings(page: WebPage, table: _HtmlTable, blocks_of: dict[int, list[TextBlock]]) -> set[int]:
    """Return the cells of a table that hold nothing but preformatted text, as a listing beside its numbers does."""
    cells = (cell for row in table.rows.values() for cell in row)
    return {cell for cell in cells if (own := blocks_of.get(cell)) and all(page.names[b.element] == "pre" for b in own)}


def _gutters(
    page: WebPage, table: _HtmlTable, blocks_of: dict[int, list[TextBlock]], listed: set[int]
) -> Iterator[int]:
    """Yield the cells that hold the numbers of a listing's lines, and stand beside it."""
    for row in table.rows.values():
        if len(row) > 1 and not listed.isdisjoint(row[1:]):
            pieces = [piece for block in blocks_of.get(row[0], []) for piece in block.pieces]
            if pieces and not any(_NO_NUMBERS.search(page.text, p[0], p[1]) for p in pieces if len(p) == 2):  # noqa: PLR2004
                yield row[0]


def _tables(page: WebPage) -> dict[int, _HtmlTable]:
    """Return the tables by number, with the rows that are their own."""
    found: dict[int, _HtmlTable] = {}
    inside = [0] * len(page.names)
    for number in range(1, len(page.names)):
        table, name = inside[page.parents[number]], page.names[number]
        if name == "table":
            found[number] = _HtmlTable()
            if table:
                found[table].nests = True
            table = number
        elif name in CELLS and table:
            found[table].rows[page.parents[number]].append(number)
        inside[number] = table
    return found


def _contents(page: WebPage) -> tuple[list[int], dict[int, list[TextBlock]]]:
    """Return the cell that each block stands in, 0 for none, and the blocks of each cell."""
    inside = [0] * len(page.names)
    for number in range(1, len(page.names)):
        name = page.names[number]
        inside[number] = number if name in CELLS else 0 if name == "table" else inside[page.parents[number]]
    cells = [inside[block.element] for block in page.blocks]
    held: dict[int, list[TextBlock]] = defaultdict(list)
    for cell, block in zip(cells, page.blocks, strict=True):
        held[cell].append(block)
    return cells, held


def _holds_data(page: WebPage, number: int, table: _HtmlTable, blocks_of: dict[int, list[TextBlock]]) -> bool:
    """Return whether a table holds data: rows of several cells, none of which is a page of its own."""
    if table.nests or max(map(len, table.rows.values()), default=0) < 2 or _LAYOUT.search(page.attributes[number]):  # noqa: PLR2004
        return False
    cells = [cell for row in table.rows.values() for cell in row]
    held = [blocks_of.get(cell, []) for cell in cells]
    sizes = [sum(piece[1] - piece[0] for block in blocks for piece in block.pieces) for blocks in held]
    most = max(sizes)
    if most > MAX_CELL or (most > _LARGE * sum(sizes) and most > _FEW):
        return False
    most_blocks = _MAX_BLOCKS if len(table.rows) > 1 else 1
    return not any(
        len(blocks) > most_blocks or any(page.names[block.element] in HEADINGS for block in blocks) for blocks in held
    )


def _lines(
    page: WebPage, number: int, table: _HtmlTable, blocks_of: dict[int, list[TextBlock]]
) -> Iterator[tuple[int, TextBlock]]:
    """Yield each row that says anything as one block. What is repeated is never more than the table itself."""
    budget = page.ends[number] - page.starts[number]
    spanning: dict[int, tuple[int, str]] = {}
    for row, cells in table.rows.items():
        line, budget = _line(page, cells, blocks_of, spanning, budget)
        if line.pieces:
            line.element = row
            yield row, line


def _line(
    page: WebPage,
    cells: Sequence[int],
    blocks_of: dict[int, list[TextBlock]],
    spanning: dict[int, tuple[int, str]],
    budget: int,
) -> tuple[TextBlock, int]:
    """Return a row as a block, and what may still be repeated; keeps ``spanning``: by column, rows left and text."""
    line, column, owed = TextBlock(0, []), 0, ""
    for cell in cells:
        while (above := spanning.pop(column, None)) is not None:
            owed += f"{above[1]}\t"
            budget -= len(above[1])
            if above[0] > 1 and budget > 0:
                spanning[column] = (above[0] - 1, above[1])
            column += 1
            if column > len(cells) + len(spanning) + 1:
                break
        blocks, spans = blocks_of.get(cell, []), _spans(page.attributes[cell])
        joined = _joined(blocks)
        if joined and (owed or line.pieces):
            line.pieces.append((joined[0][0], joined[0][0], ("\t" if line.pieces else "") + owed))
            owed = ""
        elif line.pieces:
            owed += "\t" if owed else ""
        line.pieces += joined
        line.linked += sum(block.linked for block in blocks)
        line.links += sum(block.links for block in blocks)
        text = " ".join(page.text[piece[0] : piece[1]] for piece in joined)
        if spans["row"] > 1 and joined and len(text) <= MAX_REPEATED:
            spanning[column] = (spans["row"] - 1, " ".join(plain(text).split()))
        column += spans["col"]
    while line.pieces and budget > 0 and (above := spanning.pop(column, None)) is not None:
        line.pieces.append((line.end, line.end, f"\t{above[1]}"))
        budget -= len(above[1])
        if above[0] > 1:
            spanning[column] = (above[0] - 1, above[1])
        column += 1
    return line, budget


def _spans(attributes: str) -> dict[str, int]:
    """Return how many rows and columns a cell spans."""
    return {"row": 1, "col": 1} | {which.lower(): max(1, int(count)) for which, count in _SPAN.findall(attributes)}


def _joined(blocks: Sequence[TextBlock]) -> list[TextSpan]:
    """Return the pieces of a cell's blocks, a blank between two; a line end in a cell is a blank."""
    pieces: list[TextSpan] = []
    for block in blocks:
        if pieces:
            pieces.append((block.start, block.start, " "))
        pieces += [(*piece[:2], " ") if piece[2:] == ("\n",) else piece for piece in block.pieces]
    return pieces
