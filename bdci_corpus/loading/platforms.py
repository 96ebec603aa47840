"""Pages of blogs and of sites for questions, copied as text: who wrote it, when, how often it was read, a line each.

Evidence: CSDN, Jianshu, Bilibili and their like print the account, a line of the day and lines of counts below the
title (阅读 123, 字数 1,234, 收藏 12); cnblogs says who posted it below the text; Zhihu and Baidu print words of their
own around a question. A line leaves the text only if all of it is known, beside others that are. What such lines state
becomes fields, and what they say of columns and tags goes to ``extra``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bdci_corpus.loading.dated import is_outlet
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Field, Mark
from bdci_corpus.text import BODY, is_furniture, lines_in, may_be_title, width

_TOP = 24
"""How many first lines the top of a page has at most."""

_DAY_AMONG = 10
"""Among how many of them the line of the day stands."""

_FAR = 1500
"""How far from its start a page is looked at, in characters."""

_LEAST_BELOW = 20
"""How much text stands below at least, in characters."""

_WIDEST_ACCOUNT = 40
"""The widest name of an account, in half-width cells."""

_DAY = r"(?:19|20)\d\d ?[-年/.] ?\d{1,2} ?[-月/.] ?\d{1,2}日?(?:[ \t]{1,3}\d{1,2}:\d{2}(?::\d{2})?)?"

_NUMBER = r"\d[\d,.]{0,9} ?[wWkK万千]?\+?"

_COUNTED = "阅读|閱讀|浏览|播放|字数|收藏|点赞|评论|喜欢|转发|热度|人气|推荐|赞"

_COUNT = (
    rf"(?:(?:{_COUNTED})[量数]?[ \t:：]{{0,3}}[（(]?{_NUMBER}[)）]?"
    rf"|{_NUMBER} ?(?:人|次)?(?:{_COUNTED}))"
)

_COUNTS = lazily(rf"[ \t·|｜,，]*{_COUNT}(?:[ \t·|｜,，]+{_COUNT}){{0,6}}[ \t]*")

_BARE = lazily(rf"[ \t]*{_NUMBER}[ \t]*|[ \t]*·[ \t]*")

_DATED = lazily(
    rf"[ \t]*(?:已?于|发布于|发表于|编辑于|最后编辑于|首次发布于)?[ \t]*(?P<published>{_DAY})[ \t]*"
    r"(?:首次)?(?:发布|发表|修改|编辑|首发|创作)?"
    rf"(?:[ \t·]*IP属地[：:]?[^\s\d]{{2,6}})?(?P<counts>(?:[ \t·|]+(?:{_COUNT}|{_NUMBER})){{0,6}})[ \t]*"
)

_BESIDE = lazily(
    r"[ \t]*(?:[+＋]? ?已?关注|原创|转载|置顶|动态|版权|收藏|分享|点赞|评论|打赏|举报|订阅专栏|加入社区"
    r"|CC 4\.0 BY-SA版权|最新推荐文章于 .{1,24} (?:发布|修改)|来自专栏.{0,30}"
    r"|\d+ ?篇文章[ \t]*(?:\d+ ?订阅)?|IP属地[：:]?.{2,8})[ \t]*"
)
"""What these sites print beside such lines."""

_FRONT = lazily(r"(?:CSDN)?(?:首页|博客)|正文|登录/注册|会员中心")
"""What stands above the title."""

_FOLLOW = lazily(r"[ \t]*[+＋]? ?已?关注[ \t]*")

_SORTED = lazily(
    r"[ \t]*(?:分类专栏[：:][ \t]*(?P<categories>[^\n]{0,60}?)[ \t]*)?(?:文章标签[：:][ \t]*(?P<tags>[^\n]{0,120}))?"
)

_COLUMN = lazily(r"(?P<categories>[^\n]{0,40}?)[ \t]*专栏收录该内容[ \t]*")

_RIGHTS = lazily(r"版权声明[：:].{0,160}")

_ADDRESS = lazily(r"[ \t]*本文链接[：:][ \t]*<?(?P<url>https?://[^\s<>]{4,200})>?[ \t]*")

_POSTED = lazily(
    rf"(?:^|\n)[ \t]*(?P<line>posted (?:@|on) ?(?P<published>{_DAY})[ \t]+(?P<author>[^\n]{{1,30}}?)[ \t]+"
    r"阅读[ \t]*[(（:：][^\n]{0,80})"
)

_ABOVE_POSTED = lazily(
    r"(?:粉丝|关注)[ \t]*-[ \t]*\d+(?:[ \t]+(?:粉丝|关注)[ \t]*-[ \t]*\d+)?|[+＋]加关注|\d{1,5}|好文要顶.{0,40}"
    r"|[«»]?[ \t]*[上下]一篇[：:].{0,120}|升级成为会员|会员号[：:].{0,12}|\(?请您对文章做出评价\)?"
)

_FILED = lazily(r"(?P<key>分类|标签)[ \t]*[：:][ \t]*(?P<value>[^\n]{1,80})")

_BELOW_POSTED = lazily(
    r"(?:刷新评论|刷新页面|返回顶部|[ \t])+|(?:登录后才能|注册用户登录后).{0,60}|[【\[]推荐[】\]].{0,80}"
    r"|(?:编辑推荐|阅读排行|最新.{1,8}|相关博文|历史上的今天)[：:]|· .{1,80}|点击右上角即可分享"
    r"|会员力量[，,]点亮园子希望|.{0,6}微信分享提示"
    r"|Copyright ©.{0,40}|Powered by.{0,40}"
)

_MENU = lazily(r"(?:(?:博客园|首页|新随笔|新文章|联系|订阅|管理|新闻|博问|闪存|园子|随笔)[ \t]*){3,9}")

_BLOG_COUNTS = lazily(r"(?:(?:随笔|文章|评论|阅读|引用)[ \t]*-[ \t]*[\d,.]+万?[ \t]*){2,5}")

_ASKED = lazily(
    r"百度知道[ \t]*>?|我来答|分享|举报|\d+ ?个?回答|#热议#.{0,60}|展开全部|本回答由.{1,14}(?:推荐|采纳)"
    r"|已赞过|已踩过[ \t]*<?|你对这个回答的评价是？|评论|收起|匿名用户|抢首赞|推荐律师服务.{0,60}|为你推荐[：:].{0,80}"
)
"""What Baidu prints around a question and its answers."""

_OF_BAIDU = ("我来答", "展开全部", "已赞过", "已踩过", "本回答由", "你对这个回答的评价是")

_QUESTIONED = lazily(
    r"关注者|被浏览|关注问题|写回答|邀请回答|好问题(?: ?\d+)?|添加评论|\d+ ?条评论|分享|\d+ ?个回答|默认排序"
    r"|赞同 ?[\d.,]+ ?万?|查看全部.{0,16}|显示全部|收藏|喜欢|收起"
)
"""The same of Zhihu."""

_AGREED = lazily(r"[ \t]*\d[\d,.]{0,9} ?[万萬]? ?人(?:赞同|讚同)了[该該](?:回答|文章)[ \t]*")

_NEAR_NAME = 3
"""How many lines above that line the name begins at most."""

_FEWEST_WORDS = 3
"""How many words of its own show a page to be of such a site."""


@dataclass(frozen=True, slots=True)
class PlatformPage:
    """What a page says of itself: fields and what is no text of it, and the rest by key."""

    found: list[Field | Mark] = field(default_factory=list)
    extra: dict[str, object] = field(default_factory=dict)


class _Page:
    """A page while it is read: its first lines, and what is known of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = lines_in(text)
        self.spans = self.lines.spans(slice(_TOP))
        self.said = [text[slice(*span)] for span in self.spans]
        self.gone = list[tuple[int, int]]()
        self.fields = dict[str, tuple[int, int]]()
        self.extra = dict[str, object]()

    def result(self) -> PlatformPage:
        """Return what is known."""
        fields = (Field(name=name, start=start, end=end) for name, (start, end) in self.fields.items())
        marks = (Mark(kind="furniture", start=start, end=end) for start, end in self.gone)
        return PlatformPage([*fields, *marks], self.extra)


