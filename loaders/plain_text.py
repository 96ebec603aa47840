"""Plain text: paragraphs, a title where the first line is one, and what lines of a header state; code is code."""

from collections.abc import Iterator

from bdci_corpus.loading import is_program, plain_fields, plain_reading
from bdci_corpus.records import Field, Mark, Reading
from bdci_corpus.text import names_code


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: any text is, if nothing better is known."""
    if names_code(name):
        return 0.6
    return 0.02 if name.lower().endswith((".txt", ".text", ".md")) else 0.01


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document; of code, all of it as it is."""
    if names_code(name) or is_program(text):
        start = len(text) - len(text.lstrip("\n"))
        code = (Mark(kind="verbatim", start=start, end=len(text.rstrip())),) if text.strip() else ()
        yield Reading(start=0, end=len(text), marks=code)
        return
    yield plain_reading(text)


def annotate(text: str) -> Iterator[Field | Mark]:
    """Find the title: the first line that can be one, apart from the text below."""
    yield from plain_fields(text)
