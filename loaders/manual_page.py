"""A manual page: its source (man, mdoc), read as `man` shows it, or what `man` printed."""

from collections.abc import Iterator

from bdci_corpus.loading.lightweight import is_manual, is_printed_manual, read_manual, read_printed_manual
from bdci_corpus.records import Reading


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: it states its name and section, and has sections."""
    return is_manual(head, name) or (0.95 if is_printed_manual(head) else 0.0)


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document."""
    yield read_printed_manual(text) if is_printed_manual(text[:1000]) else read_manual(text)