def platform_page(text: str) -> PlatformPage:
    """Return what the page of a blog or of a question says of itself; nothing if it is none. Linear."""
    if "posted " in text and (posted := _POSTED.search(text)) and (page := _posted_below(text, posted.span("line"))):
        return page
    head = text[:_FAR]
    if "我来答" in head and sum(word in text for word in _OF_BAIDU) >= _FEWEST_WORDS:
        return _asked(_Page(text), "我来答", _ASKED)
    if "被浏览" in head and "关注者" in head:
        return _asked(_Page(text), "关注者", _QUESTIONED)
    if any(word in head for word in ("阅读", "字数", "浏览", "收藏", "播放")) and _DATED.search(head):
        return _counted(_Page(text))
    return PlatformPage()


def _counted(page: _Page) -> PlatformPage:
    """Return what a page says by the line of its day and lines of counts beside it."""
    at = next((n for n, line in enumerate(page.said[:_DAY_AMONG]) if n and _DATED.fullmatch(line)), None)
    dated = _DATED.fullmatch(page.said[at]) if at else None
    if at is None or dated is None:
        return PlatformPage()
    start = page.spans[at][0]
    page.fields["published"] = start + dated.start("published"), start + dated.end("published")
    page.gone.append(page.spans[at])
    counts, above, followed = bool(dated["counts"]), at - 1, False
    while above > 0 and (_BESIDE.fullmatch(page.said[above]) or _COUNTS.fullmatch(page.said[above])):
        followed = followed or _FOLLOW.fullmatch(page.said[above]) is not None
        counts = counts or _COUNTS.fullmatch(page.said[above]) is not None
        page.gone.append(page.spans[above])
        above -= 1
    below, counted = _below(page, at + 1, counts=counts)
    rest = page.text[page.spans[below - 1][1] :].strip()
    if not counted or len(rest) < _LEAST_BELOW or not _named(page, above, followed=followed):
        return PlatformPage()
    return page.result()


