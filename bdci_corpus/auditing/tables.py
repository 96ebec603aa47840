"""Read a file of rows as an Arrow table: Parquet, Arrow, JSON, CSV, TSV, lines of text; also compressed.

Files that are as their format says are read by Arrow's own readers, all others row by row by the kit for
tables, which knows encodings, dialects and rows that an open quote swallowed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.json as pj
import pyarrow.parquet as pq

from bdci_corpus.errors import AuditError, CorpusError
from bdci_corpus.loading import HEAD, SNIFF_CHARACTERS, peek
from bdci_corpus.loading.tables import TableRow, form_of, layout_of, line_end, rows_of

PACKED = (".gz", ".bz2", ".zst", ".lz4", ".xz")
"""What is unpacked before it is read."""

NAMES = (".parquet", ".arrow", ".feather", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".tab", ".psv", ".txt")
"""What files of rows are called, but for the ending of what packed them."""

_AT_ONCE = 10_000
"""Rows that are made one batch: few enough to hold as Python objects."""

_REMEDY = "Correct it, or leave it out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The rows of a file, and what is wrong with those that could not be read."""

    table: pa.Table
    unread: int = 0
    first_problem: str = ""


def is_table_file(path: Path) -> bool:
    """Return whether a file's name says that it holds rows."""
    return _plain_suffix(path) in NAMES


def read_table(path: Path) -> Read:
    """Return the rows of a file.

    Raises:
        AuditError: it cannot be read, or is no table.
    """
    try:
        with _unpacked(path) as plain:
            return _read(plain)
    except (pa.ArrowException, OSError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise AuditError(str(path), f"It cannot be read: {reason}.", _REMEDY) from None
    except CorpusError as error:
        raise AuditError(str(path), error.problem, _REMEDY) from None


def _plain_suffix(path: Path) -> str:
    name = path.with_suffix("") if path.suffix.lower() in PACKED else path
    return name.suffix.lower()


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """Give the file, or what is packed in it."""
    if path.suffix.lower() not in PACKED:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / path.stem
        with _stream(path) as packed, plain.open("wb") as file:
            shutil.copyfileobj(packed, file)
        yield plain


def _stream(path: Path) -> pa.NativeFile:
    if path.suffix.lower() == ".xz":
        import lzma

        return lzma.open(path)
    return pa.input_stream(str(path))


def _read(path: Path) -> Read:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return Read(table=_parquet(path))
    if suffix in {".arrow", ".feather"}:
        return Read(table=_arrow(path))
    if suffix == ".txt":
        return _lines_of_text(path)
    with path.open("rb") as file:
        head = peek(file.read(HEAD))
    form = form_of(head[:SNIFF_CHARACTERS], path.name)
    if form == "parquet":
        return Read(table=_parquet(path))
    if form is None:
        raise AuditError(str(path), "It is no table.", "Name Parquet, Arrow, JSON, JSON Lines, CSV or TSV.")
    fast: Mapping[str, Callable[[Path, str], pa.Table | None]] = {"lines": _json_fast, "delimited": _csv_fast}
    table = fast[form](path, head) if form in fast else None
    return Read(table=table) if table is not None else _by_rows(rows_of(path, form, None))


def _parquet(path: Path) -> pa.Table:
    """Return all columns but those of bytes, which hold pictures or sounds."""
    schema = pq.read_schema(path)
    return pq.read_table(path, columns=[field.name for field in schema if not _is_binary(field.type)])


def _is_binary(kind: pa.DataType) -> bool:
    if pa.types.is_struct(kind):
        return any(_is_binary(kind.field(n).type) for n in range(kind.num_fields))
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind))


