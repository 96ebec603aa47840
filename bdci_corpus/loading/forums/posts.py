"""Where the posts of a thread begin, and what their headers say.

Each engine prints author, floor and date in its own order: before the post on one line (Discuz, its print view,
phpBB, Tianya, NGA), on several (Discuz X with its author's panel, vBulletin), or behind it (Tieba). A thread is printed
by one engine, so the form with the most headers is taken, and the others are text, quotations above all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bdci_corpus.loading.forums.dates import WHEN, moment
from bdci_corpus.loading.forums.panels import FLOOR, is_number, is_panel, is_tool
from bdci_corpus.patterns import lazily
from bdci_corpus.text import Words, lines_in

Place = tuple[int, int]

_B = "[ \t\u00a0\u3000]"

_S = "[ \t\u00a0\u3000|｜]"

_NAME = "[^\\s|｜:：«»]{1,30}"

_POSTED = "(?:发表于|發表於|发布于|發佈於|回复于|回覆於|Posted on|posted on)"

_TAIL = f"(?:(?:{_S}|\\[)[^\\n。！？]{{0,100}})?"

_FORMS: dict[str, str] = {
    "posted": (
        f"(?:{FLOOR}{_S}+){{0,2}}(?:大{_B}中{_B}小{_B}+)?(?:(?P<author>(?!{FLOOR}{_S})(?!大 中){_NAME}){_S}+)?"
        f"(?:[楼樓]主{_S}+)?"
        f"{_POSTED}{_B}*[:：]?{_B}*(?P<when>{WHEN}){_TAIL}"
    ),
    "labeled": (
        f"(?:作者|楼主|樓主|发帖人|發帖人|发表人|发言人){_B}*[:：]{_B}*(?P<author>{_NAME}){_S}+"
        f"(?:发表|發表|回复|发帖)?(?:时间|時間|日期|发表于){_B}*[:：]{_B}*(?P<when>{WHEN})(?:{_S}+(?:标题|標題)[:：][^\\n]*|{_TAIL})"
    ),
    "by": f"(?:由|帖子由|[Pp]ost(?:ed)? by|by){_B}+(?P<author>[^\\n»›]{{1,30}}?){_B}*[»›]{_B}*(?P<when>{WHEN}){_TAIL}",
    "floored": f"[\\[【]?{FLOOR}[\\]】]?{_S}+(?P<author>{_NAME}){_S}+[(（]?(?P<when>{WHEN})[)）]?{_TAIL}",
    "numbered": f"(?P<when>{WHEN}){_B}*(?:\\n{_B}*){{1,3}}#\\d{{1,6}}",
    "counted": (
        f"(?:(?P<floor>\\d{{1,5}}){_B}*\\n{_B}*)?(?P<author>{_NAME}){_B}+(?:·{_B}*)?(?P<when>{WHEN})(?:{_B}*[+-]\\d{{2}}:\\d{{2}})?"
        f"(?(floor)(?:{_B}+via{_B}[^\\n]{{1,30}}?)?(?:{_B}*[❤♥]\ufe0f?{_B}*\\d{{0,5}})?|{_B}*·{_B}*\\d{{1,9}}{_B}*次点击[^\\n]{{0,40}})"
    ),
    "archived": f"(?P<author>{_NAME}){_B}+(?P<when>{WHEN})",
}
"""Headers that stand above their post, by what tells them."""

_ABOVE = {name: lazily(f"^{_B}*{form}{_B}*$", re.MULTILINE) for name, form in _FORMS.items()}

_BELOW = lazily(
    f"^{_B}*(?:(?:送TA礼物|回复|举报|\\|){_B}*){{0,4}}(?:(?:来自|IP属地[:：]?)[^\\d\\n]{{1,16}})?\\d{{1,6}}楼{_B}*(?P<when>{WHEN})(?:{_B}*(?:收起)?回复(?:\\(\\d{{1,5}}\\))?)?{_B}*$",
    re.MULTILINE,
)

_SIGNS = {
    "posted": ("发表于", "發表於", "发布于", "發佈於", "回复于", "回覆於", "osted on"),
    "labeled": ("作者", "楼主", "樓主", "发帖人", "發帖人", "发表人", "发言人"),
    "by": ("»", "›"),
    "floored": ("楼 ", "樓 ", "楼]", "樓]", "楼】", "樓】", "楼主", "樓主", "#", "沙发", "沙發", "板凳", "地板", "＃"),
    "numbered": ("#",),
    "counted": ("次点击",),
    "archived": ("完整版本", "'s Archiver"),
    "below": ("楼",),
}
"""What a text holds that has a header of a form; strings are found faster than patterns."""

_ANY_SIGN = Words(*dict.fromkeys(sign for signs in _SIGNS.values() for sign in signs))

_NUMBERED = lazily("#(?:\\d|(?<=\\d#))")

_CONFIRMED = {
    "labeled": lazily("(?:作者|[楼樓]主|人)[ \t\u00a0]*[:：]"),
    "numbered": _NUMBERED,
}
"""What it holds besides, where the string alone is common."""

_FEWEST = {"posted": 1, "labeled": 2, "by": 1, "floored": 2, "numbered": 2, "counted": 1, "archived": 1, "below": 2}

_REMARK = lazily(f"(?:\\d{{4}}-)?\\d{{1,2}}-\\d{{1,2}} \\d{{1,2}}:\\d{{2}}{_B}*回复")
"""What stands below a remark on a post, which is part of that post, in Tieba."""

_REPLY = lazily("(?:Re|RE|re|回复|回覆)[:：]")
"""What the subject of an answer begins with, above its header."""

_MOST_ABOVE = 40
"""How many lines a panel above a header has, at most."""

_LONGEST_NAME = 30
"""The longest name of a forum's user, in characters; Discuz allows half as many."""

