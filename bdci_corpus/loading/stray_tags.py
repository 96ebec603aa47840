"""Tags and entities of HTML that a crawler left in a plain text: what a browser would show of them.

Evidence: they touch Chinese text, several times, and nothing speaks of tags. A page on HTML keeps all of them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit
from bdci_corpus.text import HAN_CLASS

RULE = "tags"

_BLOCKS = "p|div|h[1-6]|ul|ol|li|dl|dt|dd|tr|table|tbody|thead|blockquote|section|article|center|hr|figure"

_INLINES = "br|span|strong|b|i|em|u|a|font|img|sub|sup|s|del|small|big|td|th|o:p|st1:[a-z]+|label|nobr|wbr"

_TAG = lazily(
    rf"<!--(?:[^-]|-(?!->)){{0,2000}}-->|</?(?P<name>{_BLOCKS}|{_INLINES})(?:\s[^<>]{{0,600}})?/?>", re.IGNORECASE
)

_BLOCK = lazily(rf"(?:{_BLOCKS})", re.IGNORECASE)

_ENTITY = lazily(
    r"&(?:nbsp|lt|gt|quot|amp|ldquo|rdquo|lsquo|rsquo|hellip|mdash|ndash|middot|bull|copy|times|#\d{2,6});"
)

_SPOKEN_OF = lazily(
    r"(?:</?[A-Za-z][\w-]{0,12}[^<>\n]{0,60}>|&[a-z]{2,6};)[`”」）)]?[ \t]{0,2}(?:这个|这些|等|和 ?<[a-z]+> ?)?"
    r"(?:标签|標籤|元素|标记|实体|转义|tag\b)|```|<(?:html|head|body|script|style|form|input)\b|</?[a-z]+>`",
    re.IGNORECASE,
)
"""What a text has that speaks of tags, or shows a whole page."""

_TOUCHED = lazily(f"[{HAN_CLASS}\u3001-\u3011\uff01-\uff5e“”‘’…]")

_FINAL, _CLAUSE = "。！？!?；;…”」：:", "，,、"

_WRAPPED = 24
"""How long a stretch between line breaks is that wraps in a word, in characters; behind a comma half as long again."""

_FEWEST = 2
"""How many tags and entities touch Chinese text at least."""


def tags_left(text: str) -> Iterator[Edit]:
    """Yield edits that make of tags and entities what a browser shows. Linear."""
    if ("<" not in text or not _TAG.search(text)) and ("&" not in text or not _ENTITY.search(text)):
        return
    tags, entities = list(_TAG.finditer(text)), list(_ENTITY.finditer(text))
    touching = sum(_touches(text, *each.span()) for each in (*tags, *entities))
    if touching < _FEWEST or _SPOKEN_OF.search(text):
        return
    before = 0
    for tag in tags:
        name = (tag["name"] or "").lower()
        if name == "br":
            put = "" if _wraps(text, before, *tag.span()) else "\n"
            before = tag.end()
        elif name in ("td", "th"):
            put = "\t" if text.startswith("</", tag.start()) else ""
        elif name and _BLOCK.fullmatch(name):
            put = "\n\n"
        else:
            put = ""
        yield Edit(start=tag.start(), end=tag.end(), replacement=put, rule=RULE)
    for entity in entities:
        shown = html.unescape(entity.group()).replace("\xa0", " ")
        yield Edit(start=entity.start(), end=entity.end(), replacement=shown, rule=RULE)


def _touches(text: str, start: int, end: int) -> bool:
    """Return whether Chinese text stands directly before or behind a span."""
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    return bool(_TOUCHED.match(before) or _TOUCHED.match(behind))


def _wraps(text: str, since: int, start: int, end: int) -> bool:
    """Return whether a line break cuts running text: a long stretch before it ends within a sentence."""
    line = max(since, text.rfind("\n", since, start) + 1)
    last, following = text[start - 1 : start], text[end : end + 1]
    if last in _FINAL + "\n" or following in ("", "\n", "<", "&", " "):
        return False
    return start - line >= (_WRAPPED if last not in _CLAUSE else _WRAPPED * 3 // 2)
