"""The top of a novel as sites give it as plain text: its name, its author, what it is about; and their marks in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Field, Mark
from bdci_corpus.text import HAN_CLASS

RULE = "site"

_TOP = 6000
"""How far from the beginning the first chapter is looked for, in characters."""

_CHAPTER = lazily(
    r"^[ \t\u3000☆★、*＊]*(?:正文[ \t\u3000]*)?"
    r"(?:第[ ]?[\d零〇一二三四五六七八九十百千两]{1,7}[ ]?[章回节節卷集部]|楔子|序章|序幕|引子"
    r"|Chapter[ ]\d|(?<=☆、)\d)",
    re.MULTILINE,
)

_WHOLE = (
    r"(?:全本|全集|全文|完本|完结|完結|连载中?|連載中?|精校版?|校对版?|未删节版?|出版书?版?|TXT|txt|全|完"
    r"|\d{1,4}[-—~～至]\d{1,5}[章回集卷]?)"
)

_WHOLES = rf"(?:[ \t]{{0,2}}(?:[（(\[【]{_WHOLE}[+＋ 、/·]?{_WHOLE}?[^\s）)\]】]{{0,8}}[）)\]】]|[ \t]{_WHOLE}))"

_NAMED = lazily(
    r"[『【]?(?:书名|書名|小说名|作品名)?[:：]?[《【]?(?P<title>[^\n《》【】『』：:/]{1,40}?)[》】]?"
    rf"{_WHOLES}?[ \t]{{0,4}}[/／_-]?[ \t]{{0,4}}(?:作者|文)[ ]?[:：/][ ]?"
    rf"(?P<author>[^\n』】，。,]{{1,24}}?)[』】]?{_WHOLES}?"
)
"""A line that says what the novel is called, and who wrote it."""

_CALLED = lazily(
    rf"(?:[『【《]|(?:书名|書名|小说名|作品名)[:：][《]?)(?P<title>[^\n《》【】『』]{{1,40}}?)[』】》]?{_WHOLES}?"
    rf"|(?P<plain>[^\n《》【】『』：:，。]{{1,30}}?)(?P<whole>{_WHOLES})?"
)
"""A line that says what it is called, in brackets, by a label, with how much of it the file has, or above all else."""

_AUTHOR = lazily(r"[『【]?(?:作[ \u3000]{0,4}者|文)[ ]?[:：/](?P<author>[^\n』】，。,]{1,24})[』】]?")

_SAYS_WHO = ("作者", "作 者", "作\u3000者", "文/", "文:", "文：")

_STATE = lazily(r"[『【](?:状态|狀態|更新|进度|類型|类型|分类|字数)[ ]?[:：](?P<value>[^\n]{1,80}?)[』】]?")

_BEGINS = lazily(r"[-=*#—─━_~]{2,40}[ ]?(?:章节内容|章節內容|正文|小说正文)(?:开始|開始)?[ ]?[-=*#—─━_~]{2,40}|正文")
"""The line that says that the text begins."""

_ABOUT = lazily(
    r"[『【]?(?:内容|內容|作品|小说|小說|本书)?(?:简介|簡介|介绍|介紹|提要|文案)[ ]?[:：】』]?(?P<rest>[^\n]*)"
)

_RULED = lazily(r"[-=*#—─━_~☆]{4,200}")

_LONGEST_ABOUT = 2000
"""How long a summary may be, in characters."""


class NovelTop(NamedTuple):
    """What a novel's top states, the spans that leave the text, and where the first chapter begins."""

    fields: list[Field]
    extra: dict[str, object]
    gone: list[tuple[int, int]]
    end: int


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def novel_top(text: str) -> NovelTop | None:
    """Return what the top of a novel states, if it names its author above the first chapter."""
    top = text[:_TOP]
    if not any(word in top for word in _SAYS_WHO) or not (chapter := _CHAPTER.search(text, 0, _TOP)):
        return None
    lines = [line for line in _lines(text, chapter.start()) if line.text]
    named = _name(lines)
    if named is None:
        return None
    fields, gone = named
    extra = dict[str, object]()
    about = list[tuple[int, int]]()
    for at, line in enumerate(lines):
        if state := _STATE.fullmatch(line.text):
            extra.setdefault("status", state["value"])
            gone.append((line.start, line.end))
        elif _BEGINS.fullmatch(line.text):
            gone.append((line.start, line.end))
        elif not about and (stated := _ABOUT.fullmatch(line.text)) and (end := _end_of_about(lines, at)) is not None:
            about = [(line.start, end)]
            said = f"{stated['rest']}\n{text[line.end : end]}".strip(" \t\n\u3000』】")
            extra["summary"] = re.sub(r"[ \t\u3000]*\n[\s\u3000]*", "\n", said)
    gone = [span for span in gone if not any(start <= span[0] < end for start, end in about)]
    return NovelTop(fields, extra, sorted([*gone, *about]), chapter.start())


