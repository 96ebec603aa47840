"""What programs and sites write around plain texts: calls of sites that carry novels, the head of a chat's export."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Field, Mark
from bdci_corpus.text import BREADCRUMBS, Words

RULE = "site"

_CALLS = Words(
    *(
        "最新网址",
        "最新網址",
        "请记住本",
        "請記住本",
        "请收藏本站",
        "請收藏本站",
        "一秒记住",
        "一秒記住",
        "手机用户请",
        "手機用戶請",
    ),
    *("最快更新", "更新最快", "最新章节", "最新章節", "无弹窗", "無彈窗", "手机版阅读网址", "首发域名"),
    *("本书来自", "本書來自", "请访问", "請訪問", "更多精彩", "免费下载", "电子书下载"),
    *(
        "本章未完",
        "点击下一页",
        "點擊下一頁",
        "请大家收藏",
        "請大家收藏",
        "全网最快",
        "点此举报",
        "未完待续",
        "未完待續",
    ),
    *(
        "本章阅读完毕",
        "本书首发",
        "本書首發",
        "手机用户可",
        "手機用戶可",
        "快捷键",
        "-->>",
        "本书由",
        "本書由",
        "小主，",
        "小主,",
    ),
)

_CALL = re.compile(
    r"(?:^|(?<=\n))[ \t\u3000]*(?:"
    "[（(【]?(?:最新[网網]址|本站[网網]址|[请請](?:[记記]住|收藏)本[书書站]|(?:天才)?一秒[记記]住|手[机機]用[户戶][请請])[^\n]{0,100}"
    "|[^，。！？“”\n]{0,24}(?:最快更新|更新最快|最新章[节節](?:免[费費]|列表|[目更])|[无無][弹彈]窗|手机版阅读网址)[^\n]{0,60}"
    r"|[^\n]{0,30}(?:本书来自|本書來自|请访问|請訪問|更多[^\n]{0,8}(?:资源|小说|电子书|精彩)|免费下载|电子书下载)[^\n]{0,20}(?:www\.|https?://|\w\.(?:com|net|cc|org)\b)[^\n]{0,60}"
    "|[（(]?本章未完[^\n]{0,40}|[^，。！？“”\n]{0,24}[请請][^\n]{0,4}[点點][击擊]下一[页頁][^\n]{0,30}|-->>|[^，。！？“”\n]{0,30}[请請]大家收藏[^\n]{0,80}"
    "|章[节節][错錯][误誤][^\n]{0,8}[点點]此[举舉][报報][^\n]{0,80}|[（(]未完待[续續][^\n]{0,100}"
    "|[【\\[（(]?本章[阅閱][读讀]完[毕畢][^\n]{0,40}|本[书書]首[发發][：:于自][^\n]{0,60}|手[机機]用[户戶]可[^\n]{0,60}"
    "|[^，。！？“”\n]{0,6}快捷[键鍵][^\n]{0,60}[\\[【「](?:上一|下一|返回|回)[^\n]{0,40}"
    "|[（(]?小主[，,][这這][个個]章[节節][^\n]{0,60}"
    "|[（(【]?最新章[节節][！!]{1,3}[）)】]?"
    "|[（(【]?(?:附：)?本[书書]由[^\n版权權]{0,40}?(?:整理|制作|製作|收集|提供|上[传傳])[^\n版权權]{0,24}(?:下[载載]|整理|制作|製作|上[传傳]|首[发發])?[^\n版权權]{0,16}"
    r")[ \t\u3000]*(?:\n|\Z)"
)
"""A line that calls readers to a site."""

_CALL_BEHIND = lazily(
    r"(?<![ \t])[ \t]*[【\[（(](?:本章[阅閱][读讀]完[毕畢]|本章未完|未完待[续續])"
    r"[^\n】\]）)]{0,80}[】\]）)][ \t]*(?=\n|\Z)"
)
"""The same behind a sentence."""

_SERIES = Words("往期", "推荐阅读", "相关阅读", "猜你喜欢", "延伸阅读")

_OTHER_TEXTS = re.compile(
    r"(?:^|(?<=\n))[ \t\u3000>】▼▲—◆-]*"
    r"(?:往期(?:推荐|精选|精彩|回顾|文章|好文|热文)[^\n。，]{0,6}|推荐阅读|相关阅读|猜你喜欢|延伸阅读)"
    r"[ \t\u3000：:】▼▲—◆-]*\n(?:[ \t\u3000]*\n|[^\n。]{1,60}(?:\n|\Z)){1,20}\Z"
)
"""The titles of other texts, which end a text."""


def calls_of_sites(text: str) -> Iterator[Edit]:
    """Yield edits that take out the lines by which a site calls readers. Linear."""
    if any(_SERIES.within(text)) and (others := _OTHER_TEXTS.search(text)):
        yield Edit(start=others.start(), end=others.end(), replacement="", rule=RULE)
    if any(_CALLS.within(text)):
        here = 0
        for call in _CALL.finditer(text):
            yield from _behind(text, here, call.start())
            yield Edit(start=call.start(), end=call.end(), replacement="", rule=RULE)
            here = call.end()
        yield from _behind(text, here, len(text))


def _behind(text: str, start: int, end: int) -> Iterator[Edit]:
    """Yield edits that take out such calls behind sentences."""
    for call in _CALL_BEHIND.finditer(text, start, end):
        yield Edit(start=call.start(), end=call.end(), replacement="", rule=RULE)


_READ_ON_JUEJIN = re.compile(
    r"\A\s*(?P<title>[^\n]{4,80})\n+(?P<author>[^\n]{1,30})\n+(?:(?P=author)\n+)?"
    r"(?P<published>\d{4}[-年]\d{1,2}[-月]\d{1,2}日?)\n+[\d,.wk万]{1,9}\n+阅读\d{1,3}分钟[ \t]*\n+"
    r"(?:专栏：[^\n]*\n+)?(?:关注[ \t]*\n)?"
)
"""The head of an article copied from Juejin."""

_BELOW_JUEJIN = re.compile(
    r"(?:^|(?<=\n))[ \t]*(?:(?:[a-z+#]{1,12}[ \t]*\n[ \t]*)?复制代码|avatar|"
    r"评论[ \t]?\d{1,6}|输入评论（Enter换行[^\n]*)[ \t]*(?:\n|\Z)"
)
"""What it prints above code and below the text."""


_MENU = lazily(
    r"(?:网站)?(?:首[页頁]|主[页頁]|Home|加入收藏|设为首页|設為首頁)"
    r"(?:[ \t\u3000]*[|｜·][ \t\u3000]*[^\s|｜·。，：:]{1,12}){2,40}"
    r"[ \t\u3000]*[|｜·]?",
    re.IGNORECASE,
)
"""The menu of a site: its front page, and others beside it."""

_KNOWN_PLACE = lazily("^[^->]{0,10}(?:网|網|站|首页|首頁|Home)[ ]?-?>|>[ ]?(?:正文|内容|內容|详情|詳情|文章)$")

_MOST_OF_SITE = 4
"""How many such lines a text begins with, at most."""


def trail_at_top(text: str) -> list[Edit]:
    """Return the edit that takes out the way from a site's front page (甲 > 乙 > 丙) and menus a text begins with."""
    here = start = len(text) - len(text.lstrip())
    for _ in range(_MOST_OF_SITE):
        end = text.find("\n", start)
        line = text[start:end].strip() if end >= 0 else ""
        if not line or not (_is_trail(line) or _MENU.fullmatch(line)):
            break
        here = end + 1
        start = here + len(text[here:]) - len(text[here:].lstrip())
    return [Edit(start=0, end=here, replacement="", rule=RULE)] if here > len(text) - len(text.lstrip()) else []


