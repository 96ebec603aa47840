"""What tools that turn PDFs and pictures into Markdown leave in it: marks of pages, formulas that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bdci_corpus.loading.markdown.masks import Mask, inside
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS

_PAGE = lazily(r"^\{\d{1,5}\}-{20,}[ \t]*$", re.MULTILINE)
"""The line that marker writes between pages."""

_NO_FORMULA = lazily(
    r"(?P<before>[ \t]?)\$[ ]{0,2}(?:\{[ ]{0,2}\})?[ ]{0,2}(?:"
    r"(?:\^|\\textsuperscript)[ ]{0,2}\{?[ ]{0,2}(?:\\(?:mathrm|text)[ ]?\{[ ]?)?"
    r"(?P<note>\[[ ]?[\d ,，~\-–]{1,20}\])[ }]{0,6}"
    r"|\\textcircled[ ]{0,2}\{?[ ]{0,2}(?:\\(?:mathrm|text|scriptsize|small)[ ]?\{?[ ]?)?"
    r"(?P<circled>\d{1,2}|[A-Za-z])[ }]{0,6}"
    r"|(?P<share>\d[\d .]{0,12})[ ]?\\%[ ]{0,2}"
    r")\$(?P<behind>[ \t]?)"
)
"""A reference, a circled number or a share of a hundred that was taken for a formula, with the blanks beside it."""

_NUMBERS = 20
"""The largest number that has a circle in Unicode's first row of them."""

_CHINESE = lazily(f"[{HAN_CLASS}\u3000-\u303f\uff00-\uffef“”‘’…]")


def recognized(text: str, start: int, code: list[tuple[int, int]]) -> Iterator[Mask]:
    """Yield lines between pages, and references, circled numbers and shares that were set as formulas.

    A formula is code, too: what stands in a longer stretch of it stays.
    """
    at = 0
    for page in _PAGE.finditer(text, start):
        at, is_code = inside(code, at, page.start())
        if not is_code:
            yield Mask(*page.span(), "lines")
    at = 0
    for found in _NO_FORMULA.finditer(text, start):
        shown = _shown(found)
        at, is_code = inside(code, at, found.start() + len(found["before"]))
        if shown is None or (is_code and code[at][1] > found.end()):
            continue
        first, last = found.span()
        tight = found["note"] is not None or _CHINESE.match(text, first - 1) is not None
        if found["before"] and (not tight or first == 0 or text[first - 1] == "\n"):
            first += 1
        if found["behind"] and not (last < len(text) and _CHINESE.match(text, last)):
            last -= 1
        yield Mask(first, last, "inline", shown)


def _shown(found: re.Match[str]) -> str | None:
    """Return what a reader sees."""
    if found["note"]:
        return "".join(found["note"].split())
    if found["share"]:
        return f"{''.join(found['share'].split())}%"
    circled = found["circled"]
    if not circled.isdigit():
        return chr(ord("ⓐ") + ord(circled) - ord("a")) if circled.islower() else chr(ord("Ⓐ") + ord(circled) - ord("A"))
    return chr(ord("①") + int(circled) - 1) if 0 < int(circled) <= _NUMBERS else None
