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
OTHERS = written(40, 11)
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)


def read(body: str, head: str = "<title>老街的夏天</title>") -> Document:
    """Read a page whose trace leads back to its bytes."""
    raw = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()
    (document,) = normalize(raw, loader="html_page")
    assert undo(document) == raw
    return document


@pytest.mark.parametrize(
    "comments",
    [
        "".join(f'<div class="comment"><a>网友{n}</a><p>{said}</p></div>' for n, said in enumerate(OTHERS)),
        "<h3>网友评论</h3><ol>" + "".join(f"<li><b>网友</b> 5楼<p>{said}</p></li>" for said in OTHERS) + "</ol>",
        "<section id=pinglun>" + "".join(f"<div>游客：<span>{said}</span></div>" for said in OTHERS) + "</section>",
        "<div class=replies><h2>Comments</h2>" + f"<div><i>a</i><p>{'<p>'.join(OTHERS)}</p></div>" + "</div>",
    ],
    ids=["named", "under a heading", "in pinyin", "in English"],
)
def test_comments_longer_than_the_article_go(comments: str) -> None:
    document = read(f'<div class="main"><h1>老街的夏天</h1><div class="article">{ARTICLE}</div>{comments}</div>')
    assert [line for line in BODY if line not in document.text] == []
    assert sum(said in document.text for said in OTHERS) <= 2, "of forty"


@pytest.mark.parametrize(
    "beside",
    [
        "<div class=related><h3>相关阅读</h3><ul>" + "".join(f"<li><a href=#>{said[:18]}</a></li>" for said in OTHERS) + "</ul></div>",
        "".join(f"<div class=feed-item><h3><a href=#>{said[:14]}</a></h3><p>{said[:60]}...</p></div>" for said in OTHERS),
        "<div class=share>分享到：<a>微信</a><a>微博</a><a>QQ空间</a></div><div class=author-box><a>周二</a><p>作者简介：" + OTHERS[0] + "</p></div>",
        "<aside><h4>热门文章</h4>" + "".join(f"<p><a href=#>{said[:20]}</a> 阅读 {n}</p>" for n, said in enumerate(OTHERS)) + "</aside>",
        "<div class=cookie-banner><p>本网站使用Cookie以改善您的体验，继续浏览即表示您同意。</p><button>知道了</button></div>",
    ],
    ids=["related", "teasers", "share and author", "popular", "cookies"],
)  # fmt: skip
def test_what_stands_around_an_article_goes(beside: str) -> None:
    document = read(f'<h1>老街的夏天</h1><div class="content">{ARTICLE}</div>{beside}')
    assert [line for line in BODY if line not in document.text] == []
    assert len(document.text) <= len("".join(BODY)) + 60


@pytest.mark.xfail(strict=True, reason="teasers in the article's own box, named by nothing, pass for headed paragraphs")
def test_teasers_in_the_box_of_the_article_go() -> None:
    teasers = "".join(f"<div><h3><a href=#>{said[:14]}</a></h3><p>{said[:60]}...</p></div>" for said in OTHERS)
    text = read(f'<div class="wrap"><div class="text">{ARTICLE}{teasers}</div></div>').text
    assert len(text) <= len("".join(BODY)) + 60


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (f"<p class=lead>{LEAD}</p><article>", f"</article><p>{NOTE}</p>"),
        (f"<div class=summary>{LEAD}</div><article>", f"</article><div>{NOTE}</div>"),
        (f"<p>{LEAD}</p><div class=article>", f"</div><p class=note>{NOTE}</p>"),
        (f"<p><b>{LEAD}</b></p><article>", f"<hr><p>{NOTE}</p></article>"),
        (f"<h2 class=dek>{LEAD}</h2><div class=body>", f"</div><p class=footnote>{NOTE}</p>"),
        (f"<header><p>{LEAD}</p></header><article>", f"<footer><p>{NOTE}</p></footer></article>"),
    ],
)
def test_a_lead_and_a_note_beside_the_article_stay(before: str, behind: str) -> None:
    text = read(
        f"<div class=main><h1>老街的夏天</h1>{before}{ARTICLE}{behind}</div><div class=foot>ICP备1号</div>"
    ).text
    assert LEAD in text
    assert NOTE in text


