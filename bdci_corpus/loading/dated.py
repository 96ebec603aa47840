"""The top of a news page that was copied as text: the line with its day, and the lines beside it.

Sites print day, source, author, editor and counters in any order, in one line or several, above the title or below it.
A line is one of these only if every part of it is known: a moment, a label with its value, an outlet, a name, a count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Field, Mark
from bdci_corpus.text import (
    BREADCRUMBS,
    HAN_CLASS,
    Lines,
    is_furniture,
    is_personal_name,
    lines_in,
    may_be_title,
    width,
)

_TOP = 14
"""Among how many first lines the day is looked for."""

_BESIDE = 5
"""How many lines above and below the day are looked at for source and author."""

_FEWEST = 3
"""How many lines a page has at least: a title, a day, and text."""

_ABOVE = 4
"""How many lines above the day the title may stand, what the page prints between passed over."""

_LEAST_BELOW = 20
"""How much text stands below the day at least, in characters: at a text's end it is that of who signs."""

_WIDEST = 160
"""The widest line that states facts, in half-width cells."""

_LONGEST_PART = 16
"""The longest name of an outlet or a person, in characters."""

_MOMENT = lazily(
    r"(?<!\d)(?P<day>(?:19|20)\d\d[ ]?[-年/. ][ ]?\d{1,2}[ ]?[-月/.][ ]?\d{1,2}日?)"
    r"(?:[ \tT\u3000]{0,3}(?P<clock>\d{1,2}[:：]\d{2}(?:[:：]\d{2})?))?(?!\d)"
)

_LABELS = {
    **dict.fromkeys(
        ("来源", "來源", "文章来源", "稿件来源", "信息来源", "内容来源", "来源媒体", "稿源", "出处"), "outlet"
    ),
    **dict.fromkeys(("作者", "记者", "記者", "文", "撰文", "通讯员"), "author"),
    **dict.fromkeys(("责任编辑", "責任編輯", "责编", "責編", "编辑", "編輯", "编审"), "editors"),
    **dict.fromkeys(
        ("发布时间", "发布日期", "发表时间", "发稿时间", "时间", "時間", "日期", "更新时间", "發布時間"), ""
    ),
    **dict.fromkeys(
        ("浏览", "浏览量", "浏览次数", "阅读", "阅读量", "点击", "点击数", "评论", "字号", "字体", "字體"), ""
    ),
    **dict.fromkeys(("访问", "访问量", "分享到", "阅读数", "人气"), ""),
    **dict.fromkeys(("发布者", "发布人", "发布单位", "发布部门"), "publisher"),
}
"""Labels, and the field that each states, if it states one."""

_LABEL = lazily(f"(?P<key>{'|'.join(sorted(_LABELS, key=len, reverse=True))})[ ]?[：:][ \t\u3000]*")

_PARTS = lazily("[^ \t\u3000|｜·•●■,，、()（）\\[\\]【】]+")

_COUNT = lazily("[：:][ \\t]?\\d+(?:[ \\t]|$)")
"""A label with a number behind it."""

_LINE = lazily(r"[^\s][^\n]*")

_COUNTED = lazily(
    r"\d[\d,.]*[万wkK+]*|(?:星期|周|週)[一二三四五六日天]|\d+(?:人参与|评论|阅读|浏览|次|℃)|原创|原創|转载|首发|发布|发表|于"
    r"|(?:发布|發布)于.{1,24}|阅读\d*|评论\d*|[大中小]|分享|来自|打印|收藏|微博|微信|举报|版权反馈"
)
"""What a part is that states nothing: a count, a weekday, a word of the page."""

_OUTLET = lazily(
    "[^\\d].{0,13}(?:[报報网網社台臺刊]|新闻|新聞|财经|财讯|在线|日报|客户端|频道|发布|观察|杂志|融媒|官网)(?:官方账号)?"
)

_NAME = f"(?:[{HAN_CLASS}]{{2,4}}|[{HAN_CLASS}] [{HAN_CLASS}])"