_LONGEST_RANK, _HIGHEST = 8, 18
"""The longest name of a rank, in characters, and the highest level."""

_ONLY_HIM = lazily("只看[该該]作者|倒序|阅读模式|閱讀模式")


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a thread: where its header begins, what of it goes, and what the header says.

    ``start`` is where the post's part of the file begins; ``value`` is the date, year first, or None where ``when``
    does not tell it.
    """

    start: int
    furniture: tuple[Place, ...]
    author: Place | None
    when: Place
    value: str | None
    said: str


def headers_in(text: str) -> tuple[str, list[re.Match[str]]]:
    """Return the form that most headers of a text have, and these; quotations that repeat one are left out."""
    best: tuple[str, list[re.Match[str]]] = ("", [])
    signs = frozenset(_ANY_SIGN.within(text))
    for form, pattern in (*_ABOVE.items(), ("below", _BELOW)) if signs else ():
        held = signs.intersection(_SIGNS[form])
        confirmed = _NUMBERED if form == "floored" and held == {"#"} else _CONFIRMED.get(form)
        if held and (confirmed is None or confirmed.search(text)):
            found = list(_own(text, pattern))
            if len(found) >= _FEWEST[form] and len(found) > len(best[1]):
                best = form, found
    return best


def _own(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield headers of posts; one met before directly below another, or without tools, heads a quotation."""
    found = list(pattern.finditer(text))
    tooled = sum(_ONLY_HIM.search(header.group()) is not None for header in found)
    met: set[tuple[str | None, str]] = set()
    end = -1
    for number, header in enumerate(found):
        who = (header.groupdict().get("author"), header["when"])
        quoted = 2 * tooled > len(found) and number and not _ONLY_HIM.search(header.group())
        if not quoted and (who not in met or text[max(end, 0) : header.start()].strip()):
            yield header
        met.add(who)
        end = header.end()


def posts_in(text: str) -> list[Post]:
    """Return the posts of a thread, in order; empty where there is no header."""
    form, headers = headers_in(text)
    if not headers:
        return []
    if form == "below":
        return _posts_above(text, headers)
    lines = _lines(text)
    starts = [start for start, _ in lines]
    return [_post(text, lines, starts, header) for header in headers]


def _lines(text: str) -> list[Place]:
    """Return the spans of the lines that are not blank, without the blanks at their ends."""
    return lines_in(text).spans(slice(None))


