"""XML that holds texts: each kind comes out as a reader sees it, every byte comes back, and other XML is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.errors import LoaderError
from bdci_corpus.records import Document
from bdci_corpus.trace.changes import undo

SAMPLES = Path(__file__).parent / "samples" / "xml_document"

RSS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>渡口日报</title><link>https://d.cn/</link>%s</channel></rss>\n'
)

ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>渡口札记</title><author><name>阿甲</name></author><entry>'
    '<title type="html">雾 &amp;amp; 船</title><link href="https://d.cn/1"/><id>tag:d.cn,2020:1</id>'
    "<updated>2020-01-02T03:04:05Z</updated>%s</entry></feed>"
)


def read(tmp_path: Path, name: str, raw: str) -> list[Document]:
    """Read a file, and see that the bytes of each of its documents come back."""
    path = tmp_path / name
    path.write_text(raw, "utf-8", newline="")
    found = normalize(path)
    for document in found:
        assert document.origin.loader == "xml_document"
        trace = document.trace
        assert undo(document) == raw.encode()[trace.region_start : trace.region_end]
    return list(found)


def test_items_of_a_feed_are_documents(tmp_path: Path) -> None:
    """HTML stands in them in CDATA, escaped or not at all; a summary that the text does not say is kept."""
    items = (
        "<item><title>渡口延长开放</title><link>https://d.cn/a</link><dc:creator>张三</dc:creator>"
        "<pubDate>Mon, 06 May 2019 10:00:00 +0800</pubDate>"
        "<description><![CDATA[<p>渡口从今天起,开放到九点半。</p><p>大家<b>都</b>高兴。</p>]]></description></item>"
        "<item><title>新船</title><guid>b-2</guid><category>船</category><description>一句摘要。</description>"
        "<content:encoded>&lt;h2&gt;下水&lt;/h2&gt;&lt;p&gt;新船今天&amp;nbsp;下水,又大又稳。&lt;/p&gt;</content:encoded></item>"
        "<item><title>停航</title><author>li@d.cn (李四)</author><description>明天停航,请留意。</description></item>"
    )
    first, second, third = read(tmp_path, "news.xml", RSS % items)
    assert first.text == "渡口从今天起，开放到九点半。\n\n大家都高兴。"
    assert first.id == "news.xml#https://d.cn/a"
    assert dict(first.fields) == {
        "title": "渡口延长开放",
        "author": "张三",
        "url": "https://d.cn/a",
        "published": "2019-05-06T10:00:00+08:00",
        "outlet": "渡口日报",
    }
    assert second.text == "下水\n\n新船今天 下水，又大又稳。"
    assert [heading.text for heading in second.headings] == ["下水"]
    assert dict(second.origin.extra) == {"tags": "船", "description": "一句摘要。"}
    assert (third.title, third.text, third.id) == ("停航", "明天停航，请留意。", "news.xml#3")
    assert dict(third.fields)["author"] == "李四"


@pytest.mark.parametrize(
    "content",
    [
        '<content type="html">&lt;p&gt;今天下雨,我写字。&lt;/p&gt;</content>',
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>今天下雨,我<em>写</em>字。</p></div></content>',
        "<summary>今天下雨,我写字。</summary>",
    ],
)
def test_entries_of_atom_hold_text_in_three_ways(content: str, tmp_path: Path) -> None:
    """Escaped, as XHTML, or a summary alone."""
    (entry,) = read(tmp_path, "atom.xml", ATOM % content)
    assert entry.text == "今天下雨，我写字。"
    assert (entry.title, entry.fields["author"], entry.fields["url"]) == ("雾 & 船", "阿甲", "https://d.cn/1")


def test_posts_of_wordpress_have_no_tags_for_paragraphs(tmp_path: Path) -> None:
    """Empty lines part them, and what describes a post goes to ``extra``."""
    post, picture = read(tmp_path, "wp.xml", (SAMPLES / "posts.xml").read_text("utf-8"))
    assert post.text.startswith("船到了对岸，雾还没有散。\n\n人们挑着菜等着。渡口很静。\n\n后来")
    assert post.origin.extra["tags"] == ["随笔", "船"]
    assert picture.origin.extra["post_type"] == "attachment"


def test_pages_of_a_wiki_are_documents(tmp_path: Path) -> None:
    """The marks of the wiki go, what a reference escapes among them; templates and redirects are no documents."""
    raw = (SAMPLES / "wiki.xml").read_text("utf-8")
    raw = raw.replace(
        "</mediawiki>",
        "<page><title>Template:甲</title><ns>10</ns><revision><text>乙</text></revision></page></mediawiki>",
    )
    found = read(tmp_path, "dump.xml", raw)
    assert [(page.id, page.title) for page in found] == [
        ("dump.xml#13", "数学"),
        ("dump.xml#14", "Talk：数学"),
        ("dump.xml#15", "文学"),
    ]
    assert found[0].text == "数学是研究数量、结构的学科。\n\n历史\n\n数学起源于古希腊。"
    assert [heading.text for heading in found[0].headings] == ["历史"]


def test_a_text_of_the_tei_is_read_as_it_is_printed(tmp_path: Path) -> None:
    """Line ends of the print join, other readings go, notes in the line stand in brackets, its terms are a notice."""
    (text,) = read(tmp_path, "a.xml", (SAMPLES / "cbeta.xml").read_text("utf-8"))
    assert text.text == (
        "渡口頌（又名諸船頌）\n\n西域某甲大士著\n\n沙門某乙譯\n\n一 依渡口\n\n諸船皆本於渡口 如理依止道之根（1）\n\n"
        "身命動如水中漚 迅速壞滅死常念\n\n爾時船人說是頌已，歡喜奉行。\n\n又曰：「水深則流緩。」是名為入渡。\n\n"
        "渡口頌 終"
    )
    assert (text.title, text.fields["author"]) == ("渡口頌", "某甲著 某乙譯")
    assert [heading.text for heading in text.headings] == ["渡口頌（又名諸船頌）", "一 依渡口"]
    assert text.origin.extra["notes"] == ["船字原作舟字。"]
    assert [notice.restriction for notice in text.origin.notices] == ["all-rights-reserved"]


def test_notes_behind_a_text_of_the_tei_are_no_text(tmp_path: Path) -> None:
    """An edition's other readings go, its notes are kept; a title is without the number of the text."""
    raw = (SAMPLES / "cbeta.xml").read_text("utf-8").replace('<title level="m" xml:lang="zh-Hant">渡口頌</title>', "")
    notes = (
        '<cb:div type="cbeta-notes"><head>CBETA 校註</head><p>\n<note n="2" type="mod">舟【甲】，船【乙】</note>\n</p>'
        "</cb:div>\n"
        '<cb:div type="taisho-notes"><head>大正 校註</head><p><note n="1">【原】某年刊本</note></p></cb:div></back>'
    )
    (text,) = read(tmp_path, "a.xml", raw.replace("</back>", notes))
    assert text.title == "渡口頌"
    assert text.text.endswith("渡口頌 終")
    assert text.origin.extra["notes"] == ["船字原作舟字。", "舟【甲】，船【乙】", "【原】某年刊本"]


