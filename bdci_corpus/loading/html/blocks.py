"""The text of a page's blocks as a browser shows it, and what its characters are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.html.elements import TextBlock, WebPage
from bdci_corpus.loading.html.tokens import conceals, plain
from bdci_corpus.text import HAN_RANGES, KANA_RANGES

Ints = NDArray[np.int64]

CLASSES = {
    "digit": "0123456789",
    "upper": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "stop": ".!?。！？…",
    "comma": ",，、;；",
    "quote": '"“”「」『』‘’',
    "sign": "|·»«›‹>•→/_▲▼【】[]",
    "colon": ":：",
    "blank": " ",
}
"""Characters that are counted, by the feature they are counted for; besides them, letters and Han."""

MIN_SEEN = 0.25
"""A page of which less is seen, in characters, shows the rest by a script."""

_WAITS = re.compile(r"visibility\s{0,4}:\s{0,4}hidden", re.IGNORECASE)

_GUTTER = re.compile(r"pre-numbering|\b(?:linenos?|line-?numbers?|gutter|hljs-ln|linenodiv)\b", re.IGNORECASE)
"""How what holds the numbers of a listing's lines is called, beside it or within it."""

_LEVELS = 4
"""So many elements around a number are asked for that name, and itself."""

_MAX_NAMES = 500
"""How much of a tag is searched for it, in characters."""

_HAN_WEIGHT = 3
"""A Han character says about as much as three letters."""


@dataclass(frozen=True, slots=True)
class VisibleBlocks:
    """The blocks of a page as they are shown: texts, and for each block how many characters of each class it has.

    ``weight`` counts letters and digits, a Han character as three.
    """

    page: WebPage
    blocks: list[TextBlock]
    texts: list[str]
    counts: dict[str, Ints]
    weight: Ints


def shown_of(page: WebPage, blocks: Sequence[TextBlock]) -> VisibleBlocks:
    """Return the blocks that show anything, with their texts; a page that hides most of it shows it by a script."""
    written = [(block, text) for block in blocks if (text := text_of(page.text, block))]
    written = [each for each in written if not (_is_number(each[1]) and _in_gutter(page, each[0].element))]
    hidden = _hidden(page)
    seen = [each for each in written if not hidden[each[0].element]]
    if sum(len(text) for _, text in seen) >= MIN_SEEN * sum(len(text) for _, text in written):
        written = seen
    texts = [text for _, text in written]
    counts = _counts(texts)
    weight = counts["letter"] + _HAN_WEIGHT * counts["han"] + counts["digit"]
    return VisibleBlocks(page, [block for block, _ in written], texts, counts, weight)


def _hidden(page: WebPage) -> list[bool]:
    """Return which elements are hidden, or stand in one that is; what only waits for a script is not."""
    hidden = [False] * len(page.names)
    for number, (parent, written) in enumerate(zip(page.parents, page.attributes, strict=True)):
        hidden[number] = hidden[parent] or (bool(written) and conceals(written) and not _WAITS.search(written))
    return hidden


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(" ", "").isdigit()


def _in_gutter(page: WebPage, element: int) -> bool:
    """Return whether an element, or one soon around it, is called as what holds the numbers of a listing's lines."""
    for _ in range(_LEVELS):
        if _GUTTER.search(page.attributes[element], 0, _MAX_NAMES):
            return True
        element = page.parents[element]
    return False


def text_of(text: str, block: TextBlock) -> str:
    """Return a block's text, its references resolved and its blanks run together."""
    joined = "".join([text[piece[0] : piece[1]] if len(piece) == 2 else piece[2] for piece in block.pieces])  # noqa: PLR2004
    return " ".join(plain(joined).split())


def _counts(texts: Sequence[str]) -> dict[str, Ints]:
    """Count characters by class in each text; arrays over all texts at once."""
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    flags = _table()[np.minimum(codes, 0xFFFF)]
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    if not len(texts):
        return {name: np.zeros(0, np.int64) for name in (*CLASSES, "letter", "han")}
    starts = np.concatenate([[0], ends[:-1]])
    planes = {name: flags >> bit & 1 for bit, name in enumerate((*CLASSES, "letter", "han"))}
    return {name: np.add.reduceat(plane, starts, dtype=np.int64) for name, plane in planes.items()}


@cache
def _table() -> NDArray[np.uint16]:
    """Return the classes of the code points of the first plane, a bit each; what lies above is Han."""
    table = np.zeros(0x10000, np.uint16)
    for bit, members in enumerate(CLASSES.values()):
        table[[ord(member) for member in members]] |= 1 << bit
    letter, han = 1 << len(CLASSES), 1 << len(CLASSES) + 1
    ranges = ((0x41, 0x5B), (0x61, 0x7B), (0xC0, 0x2000), (0xAC00, 0xD7A4))
    for start, end in ranges:
        table[start:end] |= letter
    for start, end in (*KANA_RANGES, *HAN_RANGES, (0xFFFF, 0xFFFF)):
        table[start : end + 1] |= han
    return table
