"""Tell where the rows are in the shapes that people give JSON: objects, columns, lists inside objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TypeGuard

from bdci_corpus.loading.tables.delimited import NUMBER
from bdci_corpus.loading.tables.header import HINTS, NAMES, names_in, plain_name, unique_names
from bdci_corpus.loading.tables.json_text import Value
from bdci_corpus.loading.tables.turns import turns_of

_MAX_DEPTH = 4
"""How deep in an object its list of rows is looked for."""

_LISTS = ("data", "rows", "items", "list", "records", "results", "result", "hits", "documents", "docs", "examples")

_FEWEST_ROWS = 2
"""A table has at least so many rows; one list of values is none."""

_LINES = frozenset({"paragraphs", "para", "content", "contents", "lines", "body", "text", "段落", "正文", "内容"})
"""What a list is called that holds the lines of one text."""

_OF_DOCUMENTS = frozenset({*NAMES["title"], *NAMES["author"]})
"""What is stated of one document, beside its text."""

_ASKS = frozenset({"question", "query", "stem", "题干", "问题"})

_ANSWERED = frozenset({"answer", "answers", "choices", "options", "选项", "答案"})
"""What a question is called, and its answers beside it, though they are a list."""

_SPEAKERS = frozenset({"role", "from", "speaker"})
"""What the turns of one conversation have, which are no rows."""


def rows_in(value: object) -> Sequence[object]:
    """Return the rows that one value holds: by itself, as columns, or in a list that it wraps."""
    if not isinstance(value, dict):
        return [value]
    if any(isinstance(value.get(name), str) and plain_name(name) in NAMES["text"] for name in value):
        return [value]
    plain = {plain_name(name): cell for name, cell in value.items()}
    if not _ANSWERED.isdisjoint(plain) and any(isinstance(plain.get(name), str) for name in _ASKS):
        return [value]
    return _split(value) or _columns(value) or _indexed(value) or _wrapped(value) or [value]


def _split(value: Mapping[str, object]) -> list[object]:
    """Return the rows of ``{"columns": […], "data": [[…], …]}``."""
    names, data = value.get("columns"), value.get("data")
    if not (isinstance(names, list) and isinstance(data, list) and data and all(isinstance(r, list) for r in data)):
        return []
    distinct = unique_names([str(name) for name in names], len(names))
    return [dict(zip_longest(distinct, row[: len(distinct)])) for row in data]


def _columns(value: Mapping[str, object]) -> list[object]:
    """Return the rows of an object of lists, or of objects with the numbers of rows."""
    kinds = {type(column) for column in value.values()}
    if list in kinds and dict not in kinds:
        scalars = any(isinstance(cell, str) and plain_name(name) in _OF_DOCUMENTS for name, cell in value.items())
        value = {name: column for name, column in value.items() if isinstance(column, list)}
        columns = [column for column in value.values() if isinstance(column, list)]
        if scalars and any(plain_name(name) in _LINES - ({"text"} if len(value) > 1 else set()) for name in value):
            return []  # a document whose text is a list of lines
        records = any(isinstance(cell, dict) for column in columns for cell in column)
        if not records and len({len(column) for column in columns}) == 1:
            return [dict(zip(value, cells, strict=True)) for cells in zip(*columns, strict=True)]
    if kinds == {dict}:
        inner = [column for column in value.values() if isinstance(column, dict)]
        if inner[0] and all(column.keys() == inner[0].keys() for column in inner) and all(map(str.isdigit, inner[0])):
            return [{name: column[key] for name, column in zip(value, inner, strict=True)} for key in inner[0]]
    return []


def _indexed(value: Mapping[str, object]) -> list[object]:
    """Return the rows of an object whose keys are the rows' names."""
    rows = [row for row in value.values() if isinstance(row, dict)]
    if len(rows) < len(value) or len(rows) < _FEWEST_ROWS or not rows[0]:
        return []
    shared = set(rows[0]).intersection(*rows)
    return [{"index": key, **row} for key, row in zip(value, rows, strict=True)] if shared else []


