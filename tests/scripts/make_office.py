"""Make the Word documents and EPUB books that tests read, with six producers, and write down what stands in each.

    python tests/scripts/make_office.py FOLDER            all of them, with FOLDER/truth.json
    python tests/scripts/make_office.py FOLDER --seed 9   others, for a look at what was not looked at before

Wants soffice (LibreOffice Writer), pandoc, node with the package ``docx`` (its folder in NODE_PATH), and of PyPI
python-docx and ebooklib. CI runs none of it: what tests use is committed.
"""

# ruff: noqa: E501, S603, S607 - templates, and producers that only who runs this has

from __future__ import annotations

import argparse
import datetime as dt
import html
import json
import os
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

DOCUMENTS = 4
"""How many documents each producer makes."""


@dataclass(frozen=True)
class Block:
    """A part of a document: p, h1, h2, table or item."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Made:
    """What stands in one made document; its last paragraph has the note."""

    name: str
    title: str
    author: str
    published: str
    note: str
    head: str = ""
    foot: str = ""
    blocks: tuple[Block, ...] = field(default=())


def planned(producer: str, number: int, seed: int) -> Made:
    """Return the plan of a document: sections with headings, a list, a table and a note."""
    rng = random.Random(f"{producer}-{number}-{seed}")
    writer = Writer(rng, spaced=number % 2 == 0)
    day = dt.date(rng.randint(2016, 2025), rng.randint(1, 12), rng.randint(1, 28))
    return Made(
        name=f"{producer}-{number}",
        title=f"{writer.sentence('town')}{writer.sentence('thing')}{rng.choice(('纪事', '调查', '<初编>', '与 A&B'))}",
        author=writer.fill("{name}"),
        published=day.isoformat(),
        note=f"{writer.sentence('row')}，见原件。",
        head="某某县地方志办公室",
        blocks=tuple(_blocks(writer, rng)),
    )


def _blocks(writer: Writer, rng: random.Random) -> Iterator[Block]:
    for part in range(rng.randint(2, 4)):
        yield Block("h1", f"第{'一二三四'[part]}章　{writer.sentence('thing')}".replace("　", " "))
        yield from (_paragraph(writer) for _ in range(rng.randint(1, 3)))
        yield Block("h2", f"{writer.sentence('thing')}的{rng.choice(('由来', '现状', '保护'))}")
        yield _paragraph(writer)
        if part % 2 == 0:
            yield from (Block("item", writer.sentence("row")) for _ in range(3))
            yield _paragraph(writer)
        else:
            rows = [(writer.sentence("thing"), f"{rng.randint(1, 99999):,}", writer.sentence("row")) for _ in range(3)]
            yield Block("table", rows=(("项目", "数量", "说明"), *rows))
            yield _paragraph(writer)


def _paragraph(writer: Writer) -> Block:
    return Block("p", " ".join(writer.prose("news").split()))


def last(made: Made) -> int:
    """Return the number of the last paragraph, which has the note."""
    return max(number for number, block in enumerate(made.blocks) if block.kind == "p")


def python_docx(made: Made, out: Path) -> None:
    """Write with python-docx, whose notes are comments: the note is a paragraph at the end."""
    import docx

    document = docx.Document()
    document.core_properties.title, document.core_properties.author = made.title, made.author
    document.sections[0].header.paragraphs[0].text = made.head
    document.add_heading(made.title, 0)
    for block in made.blocks:
        if block.kind == "table":
            table = document.add_table(rows=0, cols=3)
            for row in block.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif block.kind == "item":
            document.add_paragraph(block.text, style="List Number")
        elif block.kind == "p":
            document.add_paragraph(block.text)
        else:
            document.add_heading(block.text, int(block.kind[1]))
    document.add_paragraph(made.note)
    document.save(str(out))


def markdown(made: Made) -> str:
    """Return the document as pandoc's Markdown."""
    lines = [
        "---",
        f"title: {json.dumps(_escaped(made.title), ensure_ascii=False)}",
        f"author: {made.author}",
        f"date: {made.published}",
        "---",
        "",
    ]
    for number, block in enumerate(made.blocks):
        if block.kind == "table":
            rows = [" | ".join(row) for row in block.rows]
            lines += [rows[0], "---|---|---", *rows[1:], ""]
        elif block.kind == "item":
            lines += [f"#. {_escaped(block.text)}", ""]
        else:
            mark = {"h1": "# ", "h2": "## "}.get(block.kind, "")
            lines += [mark + _escaped(block.text) + ("[^1]" if number == last(made) else ""), ""]
    return "\n".join([*lines, f"[^1]: {_escaped(made.note)}", ""])


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!<>|~^$@'\"" else c for c in text)


def pandoc(made: Made, out: Path) -> None:
    """Convert Markdown with pandoc."""
    source = "markdown-implicit_figures-fancy_lists"
    subprocess.run(["pandoc", "-f", source, "-M", "lang=zh-CN", "-o", out], input=markdown(made).encode(), check=True)


