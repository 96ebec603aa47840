"""Lines that belong to the page and not to the text.

Navigation, sharing, forum chrome, editor lines, running heads and page numbers.
"""

from __future__ import annotations

import random
import re

from noise.clean import Writer
from noise.truth import Noisy, Tape

NAVIGATION_TOP = (
    "首页 > 新闻中心 > {town} > 正文",
    "当前位置：首页 >> {town} >> 正文",
    "您现在的位置：网站首页 > 地方动态",
    "设为首页 | 加入收藏 | 联系我们",
    "字号：大 中 小",
    "【字体：大 中 小】",
)
NAVIGATION_BOTTOM = (
    "Scroll to Top",
    "Back to top",
    "返回顶部",
    "上一篇：{town}{thing}{deed}",
    "下一篇：{town}{thing}{deed}",
    "【打印本页】 【关闭窗口】",
    "[返回首页]",
)
SHARING = (
    "分享到：微信 新浪微博 QQ空间",
    "分享到： 微博 微信 QQ",
    "扫一扫在手机打开当前页",
    "扫描二维码关注我们",
    "扫描关注{town}微信扫描关注{town}微信",
    "微信扫一扫，分享到朋友圈",
)
FORUM = (
    "本帖最后由 {user} 于 {when} 编辑",
    "发表于 {when} | 只看该作者",
    "使用道具 举报",
    "回复 支持 反对 使用道具 举报",
    "楼主 | 发表于 {when}",
)
EDITORS = (
    "（责任编辑：{name}）",
    "(责编：{name}、{name})",
    "[责任编辑：{name}]",
    "责任编辑：{name}",
    "编辑：{name} 校对：{name}",
)
PAGE_NUMBERS = ("— {page} —", "- {page} -", "第 {page} 页", "第{page}页 共{pages}页", "{page}")

_USERS = ("river_88", "老船工", "Echo", "山里人2009")


def navigate(text: str, rng: random.Random) -> Noisy:
    """Put navigation and sharing lines before and behind a text.

    Kinds are ``navigation``, ``sharing`` and, for an editor line behind the text, ``editor``.
    """
    writer = Writer(rng)
    tape = Tape()
    for pattern in rng.sample(NAVIGATION_TOP, rng.randint(1, 2)):
        tape.put(writer.fill(pattern) + "\n\n", "", "navigation")
    tape.keep(text)
    if rng.random() < 0.5:
        tape.put("\n\n" + writer.fill(rng.choice(EDITORS)), "", "editor")
    for kind, patterns in (("sharing", SHARING), ("navigation", NAVIGATION_BOTTOM)):
        for pattern in rng.sample(patterns, rng.randint(0, 2)):
            tape.put("\n\n" + writer.fill(pattern), "", kind)
    return tape.noisy()


def post(text: str, rng: random.Random) -> Noisy:
    """Put the chrome of a forum around a post. Kind is ``forum``."""
    tape = Tape()
    when = (
        f"{rng.randint(2004, 2026)}-{rng.randint(1, 12)}-{rng.randint(1, 28)} "
        f"{rng.randint(0, 23)}:{rng.randint(0, 59):02}"
    )
    edited, shown, tools, *_ = (pattern.format(user=rng.choice(_USERS), when=when) for pattern in FORUM)
    tape.put(shown + "\n\n", "", "forum")
    if rng.random() < 0.5:
        tape.put(edited + "\n\n", "", "forum")
    tape.keep(text)
    tape.put("\n\n" + tools, "", "forum")
    return tape.noisy()


def paged(text: str, rng: random.Random, *, paragraphs: int = 2) -> Noisy:
    """Put a running head and a page number at the seams of pages of a few paragraphs each.

    The head is the same on every page, as it is in a book. Kinds are ``head``, ``page-number`` and
    ``page`` for what separates two pages: a form feed or nothing but the head.
    """
    writer = Writer(rng)
    head = writer.fill(rng.choice(("{town}志·{thing}卷", "{body}年报", "{town}{thing}{deed}报告")))
    number = rng.choice(PAGE_NUMBERS)
    feed = rng.choice(("\f", ""))
    gaps = [gap.start() for gap in re.finditer("\n\n", text)][paragraphs - 1 :: paragraphs]
    tape, done = Tape(), 0
    tape.put(f"{head}\n\n", "", "head")
    for page, gap in enumerate(gaps, start=1):
        tape.keep(text[done:gap])
        tape.put("\n\n" + number.format(page=page, pages=len(gaps) + 1), "", "page-number")
        tape.put(feed, "", "page")
        tape.put(f"\n\n{head}", "", "head")
        done = gap
    tape.keep(text[done:])
    last = number.format(page=len(gaps) + 1, pages=len(gaps) + 1)
    tape.put(f"\n\n{last}", "", "page-number")
    return tape.noisy()
