"""What the keys of front matter and of headers mean, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from bdci_corpus.patterns import lazily


class KeyMeaning(NamedTuple):
    """What a key says: the name of a field, or of an entry in ``extra``.

    Of several keys for one field the lowest ``rank`` counts. A ``sure`` key belongs to a header
    wherever it stands; another also begins lines of running text (时间：…), and needs company.
    """

    name: str
    rank: int
    sure: bool


FIELDS = frozenset({"title", "author", "published", "url", "outlet", "publisher", "editors"})
"""The meanings that are fields of a document; all others go to ``extra``."""

_SURE = {
    (
        "author",
        0,
    ): "发件人 寄件人 寄件者 作者 原文作者 原作者 文章作者 本文作者 原著作者 撰文 撰稿 author authors by writer byline",
    ("translator", 0): "译者 翻译 翻译者 译 本文译者 译文作者 translator translators translatedby 譯者",
    ("proofreader", 0): "校对 校对者 校對 审校 审校者 校审 校译 reviewer reviewers proofreader proofreaders reviewedby",
    ("url", 1): (
        "原文地址 原文链接 原文 原文网址 原文出处 原文连接 英文原文 原链接 来源链接 出处链接 原始链接 原文url "
        "原文鏈接 原文連結 "
        "sourceurl originalurl original originallink originalarticle canonical canonicalurl canonicallink externalurl"
    ),
    ("url", 0): "url via 文章链接 文章地址 本文链接 本文地址 文章连接 博客地址 网页地址 articleurl",
    ("url", 2): "转载自 转自 轉載自 摘自 转载地址 转载链接",
    ("url", 4): "本文永久链接 永久链接 固定链接 译文链接 译文地址 permanentlink",
    ("author", 1): "发件人 寄件人 寄件者",
    ("recipient", 0): "收件人 收件者 抄送 密送 副本",
    ("published", 0): (
        "发送时间 发送日期 寄件日期 "
        "发布时间 发布日期 发表时间 发表日期 發佈時間 發布日期 發表時間 发表于 发布于 写作时间 写于 创作时间 撰写时间 "
        "published publishedat publishedon publishdate pubdate datepublished posted postedon"
    ),
    ("published", 1): "创建时间 创建日期 原文时间 原文日期 原文发布时间 created createdat createtime createdate",
    ("updated", 0): "更新时间 更新日期 修改时间 最后更新 最后修改 lastupdated lastmodified updatedat modified updated",
    ("translation_of", 0): "原文标题 原标题 英文标题 原题 originaltitle subject",
    ("editors", 0): "责任编辑 责编 責任編輯 責編",
    ("collector", 0): "选题 collector 选题者 推荐人 推荐者",
    ("translated_for", 0): "译文出自 翻译自 译自 翻译出处",
    ("license", 0): "许可协议 授权协议 版权声明 版权协议 许可证 转载许可 许可 licence",
}

_UNSURE = {
    ("title", 0): "主题 主旨 软件名称 书名 篇名 歌名 title 标题 题目 文章标题 標題 题名",
    ("published", 2): "date 日期 时间 時間 datetime",
    ("outlet", 0): "来源 出处 文章来源 稿件来源 信息来源 來源 文章出处 source",
    ("url", 3): "link 链接 地址 网址 鏈接 連結 from website homepage",
    ("publisher", 0): "publisher 发布者 发布人 出版 出版社 媒体",
    ("editors", 1): "编辑 editor editors 編輯",
    ("license", 1): "license 协议 版权 copyright rights",
    ("tags", 0): "tags 标签 文章标签 关键词 关键字 keywords tag 標籤",
    ("categories", 0): "categories category 分类 类别 栏目 专栏 分類 分类专栏 文章分类",
    ("summary", 0): "summary 摘要 简介 description abstract 导读",
    ("language", 0): "lang language 语言",
    ("slug", 0): "slug status layout permalink",
    ("views", 0): "浏览 浏览量 浏览次数 点击 点击数 点击量 阅读 阅读数 人气 查看",
    ("photographer", 0): "摄影 图 图片 攝影",
    ("controls", 0): "字体 字号 字体大小 字號 字體 分享 分享到",
    ("dynasty", 0): "朝代 年代 dynasty",
    ("words", 0): "字数 全文字数 阅读时间 阅读时长 阅读量",
}


def _table() -> Mapping[str, KeyMeaning]:
    table: dict[str, KeyMeaning] = {}
    for sure, groups in ((True, _SURE), (False, _UNSURE)):
        for (name, rank), keys in groups.items():
            for key in keys.split():
                table[key] = KeyMeaning(name, rank, sure)
    return table


MEANINGS = _table()

_NOISE = lazily(r"[\s_*`\-·:：/]+|[（(].{0,12}[）)]$")

_CHINESE = sorted((key for key in MEANINGS if not key.isascii() and len(key) > 1), key=lambda key: (-len(key), key))

_ANY = "|".join((*map(re.escape, _CHINESE), "via"))

NEXT_KEY = lazily(rf"[ \t\u3000|｜/，,;；·•]{{1,24}}[*_【]{{0,3}}(?P<key>{_ANY})[*_】 \t]{{0,6}}[:：]")
"""Where a second pair begins on a line: ``译者：甲 校对：乙``."""


@lru_cache(maxsize=4096)
def meaning(key: str) -> KeyMeaning | None:
    """Return what a key means, however it is spaced, cased and decorated; None if that is not known.

    Of two in one (采访/撰文) that of the first that is known.
    """
    known = MEANINGS.get(_NOISE.sub("", key).lower())
    if known is None and "/" in key:
        return next((each for part in key.split("/") if (each := meaning(part))), None)
    return known
