"""Blocks of HTML in Markdown, as pieces: what the HTML kit leaves of them, tags that nobody closed apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from bdci_corpus.loading.html.edits import Piece as Span, markup_edits, piece_of
from bdci_corpus.loading.html.elements import VOID, Element, Markup, parse
from bdci_corpus.loading.markdown.glosses import is_reading
from bdci_corpus.loading.markdown.masks import inside
from bdci_corpus.loading.markdown.patterns import pattern
from bdci_corpus.loading.markdown.pieces import Piece
from bdci_corpus.records import Edit, Mark

_COMPONENT = pattern(r"^[ \t]*</?[A-Za-z][\w.-]*(?:[ \t][^<>\n]*)?/?>[ \t]*$", re.MULTILINE)

_BOLD = pattern(r"\*\*(?=[^\s*])(?P<text>[^*\n]{1,200})(?<=[^\s*])\*\*")

_TAG = pattern(r"<[^<>]*>")

_OPENED = pattern(
    r"<(?P<close>/?)(?P<name>div|table|tbody|thead|tr|ul|ol|section|article|center|details|figure|dl)\b", re.IGNORECASE
)


def html_block(source: str, start: int, end: int) -> tuple[list[Piece], list[Mark]]:
    """Return what stays of a block of HTML, and its marks.

    A hidden element that has no end within the block hides nothing: it would swallow what follows.
    """
    markup = parse(source, start, end, markdown=True)
    whole, glosses = markup.elements[0], list(_glosses(markup))
    shown = {gloss.start for gloss in glosses}
    hidden = [
        piece_of(element)
        for element in markup.elements
        if element.hidden and (element.stop < element.end or element.name in VOID) and element.start not in shown
    ]
    found = list(markup_edits(markup, [Span(whole.start, whole.end, apart=False)], hidden))
    marks = [_within(each, source) if each.kind == "verbatim" else each for each in found if isinstance(each, Mark)]
    edits = [(each.start, each.end, each.replacement) for each in found if isinstance(each, Edit)]
    edits += (bracket for gloss in glosses for bracket in _brackets(gloss, source))
    pieces, here = list[Piece](), start
    for first, last, replacement in sorted(edits):
        if first < here:
            continue  # brackets in what is hidden
        pieces += _kept(source, here, first)
        pieces.append(Piece("put", first, last, replacement))
        here = last
    pieces += _kept(source, here, end)
    code = sorted((mark.start, mark.end) for mark in marks if mark.kind == "verbatim")
    return list(_unbold(_trimmed(pieces, source), source, code)), marks


def _glosses(markup: Markup) -> Iterator[Element]:
    """Yield the glosses of ``<ruby>`` that are text: in other words, no reading in pinyin, kana or bopomofo."""
    behind = 0  # the gloss before, whose word is another
    for element in markup.elements:
        if element.name == "rt" and behind <= element.start and element.stop < element.end:
            first = max(markup.elements[element.parent].inner, behind)
            base, gloss = (_seen(markup.text[s:e]) for s, e in ((first, element.start), (element.inner, element.stop)))
            behind = element.end
            if gloss and not is_reading(gloss, base):
                yield element


def _seen(source: str) -> str:
    """Return the text of a little HTML."""
    return unescape(_TAG.sub("", source)).strip()


def _brackets(gloss: Element, source: str) -> tuple[tuple[int, int, str], ...]:
    """Return what is put around a gloss that has no brackets of its own."""
    if _seen(source[gloss.inner : gloss.stop]).startswith(("(", "（")):
        return ()
    return (gloss.inner, gloss.inner, "（"), (gloss.stop, gloss.stop, "）")


def _unbold(pieces: list[Piece], source: str, code: list[tuple[int, int]]) -> Iterator[Piece]:
    """Yield pieces without the ``**`` that authors put in HTML, where no parser looks for them."""
    at = 0
    for piece in pieces:
        if piece.kind == "keep" and "**" in source[piece.start : piece.end]:
            at, is_code = inside(code, at, piece.start)
            for bold in () if is_code else _BOLD.finditer(source, piece.start, piece.end):
                yield Piece("keep", piece.start, bold.start())
                yield Piece("keep", *bold.span("text"))
                piece = piece._replace(start=bold.end())  # noqa: PLW2901 - the rest of it
        yield piece


def _within(mark: Mark, source: str) -> Mark:
    """Return a mark of code without the line ends at its edges."""
    code = source[mark.start : mark.end]
    start = mark.start + len(code) - len(code.lstrip("\n"))
    return replace(mark, start=start, end=max(start, mark.start + len(code.rstrip())))


def _kept(source: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the text between two edits, without the tags of components that stand alone."""
    if "<" in source[start:end]:
        for tag in _COMPONENT.finditer(source, start, end):
            if start < tag.start():
                yield Piece("keep", start, tag.start())
            start = tag.end()
    if start < end:
        yield Piece("keep", start, end)


def _trimmed(pieces: list[Piece], source: str) -> list[Piece]:
    """Return pieces without the blanks and line ends around them; none if nothing else is there."""
    while pieces and not pieces[0].shown(source).strip():
        del pieces[0]
    while pieces and not pieces[-1].shown(source).strip():
        del pieces[-1]
    if pieces and pieces[-1].kind == "keep":
        last = pieces[-1]
        pieces[-1] = last._replace(end=last.start + len(last.shown(source).rstrip()))
    if pieces and pieces[0].kind == "keep":
        first = pieces[0]
        pieces[0] = first._replace(start=first.end - len(first.shown(source).lstrip()))
    return pieces


def depth_of(source: str, start: int, end: int) -> int:
    """Return by how many a block opens more containers than it closes."""
    return sum(-1 if tag["close"] else 1 for tag in _OPENED.finditer(source, start, end))
