"""Choose what of a web page is its content: by where its prose stands, keeping it when in doubt.

Prose is text outside of links and hidden elements, in blocks that hold a sentence. An element that is
hidden, or furniture by its tag, role or class, goes with all that is in it, unless it holds most of
the page's prose: whole pages stand in a ``<form>``, or are hidden until a script shows them. Of the
rest, the content is the one article (or main part) that holds more than half of the prose, else the
smallest element that holds nine tenths of it. Above that, only blocks of links go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bdci_corpus.loading.html.elements import BLOCKS, Element, Markup

MOST = 0.5
"""An element with more than this share of a page's prose is not furniture."""

NEARLY_ALL = 0.9
"""The smallest element with this share of the prose is the content, if no tag names it."""

LITTLE = 0.1
"""An element whose class may mean furniture is, if it holds no more than this share."""

_MIN_PROSE = 25
"""A block of fewer characters is prose only if it ends a sentence."""

_MIN_LINKS = 4

_SENTENCE = re.compile("[。！？!?；]|[.] ")

_FURNITURE = frozenset({"aside", "button", "footer", "form", "nav", "select", "textarea"})

_ROLES = frozenset({"banner", "complementary", "contentinfo", "navigation", "search"})

_WORD = re.compile("[a-z]+")

_PARTS = frozenset(
    (
        *(
            "breadcrumb",
            "breadcrumbs",
            "copyright",
            "crumb",
            "crumbs",
            "editsection",
            "foot",
            "footer",
            "nav",
            "navbar",
        ),
        *("navi", "navigation", "pager", "pagination", "sidebar", "toolbar", "topbar"),
    )
)
"""Classes and ids that name the furniture that elements of HTML 5 name."""

_WORDS = frozenset({"advert", "login", "menu", "qrcode", "recommend", "related", "share", "sharebar"})

_WHOLE = frozenset({"", "html", "body", "article", "main"})


@dataclass(slots=True)
class Weights:
    """Per element, itself and all in it: characters of prose and of links, and how many links."""

    prose: list[int]
    linked: list[int]
    links: list[int]
    letters: list[int]


@dataclass(frozen=True, slots=True)
class Content:
    """The element that holds a page's content, and those in the page that go, by number and in order."""

    element: int
    dropped: tuple[int, ...]


def find_content(markup: Markup) -> Content:
    """Return where the content of a page stands. Linear."""
    scale = _Scale(markup)
    hidden = {number for number, element in enumerate(markup.elements) if element.hidden}
    weights = scale.weigh(frozenset())
    concealed = {number for number in hidden if weights.prose[number] <= MOST * weights.prose[0]}
    weights = scale.weigh(markup.inside(concealed))
    furniture = {
        number
        for number in range(1, len(markup.elements))
        if weights.prose[number] <= _most_of_furniture(markup, number) * weights.prose[0]
    }
    dropped = concealed | furniture
    shown = scale.weigh(markup.inside(dropped))
    if not shown.prose[0] and weights.letters[0]:  # nothing but short lines: all of it is content
        dropped, shown = concealed, weights
    element = _densest(markup, shown)
    if shown.prose[0] and markup.elements[element].name not in {"article", "main"}:
        dropped |= {number for number in range(1, len(markup.elements)) if _is_list_of_links(markup, shown, number)}
    return Content(element, tuple(sorted(dropped)))


