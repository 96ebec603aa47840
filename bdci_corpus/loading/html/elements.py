"""The block elements of a web page and its blocks of text, each with its place.

Only what parts one block of text from the next is an element; inline markup merely cuts a block's text
into pieces. So broken inline markup can neither lose nor move text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from bdci_corpus.loading.html.tokens import RAW

TextSpan = tuple[int, int] | tuple[int, int, str]
"""A span of raw text that is shown as it stands, its references resolved, or as the string behind it."""

Kind = Literal["meta", "link", "time", "html", "title", "json", "body", "comment"]

CELLS = frozenset({"td", "th"})

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

TABLE_PARTS = frozenset({"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})

BLOCKS = (
    HEADINGS
    | TABLE_PARTS
    | {"address", "article", "aside", "blockquote", "button", "center", "dd", "details", "dialog", "dir", "div", "dl"}
    | {"dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend", "li", "main"}
    | {"menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "ul"}
)
"""Elements that begin and end a block of text."""

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track"}
)

SKIPPED = RAW | {"audio", "canvas", "datalist", "noscript", "object", "svg", "template", "video"}
"""Elements whose content no browser shows as text."""


@dataclass(slots=True)
class TextBlock:
    """Text that no block element cuts: the element it stands in, its pieces, and what of it are links.

    ``linked`` counts the raw characters in ``links`` links.
    """

    element: int
    pieces: list[TextSpan]
    linked: int = 0
    links: int = 0

    @property
    def start(self) -> int:
        """Where the text begins."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where the text ends."""
        return self.pieces[-1][1]


class Note(NamedTuple):
    """A tag that says something of the page, a comment, or what stands in a tag that a browser does not show."""

    kind: Kind
    start: int
    end: int


@dataclass(slots=True)
class WebPage:
    """A web page: its block elements in the order of their start tags, as columns, and its blocks of text.

    Element 0 stands for the whole page. An element's tags and content are ``[starts, ends)``, its
    content alone ``[inners, stops)``; ``attributes`` is what its start tag says, as it stands.
    """

    text: str
    names: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    inners: list[int] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    blocks: list[TextBlock] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
