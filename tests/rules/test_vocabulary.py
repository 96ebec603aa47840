"""Every word of the vocabulary is looked for: what comes before its pattern lets it through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bdci_corpus.compiling import PACE
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.furniture import find
from bdci_corpus.text import vocabulary

BODY = "甲城在河边，街道走访了三百户，把问题逐条记下来。"


def lines() -> Iterator[str]:
    """Yield a line of each kind for each word."""
    yield from (f"{word} 返回顶部" for word in vocabulary.NAVIGATION_WORDS)
    yield from (f"【{word}】 返回顶部" for word in vocabulary.NAVIGATION_WORDS)
    yield from (f"{word}：甲城新闻" for word in vocabulary.LABELS)
    yield from (f"{word}：大 中 小" for word in vocabulary.SIZES)
    yield from (f"{word}：王小明" for word in vocabulary.EDITORS)
    yield from (f"（{word}：甲城日报）" for word in vocabulary.ORIGINS)
    yield from (f"{word}：甲 乙" for word in vocabulary.TAGS)
    yield from (f"{word}二维码关注我们" for word in vocabulary.SCANS)
    yield from (
        "本帖最后由 甲 于 2020-1-1 编辑",
        "本帖最後由 甲 於 2020-1-1 編輯",
        "发表于 2020-1-1",
        "發表於 2020-1-1",
    )
    yield from ("1,284 人赞同了该回答", "214 条评论", "赞同 12", "编辑于 2021-09-12 23:40・IP 属地河南")
    yield from ("（本章完）", "本章完", "（未完待续。）", "（本章未完，请点击下一页继续阅读）", "章节错误,点此举报")
    yield from ("上一章 | 目录 | 下一章", "上一章 ← 章节列表 → 下一章", "←上一章 下一章→")
    yield from (
        "图｜来自网络",
        "- END -",
        "—— 完 ——",
        "阅读 2.3万",
        "在看 128",
        "赞 312",
        "3 人已赞赏",
    )
    yield from ("点击上方蓝字关注我们", "▼", "「真诚赞赏，手留余香」")
    yield from ("- 3 -", "第 3 页 共 9 页", "Page 3 of 9", "扫一扫，手机看", "首页 > 新闻 > 正文")


@pytest.fixture(params=[False, True], ids=["interpreted", "compiled"])
def pace(request: pytest.FixtureRequest) -> Iterator[None]:
    """Loops as Python runs them, and as machine code."""
    before = PACE.seen
    PACE.seen = PACE.enough if request.param else -PACE.enough * 10
    yield
    PACE.seen = before


@pytest.mark.usefixtures("pace")
@pytest.mark.parametrize("line", list(lines()))
def test_a_line_of_a_page_goes(line: str) -> None:
    text = f"{BODY}\n\n{line}"
    assert find(text, Context(file_text=text)).edited(text).strip() == BODY


def credits_() -> Iterator[str]:
    """Yield a credit for each word."""
    yield from (f"甲城日报社{word}" for word in vocabulary.GIVEN_PHOTO)
    yield from (f"甲城夜景 王小明{word}" for word in (*vocabulary.PHOTOGRAPHY, "摄", "攝"))
    yield from (f"甲城夜景（王小明 {word}）" for word in (*vocabulary.PHOTOGRAPHY, *vocabulary.GIVEN_PHOTO))
    yield from (f"{word}：甲城日报" for word in (*vocabulary.PHOTO_SOURCES, *vocabulary.PHOTOGRAPHY))
    yield from (f"甲城夜景（{word}）" for word in vocabulary.STOCK_PHOTOS)


@pytest.mark.usefixtures("pace")
@pytest.mark.parametrize("line", list(credits_()))
def test_a_line_with_a_credit_is_a_caption(line: str) -> None:
    text = f"{BODY}\n\n{line}\n\n{BODY}"
    captions = [mark for mark in find(text, Context(file_text=text)).marks if mark.kind == "caption"]
    assert [text[mark.start : mark.end] for mark in captions] == [line]
