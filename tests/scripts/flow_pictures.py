"""Draw how data flows, and one document's way, for README and site: ``python tests/scripts/flow_pictures.py docs/pictures``.

The way is that of a document which is built here; nothing on it is drawn by hand. SVG without scripts and fonts, whose
colors follow the reader's.
"""

from __future__ import annotations

import sys
import tempfile
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from pictures import made
from rich.cells import cell_len

from bdci_corpus.release.pages.render import chinese
from bdci_corpus.viewing import ReleaseView
from bdci_corpus.viewing.detail import detail_of

WIDTH = 640
"""Units of a picture's width; on a phone a unit is half a pixel, and the smallest letters are still eight."""

CELLS = 56
"""Cells of a line in a box; a Han character has two."""

STYLE = """
text { font: 17px system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  fill: #1f2a2e; white-space: pre }
.sheet { fill: #ffffff; stroke: #d5dbdd } .line { stroke: #00695c; stroke-width: 3; fill: none } .dot { fill: #00695c }
.box { fill: #f3f6f6 } .name { font-weight: 600 } .soft { fill: #4b5a60 } .small { font-size: 15px }
.kept { fill: #00574b; font-family: ui-monospace, Consolas, "Liberation Mono", monospace; font-size: 15px }
.gone { fill: #a3241c; text-decoration: line-through } .new { fill: #17612f; text-decoration: underline; font-weight: 600 }
.number { fill: #ffffff; font-weight: 600; text-anchor: middle; font-size: 15px }
@media (prefers-color-scheme: dark) {
  text { fill: #e4e8ea } .sheet { fill: #1c2126; stroke: #3a434a } .box { fill: #262d33 } .soft { fill: #b4bec4 }
  .line { stroke: #4fb8a8 } .dot { fill: #4fb8a8 } .number { fill: #10201d } .kept { fill: #7fd6c8 }
  .gone { fill: #ff9d92 } .new { fill: #7fd69c }
}"""

STATIONS: Sequence[tuple[tuple[str, str], tuple[str, str], str]] = (
    (
        ("Raw files", "原始文件"),
        ("any encoding; text, web pages, Word, EPUB, PDF, tables", "任何编码；文本、网页、Word、EPUB、PDF、表格"),
        "seeds/",
    ),
    (
        ("Read", "读取"),
        ("a loader finds documents, titles, dates, authors", "加载脚本找出文档、标题、日期、作者"),
        "files/",
    ),
    (
        ("Clean", "清洗"),
        ("a rule for each kind of noise; every edit is kept", "一种噪声一条规则；每处修改都留底"),
        "traces/",
    ),
    (
        ("Compare", "比对"),
        ("script, width, blanks and readings make no difference", "简繁、全半角、空白、注音都不影响"),
        "near_duplicates/",
    ),
    (
        ("Split", "划分"),
        ("what is alike stays together, and nothing moves later", "相似的放在一起，以后也不挪动"),
        "ledger.tsv",
    ),
    (
        ("Release", "发布版"),
        ("Parquet, card, report, notices: a folder that loads", "Parquet、数据卡、报告、声明：一个能加载的文件夹"),
        "documents/",
    ),
    (
        ("Check", "核验"),
        ("undone to the raw bytes, and searched for leaks again", "逐行还原到原始字节，再查一遍泄漏"),
        "SHA256SUMS",
    ),
    (
        ("Publish", "公开"),
        ("as far as the strictest document allows", "能公开到什么程度，由最严的那篇决定"),
        "NOTICE",
    ),
)
"""The stations of the data: name, what happens there, and where a release keeps the proof of it."""


def drawn(height: float, title: str, parts: Iterable[str]) -> str:
    """Return a picture of parts on a sheet."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img">'
    sheet = f'<rect class="sheet" x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1:g}" rx="10"/>'
    return "\n".join([head, f"<title>{escape(title)}</title>", f"<style>{STYLE}\n</style>", sheet, *parts, "</svg>\n"])


def written(x: float, y: float, *spans: tuple[str, str]) -> str:
    """Return a line of text, of spans with a class each."""
    inside = "".join(f'<tspan class="{kind}">{escape(text)}</tspan>' if kind else escape(text) for text, kind in spans)
    return f'<text x="{x:g}" y="{y:g}">{inside}</text>'


def wrapped(spans: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Return spans in lines that a box holds."""
    lines: list[list[tuple[str, str]]] = [[]]
    at = 0
    for text, kind in spans:
        for character in text:
            width = cell_len(character)
            if character == "\n" or at + width > CELLS:
                lines.append([])
                at = 0
            if character != "\n":
                if lines[-1] and lines[-1][-1][1] == kind:
                    lines[-1][-1] = (lines[-1][-1][0] + character, kind)
                else:
                    lines[-1].append((character, kind))
                at += width
    return lines