def _lines(text: str, end: int) -> Iterator[_Line]:
    for found in re.finditer(r"[^\n]+", text[:end]):
        said = found[0].strip(" \t\u3000")
        start = found.start() + found[0].find(said[:1]) if said else found.start()
        yield _Line(start, start + len(said), said)


def _name(lines: list[_Line]) -> tuple[list[Field], list[tuple[int, int]]] | None:
    """Return title and author, and what stands around them on their lines."""
    for at, line in enumerate(lines):
        if both := _NAMED.fullmatch(line.text):
            fields = [_field(name, line, both) for name in ("title", "author")]
            return fields, [(line.start, fields[0].start), (fields[0].end, line.end)]
        below = _AUTHOR.fullmatch(lines[at + 1].text) if at + 1 < len(lines) else None
        called = _CALLED.fullmatch(line.text) if below else None
        plain = called is not None and called["plain"] and not called["whole"]
        if below and called and not (plain and any(not _RULED.fullmatch(above.text) for above in lines[:at])):
            title = _field("title" if called["title"] else "plain", line, called)
            author = _field("author", lines[at + 1], below)
            around = [(line.start, title.start), (title.end, line.end), (lines[at + 1].start, lines[at + 1].end)]
            return [title, author], around
    return None


def _field(group: str, line: _Line, found: re.Match[str]) -> Field:
    start, end = (line.start + place for place in found.span(group))
    said = found[group]
    start, end = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
    return Field(name="title" if group == "plain" else group, start=start, end=end)


def _end_of_about(lines: list[_Line], at: int) -> int | None:
    """Return where a summary ends: at its bracket, a rule, or the first chapter."""
    opened = lines[at].text[0] in "『【" and lines[at].text[-1] not in "』】"
    for number in range(at, len(lines)):
        line = lines[number]
        if opened and line.text.endswith(("』", "】")):
            return line.end
        if number > at and (_RULED.fullmatch(line.text) or _BEGINS.fullmatch(line.text)):
            return lines[number - 1].end
    end = lines[-1].end
    return end if not opened and at + 1 < len(lines) and end - lines[at].start <= _LONGEST_ABOUT else None


_PART = lazily(
    r"[ \t\u3000]*[（(](?:第[ ]?)?(?P<number>\d{1,2})[ ]?/[ ]?\d{1,2}[ ]?[页頁]?[）)](?=[ \t\u3000]*(?:\n|\Z))"
)
"""Which page of a chapter this is, behind its name."""

_CHAPTER_SIZE = 50_000
"""How far above the heading of a page that of the page before is looked for, in characters."""

_STARRED = lazily(
    r"^(?P<blank>[ \t\u3000]*)(?:☆、|正文卷?[ \t\u3000]+)"
    r"(?=第[ ]?[\d零〇一二三四五六七八九十百千两]{1,7}[ ]?[章回节節]|(?<=☆、)\d)",
    re.MULTILINE,
)
"""What sites of novels set before the name of each chapter."""

