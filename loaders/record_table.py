"""A table with a document a row: JSON Lines, JSON in any shape, CSV, TSV or Parquet."""

import codecs
import json
import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading import HEAD, SNIFF_CHARACTERS, kind_of_binary, peek
from bdci_corpus.loading.tables import (
    CHOICES,
    MIN_WORDS,
    NAMES,
    CellLayout,
    Form,
    TableRow,
    cell_layout,
    cells_of,
    choices_in,
    columns_in,
    conversation_column,
    example_columns,
    flat,
    form_of,
    is_named_table,
    is_text,
    line_codec,
    lines_column,
    lines_in,
    may_be_parted,
    named_column,
    parquet_batches,
    parquet_columns,
    rows_in_batches,
    rows_in_cells,
    rows_in_lines,
    rows_of,
    spoken,
    text_column,
    turns_of,
)
from bdci_corpus.records import BadRecord, Record
from bdci_corpus.text import to_iso

if TYPE_CHECKING:
    import pyarrow as pa

FIRST_ROWS = 1000
"""Rows that are looked at for the names of columns: one may lack some."""

MAX_FIRST = 16_000_000
"""How much of the first rows is held, in characters."""

LONE_WORDS = 30
"""The fewest words of a single object of JSON that is a document though nothing in it is called text."""

_NULLS = frozenset({"NaN", "nan", "null", "NULL", "<NA>", "#N/A", "\\N", "NaT"})
"""What programs write where a cell has no value."""

_PAGE = re.compile(r"\s*<(?:!doctype|html|table|\?xml)\b", re.IGNORECASE)

_PART = re.compile(r"\{([^{}]+)\}")
"""A column in a template of text."""

_EPOCH = re.compile(r"(1\d{9}|2[01]\d{8})(?:\.0|\d{3})?")
"""Seconds, or thousandths of them, since 1970: from 2001 to 2039."""

_BATCHES = "batches"
"""Stands where a layout says how cells are read, for rows that are no lines."""

MAX_LOCATOR = 200
"""The longest value of a column that can be an id, in characters."""


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its name, or its form and a column that is called like text."""
    if is_named_table(name):
        return 0.99
    form = form_of(head, name)
    if form is None:
        return 0.0
    names = columns_in(head, form)
    has_text = form == "parquet" or named_column(names, "text") is not None
    return 0.99 if has_text else 0.96 if form == "delimited" and not names else 0.0


def records(path: Path, columns: Mapping[str, str], encoding: str | None) -> Iterator[Record | BadRecord]:
    """Yield the documents of a table in order, and the rows that are none."""
    form = _form(path, encoding)
    rows = rows_of(path, form, encoding)
    first, all_read = _first(rows)
    roles = _roles(path, form, first, columns)
    if not _is_unique(path, form, encoding, first if all_read else None, roles):
        roles = roles.without_id()
    for row in chain(first, rows):
        yield _record(row, roles)


def layout(path: Path, columns: Mapping[str, str], encoding: str | None) -> str | None:
    """Return how rows of JSON Lines, CSV, TSV or Parquet are to be read, whatever the others say; None of other tables.

    Rows are named by a column that is called like it, if there is one: whether it names each otherwise is for
    whoever reads all of them to see.
    """
    form = _form(path, encoding)
    if form == "parquet":
        return _described(path, form, columns, encoding, _BATCHES) if may_be_parted(path) else None
    if form not in {"lines", "delimited"} or codecs.lookup(line_codec(path, encoding)).name != "utf-8":
        return None
    if form == "delimited":
        cells = cell_layout(path, "utf-8")
        return None if cells is None else _described(path, form, columns, encoding, cells)
    with path.open("rb") as file:
        starts = peek(file.read(HEAD), encoding).lstrip("\ufeff\x1e \t\r\n").startswith("{")
    return _described(path, form, columns, encoding, None) if starts else None


def _described(
    path: Path, form: Form, columns: Mapping[str, str], encoding: str | None, cells: CellLayout | str | None
) -> str | None:
    """Return the columns that say something, by the first rows, and how cells are read."""
    first, _ = _first(islice(rows_of(path, form, encoding), FIRST_ROWS))
    if not first or first[0].values is None:  # what lists and texts are depends on those before them
        return None
    roles = _roles(path, form, first, columns)
    described = [roles.text, roles.id, dict(roles.fields), roles.nested, roles.parts, sorted(roles.own), cells]
    return json.dumps(described, ensure_ascii=False)


def unnamed(layout: str) -> str:
    """Return a layout whose rows are named by their numbers."""
    text, _, *rest = json.loads(layout)
    return json.dumps([text, None, *rest], ensure_ascii=False)


def quoting(layout: str) -> tuple[str, str] | None:
    """Return what parts the cells of a row of CSV or TSV, and the layout of rows that are not the file's first."""
    *roles, cells = json.loads(layout)
    if cells is None or cells == _BATCHES:
        return None
    behind = CellLayout(*cells)._replace(above=None)
    return behind.delimiter, json.dumps([*roles, behind], ensure_ascii=False)


