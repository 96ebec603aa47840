"""Lines in bold type that head what follows: what editors write who have no headings, or do not use them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bdci_corpus.loading.html.blocks import text_of
from bdci_corpus.loading.html.elements import HEADINGS, TextBlock, WebPage
from bdci_corpus.text import is_furniture, says_what_follows, width

_BOLD_TAG = re.compile(r"<(?P<end>/?)(?:b|strong)(?=[\s>])", re.IGNORECASE)

_WEIGHT = re.compile(r"font-weight\s{0,4}:\s{0,4}(?:bold|[6-9]00)", re.IGNORECASE)

_BEFORE = 400
"""How far before its text a block's first tag may begin, in characters."""

_MOST_PIECES = 8
"""Into how many pieces tags cut a line in bold, at most."""

_WIDEST = 80
"""The widest heading, in half-width cells."""

_FEWEST = 2
"""So many lines in bold, or headings by their tags, head parts of a text; one alone may be anything."""

_ENDS_NONE = "。！？!?…；;，,、：:.|｜"

_IN = frozenset({"p", "div", "section", "center"})
"""Elements that hold such a line."""


def bold_headings(page: WebPage, blocks: Sequence[TextBlock]) -> frozenset[int]:
    """Return which of a page's chosen blocks are headings in bold, by number: running text follows each."""
    bold = [is_bold(page, block) for block in blocks]
    found = [
        at
        for at, block in enumerate(blocks[:-1])
        if bold[at] and not bold[at + 1] and _heads(text_of(page.text, block), text_of(page.text, blocks[at + 1]))
    ]
    tagged = sum(page.names[block.element] in HEADINGS - {"h1"} for block in blocks)
    return frozenset(found) if len(found) + tagged >= _FEWEST else frozenset()


def _heads(line: str, following: str) -> bool:
    """Return whether a line may head another by what both say."""
    if not line or line[-1] in _ENDS_NONE or width(line) > _WIDEST or len(following) <= len(line):
        return False
    return says_what_follows(line) and not is_furniture(line)


def is_bold(page: WebPage, block: TextBlock) -> bool:
    """Return whether all of a block's text is in bold type, by its tags; a long one is not looked at."""
    text, pieces, element = page.text, block.pieces, block.element
    if page.names[element] not in _IN or len(pieces) > _MOST_PIECES or block.end - block.start > _BEFORE:
        return False
    if _WEIGHT.search(page.attributes[element]):
        return True
    here, depth = max(page.inners[element], block.start - _BEFORE), 0
    for piece in pieces:
        for tag in _BOLD_TAG.finditer(text, here, piece[0]):
            depth = max(depth + (-1 if tag["end"] else 1), 0)
        here = piece[1]
        if not depth and not text[piece[0] : piece[1]].isspace():
            return False
    return True
