"""Make the PDFs that tests read, with four producers, and write down what stands in each.

    python tests/scripts/make_pdfs.py FOLDER            all of them, with FOLDER/truth.json
    python tests/scripts/make_pdfs.py FOLDER --only typst
    python tests/scripts/make_pdfs.py FOLDER --seed 9   others, for a look at what was not looked at before

Wants chromium, soffice (LibreOffice Writer), and of PyPI reportlab and typst; fonts-noto-cjk, fonts-wqy-microhei,
fonts-arphic-uming and fonts-arphic-ukai of Debian. CI runs none of it: what tests use is committed.
"""

# ruff: noqa: C901, E501, S603, S607 - templates, and producers that only who runs this has

from __future__ import annotations

import argparse
import html
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "support"), str(TESTS.parent)]

from noise.clean import Writer  # noqa: E402 - found by the path above

PRODUCERS = ("chromium", "libreoffice", "reportlab", "typst")
DOCUMENTS = 15
"""How many documents each producer makes."""

FONTS = {
    "chromium": ("Noto Serif CJK SC", "WenQuanYi Micro Hei", "AR PL UMing CN", "Noto Sans CJK SC"),
    "libreoffice": ("AR PL UMing CN", "Noto Serif CJK SC", "AR PL UKai CN", "WenQuanYi Micro Hei"),
    "reportlab": ("STSong-Light", "WenQuanYi Micro Hei", "AR PL UMing CN", "STSong-Light"),
    "typst": ("Noto Serif CJK SC", "AR PL UMing CN", "WenQuanYi Micro Hei", "Noto Sans CJK SC"),
}
FILES = {
    "WenQuanYi Micro Hei": "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "AR PL UMing CN": "/usr/share/fonts/truetype/arphic/uming.ttc",
}
SITES = ("望江县融媒体中心", "松岭日报社", "南屏村委会", "海州市教育局")


@dataclass(frozen=True)
class Block:
    """A part of a document: p, h1, h2, table, item or caption."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Made:
    """What stands in one made document; ``head`` and ``foot`` stand on every page, ``#`` for its number."""

    name: str
    producer: str
    kind: str
    columns: int
    font: str
    indented: bool
    title: str
    published: str
    author: str
    byline: str
    head: str
    foot: str
    blocks: tuple[Block, ...] = field(default=())


def planned(producer: str, first: int = 0) -> Iterator[Made]:
    """Yield the documents that a producer makes: news, reports, two columns, English, browser prints."""
    for number in range(DOCUMENTS):
        seed = 100_000 * first + 1000 * PRODUCERS.index(producer) + number
        rng = random.Random(seed)
        kind = ("news", "report", "columns", "news", "english")[number % 5]
        writer = Writer(rng, spaced=number % 2 == 0)
        font = FONTS[producer][number % 4]
        yield _planned(f"{producer}-{100 * first + number:02}-{kind}", producer, kind, font, rng, writer)


def _planned(name: str, producer: str, kind: str, font: str, rng: random.Random, writer: Writer) -> Made:
    title = {
        "news": lambda: f"{writer.sentence('town')}{writer.sentence('thing')}保护工作取得新进展",
        "report": lambda: f"{writer.sentence('town')}{rng.randint(2015, 2025)}年度{writer.sentence('thing')}监测报告",
        "columns": lambda: f"{writer.sentence('thing')}的历史与现状研究",
        "english": lambda: "Reading the Gauges of a Quiet River",
    }[kind]()
    day = f"{rng.randint(2016, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    author = writer.fill("{name}")
    dated = kind in {"news", "report"}
    year, month, date = (int(part) for part in day.split("-"))
    byline = rng.choice(
        (
            f"发布时间：{day} 发布人：{author}",
            f"{year}年{month}月{date}日 作者：{author}",
            f"日期：{day} 作者：{author}",
        )
    )
    paged = kind != "news" or rng.random() < 0.3
    head = {"report": f"{title}", "columns": "某某大学学报（社会科学版）", "english": "Annual Review of Gauges"}.get(
        kind, ""
    )
    foot = rng.choice(("#", "第 # 页", "- # -", "")) if paged else ""
    return Made(
        name=name,
        producer=producer,
        kind=kind,
        columns=2 if kind == "columns" or (kind == "english" and rng.random() < 0.5) else 1,
        font=font,
        indented=rng.random() < 0.6,
        title=title,
        published=day if dated else "",
        author=author if dated else "",
        byline=byline if dated else "",
        head=head,
        foot=foot,
        blocks=tuple(_blocks(kind, rng, writer)),
    )


