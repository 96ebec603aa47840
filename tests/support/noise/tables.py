"""Tables as programs write them, in any dialect, encoding and header, with what each cell says."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

from noise.clean import Writer

DELIMITERS = (",", ",", ",", "\t", "\t", ";", "|", "\x01", "|||", "_!_")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030")
QUOTINGS = ("minimal", "minimal", "all", "nonnumeric", "backslash", "none", "raw")
HEADERS = ("known", "known", "unknown", "none")
PREAMBLES = ("", "", "", "comment", "sep", "blank")
INDEXES = ("", "", "pandas", "rows")
TEXTS = ("prose", "prose", "prose", "comments", "lines", "english")
COMMENTS = (
    "很好吃，下次还来。",
    "一般般",
    "服务差,上菜慢",
    "不推荐！",
    "味道不错~",
    "物流快",
    "“赞”",
    "五星;好评",
    "😂😂",
)
ENGLISH = (
    *("I think the film is good, but long.", "It's not what he said; it is what he did.", 'They call it "home".'),
    *(
        "The cost was $1,200.50 in all.",
        "Nobody came to the station | the train was late.",
        "See https://e.example/a?b=c, too.",
    ),
)
LABELS = ("体育", "财经", "娱乐", "科技")
TEXT_NAMES = ("text", "content", "正文", "内容", "评论", "文本", "review", "微博正文", "comment_text", "问题")
UNKNOWN_NAMES = {
    "id": "nr",
    "label": "kind",
    "title": "head",
    "text": "said",
    "score": "val",
    "url": "where",
    "day": "when",
}
KNOWN_NAMES = {"id": "id", "label": "label", "title": "标题", "score": "评分", "url": "url", "day": "日期"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as a file, how it was written, and what its cells say.

    ``names`` are None where it has no header; ``sure`` says whether the column of text can be told.
    """

    name: str
    raw: bytes
    how: str
    names: tuple[str, ...] | None
    rows: tuple[tuple[str, ...], ...]
    text: int
    sure: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """What the column of text says."""
        return tuple(row[self.text] for row in self.rows)


def make(rng: random.Random) -> Table:
    """Write a table at random."""
    delimiter, quoting = rng.choice(DELIMITERS), rng.choice(QUOTINGS)
    if len(delimiter) > 1 or (quoting == "raw" and delimiter in ",;|"):
        quoting = "raw" if len(delimiter) > 1 else "minimal"
    encoding, header = rng.choice(ENCODINGS), rng.choice(HEADERS)
    encoding = "utf-8" if delimiter == "\x01" else encoding
    index, preamble = rng.choice(INDEXES), rng.choice(PREAMBLES)
    if header == "none":
        index, preamble = "", preamble if preamble == "blank" else ""
    if len(delimiter) > 1 and preamble == "sep":
        preamble = ""
    columns, kind = _columns(rng), rng.choice(TEXTS)
    rows = [_row(rng, columns, number, (kind, quoting, delimiter)) for number in range(rng.randrange(3, 40))]
    names = _names(rng, columns, header)
    text = columns.index("text")
    if index:
        rows = [(str(n), *row) for n, row in enumerate(rows)]
        text += 1
    ragged = rng.random() < 0.2 and text < len(columns) - 1 and not index and header != "none"
    lines = [_written(row[: text + 1] if ragged and rng.random() < 0.2 else row, delimiter, quoting) for row in rows]
    head = []
    if names is not None:
        head = [_written(("", *names) if index == "pandas" else names, delimiter, quoting)]
        names = ("index", *names) if index else names
    wide = bool(rng.random() < 0.1) and not ragged and index != "rows" and len(delimiter) == 1
    end = rng.choice(("\n", "\r\n"))
    above = {"comment": ["# written by a program, 2024-01-02", "# second"], "sep": [f"sep={delimiter}"], "blank": [""]}
    body = [line + delimiter * wide for line in head + lines]
    if encoding == "gbk" and kind == "comments":
        encoding = "gb18030"
    content = end.join(above.get(preamble, []) + body) + end * rng.randrange(2)
    cells = [
        (*row[: text + 1], *_rest(row, line, text, delimiter, quoting)) for row, line in zip(rows, lines, strict=True)
    ]
    suffix = ".tsv" if delimiter == "\t" and rng.random() < 0.7 else ".csv"
    return Table(
        name="t" + suffix,
        raw=content.encode(encoding),
        how=f"{delimiter!r} {kind} {quoting} {encoding} {header=} {index=} {preamble=} {ragged=} {wide=}",
        names=names,
        rows=tuple(cells),
        text=text,
        sure=header == "known" or kind != "comments",
    )


