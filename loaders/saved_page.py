"""The plain text of a saved news page: kicker, title, date and source line, byline, editor line."""

import re
from collections.abc import Iterator

from bdci_corpus.loading import (
    body_fields,
    byline_fields,
    dated_top,
    is_byline,
    source_fields,
    source_line,
    stated_below,
    tail_of_page,
)
from bdci_corpus.records import Field, Mark, Reading
from bdci_corpus.text import Words, may_be_title

_DATE = r"\d{4}\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d{1,2}\s?[日號号]?(?:\s*\d{1,2}[:：]\d{2}(?::\d{2})?)?"
_EVIDENCE = re.compile(rf"{_DATE}\s{{0,8}}[|｜]?\s{{0,8}}[来來]源")
_DATED = re.compile(rf"[来來]源[：:]\s?[^\s|｜]{{1,40}}[ \t|｜]{{1,8}}(?:(?:发布|更新)?(?:时间|日期)[：:]\s?)?{_DATE}")
_READING = r"(?:\(\w{1,6}\))?"
_EDITOR_EVIDENCE = {  # a pattern that begins with one character is found ten times as fast as with a class
    first: re.compile(rf"{first}{_READING}(?:任{_READING})?[编編]{_READING}[辑輯]?{_READING}[：:]") for first in "责責"
}
_SOURCE = {word: re.compile(word) for word in ("来源", "來源")}
_ANY_SOURCE, _ANY_EDITOR = Words(*_SOURCE), Words("责", "責")
_RELATED = re.compile(
    r"^[ \t]*[【\[]?(?:相[关關](?:[链鏈][接结結]|[阅閱][读讀]|新[闻聞]|文章|[报報][道導])|延伸[阅閱][读讀]"
    r"|推[荐薦][阅閱][读讀]|[热熱][门門点點]|更多(?:[阅閱][读讀]|新[闻聞]|精彩|内容|內容|>)|猜你喜[欢歡]|往期|精彩推[荐薦]|[上下]一[篇条條]"
    r"|[扫掃][码碼描]|[关關]注我[们們])",
    re.MULTILINE,
)
"""What a list of other pages, or an invitation, begins with."""

_DOCUMENT = re.compile(
    r"^.{10,120}(?:通知|意见|决定|公告|办法|方案|规定|报告|函|批复|通报|规划|细则)(?:[（(][^（()）]{0,40}[)）])?$"
)
"""The title of an official document, perhaps with its number."""

_DATED_LABEL = re.compile(r"[^，。：:]{2,8}[：:]\s{0,4}\d{4}[-年/.]")

_OF_SITE = re.compile(r"[^，。：]{1,10}[网網]|[^，。：]{1,3}|[-+ \d]{1,12}")
"""What stands above a title and is none of it: the name of a site or of a column."""

_LINE = re.compile(r"\S.*")
_LABELED = re.compile(r"\s*[【\[]?(?:文章)?(?:标题|標題|题目|題目|题名)[】\]]?[：:]")
MAX_DATE = 60
"""The longest date before the word for source, in characters."""

MOST_BELOW_TITLE = 3
"""The line above the date is the title; a summary of the text may stand between, in this many lines with the title."""

MAX_KICKER = 40
MAX_LINK = 120
MAX_BELOW = 4000
"""How far below the editor line links are looked for, in characters."""


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its date and source line, or its editor line.

    What states its title by a label is a text with a header.
    """
    if _LABELED.match(head):
        return 0.0
    for word in _ANY_SOURCE.within(head):
        for at in _SOURCE[word].finditer(head):
            if _EVIDENCE.search(head, max(0, at.start() - MAX_DATE), at.end()) or _DATED.match(head, at.start()):
                return 0.8
    return 0.4 if any(_EDITOR_EVIDENCE[sign].search(head) for sign in _ANY_EDITOR.within(head)) else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document; its parts are found once it is legible."""
    yield Reading(start=0, end=len(text))


def annotate(text: str) -> Iterator[Field | Mark]:
    """Find the lines above the text, its dateline, and the editor line below it."""
    body = 0
    source = source_line(text)
    titled = source and any(isinstance(each, Field) for each in _headline(text, source.start()))
    top = [] if source and source["outlet"] and titled else dated_top(text)
    if top:
        yield from top
        body = max(mark.end for mark in top)
    elif source:
        yield from source_fields(source)
        yield from _headline(text, source.start())
        yield from stated_below(text, source.end())
        body = source.end()
    sourced = bool(source and source["outlet"]) or any(
        isinstance(each, Field) and each.name == "outlet" for each in top
    )
    found = list(body_fields(text, body, sourced=sourced))
    yield from found
    yield from (Mark(kind="furniture", start=start, end=end) for start, end in tail_of_page(text))
    for editors in [field for field in found if isinstance(field, Field) and field.name == "editors"]:
        yield from _after(text, text.find("\n", editors.end))


def _headline(text: str, end: int) -> Iterator[Field | Mark]:
    """Yield the title above the date line and, above that, the kicker."""
    lines = list(_LINE.finditer(text, 0, end))
    near = range(len(lines) - 1, max(-1, len(lines) - 1 - MOST_BELOW_TITLE), -1)
    said = [lines[at].group().rstrip() for at in near]
    at = next(
        (
            at
            for at, line in zip(near, said, strict=True)
            if may_be_title(line) and not _DATED_LABEL.match(line) and not is_byline(line)
        ),
        None,
    )
    if at is None and near and _DOCUMENT.search(said[0]):
        at = near[0]
    if at is None:
        return
    title, above = lines[at], lines[:at]
    for line in lines[at + 1 :]:
        yield from byline_fields(line.group().rstrip(), line.start())
    yield Field(name="title", start=title.start(), end=title.start() + len(title.group().rstrip()))
    yield from (Mark(kind="furniture", start=line.start(), end=line.end()) for line in above if _is_trail(line.group()))
    if above and len(above[-1].group()) <= MAX_KICKER and not _is_trail(above[-1].group()):
        kicker = above[-1]
        if not _OF_SITE.fullmatch(kicker.group().strip()):
            yield Field(name="kicker", start=kicker.start(), end=kicker.start() + len(kicker.group().rstrip()))
        yield Mark(kind="furniture", start=kicker.start(), end=kicker.end())


def _is_trail(line: str) -> bool:
    """Return whether a line is the way from the site's front page to this one."""
    return any(sign in line for sign in (">", "»", "›", "→"))


def _after(text: str, position: int) -> Iterator[Mark]:
    """Yield the lines below the editor line that lead to other pages, behind words that say so."""
    related = _RELATED.search(text, position, position + MAX_BELOW) if position >= 0 else None
    if related is None:
        return
    for line in _LINE.finditer(text, related.start(), position + MAX_BELOW):
        if len(line.group()) <= MAX_LINK and not line.group().rstrip().endswith("。"):
            yield Mark(kind="furniture", start=line.start(), end=line.end())