def _blocks(kind: str, rng: random.Random, writer: Writer) -> Iterator[Block]:
    if kind == "news":
        yield from (_paragraph(writer, rng) for _ in range(rng.randint(7, 13)))
        return
    if kind == "english":
        for part in range(4):
            yield Block("h1", ("Introduction", "Methods of Reading", "Results", "What Remains")[part])
            yield from (Block("p", _english(rng)) for _ in range(4))
        return
    for part in range(4 if kind == "report" else 5):
        yield Block(
            "h1", f"{'一二三四五'[part]}、{writer.sentence('thing')}的{rng.choice(('由来', '现状', '调查', '保护'))}"
        )
        yield from (_paragraph(writer, rng) for _ in range(rng.randint(2, 4)))
        if kind == "report":
            yield Block("h2", f"（{'一二三四五'[part]}）{writer.sentence('thing')}")
            yield _paragraph(writer, rng)
        if kind == "report" and part % 2:
            yield Block("caption", f"表 {part // 2 + 1} {writer.sentence('town')}{writer.sentence('thing')}情况")
            yield Block("table", rows=tuple(_rows(writer, rng)))
        if kind == "report" and not part:
            yield from (Block("item", f"{n}. {writer.sentence('row')}") for n in range(1, 4))
        yield _paragraph(writer, rng)


def _paragraph(writer: Writer, rng: random.Random) -> Block:
    text = writer.prose("news").replace("℃", "度")  # ReportLab loses the sign with some fonts
    if rng.random() < 0.2:
        text = text[: rng.randint(20, 60)].rstrip("，、。；：“‘（《 .") + "。"
    return Block("p", text.strip())


def _english(rng: random.Random) -> str:
    words = [
        "observation",
        "gauge",
        "river",
        "settlement",
        "measurement",
        "reading",
        "hydrological",
        "calibration",
        "power-enhancing",
        "instrument",
        "co-operation",
        "well-known",
        "sediment",
        "transportation",
        "evening",
        "downstream",
        "correspondence",
        "extraordinary",
        "of",
        "the",
        "and",
        "in",
        "a",
        "to",
        "is",
        "was",
        "by",
        "at",
        "with",
        "administration",
        "responsibility",
        "characteristic",
        "understanding",
    ]
    sentences = []
    for _ in range(rng.randint(3, 7)):
        chosen = [rng.choice(words) for _ in range(rng.randint(8, 22))]
        sentences.append(" ".join(chosen).capitalize() + ".")
    return " ".join(sentences)


def _rows(writer: Writer, rng: random.Random) -> Iterator[tuple[str, ...]]:
    yield ("项目", "数量", "说明")
    for _ in range(rng.randint(4, 7)):
        note = writer.sentence("row") + (
            f"，{writer.sentence('duty')}，{writer.sentence('duty')}" if rng.random() < 0.4 else ""
        )
        yield (writer.sentence("thing"), f"{rng.randint(1, 99999):,}", note)


def chromium(made: Made, out: Path) -> None:
    """Print a page; every third with the browser's own head and foot."""
    printed = made.name.split("-")[1][-2:] in {"00", "03", "08"}
    css = f"""@page {{ size: A4; margin: 25mm 22mm;
      @top-center {{ content: "{made.head}"; font-size: 9pt }}
      @bottom-center {{ content: {_css_foot(made.foot)}; font-size: 9pt }} }}
    body {{ font: 12pt "{made.font}"; line-height: 1.6; text-align: justify }}
    h1 {{ font-size: 20pt; text-align: center }} h2 {{ font-size: 15pt }} h3 {{ font-size: 13.5pt }}
    p {{ margin: {"0" if made.indented else ".7em 0"}; text-indent: {"2em" if made.indented else "0"} }}
    .byline {{ text-align: center; text-indent: 0; color: gray; font-size: 10pt }}
    .caption {{ text-align: center; text-indent: 0; font-size: 10pt }}
    table {{ border-collapse: collapse; width: 80%; margin: 1em auto }} td {{ border: 1px solid; padding: 4px; width: 33% }}
    .body {{ columns: {made.columns}; column-gap: 8mm; font-size: {"10.5pt" if made.columns > 1 else "12pt"} }}"""
    if printed:
        css = css.replace("@page { size: A4; margin: 25mm 22mm;", "@page { size: A4; ").replace(f'"{made.head}"', '""')
        css = css[: css.index("@top-center")] + "}" + css[css.index("body {") - 1 :] if "@top-center" in css else css
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / f"{made.name}.html"
        page.write_text(
            f'<!doctype html><html lang="{"en" if made.kind == "english" else "zh-CN"}"><meta charset="utf-8">'
            f"<title>{html.escape(made.title)}</title><style>{css}</style><h1>{html.escape(made.title)}</h1>"
            f'<div class="byline">{html.escape(made.byline)}</div><div class="body">{_html_blocks(made)}</div></html>',
            "utf-8",
        )
        flags = [] if printed else ["--no-pdf-header-footer"]
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", *flags, f"--print-to-pdf={out}", page.as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )


