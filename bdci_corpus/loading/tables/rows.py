"""Read the rows of JSON Lines, JSON, CSV, TSV and Parquet files one by one, in bounded memory."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import Literal, NamedTuple

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.heads import HEAD, encoding_of
from bdci_corpus.loading.kinds import kind_of_binary
from bdci_corpus.loading.tables.columns import text_column
from bdci_corpus.loading.tables.delimited import DelimitedReader, Dialect, line_end
from bdci_corpus.loading.tables.dialect import SAMPLE, Layout, layout_of, may_have_header
from bdci_corpus.loading.tables.header import is_known, unique_names
from bdci_corpus.loading.tables.json_text import is_array, line_cells, line_values, starts_like_lines, values
from bdci_corpus.loading.tables.parquet import batch_values, parquet_values
from bdci_corpus.loading.tables.shapes import are_dialogs, mappings, rows_in

Form = Literal["lines", "array", "objects", "delimited", "parquet"]

MAX_SAMPLE = 4_000_000
"""How much of a table is tried for its dialect if its rows are long, in characters."""

_REMEDY = "Correct it, or name another loader in corpus.toml."

_FEWEST_LINES, _FEWEST_MARKED = 6, 3
"""From how many lines on their cells are compared, and where marks part them that stand in no text."""

_FEWEST_CELLS = 2
"""A row of a table has at least so many cells."""

_SECOND = 2
"""The second line is whole where there is another below it."""

_COMPARED = 8
"""How many values at the top are compared: turns of dialogs are some more, some fewer."""

_MAX_PARTED = 0.33
"""With more commas than in this share of its lines, one column is prose."""

_COMMENT = "#"
"""How a line begins that is none of a table's, above its rows."""

_MARKS = ("\t", "\x01", "_!_", "|||", "+++$+++")

_PARQUET_MAGIC = "PAR1"

_DELIMITED = (".csv", ".tsv", ".tab", ".psv")

_TABLE_NAMES = (*_DELIMITED, ".json", ".jsonl", ".ndjson", ".parquet")

_SURROGATE = re.compile("[\ud800-\udfff]")

_KEY = re.compile(r'"([^"\\\n]{1,60})"\s{0,8}:\s{0,8}(?=["\d])')

_JSON_START = re.compile(r"\{\s*[\"'}\n/]|\[\s*[\[{\"'\n/\]]")

_OBJECTS_START = re.compile(r'\[\s*\{\s*"')


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table, or what is wrong with it; ``place`` says where it stands, in words."""

    number: int
    place: str
    values: Mapping[str, object] | None
    problem: str = ""


def is_named_table(name: str) -> bool:
    """Return whether a file's name says that it is a table."""
    return name.lower().endswith(_TABLE_NAMES)


def form_of(head: str, name: str = "") -> Form | None:
    """Tell the form of a table by its first characters and its name; None if it is none.

    What is called a table has a form, unless it is called JSON and does not begin like it.
    """
    start = head.lstrip("\ufeff\x1e \t\r\n")
    if start.startswith(_PARQUET_MAGIC):
        return "parquet"
    lower = name.lower()
    if lower.endswith((".jsonl", ".ndjson")) or _JSON_START.match(start):
        lines = [line for line in start.split("\n", 40) if line.strip()]
        first, second = (*lines, "", "")[:2]
        if starts_like_lines(first, second, name, is_whole=len(lines) > _SECOND):
            return "lines"
        if _JSON_START.match(start) and (lower.endswith(_TABLE_NAMES) or _OBJECTS_START.match(start)):
            return "array" if is_array(start) else "objects"
    if lower.endswith((".json", ".jsonl", ".ndjson")):
        begins = re.match(r"[\w.$ ]{1,60}[=(]\s*[\[{]|//|/\*", start)
        return ("array" if is_array(start) else "objects") if begins else None
    if lower.endswith(_DELIMITED):
        return "delimited"
    return "delimited" if _is_delimited(head) else None


def _is_delimited(head: str) -> bool:
    """Return whether a text is a table by its lines alone: names that are known, and cells below them."""
    whole = head[: head.rfind("\n") + 1] or head
    if may_have_header(whole):
        layout = layout_of(whole)
        if any(map(is_known, layout.names)) and layout.dialect.width >= _FEWEST_CELLS and layout.score >= 1:
            return True
    return _is_regular(whole)


def _is_regular(whole: str) -> bool:
    """Return whether all lines hold as many tabs, or marks that stand in no text, and a column of them text."""
    marks = [mark for mark in _MARKS if mark in whole]
    lines = whole.splitlines() if marks else []
    for mark in marks:
        above = sum(1 for _ in takewhile(lambda line: line.startswith(_COMMENT), lines))
        rows = lines[above:] if above and mark not in lines[above - 1] else lines
        fewest = _FEWEST_LINES if mark == "\t" else _FEWEST_MARKED
        cells = rows[0].count(mark) + 1 if len(rows) >= fewest else 0
        if cells >= _FEWEST_CELLS and all(line.count(mark) + 1 == cells and line.partition(mark)[0] for line in rows):
            return text_column([{str(n): cell for n, cell in enumerate(line.split(mark))} for line in rows]) is not None
    return False


