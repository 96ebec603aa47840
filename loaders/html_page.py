"""A saved web page: its article without the page around it, and what its head says of it."""

import re
from collections.abc import Iterator

from bdci_corpus.loading import article_fields
from bdci_corpus.loading.html import page_readings
from bdci_corpus.records import Field, Mark, Reading

_PROLOG = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,4}", re.DOTALL)
_OPENING = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAGS = re.compile(
    r"</?(?:p|div|br|h[1-6]|table|tr|td|ul|ol|li|span|font|a|b|strong|section|article)\b[^<>]{0,300}>", re.IGNORECASE
)
_FRAGMENT = re.compile(
    r"\s*<(?:p|div|h[1-6]|table|ul|ol|section|article|center|font|span)\b[^<>]{0,300}>", re.IGNORECASE
)
_FEWEST_TAGS = 4


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: it opens like a page, or it is full of tags."""
    start = _PROLOG.match(head)
    if _OPENING.match(head, start.end() if start else 0):
        return 0.97
    tags = len(_TAGS.findall(head)) if "<" in head else 0
    if tags < _FEWEST_TAGS:
        return 0.0
    if name.lower().endswith((".html", ".htm", ".xhtml", ".shtml")):
        return 0.9
    return 0.85 if _FRAGMENT.match(head) else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the page as one document, its title and its article; the posts of a thread as one each."""
    yield from page_readings(text)


def annotate(text: str) -> Iterator[Field | Mark]:
    """Find the line that says when and where it was published, its dateline and its editors."""
    yield from article_fields(text)