def batches(path: Path, layout: str) -> "Iterator[pa.RecordBatch] | None":
    """Return the rows of a table that are no lines where they lie, as Arrow's; None of those that are."""
    return parquet_batches(path) if json.loads(layout)[-1] == _BATCHES else None


def lines(data: bytes, layout: str) -> Iterator[tuple[str | None, Record | BadRecord]]:
    """Yield what the rows of some lines are, each with its name: empty if it has none, None if it needs none.

    Rows and lines are counted from 1.
    """
    text, name, fields, nested, parts, own, cells = json.loads(layout)
    roles = _TableRoles(text, name, fields, nested, tuple(parts), frozenset(own))
    for row in _rows_in(data, cells):
        called = None if name is None or row.values is None else _locator(roles.values(row).get(name))
        yield called, _record(row, roles)


def _rows_in(data: bytes, cells: Sequence[Any] | None) -> Iterator[TableRow]:
    if cells == _BATCHES:
        return rows_in_batches(data)
    return rows_in_lines(data, "utf-8") if cells is None else rows_in_cells(data, "utf-8", CellLayout(*cells))


def _form(path: Path, encoding: str | None) -> Form:
    """Return the form of a table."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    text = peek(head, encoding)[:SNIFF_CHARACTERS]
    form = form_of(text, path.name)
    if form is None:
        if other := kind_of_binary(head):
            raise LoaderError(path.name, f"This is {other[0]}, no table.", other[1])
        kind = "JSON" if path.suffix.lower() in {".json", ".jsonl", ".ndjson"} else "table"
        raise LoaderError(path.name, f"It is no {kind}.", "Correct it, or name another loader in corpus.toml.")
    if form == "delimited" and _PAGE.match(text):
        raise LoaderError(path.name, "It is a web page, no table.", "Call it .html, or name another loader.")
    if path.suffix.lower() == ".parquet" and form != "parquet":
        raise LoaderError(path.name, "It cannot be read as Parquet: it does not begin like it.", "Write it anew.")
    return form


def _first(rows: Iterator[TableRow]) -> tuple[list[TableRow], bool]:
    """Return the first rows, as many as may be held, and whether they are all."""
    first, held = list[TableRow](), 0
    for row in rows:
        first.append(row)
        held += sum(len(value) if isinstance(value, str) else 50 for value in (row.values or {}).values())
        if held >= MAX_FIRST:
            return first, False
    return first, True


@dataclass(frozen=True, slots=True)
class _TableRoles:
    """Which column says what; ``nested`` if they lie inside records.

    ``text`` may be a template, of which ``parts`` are columns; ``own`` are columns that the corpus declares.
    """

    text: str
    id: str | None
    fields: Mapping[str, str]
    nested: bool = False
    parts: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()

    def without_id(self) -> "_TableRoles":
        """Return the same, with rows named by their numbers."""
        return replace(self, id=None)

    def text_of(self, values: Mapping[str, object]) -> object:
        """Return the text of a row: a column, or a template filled in; parts that are null are empty there."""
        if not self.parts:
            value = values.get(self.text)
            turns = turns_of(value)
            return spoken(turns) if turns is not None else lines_in(value) or value
        described = {part: _part(part, values.get(part)) for part in self.parts}
        if not any(described.values()):
            return ""
        return _PART.sub(lambda match: described[match[1]], self.text).strip()

    def values(self, row: TableRow) -> Mapping[str, object]:
        """Return what a row says, by the names of the roles' columns."""
        values = row.values or {}
        return flat(values) if self.nested else values