def columns_in(head: str, form: Form) -> list[str]:
    """Return the names of columns, as far as the first characters of a table show them.

    Of JSON, they are those whose first value is not itself an object or a list.
    """
    start = head.lstrip("\ufeff \t\r\n")
    if form in {"lines", "array", "objects"}:
        first = start.partition("\n")[0] if form == "lines" else start
        return list(dict.fromkeys(_KEY.findall(first)))
    if form == "delimited":
        return list(layout_of(head[: head.rfind("\n") + 1] or head).names)
    return []


def rows_of(path: Path, form: Form, encoding: str | None, only: Sequence[str] | None = None) -> Iterator[TableRow]:
    """Yield the rows of a table in order; of Parquet, ``only`` these columns.

    Raises:
        LoaderError: the file as a whole cannot be read.
    """
    if form == "parquet":
        yield from _numbered(parquet_values(path, only))
        return
    number = 0
    with path.open("rb") as file:
        if other := kind_of_binary(file.read(HEAD)):
            raise LoaderError(path.name, f"This is {other[0]}, no table.", other[1])
        file.seek(0)
        codec = encoding or encoding_of(file, path.name)
        newline = "" if form != "delimited" else _line_end(path, codec)
        with io.TextIOWrapper(file, codec, errors="surrogateescape", newline=newline) as stream:
            try:
                _rewind(stream)
                for row in _READERS[form](stream, path.name):
                    yield row
                    number = row.number
            except UnicodeDecodeError as error:
                yield TableRow(
                    number + 1, f"Row {number + 1}", None, f"From here on, it is not {codec}: {_short(error)}."
                )


def rows_in_batches(data: bytes) -> Iterator[TableRow]:
    """Yield the rows of a stream of Arrow's; their numbers count from 1."""
    yield from _numbered(batch_values(data))


def _numbered(found: Iterable[tuple[Mapping[str, object] | None, str]]) -> Iterator[TableRow]:
    for number, (values_, problem) in enumerate(found, 1):
        yield TableRow(number, f"Row {number}", values_, problem)


def cells_of(path: Path, form: Form, encoding: str | None, column: str) -> Iterator[object]:
    """Yield one column's cells of the rows that can be read, without reading the rows where that is not needed."""
    if form == "lines":
        with path.open("rb") as file:
            codec = encoding or encoding_of(file, path.name)
            with io.TextIOWrapper(file, codec, errors="surrogateescape", newline="") as stream:
                _rewind(stream)
                yield from line_cells(stream, column)
        return
    for row in rows_of(path, form, encoding, [column]):
        if row.values is not None:
            yield row.values.get(column)


def _line_end(path: Path, codec: str) -> str:
    """Return at what the lines of a table end, as its stream wants to know it."""
    with path.open("rb") as file:
        return line_end(file.read(HEAD).decode(codec, "replace"))


def _rewind(stream: io.TextIOWrapper) -> None:
    """Go to the first character behind a byte order mark."""
    stream.seek(0)
    if stream.read(1) != "\ufeff":
        stream.seek(0)


def rows_in_lines(data: bytes, codec: str) -> Iterator[TableRow]:
    """Yield the rows of some lines of JSON Lines that hold an object before these; their numbers count from 1."""
    with io.TextIOWrapper(io.BytesIO(data), codec, errors="surrogateescape", newline="") as stream:
        _rewind(stream)
        yield from _line_rows(stream, "", objects=True)


class CellLayout(NamedTuple):
    """How the cells of a table's lines are read: what parts them, their names, and how many lines stand above them.

    ``quotes`` says whether cells are evidently quoted, ``numeric`` which columns hold numbers only; ``above`` is None
    of lines that do not stand at the start of a file.
    """

    delimiter: str
    quote: str
    quotes: bool | None
    numeric: tuple[int, ...]
    names: tuple[str, ...]
    above: int | None


def cell_layout(path: Path, codec: str) -> CellLayout | None:
    """Return how the cells of a table are read, whatever stands in others; None where that takes more to say.

    It can be said where a line ends with a line feed, one sign parts cells, and quotes are doubled in quotes.
    """
    if _line_end(path, codec) != "\n":
        return None
    with path.open(encoding=codec, errors="surrogateescape", newline="\n") as stream:
        _rewind(stream)
        layout = layout_of(_sample(stream), path.name)
    dialect = layout.dialect
    plain = dialect.delimiter is not None and len(dialect.delimiter) == 1 and dialect.delimiter.isascii()
    if not plain or dialect.quote != '"' or dialect.escapes or dialect.skips_blanks or dialect.quotes is False:
        return None
    names = layout.names or unique_names((), dialect.width)
    return CellLayout(str(dialect.delimiter), '"', dialect.quotes, dialect.numeric, tuple(names), layout.first - 1)


