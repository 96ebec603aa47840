"""One cell of a submission: read as the type of its column, or refused with what is wrong and what to write.

Cells of CSV are text; those of JSON Lines and Parquet have types already, which are not changed: neither 1.0
nor ``"1"`` is a whole number. By the standard library alone, since bundles check with this code, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from math import isfinite
from typing import Any

LARGEST = 1e150
"""The largest number of a regression: the square of a larger one is no number any more."""

_LEAST = -(1 << 63)
"""The least int64."""

_SHOWN = 40
"""How much of a value an error shows, in characters."""

_MOST_NAMED = 8
"""So many classes are listed where one is unknown."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,19}")

_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_SPAN = re.compile(r"([0-9]{1,15}):([0-9]{1,15})(?::(.+))?", re.DOTALL)


class Wrong(ValueError):  # noqa: N818 - a fault of somebody's file, which is collected and not raised on
    """What is wrong with a cell, and what to write."""

    def __init__(self, *, problem: str, remedy: str) -> None:
        """Keep both."""
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True)
class AnswerColumn:
    """A column to predict: its type (as under ``[columns]``), and the names of its classes.

    ``role`` is what else its values are: ``spans`` of the row's text, ``ranking`` of ids, best first, or ``ids`` in no
    order.
    """

    type: str
    names: tuple[str, ...] = ()
    role: str = ""

    @property
    def item(self) -> str:
        """The type of a value, or of those in a list."""
        return self.type[len("list[") : -1] if self.is_list else self.type

    @property
    def is_list(self) -> bool:
        """Whether it holds lists."""
        return self.type.startswith("list[")


def from_text(cell: str, column: AnswerColumn, separator: str) -> object:
    """Return what a cell of CSV says.

    Raises:
        Wrong: it is not of the column's type.
    """
    if not column.is_list:
        return _READERS[column.item](cell, column)
    written = cell.strip()
    if not written:
        raise Wrong(problem="It is empty.", remedy="Write [] for none.")
    if not written.startswith("["):
        pieces = [piece.strip() for piece in written.split(separator)]
        if "" in pieces:
            problem = f'A value beside "{separator}" is empty.'
            raise Wrong(problem=problem, remedy=f'Write one value on each side, without "{separator}" at the ends.')
        return [_READERS[column.item](piece, column) for piece in pieces]
    try:
        value = json.loads(written, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        problem = f"{shown(cell)} begins as a list of JSON, and is none."
        raise Wrong(problem=problem, remedy=f'Write ["a", "b"], or values with "{separator}" between them.') from None
    return from_value(value, column)


def from_value(value: object, column: AnswerColumn) -> object:
    """Return a value of JSON or Parquet, where it is of the column's type; a day as it is written.

    Raises:
        Wrong: it is not.
    """
    if value is None:
        raise Wrong(
            problem="It is null.", remedy="Give every row a value" + (": [] for none." if column.is_list else ".")
        )
    if not column.is_list:
        return _taken(value, column)
    if not isinstance(value, list | tuple):
        raise Wrong(problem=f"{shown(value)} is no list.", remedy='Write a list, such as ["a", "b"]; [] for none.')
    if any(one is None for one in value):
        raise Wrong(problem="A value of the list is null.", remedy="Leave it out of the list.")
    return [_taken(one, column) for one in value]


def _taken(value: object, column: AnswerColumn) -> object:
    kind = column.item
    if kind == "date" and isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and kind in {"string", "class_label", "date"}:
        return _READERS[kind](value, column)
    if isinstance(value, bool) or kind == "bool":
        if isinstance(value, bool) and kind == "bool":
            return value
    elif kind == "int64" and isinstance(value, int):
        return _within(value)
    elif kind == "float64" and isinstance(value, int | float):
        return _finite(value)
    raise Wrong(problem=f"{shown(value)} is no {_NAMES[kind]}.", remedy=f"Write {_EXAMPLES[kind]}.")


_MOST_DIGITS = 10
"""No class has a number of so many."""


def _class(cell: str, column: AnswerColumn) -> object:
    if cell in column.names:
        return cell
    near = get_close_matches(cell.strip(), column.names, n=1)
    more = " …" if len(column.names) > _MOST_NAMED else ""
    remedy = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(column.names[:_MOST_NAMED])}{more}."
    if not near and cell.isdecimal() and len(cell) < _MOST_DIGITS and int(cell) < len(column.names):
        remedy = f'Write the class by name: number {cell} is "{column.names[int(cell)]}".'
    raise Wrong(problem=f"{shown(cell)} is none of the classes." if cell else "It is empty.", remedy=remedy)


