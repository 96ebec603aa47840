"""XML as a tree: elements by their local names, and what each says, with its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bdci_corpus.loading.xml.events import NotXml, XmlEvent

DEEPEST = 200
"""So deep may elements stand in each other; books go to twenty."""


@dataclass(slots=True)
class XmlNode:
    """An element; ``[first, last)`` are the numbers of the events between its tags, ``[start, end)`` its place."""

    name: str
    attributes: Mapping[str, str]
    start: int
    first: int
    end: int = 0
    last: int = 0
    children: list[XmlNode] = field(default_factory=list)

    def found(self, *names: str) -> Iterator[XmlNode]:
        """Yield the children of some names."""
        return (child for child in self.children if child.name in names)

    def child(self, *names: str) -> XmlNode | None:
        """Return the first child of the first of some names that it has."""
        return next((found for name in names for found in self.found(name)), None)

    def within(self, *names: str) -> Iterator[XmlNode]:
        """Yield all elements of some names that stand in it, the outermost only."""
        for child in self.children:
            if child.name in names:
                yield child
            else:
                yield from child.within(*names)


def tree_of(text: str, found: Sequence[XmlEvent]) -> XmlNode:
    """Return the root element.

    Raises:
        NotXml: it is nested too deeply.
    """
    top = XmlNode("", {}, 0, 0)
    opened = [top]
    for number, event in enumerate(found):
        if event.kind == "start":
            node = XmlNode(event.name.rpartition(":")[2], event.attributes, event.start, number + 1)
            opened[-1].children.append(node)
            opened.append(node)
            if len(opened) > DEEPEST:
                message = "it is nested too deeply"
                raise NotXml(message)
        elif event.kind == "end":
            node = opened.pop()
            node.last = number
            node.end = text.find(">", event.start) + 1 or len(text)
    return top.children[0]


class SaidText:
    """What an element says, with its place: ``text``, of which each event's part begins at one of ``places``."""

    def __init__(self, raw: str, found: Sequence[XmlEvent]) -> None:
        """Put the texts of some events together."""
        self._raw = raw
        self.events = [event for event in found if event.kind == "text"]
        self.text = "".join(event.text for event in self.events)
        self.places = [0]
        for event in self.events:
            self.places.append(self.places[-1] + len(event.text))

    def parts(self, start: int, end: int) -> Iterator[tuple[int, int, str | None]]:
        """Yield where a span of the text stands in the file, with what it says if it is a reference there."""
        for number in range(max(bisect_right(self.places, start) - 1, 0), len(self.events)):
            event, here = self.events[number], self.places[number]
            if here >= end:
                return
            from_here, to_here = max(start - here, 0), min(end - here, len(event.text))
            if from_here >= to_here:
                continue
            if self._raw.startswith(event.text, event.start):
                yield event.start + from_here, event.start + to_here, None
            else:
                yield event.start, event.end, event.text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the text that is not empty lies in the file."""
        first = next(self.parts(start, end))
        *_, last = self.parts(start, end)
        return first[0], last[1]

    def stripped(self) -> tuple[int, int]:
        """Return the span of the text without the blanks around it."""
        return len(self.text) - len(self.text.lstrip()), len(self.text.rstrip())

    def before(self, place: int) -> int:
        """Return how many of the texts begin before a place in the file."""
        return bisect_left(self.events, place, key=lambda event: event.start)
