"""Hide from the Markdown parser what is no Markdown, without moving anything.

A mask gives every hidden character another of the same place, so that the parser's spans stay true. What stands
on lines of its own becomes empty lines; within a line, and where the text is to stay as it is (formulas, code in
a template's tags), it becomes a character without meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Way = Literal["lines", "inline", "literal", "block", "blank", "break"]

FILLER = "\ufdd0"
"""A character that is neither a blank, a mark nor a control to Markdown; it is never assigned, so no text holds it."""

_FAR = 200
"""How far a line is looked at, in characters: a line without end would be looked at again and again."""

_SHOWN = {"lines": "\n", "break": "\n", "blank": " "}


class Mask(NamedTuple):
    """A hidden span: ``lines`` and ``inline`` leave the text, ``literal`` and ``block`` stay as they are.

    ``lines`` part what stands around them, as a ``block`` does, which is a paragraph of its own. A ``blank``
    is read as one, and leaves the text, too. A ``break`` is a line end that the text keeps. ``shown`` stands for
    what is hidden ``inline``.
    """

    start: int
    end: int
    way: Way
    shown: str = ""


@dataclass(slots=True)
class Masked:
    """A text with its masks on: as long as before; what is gone, and what is verbatim, sorted.

    ``shown`` says what stands for what is gone, by its start.
    """

    text: str
    gone: list[tuple[int, int]] = field(default_factory=list)
    verbatim: list[tuple[int, int]] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    shown: dict[int, str] = field(default_factory=dict)


def put_on(text: str, masks: Iterable[Mask]) -> Masked:
    """Return a text behind its masks. Of masks that overlap the first counts."""
    masked, parts, here = Masked(text), list[str](), 0
    for start, end, way, instead in sorted(masks):
        if start < here or start >= end:
            continue
        if instead:
            masked.shown[start] = instead
        shown = _SHOWN.get(way, FILLER) * (end - start)
        parts += (text[here:start], shown)
        if way in ("lines", "inline", "blank"):
            masked.gone.append((start, end))
        elif way == "break":
            masked.breaks.add(start)
        else:
            masked.verbatim.append((start, end))
        here = end
    if parts:
        masked.text = "".join((*parts, text[here:]))
    return masked


def inside(spans: list[tuple[int, int]], at: int, position: int) -> tuple[int, bool]:
    """Return the number of the first span that ends behind a position, from ``at`` on, and whether it holds it."""
    while at < len(spans) and spans[at][1] <= position:
        at += 1
    return at, at < len(spans) and spans[at][0] <= position


def on_line(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands on the line before and behind a span, as far as a reader of marks looks."""
    first = max(0, start - _FAR)
    return text[first:start].rpartition("\n")[2], text[end : end + _FAR].partition("\n")[0]
