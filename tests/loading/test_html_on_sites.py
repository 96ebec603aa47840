"""What pages of sites nobody had looked at before broke: numbers of lines, bylines, facts in tables, names of sites."""

# ruff: noqa: E501 - a case is a line
from __future__ import annotations

import random

import pytest
from noise.clean import Writer

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.records import Document
from bdci_corpus.trace.changes import undo

TITLE = "山城的老茶行又开了门"


def written(count: int, seed: int) -> list[str]:
    """Return paragraphs of which no two are alike."""
    writer = Writer(random.Random(seed))
    return list(dict.fromkeys(writer.prose() for _ in range(2 * count)))[:count]


BODY = written(6, 41)
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)


def read(body: str, head: str = f"<title>{TITLE}</title>") -> Document:
    """Read a page whose trace leads back to its bytes."""
    raw = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()
    (document,) = normalize(raw, loader="html_page")
    assert undo(document) == raw
    return document


def of_line(line: str, behind: str = "") -> Document:
    """Read a page with a line between its title and its article, and something behind."""
    return read(f"<article class=post><h1>{TITLE}</h1>{line}{ARTICLE}{behind}</article>")


@pytest.mark.parametrize(
    "listing",
    [
        "<pre><code>one = 1\ntwo = 2</code><ul class='pre-numbering'><li>1</li><li>2</li></ul></pre>",
        "<pre><code><span class='lineno'>1 </span>one = 1\n<span class='lineno'>2 </span>two = 2</code></pre>",
        "<pre><span class=ln>1</span>one = 1\n<span class=ln>2</span>two = 2</pre>",
        "<pre><i class='line-number'>1</i>one = 1\n<i class='line-number'>2</i>two = 2</pre>",
        "<div class=code><div class='gutter'><div>1</div><div>2</div></div><pre>one = 1\ntwo = 2</pre></div>",
    ],
)
def test_the_numbers_of_a_listings_lines_are_none_of_it(listing: str) -> None:
    text = of_line("", listing + f"<p>{BODY[0]}尾。</p>").text
    assert "one = 1\ntwo = 2" in text
    assert not {"1", "2"} & set(text.split("\n"))


def test_numbers_that_are_text_stay() -> None:
    pre = "<pre class='line-numbers'>one = 1\n<span class='number'>7</span>\n<span class='lineno'>of 3</span></pre>"
    assert "one = 1\n7\nof 3" in of_line("", pre).text


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("聯合報／ 記者<a href=#>林小明</a>／台東即時報導", "林小明"),
        ("記者王大同／台北報導", "王大同"),
        ("2022-07-01 10:20　自由時報 記者陳小英", "陳小英"),
        ("By Jane Doe, Associated Press", "Jane Doe"),
        ("By JANE O'DOE Associated Press", "JANE O'DOE"),
        ("By Jane Doe Tuesday, Aug. 17, 2010", "Jane Doe"),
        ("By Jane Doe2014-01-26 21:32:46 UTC", "Jane Doe"),
        ("By Jane Doe and John B. Roe, Staff Writers", "Jane Doe and John B. Roe"),
        ("By Tuesday Morning", None),
        ("By Friday", None),
    ],
)
def test_who_wrote_it_without_where_he_works_or_the_day(line: str, author: str | None) -> None:
    assert of_line(f"<p>{line}</p>").fields.get("author") == author


@pytest.mark.parametrize(
    ("meta", "author", "publisher"),
    [
        ("By Ed Roe, CNN", "Ed Roe", None),
        ("Jane Doe, Executive Editor", "Jane Doe", None),
        ("elmundo.es", None, "elmundo.es"),
        ("Ediciones El País", None, "Ediciones El País"),
        ("Martin Luther King jr", "Martin Luther King jr", None),
        ("Jane Doe, John Roe", "Jane Doe, John Roe", None),
    ],
)
def test_a_tags_author_is_a_person(meta: str, author: str | None, publisher: str | None) -> None:
    head = f"<title>{TITLE} | EL PAÍS</title><meta name=author content='{meta}'>"
    fields = read(f"<article><h1>{TITLE}</h1>{ARTICLE}</article>", head).fields
    assert (fields.get("author"), fields.get("publisher")) == (author, publisher)


