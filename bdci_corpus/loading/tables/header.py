"""Tell the names of a table's columns: what is a header, and what columns without a name are called."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from bdci_corpus.loading.tables.delimited import NUMBER

NAMES: Mapping[str, Sequence[str]] = {
    "text": (
        *("text", "content", "正文", "文本", "内容", "內容", "全文", "内文", "內文", "body", "article", "document"),
        *("passage", "contents", "full_text", "raw_content", "文章"),
    ),
    "id": ("id", "doc_id", "document_id", "docid", "_id", "uuid", "guid", "编号", "編號", "文档编号"),
    "title": (
        "title",
        "标题",
        "標題",
        "题目",
        "題目",
        "题名",
        "headline",
        "subject",
        "rhythmic",
        "词牌",
        "詞牌",
        "词牌名",
        "篇名",
        "篇目",
        "chapter",
    ),
    "author": ("author", "authors", "作者", "byline", "writer"),
    "published": (
        *(
            "published",
            "date",
            "publish_date",
            "published_at",
            "publish_time",
            "pub_date",
            "pubdate",
            "publishdate",
            "publishtime",
            "createtime",
            "create_time",
            "posttime",
            "发布时间",
        ),
        *("發布時間", "发布日期", "發布日期", "日期", "时间", "時間", "time", "timestamp", "created_at"),
    ),
    "publisher": ("publisher", "媒体", "媒體", "出版社", "site", "site_name"),
    "outlet": ("source", "来源", "來源", "outlet"),
    "url": ("url", "link", "链接", "鏈接", "連結", "网址", "網址", "source_url", "href", "uri"),
    "license": (
        *(
            "license",
            "licence",
            "license_name",
            "许可",
            "许可证",
            "许可协议",
            "授权",
            "授权协议",
            "版权",
            "版权声明",
            "rights",
        ),
        *("copyright", "許可", "授權", "版權", "terms", "license_id", "spdx"),
    ),
}
"""What columns are called that become fields, the surest name first. All else goes into ``extra``."""

_HINTS = (
    *("text", "content", "comment", "review", "body", "article", "passage", "abstract", "description", "message"),
    *("sentence", "tweet", "summary", "answer", "question", "query", "caption", r"post\b", "story", "essay"),
    *(
        "transcript",
        "正文",
        "文本",
        "内容",
        "內容",
        "全文",
        "评论",
        "評論",
        "留言",
        "微博",
        "问题",
        "問題",
        "回答",
        "答案",
    ),
    *(
        "描述",
        "摘要",
        "简介",
        "簡介",
        "句子",
        "评价",
        "評價",
        "意见",
        "意見",
        "建议",
        "建議",
        "文章",
        "段落",
        "弹幕",
        "新闻",
    ),
)

HINTS = re.compile("|".join(_HINTS))
"""Words in the name of a column whose cells may be a document's text."""

_OTHER = frozenset(
    (
        *("index", "idx", "label", "labels", "class", "category", "target", "score", "rating", "ratings", "sentiment"),
        *("emotion", "stars", "sex", "gender", "age", "name", "user", "username", "user_id", "userid", "uid", "tag"),
        *("tags", "lang", "language", "type", "split", "fold", "city", "year", "month", "day", "price", "count"),
        *(
            "likes",
            "n",
            "no",
            "序号",
            "標籤",
            "标签",
            "类别",
            "类型",
            "分类",
            "情感",
            "情感倾向",
            "评分",
            "得分",
            "星级",
        ),
        *("用户", "用户名", "用户id", "性别", "年龄", "地区", "点赞数", "转发数", "评论数", "点赞", "时间戳", "姓名"),
        *("昵称", "城市", "数量", "价格"),
    )
)

_BLANKS = re.compile(r"[\s-]+")

_LETTER = re.compile(r"[^\W\d_]")

_DIGITS = re.compile(r"\d+")

_SENTENCE = re.compile(r"[。，！？；：…“”\n]|[.!?]\Z|https?://")

_IDENTIFIER = re.compile(r"[A-Za-z_#][\w .()/#-]*\Z", re.ASCII)

_MAX_NAME = 60
"""The longest name of a column, in characters."""

_SHORT = 0.34
"""A name is at most this share as long as what stands below it."""


def plain_name(name: str) -> str:
    """Return a column's name as names are compared."""
    name = name.strip("\ufeff# \t").lower()
    return name if name.isalnum() else _BLANKS.sub("_", name)


