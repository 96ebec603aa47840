"""Read the rows of JSON Lines, JSON, CSV, TSV and Parquet files one by one, in bounded memory."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Literal

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.heads import HEAD, SNIFF_CHARACTERS, encoding_of

Form = Literal["lines", "array", "delimited", "parquet"]

PARQUET_MAGIC = b"PAR1"

MAX_FIELD = 64_000_000
"""The largest row that is read, in characters; a quote that is never closed makes larger ones."""

_BATCH = 256

_CHUNK = 1_000_000

_DELIMITERS = ",\t;|"

_MAX_NAME = 60

_FEWEST_ROWS = 3

_MIN_REGULAR = 0.6

_SURROGATE = re.compile("[\ud800-\udfff]")

_OBJECT = re.compile(r'\{\s*"')

_KEY = re.compile(r'"([^"\\\n]{1,60})"\s{0,8}:\s{0,8}(?=["\d])')

_SEPARATORS = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or what is wrong with it; ``place`` says where it stands, in words."""

    number: int
    place: str
    values: Mapping[str, object] | None
    problem: str = ""


def form_of(head: str) -> Form | None:
    """Tell the form of a table by its first characters; None if it is none."""
    start = head.lstrip("\ufeff \t\r\n")
    if start.startswith(PARQUET_MAGIC.decode()):
        return "parquet"
    line, whole, _ = start.partition("\n")
    if _OBJECT.match(line) and (not whole or isinstance(_json(line), dict)):
        return "lines"
    if re.match(r"\[\s*\{", start):
        return "array"
    return "delimited" if delimiter_of(head) else None


def columns_in(head: str, form: Form) -> list[str]:
    """Return the names of columns, as far as the first characters of a table show them.

    Of JSON Lines, they are those whose first value is not itself an object or a list.
    """
    start = head.lstrip("\ufeff \t\r\n")
    if form in {"lines", "array"}:
        first = start.partition("\n")[0] if form == "lines" else start
        return list(dict.fromkeys(_KEY.findall(first)))
    if form == "delimited" and (delimiter := delimiter_of(head)):
        return next(csv.reader(io.StringIO(head.lstrip("\ufeff")), delimiter=delimiter), [])
    return []


def delimiter_of(head: str) -> str | None:
    """Return what parts the columns of a delimited table; None if the lines are of no such form.

    The first line must be names: short, distinct, and no sentence; and as many as the lines below it
    have cells.
    """
    whole = head[: head.rfind("\n") + 1] or head
    names = whole.lstrip("\ufeff\r\n").partition("\n")[0]
    for delimiter in _DELIMITERS:
        if delimiter not in names and '"' not in names:
            continue
        try:
            rows = [row for row in csv.reader(io.StringIO(whole.lstrip("\ufeff")), delimiter=delimiter) if row]
        except csv.Error:
            continue
        if len(head) >= SNIFF_CHARACTERS or len(rows) > _FEWEST_ROWS:
            rows = rows[: max(1, len(rows) - 1)]  # the last may be cut
        if rows and _are_names(rows[0]) and _are_regular(rows):
            return delimiter
    return None


def _are_names(cells: Sequence[str]) -> bool:
    """Return whether cells are names of columns."""
    names = [cell.strip() for cell in cells]
    short = all(0 < len(name) <= _MAX_NAME and not re.search(r"[。，！？；\n]|[.!?]$", name) for name in names)
    return len(names) > 1 and short and len(set(names)) == len(names)