@pytest.mark.parametrize(
    "line", ["Version 1.10.2019", "Rust 1.95.0 (59807616e 2026-04-14)", "版本：V2.3 2020-03-04", "v3.4.2 (2020-03-04)"]
)
def test_the_day_of_a_version_is_no_date_of_the_text(line: str) -> None:
    assert "published" not in of_line(f"<p>{line}</p>").fields


def test_a_table_of_facts_says_nothing_of_the_text() -> None:
    rows = (("Written by", "Jane Doe"), ("Original run", "October 14, 1999"), ("首播时间", "1999年10月14日"))
    table = "<table>" + "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows) + "</table>"
    document = of_line(table)
    assert not {"author", "published"} & set(document.fields)
    assert "Original run\tOctober 14, 1999" in document.text


def test_the_head_of_a_public_document_becomes_fields_whole() -> None:
    table = (
        "<table><tr><td>索引号</td><td>0123-8/2022-00123</td><td>主题分类</td><td>农业、水利</td></tr>"
        "<tr><td>发文机关</td><td>松岭市人民政府办公室</td><td>成文日期</td><td>2022年06月01日</td></tr>"
        "<tr><td>文号</td><td>松政办发〔2022〕18号</td><td>发布日期</td><td>2022年06月08日</td></tr></table>"
    )
    document = of_line(table)
    assert document.fields["published"].startswith("2022-06-0")
    assert "索引号" not in document.text
    assert "文号" not in document.text


def test_the_footer_of_a_blogs_post_says_who_and_when() -> None:
    between = "<div id=sig><p>作者：江南雨</p><p>出处：某处</p></div><div>分类: <a href=#>爪哇</a></div><div>标签: <a href=#>内存</a></div>"
    footer = (
        "<div class=postDesc>posted @ <span>2023-05-06 21:14</span>&nbsp;<a href=#>江南雨</a>&nbsp;阅读(1203)</div>"
    )
    fields = read(f"<div class=post><h1>{TITLE}</h1><div class=body>{ARTICLE}</div>{between}{footer}</div>").fields
    assert (fields["author"], fields["published"]) == ("江南雨", "2023-05-06T21:14:00")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (f"<title>{TITLE} | 松岭日报要闻</title><meta property='og:site_name' content='松岭日报'>", TITLE),
        ("<title>A Friend in Need Is | CNN Politics</title><meta property='og:site_name' content='CNN'>", "A Friend in Need Is"),
        ("<title>The Weekly: A Friend in Need Is</title><meta property='og:site_name' content='The Weekly'>", "A Friend in Need Is"),
        ("<title>Friends | CNNs and others</title><meta property='og:site_name' content='CN'>", "Friends | CNNs and others"),
    ],
)  # fmt: skip
def test_a_title_is_without_the_sites_name_or_its_channels(head: str, title: str) -> None:
    assert read(f"<div class=body>{ARTICLE}</div>", head).title == title


@pytest.mark.parametrize(
    "behind",
    [
        "<p>违法和不良信息举报电话：010-1234 邮箱：a@b.example 版权所有 Copyright©甲网</p><p>大盘未迎开门红</p><p>看老街的传奇</p>",
        "<p>分享：</p><p>声明：本网力求信息真实、准确，文章提及内容仅供参考，不构成投资建议。</p>",
        "<p>Powered By 某某新闻网 Version 3.0 © 2018-2020</p>",
        "<p>Notice: The content above (including the pictures) is uploaded by a user.</p>",
        "<p>返回首页>></p>",
        "<p>Follow Jefferson Graham on Twitter.</p>",
    ],
)
def test_what_a_site_says_behind_the_last_sentence_goes(behind: str) -> None:
    assert of_line("", behind).text == f"{TITLE}\n\n" + of_line("").text.removeprefix(f"{TITLE}\n\n")


