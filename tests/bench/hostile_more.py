"""Fifty more hostile files: mail, archives, Office, packed tables, chats, wikis, and bait for what looks for notices.

python tests/bench/hostile_more.py [--only PART]      as hostile.py, with other files
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "bench"), str(ROOT / "tests" / "support"), str(ROOT)]

import pyarrow as pa  # noqa: E402 - found by the path above
from hostile import Hostile, M, aliases, holds, page_of, parquet, pdf, run, zipped  # noqa: E402
from kills import text  # noqa: E402

MAIL = "From: a@example.org\nDate: Mon, 5 Mar 2018 10:00:00 +0800\n"

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

ENTITIES = "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"


def docx(body: str, head: str = "") -> bytes:
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped(**{"[Content_Types].xml": types.encode(), "word__document.xml": document.encode()})


def epub(spine: str, page: str) -> bytes:
    container = '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
    package = f'<package><manifest><item id="a" href="a.xhtml"/></manifest><spine>{spine}</spine></package>'
    return zipped(
        mimetype=b"application/epub+zip",
        **{"META-INF__container.xml": container.encode(), "c.opf": package.encode(), "a.xhtml": page.encode()},
    )


def paragraph(said: str) -> str:
    return f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>"


def chat(depth: int) -> str:
    said: object = {"role": "user", "content": text(1)}
    for _ in range(depth):
        said = {"messages": [said]}
    return json.dumps(said)


FILES = (
    # Mail
    Hostile("folded.eml", holds(f"{MAIL}X: y\n{(' ' * 60 + chr(10)) * 5_000}\n{text(1)}")),
    Hostile("headers.eml", holds(MAIL + "X-A: b\n" * 100_000 + f"\n{text(1)}")),
    Hostile("words.eml", holds(f"{MAIL}Subject: {'=?utf-8?B?5a2X?= ' * 20_000}\n\n{text(1)}")),
    Hostile("charset.eml", holds(f"{MAIL}Subject: =?{'x' * 10_000}?Q?a?=\n\n{text(1)}")),
    Hostile("year.eml", holds(f"From: a@b\nDate: 5 Mar {'9' * 5_000} 10:00\n\n{text(1)}")),
    Hostile("messages.mbox", holds(f"From a@b Mon Mar 5 10:00:00 2018\n{MAIL}\n字\n\n" * 20_000)),
    Hostile("signatures.eml", holds(f"{MAIL}\n{text(1)}" + "-- \n" * 50_000)),
    Hostile("senders.eml", holds(f"From: {'(a ' * 20_000}\nDate: x\n\n{text(1)}")),
    # Archives and packed tables
    Hostile("nested.zip", holds(lambda: zipped(**{"a.zip": zipped(**{"b.zip": zipped(**{"c.txt": text(2).encode()})})}))),
    Hostile("many.zip", holds(lambda: zipped(**{f"{n}.txt": b"" for n in range(20_000)}))),
    Hostile("up.zip", holds(lambda: zipped(**{"..__..__a.txt": text(2).encode(), "__etc__b.txt": b"x"}))),
    Hostile("devices.zip", holds(lambda: zipped(**{"CON": b"x", "a\nb.txt": text(2).encode(), " .txt": b"x", "a:b.txt": b"x"}))),
    Hostile("same.zip", holds(lambda: zipped(**{"A.txt": text(2).encode(), "a.txt": text(3).encode()}))),
    Hostile("long-names.zip", holds(lambda: zipped(**{f"{'字' * 90}__" * 30 + "a.txt": text(2).encode()}))),
    Hostile("cut.zip", holds(lambda: zipped(**{"a.txt": text(2).encode() * 100})[:400]), "out"),
    Hostile("bomb.jsonl.gz", holds(lambda: gzip.compress(b'{"text": "' + b"a" * 80 * M + b'"}\n'))),
    Hostile("cut.csv.gz", holds(lambda: gzip.compress(f"text\n{text(2)}".encode() * 100)[:-20])),
    Hostile("not.csv.gz", holds(b"\x1f\x8b" + b"\0" * 1_000), "out"),
    Hostile("tail.jsonl.gz", holds(lambda: gzip.compress(json.dumps({"text": text(2)}).encode()) + b"junk" * 1_000)),
    Hostile("not.jsonl.zst", holds(b"\x28\xb5\x2f\xfd" + b"\xff" * 1_000), "out"),
    # Office
    Hostile("entities.docx", holds(lambda: docx(paragraph("&c;" * 1_000), ENTITIES))),
    Hostile("deep.docx", holds(lambda: docx("<w:tbl><w:tr><w:tc>" * 3_000 + paragraph(text(3)) + "</w:tc></w:tr></w:tbl>" * 3_000))),
    Hostile("paragraphs.docx", holds(lambda: docx(paragraph("字") * 200_000))),
    Hostile("unclosed.docx", holds(lambda: docx("<w:p><w:r><w:t>字"))),
    Hostile("no-body.docx", holds(lambda: zipped(**{"word__document.xml": b"<a/>"}))),
    Hostile("xml-bomb.docx", holds(lambda: docx(f"<w:p><w:r><w:t>{'&#23383;' * M}</w:t></w:r></w:p>"))),
    Hostile("loop.epub", holds(lambda: epub('<itemref idref="a"/>' * 20_000, f"<html><body><p>{text(4)}</p></body></html>"))),
    Hostile("entities.epub", holds(lambda: epub('<itemref idref="a"/>', f"{ENTITIES}<html><body><p>{'&c;' * 1_000}</p></body></html>"))),
    Hostile("nowhere.epub", holds(lambda: epub('<itemref idref="zzz"/>', ""))),
    Hostile("named.doc", holds(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 10_000), "out"),
    # Chats, wikis and other text with structure
    Hostile("deep-chat.json", holds(lambda: chat(300))),
    Hostile("turns.jsonl", holds(lambda: json.dumps({"messages": [{"role": "user", "content": "字"}] * 100_000}) + "\n")),
    Hostile("roles.jsonl", holds(json.dumps({"messages": [{"role": ["a"], "content": {"b": None}}]}) + "\n")),
    Hostile("templates.wiki", holds("{{a|" * 50_000 + text(5))),
    Hostile("links.mediawiki", holds("[[文件:a|" * 50_000 + text(5))),
    Hostile("directives.rst", holds(".. a::\n\n   " * 30_000 + text(5))),
    Hostile("headings.org", holds("* " * 100_000 + text(5))),
    Hostile("cues.srt", holds("1\n00:00:00,000 --> 99:99:99,999\n字\n\n" * 30_000)),
    Hostile("anchors.md", holds(aliases(9).replace("a0", "title"))),
    # Bait for what looks for notices
    Hostile("unended.txt", holds("未经许可不得转载，" * 50_000)),
    Hostile("acts.txt", holds("不得转载、复制、" * 60_000 + text(6))),
    Hostile("labels.txt", holds("版权声明：" * 100_000 + text(6))),
    Hostile("names.txt", holds("Creative Commons Attribution " * 30_000 + text(6))),
    Hostile("either.txt", holds("licensed under the MIT or " * 30_000 + text(6))),
    Hostile("marks-and-notice.txt", holds("&" * 200_000 + "版权所有" + "&" * 200_000 + text(6))),
    Hostile("heading-and-notice.txt", holds(("许可" * 20_000 + "\n转载请注明出处\n") * 10 + text(6))),
    Hostile("quoted.txt", holds("“转载请注明出处" * 40_000 + text(6))),
    # PDF and Parquet
    Hostile("fonts.pdf", holds(page_of("".join(f"/F{n} 9 Tf (a) Tj " for n in range(100_000))))),
    Hostile("tree.pdf", holds(lambda: pdf(["<< /Type /Catalog /Pages 2 0 R >>", *(f"<< /Type /Pages /Kids [{n + 3} 0 R] /Count 1 >>" for n in range(20_000))]))),
    Hostile("wide.parquet", parquet(lambda: {f"c{n}": pa.array([n]) for n in range(5_000)} | {"text": [text(7)]})),
    Hostile("deep.parquet", parquet(lambda: {"text": [text(7)], "extra": pa.array([None], _deep(60))})),
)  # fmt: skip


def _deep(levels: int) -> pa.DataType:
    kind = pa.string()
    for _ in range(levels):
        kind = pa.list_(kind)
    return kind


if __name__ == "__main__":
    run(FILES, __doc__)