@pytest.mark.parametrize(
    ("name", "title", "author", "headings", "part"),
    [
        ("book.fb2", "渡口记", "张三", ["渡口记", "第一章 雾"], "第一章 雾\n\n船到了对岸，雾还没有散。"),
        ("jats.xml", "渡口客流的季节变化", "张三、李四", ["1 引言", "参考文献"], "月\t人\n1\t300"),
        ("docbook.xml", "手册", "张三", ["安装", "检查"], "命令：\n\nsudo apt install foo\ncd foo && make"),
    ],
)
def test_books_and_papers(name: str, title: str, author: str, headings: list[str], part: str, tmp_path: Path) -> None:
    """Their heads give fields; code, tables and verses keep their lines."""
    (book,) = read(tmp_path, name, (SAMPLES / name).read_text("utf-8"))
    assert (book.title, book.fields["author"]) == (title, author)
    assert [heading.text for heading in book.headings] == headings
    assert part in book.text


def test_comments_on_films_are_a_line_each(tmp_path: Path) -> None:
    """Danmaku of Bilibili; blanks and marks of one are none of the next."""
    raw = (
        '<?xml version="1.0"?><i><chatid>1</chatid>\n<d p="1,1">哈哈,太好笑了</d>\n'
        '<d p="2,1">前方高能 &gt;_&lt;</d><d p="3,1"></d></i>'
    )
    (film,) = read(tmp_path, "1.xml", raw)
    assert film.text == "哈哈，太好笑了\n\n前方高能 >_<"


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        (
            "m.tmx",
            (
                '<tmx version="1.4"><body><tu tuid="u1"><tuv xml:lang="en"><seg>Save <bpt i="1"/>it.</seg></tuv>'
                '<tuv xml:lang="zh"><seg>请保存,谢谢。</seg></tuv></tu></body></tmx>'
            ),
        ),
        (
            "m.xlf",
            (
                '<xliff version="1.2"><file><body><trans-unit id="u1"><source>Save it.</source>'
                "<target>请保存,谢谢。</target></trans-unit></body></file></xliff>"
            ),
        ),
    ],
)
def test_units_of_a_translation_are_documents(name: str, raw: str, tmp_path: Path) -> None:
    """A line for each language."""
    (unit,) = read(tmp_path, name, raw)
    assert (unit.id, unit.text) == (f"{name}#u1", "Save it.\n\n请保存，谢谢。")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ('<?xml version="1.0"?>\n<project><name>甲</name></project>', "its root element is <project>"),
        ('<?xml version="1.0"?>\n<rss><channel><item><title>甲<title></item></channel></rss>', "mismatched tag"),
        (
            '<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a "aaaa">]>\n<rss><item>&a;</item></rss>',
            "declares entities",
        ),
        ('<?xml version="1.0"?>\n<rss>' + "<a>" * 300 + "</a>" * 300 + "</rss>", "nested too deeply"),
    ],
)
def test_other_xml_is_refused_by_name(raw: str, reason: str, tmp_path: Path) -> None:
    """It was published with its tags."""
    path = tmp_path / "a.xml"
    path.write_text(raw, "utf-8")
    with pytest.raises(LoaderError, match=reason):
        normalize(path)


