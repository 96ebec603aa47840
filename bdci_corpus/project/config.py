"""corpus.toml, read: errors say which key is wrong and what to write."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ValidationError

from bdci_corpus.errors import ProjectError, raise_together
from bdci_corpus.project.competition import Competition
from bdci_corpus.project.contradictions import contradictions
from bdci_corpus.project.splits import Splits
from bdci_corpus.project.tables import (
    CONFIG,
    Config,
    Corpus,
    LimitsTable,
    NearDuplicateSettings,
    NoticeEntry,
    Quotation,
    RaiTable,
    RepairEntry,
    RulesTable,
    Source,
)

_A_NUMBER = ("Must be a number", "Write digits, without quotes.")

_A_TABLE = ("Must be a table", "Write it as [name], once, or as {{ key = value }}.")

_WANTED: Mapping[str, tuple[str, str]] = {
    "list_type": ("Must be a list", "Write [{}]."),
    "too_short": ("Must not be empty", "Name at least one, or leave the key out if it may be."),
    "string_type": ("Must be text", "Write it in quotes: {}."),
    "float_type": _A_NUMBER,
    "int_type": _A_NUMBER,
    "bool_type": ("Must be true or false", "Write it without quotes."),
    "dict_type": _A_TABLE,
    "model_type": _A_TABLE,
    "model_attributes_type": _A_TABLE,
}
"""What a value must be, and what to write, by what pydantic calls the fault; ``{}`` is what was found, in quotes."""

_LONGEST_MESSAGE = 200
"""How much of a library's own words is shown, in characters."""

_LONGEST_SHOWN = 60
"""How much of a value or message is shown, in characters: it fits a line."""


def parse_config(text: str) -> Config:
    """Read corpus.toml.

    Raises:
        ProjectError: it is not valid; all problems together.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError; numbers and nesting beyond all measure
        problem = f"This is not TOML: {str(error)[:_LONGEST_MESSAGE]}."
        raise ProjectError(CONFIG, problem, "Correct that line.") from None
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        raise_together([_problem(item) for item in error.errors()], f"reading {CONFIG}")
        raise
    raise_together(list(contradictions(config)), f"reading {CONFIG}")
    return config


def _problem(item: Mapping[str, object]) -> ProjectError:
    """Say a validation error in our words: which key, what is wrong, what to write instead."""
    location = item["loc"]
    parts: Sequence[object] = location if isinstance(location, tuple) else ()
    where = f"{CONFIG} > {_breadcrumb(parts)}" if parts else CONFIG
    message = str(item["msg"]).removeprefix("Value error, ")
    if item["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(parts[-1]), _keys_beside(parts), n=1, cutoff=0.5)
        remedy = f'Did you mean "{near[0]}"?' if near else f"Known here: {', '.join(_keys_beside(parts))}."
        return ProjectError(where, "This key is unknown.", remedy)
    if item["type"] == "missing":
        return ProjectError(where, "This key is missing.", "Add it.")
    if (wanted := _WANTED.get(str(item["type"]))) is not None:
        must, remedy = wanted
        found = item.get("input")
        quoted = f'"{found}"' if not isinstance(found, list | dict) else '"…"'
        return ProjectError(where, f"{must}; found {_shown(found)}.", remedy.format(quoted))
    problem = f"{message[:1].upper()}{message[1:]}; found {_shown(item.get('input'))}."
    if item["type"] == "less_than_equal" and str(message).endswith(" 1"):
        return ProjectError(where, problem, "Write a share: 0.3 for 30 %.")
    choices = re.findall(r"'([^']+)'", message) if item["type"] == "literal_error" else []
    near = difflib.get_close_matches(str(item.get("input")), choices, n=1, cutoff=0.5)
    return ProjectError(where, problem, f'Did you mean "{near[0]}"?' if near else "Correct it.")


def _breadcrumb(parts: Sequence[object]) -> str:
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _keys_beside(parts: Sequence[object]) -> list[str]:
    """Return the keys that are known where an unknown one was found."""
    tables: Mapping[str, type[BaseModel]] = {
        "corpus": Corpus,
        "sources": Source,
        "notices": NoticeEntry,
        "quotations": Quotation,
        "repairs": RepairEntry,
        "rules": RulesTable,
        "near_duplicates": NearDuplicateSettings,
        "splits": Splits,
        "competition": Competition,
        "rai": RaiTable,
        "limits": LimitsTable,
    }
    model = tables.get(str(parts[0]), Config) if len(parts) > 1 else Config
    return sorted(model.model_fields)


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # of a number of thousands of digits
        return f"a {type(value).__name__}"
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "…"
