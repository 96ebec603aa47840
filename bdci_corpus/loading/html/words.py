"""The words by which web pages name their parts, and those by which the parts speak: evidence, never a verdict.

Each group is one feature of the model, whose weights say what it is worth. Names are read from class, id,
role and itemprop, cut where letters end and where a capital begins; a stem of five letters or more is
found inside longer words as well (``sharebar``, ``articleContent``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

NAMES: Mapping[str, str] = {
    "comment": (
        "comment cmt cmts reply replies disqus discussion respond response livefyre feedback pinglun huifu liuyan"
    ),
    "share": "share sharing social sociable addthis jiathis bdshare fenxiang tweet twitter facebook sns weibo weixin",
    "related": (
        "related relate relative recommend rec recs tuijian xiangguan similar "
        "suggest readnext readmore outbrain taboola recirc also more"
    ),
    "popular": "popular trending hot rank ranking latest recent most paihang remen toplist",
    "ad": "ad ads adv advert adsense adbox sponsor sponsored promo promoted promotion guanggao dfp gg commercial",
    "nav": "nav navi navbar navigation menu menus topnav daohang submenu",
    "crumb": "breadcrumb crumb crumbs position location weizhi mbx curpos",
    "foot": "footer foot copyright bottom dibu colophon friendlink contentinfo ft beian icp",
    "head": "header head masthead topbar banner hd toolbar top",
    "side": "sidebar side aside rail right left secondary complementary column",
    "author": "author byline bio writer editor zuozhe contributor profile avatar",
    "meta": "meta info date time timestamp published dateline source laiyuan pubtime datetime",
    "title": "title headline heading subject biaoti bt tit",
    "content": (
        "content body text article post entry story zhengwen detail richtext rich neirong nr zw cont para editor"
    ),
    "main": "main primary wrapper wrap container page",
    "list": "list lists item items listing feed stream card cards grid teaser tile river liebiao li",
    "widget": "widget module box panel block plugin",
    "subscribe": (
        "newsletter subscribe subscription signup register registration paywall login "
        "signin denglu account user member email donate"
    ),
    "consent": "cookie consent gdpr privacy popup modal overlay lightbox dialog toast alert notice",
    "tag": "tag tags keyword keywords category categories topic topics biaoqian label",
    "media": "caption image img photo picture credit media gallery video player figure slideshow carousel slider",
    "pager": "pager pagination paging prev previous next fanye pagenav",
    "tool": "tool tools btn button buttons action actions print fontsize vote like dianzan rating save search form",
    "quote": "quote pullquote blockquote callout",
    "summary": "summary lead intro dek subtitle standfirst abstract excerpt description deck zhaiyao daoyu tldr",
    "note": "note notes footnote footnotes correction disclaimer shengming references",
    "hide": "hidden hide invisible offscreen collapsed sr visually assistive",
    "app": "qrcode erweima qr app download scan client",
    "toc": "toc contents mulu catalog outline",
    "shop": "product price buy shop cart deal store coupon",
}
"""Words in the names of elements, by group."""

KEPT_BY_ALL = frozenset({"content", "main", "head", "list", "meta"})
"""Groups that count even on an element with most of a page's prose."""

