"""Plain text: paragraphs, and a title where the first line is one."""

import re
from collections.abc import Iterator

from bdci_corpus import Field, Mark, Reading

MAX_TITLE = 80

_UNFINISHED = re.compile(r"[。！？!?…；;，,、：:.][”’」』）)】》\"']*$")


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: any text is, if nothing better is known."""
    return 0.02 if name.lower().endswith((".txt", ".text", ".md")) else 0.01


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document."""
    yield Reading(start=0, end=len(text))


def annotate(text: str) -> Iterator[Field | Mark]:
    """Find the title: a first line that is short, does not end like a sentence, and has text below."""
    lines = [match for match in re.finditer(r"\S.*", text[: 4 * MAX_TITLE + 4096])]
    if len(lines) < 2:
        return
    first = lines[0].group().rstrip()
    body = lines[1].group()
    separate = "\n\n" in re.sub(r"\n[ \t]+\n", "\n\n", text[lines[0].end() : lines[1].start()] + "\n")
    if len(first) <= MAX_TITLE and separate and not _UNFINISHED.search(first) and _UNFINISHED.search(body.rstrip()):
        yield Field(name="title", start=lines[0].start(), end=lines[0].start() + len(first))
