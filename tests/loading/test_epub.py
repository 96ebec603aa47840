"""EPUB books: chapters in reading order, without what only leads around in the book."""

from __future__ import annotations

import pytest
from packed import epub, read, xhtml

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.errors import LoaderError

FIRST = "<h1>第一章 渡口</h1><p>渡口的早晨很安静，有一句话。</p>"
SECOND = "<h2>第二章 集市</h2><p>集市每月初五开张，什么都卖。</p>"
TITLE = "<dc:title>江边&amp;旧事</dc:title>"
ROLES = (
    '<dc:creator id="a">甲</dc:creator><dc:creator id="b">乙</dc:creator><meta refines="#a" property="role">trl</meta>'
    '<meta refines="#b" property="role">aut</meta>'
)
BOTH = "第一章 渡口\n\n渡口的早晨很安静，有一句话。\n\n第二章 集市\n\n集市每月初五开张，什么都卖。"


def test_chapters_follow_each_other_in_the_order_of_the_spine() -> None:
    document = read(epub({"b.xhtml": FIRST, "a.xhtml": SECOND}, metadata=TITLE))
    assert document.text == f"江边&旧事\n\n{BOTH}"
    assert [heading.text for heading in document.headings] == ["江边&旧事", "第一章 渡口", "第二章 集市"]


@pytest.mark.parametrize(
    ("metadata", "name", "value"),
    [
        (TITLE, "title", "江边&旧事"),
        ("<dc:creator>王小明</dc:creator>", "author", "王小明"),
        ("<dc:creator>甲</dc:creator><dc:creator>乙</dc:creator>", "author", "甲、乙"),
        (
            ROLES,
            "author",
            "乙",
        ),
        ("<dc:date>2024-05-06</dc:date>", "published", "2024-05-06"),
        ("<dc:publisher>江边出版社</dc:publisher>", "publisher", "江边出版社"),
    ],
)
def test_the_package_says_what_the_book_is(metadata: str, name: str, value: str) -> None:
    document = read(epub({"a.xhtml": FIRST}, metadata=metadata))
    assert document.fields[name] == value
    start, end = document.origin.raw_spans[name]
    assert 0 <= start < end <= document.trace.region_end


def test_what_a_program_writes_is_no_title_and_no_author() -> None:
    metadata = "<dc:title>Unknown Title</dc:title><dc:creator>Unknown Author</dc:creator><dc:creator>未知</dc:creator>"
    document = read(epub({"a.xhtml": FIRST}, metadata=metadata))
    assert (document.text.partition("\n")[0], document.fields.get("author")) == ("第一章 渡口", None)


def test_the_rights_of_a_book_are_a_notice() -> None:
    document = read(epub({"a.xhtml": FIRST}, metadata="<dc:rights>CC BY-SA 4.0</dc:rights>"))
    assert [notice.license for notice in document.origin.notices] == ["CC-BY-SA-4.0"]


def test_a_title_that_heads_the_first_chapter_stands_once() -> None:
    document = read(
        epub({"a.xhtml": "<h1>江边</h1><p>正文在这里，有一句话。</p>"}, metadata="<dc:title>江边</dc:title>")
    )
    assert (document.title, document.text) == ("江边", "江边\n\n正文在这里，有一句话。")


LEADING = {
    "contents by links": "".join(f'<p><a href="b.xhtml#{n}">第{n}章 渡口的早晨</a></p>' for n in range(6)),
    "a cover": '<div><img src="cover.jpg"/></div>',
    "a title page": '<section epub:type="titlepage"><h1>江边</h1><p>王小明</p></section>',
    "contents by their type": '<section epub:type="frontmatter toc"><h1>目录</h1><p>第一章 1</p></section>',
}


@pytest.mark.parametrize("kind", LEADING)
def test_what_leads_around_in_the_book_is_left_out(kind: str) -> None:
    assert read(epub({"x.xhtml": LEADING[kind], "b.xhtml": FIRST, "a.xhtml": SECOND})).text == BOTH


