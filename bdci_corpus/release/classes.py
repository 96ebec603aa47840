"""Classes by number: numbered once and for ever, and named by nothing that nobody may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.project import OwnColumn

Classes = Mapping[str, Sequence[str]]
"""The names of classes by column, in the order of their numbers."""

_UNUSED = "unused-{}"
"""Stands in a public list for a class that only hidden rows have."""


def number_classes(documents: pa.Table, shown: pa.Table, known: Classes) -> dict[str, tuple[str, ...]]:
    """Return known classes and those found, by column: new ones of ``shown`` rows first, then others, sorted."""
    return {
        column: tuple(dict.fromkeys([*names, *sorted(_found(shown[column])), *sorted(_found(documents[column]))]))
        for column, names in known.items()
    }


def _found(column: pa.ChunkedArray) -> set[str]:
    return {name for name in pc.unique(_flat(column)).to_pylist() if name is not None}


def _flat(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.list_flatten(column) if pa.types.is_list(column.type) else column


def shown_classes(classes: Classes, shown: pa.Table, columns: Mapping[str, OwnColumn]) -> dict[str, tuple[str, ...]]:
    """Return classes as everybody may read them: by name if corpus.toml gives it, or a row that is shown has it."""
    public: dict[str, tuple[str, ...]] = {}
    for column, names in classes.items():
        seen = _found(shown[column]) | set(columns[column].names)
        last = max((number for number, name in enumerate(names) if name in seen), default=-1)
        public[column] = tuple(
            name if name in seen else _UNUSED.format(number) for number, name in enumerate(names[: last + 1])
        )
    return public


def with_names(columns: Mapping[str, OwnColumn], classes: Classes) -> dict[str, OwnColumn]:
    """Return columns that name their classes, by their numbers."""
    return {
        name: column.model_copy(update={"names": list(classes[name])}) if name in classes else column
        for name, column in columns.items()
    }


def classes_of(columns: Mapping[str, OwnColumn]) -> dict[str, tuple[str, ...]]:
    """Return the classes of columns that name them."""
    return {name: tuple(column.names) for name, column in columns.items() if column.has_classes}


def numbered(documents: pa.Table, classes: Classes) -> pa.Table:
    """Return documents with classes by number instead of by name."""
    for column, names in classes.items():
        numbers: dict[object, object] = {name: number for number, name in enumerate(names)}
        documents = _mapped(documents, column, numbers, pa.int64())
    return documents


def named(documents: pa.Table, classes: Classes) -> pa.Table:
    """Return documents with classes by name instead of by number; what is no class keeps its number."""
    for column, names in classes.items():
        if column in documents.column_names:
            numbers = pc.unique(_flat(documents[column])).to_pylist()
            words: dict[object, object] = {number: str(number) for number in numbers if number is not None}
            documents = _mapped(documents, column, words | dict(enumerate(names)), pa.string())
    return documents


def _mapped(documents: pa.Table, column: str, to: Mapping[object, object], kind: pa.DataType) -> pa.Table:
    """Return documents with other values in a column, or in its lists."""
    values, place = documents[column], documents.column_names.index(column)
    several = pa.types.is_list(values.type)
    new: list[object] = [
        to.get(row) if not several or row is None else [to.get(one) for one in row] for row in values.to_pylist()
    ]
    return documents.set_column(place, column, pa.array(new, pa.list_(kind) if several else kind))