_ROLE = (
    "(?:(?:本[报報网網刊社]|[^\\s，。]{2,8}[报報网網社台]》?)?(?:见习|見習|首席|特约|實習|实习|全媒体)?"
    "(?:记者|記者|通讯员|通訊員|实习生|實習生|评论员|特派员))"
)

_WRITTEN = "(?:文字?|撰文|作者|记者|記者)[ ]?[|｜丨/／][ ]?(?:[^\\s，。]{2,8}[ \u3000]+)?"

_BYLINE = lazily(
    f"[●■◎○]?[ \u3000]*(?P<names>(?:{_ROLE}[ \u3000：:]*{_NAME}(?:[ \u3000、，]+{_NAME}){{0,5}}[ \u3000、，]*){{1,3}}"
    f"|{_NAME}(?:[ \u3000、，]+{_NAME}){{0,3}}[ \u3000]+{_ROLE}[ \u3000]*{_NAME})"
    f"|{_WRITTEN}(?P<written>{_NAME}(?:[ \u3000、，]+{_NAME}){{0,5}})"
)
"""Names with what they are: 本报记者 张三 李四; the first may bear no role where another does."""

_STEP = "(?:[ ]?(?:>{1,2}|→)[ ]?\\S{2,8})"

_PAGE_WORDS = lazily(
    "\\+? ?关注|分享.?|收藏|字[号體体]|[大小]字[体号]|[上下]一版(?:[ \u3000]+[上下]一版)?|\\d+人参与 ?\\d+评论"
    "|(?:放大|缩小|默认)(?:[ ]+(?:放大|缩小|默认)){1,2}|朗读[：:]?|分享至|\\d{1,5}"
    "|点击播报本文[，,].{0,6}|第 ?[A-Z]?\\d{1,3} ?版(?:[：:].{1,12})?|[- ]*\\+1|[给給]作者点赞"
    "|(?:字体|字體|字號|字号)[：:].{0,20}|分享到[：:]?.{0,20}|收录于话题|点击蓝字 ?关注我们|\\d+[个篇]|#[^\\s#]{1,12}#?"
    f"|[^\\s，。>→]{{2,8}}[网網](?:资讯|首页)?{_STEP}{{1,3}}|首[页頁](?:{_STEP}|[ ]?[-–][ ]?\\S{{2,8}}){{1,3}}"
    "|(?:[缩放][小大]字体|收藏|微博|微信|分享|打印|评论)(?:[ ]+(?:[缩放][小大]字体|收藏|微博|微信|分享|打印|评论)){1,8}"
)
"""What pages print beside these lines."""

_FIRST_ON_PAGE = 1000
"""How far from its start a page is looked at, in characters."""


class _Stated(NamedTuple):
    """A field that a line states: its name and span, and what it says if that is written in a way of its own."""

    name: str
    start: int
    end: int
    value: str | None = None


def dated_top(text: str) -> list[Field | Mark]:
    """Return the fields that the top of a page states, and its lines that are no text; nothing without a day.

    Linear: no more is looked at than what stands at the top.
    """
    head = text[:_FIRST_ON_PAGE]
    if not _MOMENT.search(head):
        return []
    lines = lines_in(text)
    spans = [span for span in lines.spans(slice(_TOP)) if span[0] < _FIRST_ON_PAGE]
    if len(spans) < _FEWEST:
        return []
    with_day = [(at, span) for at, span in enumerate(spans) if _MOMENT.search(text, *span)]
    stated = ((at, _stated(text[start:end], start)) for at, (start, end) in with_day)
    dated = [(at, found) for at, found in stated if found and any(each.name == "published" for each in found)]
    if not dated and (day := _MOMENT.fullmatch(text, *spans[1])) and "年" not in day[0]:  # others sign with words
        dated = [(1, [_Stated("published", *spans[1])])]
    if len(dated) != 1 or len(text[spans[dated[0][0]][1] :].strip()) < _LEAST_BELOW:  # a diary, or who signs
        return []
    return _read(lines, spans, *dated[0])


