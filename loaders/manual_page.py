"""The source of a manual page (man, mdoc), read as `man` shows it."""

from collections.abc import Iterator

from bdci_corpus.loading.lightweight import is_manual, read_manual
from bdci_corpus.records import Reading


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: it states its name and section, and has sections."""
    return is_manual(head, name)


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document."""
    yield read_manual(text)