def page(made: Made) -> str:
    """Return the document as flat OpenDocument text."""
    names = "office text style table dc meta fo"
    spaces = " ".join(
        f'xmlns:{name}="{ {"dc": "http://purl.org/dc/elements/1.1/", "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"}.get(name, f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0") }"'
        for name in names.split()
    )
    parts = [f'<text:p text:style-name="Title">{html.escape(made.title)}</text:p>']
    for number, block in enumerate(made.blocks):
        if block.kind == "table":
            rows = "".join(
                "<table:table-row>"
                + "".join(
                    f'<table:table-cell office:value-type="string"><text:p>{html.escape(cell)}</text:p></table:table-cell>'
                    for cell in row
                )
                + "</table:table-row>"
                for row in block.rows
            )
            parts.append(
                f'<table:table table:name="T{number}"><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>'
            )
        elif block.kind == "item":
            parts.append(
                f"<text:list><text:list-item><text:p>{html.escape(block.text)}</text:p></text:list-item></text:list>"
            )
        elif block.kind == "p":
            note = (
                f'<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>{html.escape(made.note)}</text:p></text:note-body></text:note>'
                if number == last(made)
                else ""
            )
            parts.append(f"<text:p>{html.escape(block.text)}{note}</text:p>")
        else:
            parts.append(
                f'<text:h text:style-name="Heading_20_{block.kind[1]}" text:outline-level="{block.kind[1]}">{html.escape(block.text)}</text:h>'
            )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:meta><dc:title>{html.escape(made.title)}</dc:title><meta:initial-creator>{made.author}</meta:initial-creator><dc:creator>{made.author}</dc:creator></office:meta>"
        '<office:styles><style:style style:name="Title" style:family="paragraph" style:class="chapter"/><style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"/>'
        '<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:default-outline-level="2"/></office:styles>'
        f'<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>{made.head}</text:p></style:header></style:master-page></office:master-styles>'
        f"<office:body><office:text>{''.join(parts)}</office:text></office:body></office:document>"
    )


def libreoffice(made: Made, out: Path) -> None:
    """Have LibreOffice convert flat OpenDocument text."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{made.name}.fodt"
        source.write_text(page(made), "utf-8")
        command = [
            "soffice",
            f"-env:UserInstallation=file://{folder}/home",
            "--headless",
            "--convert-to",
            out.suffix[1:],
            "--outdir",
            folder,
            source,
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        out.write_bytes(source.with_suffix(out.suffix).read_bytes())


_DOCXJS = """
const fs = require("fs"), d = require("docx"), made = JSON.parse(fs.readFileSync(0, "utf8"));
const last = made.last;
const levels = {h1: d.HeadingLevel.HEADING_1, h2: d.HeadingLevel.HEADING_2};
const children = [new d.Paragraph({text: made.title, heading: d.HeadingLevel.TITLE})];
made.blocks.forEach((b, n) => {
  if (b.kind === "table") children.push(new d.Table({rows: b.rows.map(r => new d.TableRow({children:
      r.map(c => new d.TableCell({children: [new d.Paragraph(c)]}))}))}));
  else if (b.kind === "item") children.push(new d.Paragraph({text: b.text, bullet: {level: 0}}));
  else if (levels[b.kind]) children.push(new d.Paragraph({text: b.text, heading: levels[b.kind]}));
  else children.push(new d.Paragraph({children: [new d.TextRun(b.text), ...(n === last ? [new d.FootnoteReferenceRun(1)] : [])]}));
});
const document = new d.Document({creator: made.author, title: made.title, footnotes: {1: {children: [new d.Paragraph(made.note)]}},
  sections: [{headers: {default: new d.Header({children: [new d.Paragraph(made.head)]})}, children}]});
d.Packer.toBuffer(document).then(b => fs.writeFileSync(process.argv[1], b));
"""


def docxjs(made: Made, out: Path) -> None:
    """Write with the package docx of npm."""
    said = json.dumps({**asdict(made), "last": last(made)})
    subprocess.run(["node", "-e", _DOCXJS, out], input=said.encode(), check=True, env=os.environ)


def ebooklib(made: Made, out: Path) -> None:
    """Write with ebooklib, a chapter for each first heading, behind a page of contents."""
    from ebooklib import epub

    book = epub.EpubBook()
    book.set_identifier(made.name)
    book.set_title(made.title)
    book.set_language("zh")
    book.add_author(made.author)
    book.add_metadata("DC", "date", made.published)
    chapters: list[tuple[str, list[str]]] = []
    for number, block in enumerate(made.blocks):
        if block.kind == "h1":
            chapters.append((block.text, []))
        chapters[-1][1].append(
            _element(
                block, '<a href="#n1" id="r1" epub:type="noteref"><sup>1</sup></a>' if number == last(made) else ""
            )
        )
    chapters[-1][1].append(
        f'<aside epub:type="footnote" id="n1"><p><a href="#r1">1</a> {html.escape(made.note)}</p></aside>'
    )
    pages = []
    for number, (title, parts) in enumerate(chapters):
        pages.append(epub.EpubHtml(title=title, file_name=f"c{number}.xhtml", lang="zh", content="".join(parts)))
        book.add_item(pages[-1])
    book.toc = pages
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    book.spine = ["nav", *pages]
    epub.write_epub(str(out), book)


def _element(block: Block, note: str) -> str:
    if block.kind == "table":
        rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block.rows)
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    tag = {"h1": "h1", "h2": "h2", "p": "p", "item": "li"}[block.kind]
    return f"<{tag}>{html.escape(block.text)}{note}</{tag}>"


MAKERS: dict[str, tuple[str, Callable[[Made, Path], None]]] = {
    "python-docx": ("docx", python_docx),
    "pandoc-docx": ("docx", pandoc),
    "libreoffice-docx": ("docx", libreoffice),
    "docxjs": ("docx", docxjs),
    "pandoc-epub": ("epub", pandoc),
    "libreoffice-epub": ("epub", libreoffice),
    "ebooklib": ("epub", ebooklib),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the documents of all producers, or of one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=MAKERS)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    truth = {}
    for producer, (kind, make) in MAKERS.items():
        if chosen.only not in {None, producer}:
            continue
        folder = chosen.folder / f"{kind}_document"
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(DOCUMENTS):
            made = planned(producer, number, chosen.seed)
            make(made, folder / f"{made.name}.{kind}")
            truth[f"{kind}_document/{made.name}.{kind}"] = asdict(made)
    (chosen.folder / "office_truth.json").write_text(
        json.dumps(truth, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