def _read(lines: Lines, spans: list[tuple[int, int]], at: int, stated: list[_Stated]) -> list[Field | Mark]:
    """Return what a page states around the line of its day, if a title stands above or below it."""
    text = lines.text
    gone, found = [at], {each.name: each for each in reversed(stated)}
    for number in _around(at, len(spans)):
        line = text[slice(*spans[number])]
        if beside := _beside(line, spans[number][0]):
            found = {each.name: each for each in beside} | found
        elif not (_PAGE_WORDS.fullmatch(line) or BREADCRUMBS.fullmatch(line)):
            continue
        gone.append(number)
    title = _title(text, spans, at, gone)
    if title is None:
        return []
    if title == at - 1 and title and "outlet" not in found and _is_outlet(text, spans, title):
        found["outlet"] = _Stated("outlet", *spans[title])
        gone.append(title)
        title -= 1
    above = [n for n in range(title) if n not in gone and is_furniture(text[slice(*spans[n])])]
    marks = [Mark(kind="furniture", start=spans[n][0], end=spans[n][1]) for n in sorted({*gone, *above})]
    fields = [Field(name=each.name, start=each.start, end=each.end, value=each.value) for each in found.values()]
    return [Field(name="title", start=spans[title][0], end=spans[title][1]), *fields, *marks]


def _around(at: int, most: int) -> list[int]:
    """Return the numbers of the lines beside one, the nearest first."""
    below = range(at + 1, min(at + 1 + _BESIDE, most))
    return [*range(at - 1, max(-1, at - 1 - _BESIDE), -1), *below]


def _title(text: str, spans: list[tuple[int, int]], at: int, gone: list[int]) -> int | None:
    """Return the number of the title's line: the nearest above the day, or else the first below."""
    above = range(at - 1, max(-1, at - 1 - _ABOVE), -1)
    for number in chain(above, range(at + 1, min(at + 1 + _ABOVE, len(spans)))):
        line = text[slice(*spans[number])]
        if number in gone or is_page_words(line):
            continue
        if may_be_title(line):
            return number
        if number > at and not is_furniture(line):
            return None
    return None


def stated_below(text: str, start: int) -> Iterator[Field | Mark]:
    """Yield what the lines directly below that of the day state, which ends at ``start``, and that they are no text."""
    for line in _LINE.finditer(text, start, start + _FIRST_ON_PAGE):
        said = line.group().rstrip()
        beside = _beside(said, line.start())
        if not beside and not _PAGE_WORDS.fullmatch(said):
            return
        yield from (Field(name=each.name, start=each.start, end=each.end) for each in beside)
        yield Mark(kind="furniture", start=line.start(), end=line.end())


def is_page_words(line: str) -> bool:
    """Return whether a line is what pages print beside the day, or counts something: no title."""
    return _PAGE_WORDS.fullmatch(line) is not None or _COUNT.search(line) is not None


def is_byline(line: str) -> bool:
    """Return whether a line is names with what they are, and nothing else."""
    return _BYLINE.fullmatch(line) is not None


def is_outlet(part: str) -> bool:
    """Return whether words are the name of a paper, a station, a site or the like."""
    return _OUTLET.fullmatch(part) is not None


def byline_fields(line: str, start: int) -> Iterator[Field | Mark]:
    """Yield the author that such a line from ``start`` on names; the line is furniture."""
    if byline := _BYLINE.fullmatch(line):
        first, end = _names(line, byline, start)
        yield Field(name="author", start=first, end=end)
        yield Mark(kind="furniture", start=start, end=start + len(line))


def _is_outlet(text: str, spans: list[tuple[int, int]], at: int) -> bool:
    """Return whether a line names an outlet and stands below one that can be the title, and is longer."""
    line, above = (text[slice(*spans[number])] for number in (at, at - 1))
    return _OUTLET.fullmatch(line) is not None and may_be_title(above) and width(above) > width(line)


