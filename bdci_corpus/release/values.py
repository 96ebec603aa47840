"""The values of a corpus's own columns: where each is found, and how it is read as the type declared."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from bdci_corpus.project import OwnColumn
from bdci_corpus.release.schema import COLUMN_TYPES, Row
from bdci_corpus.text import to_iso
from bdci_corpus.trace import CutSpanError, RawSpans

_SHOWN = 40
"""How much of a value is shown that is not of its type, in characters."""

_LEAST = -(1 << 63)
"""The least int64."""

_TRUE = frozenset({"true", "1", "yes"})

_WRITTEN = {
    "bool": re.compile("true|false|1|0|yes|no", re.IGNORECASE),
    "int64": re.compile(r"[+-]?\d{1,19}", re.ASCII),
    "float64": re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})?", re.ASCII),
}
"""How a value of each type is written."""

_RAW_SPAN = re.compile(r"(\d{1,15}):(\d{1,15})((?::.+)?)", re.ASCII | re.DOTALL)

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T00:00(?::00)?)?", re.ASCII)


def own_arrays(rows: list[Row], own: Mapping[str, OwnColumn]) -> dict[str, pa.Array]:
    """Return the values of declared columns; classes by their names."""
    return {
        name: pa.array([_read(row, name, column) for row in rows], unnumbered_type(column))
        for name, column in own.items()
    }


def unnumbered_type(column: OwnColumn) -> pa.DataType:
    """Return the type of a column before its classes are numbered."""
    if not column.has_classes:
        return COLUMN_TYPES[column.type]
    return pa.list_(pa.string()) if column.is_list else pa.string()


def column_problem(row: Row, own: Mapping[str, OwnColumn]) -> str | None:
    """Return what is wrong with the first value of a row that is not of the type declared; None if all are."""
    for name, column in own.items():
        value = _value(row, name)
        try:
            _read(row, name, column)
        except _WrongSpanError as error:
            return f"{name} has {error}."
        except ValueError:
            shown = str(value)[:_SHOWN]
            if column.has_classes and column.names:
                return f'{name} is "{shown}", which is none of its classes: {", ".join(column.names)}.'
            return f'{name} is "{shown}", which is no {column.type}.'
    return None


def _value(row: Row, name: str) -> object:
    return row.known.get(name) or row.document.origin.extra.get(row.headers.get(name, name))


class _WrongSpanError(ValueError):
    """Which span of a value is wrong, and why."""


def _read(row: Row, name: str, column: OwnColumn) -> object:
    """Return a row's value of a column as the type declared; spans of raw text as spans of ``text``.

    Raises:
        ValueError: it is not of that type.
    """
    value = _typed(_value(row, name), column)
    if column.spans != "raw" or value is None:
        return value
    spans = RawSpans(row.document)
    return [_carried(one, spans) for one in value] if isinstance(value, list) else _carried(value, spans)


def _carried(written: object, spans: RawSpans) -> str:
    found = _RAW_SPAN.fullmatch(str(written))
    if found is None:
        message = f'"{str(written)[:_SHOWN]}", which is no span: start:end or start:end:kind'
        raise _WrongSpanError(message)
    try:
        start, end = spans.cleaned(int(found[1]), int(found[2]))
    except CutSpanError as error:
        message = f'the raw span "{str(written)[:_SHOWN]}", which {error}'
        raise _WrongSpanError(message) from None
    return f"{start}:{end}{found[3]}"


def _typed(value: object, column: OwnColumn) -> object:
    """Return a value of metadata.csv or a loader as the type declared, or None if it is empty.

    Raises:
        ValueError: it is not of that type. Nothing is guessed: 1.0 is no int64, and maybe no bool.
    """
    if value is None or value == "":
        return None
    if column.is_list:
        items = [_item(one, column) for one in _items(value, column)]
        return [one for one in items if one is not None]
    if isinstance(value, list):
        if len(value) != 1:
            raise ValueError(value)
        return _typed(value[0], column)
    return _item(value, column)


def _items(value: object, column: OwnColumn) -> list[object]:
    """Return the values of a list: as JSON, or with the separator between them."""
    if isinstance(value, list):
        return value
    written = str(value).strip()
    if written.startswith("["):
        found = json.loads(written)  # a ValueError, where it is no JSON
        return list(found)
    return [piece.strip() for piece in written.split(column.separator)]


def _item(value: object, column: OwnColumn) -> object:
    """Return one value as its type, None if it is empty."""
    kind, written = column.item, str(value).strip() if value is not None else ""
    if not written:
        return None
    if kind == "string":
        return written
    if kind == "class_label":
        if column.names and written not in column.names:
            raise ValueError(written)
        return written
    return _day(written) if kind == "date" else _number(written, kind)


def _day(written: str) -> date:
    found = _DAY.fullmatch(to_iso(written) or "")
    if found is None:
        raise ValueError(written)
    return date.fromisoformat(found[1])


def _number(written: str, kind: str) -> object:
    if not _WRITTEN[kind].fullmatch(written):
        raise ValueError(written)
    if kind == "bool":
        return written.lower() in _TRUE
    if kind == "int64" and not _LEAST <= int(written) <= -_LEAST - 1:
        raise ValueError(written)
    return int(written) if kind == "int64" else float(written)