def _is_trail(line: str) -> bool:
    """Return whether a line is the way from a site's front page; one without blanks begins or ends at a known place."""
    parted = line.count(" > ") + line.count(" » ") + line.count(" › ") + line.endswith((" >", " »"))
    tight = line.count("->") + line.count(">>") if _KNOWN_PLACE.search(line) else 0
    return max(parted, tight) >= _FEWEST_SECTIONS and BREADCRUMBS.fullmatch(line) is not None


def copied_head(text: str) -> tuple[list[Field | Mark], list[Edit]]:
    """Return what the head of a text copied from Juejin states, and what else its page prints."""
    head = _READ_ON_JUEJIN.match(text) if "阅读" in text else None
    if head is None:
        return [], []
    fields = [Field(name=name, start=head.start(name), end=head.end(name)) for name in ("title", "author", "published")]
    around = ((head.start(), head.start("title")), (head.end("title"), head.end()))
    edits = [
        Edit(start=e.start(), end=e.end(), replacement="", rule=RULE) for e in _BELOW_JUEJIN.finditer(text, head.end())
    ]
    return [*fields, *(Mark(kind="furniture", start=s, end=e) for s, e in around if s < e)], edits


_EDITABLE = re.compile(
    r"^[ \t]*(?:播报[ \t]*\n?[ \t]*)?\[?(?:编辑|編輯)(?:本段)?\]?[ \t]*$"
    r"|(?<=[^\n\s])\[(?:编辑|編輯|编辑源代码|edit)\][ \t]*$",
    re.MULTILINE,
)