def _beside(line: str, start: int) -> list[_Stated]:
    """Return what a line beside the day's states: only a source, an author, editors, or names with what they are."""
    if byline := _BYLINE.fullmatch(line):
        return [_Stated("author", *_names(line, byline, start))]
    if not _LABEL.match(line):
        parts = _of_parts(line, [part.span() for part in _PARTS.finditer(line)]) or ()
        both = {each.name for each in parts} == {"outlet", "author"}
        return [each._replace(start=start + each.start, end=start + each.end) for each in parts] if both else []
    stated = _stated(line, start)
    return [each for each in stated or () if each.name != "published"]


def _names(line: str, byline: re.Match[str], start: int) -> tuple[int, int]:
    """Return the span of the names in a byline, from the first on."""
    if byline["written"]:
        return start + byline.start("written"), start + byline.end("written")
    role = re.match(rf"[●■◎○]?[ \u3000]*{_ROLE}[ \u3000：:]*", line)
    return start + (role.end() if role else byline.start("names")), start + len(line)


def _stated(line: str, start: int) -> list[_Stated] | None:
    """Return what a line states, or None where a part of it is unknown, or nothing tells it from a signature."""
    if width(line) > _WIDEST or line[-1] in "。！？；":
        return None
    found, bounds = list[_Stated](), [*_bounds(line)]
    dated = clocked = False
    for key, first, end in bounds:
        moment = _MOMENT.search(line, first, end)
        pieces = ((first, moment.start()), (moment.end(), end)) if moment else ((first, end),)
        if moment and not dated:
            dated, clocked = True, clocked or bool(moment["clock"])
            found.append(_Stated("published", start + moment.start(), start + moment.end(), _written_out(moment)))
        name = _LABELS[key] if key else ""
        parts = [part.span() for piece in pieces for part in _PARTS.finditer(line, *piece)]
        said = _of_label(line, parts, name) if key else _of_parts(line, parts)
        if said is None:
            return None
        found += [_Stated(each.name, start + each.start, start + each.end) for each in said]
    told = clocked or any(key for key, _, _ in bounds) or any(each.name == "outlet" for each in found)
    return found if told else None


def _written_out(moment: re.Match[str]) -> str | None:
    """Return a moment in figures where blanks part a day's (2021 05/14 22:17), None for what anybody reads."""
    day = moment["day"]
    return f"{day[:4]}-{day[5:].replace('/', '-')} {moment['clock'] or ''}".strip() if day[4] == " " else None


def _bounds(line: str) -> Iterator[tuple[str, int, int]]:
    """Yield the label and the span of what it says, for each; before the first there is no label."""
    labels = list(_LABEL.finditer(line))
    if not labels:
        yield "", 0, len(line)
        return
    if labels[0].start():
        yield "", 0, labels[0].start()
    for label, behind in zip(labels, [*labels[1:], None], strict=True):
        yield label["key"], label.end(), behind.start() if behind else len(line)


def _of_label(line: str, parts: list[tuple[int, int]], name: str) -> list[_Stated] | None:
    """Return what a label states: the parts behind it, as one; None where one stands there that nobody would miss.

    Behind an outlet, a day or a count only counts and words of the page may follow.
    """
    behind = parts if not name else parts[1:] if name == "outlet" else []
    if not parts or any(not _COUNTED.fullmatch(line[start:end]) for start, end in behind):
        return None if parts else []
    if not name:
        return []
    first, last = parts[0][0], parts[0][1] if name == "outlet" else parts[-1][1]
    return [_Stated(name, first, last)] if last - first <= 2 * _LONGEST_PART and "。" not in line[first:last] else None


def _of_parts(line: str, parts: list[tuple[int, int]]) -> list[_Stated] | None:
    """Return what parts without a label state: an outlet, a name; None where one is neither, nor a count."""
    found = list[_Stated]()
    for start, end in parts:
        part = line[start:end]
        if _COUNTED.fullmatch(part):
            continue
        if end - start <= _LONGEST_PART and _OUTLET.fullmatch(part):
            found.append(_Stated("outlet", start, start + len(part.removesuffix("官方账号"))))
        elif is_personal_name(part) and not any(each.name == "author" for each in found):
            found.append(_Stated("author", start, end))
        else:
            return None
    return found