def test_what_the_guide_calls_contents_is_left_out() -> None:
    guide = '<reference type="toc" href="x.xhtml#top"/>'
    assert read(epub({"x.xhtml": "<p>第一章</p>", "b.xhtml": FIRST, "a.xhtml": SECOND}, guide=guide)).text == BOTH


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<p>渡口很安静<a href="#n1" epub:type="noteref">1</a>。</p>', "渡口很安静。"),
        ('<p>渡口很安静<sup><a href="n.xhtml#n1">[12]</a></sup>。</p>', "渡口很安静。"),
        ('<p>渡口很安静<a href="#n1"><sup>①</sup></a>。</p>', "渡口很安静。"),
        (
            '<p>渡口很安静。</p><aside><p><a href="#r1">[1]</a> 在城北。<a href="#r1">↩</a></p></aside>',
            "渡口很安静。\n\n在城北。",
        ),
        ('<p>见<a href="b.xhtml#c2">第二章</a>和<a href="https://e.example/1">1</a>。</p>', "见第二章和1。"),
        ("<p><ruby>圳<rt>zhèn</rt></ruby>边。</p>", "圳边。"),
        ("<table><tr><td>年</td><td>船</td></tr><tr><td>1990</td><td>12</td></tr></table>", "年\t船\n1990\t12"),
        ("<p>甲&nbsp;乙&#x4e19;。</p>", "甲 乙丙。"),
    ],
)
def test_a_chapter_is_what_its_reader_sees(body: str, expected: str) -> None:
    assert read(epub({"a.xhtml": body})).text == expected


def test_a_chapter_in_another_encoding_leads_back_to_its_bytes() -> None:
    other = xhtml(SECOND).replace('encoding="utf-8"', 'encoding="gb18030"').replace("\n", "\r\n").encode("gb18030")
    marked = "\ufeff".encode() + xhtml("<p>第三段。</p>").encode()
    assert read(epub({"a.xhtml": FIRST, "b.xhtml": other, "c.xhtml": marked})).text == f"{BOTH}\n\n第三段。"


def test_chapters_without_headings_are_headed_by_what_the_contents_call_them() -> None:
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>第一章 渡口</text></navLabel>'
        '<content src="a.xhtml#top"/></navPoint></navMap></ncx>'
    )
    items = '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    body = "<p>第一章 渡口</p><p>渡口的早晨很安静，有一句话。</p>"
    document = read(epub({"a.xhtml": body}, items=items, **{"OPS/toc.ncx": ncx}))
    assert [heading.text for heading in document.headings] == ["第一章 渡口"]


def encryption(method: str) -> str:
    """Return what says that the first chapter is encrypted by a method."""
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
        f'<enc:EncryptedData><enc:EncryptionMethod Algorithm="{method}"/><enc:CipherData><enc:CipherReference'
        ' URI="OPS/a.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>'
    )


def test_a_book_closed_by_rights_management_is_refused() -> None:
    aes = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    with pytest.raises(LoaderError, match="digital rights management"):
        normalize(epub({"a.xhtml": b"\x01\x02\x03" * 99}, **{"META-INF/encryption.xml": aes}))


def test_fonts_that_are_obfuscated_close_no_book() -> None:
    fonts = encryption("http://www.idpf.org/2008/embedding")
    assert read(epub({"a.xhtml": FIRST}, **{"META-INF/encryption.xml": fonts})).text


@pytest.mark.parametrize(
    "members", [{"META-INF/container.xml": "<a"}, {"OPS/book.opf": "<a/>"}, {"OPS/book.opf": b"\xff\x00"}]
)
def test_a_broken_book_is_refused_with_the_reason(members: dict[str, str | bytes]) -> None:
    with pytest.raises(LoaderError) as refused:
        normalize(epub({"a.xhtml": FIRST}, **members))
    assert refused.value.remedy


def test_a_chapter_that_is_missing_is_named() -> None:
    raw = epub({"a.xhtml": FIRST, "b.xhtml": SECOND}, left_out="OPS/b.xhtml")
    assert read(raw).origin.extra["missing"] == ["OPS/b.xhtml"]