def _post(text: str, lines: Sequence[Place], starts: Sequence[int], header: re.Match[str]) -> Post:
    """Return the post below a header, with the panel of its author above or below."""
    first = bisect_left(starts, header.start() + len(header.group()) - len(header.group().lstrip()))
    below = bisect_left(starts, header.end())
    named = header.span("author") if header.groupdict().get("author") else None
    top, author = _panel_above(text, lines, first, named)
    end, author = _panel_below(text, lines, below, author)
    when = header.span("when")
    read = moment(header["when"])
    start = min(lines[top][0] if top < len(lines) else header.start(), header.start())
    return Post(start, ((start, max(header.end(), end)),), author, when, read.value, read.said)


def _panel_above(text: str, lines: Sequence[Place], first: int, author: Place | None) -> tuple[int, Place | None]:
    """Return the first line that belongs to a header, and where its author's name stands."""
    top = evident = first
    at = first - 1
    while at >= max(0, first - _MOST_ABOVE):
        line = text[slice(*lines[at])]
        if re.fullmatch(FLOOR, line) or is_panel(line) or (at == first - 1 and _REPLY.match(line)):
            evident = at
        elif not (is_number(line) and (evident - at <= 1 or is_panel(text[slice(*lines[at - 1])]))):
            if evident - at > 1 or is_tool(line):
                break
            if len(line) > _LONGEST_NAME or any(mark in line for mark in "，。！？：:；[]【】"):
                break
            apart = at == first - 1 and text[lines[at][1] : lines[first][0]].count("\n") > 1
            if apart and not (at and is_tool(text[slice(*lines[at - 1])])):
                break
            if not (at and is_panel(text[slice(*lines[at - 1])])):
                return (at, author or lines[at]) if author is None else (min(evident, first), author)
        else:
            evident = at
        at -= 1
    top = min(evident, first)
    return top, author


def _panel_below(text: str, lines: Sequence[Place], first: int, author: Place | None) -> tuple[int, Place | None]:
    """Return where the panel below a header ends, or 0 without one, and where its author's name stands."""
    end, at = 0, first
    if author is None and first + 1 < len(lines) and is_panel(text[slice(*lines[first + 1])]):
        author, end, at = lines[first], lines[first][1], first + 1
    while at < len(lines):
        line = text[slice(*lines[at])]
        if not (is_panel(line) or (end and is_number(line))):
            break
        end, at = lines[at][1], at + 1
    return end, author


def _first_panel(text: str, lines: Sequence[Place], first: int, last: int) -> int:
    """Return the line of the first author: a rank stands below, and a level if one does anywhere."""
    ranked = [at for at in range(first, last - 1) if is_panel(text[slice(*lines[at + 1])])]
    leveled = [at for at in ranked if at + 2 < last and is_number(text[slice(*lines[at + 2])])]
    return next(iter(leveled or ranked), first)


def _has_level(text: str, rank: Place, level: Place) -> bool:
    """Return whether two lines are a rank that a bar made up for itself, and its level."""
    named, number = text[slice(*rank)], text[slice(*level)]
    return len(named) <= _LONGEST_RANK and named.isalpha() and number.isdecimal() and int(number) <= _HIGHEST


def _posts_above(text: str, footers: Sequence[re.Match[str]]) -> list[Post]:
    """Return the posts that stand above what says who wrote them when, as Tieba prints them."""
    lines = _lines(text)
    starts = [start for start, _ in lines]
    posts: list[Post] = []
    here = 0
    for number, footer in enumerate(footers):
        first, last = bisect_left(starts, here), bisect_left(starts, footer.start())
        if number == 0:  # the thread's title and the head of the page stand above
            first = _first_panel(text, lines, first, last)
        else:
            first = next(
                (at + 1 for at in range(last - 1, first, -1) if _REMARK.fullmatch(text[slice(*lines[at])])), first
            )
        while first < last and is_tool(text[slice(*lines[first])]):
            first += 1
        read = moment(footer["when"])
        end, author = _panel_below(text, lines, first + 1, lines[first]) if first < last else (0, None)
        if not end and first + 2 < last and _has_level(text, lines[first + 1], lines[first + 2]):
            end = lines[first + 2][1]
        furniture = [(lines[first][0], max(end, lines[first][1]))] if author else []
        furniture.append(footer.span())
        start = lines[first][0] if first < len(lines) else footer.start()
        posts.append(Post(start, tuple(furniture), author, footer.span("when"), read.value, read.said))
        here = footer.end()
    return posts