def flow(language: int) -> str:
    """Return the picture of how data flows, in English (0) or Chinese (1)."""
    top, step = 66, 64
    last = top + step * (len(STATIONS) - 1)
    head = ("where a release keeps the proof", "凭据存于")[language]
    parts = [
        f'<text x="{WIDTH - 24}" y="30" text-anchor="end"><tspan class="soft small">{head}</tspan></text>',
        f'<path class="line" d="M36 {top}V{last}"/>',
    ]
    for number, (name, about, kept) in enumerate(STATIONS):
        y = top + step * number
        parts += [
            f'<circle class="dot" cx="36" cy="{y}" r="13"/>',
            f'<text class="number" x="36" y="{y + 5}">{number + 1}</text>',
            written(64, y - 3, (name[language], "name")),
            written(64, y + 19, (about[language], "soft")),
            f'<text class="kept" x="{WIDTH - 24}" y="{y - 3}" text-anchor="end">{kept}</text>',
        ]
    return drawn(last + 44, ("From raw files to a published release", "从原始文件到公开的发布版")[language], parts)


class Way:
    """The picture of one document's way: boxes below each other, each with a number, a name and lines."""

    def __init__(self) -> None:
        """Begin at the top."""
        self.parts: list[str] = []
        self.y = self.last = 24.0

    def box(self, number: int, name: str, beside: str, lines: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Draw a station: its name, what is said beside it, and its lines."""
        height = 34 + 25 * len(lines)
        self.last = self.y
        self.parts += [
            f'<circle class="dot" cx="36" cy="{self.y + 12:g}" r="13"/>',
            f'<text class="number" x="36" y="{self.y + 17:g}">{number}</text>',
            written(64, self.y + 18, (name, "name"), (f"   {beside}", "soft small")),
            f'<rect class="box" x="60" y="{self.y + 28:g}" width="{WIDTH - 84}" height="{height - 14:g}" rx="6"/>',
        ]
        self.parts += (written(76, self.y + 52 + 25 * at, *line) for at, line in enumerate(lines))
        self.y += height + 34

    def drawn(self, title: str) -> str:
        """Return the picture."""
        line = f'<path class="line" d="M36 36V{self.last + 12:g}"/>'
        return drawn(self.y - 4, title, [line, *self.parts])


def way(release: Path, name: str, language: int) -> str:
    """Return the picture of the way of the document ``name`` of a release."""
    view = ReleaseView(release)
    row: Mapping[str, Any] = detail_of(view, view.number_of(name))
    values, (alike, *_), region = row["values"], row["alike"], row["region"]
    sheet = Way()
    sheet.box(
        1,
        ("Read and cleaned", "读取与清洗")[language],
        f"{name}, {region[1] - region[0]} {('bytes', '字节')[language]}, {values['encoding']}, {values['loader']}",
        wrapped(edits_of(row["parts"])),
    )
    said = chinese()["steps"] if language else row["steps"]
    counts = {rule: sum(rule in part.get("rules", ()) for part in row["parts"]) for rule in row["steps"]}
    sheet.box(
        2,
        ("Every edit names its rule", "每处修改都写明规则")[language],
        "traces/",
        [line for rule in row["steps"] for line in _rule(f"{rule} × {counts[rule]}", said[rule])],
    )
    sheet.box(
        3,
        ("Compared", "比对")[language],
        "near_duplicates/",
        [
            [(alike["id"], "kept")],
            [
                (f"{alike['kind']}, Jaccard {alike['jaccard']:.3f}", ""),
                ((", whatever the script", "，简繁不论")[language], "soft"),
            ],
        ],
    )
    group = ("one group: both", "同属一组：两篇都在")[language]
    sheet.box(4, ("Split", "划分")[language], "ledger.tsv", [[(f"{group} ", ""), (row["split"], "name")]])
    terms = row["terms"]
    sheet.box(
        5,
        ("Released", "发布")[language],
        "documents/",
        [
            *wrapped([("title  ", "soft"), (values["title"], "")]),
            [("license  ", "soft"), (f"{terms['license']}, {terms['license_evidence']}", "")],
        ],
    )
    back = ("undo(row, trace) gives the same bytes", "undo(row, trace) 还原出同样的字节")[language]
    sheet.box(6, ("And back", "还原")[language], back, [[(f"SHA-256 {values['region_sha256'][:40]}…", "kept")]])
    return sheet.drawn(("The way of one document", "一篇文档的来路")[language])


def _rule(name: str, about: str) -> list[list[tuple[str, str]]]:
    """Return a rule and what it does, below it where that is long."""
    if cell_len(f"{name}   {about}") <= CELLS:
        return [[(name, "kept"), (f"   {about}", "soft small")]]
    return [[(name, "kept")], *([(line, "soft small")] for line in textwrap.wrap(about, CELLS + 10))]


def edits_of(parts: Sequence[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """Yield the text with what was taken out and put in; a line's end that was put in is shown as one."""
    for part in parts:
        yield str(part.get("raw", "")), "gone"
        yield str(part["text"]), "new" if part.get("raw") and str(part["text"]).strip() else ""


def pictures() -> dict[str, str]:
    """Return all pictures by their names."""
    with tempfile.TemporaryDirectory() as folder:
        release = made(Path(folder))
        return {
            f"{name}.{code}.svg": picture
            for language, code in enumerate(("en", "zh"))
            for name, picture in (
                ("flow", flow(language)),
                ("way", way(release, "notices/library.txt", language)),
            )
        }


def main(out: Path) -> None:
    """Write the pictures into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures().items():
        (out / name).write_text(picture, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