def _roles(path: Path, form: Form, first: Sequence[TableRow], columns: Mapping[str, str]) -> _TableRoles:
    """Return the columns that are called like fields, or that corpus.toml names; the text's also by what it holds."""
    described = {role: column for role, column in columns.items() if role in NAMES}
    own = {column for name, column in columns.items() if name not in NAMES}
    claimed = {column for name, column in columns.items() if name not in NAMES and name != column}
    rows: Sequence[Mapping[str, object]] = [row.values for row in first[:FIRST_ROWS] if row.values is not None]
    present = parquet_columns(path) if form == "parquet" else list(dict.fromkeys(name for row in rows for name in row))
    if not rows:
        return _TableRoles(described.get("text") or named_column(present, "text") or "text", None, {})
    least = LONE_WORDS if form == "objects" and len(rows) == 1 else MIN_WORDS
    described.setdefault("text", _of_model(rows, present) or "")
    spread = [flat(row) for row in rows]
    deep = dict.fromkeys(name for row in spread for name in row)
    parts = _parts(described.get("text"), {*present, *deep})
    wanted = [*(column for role, column in described.items() if column and (role != "text" or not parts)), *parts]
    nested = any(column not in present and column in deep for column in (*wanted, *own))
    if nested or (not described["text"] and _text(rows, {name: name for name in present}, frozenset(), least) is None):
        nested, rows, present = True, spread, list(dict.fromkeys([*deep, *present]))
    for column in wanted:
        if column not in present:
            role = next((role for role, named in described.items() if named == column), "text")
            problem = f'There is no column "{column}" for {role}: there are {", ".join(present[:20])}.'
            raise LoaderError(path.name, problem, "Correct columns in corpus.toml.")
    free = [name for name in present if name not in claimed]
    last = {name.rpartition(".")[2] if nested else name: name for name in reversed(free)}
    found = {
        role: described.get(role) or last.get(named_column(list(last), role) or "") for role in NAMES if role != "text"
    }
    taken = frozenset(column for column in (*found.values(), *claimed) if column)
    text = described["text"] or _text(rows, last, taken, least)
    if text is None:
        problem = f"No column is called like text: there are {', '.join(present[:20]) or 'none'}; and none holds it."
        raise LoaderError(path.name, problem, 'Name it in its source in corpus.toml: columns = { text = "…" }.')
    name = found.pop("id")
    fields = {column: role for role, column in found.items() if column and column != text}
    return _TableRoles(text, name, fields, nested, parts, frozenset(own))


def _of_model(rows: Sequence[Mapping[str, object]], present: Sequence[str]) -> str | None:
    """Return the column of conversations, or the template of tasks and solutions, if no column is called like text."""
    if (called := named_column(present, "text")) and any(isinstance(row.get(called), str) for row in rows):
        return None
    return conversation_column(rows) or lines_column(rows) or example_columns(present)


def _parts(text: str | None, present: Collection[str]) -> tuple[str, ...]:
    """Return the columns that a template of text names, none of a column's own name."""
    return () if text is None or text in present else tuple(dict.fromkeys(_PART.findall(text)))


def _text(
    rows: Sequence[Mapping[str, object]], names: Mapping[str, str], taken: frozenset[str], least: float
) -> str | None:
    """Return the column that is called like text and holds some, or the one that holds most; ``names`` end them."""
    called = names.get(named_column(list(names), "text") or "")
    if called is not None and any(isinstance(row.get(called), str) for row in rows):
        return called
    return text_column(rows, taken, least) or text_column(rows, least=least)


def _is_unique(
    path: Path, form: Form, encoding: str | None, first: Sequence[TableRow] | None, roles: _TableRoles
) -> bool:
    """Return whether a column names every row, each otherwise."""
    if roles.id is None:
        return False
    if first is not None:
        names: Iterator[object] = (roles.values(row).get(roles.id) for row in first if row.values is not None)
    elif roles.nested:
        names = (roles.values(row).get(roles.id) for row in rows_of(path, form, encoding) if row.values is not None)
    else:
        names = cells_of(path, form, encoding, roles.id)
    seen: set[bytes] = set()
    for value in names:
        name = _locator(value)
        digest = sha256(name.encode()).digest()[:16]
        if not name or digest in seen:
            return False
        seen.add(digest)
    return True


