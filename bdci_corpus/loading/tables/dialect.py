"""Tell the dialect of a delimited table: several are tried on its first lines, and the one that fits best is taken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice

from bdci_corpus.loading.tables.delimited import NUMBER, Cells, DelimitedReader, Dialect, chomp, line_end
from bdci_corpus.loading.tables.header import is_known, names_in

SAMPLE = 65_536
"""How much of a table is tried, in characters."""

SAMPLE_ROWS = 300
"""How many rows a dialect is tried on."""

MAX_PREAMBLE = 20
"""The most rows above the header that are not of the table."""

_DELIMITERS = (",", "\t", ";", "|", "\x01", "^", "，", "||", "|||", "_!_", "::", "+++$+++", "^^", "@@")

_RARE = {"^": 0.15, "，": 0.3, "::": 0.15, "@@": 0.15, "^^": 0.1}

_OF_TEXT = "，"
"""A mark that stands in any text, and parts cells only below names that are known."""

_OF_NAME = {".tsv": "\t", ".tab": "\t", ".psv": "|", ".csv": ","}

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[,;\t]*\s*\Z')

_COMMENT = re.compile(r"#|//|%|--")

_OF_NAME_BONUS = 0.1
"""What it is worth that the suffix names the delimiter."""

_MIN_FIT = 0.6
"""The share of rows that have the usual number of cells, where no names are known."""

_MIN_FIT_OF_KNOWN = 0.3
"""The same where the header is known: texts with commas break rows."""

_ONE_COLUMN = 0.5
"""What speaks for a single column where nothing else fits: no more than half a table of several."""

_KNOWN = 0.3
"""What a known header is worth."""

_NO_HEADER = 0.4
"""What it costs if lines above the header are no comments."""


_ANY_DELIMITER = re.compile("|".join(map(re.escape, _DELIMITERS)))

_OF_DELIMITER = re.compile(f"[{re.escape(''.join(sorted({mark[0] for mark in _DELIMITERS})))}]")

_NO_NAME = "。"
"""What no name of a column holds, and most lines of text do."""

_LONGEST_HEADER = 4_000
"""How much of a line is looked at for names of columns, in characters."""

_LONGEST_NAME = 60
"""The longest cell that is looked up among known names, in characters."""

_AROUND_NAME = " \t\r\"'\ufeff"


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's dialect, what its header calls the columns, if it has one, and the line of its first row."""

    dialect: Dialect
    names: tuple[str, ...]
    first: int
    score: float


def may_have_header(sample: str) -> bool:
    """Return whether one of the first lines has a cell, however it is delimited, that is called like a column.

    Cheap, since it is asked of every text: only what passes is worth trying dialects on.
    """
    lines = sample[:SAMPLE].split("\n", MAX_PREAMBLE * 2)[: MAX_PREAMBLE * 2]
    for line in lines:
        if _NO_NAME not in line and _OF_DELIMITER.search(line):
            cells = _ANY_DELIMITER.split(line[:_LONGEST_HEADER])
            if any(len(cell) <= _LONGEST_NAME and is_known(cell.strip(_AROUND_NAME)) for cell in cells):
                return True
    return False


def layout_of(sample: str, name: str = "") -> Layout:
    """Return the layout that fits the first lines of a table best.

    Args:
        sample: whole lines as they stand in the file, with their ends.
        name: the file's name, which may tell the delimiter.
    """
    separator = _SEPARATOR_LINE.match(sample.partition("\n")[0])
    sample = sample.lstrip("\ufeff")
    marks = [separator[1]] if separator else [None, *_delimiters_in(sample)]
    candidates = [Dialect(mark, '"' if mark and len(mark) == 1 else "") for mark in marks]
    tried = [_tried(dialect, sample, name) for plain in candidates for dialect in _variants(plain, sample)]
    return max(tried, key=lambda layout: layout.score)