def test_nothing_is_fetched_and_names_of_html_are_read(tmp_path: Path) -> None:
    """A document type that lies elsewhere stays there."""
    raw = (
        '<?xml version="1.0"?>\n<!DOCTYPE rss SYSTEM "file:///etc/passwd">\n'
        '<rss version="2.0"><channel><item><title>船&x;</title>'
        "<description>船到了&mdash;对岸。</description></item></channel></rss>"
    )
    (item,) = read(tmp_path, "a.xml", raw)
    assert (item.title, item.text) == ("船&x;", "船到了—对岸。")


@pytest.mark.parametrize(
    ("name", "raw", "loader"),
    [
        ("a.txt", "<rss> 是一种格式,用来订阅新闻。\n\n它的历史很长。\n", "plain_text"),
        (
            "a.xhtml",
            '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>雾还没有散。</p></body></html>',
            "html_page",
        ),
        ("a.md", '# 说明\n\n```xml\n<?xml version="1.0"?>\n<rss></rss>\n```\n', "front_matter_post"),
        ("a.txt", "<doc>\n<docno>1</docno>\n<text>雾还没有散。</text>\n</doc>\n", "tagged_documents"),
    ],
)
def test_what_only_speaks_of_xml_is_none(name: str, raw: str, loader: str, tmp_path: Path) -> None:
    """Prose, pages and collections between tags stay with their loaders."""
    path = tmp_path / name
    path.write_text(raw, "utf-8")
    assert {document.origin.loader for document in normalize(path)} == {loader}


def test_collections_of_somebodys_own_are_read_by_what_elements_are_called(tmp_path: Path) -> None:
    """Rows, each with a text; attributes and other elements are fields or ``extra``; with a declaration or without."""
    raw = (
        '<weibos>\n<weibo id="w1" lang="zh">\n<author>甲</author>\n<content>今天渡口人很多,船等了很久。</content>\n'
        "<label>neg</label>\n"
        '</weibo>\n<weibo id="w2"><content>&lt;p&gt;雾散了。&lt;/p&gt;&lt;p&gt;船开了。&lt;/p&gt;</content>\n</weibo>\n'
        "</weibos>\n"
    )
    for prolog in ("", '<?xml version="1.0"?>\n'):
        first, second = read(tmp_path, "a.txt", prolog + raw)
        assert (first.id, first.text) == ("a.txt#w1", "今天渡口人很多，船等了很久。")
        assert (first.fields["author"], first.origin.extra["label"]) == ("甲", "neg")
        assert (second.id, second.text) == ("a.txt#w2", "雾散了。\n\n船开了。")
    raw = "<root><docs><doc><title>渡口</title><正文>船到了对岸,雾还没有散。</正文><来源>甲城日报</来源></doc></docs>"
    raw += "</root>"
    (alone,) = read(tmp_path, "a.xml", raw)
    assert (alone.title, alone.text, alone.fields["outlet"]) == ("渡口", "船到了对岸，雾还没有散。", "甲城日报")
    (record,) = read(tmp_path, "b.xml", "<record><keeper>乙</keeper><body>船到了对岸,雾还没有散。</body></record>")
    assert (record.id, record.text, dict(record.origin.extra)) == (
        "b.xml",
        "船到了对岸，雾还没有散。",
        {"keeper": "乙"},
    )


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        (
            "a.mm",
            '<map version="0.8">\n<!-- x -->\n<node TEXT="船">\n<node TEXT="甲"/>\n<node/>\n</node>\n</map>\n',
        ),
        ("a.xml", '<?xml version="1.0"?>\n<resources><string name="text">打开</string></resources>'),
    ],
)
def test_maps_and_settings_are_refused(name: str, raw: str, tmp_path: Path) -> None:
    """Nothing in them is a text."""
    (tmp_path / name).write_text(raw, "utf-8")
    with pytest.raises(LoaderError, match="its root element is"):
        normalize(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "raw", "loader"),
    [
        ("a.txt", "<开场>\n<甲> 你来了。\n<乙> 我来了。\n<甲> 走吧。\n<乙> 好。\n", "plain_text"),
        (
            "a.md",
            '<center>\n<img src="a.png">\n<b>渡口</b>\n<i>雾</i>\n<p>船到了。</p>\n</center>\n',
            "front_matter_post",
        ),
        ("a.vue", "<template>\n<view>\n<text>甲</text>\n<text>乙</text>\n</view>\n</template>\n", "plain_text"),
    ],
)
def test_lines_that_begin_like_tags_make_no_xml(name: str, raw: str, loader: str, tmp_path: Path) -> None:
    """Speakers of a chat, HTML and code."""
    (tmp_path / name).write_text(raw, "utf-8")
    assert [document.origin.loader for document in normalize(tmp_path / name)] == [loader]