def _css_foot(foot: str) -> str:
    before, number, after = foot.partition("#")
    return f'"{before}" counter(page) "{after}"' if number else f'"{foot}"'


def _html_blocks(made: Made) -> str:
    tags = {"h1": "h2", "h2": "h3", "p": "p", "item": "p"}
    parts = []
    for block in made.blocks:
        if block.kind == "table":
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block.rows)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        elif block.kind == "caption":
            parts.append(f'<div class="caption">{html.escape(block.text)}</div>')
        else:
            tag = tags[block.kind]
            parts.append(f"<{tag}>{html.escape(block.text)}</{tag}>")
    return "\n".join(parts)


def libreoffice(made: Made, out: Path) -> None:
    """Write a flat ODT and have Writer export it, every other one with tags."""
    tagged = int(made.name.split("-")[1]) % 2 == 0
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{made.name}.fodt"
        source.write_text(_fodt(made), "utf-8")
        options = json.dumps({"UseTaggedPDF": {"type": "boolean", "value": str(tagged).lower()}})
        own = f"-env:UserInstallation=file://{folder}/home"  # two at once would wait for each other
        kind = f"pdf:writer_pdf_Export:{options}"
        subprocess.run(
            ["soffice", own, "--headless", "--convert-to", kind, "--outdir", folder, source],
            check=True,
            capture_output=True,
            timeout=180,
        )
        out.write_bytes(source.with_suffix(".pdf").read_bytes())


def _fodt(made: Made) -> str:
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"' for n, u in _ODF.items())
    indent = "0.85cm" if made.indented else "0cm"
    space = "0cm" if made.indented else "0.25cm"
    language = 'fo:language="en" fo:country="US"' if made.kind == "english" else ""
    hyphens = 'fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"'

    def style(name: str, paragraph: str, text: str) -> str:
        return (
            f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}/>'
            f'<style:text-properties style:font-name="F" style:font-name-asian="F" {language} {text}/></style:style>'
        )

    def size(points: float, extra: str = "") -> str:
        return f'fo:font-size="{points}pt" style:font-size-asian="{points}pt" {extra}'

    bold = 'fo:font-weight="bold" style:font-weight-asian="bold"'
    small = 10.5 if made.columns > 1 else 12
    styles = "".join(
        (
            style("T", 'fo:text-align="center" fo:margin-bottom="0.3cm"', size(20, bold)),
            style("B", 'fo:text-align="center" fo:margin-bottom="0.3cm"', size(10)),
            style("H1", 'fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"', size(15, bold)),
            style("H2", 'fo:margin-top="0.3cm" fo:margin-bottom="0.1cm" fo:keep-with-next="always"', size(13.5, bold)),
            style(
                "P",
                f'fo:text-align="justify" fo:text-indent="{indent}" fo:margin-bottom="{space}" fo:line-height="150%" style:punctuation-wrap="simple"',
                size(small, hyphens if made.kind == "english" else ""),
            ),
            style("I", 'fo:line-height="150%"', size(small)),
            style("C", 'fo:text-align="center"', size(10)),
            style("D", "", size(10.5)),
            style("F", 'fo:text-align="center"', size(9)),
        )
    )
    columns = (
        '<style:style style:name="S" style:family="section"><style:section-properties><style:columns'
        f' fo:column-count="{made.columns}" fo:column-gap="0.8cm"/></style:section-properties></style:style>'
    )
    border = "none" if made.name[-9:-7] in {"01", "06"} else "0.5pt solid #000000"
    cell = (
        f'<style:style style:name="X" style:family="table-cell"><style:table-cell-properties fo:border="{border}"'
        ' fo:padding="0.1cm"/></style:style>'
    )
    head = (
        f'<style:header><text:p text:style-name="F">{html.escape(made.head)}</text:p></style:header>'
        if made.head
        else ""
    )
    before, number, after = made.foot.partition("#")
    page = f"{before}<text:page-number/>{after}" if number else before
    foot = f'<style:footer><text:p text:style-name="F">{page}</text:p></style:footer>' if made.foot else ""
    height = (
        '<style:header-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.3cm"/></style:header-style>'
        if made.head
        else ""
    )
    below = (
        '<style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.3cm"/></style:footer-style>'
        if made.foot
        else ""
    )
    body = "".join(_odt_blocks(made))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:version="1.3"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        f'<office:font-face-decls><style:font-face style:name="F" svg:font-family="&apos;{made.font}&apos;"/>'
        f"</office:font-face-decls><office:styles>{styles}</office:styles><office:automatic-styles>{columns}{cell}"
        '<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"'
        f' fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/>{height}{below}'
        "</style:page-layout></office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">'
        f"{head}{foot}</style:master-page></office:master-styles><office:body><office:text>"
        f'<text:p text:style-name="T">{html.escape(made.title)}</text:p>'
        + (f'<text:p text:style-name="B">{html.escape(made.byline)}</text:p>' if made.byline else "")
        + f'<text:section text:style-name="S" text:name="S">{body}</text:section></office:text></office:body></office:document>'
    )