def _below(page: _Page, at: int, *, counts: bool) -> tuple[int, bool]:
    """Take out the lines below that of the day, and return the number of the next and whether any counts."""
    while at < len(page.said):
        line, (start, end) = page.said[at], page.spans[at]
        following = page.said[at + 1] if at + 1 < len(page.said) else ""
        if _COUNTS.fullmatch(line):
            counts = True
        elif found := _ADDRESS.fullmatch(line):
            page.fields["url"] = start + found.start("url"), start + found.end("url")
        elif (found := _SORTED.fullmatch(line)) or (found := _COLUMN.fullmatch(line)):
            page.extra |= {key: value for key, value in found.groupdict().items() if value}
        elif following.strip() == "专栏收录该内容":
            page.extra.setdefault("categories", line.strip())
        elif _RIGHTS.fullmatch(line):
            at += 1
            continue
        elif not (_BESIDE.fullmatch(line) or (counts and _BARE.fullmatch(line))):
            break
        page.gone.append((start, end))
        at += 1
    return at, counts


def _named(page: _Page, at: int, *, followed: bool) -> bool:
    """Find title and account at a line and above it; return whether there is a title."""
    title = at
    while title > 0 and page.said[title - 1] == page.said[at]:
        title -= 1
    line = page.said[at].strip()
    is_account = title > 0 and width(line) <= _WIDEST_ACCOUNT and not any(mark in line for mark in "，。！？：；")
    over = page.said[title - 1].strip() if title else ""
    while is_account and title > 1 and _BESIDE.fullmatch(over):
        page.gone.append(page.spans[title - 1])
        title -= 1
        over = page.said[title - 1].strip()
    if is_account and _may_title(over) and (followed or title < at or width(over) > width(line)):
        page.fields["outlet" if is_outlet(line) else "author"] = page.spans[at]
        page.gone += page.spans[title : at + 1]
        title -= 1
    elif title != at or not _may_title(line):
        return False
    page.fields["title"] = page.spans[title]
    above = (n for n in range(title) if is_furniture(page.said[n]) or _FRONT.fullmatch(page.said[n].strip()))
    page.gone += [page.spans[n] for n in above]
    return True


def _may_title(line: str) -> bool:
    """Return whether a line can be the title of a post, which may be long, or end in dots."""
    return bool(line) and (may_be_title(line) or (line[-1] not in "。；，" and not is_furniture(line)))


