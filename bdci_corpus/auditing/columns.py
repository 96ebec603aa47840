"""Which columns are text, label and id: as told, by what they are called, or by what they hold."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.auditing.sources import Split
from bdci_corpus.errors import AuditError
from bdci_corpus.loading.tables import MIN_WORDS, named_column, text_weights

LOOKED_AT = 1_000
"""Rows of each split whose cells are looked at: enough for means, quick on any table."""

SHOWN = 5
"""So many splits are shown where they have no column in common."""

AS_MUCH = 0.25
"""A column that holds this share of the words of the one that holds most is joined with it: a question and
its answer, a premise and its hypothesis, but no title and its article."""

FEWEST_OF_LABEL = 5
"""Rows that a value of a label has on average, where its column is not called so."""

MOST_LABELS = 200
"""A column with more values is no label, where it is not called so."""

MAX_DEPTH = 4
"""How deep records inside records are spread out."""

LABELS = ("label", "labels", "target", "class", "category", "y", "标签", "標籤", "类别", "類別", "分类", "分類", "情感")
"""What columns of labels are called, the surest name first."""

_LINE = pa.scalar("\n", pa.large_string())

_SPOKEN = ("content", "value", "text")
"""Fields of a turn of a conversation that hold what is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The columns that are compared, as one text each row; the label's and the id's, where there are such."""

    text: tuple[str, ...]
    label: str | None
    id: str | None
    found: tuple[str, ...]
    """Which of ``text``, ``label`` and ``id`` nobody told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRequest:
    """What the one who asks says of columns; an empty label or id says that there is none."""

    text: tuple[str, ...] = ()
    label: str | None = None
    id: str | None = None


def spread(table: pa.Table) -> pa.Table:
    """Return a table with its records spread out: ``a.b`` is the field ``b`` of ``a``."""
    for _ in range(MAX_DEPTH):
        if not any(pa.types.is_struct(field.type) for field in table.schema):
            break
        table = table.flatten()
    return table


def roles_of(splits: Sequence[Split], request: ColumnRequest) -> Roles:
    """Return which columns say what, the same in all splits.

    Raises:
        AuditError: a column is not there, or none holds text.
    """
    shared = [name for name in splits[0].table.column_names if all(name in one.table.column_names for one in splits)]
    text = _told_texts(splits, request.text) if request.text else _found_texts(splits, shared)
    rest = [name for name in shared if name not in text]
    id_ = _told_or(splits, request.id, named_column(rest, "id"))
    label = _told_or(splits, request.label, _label(splits, [name for name in rest if name != id_]))
    given = {"text": bool(request.text), "label": request.label is not None, "id": request.id is not None}
    return Roles(text=text, label=label, id=id_, found=tuple(name for name, was in given.items() if not was))