def _rest(row: Sequence[str], line: str, text: int, delimiter: str, quoting: str) -> Sequence[str]:
    """Return what stands behind the text: nothing, in a row that ends with it."""
    return [""] * (len(row) - text - 1) if line == _written(row[: text + 1], delimiter, quoting) else row[text + 1 :]


def _columns(rng: random.Random) -> list[str]:
    others = [kind for kind in ("label", "title", "score", "url", "day") if rng.random() < 0.4] or ["label"]
    columns = [*others, "text"]
    rng.shuffle(columns)
    return ["id", *columns] if rng.random() < 0.7 else columns


def _names(rng: random.Random, columns: Sequence[str], header: str) -> tuple[str, ...] | None:
    if header == "none":
        return None
    if header == "unknown":
        return tuple(UNKNOWN_NAMES[kind] for kind in columns)
    text = rng.choice(TEXT_NAMES)
    return tuple(text if kind == "text" else KNOWN_NAMES[kind] for kind in columns)


def _row(rng: random.Random, columns: Sequence[str], number: int, how: tuple[str, str, str]) -> tuple[str, ...]:
    writer = Writer(rng)
    kind, quoting, delimiter = how
    cells = {
        "id": str(number + 1),
        "label": rng.choice(LABELS),
        "title": f"{rng.choice('甲乙丙丁')}城第{number}次会议",
        "score": f"{rng.random():.2f}",
        "url": f"https://e.example/a/{number}",
        "day": f"2024-0{rng.randrange(1, 9)}-{rng.randrange(10, 28)}",
    }
    text = _text(rng, writer, kind)
    if rng.random() < 0.3:
        text = text.replace("，", ",").replace("；", ";")
    if rng.random() < 0.3:
        text = text.replace("的", '"的"', 2).replace(" the ", ' "the" ', 2)
    if len(text) > 4 and rng.random() < 0.15:
        text = f'"{text[:3]}"{text[3:]}'
    if quoting in {"raw", "none"}:
        text = " ".join(text.split()).replace(delimiter, "，" if delimiter == "," else " ")
        text = text.replace('"', "'") if quoting == "none" else text
    return tuple(text if column == "text" else cells[column] for column in columns)


def _text(rng: random.Random, writer: Writer, kind: str) -> str:
    """Return what a cell of the column of text says."""
    match kind:
        case "comments":
            return "".join(rng.choice(COMMENTS) for _ in range(rng.randrange(1, 4)))
        case "lines":
            return rng.choice(("\n", "\r\n", "\n\n")).join(writer.prose() for _ in range(rng.randrange(1, 4)))
        case "english":
            return " ".join(rng.choice(ENGLISH) for _ in range(rng.randrange(1, 6)))
    return writer.prose()


def _written(cells: Sequence[str], delimiter: str, quoting: str) -> str:
    """Return a row without its line end."""
    if quoting in {"raw", "none"}:
        return delimiter.join(cells)
    if quoting == "backslash":
        return delimiter.join('"' + cell.replace("\\", "\\\\").replace('"', '\\"') + '"' for cell in cells)
    kinds = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL, "nonnumeric": csv.QUOTE_NONNUMERIC}
    out = io.StringIO(newline="")
    values = [float(cell) if quoting == "nonnumeric" and cell.replace(".", "").isdigit() else cell for cell in cells]
    values = [
        int(cell) if isinstance(value, float) and "." not in cell else value
        for cell, value in zip(cells, values, strict=True)
    ]
    values = [_Plain(cell) if isinstance(value, float) else value for cell, value in zip(cells, values, strict=True)]
    csv.writer(out, delimiter=delimiter, quoting=kinds[quoting], lineterminator="\r\n").writerow(values)
    return out.getvalue().removesuffix("\r\n")


class _Plain(float):
    """A number that is written as it was."""

    def __new__(cls, written: str) -> _Plain:  # noqa: PYI034 - no subclass
        made = super().__new__(cls, float(written))
        made.written = written
        return made

    written: str

    def __str__(self) -> str:
        return self.written

    __repr__ = __str__
