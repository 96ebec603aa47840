"""What a value of corpus.toml may be, beside what its type allows."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from bdci_corpus.text import is_text_codec

NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")

NAMED_SO = "lower-case letters, digits, dots, dashes and underscores"

_SPLIT_NAME = re.compile(r"\w+(?:\.\w+)*", re.ASCII)

VERSION = re.compile(r"\d+\.\d+\.\d+")

DOI = re.compile(r"10\.\d{4,9}/\S+|", re.ASCII)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _inside(pattern: str) -> str:
    path = PurePosixPath(pattern)
    if not pattern:
        message = "must name something"
        raise ValueError(message)
    if path.is_absolute() or ".." in path.parts or "\\" in pattern or "\0" in pattern:
        message = "must stay inside the project: no leading slash, no .., no backslash"
        raise ValueError(message)
    if any("**" in part and part != "**" for part in path.parts):
        message = "** must stand alone between slashes, such as raw/**/*.txt"
        raise ValueError(message)
    return pattern


def matching(pattern: re.Pattern[str], what: str) -> AfterValidator:
    """Return what refuses values that do not match a pattern as a whole."""

    def validate(value: str) -> str:
        if not pattern.fullmatch(value):
            message = f"must be {what}"
            raise ValueError(message)
        return value

    return AfterValidator(validate)


def text_codec(name: str) -> str:
    """Return the name of an encoding of text, or raise ``ValueError``."""
    if not is_text_codec(name):
        message = "must be an encoding of text that Python knows, such as utf-8, gb18030 or big5"
        raise ValueError(message)
    return name


Pattern = Annotated[str, AfterValidator(_inside)]

Name = Annotated[str, matching(NAME, NAMED_SO)]

Day = Annotated[str, matching(_DAY, "a day, such as 2023-07-01")]

SplitName = Annotated[
    str,
    matching(_SPLIT_NAME, "letters, digits, underscores and dots (a dash breaks load_dataset)"),
]


class ConfigTable(BaseModel):
    """A table of corpus.toml. A key's docstring, type, default and example are its row in the reference."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
