"""The columns of a corpus's own, as far as a metadata.csv that is there already has some: for ``init``."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from bdci_corpus.project.splits import GROUPING

MOST_CLASSES = 30
"""A column of words has classes if it has no more, and each occurs twice or more on average."""

_SEPARATOR = "|"
"""Stands between the values of a list where a column names no other."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?")
"""A key that TOML takes without quotes, and corpus.toml as a column's name."""

_TYPES = "# string, int64, float64, bool, date, class_label; lists of them as list[string]"


_HINT = f"""# [columns] # labels and other facts of your own: columns of the tables, or of metadata.csv
# label = "class_label" {_TYPES}

"""
"""What a corpus.toml shows where there is no such column yet."""


def own_columns(path: Path, known: Iterable[str]) -> str:
    """Return the table ``[columns]`` for what a metadata.csv has beside the ``known`` columns, or a hint."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeError, csv.Error):  # which the build names
        return _HINT
    taken = {*known, *GROUPING, "file_name"}
    names = [name for name in (rows[0] if rows else ()) if name and _NAME.fullmatch(name) and name not in taken]
    lines = [f'{name} = "{_type([row[name] for row in rows if row[name]])}" {_TYPES}' for name in names]
    return "\n".join(["[columns]", *lines, "", ""]) if lines else _HINT


def _type(values: Sequence[str]) -> str:
    for kind, read in (("int64", int), ("float64", float)):
        if values and all(_reads(read, value) for value in values):
            return kind
    parts = [piece.strip() for value in values for piece in value.split(_SEPARATOR)]
    if len(parts) > len(values) and all(parts):
        return f"list[{_words(parts)}]"
    return _words(values)


def _words(values: Sequence[str]) -> str:
    distinct = len(set(values))
    return "class_label" if 0 < distinct <= MOST_CLASSES and 2 * distinct <= len(values) else "string"


def _reads(read: type[int | float], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return value.strip().isascii() and "_" not in value