_PLEA = lazily(
    r"^[ \t\u3000]*(?:[（(【]?[Pp][.．]?[Ss][.．]?[:：，,]?|[（(【])?(?:(?:跪|继续|日常|顺便|大力)?(?:求|请投|請投)"
    r"(?:一?波|下|个)?(?:推荐票?|推薦票?|月票|收藏|订阅|訂閱|打赏|打賞|红票|鲜花|书评|支持|票票?|追读|各种)"
    r"[、，,。！!~～…ˇ ]{0,4}){1,6}(?:(?:拜|多|感)?谢谢?[！!。~]{0,3})?[）)】]?[ \t]*$",
    re.MULTILINE,
)
"""A line in which an author begs for votes, and that says nothing else."""

_PLEAS = (
    "求推",
    "求月票",
    "求收藏",
    "求订阅",
    "求打赏",
    "求票",
    "求支持",
    "求红票",
    "求鲜花",
    "求追读",
    "求訂閱",
    "求各种",
)


def marks_of_novels(text: str) -> Iterator[Edit]:
    """Yield edits that take out which page of a chapter a heading begins, and what begs for votes. Linear."""
    if "页)" in text or "页）" in text or "/" in text[:_TOP]:
        yield from _parts(text)
    if "☆、" in text or "正文 第" in text or "正文卷" in text:
        for star in _STARRED.finditer(text):
            yield Edit(start=star.start(), end=star.end(), replacement="", rule=RULE)
    if any(plea in text for plea in _PLEAS):
        for plea in _PLEA.finditer(text):
            yield Edit(start=plea.start(), end=plea.end(), replacement="", rule=RULE)


def _parts(text: str) -> Iterator[Edit]:
    """Yield edits of the headings of a chapter's pages: of all but the first the whole line goes."""
    for part in _PART.finditer(text):
        start = text.rfind("\n", 0, part.start()) + 1
        if not _CHAPTER.match(text, start):
            continue
        again = (
            part["number"] != "1" and text.rfind(text[start : part.start()], max(0, start - _CHAPTER_SIZE), start) >= 0
        )
        yield Edit(start=start if again else part.start(), end=part.end(), replacement="", rule=RULE)


_MASKED = lazily(
    r"(?:[bpmfdtnlgkhjqxzcsryw]h?){1,2}[iu]?[AEIOU](?:ng?)?(?![A-Za-z0-9])|[bpmfw]0(?![A-Za-z0-9])",
)
"""Pinyin in place of a character, a vowel of it as a capital or a nought: so readers' filters are evaded."""

_HAN = lazily(f"[{HAN_CLASS}]")

_HAN_OR_MARK = lazily(f"[{HAN_CLASS}，。！？、…”]")

_FEWEST_MASKED = 3
"""How many different words of that kind a novel has at least; two if one has several letters: variables are short."""

_LETTER_AND_VOWEL = 2
"""How long the shortest of these words are, in letters."""

_VOWELS = "AEIOU"


def masked_words(text: str) -> list[Mark]:
    """Return marks of damage where characters of a novel were masked with letters. Linear."""
    if "“" not in text or not any(sign in text for sign in _VOWELS) or not _CHAPTER.search(text, 0, _TOP):
        return []
    found = [mask for mask in _MASKED.finditer(text) if _stands_for_a_character(text, *mask.span())]
    words = {mask[0] for mask in found}
    if len(words) + any(len(word) > _LETTER_AND_VOWEL for word in words) < _FEWEST_MASKED:
        return []
    return [Mark(kind="damage", start=mask.start(), end=mask.end()) for mask in found]


def _stands_for_a_character(text: str, start: int, end: int) -> bool:
    return bool(start and _HAN.match(text, start - 1) and _HAN_OR_MARK.match(text, end))
