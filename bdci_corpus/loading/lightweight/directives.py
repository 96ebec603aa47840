"""The directives of reStructuredText: which hold code, which text, and which nothing that a reader sees."""

from __future__ import annotations

import re
from typing import NamedTuple

_DIRECTIVE = re.compile(r"\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?P<name>[\w:+.-]+?)::(?:[ \t]+(?P<argument>.*))?[ \t]*$")

_COMMENT = re.compile(r"\.\.(?:[ \t]+(?![_|\[]|[\w:+.-]+::).*)?$")

_CODE = frozenset(
    {
        "code-block",
        "code",
        "sourcecode",
        "parsed-literal",
        "math",
        "prompt",
        "ipython",
        "doctest",
        "testcode",
        "productionlist",
    }
)

_NOTHING = frozenset(
    {
        *("toctree", "contents", "sectnum", "index", "include", "literalinclude", "meta", "raw", "only", "highlight"),
        *(
            "currentmodule",
            "module",
            "image",
            "tabularcolumns",
            "automodule",
            "autoclass",
            "autofunction",
            "automethod",
        ),
        *("default-role", "role", "title", "header", "footer", "graphviz", "target-notes", "bibliography", "plot"),
    }
)

_NO_ARGUMENT = frozenset({"figure", "list-table", "csv-table", "table", "container", "class", "cssclass", "rst-class"})
"""Directives whose argument is no text, but a path, a class or a name; a table's title is lost with it."""


_ROWS = frozenset({"list-table", "flat-table"})

_PICTURE = re.compile(r"^\.\.[ \t]+\|(?P<name>[^|\n]+)\|[ \t]+image::", re.MULTILINE)

_REFERENCE = re.compile(r"(?<!\.\. )\|(?P<name>[^|\n\s](?:[^|\n]*[^|\n\s])?)\|(?![ \t]+[\w:-]+::)[ \t]?")


class Directive(NamedTuple):
    """What a directive holds, and where in its line its argument begins that is text."""

    holds: str
    argument: int


def directive_at(line: str) -> Directive | None:
    """Return the directive or comment that a line begins, if it does."""
    match = _DIRECTIVE.match(line.lstrip(" \t"))
    lead = len(line) - len(line.lstrip(" \t"))
    if match is None:
        return Directive("nothing", len(line)) if not lead and _COMMENT.fullmatch(line) else None
    name = match["name"].rpartition(":")[2]
    holds = "code" if name in _CODE else "nothing" if name in _NOTHING else "rows" if name in _ROWS else "text"
    bare = match["argument"] is None or name in _NO_ARGUMENT
    return Directive(holds, len(line) if bare else lead + match.start("argument"))


def pictures(text: str) -> list[tuple[int, int]]:
    """Return where a text refers to pictures by the names that it defines for them."""
    names = {match["name"].lower() for match in _PICTURE.finditer(text)}
    return [match.span() for match in _REFERENCE.finditer(text) if match["name"].lower() in names] if names else []
