"""Read the rows of a delimited table line by line, and see a quote that swallows rows."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

MAX_FIELD = 64_000_000
"""The largest row that is read, in characters; a quote that is never closed makes larger ones."""

MAX_RESCANNED = 256_000_000
"""How far quotes that are not closed are followed in all, in characters; then a row ends with its line."""

NUMBER = re.compile(r"\s*[-+]?\d[\d.]*\s*\Z")

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class LineSource(Protocol):
    """What lines are read from."""

    def readline(self, size: int, /) -> str:
        """Return the next line with its end, or as many characters of it; nothing at the end."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a table are told apart.

    ``delimiter`` is None where a line is one cell; one of several characters is never quoted. ``quotes``
    says whether cells are evidently quoted, or evidently not; None where nothing shows it. ``numeric``
    are the columns that hold only numbers, as far as was looked.
    """

    delimiter: str | None
    quote: str = '"'
    escapes: bool = False
    skips_blanks: bool = False
    quotes: bool | None = None
    width: int = 0
    numeric: tuple[int, ...] = ()

    def plain(self, line: str) -> list[str]:
        """Return the cells of a line without its end, in which nothing is quoted."""
        if not self.delimiter:
            return [line]
        return line.split(self.delimiter)

    def special(self, line: str) -> bool:
        """Return whether a line may hold more than plain cells."""
        return (bool(self.quote) and self.quote in line) or (self.escapes and "\\" in line)

    def quotable(self) -> bool:
        """Return whether the dialect is one that the csv module reads."""
        return self.delimiter is None or len(self.delimiter) == 1


@dataclass(frozen=True, slots=True)
class Cells:
    """A row's cells, the number of its first line, and its lines; ``problem`` if it could not be read."""

    line: int
    cells: Sequence[str]
    lines: Sequence[str]
    problem: str = ""


def chomp(line: str) -> str:
    """Return a line without its end."""
    return line.removesuffix("\n").removesuffix("\r")


def line_end(head: str) -> str:
    r"""Return at what the lines of a table end: ``\n``, or nothing, for any, where most end at ``\r`` alone."""
    return "" if head.count("\r") - head.count("\r\n") > head.count("\n") else "\n"


@dataclass(slots=True)
class _LineReader:
    """The lines of a table, which can be put back, and those of the row that is being read."""

    stream: LineSource
    longest: int
    number: int = 0
    back: deque[str] = field(default_factory=deque)
    row: list[str] = field(default_factory=list)
    held: int = 0

    def begin(self) -> str:
        """Return the first line of the next row; nothing at the end."""
        self.row.clear()
        self.held = 0
        return self._take()

    def _take(self) -> str:
        line = self.back.popleft() if self.back else self.stream.readline(self.longest)
        if line:
            self.number += 1
            self.row.append(line)
            self.held += len(line)
        return line

    def put_back(self) -> None:
        """Keep the first line of the row, and put the others back."""
        self.back.extendleft(reversed(self.row[1:]))
        self.number -= len(self.row) - 1
        del self.row[1:]

    def feed(self, dialect: Dialect, most: int) -> Iterator[str]:
        """Yield the row's first line, and on, as the csv module wants them."""
        line = self.row[0]
        while line:
            yield _ESCAPED.sub(lambda found: _kept(found, dialect), line) if dialect.escapes else line
            line = self._take() if self.held < most else ""


def _kept(found: re.Match[str], dialect: Dialect) -> str:
    r"""Return an escaped character that stands for itself as it is; ``\n`` is a backslash and a letter."""
    plain = found[1] in {"\\", "\n", "\r", dialect.quote, dialect.delimiter}
    return found[0] if plain else "\\" + found[0]


@dataclass(slots=True)
class DelimitedReader:
    """Reads a table's rows in order. What quotes swallowed is given back, line by line."""

    stream: LineSource
    dialect: Dialect
    max_field: int = MAX_FIELD
    max_rescanned: int = MAX_RESCANNED
    rescanned: int = 0

    def rows(self) -> Iterator[Cells]:
        """Yield the rows that are not empty lines."""
        lines, dialect = _LineReader(self.stream, self.max_field), self.dialect
        special, plain = dialect.special, dialect.plain
        while line := lines.begin():
            first = lines.number
            if not special(line):
                if bare := chomp(line):
                    yield Cells(first, plain(bare), (line,))
            else:
                yield self._quoted(lines, first)

    def _quoted(self, lines: _LineReader, first: int) -> Cells:
        """Read a row in which something may be quoted or escaped."""
        dialect, line = self.dialect, lines.row[0]
        plain = dialect.plain(chomp(line))
        fits = len(plain) == dialect.width or not dialect.width
        if not dialect.quotable() or (dialect.quotes is False and fits and not dialect.escapes):
            return Cells(first, plain, (line,))
        cells, problem = self._parse(lines)
        if not problem and len(lines.row) > 1 and self._swallowed(lines.row):
            problem = f"A quote is opened here, and closed {lines.number - first} lines below behind other rows"
        if not problem:
            return Cells(first, cells, tuple(lines.row))
        self.rescanned += lines.held
        lines.put_back()
        if dialect.quotes or not (fits or dialect.quotes is False):
            return Cells(first, plain, (line,), problem)
        return Cells(first, plain, (line,))

    def _parse(self, lines: _LineReader) -> tuple[list[str], str]:
        """Return the cells of a row by the csv module, and what is wrong with it."""
        dialect, limit = self.dialect, csv.field_size_limit(self.max_field)
        most = self.max_field if self.rescanned < self.max_rescanned else 0
        try:
            reader = csv.reader(
                lines.feed(dialect, most),
                delimiter=dialect.delimiter or "\x1f",
                quotechar=dialect.quote or None,
                quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
                escapechar="\\" if dialect.escapes else None,
                skipinitialspace=dialect.skips_blanks,
                strict=True,
            )
            return next(reader), ""
        except csv.Error as error:
            if "unexpected end" in str(error):
                return [], "A quote is opened here and never closed"
            return [], f"It is not CSV: {error}"
        finally:
            csv.field_size_limit(limit)

    def _swallowed(self, row: Sequence[str]) -> bool:
        """Return whether the lines of one row are evidently rows themselves."""
        dialect = self.dialect
        if dialect.width < 2 or not dialect.delimiter:  # noqa: PLR2004 - with one column, any line is a row
            return False
        split = [dialect.plain(chomp(line)) for line in row]
        if any(len(cells) != dialect.width for cells in split):
            return False
        if not dialect.numeric:
            return dialect.delimiter in "\t\x01"  # no text holds as many by chance
        return all(NUMBER.match(cells[n]) for cells in split for n in dialect.numeric)
