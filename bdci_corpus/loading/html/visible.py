"""What a reader of a page sees of its raw text, and what its tags say of its terms: where notices may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bdci_corpus.loading.html.elements import WebPage

MAX_GAP = 500
"""The longest inline markup that is read with the text around it, in characters: it may link to a license."""

MAX_COMMENT = 1000
"""Longer comments are markup or code that somebody left out, in characters."""

_ON_TERMS = re.compile(r"licen[sc]e|copyright|rights", re.IGNORECASE)


def visible(page: WebPage) -> tuple[tuple[int, int], ...]:
    """Return sorted and disjoint spans of a page: its blocks of text, title, comments, and tags on its terms."""
    spans: list[tuple[int, int]] = []
    end = 0
    for start, stop in sorted([*_texts(page), *_note_spans(page)]):
        if start >= end:
            spans.append((start, stop))
            end = stop
    return tuple(spans)


def _texts(page: WebPage) -> Iterator[tuple[int, int]]:
    """Yield where blocks of text stand, with the markup in them, cut where that is long."""
    for block in page.blocks:
        start, end = block.pieces[0][:2]
        for piece in block.pieces:
            if piece[0] - end > MAX_GAP:
                yield start, end
                start = piece[0]
            end = piece[1]
        yield start, end


def _note_spans(page: WebPage) -> Iterator[tuple[int, int]]:
    for kind, start, end in page.notes:
        terms = kind in {"meta", "link"} and _ON_TERMS.search(page.text, start, end) is not None
        if kind == "title" or terms or (kind == "comment" and end - start <= MAX_COMMENT):
            yield start, end
