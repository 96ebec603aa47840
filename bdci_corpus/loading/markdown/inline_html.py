"""Inline HTML in a paragraph of Markdown: what is markup leaves the text, and prose about tags stays.

The parser says what has the form of a tag. A tag that opens, closes within its paragraph or needs no end is
markup; ``请把它放在 <head> 中`` speaks of one. No tag reaches beyond its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bdci_corpus.loading.html.elements import SKIPPED, VOID
from bdci_corpus.loading.html.tokens import ELEMENTS
from bdci_corpus.loading.markdown.glosses import is_reading
from bdci_corpus.loading.markdown.masks import on_line
from bdci_corpus.loading.markdown.pieces import Inline
from bdci_corpus.patterns import lazily

_TAG = lazily(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<rest>[^>]*)>?", re.DOTALL)

_CONCEALED = lazily(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|class=.?jammer", re.IGNORECASE)

_OPEN_ENDED = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "option", "center", "font", "div", "span", "a"})
"""Elements whose tags authors leave unpaired; one of them at a line's edge is markup."""

_PAGE = frozenset({"html", "head", "body", "title"})

_HIDDEN = SKIPPED - {"rt", "rp", "head"} | {"textarea", "select"}

_RAISED = {
    "sup": str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"),
    "sub": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}

_DIGITS = lazily("[+-]?[0-9]{1,4}")


class HtmlTag(NamedTuple):
    """A tag among the pieces of a paragraph: the number of its piece, its name, and what it says.

    The name is in lower case, but for a component's.
    """

    at: int
    name: str
    closing: bool
    rest: str


def settle_tags(pieces: list[Inline], source: str) -> list[Inline]:
    """Return the pieces with every tag decided: kept as text, left out, or turned into what it means."""
    tags = list(_tags(pieces, source))
    pairs = _pairs(tags)
    for tag in tags:
        kind = "keep" if _is_prose(tag, pairs, pieces, source) else "gone"
        is_break = tag.name == "br" and not tag.closing
        pieces[tag.at] = pieces[tag.at].turned("put", "\n") if is_break else pieces[tag.at].turned(kind)
    for first, last in pairs.items():
        if first < last and pieces[first].kind == "gone":
            _inside(pieces, source, first, last)
    return [piece for piece in pieces if piece.kind not in ("gone", "tag")]  # a tag that is left is a comment


def _tags(pieces: Sequence[Inline], source: str) -> Iterator[HtmlTag]:
    for at, piece in enumerate(pieces):
        found = _TAG.match(source, piece.start, piece.end) if piece.kind == "tag" else None
        if found:
            name = found["name"]
            is_component = name[:1].isupper() and not name.isupper()
            yield HtmlTag(at, name if is_component else name.lower(), bool(found["close"]), found["rest"])


def _pairs(tags: Sequence[HtmlTag]) -> dict[int, int]:
    """Return the piece of each tag's partner, both ways. Linear: an end tag closes the last of its name."""
    opened: dict[str, list[int]] = {}
    pairs: dict[int, int] = {}
    for tag in tags:
        if not tag.closing:
            opened.setdefault(tag.name, []).append(tag.at)
        elif opened.get(tag.name):
            first = opened[tag.name].pop()
            pairs[first], pairs[tag.at] = tag.at, first
    return pairs


def _is_prose(tag: HtmlTag, pairs: dict[int, int], pieces: Sequence[Inline], source: str) -> bool:
    """Return whether a tag is spoken of rather than used."""
    bare = not tag.rest.strip(" /\n")
    if tag.name in _PAGE:
        return bare
    if tag.name in VOID and tag.name in ELEMENTS:
        return bare and tag.name not in {"br", "hr", "wbr", "img"}
    if tag.at in pairs or not bare:
        return tag.name not in ELEMENTS and bare and tag.at not in pairs
    return tag.name not in _OPEN_ENDED or not _at_edge(pieces, tag.at, source)


def _at_edge(pieces: Sequence[Inline], at: int, source: str) -> bool:
    """Return whether a tag begins or ends its line."""
    before, after = on_line(source, pieces[at].start, pieces[at].end)
    return not before.strip(" \t>") or not after.strip()


def _inside(pieces: list[Inline], source: str, first: int, last: int) -> None:
    """Do what an element does to its content: hide it, raise it, or put a gloss behind its word."""
    found = _TAG.match(source, pieces[first].start)
    name = found["name"].lower() if found else ""
    content = pieces[first + 1 : last]
    if name in _HIDDEN or name == "rp" or (found and _CONCEALED.search(found["rest"])):
        _leave_out(pieces, first, last)
    elif name in _RAISED:
        text = "".join(piece.shown(source) for piece in content if piece.kind != "tag")
        if _DIGITS.fullmatch(text):
            _leave_out(pieces, first, last)
            pieces[last] = pieces[last].turned("put", text.translate(_RAISED[name]))
    elif name == "rt":
        _gloss(pieces, source, first, last)


def _gloss(pieces: list[Inline], source: str, first: int, last: int) -> None:
    """Leave out a reading in pinyin, kana or bopomofo; a gloss in other words stands in brackets."""
    gloss = "".join(piece.shown(source) for piece in pieces[first + 1 : last] if piece.kind != "tag").strip()
    at, base = first - 1, ""
    while at >= 0 and pieces[at].kind != "tag" and not base.strip():
        base = pieces[at].shown(source) + base
        at -= 1
    if not gloss or is_reading(gloss, base.strip()):
        _leave_out(pieces, first, last)
        return
    if not gloss.startswith(("(", "（")):
        pieces[first] = pieces[first].turned("put", "（")
        pieces[last] = pieces[last].turned("put", "）")


def _leave_out(pieces: list[Inline], first: int, last: int) -> None:
    """Leave out what stands between two tags."""
    for at in range(first + 1, last):
        pieces[at] = pieces[at].turned("gone")