def _posted_below(text: str, line: tuple[int, int]) -> PlatformPage | None:
    """Return what cnblogs says below a text and above it, or directly below a title; None where there is none."""
    page = _Page(text)
    spans = page.lines.spans(slice(None))
    at = next((n for n, (start, end) in enumerate(spans) if start <= line[0] < end), 0)
    posted = _POSTED.search(text, max(0, line[0] - 1))
    if posted is None:
        return None
    if not (page.lines.hints[:at] & BODY).any():
        return _posted_above(page, at, posted)
    for name in ("published", "author"):
        page.fields[name] = posted.span(name)
    page.gone += [
        span for span in spans[at:] if span[0] <= line[0] or _BELOW_POSTED.fullmatch(text[slice(*span)].strip())
    ]
    for span in reversed(spans[:at]):
        said = text[slice(*span)].strip()
        if filed := _FILED.fullmatch(said):
            page.extra["categories" if filed["key"] == "分类" else "tags"] = filed["value"]
        elif not (_ABOVE_POSTED.fullmatch(said) or said == posted["author"]):
            break
        page.gone.append(span)
    _below_menu(page)
    return page.result()


def _posted_above(page: _Page, at: int, posted: re.Match[str]) -> PlatformPage | None:
    """Return what the same line says directly below a title."""
    if not 0 < at < len(page.said) or not _may_title(page.said[at - 1].strip()):
        return None
    page.fields |= {name: posted.span(name) for name in ("published", "author")}
    page.fields["title"] = page.spans[at - 1]
    page.gone.append(page.spans[at])
    page.gone += [page.spans[n] for n in range(at - 1) if is_furniture(page.said[n])]
    return page.result()


def _below_menu(page: _Page) -> None:
    """Find the title below the menu of a blog, above which its name stands."""
    menu = next((n for n, line in enumerate(page.said[:_DAY_AMONG]) if _MENU.fullmatch(line.strip())), None)
    if menu is None:
        return
    title = menu + 1
    while title < len(page.said) and _BLOG_COUNTS.fullmatch(page.said[title].strip()):
        title += 1
    if title < len(page.said) and _may_title(page.said[title].strip()):
        page.fields["title"] = page.spans[title]
        page.gone += page.spans[:title]
        if menu:
            page.extra["site"] = " ".join(line.strip() for line in page.said[:menu])


def _asked(page: _Page, below: str, known: re.Pattern[str]) -> PlatformPage:
    """Return the question that stands above a word of its site, and what the site prints as furniture."""
    at = next((n for n, line in enumerate(page.said) if line.strip() == below), 0)
    title = next((n for n in range(at - 1, -1, -1) if not known.fullmatch(page.said[n].strip())), None)
    if title is None or not _may_title(page.said[title].strip()):
        return PlatformPage()
    page.fields["title"] = page.spans[title]
    spans = page.lines.spans(slice(None))
    page.gone += [span for span in spans if known.fullmatch(page.text[slice(*span)].strip())]
    page.gone += [span for span, line in zip(page.spans, page.said, strict=True) if _BARE.fullmatch(line)]
    _answered(page, spans)
    days = list(_days(page, spans))
    if len(days) == 1:
        page.fields["published"] = days[0]
        page.gone.append(days[0])
    return page.result()


def _answered(page: _Page, spans: list[tuple[int, int]]) -> None:
    """Take over who wrote the one answer: a name that stands twice, above who agrees with it."""
    agreed = [n for n, span in enumerate(spans) if _AGREED.fullmatch(page.text, *span)]
    if len(agreed) != 1:
        return
    near = range(max(0, agreed[0] - _NEAR_NAME), agreed[0])
    said = {n: page.text[slice(*spans[n])].strip() for n in near}
    twice = next((n for n in near if said[n] == said.get(n + 1)), None)
    if twice is not None:
        page.fields["author"] = spans[twice]
        page.gone += spans[twice : agreed[0] + 1]
        if signature := " ".join(said[n] for n in near if n > twice + 1):
            page.extra["signature"] = signature


def _days(page: _Page, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the lines that are a day and nothing else."""
    for span in spans:
        if span[1] - span[0] <= len("最后编辑于 2000-01-01 00:00:00") and _DATED.fullmatch(page.text, *span):
            yield span
