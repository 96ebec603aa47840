"""What an element holds that is no XML: HTML in its characters, as feeds have it, wiki text, or plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bdci_corpus.loading.html.blocks import shown_of
from bdci_corpus.loading.html.edits import html_edits
from bdci_corpus.loading.html.parser import parse
from bdci_corpus.loading.html.tables import with_rows
from bdci_corpus.loading.html.writer import Kinds, write
from bdci_corpus.loading.xml.tree import SaidText
from bdci_corpus.loading.xml.writing import XmlWriter
from bdci_corpus.records import Edit, Mark

_TAGGED = re.compile(
    r"</?(?:p|br|div|span|a|img|ul|ol|li|h[1-6]|table|strong|b|em|i|blockquote|pre|code)\b[^<>]*>", re.IGNORECASE
)

_PARAGRAPHS = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")


def holds_html(text: str) -> bool:
    """Return whether a text is written in HTML: a tag or a reference stands in it."""
    return ("<" in text and _TAGGED.search(text) is not None) or ("&" in text and _REFERENCE.search(text) is not None)


def write_html(writer: XmlWriter, said: SaidText) -> None:
    """Write down what a browser shows of the HTML that an element's characters are."""
    if "\n\n" in said.text.strip() and not _PARAGRAPHS.search(said.text):
        found = list(html_edits(said.text))  # line ends part paragraphs, as in WordPress and Markdown
        writer.text(said, *_apart(found))
        return
    page = parse(said.text)
    found = list(write(Kinds(page), shown_of(page, with_rows(page)).blocks, 0, len(said.text)))
    writer.text(said, *_apart(found))


def _apart(found: Sequence[Edit | Mark]) -> tuple[list[Edit], list[Mark]]:
    return [item for item in found if isinstance(item, Edit)], [item for item in found if isinstance(item, Mark)]


def write_characters(writer: XmlWriter, said: SaidText) -> None:
    """Write down what an element's characters are: HTML, or plain text."""
    if holds_html(said.text):
        write_html(writer, said)
        return
    start, end = said.stripped()
    edits = [Edit(start=0, end=start, replacement="", rule="")] if start else []
    edits += [Edit(start=end, end=len(said.text), replacement="", rule="")] if start < end < len(said.text) else []
    writer.text(said, edits)
