"""What real pages have broken so far, kind by kind, with further instances of each."""

# ruff: noqa: E501 - a case is a line
from __future__ import annotations

import random

import pytest
from noise.clean import Writer

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.records import Document
from bdci_corpus.trace.changes import undo

LEAD = "入夏以来，青溪镇的老街迎来第一批游客，沿街的茶馆重新开了门，傍晚时分座无虚席。"
NOTE = "注：文中的数字由镇文化站提供，截至六月底，其后的变化不在其中。"


def written(count: int, seed: int = 3) -> list[str]:
    """Return paragraphs of which no two are alike."""
    writer = Writer(random.Random(seed))
    return list(dict.fromkeys(writer.prose() for _ in range(2 * count)))[:count]


BODY = written(6)
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)


def read(body: str, head: str = "<title>老街的夏天</title>") -> Document:
    """Read a page whose trace leads back to its bytes."""
    raw = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()
    (document,) = normalize(raw, loader="html_page")
    assert undo(document) == raw
    return document


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("<tr><td rowspan=2>甲</td><td>一</td></tr><tr><td>二</td></tr>", "甲\t一\n甲\t二"),
        ("<tr><td>一</td><td rowspan=3>甲</td></tr><tr><td>二</td></tr><tr><td>三</td></tr>", "一\t甲\n二\t甲\n三\t甲"),
        ("<tr><td colspan=2>合计</td><td>9</td></tr><tr><td>甲</td><td>乙</td><td>8</td></tr>", "合计\t9\n甲\t乙\t8"),
        (f"<tr><td>说明</td><td>{LEAD * 2}</td></tr><tr><td>备注</td><td>无</td></tr>", f"说明\t{LEAD * 2}\n备注\t无"),
    ],
)
def test_spans_and_long_cells_are_a_row_a_line(table: str, rows: str) -> None:
    assert rows in read(f"{ARTICLE}<table>{table}</table><p>{LEAD}</p>").text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>详见附件</p>", "关于调整公交线路的通知\n\n详见附件"),
        ("<div><div>无</div></div>", "关于调整公交线路的通知\n\n无"),
        ("<ul><li><a href=1.doc>附件一</a></ul>", "关于调整公交线路的通知\n\n附件一"),
    ],
)
def test_a_title_longer_than_its_page_is_read(body: str, text: str) -> None:
    assert read(body, "<title>关于调整公交线路的通知</title>").text == text


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("<span>2024-01-02 10:11</span> <span>来源：青溪晚报</span>", {"published": "2024-01-02T10:11:00", "outlet": "青溪晚报"}),
        ("发布时间：2024年1月2日　作者：周二　浏览：33次", {"published": "2024-01-02", "author": "周二"}),
        ("發佈時間：2024/01/02　記者：韋春立　來源：青溪報", {"published": "2024-01-02", "author": "韋春立", "outlet": "青溪報"}),
        ("稿源：青溪发布 | 日期：2024.01.02 | 文/苏晓琪", {"published": "2024-01-02", "author": "苏晓琪", "outlet": "青溪发布"}),
        ('<a class="follow-nickName">苏晓琪</a> 于 2024-01-02 10:11:12 发布', {"published": "2024-01-02T10:11:12", "author": "苏晓琪"}),
        ('By <a rel="author" href=#>Anna Lee Smith</a>', {"author": "Anna Lee Smith"}),
        ('<div class="author cf">本报记者 朱厚明</div>', {"author": "朱厚明"}),
    ],
)  # fmt: skip
def test_who_when_and_where_become_fields_with_their_places(line: str, fields: dict[str, str]) -> None:
    body = f"<div>今天是2020年5月6日 星期三 欢迎您</div><h1>老街的夏天</h1><div class=info>{line}</div>{ARTICLE}"
    raw = f"<html><body>{body}</body></html>".encode()
    (document,) = normalize(raw, loader="html_page")
    assert {name: document.fields.get(name) for name in fields} == fields
    for name in fields.keys() - {"published"}:
        start, end = document.origin.raw_spans[name]
        assert raw[start:end].decode() == fields[name]
    assert "今天是" not in document.text


@pytest.mark.parametrize(
    ("behind", "published", "author"),
    [
        ("<div>编辑于 2024-01-02 10:11</div>", "2024-01-02T10:11:00", None),
        ("<p class=postDesc>posted @ 2024-01-02 10:11 施佳昌 阅读(12) 评论(3)</p>", "2024-01-02T10:11:00", "施佳昌"),
        ("<div><span>发布于 2024年1月2日</span></div>", "2024-01-02", None),
    ],
)
def test_a_date_behind_the_article_is_found(behind: str, published: str, author: str | None) -> None:
    document = read(f"<h1>老街的夏天</h1><div class=content>{ARTICLE}</div>{behind}")
    assert document.fields["published"] == published
    assert document.fields.get("author") == author
    assert "2024" not in document.text


def test_a_reporter_in_brackets_is_the_author_and_stays_in_the_text() -> None:
    document = read(f"<h1>老街的夏天</h1><div class=text><p>〔記者韋春立／臺北報導〕{BODY[0]}</p>{ARTICLE}</div>")
    assert document.fields["author"] == "韋春立"
    assert "〔記者韋春立／臺北報導〕" in document.text


def test_a_short_article_is_not_lost_among_long_lists() -> None:
    links = "".join(f'<li><a href="{n}">今日头条新闻列表里的第{n}条标题</a></li>' for n in range(200))
    document = read(f"<div><p>{LEAD}</p><p>{NOTE}</p></div><ul>{links}</ul>", "")
    assert document.text == f"{LEAD}\n\n{NOTE}"
