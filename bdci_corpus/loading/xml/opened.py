"""An XML file that is read: its tree, and what its elements say."""

from __future__ import annotations

import re

from bdci_corpus.loading.html.tokens import plain
from bdci_corpus.loading.xml.events import events
from bdci_corpus.loading.xml.tree import SaidText, XmlNode, tree_of
from bdci_corpus.records import Field

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")


class XmlFile:
    """A file's text, its events and its root."""

    def __init__(self, text: str) -> None:
        """Parse a file.

        Raises:
            NotXml: it is none that may be read.
        """
        start = len(text) - len(text.lstrip())  # a declaration may have nothing before it
        found = events(text[start:], named=True)
        if start:
            found = [event._replace(start=event.start + start, end=event.end + start) for event in found]
        self.text, self.events = text, found
        self.root = tree_of(text, found)

    def said(self, node: XmlNode) -> SaidText:
        """Return what an element and those within it say."""
        return SaidText(self.text, self.events[node.first : node.last])

    def word(self, node: XmlNode | None) -> str:
        """Return what an element says in one line, which is empty if there is none."""
        return "" if node is None else " ".join(self.said(node).text.split())

    def shown(self, node: XmlNode | None) -> str:
        """Return what an element says in one line, without the HTML in its characters."""
        word = self.word(node)
        return " ".join(plain(_TAG.sub(" ", word)).split()) if "<" in word or "&" in word else word

    def field(self, name: str, node: XmlNode | None, value: str | None = None) -> Field | None:
        """Return a field that an element states, if it says anything."""
        value = self.shown(node) if value is None else value
        if node is None or not value:
            return None
        start, end = self.place(node)
        return Field(name=name, start=start, end=end, value=value)

    def place(self, node: XmlNode) -> tuple[int, int]:
        """Return where that stands what an element says, without the blanks around it."""
        said = self.said(node)
        start, end = said.stripped()
        return said.span(start, end) if start < end else (node.start, node.end)
