"""Take out blanks beside full-width marks.

Evidence: a full-width mark carries its own space, and no typesetter adds another. Quotes, dashes
and dots are also Latin marks, so there the other neighbor must be Chinese as well; so are marks that
were folded to ASCII.

Rationale: text layers of PDF pages put blanks behind marks, and folding marks to ASCII adds more.

Known failures: none are known. A blank between two Chinese characters is a separator and stays.

>>> from bdci_corpus.rules.context import Context
>>> [(edit.start, edit.end) for edit in find("难点， 以党建为载体", Context(file_text=""))]
[(3, 4)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bdci_corpus.records import Edit
from bdci_corpus.rules.context import HAN, KANA, Context

NAME = "spacing"

_FULL = "，。、；：？！（）《》〈〉【】「」『』〔〕"
_EITHER = "“”‘’…—"
_BLANKS = re.compile(
    f"(?<=[{_FULL}]) +(?=[^ \n])|(?<=[^ \n]) +(?=[{_FULL}])"
    f"|(?<=[{_EITHER}]) +(?=[{HAN}{KANA}{_EITHER}])|(?<=[{HAN}{KANA}{_EITHER}]) +(?=[{_EITHER}])"
    f"|(?<=[{HAN}{KANA}”’）][,;:!?]) +(?=[{HAN}{KANA}“‘（])"
    f"|(?<=[{HAN}{KANA}][”’…—]) +(?=[^ \n])|(?<=[^ \n]) +(?=[“‘—][{HAN}{KANA}])"
)
_MARKER = re.compile(r"[ \t]*(?:[-*+>#•·]{1,6}|\d{1,3}[.)、])$")


def find(text: str, context: Context) -> Iterator[Edit]:
    """Yield an edit for each run of blanks that goes. Linear."""
    del context
    if " " not in text:
        return
    for match in _BLANKS.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        if not _MARKER.match(text[line_start : min(match.start(), line_start + 12)]) and not _in_row(text, line_start):
            yield Edit(start=match.start(), end=match.end(), replacement="", rule=NAME)


def _in_row(text: str, line_start: int) -> bool:
    return text[line_start : line_start + 1] == "|"
