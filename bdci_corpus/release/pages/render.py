"""Templates: what is shown of a text is escaped, in HTML always and in Markdown wherever a document speaks."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, select_autoescape

from bdci_corpus.compiling import compiled_folder

FOLDER = Path(__file__).parent / "templates"

_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+!|<>~&$]")

_BREAKS = re.compile(r"\s+")


def render(name: str, **facts: object) -> str:
    """Return a template filled in; a name that it does not know is an error."""
    return environment(FOLDER).get_template(name).render(facts)


def in_markdown(value: object) -> str:
    """Return a value as one line of Markdown that is shown as it is."""
    return _SPECIAL.sub(r"\\\g<0>", _BREAKS.sub(" ", str(value)))


@cache
def chinese() -> dict[str, dict[str, str]]:
    """Return what tables, columns, steps and terms are called in Chinese."""
    words: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "zh.yaml").read_text("utf-8"))
    return words


def pair_kinds() -> frozenset[str]:
    """Return the kinds of pairs that ``near_duplicates`` may have: all have a name in Chinese."""
    return frozenset(chinese()["kinds"])


@cache
def environment(folder: Path) -> Environment:
    """Return the templates of a folder: no name may be missing, and what goes into HTML is escaped."""
    kept = compiled_folder()
    made = Environment(
        loader=FileSystemLoader(folder),
        bytecode_cache=FileSystemBytecodeCache(str(kept)) if kept else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=select_autoescape(("html.jinja",), default=False),
    )
    made.filters |= {"md": in_markdown, "grouped": lambda number: f"{number:,}", "percent": _percent}
    return made


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