def _are_regular(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether most rows have as many cells as the first."""
    return sum(len(row) == len(rows[0]) for row in rows[1:]) >= _MIN_REGULAR * (len(rows) - 1)


def rows_of(path: Path, form: Form, encoding: str | None, only: Sequence[str] | None = None) -> Iterator[Row]:
    """Yield the rows of a table in order; of Parquet, ``only`` these columns.

    Raises:
        LoaderError: the file as a whole cannot be read.
    """
    if form == "parquet":
        yield from _parquet_rows(path, only)
        return
    number = 0
    with path.open("rb") as file:
        codec = encoding or encoding_of(file, path.name)
        with io.TextIOWrapper(file, codec, errors="surrogateescape", newline="") as stream:
            try:
                _rewind(stream)
                for row in _READERS[form](stream):
                    yield row
                    number = row.number
            except UnicodeDecodeError as error:
                yield Row(number + 1, f"Row {number + 1}", None, f"From here on, it is not {codec}: {_short(error)}.")


def _rewind(stream: io.TextIOWrapper) -> None:
    """Go to the first character behind a byte order mark."""
    stream.seek(0)
    if stream.read(1) != "\ufeff":
        stream.seek(0)


def _json(text: str) -> object:
    """Return what JSON says, or None; deep nesting and endless numbers are not read."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def _row(number: int, place: str, value: object) -> Row:
    if isinstance(value, dict):
        return Row(number, place, value)
    return Row(number, place, None, "It is no JSON object.")


def _line_rows(stream: io.TextIOWrapper) -> Iterator[Row]:
    """Yield the objects of JSON Lines; a row's number is its line's."""
    number = 0
    while line := stream.readline(MAX_FIELD):
        number += 1
        place = f"Line {number}"
        if len(line) >= MAX_FIELD and not line.endswith("\n"):
            while (rest := stream.readline(MAX_FIELD)) and not rest.endswith("\n"):
                pass
            yield Row(number, place, None, f"It is longer than {MAX_FIELD:,} characters.")
        elif line.strip():
            try:
                value: object = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Row(number, place, None, f"It is not JSON: {_short(error)}.")
            else:
                yield _row(number, place, value)


def _array_rows(stream: io.TextIOWrapper) -> Iterator[Row]:
    """Yield the objects of one JSON array, reading on as they need it."""
    decoder, number = json.JSONDecoder(), 0
    buffer = stream.read(_CHUNK)
    here = buffer.find("[") + 1
    while True:
        if len(buffer) - here < _CHUNK // 8 and (more := stream.read(_CHUNK)):
            buffer, here = buffer[here:] + more, 0
        separators = _SEPARATORS.match(buffer, here)
        here = separators.end() if separators else here
        if here == len(buffer) and (buffer := stream.read(_CHUNK)):
            here = 0
            continue
        if here >= len(buffer) or buffer[here] == "]":
            return
        number += 1
        value, here, buffer = _next_value(decoder, buffer, here, stream)
        if not here:
            yield Row(number, f"Row {number}", None, "From here on, the array is not JSON.")
            return
        yield _row(number, f"Row {number}", value)


def _next_value(decoder: json.JSONDecoder, buffer: str, here: int, stream: io.TextIOWrapper) -> tuple[object, int, str]:
    """Return the value at ``here``, where it ends (0 if it does not), and the buffer it was found in."""
    while True:
        try:
            value, end = decoder.raw_decode(buffer, here)
        except RecursionError:
            return None, 0, buffer
        except ValueError:
            more = stream.read(len(buffer)) if len(buffer) <= MAX_FIELD else ""
            if not more:
                return None, 0, buffer
            buffer += more
        else:
            return value, end, buffer


def _delimited_rows(stream: io.TextIOWrapper) -> Iterator[Row]:
    """Yield the rows below the names of the columns; their number does not count the names."""
    head = stream.read(HEAD)
    _rewind(stream)
    reader = csv.reader(stream, delimiter=delimiter_of(head) or ",")
    limit = csv.field_size_limit(MAX_FIELD)
    try:
        names = [name.strip() for name in next(reader, [])]
        number = 0
        while True:
            place = f"Line {reader.line_num + 1}"
            try:
                cells = next(reader, None)
            except csv.Error as error:
                number += 1
                yield Row(number, place, None, f"It is not CSV: {_short(error)}.")
                continue
            if cells is None:
                return
            if not cells:
                continue
            number += 1
            if len(cells) > len(names):
                yield Row(number, place, None, f"It has {len(cells)} cells, and there are {len(names)} columns.")
            else:
                yield Row(number, place, dict(zip_longest(names, cells, fillvalue="")))
    finally:
        csv.field_size_limit(limit)


_READERS: Mapping[Form, Callable[[io.TextIOWrapper], Iterator[Row]]] = {
    "lines": _line_rows,
    "array": _array_rows,
    "delimited": _delimited_rows,
}


def _parquet_rows(path: Path, only: Sequence[str] | None) -> Iterator[Row]:
    """Yield the rows of a Parquet file, without columns of bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, memory_map=True) as file:
            binary = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
            names = [f.name for f in file.schema_arrow if not any(is_kind(f.type) for is_kind in binary)]
            number = 0
            for batch in file.iter_batches(_BATCH, columns=[n for n in names if only is None or n in only]):
                for values in batch.to_pylist():
                    number += 1
                    yield Row(number, f"Row {number}", values)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise LoaderError(path.name, f"It cannot be read as Parquet: {_short(error)}.", "Write it anew.") from None


def parquet_columns(path: Path) -> list[str]:
    """Return the names of a Parquet file's columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return list(pq.read_schema(path).names)
    except (pa.ArrowException, OSError) as error:
        raise LoaderError(path.name, f"It cannot be read as Parquet: {_short(error)}.", "Write it anew.") from None


def is_text(value: str) -> bool:
    """Return whether a value is whole characters: none was cut, or not valid in the file's encoding."""
    return not _SURROGATE.search(value)


def _short(error: Exception) -> str:
    return str(error).partition("\n")[0][:120].rstrip(".")