def _delimiters_in(sample: str) -> Iterator[str]:
    """Yield the delimiters that stand in the first lines."""
    lines = [line for line in sample[:SAMPLE].splitlines()[: MAX_PREAMBLE * 2] if line.strip()]
    for delimiter in _DELIMITERS:
        if any(delimiter in line for line in lines):
            yield delimiter


def _variants(dialect: Dialect, sample: str) -> Iterator[Dialect]:
    """Yield the ways to quote that the sample gives reason to try."""
    yield dialect
    mark = dialect.delimiter
    if mark is None or len(mark) > 1:
        if mark is None and '"' in sample:
            yield Dialect(None)
        return
    if '\\"' in sample:
        yield replace(dialect, escapes=True)
    if "\\" + mark in sample:
        yield replace(dialect, quote="", escapes=True)
    if f'{mark} "' in sample:
        yield replace(dialect, skips_blanks=True)
    if re.search(rf"(?:^|\n|{re.escape(mark)})'[^'\n]*'(?={re.escape(mark)}|\r?\n)", sample):
        yield replace(dialect, quote="'")


def _tried(dialect: Dialect, sample: str, name: str) -> Layout:
    """Return how a dialect reads the sample."""
    rows, above, width = _read(dialect, sample)
    if any(len(row.lines) > 1 for row in rows):  # once columns are known, rows that a quote swallowed are seen
        numeric = _numeric(rows[above + 1 :], width)
        rows, above, width = _read(replace(dialect, width=width, numeric=numeric), sample)
    body = rows[above:]
    names, has_header = names_in([row.cells for row in body], width)
    known = sum(map(is_known, names)) if has_header else 0
    width = len(names) if known else width
    data = body[has_header:]
    first = data[0].line if data else 1 + sum(len(row.lines) + row.line for row in body[-1:])
    least = _MIN_FIT if known < 2 else _MIN_FIT_OF_KNOWN  # noqa: PLR2004 - one may be chance
    score = _score(dialect, body, width, least) + _KNOWN * bool(known)
    score *= dialect.delimiter != _OF_TEXT or known > 1
    score += _OF_NAME_BONUS * (_OF_NAME.get(name[-4:].lower()) == dialect.delimiter) * bool(score)
    score -= _NO_HEADER * any(not _COMMENT.match(row.lines[0]) for row in rows[:above])
    found = replace(dialect, width=len(names), quotes=_quotes(dialect, body), numeric=_numeric(data, width))
    return Layout(found, names if has_header else (), first, score)


def _read(dialect: Dialect, sample: str) -> tuple[list[Cells], int, int]:
    """Return the rows of the sample, how many stand above the table, and its width."""
    reader = DelimitedReader(StringIO(sample, newline=line_end(sample)), dialect)
    rows = list(islice(reader.rows(), SAMPLE_ROWS))
    if rows and _SEPARATOR_LINE.match(rows[0].lines[0]):
        rows = rows[1:]
    width = _width(rows)
    return rows, _above(rows, width), width


def _numeric(rows: Sequence[Cells], width: int) -> tuple[int, ...]:
    """Return the columns that hold numbers alone."""
    return tuple(n for n in range(width) if rows and all(_is_number(row, n) for row in rows))


def _above(rows: Sequence[Cells], width: int) -> int:
    """Return how many rows stand above the header that are not of the table: comments, a title.

    Where no header follows them, they are rows, but for comments that lack cells.
    """
    for count, row in enumerate(rows[:MAX_PREAMBLE]):
        if _COMMENT.match(row.lines[0]) and not any(map(is_known, row.cells)):
            continue
        _, has_header = names_in([row.cells for row in rows[count:]], width)
        if _is_whole(rows[count : count + 2], width) or width == 1:
            remarks = all(_COMMENT.match(above.lines[0]) and len(above.cells) < width for above in rows[:count])
            return count if has_header or remarks else 0
    return 0


