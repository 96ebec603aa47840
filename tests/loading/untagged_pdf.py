"""A loader of PDF that goes by places alone, as where a file has no structure tree."""

from collections.abc import Iterator

from bdci_corpus.loading import pdf
from bdci_corpus.records import Layer

NAME = "untagged_pdf"


def sniff(_head: str, _name: str) -> float:
    """Return that it is never chosen by itself."""
    return 0.0


def layers(data: bytes) -> Iterator[Layer]:
    """Yield the text of each page."""
    yield from pdf.read(data, tags=False)
