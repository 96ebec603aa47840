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


def posts(body: str, title: str) -> list[Document]:
    """Read a page of several posts, whose traces lead back to its bytes."""
    raw = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()
    documents = normalize(raw, loader="html_page")
    assert b"".join(map(undo, documents)) == raw
    return documents


TIEBA = """<div class="l_post l_post_bright clearfix"><div class="d_author"><ul class="p_author"><li class="icon"><a><img src=x></a></li>
<li class="d_name" data-field='{{"user_id":1}}'><a class="p_author_name j_user_card" href="/home">{0}</a></li><li class="l_badge"><div>3</div></li></ul></div>
<div class="d_post_content_main"><cc><div id="post_content_1" class="d_post_content j_d_post_content">{2}</div></cc><div class="core_reply"><div class="post-tail-wrap">
<span class="tail-info">来自<a>手机贴吧</a></span><span class="tail-info">2楼</span><span class="tail-info">{1}</span></div></div></div></div>"""

ZHIHU = """<div class="List-item"><div class="ContentItem AnswerItem"><div class="ContentItem-meta"><div class="AuthorInfo"><div class="AuthorInfo-content">
<span class="UserLink AuthorInfo-name"><a class="UserLink-link">{0}</a></span></div></div><span>12 人赞同了该回答</span></div><div class="RichContent"><div class="RichContent-inner">
<span class="RichText ztext"><p>{2}</p></span></div><div class="ContentItem-time"><a>编辑于 {1}</a></div><div class="ContentItem-actions"><button>赞同 12</button></div></div></div></div>"""


@pytest.mark.parametrize(
    ("form", "before", "title"),
    [
        (TIEBA, f'<h3 class="core_title_txt">{TITLE}</h3>', f"{TITLE}_茶吧_百度贴吧"),
        (ZHIHU, f'<div class="QuestionHeader"><h1 class="QuestionHeader-title">{TITLE}</h1></div>', f"{TITLE} - 知乎"),
    ],
    ids=["Tieba", "Zhihu"],
)
def test_posts_have_their_own_authors_and_times(form: str, before: str, title: str) -> None:
    said = [
        ("山里来的人", "2019-03-20 12:01", BODY[0]),
        ("海边石头", "2019-03-21 08:45", BODY[1]),
        ("丙", "2020-01-02 23:59", BODY[2]),
    ]
    documents = posts(before + "".join(form.format(*post) for post in said), title)
    assert [
        (document.fields["author"], document.fields["published"][:16].replace("T", " ")) for document in documents
    ] == [post[:2] for post in said]
    assert [document.text for document in documents] == [f"{TITLE}\n\n{BODY[0]}", BODY[1], BODY[2]]
    assert {document.title for document in documents} == {TITLE}


DISCUZ = """<div id="post_{0}"><table id="pid{0}" class="plhin"><tr><td class="pls"><div class="authi"><a class="xw1">{1}</a></div></td>
<td class="plc"><div class="authi"><em>发表于 2020-5-6 10:2{0}</em></div><table><tr><td class="t_f" id="postmessage_{0}">{2}</td></tr></table></td></tr></table></div>"""


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="quote"><blockquote><font size="2"><a href="x">甲乙 发表于 2020-5-6 10:21</font></a><br>{0}</blockquote></div><br>',
        '<div class="quote"><blockquote>引用: {0}</blockquote></div>',
        "<div class=quote><b>甲乙</b> wrote:<br>{0}</div>",
    ],
)
def test_a_post_quoted_in_another_goes_and_so_do_board_and_forum_behind_the_title(quote: str) -> None:
    title = "求推荐笔记本 - 数码区 - 甲城论坛 -  Powered by Discuz!"
    body = DISCUZ.format(1, "甲乙", BODY[0]) + DISCUZ.format(2, "丙丁", quote.format(BODY[0]) + BODY[1])
    first, second = posts(f"<h1>[求助] 求推荐笔记本</h1>{body}", title)
    assert first.title == second.title == "求推荐笔记本"
    assert second.text == BODY[1]


def test_a_quotation_of_a_book_in_a_post_stays() -> None:
    body = DISCUZ.format(
        1, "甲乙", f'<div class="quote"><blockquote>{BODY[0]}</blockquote></div>{BODY[1]}'
    ) + DISCUZ.format(2, "丙", BODY[2])
    assert BODY[0] in posts(body, "读书 - 甲城论坛")[0].text


