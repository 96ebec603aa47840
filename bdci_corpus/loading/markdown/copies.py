"""What a site adds to a text that is copied from it: who wrote it, where it stands, and whose right it is.

Evidence: Zhihu, Jianshu, LeetCode, Douban and CSDN put these lines into the clipboard together, each in an order of
its own; two of them or more beside the line on rights (著作权归作者所有, 版权声明：…) state where the text is from.
They are read at a text's head or tail alone: elsewhere they belong to what is quoted there.
"""

from __future__ import annotations

import re

from bdci_corpus.loading.markdown.fields import Entry
from bdci_corpus.loading.markdown.headers import Header, HeaderLine, pair_of
from bdci_corpus.loading.markdown.keys import meaning
from bdci_corpus.patterns import lazily
from bdci_corpus.text import Words

_RIGHTS = Words("著作权归", "著作權歸", "版权声明", "版权归", "本文转自", "转载自", "文章转自")

_LINE = lazily(
    r"^[ \t>*_]*(?:著作权归|著作權歸|版权声明[：:]|版权归|(?:本文|文章)?转载?自[：:][*_ \t]*$)[^\n]*", re.MULTILINE
)
"""The line on rights; one that says from where alone ends there."""

_GOES_ON = lazily(r"[ \t>*_]*(?:商业转载|商業轉載)[^\n]*")

_RULE = lazily(r"[ \t>*_=—―─━-]*")

_OF_COPY = frozenset({"author", "url", "outlet"})
"""What such lines state."""

_OF_BILIBILI = lazily(
    r"^[ \t>]*作者[：:][ \t]*(?P<author>[^\n]{1,40}?)[ \t]+(?P<url>https?://[^\s，。]+)[ \t]+"
    r"出处[：:][ \t]*(?P<outlet>bilibili)[ \t]*$",
    re.MULTILINE,
)
"""All in one line, as Bilibili has it."""

_THROUGH = lazily(r"(?P<author>[^\n（(]{1,40}?)[ ]?[（(]来自(?P<outlet>[^（()）\n]{1,8})[)）]")
"""Who wrote a text, and at what site: 甲（来自豆瓣）."""

_OF_ORIGINAL = frozenset({"原文链接", "本文链接", "原文鏈接"})
"""Keys that by themselves say where a text is from, below the line on rights."""

_WRITTEN_BY = lazily(r"本文[为是](?:CSDN)?博主「(?P<name>[^」\n]{1,30})」的?原创")

_FROM = lazily(r"自[：:][*_ \t]*$")

_FEWEST = 2
"""How many facts such lines state at least, but for the address of an original."""

_MOST = 5
"""How many lines above and below the line on rights are looked at."""

_NEAR = 300
"""How far from a text's head or tail these lines stand at most, in characters."""

_FAR = 1500
"""The same in characters."""

_ANY_LINE = lazily(r"\S[^\n]*")

_HERE = lazily(r"https?://[^\s，。]{4,}")


def copied_from(text: str, start: int) -> Header:
    """Return what the lines state that a site adds to a copy, and their spans; nothing where several copies are."""
    nothing = Header([], [])
    if "://" not in text or not any(_RIGHTS.within(text)):
        return _of_bilibili(text, start) if "bilibili" in text else nothing
    found = list(_LINE.finditer(text, start))
    if len(found) != 1:
        return nothing
    rights = found[0]
    above, first = _beside(text, start, rights.start(), upward=True)
    goes_on = _GOES_ON.match(text, rights.end() + 1)
    below, last = _beside(text, goes_on.end() if goes_on else rights.end(), len(text), upward=False)
    lines = [*reversed(above), *below]
    stated = [entry for line in lines for entry in line.entries]
    if by := _WRITTEN_BY.search(rights[0]):
        stated.append(Entry("作者", by["name"], rights.start() + by.start("name"), rights.start() + by.end("name")))
    names = {known.name for entry in stated if (known := meaning(entry.key))}
    located = any(_HERE.search(str(entry.value)) for entry in stated)
    whole = len(names) >= _FEWEST and "author" in names
    if not located or not (whole or any(entry.key in _OF_ORIGINAL for entry in stated)):
        return nothing
    if len(text[start:first].strip()) > _NEAR and len(text[last:].strip()) > _NEAR:
        return nothing
    entries = [entry for entry in stated if _HERE.search(str(entry.value)) or not _is_url(entry.key)]
    entries = [each for entry in entries for each in _without_site(entry)]
    spans = [(line.start, line.end) for line in lines]
    return Header(entries, sorted([*spans, rights.span()] if _FROM.search(rights[0]) else spans))


def _of_bilibili(text: str, start: int) -> Header:
    """Return what the line says that ends a copy from Bilibili."""
    found = list(_OF_BILIBILI.finditer(text, start))
    if len(found) != 1 or text[found[0].end() :].strip():
        return Header([], [])
    keys = (("作者", "author"), ("原文链接", "url"), ("来源", "outlet"))
    return Header([Entry(key, found[0][name], *found[0].span(name)) for key, name in keys], [found[0].span()])


def _without_site(entry: Entry) -> list[Entry]:
    """Return an author without the site, and the site as the source."""
    through = _THROUGH.fullmatch(str(entry.value))
    if through is None or entry.key != "作者":
        return [entry]
    return [entry._replace(value=through["author"]), Entry("来源", through["outlet"], entry.start, entry.end)]


def _is_url(key: str) -> bool:
    known = meaning(key)
    return known is not None and known.name == "url"


def _beside(text: str, first: int, end: int, *, upward: bool) -> tuple[list[HeaderLine], int]:
    """Return the lines of a copy that stand at one edge of a span, the nearest first, and where the last of them ends.

    ``upward`` they stand above the span's end, else below its start.
    """
    near = (max(first, end - _FAR), end) if upward else (first, min(end, first + _FAR))
    spans = [line.span() for line in _ANY_LINE.finditer(text, *near)]
    found, reach = list[HeaderLine](), end if upward else first
    for span in (spans[::-1] if upward else spans)[:_MOST]:
        if _RULE.fullmatch(text, *span):
            continue
        pair = pair_of(text, *span, is_known=True)
        if pair is None or not {known.name for entry in pair.entries if (known := meaning(entry.key))} <= _OF_COPY:
            break
        found.append(pair)
        reach = span[0] if upward else span[1]
    return found, reach