@cache
def _known() -> frozenset[str]:
    hints = (hint.removesuffix(r"\b") for hint in _HINTS)
    return frozenset(name for names in NAMES.values() for name in names) | _OTHER | frozenset(hints)


def is_known(cell: str) -> bool:
    """Return whether a cell is what columns are called."""
    return plain_name(cell) in _known()


def names_in(rows: Sequence[Sequence[str]], width: int) -> tuple[tuple[str, ...], bool]:
    """Return the names of a table's columns, and whether its first row gives them."""
    if not rows:
        return (), False
    first, rest = rows[0], rows[1:]
    if len(first) == width - 1 and _has_row_names(rest, width):
        first = ["", *first]
    if not _is_header(first, rest):
        return unique_names([""] * width, width), False
    return unique_names(first, max(width, len(first))), True


def unique_names(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Return distinct names: ``index`` for a first that has none, ``column_3`` for another, ``text_2`` for a double."""
    given = [*(cell.strip() for cell in cells), *[""] * (width - len(cells))]
    has_names, names, copies = any(given), dict[str, None](), Counter[str]()
    claimed = frozenset(given)
    for number, name in enumerate(given, 1):
        base = name or ("index" if number == 1 and has_names else f"column_{number}")
        found = base
        while found in names or (found != base and found in claimed):
            copies[base] += 1
            found = f"{base}_{copies[base] + 1}"
        names[found] = None
    return tuple(names)


def _has_row_names(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Return whether the first cells of rows name them, and the last cells are not merely empty."""
    whole = [row for row in rows if len(row) == width]
    return bool(whole) and len({row[0] for row in whole}) == len(whole) and any(row[-1] for row in whole)


def _is_header(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:  # noqa: PLR0911 - a line a reason
    """Return whether a table's first row holds the names of its columns."""
    cells = [cell.strip() for cell in first]
    filled = [cell for cell in cells if cell]
    columns = [(cell, [row[n].strip() for row in rest if n < len(row)]) for n, cell in enumerate(cells) if cell]
    if not filled or any(_recurs(cell, below) for cell, below in columns):
        return False
    if any(map(is_known, filled)) or _are_ordinals(filled, columns):
        return True
    if any(_LETTER.search(cell) and len(below) > 1 and all(map(NUMBER.match, below)) for cell, below in columns):
        return True
    if any(len(cell) > _MAX_NAME or _SENTENCE.search(cell) or not _LETTER.search(cell) for cell in filled):
        return False
    if len(set(filled)) < len(filled) or any(NUMBER.match(cell) for cell in filled):
        return False
    votes = [_vote(cell, below) for cell, below in columns]
    if any(vote < 0 for vote in votes):
        return False
    return any(vote > 0 for vote in votes) or (len(filled) > 1 and not any(map(_wide, filled)))


def _recurs(name: str, below: Sequence[str]) -> bool:
    """Return whether a cell is one of its column's: the same stands below it, or the same with other numbers."""
    if not _LETTER.search(name):
        return False
    shape = _DIGITS.sub("0", name)
    return name in below or (shape != name and any(_DIGITS.sub("0", cell) == shape for cell in below))


def _are_ordinals(cells: Sequence[str], columns: Sequence[tuple[str, Sequence[str]]]) -> bool:
    """Return whether columns are called 0, 1, 2 …, and do not hold numbers alone."""
    words = any(not all(map(NUMBER.match, below)) for _, below in columns if below)
    return len(cells) > 1 and words and list(cells) == [str(number) for number in range(len(cells))]


def _vote(name: str, cells: Sequence[str]) -> int:
    """Return whether a cell reads like the name of the column below it: 1, or -1, or 0 if that is open."""
    below = [cell for cell in cells if cell]
    if not below:
        return 0
    if all(NUMBER.match(cell) for cell in below):
        return 1
    lengths = sorted(map(len, below))
    typical = lengths[len(lengths) // 2]
    if _IDENTIFIER.match(name) and sum(map(_wide, below)) > len(below) // 2:
        return 1
    if HINTS.search(name.lower()) and len(name) < typical:
        return 1
    if typical > 8 and len(name) >= max(lengths[0], typical * _SHORT):  # noqa: PLR2004 - longer than labels
        return -1
    return 1 if len(name) < typical * _SHORT else 0


def _wide(cell: str) -> bool:
    """Return whether a cell holds characters of East Asia."""
    return any(unicodedata.east_asian_width(c) in "WF" for c in cell)
