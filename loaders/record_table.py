"""A table with a document a row: JSON Lines, a JSON array, CSV, TSV or Parquet."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading import HEAD, Form, Row, columns_in, form_of, is_text, parquet_columns, peek, rows_of
from bdci_corpus.records import BadRecord, Record
from bdci_corpus.text import to_iso

_NAMES: Mapping[str, Sequence[str]] = {
    "text": (
        *("text", "content", "正文", "文本", "内容", "內容", "全文", "内文", "內文", "body", "article", "document"),
        *("passage", "contents", "full_text", "raw_content", "文章"),
    ),
    "id": ("id", "doc_id", "document_id", "docid", "_id", "uuid", "guid", "编号", "編號", "文档编号"),
    "title": ("title", "标题", "標題", "题目", "題目", "题名", "headline", "subject"),
    "author": ("author", "authors", "作者", "byline", "writer"),
    "published": (
        *("published", "date", "publish_date", "published_at", "publish_time", "pub_date", "pubdate", "发布时间"),
        *("發布時間", "发布日期", "發布日期", "日期", "时间", "時間", "time", "timestamp", "created_at"),
    ),
    "publisher": ("publisher", "媒体", "媒體", "出版社", "site", "site_name"),
    "outlet": ("source", "来源", "來源", "outlet"),
    "url": ("url", "link", "链接", "鏈接", "連結", "网址", "網址", "source_url", "href", "uri"),
}
"""What columns are called, the surest name first. All else goes into ``extra``."""

_TABLE_NAMES = (".jsonl", ".ndjson", ".csv", ".tsv", ".json", ".parquet")
_BLANKS = re.compile(r"[\s-]+")
FIRST_ROWS = 1000
"""Rows that are looked at for the names of columns: one may lack some."""

MAX_LOCATOR = 200
"""The longest value of a column that can be an id, in characters."""


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its form, and a column that is called like text."""
    form = form_of(head)
    if form is None:
        return 0.0
    has_text = form == "parquet" or _column(columns_in(head, form), "text") is not None
    if has_text:
        return 0.99
    if form == "lines" and head.lstrip().count("\n{") == 0 and not name.lower().endswith((".jsonl", ".ndjson")):
        return 0.0  # one object is no table
    return (0.98 if form in {"lines", "array"} else 0.5) if name.lower().endswith(_TABLE_NAMES) else 0.0


def records(path: Path, columns: Mapping[str, str], encoding: str | None) -> Iterator[Record | BadRecord]:
    """Yield the documents of a table in order, and the rows that are none."""
    with path.open("rb") as file:
        form = form_of(peek(file.read(HEAD), encoding))
    if form is None:
        raise LoaderError(path.name, "It is no table.", "Name another loader in corpus.toml.")
    roles = _roles(path, form, encoding, columns)
    if roles.id is not None and not _is_unique(path, form, encoding, roles.id):
        roles = roles.without_id()
    for row in rows_of(path, form, encoding):
        yield _record(row, roles)


@dataclass(frozen=True, slots=True)
class _Roles:
    """Which column says what."""

    text: str
    id: str | None
    fields: Mapping[str, str]

    def without_id(self) -> "_Roles":
        """Return the same, with rows named by their numbers."""
        return _Roles(self.text, None, self.fields)


def _roles(path: Path, form: Form, encoding: str | None, said: Mapping[str, str]) -> _Roles:
    """Return the columns that are called like fields, or that corpus.toml names."""
    present = parquet_columns(path) if form == "parquet" else _first_columns(path, form, encoding)
    for role, column in said.items():
        if present and column not in present:
            problem = f'There is no column "{column}" for {role}: there are {", ".join(present[:20])}.'
            raise LoaderError(path.name, problem, "Correct columns in corpus.toml.")
    found = {role: said.get(role) or _column(present, role) for role in _NAMES}
    text = found.pop("text")
    if text is None:
        problem = f"No column is called like text: there are {', '.join(present[:20]) or 'none'}."
        raise LoaderError(path.name, problem, 'Name it in its source in corpus.toml: columns = { text = "…" }.')
    return _Roles(text, found.pop("id"), {column: role for role, column in found.items() if column})


def _first_columns(path: Path, form: Form, encoding: str | None) -> list[str]:
    """Return the columns of the first rows; those of a table without rows, from its head."""
    rows = islice(rows_of(path, form, encoding), FIRST_ROWS)
    found = list(dict.fromkeys(name for row in rows if row.values is not None for name in row.values))
    if found:
        return found
    with path.open("rb") as file:
        return columns_in(peek(file.read(HEAD), encoding), form)


def _column(names: Sequence[str], role: str) -> str | None:
    """Return the column that plays a role, by the surest of its names."""
    plain = {_BLANKS.sub("_", name.strip().lower()): name for name in reversed(names)}
    return next((plain[name] for name in _NAMES[role] if name in plain), None)


def _is_unique(path: Path, form: Form, encoding: str | None, column: str) -> bool:
    """Return whether a column names every row, each otherwise."""
    seen: set[bytes] = set()
    for row in rows_of(path, form, encoding, [column]):
        if row.values is None:
            continue
        name = _locator(row.values.get(column))
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


def _record(row: Row, roles: _Roles) -> Record | BadRecord:
    if row.values is None:
        return _bad(row, row.problem)
    text = row.values.get(roles.text)
    if not isinstance(text, str):
        kind = "missing" if text is None else "no text but a " + type(text).__name__
        return _bad(row, f'"{roles.text}" is {kind}.')
    if not text.strip():
        return _bad(row, f'"{roles.text}" is empty.')
    if not is_text(text):
        return _bad(row, f'"{roles.text}" holds characters that are damaged.')
    fields: dict[str, str] = {}
    extra: dict[str, object] = {}
    for column, value in row.values.items():
        role = roles.fields.get(column)
        said = _said(value) if role else None
        if role and said and (role != "published" or to_iso(said)):
            fields[role] = said
        elif column not in {roles.text, roles.id} and value not in (None, ""):
            extra[column] = value
    if not is_text(json.dumps(extra, ensure_ascii=False, default=str)):
        return _bad(row, "One of its columns holds characters that are damaged.")
    locator = _locator(row.values.get(roles.id)) if roles.id else str(row.number)
    return Record(locator=locator, text=text, fields=fields, extra=extra)


def _said(value: object) -> str | None:
    """Return a value as words, or None if it has a form of its own."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        value = "、".join(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() if is_text(str(value)) else None


def _bad(row: Row, problem: str) -> BadRecord:
    return BadRecord(locator=str(row.number), problem=f"{row.place}: {problem}", remedy="Correct the row.")
