"""An e-book (EPUB): its chapters in reading order, without cover, contents and numbers of notes."""

from collections.abc import Iterator

from bdci_corpus.loading.office import read_epub
from bdci_corpus.records import Layer

_MIMETYPE = "mimetypeapplication/epub+zip"


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: a ZIP container that says so, or is called so."""
    if not head.startswith("PK\x03\x04"):
        return 0.0
    if _MIMETYPE in head[:200] or name.lower().endswith(".epub"):
        return 1.0
    return 0.9 if "META-INF/container.xml" in head else 0.0


def layers(data: bytes) -> Iterator[Layer]:
    """Yield the members that hold its text and what it says of itself; the trace reaches their bytes."""
    yield from read_epub(data)
