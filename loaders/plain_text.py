"""Plain text: paragraphs, a title where the first line is one, and what lines of a header state; code is code."""

from collections.abc import Iterator

from bdci_corpus.loading.markdown import header_of_plain, stated
from bdci_corpus.records import Field, Mark, Reading
from bdci_corpus.text import is_code_file, names_code, title_of

HEAD = 8192
"""How far the title and the line below it are looked for, and how much tells whether a file is code, in characters."""


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: any text is, if nothing better is known."""
    if names_code(name):
        return 0.6
    return 0.02 if name.lower().endswith((".txt", ".text", ".md")) else 0.01


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document; of code, all of it as it is."""
    if names_code(name) or is_code_file(text[:HEAD]):
        start = len(text) - len(text.lstrip("\n"))
        code = (Mark(kind="verbatim", start=start, end=len(text.rstrip())),) if text.strip() else ()
        yield Reading(start=0, end=len(text), marks=code)
        return
    header = header_of_plain(text)
    fields, extra = stated(header.entries, canonical=True)
    titles = [field for field in fields if field.name == "title"]
    gone = [(start, next((t.start for t in titles if start <= t.start < end), end)) for start, end in header.spans]
    marks = tuple(Mark(kind="furniture", start=start, end=end) for start, end in gone)
    yield Reading(start=0, end=len(text), fields=tuple(fields), marks=marks, extra=extra)


def annotate(text: str) -> Iterator[Field | Mark]:
    """Find the title: the first line that can be one, apart from the text below."""
    if not is_code_file(text[:HEAD]) and (title := title_of(text)):
        yield Field(name="title", start=title[0], end=title[1])
