"""A page in a lightweight markup other than Markdown: Org, reStructuredText, AsciiDoc, MediaWiki, Textile or LaTeX."""

from collections.abc import Iterator

from bdci_corpus.loading.lightweight import dialect_of, read_lightweight
from bdci_corpus.records import Reading


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its name, or by its headings and links."""
    return dialect_of(head, name)[1]


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document."""
    dialect, _ = dialect_of(text[:65536], name)
    yield Reading(start=0, end=len(text)) if dialect is None else read_lightweight(text, dialect, name)