def _is_whole(rows: Sequence[Cells], width: int) -> bool:
    """Return whether the first of two rows may be a header: with a name for each column, or for all but the first."""
    cells = rows[0].cells
    if any(map(is_known, cells)):
        return True
    if len(cells) == width - 1 and len(rows) > 1 and any(map(is_known, rows[1].cells)):
        return False
    return len(cells) >= width - 1 and sum(bool(cell.strip()) for cell in cells) >= width - 1


def _width(rows: Sequence[Cells]) -> int:
    """Return how many cells most rows have, without columns at the end that are empty throughout."""
    counts = Counter(len(row.cells) for row in rows if not row.problem)
    width = max(counts, key=lambda width: (counts[width], width), default=1)
    while width > 1 and not any(cell for row in rows for cell in row.cells[width - 1 : width]):
        width -= 1
    return width


def _is_number(row: Cells, column: int) -> bool:
    return column < len(row.cells) and bool(NUMBER.match(row.cells[column]))


def _quotes(dialect: Dialect, rows: Sequence[Cells]) -> bool | None:
    """Return whether cells are evidently quoted, or not; a quote that is needed tells, and one that is none."""
    if not dialect.quote or not dialect.quotable():
        return False if not dialect.quote else None
    quote = dialect.quote
    wrong = sum(bool(row.problem) or _is_literal(row, dialect) for row in rows)
    needed = sum(_needs_quotes(row, dialect) for row in rows if not row.problem)
    if needed or _is_quoted_throughout(rows, dialect):
        return True if wrong <= max(1, needed) or dialect.escapes else None
    return False if wrong or any(quote in cell for row in rows for cell in row.cells) else None


def _is_literal(row: Cells, dialect: Dialect) -> bool:
    """Return whether a cell begins with a quote that is no more than a character."""
    starts = any(cell.startswith(dialect.quote) for cell in row.cells)
    return starts and len(row.lines) == 1 and not _needs_quotes(row, dialect)


def _needs_quotes(row: Cells, dialect: Dialect) -> bool:
    """Return whether a row is read as it is only because of its quotes."""
    plain = dialect.plain(chomp("".join(row.lines)))
    return plain != row.cells and (
        len(row.lines) > 1 or len(plain) != len(row.cells) or any(dialect.quote in cell for cell in row.cells)
    )


def _is_quoted_throughout(rows: Sequence[Cells], dialect: Dialect) -> bool:
    """Return whether all cells of a column stand in quotes."""
    split = [dialect.plain(row.lines[0].rstrip("\r\n")) for row in rows if len(row.lines) == 1 and not row.problem]
    width = min(map(len, split), default=0)
    quote = dialect.quote
    return len(split) > 1 and any(
        all(len(cells[n].strip()) > 1 and cells[n].strip()[0] == cells[n].strip()[-1] == quote for cells in split[1:])
        for n in range(width)
    )


def _score(dialect: Dialect, rows: Sequence[Cells], width: int, least: float) -> float:
    """Return how well a dialect fits, about 0 to 1.5."""
    if not rows:
        return 0.0
    if width == 1:
        return (_ONE_COLUMN if dialect.delimiter is None else 0.0) + 0.01 * bool(dialect.quotes)
    fitting = sum(_fits(row.cells, width) for row in rows)
    wrong = sum(bool(row.problem) for row in rows)
    literal = sum(_is_literal(row, dialect) for row in rows) if dialect.quote else 0
    fit = (fitting - wrong) / len(rows)
    if fit < least and len(rows) > 1:
        return 0.0
    mark = dialect.delimiter or ""
    variant = 0.002 * (bool(dialect.quotes) - dialect.escapes - dialect.skips_blanks - (dialect.quote != '"'))
    return (
        fit
        - 0.5 * literal / len(rows)
        + variant
        + 0.005 * min(width, 10)
        + 0.05 * (len(mark) - 1)
        - _RARE.get(mark, 0.0)
    )


def _fits(cells: Sequence[str], width: int) -> float:
    """Return how well a row fits: half, if it lacks cells."""
    if len(cells) < width:
        return 0.5 * (len(cells) > 1)
    return float(not any(cells[width:]))
