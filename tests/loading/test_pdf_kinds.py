"""One test a kind of fault in reading PDFs, on files made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from pdfs import Line, file_of, pdf, stream

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.pdf.front import _is_bold
from bdci_corpus.loading.pdf.glyphs import Glyphs, upright
from bdci_corpus.loading.pdf.lines import WHOLE
from bdci_corpus.loading.pdf.paragraphs import _goes_on
from bdci_corpus.loading.pdf.pdfium import RawPage
from bdci_corpus.loading.pdf.pieces import pieces_of
from bdci_corpus.loading.pdf.tags import TaggedBlock
from bdci_corpus.records import Document
from bdci_corpus.trace.changes import undo

PROSE = "老街的夏天来得早，门前的槐树刚刚开花。孩子们放学以后在树下写作业，等着卖豆腐的老人从巷口经过。"
OTHER = "入秋以后，修堤的工程才算真正开始。附近的村民每天都来帮忙，有人挑土，有人做饭，一直忙到天黑才散。"
LEADING = 16


def read(lines: Sequence[Line] | Sequence[Sequence[Line]], **how: bool | bytes | dict[str, str]) -> Document:
    """Read a PDF of one page, or of several."""
    pages = lines if lines and isinstance(lines[0], list) else [lines]
    (document,) = normalize(pdf(pages, **how))  # type: ignore[arg-type]
    return document


def paragraph(text: str, x: float = 60, top: float = 700, width: int = 24, indent: int = 0) -> list[Line]:
    """Set a paragraph in lines of so many characters, the first indented."""
    lines: list[Line] = [(x + 10 * indent, top, text[: width - indent])]
    rest = text[width - indent :]
    starts = range(0, len(rest), width)
    return lines + [(x, top - LEADING * (n + 1), rest[at : at + width]) for n, at in enumerate(starts)]


def below(blocks: Sequence[str], **how: int) -> list[Line]:
    """Set paragraphs one below the other."""
    lines: list[Line] = []
    for block in blocks:
        top = lines[-1][1] - LEADING if lines else how.get("top", 700)
        lines += paragraph(block, top=top, width=how.get("width", 24), indent=how.get("indent", 2))
    return lines


def latin(lines: Sequence[str], font: bytes = b"/BaseFont /Times-Roman") -> bytes:
    """Return a PDF of lines in a Latin font that every reader has."""
    content = b"".join(b"BT /F1 11 Tf 72 %d Td (%b) Tj ET\n" % (752 - 16 * n, t.encode()) for n, t in enumerate(lines))
    page = b"""<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
        /Resources << /Font << /F1 5 0 R >> >> >>"""
    pages = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page]
    return file_of([*pages, stream(content), b"<< /Type /Font /Subtype /Type1 %b >>" % font])


def paragraphs(document: Document) -> list[str]:
    """Return the paragraphs of a document."""
    return [part for part in document.text.split("\n") if part]


# P1, P5: hyphens and numbers at the ends of lines


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            ("This paragraph demonstrates hyphen-", "ation across a line break, in a well-", "known document."),
            "This paragraph demonstrates hyphenation across a line break, in a well-known document.",
        ),
        (
            ("The transformation of sediment is slow, and trans-", "formation of rock is slower still, they say."),
            "The transformation of sediment is slow, and transformation of rock is slower still, they say.",
        ),
        (
            ("A state-of-the-art survey of the years 2020-", "2024 was made by Anglo-", "French teams."),
            "A state-of-the-art survey of the years 2020-2024 was made by Anglo-French teams.",
        ),
        (
            ("Both e-mail and paper were used; most of the e-", "mail was lost over the years, however."),
            "Both e-mail and paper were used; most of the e-mail was lost over the years, however.",
        ),
    ],
)
def test_a_hyphen_at_a_line_end_is_decided_by_its_word(lines: Sequence[str], text: str) -> None:
    (document,) = normalize(latin(lines))
    assert document.text == text
    assert "\ufffe" not in undo(document).decode()


@pytest.mark.parametrize("number", ["155.8", "1,234", "2024", "10:30", "3/4", "12.5%"])
def test_no_number_is_torn(number: str) -> None:
    for cut in range(1, len(number)):
        head = PROSE[: 24 - cut]
        lines = [(60.0, 700.0, head + number[:cut]), (60.0, 684.0, number[cut:] + PROSE[:20])]
        lines += below([OTHER * 2], top=668, indent=0)
        text = read(lines).text
        assert number in text, (number, cut)


# P2, P3, P9: running heads


def with_heads(heads: Sequence[str], feet: Sequence[str], top: float = 800) -> Document:
    pages: list[list[Line]] = []
    for head, foot, text in zip(heads, feet, (PROSE, OTHER, PROSE[::-1], OTHER[::-1]), strict=False):
        page = below([text * 3], top=740)
        pages.append([(200, top, head, 9.0), *page, *([(290.0, 40.0, foot, 9.0)] if foot else [])])
    return read(pages)


@pytest.mark.parametrize(
    ("heads", "feet"),
    [
        (["某某大学学报（社会科学版）"] * 4, [""] * 4),
        ([f"某某公司2023年年度报告全文 {n}" for n in range(1, 5)], [""] * 4),
        ([f"{n} 海州市水文年鉴" if n % 2 else f"第二章 径流 {n}" for n in range(8, 12)], [""] * 4),
        (["海州市统计局"] * 4, [f"{n} / 4" for n in range(1, 5)]),
        (["海州市统计局"] * 4, [f"第 {n} 页 共 4 页" for n in range(1, 5)]),
        (["海州市统计局"] * 4, [f"- {n} -" for n in range(17, 21)]),
        (["海州市统计局"] * 4, ["ix", "x", "xi", "xii"]),
        (["海州市统计局"] * 4, [f"{n}" for n in range(101, 105)]),
    ],
)
def test_what_repeats_at_one_place_is_gone_and_in_the_trace(heads: Sequence[str], feet: Sequence[str]) -> None:
    document = with_heads(heads, feet)
    whole = undo(document).decode()
    for line in [*heads, *filter(None, feet)]:
        assert line in whole
    assert paragraphs(document) == [PROSE * 3, OTHER * 3, PROSE[::-1] * 3, OTHER[::-1] * 3]
    assert len(document.pages) == 4


@pytest.mark.parametrize("bullet", ["\uf0b7", "\uf095"])
def test_bullets_of_symbol_fonts_are_bullets(bullet: str) -> None:
    document = read([[(60.0, 740.0, f"{bullet} {OTHER[:12]}"), (60.0, 720.0, f"{bullet} {OTHER[12:24]}")]])
    assert document.text.count("•") == 2
    assert not document.damage


def test_a_head_on_every_page_is_one_however_close_the_text_stands() -> None:
    document = with_heads(["海州市统计局"] * 4, [""] * 4, top=740 + LEADING)
    assert paragraphs(document) == [PROSE * 3, OTHER * 3, PROSE[::-1] * 3, OTHER[::-1] * 3]


def test_a_sentence_goes_on_below_a_head() -> None:
    text = (PROSE + OTHER) * 4
    lines = [text[at : at + 24] for at in range(0, len(text), 24)]
    pages: list[list[Line]] = []
    for number, start in enumerate(range(0, len(lines), 5), 1):
        body = [(60.0, 740 - LEADING * n, line) for n, line in enumerate(lines[start : start + 5])]
        pages.append([(200, 800, "某某大学学报", 9.0), *body, (290.0, 40.0, f"· {number} ·", 9.0)])
    document = read(pages)
    assert document.text == text
    assert document.pages[0].end == document.pages[1].start == 24 * 5


@pytest.mark.parametrize(
    "sections",
    [
        [
            ("第三章 工具的配置", f"3.{n} {name}")
            for n, name in enumerate(("缓存代理", "私有仓库", "虚拟机", "网络", "签名"), 4)
        ],
        [("海州市水文年鉴", number) for number in ("ii", "iii", "iv", "v", "vi")],
        [(name, "海州市水文年鉴") for name in ("降水", "径流", "泥沙", "水温", "冰情")],
    ],
)
def test_a_head_whose_parts_name_chapter_and_section_is_gone(sections: Sequence[tuple[str, str]]) -> None:
    texts = [PROSE * 3, OTHER * 3, PROSE[::-1] * 3, OTHER[::-1] * 3, (PROSE + OTHER) * 2]
    pages: list[list[Line]] = [
        [(60, 800, left, 9.0), (420, 800, right, 9.0), *below([text], top=740)]
        for (left, right), text in zip(sections, texts, strict=True)
    ]
    document = read(pages)
    assert paragraphs(document) == texts
    assert all(part in undo(document).decode() for parts in sections for part in parts)


def test_what_repeats_within_the_text_stays() -> None:
    pages = [[*below(["甲方：海州市水务局。" if n == 2 else PROSE, OTHER, PROSE], top=560)] for n in range(4)]
    assert read(pages).text.count("老街的夏天") == 7


def test_a_table_that_goes_on_keeps_its_amounts() -> None:
    pages = [[(60.0, 800.0, f"{n},204"), (300.0, 800.0, f"{n},118"), *below([PROSE * 2], top=780)] for n in range(3, 7)]
    text = read(pages).text
    assert all(f"{n},204" in text and f"{n},118" in text for n in range(3, 7))


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_browser_prints_around_a_page_is_gone(count: int) -> None:
    pages: list[list[Line]] = []
    for number in range(1, count + 1):
        head: list[Line] = [(24, 825, "11/29/26, 2:56 PM", 8.0), (200, 825, "老街的夏天", 8.0)]
        foot: list[Line] = [
            (24, 15, "https://news.example.cn/2024/07/a.html", 8.0),
            (540, 15, f"{number}/{count}", 8.0),
        ]
        pages.append([*head, *below([(PROSE, OTHER, OTHER[::-1])[number - 1] * 2], top=780), *foot])
    text = read(pages).text
    assert "PM" not in text
    assert "https" not in text
    assert "/" not in text


# P4, S2, S3, S4: where paragraphs end


def test_a_short_line_ends_a_paragraph_whatever_its_mark() -> None:
    blocks = [PROSE, "会议由局长主持", OTHER, "参加会议的有", PROSE[:35]]
    assert paragraphs(read(below(blocks, width=20))) == blocks
    assert paragraphs(read(below(blocks, width=20, indent=0))) == blocks


def test_a_full_last_line_ends_where_the_next_is_indented() -> None:
    blocks = [PROSE[:45] + "。", OTHER[:45] + "。", PROSE]
    assert paragraphs(read(below(blocks, indent=2))) == blocks


def test_a_long_address_does_not_hide_the_wraps() -> None:
    address = "https://example.cn/" + "a" * 12
    lines = [*below([PROSE * 2]), (60.0, 480.0, address, 14.0), *below([OTHER * 2], top=440)]
    assert paragraphs(read(lines)) == [PROSE * 2, address, OTHER * 2]


def test_narrow_columns_of_a_newspaper_are_joined() -> None:
    columns = [PROSE * 3, OTHER * 3, (PROSE + OTHER)[::-1]]
    lines: list[Line] = []
    for number, text in enumerate(columns):
        lines += paragraph(text, x=50 + 170 * number, top=700, width=14)
    lines.sort(key=lambda line: -line[1])
    assert "".join(paragraphs(read(lines))) == "".join(columns)
    assert len(paragraphs(read(lines))) <= 3


def test_lines_drawn_out_of_order_are_read_from_the_top() -> None:
    lines = below([PROSE, OTHER])
    assert paragraphs(read([*lines[3:], *lines[:3]])) == [PROSE, OTHER]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_pages_may_lie_on_their_side(turned: int) -> None:
    assert read(below([PROSE * 2], indent=0), entries=b"/Rotate %d" % turned).text == PROSE * 2


def test_columns_of_vertical_writing_are_read_from_the_right() -> None:
    text = (PROSE + OTHER) * 3
    lines = [(540.0 - 18 * n, 780.0, text[at : at + 30]) for n, at in enumerate(range(0, len(text), 30))]
    assert read(lines, vertical=True).text == text


def test_what_is_cropped_is_no_text() -> None:
    lines = [*below([PROSE]), (60.0, 830.0, "刀版线以外"), (585.0, 600.0, "角线")]
    assert read(lines, entries=b"/CropBox [40 300 560 800]").text == PROSE


# P6: fonts that do not say their characters; scans


def unmapped(count: int) -> bytes:
    """Return a font whose first characters have names that mean nothing."""
    names = b" ".join(b"/g%d" % n for n in range(count))
    return b"/BaseFont /ABCDEF+Nameless /Encoding << /Type /Encoding /Differences [32 %b] >>" % names


def test_a_font_without_characters_is_left_out_with_the_pages() -> None:
    with pytest.raises(LoaderError, match="do not say which characters they show") as refused:
        normalize(latin(["abcdefg hijk"] * 9, unmapped(96)))
    assert "page 1 of 1" in refused.value.problem
    assert "OCR" in refused.value.remedy


def test_a_few_characters_that_nobody_knows_are_damage() -> None:
    (document,) = normalize(latin(["Reading the gauge!! of a river"] * 3, unmapped(2)))
    assert [span.text for span in document.damage] != []
    assert "Reading the gauge" in document.text


# Boxes, hanging lines, bullets: as manuals are set


def test_short_boxes_of_one_kind_show_their_right_edge_together() -> None:
    notes = [
        f"{word}的时候请先看水位，再看风向，若两样都不合适就等一等，第二天再去也不迟"
        for word in ("修堤", "放船", "打谷", "晒网", "挑土", "栽秧")
    ]
    lines: list[Line] = []
    top = 800.0
    for note in notes:
        lines += paragraph(PROSE + OTHER, top=top, width=40)
        lines += [(60, top - 48, "注意", 12.0), *paragraph(f"{note}。", x=110, top=top - 72, width=24)]
        top -= 120
    assert [part for part in paragraphs(read(lines)) if part.endswith("也不迟。")] == [f"{note}。" for note in notes]


@pytest.mark.parametrize("term", ["堤长 ", "– ", "甲、", ""])
def test_a_hanging_line_goes_on_where_the_first_is_full(term: str) -> None:
    first, rest = (term + PROSE + OTHER)[:40], (term + PROSE + OTHER)[40:]
    lines: list[Line] = [*paragraph(OTHER * 3, width=40), (60, 620, first), (80, 604, rest[:38]), (80, 588, rest[38:])]
    assert paragraphs(read(lines))[-1] == (term + PROSE + OTHER).strip()


def test_a_full_heading_of_contents_is_not_joined_with_what_it_holds() -> None:
    lines: list[Line] = [
        *paragraph(OTHER * 3, width=40),
        (60, 620, "第三章" + "水" * 37),
        (80, 604, "3.1 水位 ............ 12"),
    ]
    assert paragraphs(read(lines))[-1].startswith("3.1")


@pytest.mark.parametrize("bullet", "•●■▪※")
def test_a_bullet_begins_an_item_whatever_stands_before_it(bullet: str) -> None:
    lines = [*paragraph((PROSE * 3)[:120], width=40), (60, 652, f"{bullet} 水位记录"), (60, 636, f"{bullet} 风向记录")]
    assert paragraphs(read(lines))[-2:] == [f"{bullet} 水位记录", f"{bullet} 风向记录"]


def listed(lines: Sequence[str], top: float = 760) -> list[Line]:
    """Set lines below each other."""
    return [(60, top - LEADING * number, line) for number, line in enumerate(lines)]


def led(*entries: str) -> list[str]:
    """Return entries of contents, whose pages come last, with leaders before these."""
    parted = (entry.rpartition(" ") for entry in entries)
    return [f"{name} {'. ' * max(4, 20 - len(name))}{page}" for name, _, page in parted]


CHAPTERS = ("一、水位 1", "1.1 汛期 1", "1.2 旱期 3", "二、堤防 6", "三、灌渠 12")


@pytest.mark.parametrize(
    "contents",
    [
        ["目录", *led(*CHAPTERS)],
        ["目    录", "页码", *led("前言 ii", "凡例 iv", *CHAPTERS)],
        led(*CHAPTERS),
        ["Contents", *led("1 Water 1"), "3 A chapter of so long a name that it", *led("goes on 8", "4 Index 19")],
        ["目次", "一、水位  1", "二、堤防  6", "三、灌渠  12"],
        ["表格目录", *led("表1 水位 2", "表2 雨量 4", "表3 米 5"), "图目录", *led("图1 堤 1", "图2 渠 3", "图3 闸 3")],
        ["目录", "一、水位 1", *led("1.1 汛期 1", "1.2 旱期 3"), "二、堤防 6", *led("2.1 工料 6"), "附录 20"],
    ],
)  # fmt: skip
def test_contents_go(contents: Sequence[str]) -> None:
    document = read([[(200, 700, "青溪水利志", 20.0)], listed(contents), below([PROSE, OTHER]), below([OTHER, PROSE])])
    assert document.text == f"青溪水利志\n\n{PROSE}\n\n{OTHER}\n\n{OTHER}\n\n{PROSE}"


def test_contents_go_on_on_the_next_page() -> None:
    entries = [f"{number}.1 第{number}年 {3 * number}" for number in range(1, 61)]
    pages = [listed(["目录", *led(*entries[:40])]), listed(led(*entries[40:])), below([PROSE, OTHER])]
    assert read([*pages, *[below([PROSE] * 9)] * 4]).text.startswith(PROSE)


@pytest.mark.parametrize(
    "lines",
    [
        led("豆腐 12", "青菜 3", "白米 25", "木炭 7", "食盐 2"),
        ["目录", "本书的目录见网站", "共 12", PROSE[:30]],
        led("姓名 1", "住址 2"),
        ["单价", "豆腐 2", "青菜 3", "白米 25"],
    ],
    ids=["a bill", "no entries", "a form", "prices"],
)
def test_what_is_led_and_no_contents_stays(lines: Sequence[str]) -> None:
    text = read([listed(lines, 700), below([PROSE, OTHER, PROSE])]).text
    assert all(line.split()[0] in text for line in lines)


def test_a_document_of_contents_alone_is_read() -> None:
    assert "1.2 旱期" in read(listed(["目录", *led(*CHAPTERS)])).text


# P7: title, date, author


@pytest.mark.parametrize(
    ("byline", "published", "author"),
    [
        ("发布时间：2024-07-22 发布人：张三丰", "2024-07-22", "张三丰"),
        ("来源：海州日报 作者：李小禾 日期：2023年10月7日", "2023-10-07", "李小禾"),
        ("2021/5/14 9:30 记者：王砚 浏览次数：128", "2021-05-14T09:30:00", "王砚"),
    ],
)
def test_title_and_date_are_read_by_size_and_place(byline: str, published: str, author: str) -> None:
    title: list[Line] = [(110, 780, "海州市湿地修复工程取得", 18.0), (137, 755, "阶段性成果的通报", 18.0)]
    lines = [*title, (180.0, 730.0, byline, 9.0), *below([PROSE, OTHER], top=700)]
    document = read(lines)
    assert document.title == "海州市湿地修复工程取得 阶段性成果的通报"
    assert document.fields["published"] == published
    assert document.fields["author"] == author
    assert paragraphs(document)[1:] == [PROSE, OTHER]
    assert byline in undo(document).decode()


def test_a_sentence_with_a_date_is_no_byline() -> None:
    first = "2024年7月22日，海州市召开会议。"
    document = read(below([first, PROSE, OTHER]))
    assert "published" not in document.fields
    assert document.title is None
    assert paragraphs(document)[0] == first


@pytest.mark.parametrize("stamp", ["10/28/2019 1:49 PM", "2024年7月22日", "2024-07-22 09:30", "№ 17"])
def test_a_date_is_no_title_however_large(stamp: str) -> None:
    assert read([(60, 780, stamp, 18.0), *below([PROSE, OTHER], top=700)]).title is None
    titled = read([(60, 800, stamp, 22.0), (150, 770, "海州市湿地修复的通报", 18.0), *below([PROSE, OTHER], top=700)])
    assert titled.title == "海州市湿地修复的通报"


@pytest.mark.parametrize("number", ["海政办发〔2023〕18号", "青水字[2019] 7 号", "（2021）第 45 号"])
def test_the_title_of_an_official_document_is_below_its_number(number: str) -> None:
    head: list[Line] = [(100, 790, "青溪县水利局文件", 30.0), (220, 750, number), (150, 720, "关于修堤的通知", 18.0)]
    document = read([*head, *below([PROSE, OTHER], top=690)])
    assert document.title == "关于修堤的通知"
    assert [heading.text for heading in document.headings] == ["关于修堤的通知"]
    behind: list[Line] = [(150, 780, "关于修堤的通知", 18.0), (220, 750, number)]
    assert read([*behind, *below([PROSE, OTHER], top=720)]).title == "关于修堤的通知"


def test_the_date_of_a_signature_is_text() -> None:
    title: list[Line] = [(150, 780, "关于修堤的通知", 18.0)]
    signed: list[Line] = [(200, 560, "青溪县水利局"), (210, 544, "2023年5月12日"), (60, 528, "（此件公开发布）")]
    document = read([*title, *below([PROSE, OTHER, PROSE], top=700), *signed])
    assert paragraphs(document)[-3:] == ["青溪县水利局", "2023年5月12日", "（此件公开发布）"]
    assert document.fields["published"] == "2023-05-12"


def test_right_aligned_lines_are_a_signature() -> None:
    signed: list[Line] = [(190, 560, "海州市人民政府办公"), (250, 544, "5月12日"), (60, 528, "（此件公开发布）")]
    assert paragraphs(read([*below([OTHER, PROSE, OTHER], width=22), *signed]))[-3:] == [line[2] for line in signed]


@pytest.mark.parametrize(
    ("line", "properties", "author"),
    [
        ("Osamu Aoki（青木修）", {"Author": "Osamu Aoki (青木 修)"}, "Osamu Aoki（青木修）"),
        ("The Gauge Keepers", {"Author": "the gauge keepers"}, "The Gauge Keepers"),
        ("张晓明1,2，李 华1，欧阳文静2", {"Author": "admin"}, "张晓明、李华、欧阳文静"),
        ("王 建 国", {}, "王 建 国"),
    ],
)
def test_authors_are_named_below_the_title(line: str, properties: dict[str, str], author: str) -> None:
    head: list[Line] = [(110, 780, "青溪流域水体变化研究", 18.0), (150, 750, line, 14.0)]
    document = read([*head, *below([PROSE, OTHER], top=700)], properties=properties)
    assert document.fields["author"] == author
    assert paragraphs(document)[1:] == [PROSE, OTHER]
    assert len(document.headings) == 1


def test_a_title_is_the_line_that_the_file_is_called_by() -> None:
    head: list[Line] = [(110, 790, "水利科学", 28.0), (110, 750, "青溪流域的水", 16.0)]
    document = read([*head, *below([PROSE, OTHER], top=700)], properties={"Title": "青溪流域的 水"})
    assert document.title == "青溪流域的水"
    named = read([*head, *below([PROSE, OTHER], top=700)], properties={"Title": "Microsoft Word - 1.doc"})
    assert named.title == "水利科学"


def test_large_lines_below_a_title_are_no_headings_where_they_head_nothing() -> None:
    cover: list[Line] = [(110, 600, "青溪水利志", 28.0), (110, 500, "第二版", 16.0), (110, 470, "海州水利学会", 16.0)]
    heads: list[Line] = [(60, 780, "序言", 16.0), *below([PROSE, OTHER], top=750)]
    document = read([cover, heads])
    assert [heading.text for heading in document.headings] == ["青溪水利志", "序言"]
    one = read([(110, 790, "青溪水利志", 28.0), (110, 760, "水位", 16.0), *below([PROSE, OTHER], top=730)])
    assert [heading.text for heading in one.headings] == ["青溪水利志", "水位"]


def test_a_label_before_a_line_across_the_columns_stays_with_it() -> None:
    columns = [line for x in (60, 320) for line in paragraph(OTHER * 8, x=x, top=640, width=22)]
    across: list[Line] = [(60, 700, "摘"), (81, 700, "要：" + (PROSE + OTHER)[:40])]
    assert paragraphs(read([*across, *columns]))[0] == "摘 要：" + (PROSE + OTHER)[:40]


def test_paragraphs_set_apart_by_a_space_are_told_by_that_below_full_lines() -> None:
    texts = ["各科室、各直属单位，各站所、站：", PROSE[:28], "特此通知。", "附件：一份", "联系人：王砚", OTHER[:28]] * 3
    lines: list[Line] = []
    for text in texts:
        lines += paragraph(text, top=lines[-1][1] - 25 if lines else 780, width=17)
    assert paragraphs(read(lines)) == texts


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("deb http: etc apt sources.list.d/ ←-", "bookworm.list", "deb http: etc apt sources.list.d/bookworm.list"),
        ("the option that is set here ←-", "is not known", "the option that is set here is not known"),
        ("apt update; apt full-upgrade; ↩", "reboot", "apt update; apt full-upgrade;reboot"),
    ],
)
def test_a_line_of_code_that_tex_wrapped_is_one(first: str, second: str, whole: str) -> None:
    lines: list[Line] = [*below([OTHER] * 3), (60, 400, first), (66, 384, second), (60, 352, "# 完")]
    document = read(lines)
    assert paragraphs(document)[-2:] == [whole, "# 完"]
    assert document.damage == ()


@pytest.mark.parametrize(
    ("text", "heads"), [("3.1.1 缺省网络", True), ("3.1 水位", True), ("3 人", False), ("水位", False)]
)
def test_a_bold_number_heads_a_section_whose_font_has_no_bold_letters(text: str, heads: bool) -> None:  # noqa: FBT001
    line: Any = SimpleNamespace(bold=False, text=text, pieces=[SimpleNamespace(leads=True)])
    assert _is_bold(line) is heads


@pytest.mark.parametrize("stamp", ["出版日期：2024-01-31", "印发时间：2024年1月31日", "公布日期: 2024/1/31"])
def test_the_day_of_an_edition_is_said(stamp: str) -> None:
    document = read([(110, 780, "青溪水利志", 18.0), (110, 750, stamp, 14.0), *below([PROSE, OTHER], top=700)])
    assert document.fields["published"] == "2024-01-31"
    assert paragraphs(document) == ["青溪水利志", PROSE, OTHER]


@pytest.mark.parametrize(
    ("drawn", "meant"),
    [
        ("抄 送 ： 市 委 各 部 门 ， 市 政 府", "抄送：市委各部门，市政府"),
        ("青 溪 水 利 志", "青溪水利志"),
        ("[4]徐 涵 秋 . 利 用 改 进 的 水 体", "[4]徐涵秋 . 利用改进的水体"),
        ("摘 要", "摘 要"),
        ("张 晓 明", "张 晓 明"),
        ("一 二三 四五 六 七八", "一 二三 四五 六 七八"),
    ],
)
def test_lines_drawn_out_to_the_margin_have_no_blanks(drawn: str, meant: str) -> None:
    codes = np.array([ord(each) for each in drawn if each != " "], np.uint32)
    before = np.array([drawn[at - 1 : at] == " " for at, each in enumerate(drawn) if each != " "])
    left = np.cumsum(10.0 + 2.5 * before) - 10.0
    boxes = np.column_stack([left, np.zeros(len(left)), left + 10.0, np.full(len(left), 10.0)])
    glyphs = Glyphs(
        box=(0, 0, 600, 800),
        codes=codes,
        boxes=boxes,
        origins=boxes[:, :2],
        sizes=np.full(len(codes), 10.0),
        bold=np.zeros(len(codes), np.bool_),
        marked=np.full(len(codes), -1),
        blank=before.astype(np.int8),
        after=np.zeros(len(codes), np.bool_),
        damaged=np.zeros(len(codes), np.bool_),
    )
    (piece,) = pieces_of(glyphs, np.empty((0, 4)))
    assert piece.text == meant


def test_flat_glyphs_are_as_large_as_their_font_says() -> None:
    boxes = np.array([[10, 10, 20, 20], [20, 15, 30, 15.6], [30, 10, 40, 20]], np.float32)
    raw = RawPage(
        (0, 0, 100, 100),
        np.array([ord(each) for each in "水一体"], np.uint32),
        np.zeros(3, np.bool_),
        boxes,
        boxes[:, :2].astype(np.float64),
        np.zeros(3, np.int64),
        np.array([[1.0, 0.0, 0.0, 1.0]]),
        np.array([10.0]),
        np.zeros(1, np.bool_),
        np.full(1, -1),
        np.empty((0, 4)),
        np.empty((0, 4)),
        (),
    )
    (glyphs,) = upright(raw)
    assert glyphs.sizes.tolist() == [10.0] * 3


# Notes


def noted(body: Sequence[Line], notes: Sequence[str], size: float = 8.0) -> Document:
    """Read a page with notes below its text, their numbers raised."""
    low: list[Line] = []
    for at, note in enumerate(notes, 1):
        low += [(60, 122 - 14 * at, str(at), 5.0), (64, 120 - 14 * at, note, size)]
    return read([*body, *low])


def test_numbers_of_notes_go_and_the_notes_stay() -> None:
    head: list[Line] = [(60, 700, "老街的夏天来得早，"), (150, 704, "1", 6.0), (154, 700, "门前的槐树刚刚开花。")]
    more: list[Line] = [(60, 684, "孩子们放学以后在树下写作业。"), (200, 688, "2", 6.0)]
    document = noted([*head, *more], ["这条街修于一九三〇年。", "见当年的日记。"])
    text = "".join(document.text.split())
    assert (
        text == "老街的夏天来得早，门前的槐树刚刚开花。孩子们放学以后在树下写作业。这条街修于一九三〇年。见当年的日记。"
    )
    assert undo(document).decode().count("1") == 2


def test_a_raised_figure_without_its_note_is_text() -> None:
    line: list[Line] = [(60, 700, "水面约有10"), (115, 704, "3", 6.0), (119, 700, "亩，见文献"), (170, 704, "7", 6.0)]
    document = noted(line, ["这条街修于一九三〇年。"])
    assert document.text.startswith("水面约有103亩，见文献7")


# P8: the tables


def test_a_cell_that_wraps_stays_in_its_row() -> None:
    rows: list[Line] = []
    for number in range(5):
        y = 640.0 - 44 * number
        rows += [
            (60, y, f"第{number}区"),
            (180, y, f"{number}04元"),
            (300, y, "向主管部门报送设计文件，"),
            (300, y - 14, "并办理登记"),
        ]
    lines = [*below([PROSE]), *rows, *below([OTHER], top=400)]
    found = ["".join(part.split()) for part in paragraphs(read(lines))]
    assert found == [PROSE, *(f"第{n}区{n}04元向主管部门报送设计文件，并办理登记" for n in range(5)), OTHER]


def test_headings_are_larger_than_the_text() -> None:
    heading: Line = (60, 610, "二、修堤的经过", 13.0)
    document = read([*below([PROSE]), heading, *below([OTHER, "会议由局长主持", PROSE], top=580)])
    assert [span.text for span in document.headings] == ["二、修堤的经过"]


def test_a_signature_and_its_date_are_lines_of_their_own() -> None:
    lines = [*below([PROSE, OTHER]), (250.0, 500.0, "海州市"), (230.0, 484.0, "七月二十日")]
    assert paragraphs(read(lines)) == [PROSE, OTHER, "海州市", "七月二十日"]


def test_what_is_filled_in_is_text_of_the_page() -> None:
    content = b"BT /F1 11 Tf 72 752 Td (The gauge of the river) Tj ET\n"
    page = b"""<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R]
        /Resources << /Font << /F1 5 0 R >> >> >>"""
    note = b"<< /Type /Annot /Subtype /FreeText /Rect [72 600 372 640] /F 4 /DA (/F1 11 Tf) /AP << /N 7 0 R >> >>"
    shown = b"/Type /XObject /Subtype /Form /BBox [0 0 300 40] /Resources << /Font << /F1 5 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        stream(content),
    ]
    objects += [b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>", note]
    objects.append(stream(b"BT /F1 11 Tf 2 20 Td (was read by hand) Tj ET", shown))
    (document,) = normalize(file_of(objects))
    assert paragraphs(document) == ["The gauge of the river", "was read by hand"]


def test_a_broken_page_does_not_lose_the_others() -> None:
    raw = pdf([below([PROSE]), below([OTHER])])
    broken = raw.replace(b"/Kids [6 0 R 8 0 R]", b"/Kids [6 0 R 3 0 R]")
    (document,) = normalize(broken)
    assert PROSE in document.text


@pytest.mark.parametrize(
    ("left", "right", "texts", "goes_on"),
    [
        (400, 440, ("海州市水利局", "2023年5月"), False),
        (400, 400, ("海州市水利局", "2023年5月"), False),
        (400, 400, ("甲乙", "海州市水利局"), False),
        (400, 400, ("• 部分工程老化失修，运行成本", "居高不下"), True),
        (60, 60, ("海州市水利局", "2023年5月"), True),
    ],
)
def test_a_signature_and_its_date_are_lines_though_a_tag_holds_both(
    left: float, right: float, texts: tuple[str, str], *, goes_on: bool
) -> None:
    block = TaggedBlock(1, "P", -1, -1)
    lines = [
        SimpleNamespace(
            left=at, right=at + 12.0 * len(text), text=text, size=12.0, page=0, row=-1, block=block, side=WHOLE
        )
        for at, text in zip((left, right), texts, strict=True)
    ]
    measures = SimpleNamespace(left=lambda _: 60.0, right=lambda _: 500.0)
    last = SimpleNamespace(lines=[lines[0]])
    joined: Any = _goes_on
    assert joined(last, lines[1], measures, {}, tagged=True) is goes_on