def _truth(cell: str, _: AnswerColumn) -> object:
    word = cell.strip().lower()
    if word not in {"true", "false"}:
        raise Wrong(
            problem=f"{shown(cell)} is no truth value." if word else "It is empty.", remedy="Write true or false."
        )
    return word == "true"


def _integer(cell: str, _: AnswerColumn) -> object:
    if not _WHOLE.fullmatch(cell.strip()):
        raise Wrong(
            problem=f"{shown(cell)} is no whole number." if cell.strip() else "It is empty.",
            remedy="Write digits, such as 3.",
        )
    return _within(int(cell))


def _number(cell: str, _: AnswerColumn) -> object:
    if not _DECIMAL.fullmatch(cell.strip()):
        raise Wrong(
            problem=f"{shown(cell)} is no number." if cell.strip() else "It is empty.",
            remedy="Write a number, such as 0.25.",
        )
    return _finite(float(cell))


def _within(value: int) -> int:
    if not _LEAST <= value < -_LEAST:
        raise Wrong(problem=f"{shown(value)} is out of range.", remedy="Write a number of 64 bits.")
    return value


def _finite(value: float) -> float:
    if isinstance(value, float) and not isfinite(value):
        raise Wrong(problem=f"{shown(value)} is no number.", remedy="Write a finite number for every row.")
    if abs(value) > LARGEST:
        raise Wrong(problem=f"{shown(value)} is out of range.", remedy=f"Write a number of at most {LARGEST:g}.")
    return float(value)


def _day(cell: str, _: AnswerColumn) -> object:
    written = cell.strip()
    try:
        if _DAY.fullmatch(written):
            return date.fromisoformat(written).isoformat()
    except ValueError:
        pass
    raise Wrong(problem=f"{shown(cell)} is no day." if written else "It is empty.", remedy="Write it as 2026-03-01.")


def _no_constant(name: str) -> object:
    raise Wrong(problem=f"{name} is no number.", remedy="Write a finite number for every row.")


_READERS: dict[str, Callable[[str, AnswerColumn], object]] = {
    "string": lambda cell, _: cell,
    "class_label": _class,
    "bool": _truth,
    "int64": _integer,
    "float64": _number,
    "date": _day,
}

_NAMES = {
    "string": "text",
    "class_label": "name of a class",
    "bool": "truth value",
    "int64": "whole number",
    "float64": "number",
    "date": "day",
}

_EXAMPLES = {
    "string": "text in quotes",
    "class_label": "classes by name",
    "bool": "true or false",
    "int64": "digits without quotes, such as 3",
    "float64": "a number without quotes, such as 0.25",
    "date": "it as 2026-03-01",
}


def fitting(value: Any, column: AnswerColumn, length: int, known: Collection[str]) -> None:  # noqa: ANN401 - of any type
    """Hold a value to what its row allows: spans to its text of ``length`` code points, ids to those that are known.

    Raises:
        Wrong: it is not allowed.
    """
    if not column.is_list:
        return
    if column.role or column.item == "class_label":
        _once(value)
    if column.role == "spans":
        for one in value:
            _span(one, length)
    elif column.role:
        for one in value:
            if one not in known:
                raise Wrong(
                    problem=f"There is no document or passage {shown(one)}.",
                    remedy="Write ids as the release has them.",
                )


def _once(values: Sequence[object]) -> None:
    seen = set()
    for one in values:
        if one in seen:
            raise Wrong(problem=f"{shown(one)} stands twice in the list.", remedy="Write it once.")
        seen.add(one)


def _span(written: str, length: int) -> None:
    found = _SPAN.fullmatch(written)
    if found is None:
        raise Wrong(
            problem=f"{shown(written)} is no span.",
            remedy="Write start:end or start:end:kind, in characters of the text.",
        )
    if not int(found[1]) < int(found[2]) <= length:
        problem = f"{shown(written)} is no span of its text, which has {length} characters."
        raise Wrong(problem=problem, remedy="The start is less than the end, and the end at most the length.")


def shown(value: object) -> str:
    """Return a value for an error, cut where it is long."""
    text = str(value)
    return f'"{text[:_SHOWN]}…"' if len(text) > _SHOWN else f'"{text}"'
