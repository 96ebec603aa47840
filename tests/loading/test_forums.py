"""Threads of many engines, post by post: author, date as exactly as it is printed, and nothing of the page."""

from __future__ import annotations

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.documents.read import read_bytes
from bdci_corpus.documents.settings import Settings
from bdci_corpus.loading.forums import moment
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.records import Document

ASK, ANSWER = "请问各位，青石渡口现在还开不开？", "开的，早上六点到晚上六点。"

PANEL = "{name}\n\n3\n主题\n\n12\n帖子\n\n56\n积分\n\n新手上路\n\n"

THREADS = {
    "discuz line": f"楼主 小明 发表于 2020-5-6 10:20 | 只看该作者\n{ASK}\n\n沙发 老周 发表于 2020-5-6 11:30 | 只看该作者\n{ANSWER}\n",
    "discuz x": f"{PANEL.format(name='小明')}楼主\n发表于 2020-5-6 10:20 | 只看该作者\n{ASK}\n\n回复\n\n使用道具 举报\n\n"
    f"{PANEL.format(name='老周')}沙发\n发表于 2020-5-6 11:30 | 只看该作者\n{ANSWER}\n\n回复\n\n使用道具 举报\n",
    "discuz 7": f"小明\n新手上路\nRank: 1\nUID 1234\n帖子 12\n1楼 大 中 小 发表于 2020-5-6 10:20 只看该作者\n{ASK}\n\nTOP\n\n"
    f"老周\n金牌会员\nUID 99\n帖子 1024\n2楼 大 中 小 发表于 2020-5-6 11:30 只看该作者\n{ANSWER}\n\nTOP\n",
    "print view": f"作者: 小明    时间: 2020-5-6 10:20     标题: 渡口还开不开？\n\n{ASK}\n\n作者: 老周    时间: 2020-5-6 11:30\n\n{ANSWER}\n",
    "phpBB": f"由 小明 » 2020年 5月 6日 10:20\n\n{ASK}\n\n由 老周 » 周三 5月 6日, 2020 11:30 am\n\n{ANSWER}\n",
    "phpBB, English": f"Post by 小明 » Wed May 06, 2020 10:20 am\n\n{ASK}\n\nPost by 老周 » Wed May 06, 2020 11:30 am\n\n{ANSWER}\n",
    "vBulletin": f"13-05-2020, 10:20 AM\n#1\n小明\n新手\n注册日期: 2009-01\n帖子: 12\n{ASK}\n\n13-05-2020, 11:30 AM\n#2\n老周\n高级会员\n帖子: 3\n{ANSWER}\n",
    "Tieba": f"小明\n渡口吧 12级\n{ASK}\n来自Android客户端1楼2020-05-06 10:20回复\n老周\n{ANSWER}\n2楼2020-05-06 11:30回复(1)\n",
    "Tianya": f"楼主：小明 时间：2020-05-06 10:20:00 点击：123 回复：4\n\n{ASK}\n\n作者：老周 时间：2020-05-06 11:30:00\n\n{ANSWER}\n",
    "floors": f"1楼 小明 2020/5/6 10:20\n{ASK}\n\n2楼 老周 2020/5/6 11:30\n{ANSWER}\n",
    "NGA": f"#0 小明 2020-05-06 10:20\n{ASK}\n#1 老周 2020-05-06 11:30\n{ANSWER}\n",
}


def read(text: str, name: str = "a.txt") -> tuple[Document, ...]:
    return read_bytes(text.encode(), name, find_loaders(), Settings()).documents


@pytest.mark.parametrize("kind", THREADS)
def test_a_thread_is_its_posts(kind: str) -> None:
    posts = read(f"渡口还开不开？\n\n{THREADS[kind]}")
    assert [post.fields.get("author") for post in posts] == ["小明", "老周"]
    assert [post.fields["published"][11:16] for post in posts] == ["10:20", "11:30"]
    assert [post.text for post in posts] == [f"渡口还开不开？\n\n{ASK}", ANSWER]
    assert {post.title for post in posts} == {"渡口还开不开？"}


