"""Cells of a table that hold HTML, as content systems export it: what a browser shows of them."""

from __future__ import annotations

import re
from itertools import islice

from bdci_corpus.loading.html.edits import html_edits
from bdci_corpus.loading.html.page import page_reading
from bdci_corpus.loading.listings import apart
from bdci_corpus.loading.tool_marks import escapes, tool_marks
from bdci_corpus.loading.wiki_text import wiki_marks
from bdci_corpus.records import Edit, Mark, Reading

_FRAGMENT = re.compile(r"\s*<(?:p|div|section|article|span|h[1-6])\b[^<>]*>", re.IGNORECASE)

_ENDS = ("</p>", "</P>", "<br", "<BR", "</div>", "</DIV>")

_PAGE = re.compile(r"<(?:!doctype|html|head|body|script|style|form|input)\b", re.IGNORECASE)
"""What a whole page or an example of code has, which is no text of a content system."""


_BREAK = re.compile(r"<br[ ]?/?>", re.IGNORECASE)

_BROKEN = re.compile(r"<br ?/?>\s*", re.IGNORECASE)

_BEHIND = re.compile(r"(?:[。！？；：，、”」）…!?;:,.)>]|&nbsp;)[ \t\u3000]*$|^\s*$|^\s*<br", re.IGNORECASE)
"""What stands before a line's end that is no example of a tag."""

_TAG = re.compile(r"</?([A-Za-z][\w:-]*)[^<>]*>")

_KNOWN = frozenset(
    ("br", "p", "b", "strong", "i", "em", "u", "a", "span", "font", "div", "img", "sub", "sup", "ul", "ol", "li")
)

_ENTITIES = ("&nbsp;", "&quot;", "&ldquo;", "&rdquo;", "&hellip;", "&mdash;", "&middot;")

_MARKDOWN = re.compile(r"^(?:[#>|]|```|[-*+] )", re.MULTILINE)


def _has_breaks(text: str) -> bool:
    """Return whether a cell is text in which tags stand for its line ends, or names for its marks, and nothing else."""
    breaks = list(_BREAK.finditer(text)) if "<br" in text or "<BR" in text else []
    named = any(name in text for name in _ENTITIES)
    if not (breaks or named) or _MARKDOWN.search(text):
        return False
    if any(tag[1].lower() not in _KNOWN for tag in _TAG.finditer(text)):
        return False
    behind = sum(_BEHIND.search(text[max(0, each.start() - 12) : each.start()]) is not None for each in breaks)
    return 2 * behind >= len(breaks) and "\n" not in _BROKEN.sub("", text).strip()


def markup_of_cell(text: str) -> tuple[tuple[Edit, ...], tuple[Mark, ...]]:
    """Return the edits that turn a cell of HTML into text, and its marks; none where a cell only holds some tags."""
    left = [*wiki_marks(text)]
    written = [*escapes(text), *tool_marks(text), *(each for each in left if isinstance(each, Edit))]
    edits, marks = _html_of_cell(text)
    marks += tuple(each for each in left if isinstance(each, Mark))
    return (tuple(apart([*edits, *written], ())) if written else edits), marks


def _html_of_cell(text: str) -> tuple[tuple[Edit, ...], tuple[Mark, ...]]:
    """Return what a browser would make of a cell; nothing where it only holds some tags."""
    framed = text.rstrip().endswith(">") and _FRAGMENT.match(text) and any(end in text for end in _ENDS)
    if not framed and not (("<" in text or "&" in text) and _has_breaks(text)):
        return (), ()
    if _PAGE.search(text) or "```" in text:
        return (), ()
    found = list(html_edits(text))
    edits = tuple(each for each in found if isinstance(each, Edit))
    return edits, tuple(each for each in found if isinstance(each, Mark))


_WHOLE = re.compile(r"\s{0,40}(?:<\?xml[^<>]{0,200}>\s{0,40})?<(?:!doctype\s+html|html)\b", re.IGNORECASE)

_BUILT = re.compile(r"<(?:head|body|title|p|div|table|article|section|h[1-6])\b[^<>]*>", re.IGNORECASE)

_FEWEST_BUILT = 2
"""How many elements a page has at least; a sentence on pages names one."""


def page_of_cell(text: str) -> Reading | None:
    """Return a cell that is a whole web page, as crawlers store it, read as one; None for any other."""
    if "<" not in text[:40] or "</" not in text or not _WHOLE.match(text):
        return None
    if sum(1 for _ in islice(_BUILT.finditer(text), _FEWEST_BUILT)) < _FEWEST_BUILT:
        return None
    page = page_reading(text)
    return page if page.edits else None