@pytest.mark.parametrize(
    "beside",
    [
        "<div class=tip>请在微信中打开</div>",
        f"<div class=tags><a href=1.htm>{OTHERS[0][:20]}。</a></div>",
        "<div class=slogan>老街网，老街人自己的网站，每天都来看看老街</div>",
    ],
    ids=["no sentence", "a link", "a slogan"],
)
def test_what_stands_below_a_title_and_is_no_lead_goes(beside: str) -> None:
    text = read(f"<div class=main><h1>老街的夏天</h1>{beside}<article>{ARTICLE}</article></div>").text
    assert text == "\n\n".join(["老街的夏天", *BODY])


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


@pytest.mark.parametrize(
    "anchor",
    [
        '<a class="headerlink" href="#a" title="Permalink">¶</a>',
        '<a href="#a" aria-hidden="true">#</a>',
        '<a class="anchor" href="#a"><span>🔗</span></a>',
        '<span class="mw-editsection">[<a href="/edit">编辑</a>]</span>',
    ],
    ids=["of Sphinx", "a sharp", "a picture", "of MediaWiki"],
)
def test_a_link_of_a_heading_to_itself_goes(anchor: str) -> None:
    document = read(
        f"<article><h1>老街的夏天</h1><h2>渡口{anchor}</h2>{ARTICLE}<h2><a href=/b>码头</a></h2>{ARTICLE}</article>"
    )
    assert [heading.text for heading in document.headings] == ["老街的夏天", "渡口", "码头"]


@pytest.mark.parametrize("at", [0, 2, 5])
def test_the_caption_of_a_figure_in_the_article_is_kept_as_one(at: int) -> None:
    figure = "<figure><img src=a.jpg><figcaption>图一：青溪镇的渡口</figcaption></figure>"
    paragraphs = [f"<p>{each}</p>" for each in BODY]
    related = "<aside><figure><img src=b.jpg><figcaption>另一篇文章的图</figcaption></figure></aside>"
    document = read(
        f"<div class=article><h1>老街的夏天</h1>{''.join(paragraphs[:at])}{figure}{''.join(paragraphs[at:])}</div>{related}"
    )
    assert [caption.text for caption in document.captions] == ["图一：青溪镇的渡口"]
    assert "图一" not in document.text


@pytest.mark.parametrize("below", ["青溪镇人民政府", "老街管委会", "王二"])
def test_the_day_below_a_letter_is_text(below: str) -> None:
    meta = "<div class=info>发布时间：2024-02-19 来源：青溪镇 浏览：312</div>"
    document = read(
        f"<h1>老街的夏天</h1>{meta}<div>{ARTICLE}<p>{below}</p><p>2024年2月18日</p><p>附件：<a href=a>名单</a></p></div>"
    )
    assert f"{below}\n\n2024年2月18日" in document.text
    assert document.fields["published"] == "2024-02-19"
    assert "浏览" not in document.text


def test_when_a_law_was_passed_is_text() -> None:
    passed = "（2019年11月20日市人民代表大会常务委员会第十六次会议通过）"
    document = read(f"<center><b>老街的夏天</b></center><center>{passed}</center>{ARTICLE}")
    assert document.text.splitlines()[2] == passed
    assert document.fields["published"] == "2019-11-20"


@pytest.mark.parametrize("kind", ["Review", "Recipe", "UserReview"])
def test_who_wrote_what_is_no_article_is_its_author(kind: str) -> None:
    said = f'{{"@type":"{kind}","name":"老街的夏天","author":{{"@type":"Person","name":"青梅煮酒"}}}}'
    document = read(f"<h1>老街的夏天</h1>{ARTICLE}", f'<script type="application/ld+json">{said}</script>')
    assert document.fields["author"] == "青梅煮酒"