_EDITS = Words("编辑", "編輯", "[edit]")

_FEWEST_SECTIONS = 2
"""How many sections of an encyclopedia offer to be edited."""


def offers_to_edit(text: str) -> list[Edit]:
    """Return edits that take out the words by which an encyclopedia offers to edit its sections. Linear."""
    if not any(_EDITS.within(text)):
        return []
    found = list(_EDITABLE.finditer(text))
    if len(found) < _FEWEST_SECTIONS:
        return []
    return [Edit(start=offer.start(), end=offer.end(), replacement="", rule=RULE) for offer in found]


_ENDS_PAGE = lazily(
    r"返回搜狐[，,][ ]?查看更多|(?:平台)?声明[：:]该文观点仅代表作者本人[，,]搜狐号系信息发布平台.{0,40}"
    r"|举报[/／ ]?反馈|阅读 ?[(（][\d.万]{1,8}[)）]|[【\[（(]?责任编辑[：:][ ]?[】\])）]?|投诉或建议|写留言|写评论"
    r"|特[别別][声聲]明[：:]以上[内內]容.{0,60}(?:网易号|網易號).{0,60}|Notice: The content above \(including.{0,200}"
    r"|赞\d{1,7}[ ]?在看\d{1,7}|刷新评论[ ]?刷新页面[ ]?返回顶部|COMPO WEB|好文要顶[ ]?关注我[ ]?收藏该文.{0,20}"
)
"""Whole lines that end the pages of Sohu, NetEase, Baijiahao, WeChat, Bilibili, cnblogs and others, and are no text."""

_ENDS = Words(
    "查看更多",
    "该文观点仅代表",
    "举报",
    "阅读",
    "责任编辑",
    "投诉或建议",
    "写留言",
    "写评论",
    "特别声明",
    "特別聲明",
    "Notice: The",
    "在看",
    "刷新评论",
    "COMPO WEB",
    "好文要顶",
)

_MAY_END = lazily(r"[#＃]?(?:END|End|分享|评论|收藏|点赞|转发|举报|收起|展开|微信|微博|QQ空间|朋友圈|[大中小])|\d{1,7}")
"""What stands beside such lines and is one of the page, too."""

_MOST_ENDING = 14
"""How many such lines a page ends with at most."""

_RIGHT_BEHIND = lazily(r"(?<=[。！？”）…])[ \t]*返回搜狐[，,][ ]?查看更多[ \t]*(?=\n|\Z)")
"""The same behind the last sentence."""

_LAST = 2000
"""How far from a page's end it is looked for, in characters."""


def tail_of_page(text: str) -> list[tuple[int, int]]:
    """Return the spans of the lines that end a page and are none of its text. Linear: only its end is looked at."""
    first = max(0, len(text) - _LAST)
    if not any(_ENDS.within(text[first:])):
        return []
    found = [call.span() for call in _RIGHT_BEHIND.finditer(text, first)]
    run, sure = list[tuple[int, int]](), 0
    for line in reversed(list(re.finditer(r"[^\s][^\n]*", text[first:]))[-_MOST_ENDING:]):
        said, span = line[0].rstrip(), (first + line.start(), first + line.start() + len(line[0].rstrip()))
        if _ENDS_PAGE.fullmatch(said):
            run.append(span)
            sure = len(run)
        elif _MAY_END.fullmatch(said):
            run.append(span)
        else:
            break
    return [*found, *run[:sure]]
