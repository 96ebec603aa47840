"""The text layer of a PDF: its pages, and their columns in reading order (extra: pdf)."""

from collections.abc import Iterator

from bdci_corpus.errors import LoaderError
from bdci_corpus.records import Layer

NAME = "pdf_document"

_WITHIN = 1024
"""Other bytes may stand before the signature, but no more."""


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its signature."""
    return 1.0 if "%PDF-" in head[:_WITHIN] and (head.startswith("%PDF-") or "obj" in head) else 0.0


def layers(data: bytes) -> Iterator[Layer]:
    """Yield the text of each page; what its producer says of the document is extra."""
    try:
        import pypdfium2  # noqa: F401 - an extra, and only for PDF

        from bdci_corpus.loading.pdf import read
    except ImportError:
        problem, remedy = "Reading a PDF needs pypdfium2.", 'Install it: pip install "bdci-corpus[pdf]".'
        raise LoaderError(NAME, problem, remedy) from None
    yield from read(data)
