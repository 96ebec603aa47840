"""Texts in one file, parted by lines `%`, as `fortune` reads them: sayings, poems, jokes."""

import re
from collections.abc import Iterator

from bdci_corpus.loading import plain_fields, plain_part
from bdci_corpus.records import Edit, Field, Mark, Reading
from bdci_corpus.text import holds, names_code

_SIGN = re.compile(r"^%[ \t]*\n|^%[ \t]*\Z", re.MULTILINE)
_COMMENT = re.compile(r"^%[ \t]*[^\s%]", re.MULTILINE)
_FEWEST = 2
_BY = re.compile(
    r"\n[ \t\u3000\x1b\[\d;m]*(?:--|——?|―)[ \t\u3000\x1b\[\d;m]*"
    r"(?P<name>[^\W\d_][^\n\x1b《〈「（(<,，]{0,29}?)[ \t]*(?:[《〈「（(<,，\x1b][^\n]*)?\s*\Z"
)
"""Who said it, at the end."""


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: two lines or more hold nothing but `%`, and none begins with it."""
    if not holds(head, "\n%\n") or head.count("\n%\n") < _FEWEST or names_code(name) or _COMMENT.search(head):
        return 0.0
    return 0.6


def read(text: str, name: str) -> Iterator[Reading]:
    """Take what stands between two such lines as a document."""
    start = number = 0
    for sign in (*_SIGN.finditer(text), None):
        end = sign.start() if sign else len(text)
        behind = sign.end() if sign else end
        if text[start:end].strip():
            number += 1
            entry = plain_part(text, start, end, f"entry-{number}")
            by = _BY.search(text, start, end)
            fields = entry.fields
            if by and not any(field.name == "author" for field in fields):
                fields = (*fields, Field(name="author", start=by.start("name"), end=by.end("name")))
            cut = (Edit(start=end, end=behind, replacement="", rule="fortune"),) if end < behind else ()
            yield Reading(
                start=start, end=behind, fields=fields, marks=entry.marks, edits=(*entry.edits, *cut),
                extra=entry.extra, locator=entry.locator,
            )  # fmt: skip
        start = behind


def annotate(text: str) -> Iterator[Field | Mark]:
    """Find the title of each, and the author below it."""
    yield from plain_fields(text)
