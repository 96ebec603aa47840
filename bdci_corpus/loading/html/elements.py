"""Put the tokens of HTML together to elements, as browsers do where tags are missing or crossed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bdci_corpus.loading.html.tokens import Token, attributes, tokens

MAX_CLIMB = 256
"""How many open elements an end tag looks through for its own."""

BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dir",
            "div",
            "dl",
        ),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"),
        *("tfoot", "th", "thead", "title", "tr", "ul"),
    )
)

CELLS = frozenset({"td", "th"})

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)

UNSEEN = frozenset(
    (
        *("audio", "canvas", "datalist", "head", "iframe", "noembed", "noframes", "noscript", "object", "rp", "rt"),
        *("script", "style", "svg", "template", "video"),
    )
)
"""Elements whose content a browser does not show as text."""

_IN_HEAD = frozenset({"base", "link", "meta", "noscript", "object", "script", "style", "template", "title"})

_TABLE_PARTS = frozenset({"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})

_KEEPS_P = frozenset({"body", "caption", "dd", "dt", "html", "li", "summary", "title"}) | _TABLE_PARTS - {"table"}

_CLOSED_BY: Mapping[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option"}),
    "td": CELLS,
    "th": CELLS,
    "tr": CELLS | {"tr"},
    **dict.fromkeys(("tbody", "thead", "tfoot"), CELLS | {"tr", "tbody", "thead", "tfoot"}),
}
"""Elements that end where another of their kind begins."""

_LISTS = frozenset({"ul", "ol", "dir", "menu", "dl", "table", "select"})

_CONCEALED = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden", re.IGNORECASE)

_NO_ATTRIBUTES: Mapping[str, tuple[int, int]] = MappingProxyType({})


@dataclass(slots=True)
class Element:
    """An element: its tags and content are ``[start, end)``, its content alone ``[inner, stop)``.

    ``parent`` is the number of the one around it; ``attributes`` says where the values stand. A
    ``hidden`` one is not shown by a browser.
    """

    name: str
    start: int
    inner: int
    parent: int
    attributes: Mapping[str, tuple[int, int]] = field(default_factory=lambda: _NO_ATTRIBUTES)
    hidden: bool = False
    stop: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Markup:
    """The HTML in ``text[start:end]``: its tokens, and its elements in the order of their start tags.

    ``elements[0]`` stands for the whole; ``owner[n]`` is the number of the element that token *n*
    opens, closes or stands in, and ``within[n]`` of the one that the text behind it stands in.
    """

    text: str
    tokens: list[Token]
    elements: list[Element]
    owner: list[int]
    within: list[int]

    def pieces(self) -> Iterator[tuple[int, int, int]]:
        """Yield the stretches of text between tokens, as ``(element, start, end)``."""
        here, element = self.elements[0].start, 0
        for token, within in zip(self.tokens, self.within, strict=True):
            if here < token.start:
                yield element, here, token.start
            here, element = token.end, within
        if here < self.elements[0].end:
            yield element, here, self.elements[0].end

    def inside(self, roots: Collection[int]) -> set[int]:
        """Return the elements in some others, those included."""
        found = set(roots)
        for number, element in enumerate(self.elements):
            if number and element.parent in found:
                found.add(number)
        return found

    def value(self, element: Element, name: str) -> str:
        """Return the value of an attribute as it stands, or nothing."""
        span = element.attributes.get(name)
        return self.text[slice(*span)] if span else ""


def parse(text: str, start: int = 0, end: int | None = None, *, markdown: bool = False) -> Markup:
    """Return the elements of the HTML in ``text[start:end]``, or in Markdown. Linear, and not recursive."""
    end = len(text) if end is None else end
    builder = _Builder(text, start)
    for token in tokens(text, start, end, markdown=markdown):
        builder.take(token)
    builder.close_all(end)
    return builder.markup


class _Builder:
    """Keeps the elements that are open."""

    def __init__(self, text: str, start: int) -> None:
        self.markup = Markup(text, [], [Element("", start, start, 0)], [], [])
        self._open = [0]
        self._count: Counter[str] = Counter()

    def take(self, token: Token) -> None:
        """Open or close elements."""
        owner = self._open[-1]
        if token.kind == "start":
            owner = self._start(token)
        elif token.kind == "end":
            self._end(token)
        self.markup.tokens.append(token)
        self.markup.owner.append(owner)
        self.markup.within.append(self._open[-1])

    def close_all(self, end: int) -> None:
        """Close what is still open at the end of the text."""
        while self._open:
            self._pop(end, end)

    def _start(self, tag: Token) -> int:
        elements, name = self.markup.elements, tag.name
        if self._count["head"] and elements[self._open[-1]].name == "head" and name not in _IN_HEAD:
            self._pop(tag.start, tag.start)
        self._close_implied(name, tag.start)
        element = Element(name, tag.start, tag.end, self._open[-1])
        if tag.end - tag.start > len(name) + 2:
            element.attributes = attributes(self.markup.text, tag)
        element.hidden = name in UNSEEN or (bool(element.attributes) and self._concealed(element))
        elements.append(element)
        if tag.closed or name in VOID:
            element.stop = element.end = tag.end
        else:
            self._open.append(len(elements) - 1)
            self._count[name] += 1
        return len(elements) - 1

    def _concealed(self, element: Element) -> bool:
        style, css_class = (self.markup.value(element, name) for name in ("style", "class"))
        return "hidden" in element.attributes or bool(_CONCEALED.search(style)) or "jammer" in css_class.split()

    def _close_implied(self, name: str, position: int) -> None:
        """Close the paragraph, list item or cell that a start tag ends."""
        if self._count["p"] and name in BLOCKS and name not in _KEEPS_P:
            for depth, opened in self._climb():
                if opened == "p":
                    self._close(depth, position, position)
                    break
                if opened in BLOCKS:
                    break
        closed = _CLOSED_BY.get(name)
        if closed and any(self._count[each] for each in closed):
            outermost = None
            for depth, opened in self._climb():
                if opened in _LISTS:
                    break
                outermost = depth if opened in closed else outermost
            if outermost is not None:
                self._close(outermost, position, position)

    def _end(self, tag: Token) -> None:
        """Close the element that an end tag names, if it is open and the tag may reach it."""
        if not self._count[tag.name]:
            return
        is_block, crossed = tag.name in BLOCKS, False
        for depth, opened in self._climb():
            if opened == tag.name:
                if crossed and not is_block:
                    self._take_out(depth, tag)
                else:
                    self._close(depth, tag.start, tag.end)
                return
            if opened in _TABLE_PARTS and tag.name not in _TABLE_PARTS and tag.name not in {"body", "html"}:
                return
            if opened == "table" and tag.name != "table":
                return
            crossed = crossed or opened in BLOCKS

    def _climb(self) -> Iterator[tuple[int, str]]:
        """Yield the open elements, innermost first, with their depths; not the root."""
        for depth in range(len(self._open) - 1, max(1, len(self._open) - MAX_CLIMB) - 1, -1):
            yield depth, self.markup.elements[self._open[depth]].name

    def _close(self, depth: int, stop: int, end: int) -> None:
        while len(self._open) > depth + 1:
            self._pop(stop, stop)
        self._pop(stop, end)

    def _pop(self, stop: int, end: int) -> None:
        element = self.markup.elements[self._open.pop()]
        element.stop, element.end = stop, end
        self._count[element.name] -= 1

    def _take_out(self, depth: int, tag: Token) -> None:
        """End an inline element in the middle of a block that began inside it."""
        element = self.markup.elements[self._open.pop(depth)]
        element.stop, element.end = tag.start, tag.end
        self._count[element.name] -= 1
