"""Plain text: paragraphs, and a title where the first line is one."""

import re
from collections.abc import Iterator

from bdci_corpus.records import Field, Mark, Reading

MAX_TITLE = 80
HEAD = 8192
"""How far the title and the line below it are looked for, in characters."""

TAIL = 20
"""How much of a line's end shows whether it ends like a sentence, in characters."""

_LINE = re.compile(r"\S.*")
_SENTENCE = re.compile(r"[。！？!?…；;，,、：:.][”’」』）)】》\"']*$")


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: any text is, if nothing better is known."""
    return 0.02 if name.lower().endswith((".txt", ".text", ".md")) else 0.01


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document."""
    yield Reading(start=0, end=len(text))


def annotate(text: str) -> Iterator[Field | Mark]:
    """Find the title: a first line that is short, does not end like a sentence, and has text below."""
    lines = _LINE.finditer(text, 0, HEAD)
    first, body = next(lines, None), next(lines, None)
    if first is None or body is None:
        return
    title = first.group().rstrip()
    apart = text.count("\n", first.end(), body.start()) > 1
    if (
        len(title) <= MAX_TITLE
        and apart
        and not _SENTENCE.search(title)
        and _SENTENCE.search(body.group().rstrip()[-TAIL:])
    ):
        yield Field(name="title", start=first.start(), end=first.start() + len(title))
