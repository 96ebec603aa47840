"""Text of a wiki in which an extractor left marks: headings within lines, variants of words, captions, brackets."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Mark
from bdci_corpus.text import HAN_CLASS

RULE = "wiki"

_VARIANT = lazily(
    rf"-\{{(?=[^{{}}\n]{{0,200}}[{HAN_CLASS}])(?:[A-Za-z-]{{1,12}}\|)?(?:zh(?:-[a-z]{{2,4}})?:)?"
    r"(?P<keep>[^{};|\n]{0,80})(?:;[^{}\n]{0,200})?\}-"
)
"""A word in the variants of Chinese, of which the first is shown."""

_HEADING = lazily(
    rf"(?<![=<>!+*/-])(?<![A-Za-z0-9_\])] )(?<![A-Za-z0-9_\])])(?P<signs>={{2,5}})[ ]?"
    rf"(?P<keep>(?=[^=\n]{{0,30}}[{HAN_CLASS}])[^=\n。；，]{{1,30}}?)[ ]?(?P=signs)(?![=<>])"
)
"""A heading within a line or on its own; what stands in it is no formula."""

_BEFORE = frozenset("。！？；」』”）)…=\n")
"""What stands before a heading."""

_PICTURE = lazily(
    r"\b(?:thumb|thumbnail|縮圖|缩略图|right|left|center|\d{2,4}px)\|(?:(?:right|left|center|upright|\d{2,4}px)\|){0,4}"
    r"(?P<caption>[^\s|]{1,120})(?:[ ]|(?=\n)|\Z)"
)
"""What is left of a picture's tag, up to the blank behind its caption."""

_EMPTY = lazily(rf"(?<=[{HAN_CLASS}」』》”，、])[（(][ ，,、；;：:]{{0,6}}[）)]")
"""Brackets whose foreign names an extractor left out."""

_FEWEST_HEADINGS = 2
"""How many headings within lines tell a text of a wiki, where nothing else does."""


def wiki_marks(text: str) -> Iterator[Edit | Mark]:
    """Yield edits and marks for what an extractor left of a wiki's markup, where it is unmistakable. Linear."""
    variants = list(_VARIANT.finditer(text)) if "-{" in text and "}-" in text else []
    headings = list(_HEADING.finditer(text)) if "==" in text else []
    if 2 * sum(_follows_a_sentence(text, heading.start()) for heading in headings) < len(headings):
        headings = []
    pictures = list(_PICTURE.finditer(text)) if "|" in text and ("px|" in text or "thumb|" in text) else []
    if not variants and not pictures and len(headings) < _FEWEST_HEADINGS:
        return
    for variant in variants:
        yield Edit(start=variant.start(), end=variant.start("keep"), replacement="", rule=RULE)
        yield Edit(start=variant.end("keep"), end=variant.end(), replacement="", rule=RULE)
    here = 0
    for heading in headings:
        here = yield from _heading(text, here, heading)
    for picture in pictures:
        yield Edit(start=picture.start(), end=picture.start("caption"), replacement="\n\n", rule=RULE)
        yield Edit(start=picture.end("caption"), end=picture.end(), replacement="\n\n", rule=RULE)
        yield Mark(kind="caption", start=picture.start("caption"), end=picture.end("caption"))
    yield from empty_brackets(text)


def _follows_a_sentence(text: str, start: int) -> bool:
    """Return whether a heading stands behind a sentence, a heading or nothing; a comparison stands within one."""
    before = text[max(0, start - 2) : start].rstrip(" ")
    return not before or before[-1] in _BEFORE


def _heading(text: str, here: int, heading: re.Match[str]) -> Generator[Edit | Mark, None, int]:
    """Yield what sets a heading on a line of its own, and return where that ends."""
    start, end = heading.span()
    first, last = heading.span("keep")
    before = max(here, start - (text[start - 1 : start] == " "))
    after = end + (text[end : end + 1] == " ")
    yield Edit(start=before, end=first, replacement="\n\n" if before else "", rule=RULE)
    yield Edit(start=last, end=after, replacement="\n\n", rule=RULE)
    yield Mark(kind="heading", start=first, end=last)
    return after


def empty_brackets(text: str) -> Iterator[Edit]:
    """Yield edits that take out brackets which an extractor left empty."""
    if "（" not in text and "(" not in text:
        return
    for empty in _EMPTY.finditer(text):
        yield Edit(start=empty.start(), end=empty.end(), replacement="", rule=RULE)
