"""Word documents: what a reader of the page sees is the text, and nothing else."""

from __future__ import annotations

import pytest
from packed import docx, p, read, relationships, style, t, table, tc, tr

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.errors import LoaderError

_W_DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'

HEADINGS = "".join(
    (
        style("Normal", default=True),
        style("1", own="heading 1", level=0),
        style("Kapitel", based="1", own="我的章节"),
        style("Ueber2", own="Überschrift 2"),
        style("bt3", own="标题 3"),
        style("Titel", own="Title"),
        style("tm", own="caption"),
        style("toc1", own="toc 1"),
    )
)


def text_of(*blocks: str, **options: str) -> str:
    """Return what a document of these blocks reads."""
    return read(docx("".join(blocks), **options)).text


def field(code: str, *result: str) -> str:
    """Return a complex field: its instruction, then its result."""

    def character(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    shown = "".join(result)
    return f"{character('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{character('separate')}{shown}{character('end')}"


CASES = {
    "runs are one text": ([p("老街", "的", "夏天。")], "老街的夏天。"),
    "references are characters": ([p("甲 &lt;乙&gt; &amp; &#19993;。")], "甲 <乙> & 丙。"),
    "a tab and a line end": ([p("甲方：", "<w:r><w:tab/></w:r>", "乙方：", "<w:r><w:br/></w:r>", "日期")], "甲方：\t乙方：\n\n日期"),
    "tab stops are none": ([p("正文。", properties='<w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs>')], "正文。"),
    "inserted stays, deleted goes": (
        [p("他", "<w:del><w:r><w:delText>没有</w:delText></w:r></w:del>", f"<w:ins>{t('已经')}</w:ins>", "来了。")],
        "他已经来了。",
    ),
    "moved text stands where it was moved to": (
        [p("甲段。", f"<w:moveFrom>{t('移走的话。')}</w:moveFrom>"), p(f"<w:moveTo>{t('移走的话。')}</w:moveTo>")],
        "甲段。\n\n移走的话。",
    ),
    "a deleted end joins paragraphs": (
        [p("前半", properties="<w:rPr><w:del/></w:rPr>"), p("后半。"), p("另一段。")],
        "前半后半。\n\n另一段。",
    ),
    "what was is no property": (
        [p("正文。", properties='<w:pPrChange><w:pPr><w:pStyle w:val="1"/></w:pPr></w:pPrChange>'), p("还有。")],
        "正文。\n\n还有。",
    ),
    "a large first letter is one of its paragraph": (
        [
            p("从", properties='<w:framePr w:dropCap="drop" w:lines="3"/>'),
            p("前有座山。"),
            p("O", properties='<w:keepNext/><w:framePr w:lines="2" w:dropCap="margin"/>'),
            p("nce upon a time."),
            p("旁注", properties='<w:framePr w:dropCap="none" w:w="2000"/>'),
            p("山里有座庙。", properties='<w:framePr w:w="2000"/>'),
            p("庙里有个老和尚。"),
        ],
        "从前有座山。\n\nOnce upon a time.\n\n旁注\n\n山里有座庙。\n\n庙里有个老和尚。",
    ),
    "a field is its result": ([p("见第", field(" PAGEREF a ", t("12")), "页。")], "见第12页。"),
    "a link is its words": ([p("访问", f'<w:hyperlink r:id="r1" xmlns:r="x">{t("官网")}</w:hyperlink>', "。")], "访问官网。"),
    "a simple field": ([p("图", f'<w:fldSimple w:instr=" SEQ 图 ">{t("3")}</w:fldSimple>', "在这里。")], "图3在这里。"),
    "fields in an instruction": (
        [p(field(f" IF {field('MERGEFIELD x', t('甲'))} = 甲 ", t("是的")), "。")],
        "是的。",
    ),
    "a field that never ends hides nothing": (
        [p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "正文在这里。"), p("第二段。")],
        "正文在这里。\n\n第二段。",
    ),
    "a table of contents goes": (
        [p(field(r" TOC \o 1-3 ", t("第一章"), "<w:r><w:tab/></w:r>", t("1"))), p("第一章的正文。")],
        "第一章的正文。",
    ),
    "contents by their style": ([p("第一章 1", style="toc1"), p("正文。")], "正文。"),
    "a control that only prompts": (
        [
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + p("单击此处输入文字。") + "</w:sdtContent></w:sdt>",
            "<w:sdt><w:sdtPr/><w:sdtContent>" + p("填好的文字。") + "</w:sdtContent></w:sdt>",
        ],
        "填好的文字。",
    ),
    "one of two alternatives": (
        [
            p(
                "正文。",
                "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><w:txbxContent>"
                + p("框里的话。")
                + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
                + p("框里的话。")
                + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            )
        ],
        "正文。\n\n框里的话。",
    ),
    "a fallback alone": (
        [p("<w:r><mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback><w:t>后备。</w:t></mc:Fallback></mc:AlternateContent></w:r>")],
        "后备。",
    ),
    "a box amid a sentence tears none": (
        [p("江水在夜里", f"<w:r><w:pict><v:textbox><w:txbxContent>{p('旁注。')}</w:txbxContent></v:textbox></w:pict></w:r>", "涨了三尺。")],
        "江水在夜里涨了三尺。\n\n旁注。",
    ),
    "a reading goes": (
        [p("他住在", "<w:r><w:ruby><w:rt>" + t("zhèn") + "</w:rt><w:rubyBase>" + t("圳") + "</w:rubyBase></w:ruby></w:r>", "边。")],
        "他住在圳边。",
    ),
    "a gloss stays, behind its word": (
        [p("用", "<w:r><w:ruby><w:rt>" + t("Application") + "</w:rt><w:rubyBase>" + t("应用") + "</w:rubyBase></w:ruby></w:r>", "。")],
        "用应用（Application）。",
    ),
    "hidden text": ([p("看得见", t("看不见", "<w:vanish/>"), t("也看得见", '<w:vanish w:val="0"/>'), "。")], "看得见也看得见。"),
    "raised numbers": (
        [p("面积10", t("4", '<w:vertAlign w:val="superscript"/>'), "平方米，H", t("2", '<w:vertAlign w:val="subscript"/>'), "O。")],
        "面积10⁴平方米，H₂O。",
    ),
    "symbols of fonts": (
        [p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "同意 ", '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "反对")],
        "☑同意 □反对",
    ),
    "formulas": (
        [p("设", "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>", "为正。")],
        "设a/b为正。",
    ),
    "lists have no numbers in the file": (
        [p("鱼", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'), p("米", properties="<w:numPr/>")],
        "鱼\n\n米",
    ),
    "a row a line": ([p("见表。"), table(tr("年份", "数量"), tr("1990", "12")), p("完。")], "见表。\n\n年份\t数量\n1990\t12\n\n完。"),
    "paragraphs in a cell": ([table(tr(tc("甲", "乙"), "丙"), tr("丁", "戊"))], "甲 乙\t丙\n丁\t戊"),
    "merged cells": (
        [
            table(
                tr(tc("地区", properties='<w:vMerge w:val="restart"/>'), tc("合计", properties='<w:gridSpan w:val="2"/>')),
                tr(tc("", properties="<w:vMerge/>"), "男", "女"),
            )
        ],
        "地区\t合计\n地区\t男\t女",
    ),
    "a deleted row": ([table(tr("甲", "乙"), tr("丙", "丁", properties="<w:del/>"), tr("戊", "己"))], "甲\t乙\n戊\t己"),
    "a table that lays out a page": (
        [table(tr(tc(p("第一段。"), p("第二段。")))), p("第三段。")],
        "第一段。\n\n第二段。\n\n第三段。",
    ),
    "blanks count where they are said to": ([p("<w:r><w:t> 前后的空白 </w:t></w:r>", "不算。")], "前后的空白不算。"),
}  # fmt: skip


@pytest.mark.parametrize(("blocks", "expected"), CASES.values(), ids=CASES)
def test_a_document_is_what_its_reader_sees(blocks: list[str], expected: str) -> None:
    assert text_of(*blocks, styles=HEADINGS) == expected


@pytest.mark.parametrize(
    "head",
    [
        {"style": "1"},
        {"style": "Kapitel"},
        {"style": "Ueber2"},
        {"style": "bt3"},
        {"style": "Heading4"},
        {"properties": '<w:outlineLvl w:val="2"/>'},
    ],
)
def test_headings_go_by_style_level_and_inheritance(head: dict[str, str]) -> None:
    blocks = [p("引子在这里。"), p("由来", **head), p("正文在这里。")] * 2
    document = read(docx("".join(blocks), styles=HEADINGS))
    assert [heading.text for heading in document.headings] == ["由来", "由来"]


def test_body_text_at_a_level_of_its_own_is_no_heading() -> None:
    blocks = [p("由来", style="1"), p("不是标题", style="1", properties='<w:outlineLvl w:val="9"/>')]
    assert [heading.text for heading in read(docx("".join(blocks), styles=HEADINGS)).headings] == ["由来"]


def test_captions_of_pictures_move_out_and_those_of_tables_stay() -> None:
    document = read(docx(p("图 1 渡口的早晨", style="tm") + p("正文。") + p("表 1 船数", style="tm"), styles=HEADINGS))
    assert [caption.text for caption in document.captions] == ["图 1 渡口的早晨"]
    assert document.text == "正文。\n\n表 1 船数"


def test_notes_that_are_referred_to_follow_the_text() -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1">{p("<w:r><w:footnoteRef/></w:r>", "渡口在城北。")}</w:footnote>'
        f'<w:footnote w:id="2">{p("没有人提到它。")}</w:footnote>'
    )
    body = p("渡口很安静", '<w:r><w:footnoteReference w:id="1"/></w:r>', "。")
    assert read(docx(body, footnotes=notes)).text == "渡口很安静。\n\n渡口在城北。"


@pytest.mark.parametrize(
    ("body", "core", "title", "author"),
    [
        (p("老街的夏天", style="Titel") + p("正文。"), "<dc:title>旧题</dc:title>", "老街的夏天", None),
        (p("老街的夏天") + p("正文在这里。"), "<dc:title>老街的夏天</dc:title>", "老街的夏天", None),
        (p("正文在这里，有一句话。"), "<dc:title>老街&amp;夏天</dc:title>", "老街&夏天", None),
        (p("正文在这里，有一句话。"), "<dc:title>Microsoft Word - 文档1</dc:title>", None, None),
        (p("老街的夏天", style="1") + p("正文。"), "<dc:creator>王小明</dc:creator>", "老街的夏天", "王小明"),
        (p("正文。"), "<dc:creator>Administrator</dc:creator>", None, None),
        (
            p("老街的夏天") + p("2024-05-06 来源：晚报 作者：李四") + p("正文。"),
            "<dc:creator>微软用户</dc:creator>",
            None,
            "李四",
        ),
        (p(t("老街的夏天", '<w:sz w:val="44"/>')) + p("正文在这里，有一句话，还有一句。"), "", "老街的夏天", None),
    ],
)
def test_title_and_author(body: str, core: str, title: str | None, author: str | None) -> None:
    document = read(docx(body, styles=HEADINGS, core=core))
    assert (document.title, document.fields.get("author")) == (title, author)
    assert title is None or document.text.startswith(title)
    for name, (start, end) in document.origin.raw_spans.items():
        assert 0 <= start < end <= document.trace.region_end, name


def test_the_strict_edition_and_other_prefixes_and_names_are_read() -> None:
    inside = "<x:body><x:p><x:r><x:t>正文。</x:t></x:r></x:p></x:body>"
    xml = f'<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main">{inside}</x:document>'
    package = relationships(officeDocument="/Inhalt/haupt.xml")
    assert read(docx("", **{"_rels/.rels": package, "Inhalt/haupt.xml": xml})).text == "正文。"


def test_a_member_in_utf_16_leads_back_to_its_bytes() -> None:
    xml = '<?xml version="1.0" encoding="UTF-16"?>\r\n' + _W_DOCUMENT.format(p("老街的夏天，有一句话。"))
    assert read(docx("", **{"word/document.xml": xml.encode("utf-16")})).text == "老街的夏天，有一句话。"


HOSTILE = {
    "entities": '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    "an external entity": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "no XML": "<w:document",
    "nothing": "",
    "another kind": "<a><b/></a>",
    "tables in tables": _W_DOCUMENT.format("<w:tbl><w:tr><w:tc>" * 5000 + p("深。") + "</w:tc></w:tr></w:tbl>" * 5000),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_cannot_be_read_is_refused_with_the_reason(kind: str) -> None:
    raw = docx("", **{"word/document.xml": HOSTILE[kind]})
    with pytest.raises(LoaderError) as refused:
        normalize(raw)
    assert refused.value.remedy


def test_a_document_of_pictures_is_said_to_be_so() -> None:
    with pytest.raises(LoaderError, match="no text"):
        normalize(docx(p("<w:r><w:drawing/></w:r>"), core="<dc:title>老街</dc:title>"))


def test_a_bomb_is_refused() -> None:
    raw = docx("", **{"word/document.xml": b" " * 70_000_000})
    with pytest.raises(LoaderError, match="more than 64 MB"):
        normalize(raw)