@pytest.mark.parametrize(
    "number",
    [
        '<sup class="sup--normal" data-sup="1">[1]</sup><a class="sup-anchor" name="ref_1">&nbsp;</a>',
        '<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup>',
        '<sup><a href="#cite_note-1"><span class="cite-bracket">&#91;</span>1<span class="cite-bracket">&#93;</span></a></sup>',
        '<sup><a href="#fn1" id="r1">1</a></sup>',
        "<SUP>[2-3]</SUP>",
    ],
)
def test_raised_numbers_of_notes_go(number: str) -> None:
    assert (
        of_line(f"<p>茶行开了四十年{number}，今年换了主人。</p>").text.split("\n\n")[1]
        == "茶行开了四十年，今年换了主人。"
    )


def test_other_raised_words_stay() -> None:
    text = of_line("<p>一共10<sup>4</sup>斤，名为“云雾<sup>®</sup>”，第3<sup>rd</sup>届<sup>[修订]</sup>。</p>").text
    assert "一共10⁴斤，名为“云雾®”，第3rd届[修订]。" in text


@pytest.mark.parametrize("offer", ["编辑", "[编辑]", "编辑本段", "编辑锁定讨论", "[ 编辑 | 源代码 ]"])
def test_what_an_encyclopedia_offers_beside_headings_goes(offer: str) -> None:
    edit = f'<a class="edit-icon j-edit-link"><em class="icon"></em>{offer}</a>'
    body = f"<h1>{TITLE}</h1><div class=title><h2>历史沿革</h2>{edit}</div>{ARTICLE}<div class=title><h2>今日</h2>{edit}</div><p>{BODY[0][::-1]}</p>"
    text = read(f"<article>{body}</article>").text
    assert "编辑" not in text
    assert "历史沿革" in text
    assert "编辑" in read(f"<article><h1>{TITLE}</h1>{ARTICLE}<p>编辑</p><p>{BODY[0][::-1]}</p></article>").text


def test_a_title_in_two_headings_stands_once() -> None:
    text = read(
        f"<article><dl><dd><h1>甲城</h1><h2>（城市）</h2></dd></dl>{ARTICLE}</article>",
        "<title>甲城（城市）_百度百科</title>",
    ).text
    assert text == "\n\n".join(["甲城（城市）", *BODY])


@pytest.mark.parametrize("editors", ["责任编辑：", "责任编辑：李四", "【责编：王五】"])
def test_teasers_below_the_editors_go(editors: str) -> None:
    teaser = "<blockquote><p>另一件事：县里的路修好了</p><p>县交通局的负责人昨天说，今年要修的路已经修好了大半，余下的年底…</p></blockquote>"
    assert of_line("", f"<p>{editors}</p>{teaser}").text == "\n\n".join([TITLE, *BODY])
    assert "（综合各报）" in of_line("", f"<p>{editors}</p><p>（综合各报）</p>").text


def test_a_title_is_what_the_page_states_where_its_head_goes_on_with_the_site() -> None:
    head = f'<title>{TITLE} - 青溪晚报 - 青溪晚报网刊</title><meta property="og:title" content="{TITLE}">'
    assert read(f"<div>{ARTICLE}</div>", head).title == TITLE


def test_the_date_below_a_notice_stays() -> None:
    notice = "<p>各居民小组：</p><p>因检修管道，五月八日全天停水，请提前储水。</p><p align=right>甲城市供水公司</p><p align=right>2023年5月6日</p>"
    document = read(f"<div class=article><h1>停水通知</h1>{notice}</div>", "<title>停水通知</title>")
    assert document.text.endswith("甲城市供水公司\n\n2023年5月6日")
    assert document.fields["published"] == "2023-05-06"


def test_a_page_of_baijiahao_states_its_time_by_a_name_of_its_own() -> None:
    head = f'<title>{TITLE}</title><meta itemprop="dateUpdate" content="2019-10-08 12:00:57">'
    assert read(f"<h1>{TITLE}</h1>{ARTICLE}", head).fields["published"] == "2019-10-08T12:00:57"
