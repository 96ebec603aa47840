"""``[columns]``: the columns of a corpus's own, their types, and the names of classes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from bdci_corpus.errors import ProjectError

ColumnType = Literal[
    "string",
    "int64",
    "float64",
    "bool",
    "date",
    "class_label",
    "list[string]",
    "list[int64]",
    "list[float64]",
    "list[class_label]",
]

CLASSES = "classes.json"
"""Beside the ledger: the names of classes by column, in the order of their numbers."""

_OF_CLASSES = frozenset({"class_label", "list[class_label]"})


class OwnColumn(BaseModel):
    """A column of the corpus's own: in corpus.toml its type, or a table with what else is to be said of it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    type: ColumnType
    names: list[Annotated[str, Field(min_length=1)]] = []
    separator: Annotated[str, Field(min_length=1)] = "|"
    spans: Literal["text", "raw"] = "text"

    @model_validator(mode="before")
    @classmethod
    def _from_type(cls, value: object) -> object:
        return {"type": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _consistent(self) -> OwnColumn:
        if self.names and not self.has_classes:
            message = f"names are for class_label, and this is a column of {self.type}"
            raise ValueError(message)
        if self.spans == "raw" and self.type not in {"string", "list[string]"}:
            message = f"spans are strings, such as 3:9, and this is a column of {self.type}"
            raise ValueError(message)
        if len(set(self.names)) < len(self.names):
            message = "names has a class twice"
            raise ValueError(message)
        return self

    @model_serializer(mode="wrap")
    def _as_type(self, handler: SerializerFunctionWrapHandler) -> object:
        if not self.names and self.separator == "|" and self.spans == "text":
            return self.type
        table: dict[str, object] = handler(self)
        return table if self.spans == "raw" else {key: value for key, value in table.items() if key != "spans"}

    @property
    def has_classes(self) -> bool:
        """Whether its values are classes, which are stored by their numbers."""
        return self.type in _OF_CLASSES

    @property
    def item(self) -> str:
        """The type of a value, or of those in a list."""
        return self.type.removeprefix("list[").removesuffix("]")

    @property
    def is_list(self) -> bool:
        """Whether it holds lists."""
        return self.type.startswith("list[")


def read_classes(folder: Path, columns: Mapping[str, OwnColumn]) -> dict[str, tuple[str, ...]]:
    """Return the classes that a project's ledger froze, and those that corpus.toml names, by column.

    Raises:
        ProjectError: the file is malformed, or corpus.toml orders otherwise what was frozen.
    """
    frozen = _frozen(folder / CLASSES)
    found: dict[str, tuple[str, ...]] = {}
    for name, column in columns.items():
        if column.has_classes:
            known, given = frozen.get(name, []), column.names
            if given and given[: len(known)] != known:
                where = f"corpus.toml > columns.{name}.names"
                problem = f"Numbers of classes would change: released are {', '.join(known)}, in this order."
                raise ProjectError(where, problem, "Begin with these, and add others behind them.")
            found[name] = tuple(given or known)
    return found


def _frozen(path: Path) -> Mapping[str, Sequence[str]]:
    try:
        value = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        value = None
    if isinstance(value, dict) and all(_are_names(names) for names in value.values()):
        return value
    where = f"splits/{CLASSES}"
    raise ProjectError(where, "It is no list of names by column.", "Restore it from version control.")


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value) and len(set(value)) == len(value)


def write_classes(folder: Path, classes: Mapping[str, Sequence[str]]) -> None:
    """Keep the numbers of classes that are released; columns that there were before stay."""
    path = folder / CLASSES
    kept = {**_frozen(path), **{name: list(names) for name, names in classes.items()}}
    text = json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if kept and (not path.exists() or path.read_text("utf-8") != text):
        folder.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