def _arrow(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        try:
            return pa.ipc.open_file(source).read_all()
        except pa.ArrowInvalid:
            source.seek(0)
            return pa.ipc.open_stream(source).read_all()


def _json_fast(path: Path, head: str) -> pa.Table | None:
    """Return what Arrow reads, if it takes every line for a row of the same columns, all of it in UTF-8."""
    del head
    try:
        table = pj.read_json(path, read_options=pj.ReadOptions(block_size=1 << 24))
        table.validate(full=True)  # it does not look at the encoding otherwise
        return table.rename_columns(table.column_names)
    except (pa.ArrowException, UnicodeDecodeError):
        return None


def _csv_fast(path: Path, head: str) -> pa.Table | None:
    """Return what Arrow reads of a table in UTF-8 with one delimiter, whose header is its first line.

    A cell with a line break, or a row of another width, stops it: a quote may have swallowed rows.
    """
    whole = head[: head.rfind("\n") + 1] or head
    layout = layout_of(whole, path.name)
    dialect = layout.dialect
    plain = dialect.delimiter is not None and len(dialect.delimiter) == 1 and dialect.delimiter.isascii()
    if not plain or not layout.names or layout.first != 2 or dialect.escapes or dialect.skips_blanks:  # noqa: PLR2004 - the header is line 1
        return None
    if dialect.quote not in {"", '"'} or (dialect.quotes is None and '"' in head) or not line_end(head):
        return None
    quote: str | bool = '"' if dialect.quote and dialect.quotes is not False else False
    try:
        return pc_csv.read_csv(
            path,
            read_options=pc_csv.ReadOptions(column_names=list(layout.names), skip_rows=1, block_size=1 << 24),
            parse_options=pc_csv.ParseOptions(delimiter=dialect.delimiter, quote_char=quote),
            convert_options=pc_csv.ConvertOptions(
                column_types=dict.fromkeys(layout.names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowException:
        return None


def _lines_of_text(path: Path) -> Read:
    """Return the lines of a text file as rows, as ``datasets`` does."""
    from bdci_corpus.text import decode

    data = path.read_bytes()
    text = data.decode("utf-8-sig") if _is_utf8(data) else decode(data, path.name).text
    return Read(table=pa.table({"text": pa.array(text.splitlines(), pa.large_string())}))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _by_rows(rows: Iterable[TableRow]) -> Read:
    """Return rows as a table, a batch at a time; a row that cannot be read is counted."""
    tables, unread, problem = list[pa.Table](), 0, ""
    waiting = iter(rows)
    while part := list(islice(waiting, _AT_ONCE)):
        good = [row.values for row in part if row.values is not None]
        bad = [row for row in part if row.values is None]
        if bad and not problem:
            problem = f"{bad[0].place}: {bad[0].problem}"
        unread += len(bad)
        tables.append(table_of_rows(good))
    return Read(table=joined(tables), unread=unread, first_problem=problem)


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Return the rows of all tables; a column that has several types is one of strings."""
    if not tables:
        return pa.table({})
    try:
        return pa.concat_tables(tables, promote_options="permissive")
    except pa.ArrowException:
        pass
    names = dict.fromkeys(name for table in tables for name in table.column_names)
    columns = {name: [value for table in tables for value in _values(table, name)] for name in names}
    return pa.table({name: _column(values) for name, values in columns.items()})


def _values(table: pa.Table, name: str) -> list[object]:
    if name not in table.column_names:
        return [None] * table.num_rows
    values: list[object] = table.column(name).to_pylist()
    return values


def table_of_rows(rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """Return rows as a table of all columns that one of them has."""
    names = dict.fromkeys(str(name) for row in rows for name in row)
    return pa.table({name: _column([row.get(name) for row in rows]) for name in names})


def _column(values: Sequence[object]) -> pa.Array:
    """Return values as a column; of several types, as strings."""
    try:
        return pa.array(values, from_pandas=True)
    except (pa.ArrowException, UnicodeEncodeError, OverflowError):
        return pa.array([None if value is None else _as_string(value) for value in values], pa.large_string())


def _as_string(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text.encode("utf-8", "replace").decode()