def _wrapped(value: Mapping[str, object]) -> list[object]:
    """Return the list of objects that an object wraps: the one that is called so, or the longest."""
    level: list[Mapping[str, object]] = [value]
    for _ in range(_MAX_DEPTH):
        lists = [(name.lower() in _LISTS, rows) for each in level for name, rows in each.items() if _are_rows(rows)]
        if lists:
            return _unfolded(max(lists, key=lambda found: (found[0], len(found[1])))[1])
        level = [inner for each in level for inner in each.values() if isinstance(inner, dict)]
    return []


def _unfolded(rows: list[object], depth: int = _MAX_DEPTH) -> list[object]:
    """Return the rows that rows without a text hold in a list of their own: a title's paragraphs, with the title.

    Of a name that stands at both levels, the outer value is called after its list.
    """
    whole = [row for row in rows if isinstance(row, dict)]
    if not depth or any(_is_text(name, cell) for row in whole for name, cell in row.items()):
        return rows
    names = [name for name in whole[0] if all(_are_objects(row.get(name)) for row in whole)]
    lists = [name for name in names if not _SPEAKERS.intersection(whole[0][name][0])]
    if len(lists) != 1:
        return rows
    (held,) = lists
    inner_rows = list[object]()
    for row in whole:
        outer = {name: cell for name, cell in row.items() if name != held}
        for inner in row[held]:
            titled = any(plain_name(name) in NAMES["title"] for name in inner)
            above = {
                f"{held}_{name}" if name in inner or (titled and plain_name(name) in NAMES["title"]) else name: cell
                for name, cell in outer.items()
            }
            inner_rows.append({**above, **inner})
    return _unfolded(inner_rows, depth - 1)


def are_dialogs(values: Sequence[object]) -> bool:
    """Return whether lists are turns of dialogs and no rows: words alone, and not as many in each."""
    lists = [value for value in values if isinstance(value, list)]
    words = all(isinstance(cell, str) and not NUMBER.match(cell) for value in lists for cell in value)
    return bool(lists) and len(lists) == len(values) and words and len({len(value) for value in lists}) > 1


def _is_text(name: str, cell: object) -> bool:
    """Return whether a cell is called like text, and is no list of objects."""
    called = HINTS.search(plain_name(name)) or plain_name(name) in NAMES["text"]
    return bool(called) and not _are_objects(cell)


def _are_rows(rows: object) -> TypeGuard[list[object]]:
    """Return whether a list holds objects that are no turns of one conversation."""
    return _are_objects(rows) and turns_of(rows) is None


def _are_objects(rows: object) -> TypeGuard[list[object]]:
    return isinstance(rows, list) and bool(rows) and all(isinstance(row, dict) for row in rows)


def mappings(
    found: Iterator[Value], *, objects: bool = False, dialogs: bool = False
) -> Iterator[tuple[Mapping[str, object] | None, str]]:
    """Yield values as rows: an object, a list under the names of the first list, or a text.

    ``objects`` says that there was an object before these, ``dialogs`` that lists are turns.
    """
    names: tuple[str, ...] | None = None
    for value, problem in found:
        if dialogs and isinstance(value, list):
            yield {"utterances": value}, problem
            continue
        if isinstance(value, dict):
            objects = True
            yield value, problem
        elif isinstance(value, str):
            yield {"text": value}, problem
        elif isinstance(value, list) and value and not objects:
            if names is None:
                cells = [cell if isinstance(cell, str) else "" for cell in value]
                names, is_header = names_in([cells], len(cells))
                if is_header and all(cells):
                    continue
                names = unique_names([""] * len(cells), len(cells))
            if len(value) > len(names):
                yield None, f"It has {len(value)} cells, and there are {len(names)} columns."
            else:
                yield dict(zip_longest(names, value)), ""
        else:
            yield None, problem or "It is no JSON object."
