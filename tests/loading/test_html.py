"""Web pages: every byte is accounted for, what is not shown goes, and what is content stays."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, strategies as st
from noise.clean import Writer
from places import SAMPLES

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.loading.html.edits import html_edits
from bdci_corpus.loading.html.elements import parse
from bdci_corpus.loading.html.tokens import tokens
from bdci_corpus.loading.scripts import find_loaders, surest_loader
from bdci_corpus.records import Document, Edit
from bdci_corpus.text.encoding import guess_encoding
from bdci_corpus.trace.changes import apply, undo

FIRST = "今年入夏以来，改造后的老街迎来了第一批游客，沿街的茶馆重新开了门。"
SECOND = "傍晚时分座无虚席，卖冰的阿婆说，她的摊子在这里摆了三十年。"

PIECES = (
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<br>",
        "<br/>",
        "<table><tr><td>",
        "</td><td>",
        "</table>",
        "<ul><li>",
        "</ul>",
    ),
    *("<h1>", "</h1>", "<title>", "</title>", "<script>", "</script>", "<pre>", "</pre>", "<a href='x'>", "</a>"),
    *('<font class="jammer">', "</font>", '<span style="display:none">', "</span>", "<!--", "-->", "<![CDATA[", "<?x"),
    *(
        "&nbsp;",
        "&amp;",
        "&#x4e2d;",
        "&#99999999999;",
        "&nosuch;",
        "&",
        "<",
        ">",
        '"',
        "'",
        "=",
        "<a b='",
        '<i c="',
        "</",
    ),
    *(" ", "\n", "\r\n", "  \n ", "中文。", FIRST, "word", "10<sup>4</sup>", "<body>", "<head>", "<article>", "\u00a0"),
)
SOUP = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def page(body: str, head: str = "") -> Document:
    """Read a page."""
    raw = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()
    (document,) = normalize(raw)
    assert document.origin.loader == "html_page"
    assert undo(document) == raw
    return document


@given(SOUP)
def test_undoing_a_page_gives_its_bytes_back(soup: str) -> None:
    raw = f"<html>{soup}".encode()
    (document,) = normalize(raw, loader="html_page")
    assert undo(document) == raw


@given(SOUP)
def test_tokens_are_in_order_and_elements_nest_in_the_text(soup: str) -> None:
    markup = parse(soup)
    here = 0
    for token in markup.tokens:
        assert here <= token.start < token.end <= len(soup)
        here = token.end
    for number, element in enumerate(markup.elements):
        assert 0 <= element.start <= element.inner <= element.stop <= element.end <= len(soup)
        assert element.parent < number or number == 0


@given(SOUP)
def test_text_without_markup_is_never_lost(soup: str) -> None:
    """What stands before any tag, and behind a body that is closed, is kept."""
    (document,) = normalize(f"<html><body><p>{FIRST}</p><div>{SECOND}</div></body>".encode(), loader="html_page")
    assert FIRST in document.text
    assert SECOND in document.text
    edits = [edit for edit in html_edits(f"{FIRST}<p>{soup}") if isinstance(edit, Edit)]
    assert apply(f"{FIRST}<p>{soup}", edits, 0)[0].startswith(FIRST)


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<a ",
        '<a b="',
        "<a b='<c d=\"",
        "<![CDATA[",
        "<!d",
        "<?",
        "</a ",
        "</",
        "<script>",
        "<title>",
        "&#",
        "<p ",
    ],
)
def test_hostile_markup_takes_no_more_than_linear_time(unit: str) -> None:
    """A quadratic parser, such as that of Python 3.11, takes minutes for some of these."""
    text = unit * 100_000
    assert all(token.end <= len(text) for token in tokens(text))


@pytest.mark.parametrize(
    "unit", ["<div>", "<p><b>", "<font><div>", "<ul><li>", "<table><tr><td>", "<div></p>", "<a><i></a>"]
)
def test_deep_and_crossed_markup_is_read(unit: str) -> None:
    raw = ("<html>" + unit * 5_000 + FIRST).encode()
    (document,) = normalize(raw, loader="html_page")
    assert document.text == FIRST
    assert undo(document) == raw


@pytest.mark.parametrize(
    "gone",
    [
        "<script>document.write('<p>假的段落，不是正文。</p>')</script>",
        "<style>p { color: red }</style>",
        "<noscript>请打开浏览器的脚本功能，再刷新页面。</noscript>",
        "<!-- 编辑的注释，不应当看见。 -->",
        '<nav><a href="/">首页</a> <a href="/b">城事</a></nav>',
        "<footer>版权所有，未经许可不得转载。</footer>",
        "<aside>热门文章：旧书市场重开。</aside>",
        '<form action="/s"><input value="搜索"><button>搜索</button></form>',
        '<div class="breadcrumb"><a href="/">首页</a> 正文</div>',
        '<font class="jammer">3 p* w2 |5 a. f</font>',
        '<span style="display: none">) k9 t\' v! m</span>',
        "<div hidden>看不见的段落，不是正文。</div>",
        '<ul><li><a href="1">一</a><li><a href="2">二</a><li><a href="3">三</a><li><a href="4">四</a></ul>',
    ],
)
def test_what_is_not_content_goes(gone: str) -> None:
    document = page(f"<div><p>{FIRST}</p>{gone}<p>{SECOND}</p></div>")
    assert document.text == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "around",
    [
        '<form id="form1">{}</form>',
        '<div class="nav-left share">{}</div>',
        '<div style="visibility:hidden">{}</div>',
        '<table width="760"><tr><td width="100">一</td><td>{}</td></tr></table>',
        "<article><header>{}</header></article>",
        '<main><div class="post">{}</div></main>',
        "<div><div><section>{}</section></div></div>",
    ],
)
def test_content_stays_whatever_is_around_it(around: str) -> None:
    assert page(around.format(f"<p>{FIRST}</p><p>{SECOND}</p>")).text.endswith(f"{FIRST}\n\n{SECOND}")


def test_several_articles_all_stay() -> None:
    body = f"<article><p>{FIRST * 3}</p></article><article><p>{SECOND}</p></article>"
    assert page(body).text == f"{FIRST * 3}\n\n{SECOND}"


def test_a_page_of_short_lines_stays_whole() -> None:
    assert page("<div>开馆时间</div><div><a href='x'>借阅规则</a></div>").text == "开馆时间\n\n借阅规则"


def test_the_article_is_told_from_what_stands_beside_it() -> None:
    writer = Writer(random.Random(7))
    paragraphs = [writer.prose() for _ in range(6)]
    side = "".join(f'<li><a href="{n}">{writer.sentence("heading")}</a></li>' for n in range(8))
    article = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    document = page(
        f'<div><div id="left"><ul>{side}</ul></div><div id="right">{article}</div></div><div>备案号 1</div>'
    )
    assert document.text == "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>第一段，从这里<b>开始</b>，\n   到这里为止。</p>", "第一段，从这里开始，到这里为止。"),
        ("<p>one two\n  three <i>four</i> five.</p>", "one two three four five."),
        ("<p>甲&nbsp;乙&mdash;&mdash;丙&#x4e01;&lt;戊&gt;</p>", "甲 乙——丙丁<戊>"),
        ("<p>面积 10<sup>4</sup> m<sup>2</sup>，CO<sub>2</sub>。</p>", "面积 10⁴ m²，CO₂。"),
        ("<p>一。<p>二。<ul><li>三<li>四</ul>", "一。\n\n二。\n\n三\n\n四"),
        ("<p>汉<ruby>字<rp>(</rp><rt>zì</rt><rp>)</rp></ruby>。</p>", "汉字。"),
        ("<pre>if a &lt; b:\n    return a</pre><p>句。</p>", "if a < b:\n    return a\n\n句。"),
        (
            "<table><tr><th>区间</th><th>票价</th></tr><tr><td><p>六公里</p></td><td>2元<br>起</td></tr></table>",
            "区间\t票价\n六公里\t2元 起",
        ),
    ],
)
def test_markup_becomes_text(html: str, text: str) -> None:
    assert page(html).text == text


def test_captions_move_and_headings_are_marked() -> None:
    document = page(
        f"<h2>票价不变</h2><p>{FIRST}</p><figure><img src=a><figcaption>驶出车站</figcaption></figure><p>{SECOND}</p>"
    )
    assert [span.text for span in document.captions] == ["驶出车站"]
    assert "票价不变" in [span.text for span in document.headings]
    assert document.text == f"票价不变\n\n{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>老街的夏天_城事_海州新闻网</title>", "<h1>老街的夏天</h1>", "老街的夏天"),
        ("<title>老街的夏天 - 海州新闻网</title>", "", "老街的夏天"),
        ("<title>老街的夏天-海州在线</title>", "", "老街的夏天"),
        ("<title>5G-A 的下一步</title>", "", "5G-A 的下一步"),
        (
            '<title>海州</title><meta property="og:title" content="老街&amp;夏天">',
            "<h1>老街&amp;夏天</h1>",
            "老街&夏天",
        ),
        ("<title>老街的夏天 | 甲</title>", '<div class="header"><div id="bt">老街的夏天</div></div>', "老街的夏天"),
        ("", "<h1>老街的夏天</h1>", "老街的夏天"),
        ("<title>老街的夏天</title>", '<div class="x"><font size=4><b>老街的夏天</b></font></div>', "老街的夏天"),
    ],
)
def test_the_title_heads_the_text_without_the_site(head: str, body: str, title: str) -> None:
    document = page(f"{body}<div><p>{FIRST}</p><p>{SECOND}</p></div>", head)
    assert document.title == title
    assert document.text == f"{title}\n\n{FIRST}\n\n{SECOND}"


def test_what_the_head_says_becomes_fields() -> None:
    document = page(
        f"<p>{FIRST}</p><p>{SECOND}</p>",
        '<meta name="author" content="李明"><meta property="og:site_name" content="海州新闻网">'
        '<meta property="article:published_time" content="2024-03-05T08:30:00+08:00">'
        '<link rel="canonical" href="https://example.com/a?b=1&amp;c=2"><meta name="keywords" content="老街,夏天">',
    )
    assert document.fields == {
        "author": "李明",
        "publisher": "海州新闻网",
        "published": "2024-03-05T08:30:00+08:00",
        "url": "https://example.com/a?b=1&c=2",
    }
    assert document.origin.extra == {"keywords": "老街,夏天"}


def test_a_line_of_date_and_source_becomes_fields() -> None:
    document = page(
        f"<h1>老街的夏天</h1><div>2024年03月05日 08:30　来源：海州晚报</div><p>{FIRST}</p><p>（责任编辑：许青）</p>"
    )
    assert document.fields["published"] == "2024-03-05T08:30:00"
    assert document.fields["outlet"] == "海州晚报"
    assert document.editors == ("许青",)
    assert document.text == f"老街的夏天\n\n{FIRST}"


@pytest.mark.parametrize(
    ("text", "name", "loader"),
    [
        ("老街的夏天\n\n今年入夏以来，游客多了。\n", "a.html", "plain_text"),
        ("若 a < b 且 b > c，则 a < c。\n" * 3, "a.html", "plain_text"),
        ("<p>一</p><p>二</p><p>三</p>", "a.txt", "html_page"),
        ("<?xml version='1.0'?>\n<!DOCTYPE html>\n<html>", "a", "html_page"),
        ("---\ntitle: 题\n---\n<p>一</p><p>二</p><p>三</p>", "a.html", "front_matter_post"),
        ("本文档为2024 CCF BDCI 比赛用语料的一部分。<p>一</p><p>二</p>", "a.html", "bdci_page"),
    ],
)
def test_a_page_is_known_by_its_tags(text: str, name: str, loader: str) -> None:
    assert surest_loader(find_loaders(), text, name).name == loader


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("gb18030", "gb2312"),
        ("gb18030", "iso-8859-1"),
        ("gb18030", "big5"),
        ("big5hkscs", "big5"),
        ("big5hkscs", "utf-8"),
    ],
)
def test_a_declared_encoding_is_believed_if_the_bytes_agree(codec: str, declared: str) -> None:
    text = "今天天氣很好，我們去公園玩。" if codec == "big5hkscs" else "今天天气很好，我们去公园玩。"
    raw = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">{text}'.encode(codec)
    assert guess_encoding(raw, "a.html") == codec
    assert guess_encoding(b" " * 70_000 + raw, "a.html") == codec


def test_samples_are_pages_as_people_save_them() -> None:
    forum, reply = normalize(SAMPLES / "forum_post" / "discuz.html")
    assert "jammer" not in forum.text
    assert "B w'" not in forum.text
    assert forum.trace.encoding == "gb18030"
    assert {forum.title, reply.title} == {"周末去哪里骑行比较好"}
    assert reply.fields["author"] == "小禾"


def test_inline_elements_of_a_source_line_may_follow_without_a_blank() -> None:
    document = page(
        "<h1>老街的夏天</h1><div><span>2024-03-05</span><span>来源：海州晚报</span><span>作者：李明</span>"
        f"<span>字体：大 中 小</span></div><p>{FIRST}</p>"
    )
    assert document.fields["outlet"] == "海州晚报"
    assert document.fields["author"] == "李明"
    assert document.text == f"老街的夏天\n\n{FIRST}"


def test_a_title_that_the_content_repeats_stands_once() -> None:
    head = "<title>老街的夏天_海州市人民政府</title>"
    document = page(
        '<div class="pages-title">老街的夏天</div><div id="text"><p><b>老街的夏天</b></p>'
        f"<p>{FIRST}</p><p>{SECOND}</p></div>"
        '<div class="footer">主办：海州市人民政府办公室　备案号：12345678　网站标识码：1234567890</div>',
        head,
    )
    assert document.title == "老街的夏天"
    assert document.text == f"老街的夏天\n\n{FIRST}\n\n{SECOND}"