def _told_texts(splits: Sequence[Split], names: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        _present(splits, name)
    return tuple(names)


def _told_or(splits: Sequence[Split], request: str | None, found: str | None) -> str | None:
    if request is None:
        return found
    if request:
        _present(splits, request)
    return request or None


def _present(splits: Sequence[Split], name: str) -> None:
    for split in splits:
        if name not in split.table.column_names:
            shown = ", ".join(split.table.column_names) or "none at all"
            raise AuditError(split.name, f'There is no column "{name}", only {shown}.', _meant(name, split))


def _meant(name: str, split: Split) -> str:
    """Return what to do about a name that no column has."""
    names = split.table.column_names
    inside = [column for column in names if column.endswith(f".{name}") or column.startswith(f"{name}.")]
    near = inside or difflib.get_close_matches(name, names)
    return f"Did you mean {' or '.join(near)}?" if near else "Name one of these."


def _found_texts(splits: Sequence[Split], shared: Sequence[str]) -> tuple[str, ...]:
    """Return the column that is called text, or those that hold most of it."""
    texts = [name for name in shared if all(holds_text(one.table.schema.field(name).type) for one in splits)]
    called = named_column(texts, "text")
    if called is not None:
        return (called,)
    rows = [row for split in splits for row in _first_rows(split, texts)]
    weights = text_weights(rows, frozenset({named_column(texts, "id") or "", named_column(texts, "url") or ""}))
    most = max(weights.values(), default=0.0)
    if not texts:
        shown = "; ".join(f"{split.name} has {', '.join(_strings_in(split)) or 'none'}" for split in splits[:SHOWN])
        remedy = "Call it alike in all splits, and look whether their rows could be read."
        raise AuditError(splits[0].source or splits[0].name, f"No column of strings is in all splits: {shown}.", remedy)
    if most < MIN_WORDS:
        shown = ", ".join(splits[0].table.column_names)
        problem = f"No column holds text: there are {shown}."
        raise AuditError(splits[0].source or splits[0].name, problem, "Name it with --text (text=…).")
    return tuple(name for name in texts if weights.get(name, 0) >= max(AS_MUCH * most, 1))


def _strings_in(split: Split) -> list[str]:
    """Return the columns of a split that hold strings."""
    return [field.name for field in split.table.schema if holds_text(field.type)]


def _first_rows(split: Split, names: Sequence[str]) -> Iterator[dict[str, object]]:
    head = split.table.select(list(names)).slice(0, LOOKED_AT)
    columns = {name: as_text(head.column(name), name, split.name).to_pylist() for name in names}
    for place in range(head.num_rows):
        yield {name: values[place] for name, values in columns.items()}


def _label(splits: Sequence[Split], names: Sequence[str]) -> str | None:
    """Return the column that is called like a label, or the only one that holds few values, each again and again."""
    last = {name.lower().rpartition(".")[2]: name for name in reversed(names)}
    called = next((last[name] for name in LABELS if name in last), None)
    if called is not None:
        return called
    few = [name for name in names if _is_few(splits, name)]
    return few[0] if len(few) == 1 else None


def _is_few(splits: Sequence[Split], name: str) -> bool:
    parts = [split.table.column(name) for split in splits]
    if not all(_is_category(part.type) for part in parts):
        return False
    values = pc.unique(
        pa.chunked_array([chunk.cast(pa.string()) for part in parts for chunk in part.chunks], pa.string())
    )
    rows = sum(map(len, parts))
    return 1 < len(values) <= min(MOST_LABELS, rows / FEWEST_OF_LABEL)


def _is_category(kind: pa.DataType) -> bool:
    return bool(pa.types.is_boolean(kind) or pa.types.is_integer(kind) or is_string(kind))


def is_string(kind: pa.DataType) -> bool:
    """Return whether a type is one of strings."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def holds_text(kind: pa.DataType) -> bool:
    """Return whether a column of this type can be read as text: strings, lists of them, turns of a conversation."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return holds_text(kind.value_type)
    if pa.types.is_struct(kind):
        return any(is_string(kind.field(n).type) for n in range(kind.num_fields))
    return is_string(kind)


def as_text(column: pa.ChunkedArray, name: str, where: str) -> pa.ChunkedArray:
    """Return a column as strings: the items of a list a line each; what is missing is null.

    Raises:
        AuditError: it holds no text.
    """
    if not holds_text(column.type) and not pa.types.is_null(column.type):
        problem = f'The column "{name}" holds {column.type}, no text.'
        raise AuditError(where, problem, "Name another with --text (text=…).")
    chunks = [_as_strings(chunk) for chunk in column.chunks]
    return pa.chunked_array(chunks, pa.large_string())


def _as_strings(array: pa.Array) -> pa.Array:
    kind = array.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        items = _as_strings(array.flatten())
        offsets = array.offsets.cast(pa.int64())
        start = offsets[0]
        lists = pa.LargeListArray.from_arrays(pc.subtract(offsets, start), pc.fill_null(items, ""))
        whole = pc.binary_join(lists, _LINE)
        return pc.if_else(array.is_valid(), whole, None) if array.null_count else whole
    if pa.types.is_struct(kind):
        names = [kind.field(n).name for n in range(kind.num_fields) if is_string(kind.field(n).type)]
        spoken = [name for name in _SPOKEN if name in names][:1] or names
        parts = [_as_strings(array.field(name)) for name in spoken]
        return _joined(parts)
    return array.cast(pa.large_string())


def _joined(parts: Sequence[pa.Array]) -> pa.Array:
    if len(parts) == 1:
        return parts[0]
    return pc.binary_join_element_wise(*parts, _LINE, null_handling="skip")


def texts_of(split: Split, names: Sequence[str]) -> pa.ChunkedArray:
    """Return the text of every row, without nulls: that of several columns is joined, a line between them."""
    parts = [as_text(split.table.column(name), name, split.name).combine_chunks() for name in names]
    arrays = [part if isinstance(part, pa.Array) else pa.concat_arrays(part.chunks) for part in parts]
    return pa.chunked_array([pc.fill_null(_joined(arrays), "")], pa.large_string())


def strings_of(split: Split, name: str | None) -> pa.Array:
    """Return a column's values as strings, null where they are missing or empty; all null without a column."""
    if name is None:
        return pa.nulls(split.table.num_rows, pa.string())
    column = split.table.column(name).combine_chunks()
    column = pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column
    try:
        values = column.cast(pa.string())
    except pa.ArrowException:
        values = pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())
    return pc.if_else(pc.equal(values, ""), None, values)