@pytest.mark.parametrize(
    "before",
    [
        "<p>安装甲乙财经客户端第一时间接收最全面的市场资讯→【下载地址】</p>",
        "<p>新品第一时间免费试玩，快来众测！下载客户端还能获得专享福利哦！</p>",
        "<p>用微信扫描二维码<br>分享至好友和朋友圈</p>",
        "<p><a href=#>点击进入“文艺星青年”>></a></p>",
        "<p><span class=iconfont>&#xe621;</span></p>",
        f"<p>摘要：{BODY[0]}</p>",
    ],
)
def test_what_a_site_says_before_the_first_sentence_goes(before: str) -> None:
    assert of_line(before).text == of_line("").text


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("前期工作已经启动。<a href=#><img><span>返回某某网首页&gt;&gt;</span></a>", "前期工作已经启动。"),
        ("<span>1/10</span> 当全世界都在为此忙碌的时候，这里很安静。", "当全世界都在为此忙碌的时候，这里很安静。"),
        ("<i class=icon>\ue621</i>前期工作已经启动。", "前期工作已经启动。"),
    ],
)
def test_links_home_counters_and_icons_in_a_paragraph_go(paragraph: str, text: str) -> None:
    assert of_line("", f"<p>{paragraph}</p>").text.endswith(f"\n\n{text}")


@pytest.mark.parametrize(
    "paragraph",
    [
        "他在声明中说：版权所有者是谁，要由法院来定。这件事谈了很久，双方都没有让步，直到去年年底。",
        "会议声明：双方将继续合作。",
        "请返回首页再看一次这句话。",
        "他说，分享到朋友圈的文章，他一篇也没有看过。",
    ],
)
def test_sentences_that_only_sound_like_a_sites_stay(paragraph: str) -> None:
    assert paragraph in of_line("", f"<p>{paragraph}</p><p>{BODY[1]}又及。</p>").text


def test_words_for_search_engines_go_and_lists_of_words_stay() -> None:
    names = [f"{family}{name}" for family in "赵钱孙李周吴郑王" for name in "一二三四五六七八九十百千万云雨风山水木火"]
    assert names[0] in of_line("", f"<p>{' '.join(names)}</p>").text
    assert names[0] not in of_line("", f"<div>{' '.join(names * 20)}</div>").text


@pytest.mark.parametrize(
    ("footer", "published", "outlet"),
    [
        ("<footer><div>发布日期：2019-09-23 14:34:05&nbsp;&nbsp;所属分类：<a href=#>头条</a></div></footer>", "2019-09-23T14:34:05", None),
        ("<div>来源：当代商报 时间：2019-09-23 14:34</div>", "2019-09-23T14:34:00", "当代商报"),
        ("<div><span>本文来源：新华社</span> <span>责任编辑：李曦_NN2587</span></div>", None, None),
    ],
)  # fmt: skip
def test_the_foot_of_an_article_says_when_and_whose(footer: str, published: str | None, outlet: str | None) -> None:
    tags = "<div>分类: <a href=#>爪哇</a></div><div>标签: <a href=#>内存</a></div><div>上一篇：<a href=#>无</a></div><div>下一篇：<a href=#>无</a></div>"
    document = read(f"<div class=post><h1>{TITLE}</h1><div class=body>{ARTICLE}</div>{tags}{footer}</div>")
    assert document.fields.get("published") == published
    assert document.fields.get("outlet") == outlet
    if "责任编辑" in footer:
        assert document.editors == ("李曦",)


@pytest.mark.parametrize(
    ("box", "inner"),
    [("comment_content", "content"), ("userComments", "text"), ("reply-list", "entry"), ("site-footer", "content")],
)
def test_long_prose_in_a_box_called_comments_or_foot_behind_an_article_goes(box: str, inner: str) -> None:
    said = written(3, 77)
    boxes = f'<div class="{box}"><div class="{inner}">{"</div><div>".join(said)}</div></div>'
    document = read(f'<div class="main"><h1>{TITLE}</h1><div class="article">{ARTICLE}</div></div>{boxes}')
    assert not [line for line in said if line in document.text]
    assert [line for line in BODY if line not in document.text] == []


def test_an_article_in_a_box_called_reply_stays() -> None:
    document = read(
        f'<div class="intro"><p>{BODY[0][:30]}。</p></div><div class="reply"><h1>{TITLE}</h1>{ARTICLE}</div>'
    )
    assert [line for line in BODY if line not in document.text] == []