def rows_in_cells(data: bytes, codec: str, layout: CellLayout) -> Iterator[TableRow]:
    """Yield the rows of some lines of a delimited table; their numbers count from 1, and the lines of these."""
    dialect = Dialect(
        layout.delimiter, layout.quote, quotes=layout.quotes, width=len(layout.names), numeric=layout.numeric
    )
    with io.TextIOWrapper(io.BytesIO(data), codec, errors="surrogateescape", newline="\n") as stream:
        if layout.above is not None:
            _rewind(stream)
        yield from _rows_below(stream, dialect, layout.names, layout.above or 0)


def line_codec(path: Path, encoding: str | None) -> str:
    """Return the encoding of JSON Lines."""
    with path.open("rb") as file:
        return encoding or encoding_of(file, path.name)


def _line_rows(stream: io.TextIOWrapper, name: str, *, objects: bool = False) -> Iterator[TableRow]:
    """Yield the objects of JSON Lines; a row's number is its line's."""
    del name
    numbers: list[int] = []

    def numbered() -> Iterator[tuple[object, str]]:
        for number, value in line_values(stream):
            numbers[:] = [number]
            yield value

    for found, problem in mappings(numbered(), objects=objects):
        yield TableRow(numbers[0], f"Line {numbers[0]}", found, problem)


def _value_rows(stream: io.TextIOWrapper, name: str) -> Iterator[TableRow]:
    """Yield the rows of JSON that is no lines; one object may hold all of them."""
    in_array = is_array(stream.read(SAMPLE))
    _rewind(stream)
    found = values(stream)
    first = list(islice(found, _COMPARED))
    if not in_array and not first:
        raise LoaderError(name, "It holds no JSON object.", "Leave it, or correct it.")
    if not in_array and len(first) == 1 and not first[0][1]:
        found, first = iter(()), [(row, "") for row in rows_in(first[0][0])]
    dialogs = are_dialogs([value for value, _ in first])
    yield from _numbered(mappings(chain(first, found), dialogs=dialogs))


def _delimited_rows(stream: io.TextIOWrapper, name: str) -> Iterator[TableRow]:
    """Yield the rows below the names of the columns; their number does not count the names."""
    layout = layout_of(sample := _sample(stream), name)
    if _is_prose(sample, layout):
        raise LoaderError(name, "It is no table: its lines have no number of cells in common.", _REMEDY)
    _rewind(stream)
    names = layout.names or unique_names((), layout.dialect.width)
    yield from _rows_below(stream, layout.dialect, names, layout.first - 1)


def _rows_below(stream: io.TextIOWrapper, dialect: Dialect, names: Sequence[str], skipped: int) -> Iterator[TableRow]:
    """Yield the rows below so many lines that are skipped."""
    for _ in range(skipped):
        stream.readline()
    width = len(names)
    for number, row in enumerate(DelimitedReader(stream, dialect).rows(), 1):
        place, cells, problem = f"Line {row.line + skipped}", row.cells, row.problem
        if len(cells) > width and not problem:
            cells, more = cells[:width], any(cells[width:])
            problem = f"It has {len(row.cells)} cells, and there are {width} columns." if more else ""
        elif len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        if problem:
            yield TableRow(number, place, None, problem if problem.endswith(".") else problem + ".")
        else:
            yield TableRow(number, place, dict(zip(names, cells, strict=True)))


def _is_prose(sample: str, layout: Layout) -> bool:
    """Return whether lines that are no cells of a single column hold what would part them, now and then."""
    lines = sample.splitlines()
    parted = sum("," in line for line in lines)
    return layout.dialect.delimiter is None and not layout.names and parted > len(lines) * _MAX_PARTED


def _sample(stream: io.TextIOWrapper) -> str:
    """Return the first lines of a table, as many as show its dialect."""
    head = stream.read(SAMPLE)
    while head.count("\n") < _FEWEST_LINES and len(head) < MAX_SAMPLE and (more := stream.read(len(head))):
        head += more
    if len(head) < SAMPLE:
        return head
    return head[: head.rfind("\n") + 1] or head


_READERS: Mapping[Form, Callable[[io.TextIOWrapper, str], Iterator[TableRow]]] = {
    "lines": _line_rows,
    "array": _value_rows,
    "objects": _value_rows,
    "delimited": _delimited_rows,
}


def is_text(value: str) -> bool:
    """Return whether a value is whole characters: none was cut, or not valid in the file's encoding."""
    return not _SURROGATE.search(value)


def _short(error: Exception) -> str:
    return str(error).partition("\n")[0][:120].rstrip(".")
