"""Cells of a table that hold HTML, as content systems export it: what a browser shows of them."""

from __future__ import annotations

import re

from bdci_corpus.loading.html.edits import html_edits
from bdci_corpus.records import Edit, Mark

_FRAGMENT = re.compile(r"\s*<(?:p|div|section|article|span|h[1-6])\b[^<>]*>", re.IGNORECASE)

_ENDS = ("</p>", "</P>", "<br", "<BR", "</div>", "</DIV>")

_PAGE = re.compile(r"<(?:!doctype|html|head|body|script|style|form|input)\b", re.IGNORECASE)
"""What a whole page or an example of code has, which is no text of a content system."""


def markup_of_cell(text: str) -> tuple[tuple[Edit, ...], tuple[Mark, ...]]:
    """Return the edits that turn a cell of HTML into text, and its marks; none where a cell only holds some tags."""
    if not text.rstrip().endswith(">") or not _FRAGMENT.match(text) or not any(end in text for end in _ENDS):
        return (), ()
    if _PAGE.search(text) or "```" in text:
        return (), ()
    found = list(html_edits(text))
    edits = tuple(each for each in found if isinstance(each, Edit))
    return edits, tuple(each for each in found if isinstance(each, Mark))
