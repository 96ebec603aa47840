"""Blocks of HTML in Markdown, as pieces: what the HTML kit leaves of them, tags that nobody closed apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bdci_corpus.loading.html.edits import html_edits
from bdci_corpus.loading.markdown.masks import inside
from bdci_corpus.loading.markdown.pieces import Inline
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Mark

_COMPONENT = lazily(r"^[ \t]*</?[A-Za-z][\w.-]*(?:[ \t][^<>\n]*)?/?>[ \t]*$", re.MULTILINE)

_BOLD = lazily(r"\*\*(?=[^\s*])(?P<text>[^*\n]{1,200})(?<=[^\s*])\*\*")

_OPENED = lazily(
    r"<(?P<close>/?)(?P<name>div|table|tbody|thead|tr|ul|ol|section|article|center|details|figure|dl)\b", re.IGNORECASE
)


def html_block(source: str, start: int, end: int) -> tuple[list[Inline], list[Mark]]:
    """Return what stays of a block of HTML, and its marks.

    A hidden element that has no end within the block hides nothing: it would swallow what follows.
    """
    pieces, marks, here = list[Inline](), list[Mark](), start
    for found in html_edits(source, start, end):
        if isinstance(found, Mark):
            marks.append(_within(found, source))
            continue
        pieces += _kept(source, here, found.start)
        pieces.append(Inline("put", found.start, found.end, found.replacement))
        here = found.end
    pieces += _kept(source, here, end)
    code = sorted((mark.start, mark.end) for mark in marks if mark.kind == "verbatim")
    return list(_unbold(_trimmed(pieces, source), source, code)), marks


def _unbold(pieces: list[Inline], source: str, code: list[tuple[int, int]]) -> Iterator[Inline]:
    """Yield pieces without the ``**`` that authors put in HTML, where no parser looks for them."""
    at = 0
    for piece in pieces:
        if piece.kind == "keep" and "**" in source[piece.start : piece.end]:
            at, is_code = inside(code, at, piece.start)
            for bold in () if is_code else _BOLD.finditer(source, piece.start, piece.end):
                yield Inline("keep", piece.start, bold.start())
                yield Inline("keep", *bold.span("text"))
                piece = piece._replace(start=bold.end())  # noqa: PLW2901 - the rest of it
        yield piece


def _within(mark: Mark, source: str) -> Mark:
    """Return a mark without the line ends at its edges, and but for code without the blanks."""
    tag_source = source[mark.start : mark.end]
    start = mark.start + len(tag_source) - len(tag_source.lstrip("\n" if mark.kind == "verbatim" else None))
    return replace(mark, start=start, end=max(start, mark.start + len(tag_source.rstrip())))


def _kept(source: str, start: int, end: int) -> Iterator[Inline]:
    """Yield the text between two edits, without the tags of components that stand alone."""
    if "<" in source[start:end]:
        line = source.rfind("\n", 0, start) + 1
        if not source[line:start].strip(" \t") and (first := _COMPONENT.match(source[start:end])):
            start += first.end()
        for tag in _COMPONENT.finditer(source, start, end):
            if start < tag.start():
                yield Inline("keep", start, tag.start())
            start = tag.end()
    if start < end:
        yield Inline("keep", start, end)


def _trimmed(pieces: list[Inline], source: str) -> list[Inline]:
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