@pytest.mark.parametrize(
    "bold",
    [
        "<p><strong>{}</strong></p>",
        "<p><b><span>{}</span></b></p>",
        '<p style="font-weight:bold">{}</p>',
        "<section><span><strong>{}</strong></span></section>",
    ],
)
def test_lines_in_bold_that_head_what_follows_are_headings(bold: str) -> None:
    parts = [f"{bold.format(head)}<p>{text}</p>" for head, text in zip(("渡口", "茶馆的早晨"), BODY, strict=False)]
    document = read(f"<article><h1>老街的夏天</h1>{''.join(parts)}<p>{'</p><p>'.join(BODY[2:])}</p></article>")
    assert [heading.text for heading in document.headings] == ["老街的夏天", "渡口", "茶馆的早晨"]


@pytest.mark.parametrize("bold", ["<p><strong>{}</strong>{}</p>", "<p><strong>{}。</strong></p><p>{}</p>"])
def test_words_in_bold_that_head_nothing_are_none(bold: str) -> None:
    parts = [bold.format(head, text) for head, text in zip(("渡口很小", "茶馆的早晨"), BODY, strict=False)]
    document = read(f"<article><h1>老街的夏天</h1>{''.join(parts)}{ARTICLE}</article>")
    assert [heading.text for heading in document.headings] == ["老街的夏天"]


@pytest.mark.parametrize("numbers", ["1\n2", "<span>1</span><br><span>2</span><br>", "<div>1</div><div>2</div>"])
def test_a_listing_stands_without_the_numbers_beside_it(numbers: str) -> None:
    code = "<pre><span>sudo apt install a</span><br><span>  a -y 1</span></pre>"
    listing = (
        f"<figure><table><tr><td class=gutter><pre>{numbers}</pre></td><td class=code>{code}</td></tr></table></figure>"
    )
    document = read(f"<article><h1>老街的夏天</h1>{ARTICLE}{listing}{ARTICLE}</article>")
    assert "\n\nsudo apt install a\n  a -y 1\n\n" in document.text


@pytest.mark.parametrize("name", ["articleTitle", "news-title", "art_title"])
def test_the_title_is_what_is_called_so_where_the_head_says_another_thing(name: str) -> None:
    document = read(
        f'<div class="{name}">深夜食堂关门之后</div><div>08-12 23:40</div><div class=body>{ARTICLE}</div>',
        "<title>头条文章</title>",
    )
    assert document.title == "深夜食堂关门之后"


def test_a_heading_is_the_title_rather_than_a_cell_that_says_the_same() -> None:
    facts = "<dl><dt>中文名</dt><dd>云锦</dd><dt>产地</dt><dd>南京</dd></dl>"
    document = read(f"<h1>云锦</h1>{ARTICLE}{facts}<h2>历史</h2>{ARTICLE}", "<title>云锦_百科</title>")
    assert document.text.startswith("云锦\n\n")


@pytest.mark.parametrize(
    "beside", ["<div>猜您喜欢</div><div>渔歌子 西塞山前白鹭飞</div>", "<div>推荐 诗文 名句 我的</div>"]
)
def test_a_small_page_is_read_without_what_stands_beside_it(beside: str) -> None:
    document = read(f"{beside}<h1>老街的夏天</h1><div><p>{BODY[0]}</p><p>{BODY[1]}</p></div>")
    assert document.text == f"老街的夏天\n\n{BODY[0]}\n\n{BODY[1]}"


def test_what_stands_above_a_reply_is_not_its_author() -> None:
    post = '<div id="post_{0}"><div class="authi">{1}<em>发表于 2018-7-3 10:02:10</em></div><div class="t_f" id="postmessage_{0}">{2}</div></div>'
    body = post.format(1, '<a class="xw1">阳台农夫</a>', BODY[0]) + post.format(2, "", BODY[1])
    raw = f"<html><body><h1><a>[求助]</a> <span>裂果？</span></h1>{body}</body></html>".encode()
    documents = normalize(raw, loader="html_page")
    assert [document.fields.get("author") for document in documents] == ["阳台农夫", None]
    assert [document.title for document in documents] == ["[求助] 裂果？"] * 2