class _Scale:
    """Weighs the elements of a page, each time with others set aside."""

    def __init__(self, markup: Markup) -> None:
        """Measure the pieces of text once."""
        self._elements = markup.elements
        self._linked = markup.inside(
            [n for n, e in enumerate(markup.elements) if e.name == "a" and "href" in e.attributes]
        )
        self._blocks = _blocks_of(markup.elements)
        self._pieces: list[tuple[int, int, bool]] = []
        for number, start, end in markup.pieces():
            text = markup.text[start:end]
            if size := len("".join(text.split())):
                self._pieces.append((number, size, bool(_SENTENCE.search(text))))

    def weigh(self, aside: Collection[int]) -> Weights:
        """Weigh every element's text, but for what stands in elements that are set aside."""
        count = len(self._elements)
        weights = Weights([0] * count, [0] * count, [0] * count, [0] * count)
        sentences = [False] * count
        for number, size, ends in self._pieces:
            if number in aside:
                continue
            weights.letters[number] += size
            if number in self._linked:
                weights.linked[number] += size
            else:
                block = self._blocks[number]
                weights.prose[block] += size
                sentences[block] = sentences[block] or ends
        for number in self._linked:
            weights.links[number] += self._elements[number].name == "a"
        _keep_prose(weights, sentences)
        _add_up(weights, self._elements)
        return weights


def _blocks_of(elements: list[Element]) -> list[int]:
    """Return the block that each element is, or stands in."""
    blocks: list[int] = []
    for number, element in enumerate(elements):
        blocks.append(number if element.name in BLOCKS or not number else blocks[element.parent])
    return blocks


def _keep_prose(weights: Weights, sentences: list[bool]) -> None:
    """Forget the blocks that are no prose."""
    for number, size in enumerate(weights.prose):
        if size < _MIN_PROSE and not sentences[number]:
            weights.prose[number] = 0


def _add_up(weights: Weights, elements: list[Element]) -> None:
    """Add the weight of every element to those around it: children come after their parents."""
    for column in (weights.prose, weights.linked, weights.links, weights.letters):
        for number in range(len(elements) - 1, 0, -1):
            column[elements[number].parent] += column[number]


def _most_of_furniture(markup: Markup, number: int) -> float:
    """Return up to which share of the page's prose an element is furniture; below 0 if it never is."""
    element = markup.elements[number]
    if element.hidden:
        return MOST
    if element.name in _FURNITURE or markup.value(element, "role") in _ROLES:
        return MOST
    if element.name == "header":
        return MOST if not _stands_in(markup, number, {"article", "main"}) else -1
    names = f"{markup.value(element, 'class')} {markup.value(element, 'id')}".lower()
    words = frozenset(_WORD.findall(names)) if element.name not in _WHOLE else frozenset()
    return MOST if words & _PARTS else LITTLE if words & _WORDS else -1


def _stands_in(markup: Markup, number: int, names: Collection[str]) -> bool:
    for _ in range(64):
        if not number:
            return False
        number = markup.elements[number].parent
        if markup.elements[number].name in names:
            return True
    return False


def _densest(markup: Markup, weights: Weights) -> int:
    """Return the element that is the content."""
    elements, prose = markup.elements, weights.prose
    named: tuple[Callable[[Element], bool], ...] = (
        lambda element: markup.value(element, "itemprop") == "articleBody",
        lambda element: element.name == "article",
        lambda element: element.name == "main" or markup.value(element, "role") == "main",
    )
    for is_named in named:
        found = [n for n in range(1, len(elements)) if prose[n] and is_named(elements[n])]
        if len(found) == 1 and prose[found[0]] > MOST * prose[0]:
            return found[0]
    return _smallest(elements, prose)


def _smallest(elements: list[Element], prose: list[int]) -> int:
    """Return the innermost block that holds nearly all prose; with none, the whole."""
    best = 0
    for number, element in enumerate(elements):
        if number and prose[0] and element.parent == best and prose[number] >= NEARLY_ALL * prose[0]:
            best = number
    return best if element_is_container(elements[best]) else elements[best].parent


def element_is_container(element: Element) -> bool:
    """Return whether an element is one that holds paragraphs rather than being one."""
    return element.name not in {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre"}


def _is_list_of_links(markup: Markup, weights: Weights, number: int) -> bool:
    """Return whether a block is little but links: a menu, or other pages' titles."""
    dense = weights.linked[number] >= (1 - LITTLE) * weights.letters[number]
    named = markup.elements[number].name in BLOCKS
    return named and dense and weights.links[number] >= _MIN_LINKS and not weights.prose[number]