_ODF = {
    "office": "office",
    "text": "text",
    "style": "style",
    "table": "table",
    "fo": "xsl-fo-compatible",
    "svg": "svg-compatible",
}


def _odt_blocks(made: Made) -> Iterator[str]:
    for number, block in enumerate(made.blocks):
        if block.kind == "table":
            yield f'<table:table table:name="T{number}"><table:table-column table:number-columns-repeated="3"/>'
            for row in block.rows:
                cells = (
                    '<table:table-cell table:style-name="X" office:value-type="string">'
                    f'<text:p text:style-name="D">{html.escape(cell)}</text:p></table:table-cell>'
                    for cell in row
                )
                yield f"<table:table-row>{''.join(cells)}</table:table-row>"
            yield "</table:table>"
        elif block.kind in {"h1", "h2"}:
            level = block.kind[1]
            yield (
                f'<text:h text:style-name="H{level}" text:outline-level="{level}">{html.escape(block.text)}</text:h>'
            )
        else:
            name = {"p": "P", "item": "I", "caption": "C"}[block.kind]
            yield f'<text:p text:style-name="{name}">{html.escape(block.text)}</text:p>'


def reportlab(made: Made, out: Path) -> None:
    """Set it with Platypus: STSong is named and not embedded, the other fonts are."""
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Paragraph, Spacer, Table

    if made.kind == "english":
        font = "Times-Roman"
    elif made.font == "STSong-Light":
        font = made.font
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    else:
        font = made.font.replace(" ", "")
        pdfmetrics.registerFont(TTFont(font, FILES[made.font], subfontIndex=0))
    wrap = None if made.kind == "english" else "CJK"
    small = 10 if made.columns > 1 else 12

    def style(size: float, **more: object) -> object:
        return ParagraphStyle("s", fontName=font, fontSize=size, leading=1.5 * size, wordWrap=wrap, **more)

    styles = {
        "h1": style(15, spaceBefore=8, spaceAfter=4),
        "h2": style(13.5, spaceBefore=6, spaceAfter=4),
        "p": style(
            small,
            firstLineIndent=2 * small if made.indented else 0,
            spaceAfter=0 if made.indented else 8,
            alignment=TA_JUSTIFY,
        ),
        "item": style(small),
        "caption": style(10, alignment=TA_CENTER),
    }
    cell = style(10)
    story: list[object] = [Paragraph(html.escape(made.title), style(20, alignment=TA_CENTER))]
    if made.byline:
        story.append(Paragraph(html.escape(made.byline), style(10, alignment=TA_CENTER)))
    story += [Spacer(1, 10)] if made.columns == 1 else [FrameBreak()]
    for block in made.blocks:
        if block.kind == "table":
            rows = [[Paragraph(html.escape(text), cell) for text in row] for row in block.rows]
            grid = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
            story.append(Table(rows, colWidths=[130, 80, 200], style=grid, spaceBefore=6, spaceAfter=6))
        else:
            story.append(Paragraph(html.escape(block.text), styles[block.kind]))

    def furniture(canvas: object, _: object) -> None:
        canvas.setFont(font, 9)
        if made.head:
            canvas.drawCentredString(297, 805, made.head)
        if made.foot:
            canvas.drawCentredString(297, 35, made.foot.replace("#", str(canvas.getPageNumber())))

    document = BaseDocTemplate(str(out), title="", pagesize=(595, 842), invariant=1)
    if made.columns == 1:
        frames = [Frame(70, 60, 455, 725, id="one")]
        document.addPageTemplates(PageTemplate("all", frames, onPage=furniture))
    else:
        first = [Frame(60, 700, 475, 90, id="t"), Frame(60, 60, 230, 640, id="a"), Frame(305, 60, 230, 640, id="b")]
        later = [Frame(60, 60, 230, 725, id="a"), Frame(305, 60, 230, 725, id="b")]
        document.addPageTemplates(
            [
                PageTemplate("first", first, onPage=furniture, autoNextPageTemplate="later"),
                PageTemplate("later", later, onPage=furniture),
            ]
        )
    document.build(story)