PHRASES: Mapping[str, tuple[str, ...]] = {
    "comment": ("comment", "leave a reply", "评论", "回复", "留言", "跟帖", "沙发", "網友", "楼主", "發表於"),
    "related": (
        *("related", "you may also", "you might", "recommended", "more from", "see also", "more stories", "most read"),
        *("most popular", "read next", "up next", "trending", "相关", "推荐", "延伸阅读", "热门", "猜你喜欢", "更多"),
        *("上一篇", "下一篇", "排行", "最新文章", "精彩", "相關", "推薦", "熱門", "热点", "往期"),
    ),
    "share": (
        *("share", "tweet", "facebook", "twitter", "follow us", "follow @", "whatsapp", "pinterest", "linkedin"),
        *(
            "分享",
            "微信",
            "微博",
            "朋友圈",
            "点赞",
            "收藏",
            "扫一扫",
            "二维码",
            "关注",
            "公众号",
            "赞同",
            "打赏",
            "转发",
        ),
    ),
    "byline": (
        *("\nby ", "posted", "published", "updated", "written by", "min read", "minute read", " ago", "来源", "作者"),
        *(
            "编辑",
            "发布",
            "时间：",
            "日期：",
            "阅读 ",
            "阅读(",
            "阅读：",
            "浏览",
            "点击：",
            "字体",
            "字号",
            "來源",
            "發布",
        ),
        *("记者 ", "小时前", "分钟前", "天前", "am\n", "pm\n", "阅读量", "编辑于", "文/", "出品", "供稿", "索引号"),
    ),
    "subscribe": (
        *(
            "subscribe",
            "sign up",
            "sign in",
            "log in",
            "newsletter",
            "your email",
            "register",
            "download the",
            "donate",
        ),
        *("登录", "注册", "订阅", "下载", "打开app", "客户端", "登陆", "登入"),
    ),
    "legal": (
        *(
            "copyright",
            "©",
            "all rights reserved",
            "privacy",
            "terms of",
            "cookie",
            "advertis",
            "sponsored",
            "powered by",
        ),
        *(
            "版权",
            "icp备",
            "公网安备",
            "许可证",
            "隐私",
            "免责",
            "举报",
            "联系我们",
            "备案",
            "主办",
            "承办",
            "广告",
            "声明",
        ),
        *("网站地图", "关于我们", "未经授权", "转载", "侵权", "標識碼", "标识码", "技术支持"),
    ),
    "credit": (
        *("reporting by", "contributed to this", "contributed reporting", "editing by", "is a reporter", "is a writer"),
        *("is a freelance", "is the author", "is an author", "associated press writer", "follow him", "follow her"),
        *(
            "can be reached",
            "this material may not",
            "this article was originally",
            "originally published",
            "email him",
        ),
        *("us at ", "send us", "contact us", "views expressed", "the opinions", "disclosure:", "about the author"),
        *(
            "本文来源",
            "原标题",
            "审核：",
            "审核:",
            "校对",
            "校對",
            "投稿",
            "作者简介",
            "特别声明",
            "仅代表作者",
            "不代表本",
        ),
    ),
    "invitation": (
        *(
            "check out",
            "also read",
            "read also",
            "read more:",
            "read next",
            "watch:",
            "watch the",
            "listen to",
            "for more",
        ),
        *(
            "get the latest",
            "want more",
            "join our",
            "start your day",
            "our newsletter",
            "up for our",
            "here to",
            "tips",
        ),
        *("点击上方", "设为星标", "长按", "识别", "阅读原文", "在看", "加入我们", "往期回顾", "欢迎关注"),
    ),
    "click": (
        "click",
        "read more",
        "continue reading",
        "learn more",
        "view all",
        "see all",
        "展开",
        "查看",
        "返回",
        "收起",
        "打印",
        "关闭",
    ),
    "picture": (
        "photo",
        "getty",
        "image:",
        "credit:",
        "(ap ",
        "图片",
        "图为",
        "摄\n",
        "供图",
        "资料图",
        "(reuters",
        "▲",
        "图源",
    ),
    "crumb": ("首页", "当前位置", "home\n", "您的位置", "你的位置", "导航", "正文\n", "首頁", "skip to", "menu"),
}
"""Words in the first characters of a block, in small letters, by group; a line end is the block's own."""

_NAMING = re.compile(
    r"""(?<![\w-])(?:class|id|role|itemprop|data-component|data-module)\s{0,4}=\s{0,4}(?:"([^"]{0,500})|'([^']{0,500})|([^\s"'>]{1,500}))""",
    re.IGNORECASE,
)

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

_BIT = {group: 1 << at for at, group in enumerate(NAMES)}

_WHOLE: dict[str, int] = {}

for _group, _words in NAMES.items():
    for _word in _words.split():
        _WHOLE[_word] = _WHOLE.get(_word, 0) | _BIT[_group]

_MIN_STEM = 5
"""From how many letters on a word of a class or id counts within a longer one: ad stands in header, too."""

_STEMS = {word: bits for word, bits in _WHOLE.items() if len(word) >= _MIN_STEM}

ALWAYS = sum(_BIT[group] for group in KEPT_BY_ALL)
"""The bits of ``KEPT_BY_ALL``."""


@lru_cache(maxsize=16384)
def name_bits(attributes: str) -> int:
    """Return the groups that an element's names belong to, one bit each in the order of ``NAMES``."""
    bits = 0
    for found in _NAMING.findall(attributes):
        for word in _WORD.findall("".join(found)):
            bits |= _word_bits(word.lower())
    return bits


@lru_cache(maxsize=16384)
def _word_bits(word: str) -> int:
    bits = _WHOLE.get(word, _WHOLE.get(word.removesuffix("s"), 0))
    if not bits and len(word) > _MIN_STEM:
        for stem, own in _STEMS.items():
            if stem in word:
                bits |= own
    return bits
