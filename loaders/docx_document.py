"""A Word document (docx): its body and notes, without headers, fields' instructions and deleted text."""

from collections.abc import Iterator

from bdci_corpus.loading import article_fields
from bdci_corpus.loading.office import read_docx
from bdci_corpus.records import Field, Layer, Mark

_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: a ZIP container that is called so, or has Word's members."""
    if not head.startswith("PK\x03\x04"):
        return 0.0
    if "word/" in head or name.lower().endswith(_SUFFIXES):
        return 1.0
    return 0.5 if "[Content_Types].xml" in head and "xl/" not in head and "ppt/" not in head else 0.0


def layers(data: bytes) -> Iterator[Layer]:
    """Yield the members that hold its text and what it says of itself; the trace reaches their bytes."""
    yield from read_docx(data)


def annotate(text: str) -> Iterator[Field | Mark]:
    """Find the line that says when and where it was published, its dateline and its editors."""
    yield from article_fields(text)