def typst(made: Made, out: Path) -> None:
    """Set it with Typst, in columns of the page."""
    import typst as compiler

    before, number, after = made.foot.partition("#")
    foot = f"{_typst(before)}#context counter(page).display(){_typst(after)}" if number else _typst(before)
    indent = "(amount: 2em, all: true)" if made.indented else "0em"
    spacing = "1em" if made.indented else "1.8em"
    size = "10.5pt" if made.columns > 1 else "12pt"
    parts = [
        (
            f'#set page(paper: "a4", margin: 2.5cm, columns: {made.columns}, header: align(center, text(9pt)[{_typst(made.head)}]),'
            f" footer: align(center, text(9pt)[{foot}]))"
        ),
        f'#set text(font: ("{made.font}"), size: {size}, lang: "{"en" if made.kind == "english" else "zh"}", hyphenate: true)',
        f"#set par(justify: true, leading: 1em, spacing: {spacing}, first-line-indent: {indent})",
        "#set table(inset: 6pt)\n#show heading.where(level: 1): set text(15pt)\n#show heading.where(level: 2): set text(13.5pt)",
        f'#place(top + center, scope: "parent", float: true)[#text(20pt, weight: "bold")[{_typst(made.title)}]'
        + (f" \\ #text(10pt)[{_typst(made.byline)}]]" if made.byline else "]"),
    ]
    for block in made.blocks:
        if block.kind == "table":
            cells = ", ".join(f"[{_typst(cell)}]" for row in block.rows for cell in row)
            parts.append(f"#table(columns: (1fr, 2.5cm, 1.4fr), {cells})")
        elif block.kind == "caption":
            parts.append(f"#align(center, text(10pt)[{_typst(block.text)}])")
        else:
            prefix = {"h1": "= ", "h2": "== "}.get(block.kind, "")
            parts.append(prefix + _typst(block.text))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "main.typ"
        source.write_text("\n\n".join(parts), "utf-8")
        fonts = ["/usr/share/fonts"]
        out.write_bytes(compiler.compile(str(source), font_paths=fonts))


def _typst(text: str) -> str:
    return "".join(f"\\u{{{ord(c):x}}}" if c in "#*_`$<>@\\[]/~-+=." else c for c in text)


MAKERS: dict[str, Callable[[Made, Path], None]] = {
    "chromium": chromium,
    "libreoffice": libreoffice,
    "reportlab": reportlab,
    "typst": typst,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the documents of all producers, or of one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=PRODUCERS)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    truth = {}
    for producer in PRODUCERS:
        for made in planned(producer, chosen.seed):
            truth[made.name] = asdict(made)
            if chosen.only in {None, producer}:
                MAKERS[producer](made, chosen.folder / f"{made.name}.pdf")
    (chosen.folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")


if __name__ == "__main__":
    main()