@pytest.mark.parametrize("when", ["昨天 11:30", "3 天前", "半小时前", "5-6", "5月6日 11:30", "刚刚", "前天 08:00"])
def test_a_date_without_a_year_is_said_and_not_guessed(when: str) -> None:
    first, second = read(
        f"楼主 甲 发表于 2020-5-6 10:20 | 只看该作者\n第一帖。\n\n沙发 乙 发表于 {when} | 只看该作者\n第二帖。\n"
    )
    assert first.fields["published"] == "2020-05-06T10:20:00"
    assert (second.text, second.fields["author"]) == ("第二帖。", "乙")
    assert "published" not in second.fields
    assert second.origin.extra == {"published": when}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2020/5/6", "2020-05-06"),
        ("2020年5月6日 9:05", "2020-05-06 09:05"),
        ("Wed May 06, 2020 10:20 pm", "2020-05-06 22:20"),
        ("Wed May  6 10:20:31 2020", "2020-05-06 10:20:31"),
        ("05-16-2020, 12:20 AM", "2020-05-16 00:20"),
        ("05-06-2020", None),
        ("昨天 11:30", None),
    ],
)
def test_dates_are_read_as_exactly_as_they_are_printed(said: str, value: str | None) -> None:
    assert moment(said).value == value


@pytest.mark.parametrize(
    "text",
    [
        "| P1 | P2 | D1 | P3 | D2 | D3 | D4 |\n|----|----|----|----|----|----|----|\n| A | B | C | D | E | F | G |",
        '{ "a": [ { "b": [ ] } ], "c": null }\n{ "a": [ { "b": [ ] } ], "c": null }',
        "0 5 * * * /usr/bin/backup.sh\n*/10 * * * * /usr/bin/check.sh",
        "变量 x, y, z, u, v, w",
        "[ { } ] } ] ) } ]",
    ],
)
def test_cells_brackets_and_lists_are_no_jammers(text: str) -> None:
    (document,) = read(f"值班说明如下，请各位遵守。\n\n{text}\n\n请各位按表值班，不得缺岗。\n")
    assert document.origin.loader == "plain_text"
    for line in text.split("\n"):
        assert line in document.text


def test_a_post_of_a_bulletin_board_keeps_what_was_pushed() -> None:
    head = "作者  ming (小明)\n看板  Ferry\n標題  [問題] 渡口還開不開？\n時間  Wed May  6 10:20:31 2020\n\n"
    (post,) = read(f"{head}請問各位，渡口還開不開？\n\n--\n※ 發信站: 批踢踢實業坊(ptt.cc)\n推 zhou: 開的\n")
    assert (post.title, post.fields["author"]) == ("[問題] 渡口還開不開？", "ming")
    assert post.fields["published"] == "2020-05-06T10:20:31"
    assert "推 zhou" in post.text
    assert "發信站" not in post.text


PRINTED = {
    "Tieba": (
        (
            "【图片】阳台种花【花草吧】_百度贴吧\n小满\n会元7\n今年的月季开得很好。\n"
            "送TA礼物 来自iPhone客户端1楼2018-11-20 19:22 回复\n"
            "老赵\n进士6\n真漂亮。\n来自Android客户端2楼2018-11-20 19:40 回复\n"
        ),
        ["小满", "老赵"],
        ["2018-11-20T19:22:00", "2018-11-20T19:40:00"],
    ),
    "phpBB": (
        (
            "怎么换轮胎？\n由 小周 » 2012年3月4日 周日 15:22\n\n后轮总是漏气，请问怎么换？\n\n"
            "Re: 怎么换轮胎？\n由 老孙 » 2012年3月5日 周一 下午 4:05\n\n先把螺丝拧松。\n"
        ),
        ["小周", "老孙"],
        ["2012-03-04T15:22:00", "2012-03-05T16:05:00"],
    ),
    "Discuz's Archiver": (
        (
            "查看完整版本: 种菜记\n\n绿手指 2009-3-8 10:12\n\n种菜记\n\n去年开始种菜。\n\n豆豆妈 2009-3-8 11:40\n\n"
            "[b]回复 1# 绿手指 的帖子[/b]\n用多大的盆？\n\n页: [1]\n"
        ),
        ["绿手指", "豆豆妈"],
        ["2009-03-08T10:12:00", "2009-03-08T11:40:00"],
    ),
}


@pytest.mark.parametrize("kind", PRINTED)
def test_nothing_of_the_page_is_left_beside_posts(kind: str) -> None:
    text, authors, dates = PRINTED[kind]
    posts = normalize(text.encode())
    assert [post.fields["author"] for post in posts] == authors
    assert [post.fields["published"] for post in posts] == dates
    said = "\n".join(post.text for post in posts)
    assert not [word for word in ("会元", "Re", "由 ", "[b]", "页", "百度贴吧", "完整版本", "楼2") if word in said]
    assert said.count(posts[0].fields["title"]) == 1