def _locator(value: object) -> str:
    """Return a value as a name: nothing, if it cannot be one."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    name = unicodedata.normalize("NFC", str(value).strip())
    return name if name.isprintable() and len(name) <= MAX_LOCATOR else ""


def _record(row: TableRow, roles: _TableRoles) -> Record | BadRecord:  # noqa: PLR0911 - a line a problem
    """Return the document of a row, or what is wrong with it."""
    if row.values is None:
        return _bad(row, row.problem)
    values = roles.values(row)
    text = roles.text_of(values)
    text = None if isinstance(text, str) and text.strip() in _NULLS else text
    if not isinstance(text, str):
        kind = "missing" if text is None else "no text but a " + type(text).__name__
        return _bad(row, f'"{roles.text}" is {kind}.')
    if not text.strip():
        return _bad(row, f'"{roles.text}" is empty.')
    if not is_text(text):
        return _bad(row, f'"{roles.text}" holds characters that are damaged.')
    try:
        fields, extra = _fields_and_extra(values, roles)
    except _DamagedError:
        return _bad(row, "One of its columns holds characters that are damaged.")
    except RecursionError:
        return _bad(row, "One of its columns is nested too deeply.")
    locator = _locator(values.get(roles.id)) if roles.id else str(row.number)
    return Record(locator=locator, text=text, fields=fields, extra=extra)


def _fields_and_extra(values: Mapping[str, object], roles: _TableRoles) -> tuple[dict[str, str], dict[str, object]]:
    """Return what a row says beside its text; its license is both, as the words and as what they mean."""
    fields: dict[str, str] = {}
    extra: dict[str, object] = {}
    if turns := turns_of(values.get(roles.text)):
        extra["speakers"] = [_plain_text(turn.speaker) for turn in turns]
    for column, value in values.items():
        if column in {roles.text, roles.id, *roles.parts} - roles.own:
            continue
        role = roles.fields.get(column)
        described = _said(value) if role else None
        if role == "published" and described and (moment := _EPOCH.fullmatch(described)):
            described = datetime.fromtimestamp(int(moment[1]), UTC).isoformat()
        if described in _NULLS or described == "None":
            continue
        if role == "title" and not isinstance(value, str):
            role = None
        if role and described and (role != "published" or to_iso(described)):
            fields[role] = described
            if role != "license" and column not in roles.own:
                continue
        plain = _plain(value)
        if plain is not None and plain != "" and not (isinstance(plain, str) and plain in _NULLS):
            extra[_plain_text(column)] = plain
    return fields, extra


class _DamagedError(Exception):
    """A value holds half a character."""


def _plain_text(value: str) -> str:
    if not is_text(value):
        raise _DamagedError
    return value


def _plain(value: object) -> object:  # noqa: PLR0911 - a line a kind of value
    """Return a value as JSON has it: what is no number is null, a moment its ISO form, bytes are left out."""
    if isinstance(value, str):
        return _plain_text(value)
    if value is None or isinstance(value, int):
        return value
    match value:
        case float():
            return value if math.isfinite(value) else None
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case dict():
            return {_plain_text(str(key)): _plain(inner) for key, inner in value.items()}
        case datetime() | date() | time():
            return value.isoformat()
        case bytes():
            return None
    return str(value)


def _said(value: object) -> str | None:
    """Return a value as words, or None if it has a form of its own."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        value = "、".join(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value).strip() if is_text(str(value)) else None


def _part(column: str, value: object) -> str:
    """Return what a column says within a template: answers to choose from a line each, of several texts all."""
    if column.lower() in CHOICES and (choices := choices_in(value)) is not None:
        return choices
    return lines_in(value) or _said(value) or ""


def _bad(row: TableRow, problem: str) -> BadRecord:
    return BadRecord(locator=str(row.number), problem=f"{row.place}: {problem}", remedy="Correct the row.")
