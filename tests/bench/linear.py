"""Show that the work of loaders, rules and parsers grows with a text, not faster, on lines made to make it grow.

    python tests/bench/linear.py                      every reader on every line
    python tests/bench/linear.py --only read:plain    those readers whose name begins so
    python tests/bench/linear.py --every 7 --start 2  every seventh line, from the third

A line is a pattern that is repeated, alone, below lines of prose, after an opening that is never closed, or between
text. It is doubled until reading takes long enough to be measured, in seconds of the processor. Twice twice the text may take ``MOST`` times as
long: 4 is linear, 16 quadratic.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "bench"), str(ROOT)]

from mutated import TOKENS  # noqa: E402 - found by the path above

from bdci_corpus.documents import Settings, read_file  # noqa: E402
from bdci_corpus.documents.read import read_bytes  # noqa: E402
from bdci_corpus.documents.settings import Wishes  # noqa: E402
from bdci_corpus.errors import CorpusError  # noqa: E402
from bdci_corpus.ledger import read_ledger  # noqa: E402
from bdci_corpus.loading import find_loaders  # noqa: E402
from bdci_corpus.project.config import parse_config  # noqa: E402

ENOUGH = 0.3
"""A reading of so many seconds is long enough to be compared."""

SMALLEST, LARGEST = 4_000, 512_000
"""The first text and the longest, in characters: what takes less than ``ENOUGH`` there is fast enough."""

MOST = 9.0
"""Four times the text takes no more than so many times as long."""

PIECES = (
    *TOKENS,
    " ", "\n", "字", "字 ", "字\n", "a ", "a\n", "a,", "，", "。\n", "“字", "字”", "（", "字(", "字(zì", "字(zì)", "1.", "1,000", "2021年", "http://a", "a@b.",
    "# a\n", "- a\n", "> a\n", "  - a\n", "`a` **b** ", "[a](b", "[a]", "![a](", "*a **b ", "a_b_", "<a ", "<b>", "<div>\n", "<p>字</p>", "<li>", "<td>",
    "a: b\n", "a: [\n", "&amp;", "{% raw %}", "\\\\", "$a$", "$$a", "|a|b|\n", "|a", "===\n", "---\n", "第一章 字\n", "一、字\n", "(一)字\n", "图1 字\n",
    "来源:字 ", "记者 字 ", "本文以 CC BY 4.0 许可协议发布。", "版权所有 ", "转载请注明出处 ", "未经许可不得", "責任編輯:字\n", "異;鸨。", "363838萬戶", "\ufffd字",
    "* z2 B w' ?4 G- c( v! o4 `\n", "╇S", "<!-- figureText: 字 -->\n", "<PAGE_DIV>\n", "字字字字字字字字字字字字字字字字字字字字\n", '{"text": "字"}\n', '{"a": [', '"字",', '字,"字\n',
    "* a\n", "** a :b:\n", "#+begin_src\n", "#+a: b\n", "[[a][b", "=a= ~b~ ", ".. a::\n\n   字\n", "`a`_ ", ":a:`b", "|a|_ ", "a::\n", "+---+\n", "== a\n", "----\n", "[a]\n", "a:b[", "<<a,b", "'a' ",
    "{{a|", "}}", "[[a|", "]]", "{|\n|-\n| a\n", "''a'' ", "'''", "<ref>", "<nowiki>", "h1. a\n", "bc. a\n", '"a":b ', "|_. a|\n", "\\a{", "\\begin{a}\n", "\\end{a}\n", "% a\n", "$", "\\[", "}", "\\item ",
    "1 a\n", "  1: a\n", "001  a\n", "1\n字\n", "字 1\n", "[1]", "1:1 字\n", "**字**", "*字*字", "__a__b", "~~a", "==a==", "字**“字”**", "作者：字\n", "阅读 1\n", "关注\n", "赞同 1\n",
    "上一章 目录 下一章\n", "发布于 2021-01-01\n", "编辑于", "遵循 CC 4.0 BY-SA 版权协议", "license", "MIT or ", "SPDX-License-Identifier: ", "许可", "不得转载、", "All rights reserved. ", "©", "禁止", "授权", "by-nc-",
    "甲：“字”\n", "Q: a\nA: b\n", "<doc>\n", "</doc>\n", "1\n00:00:00,000 --> 00:00:01,000\n字\n\n", "Dialogue: 0,0:00:00.00,0:00:01.00,a,,0,0,0,,字\n", "From a@b Mon Mar 5 10:00:00 2018\nA: b\nC: d\n\n字\n", "> 字\n", "-- \n", "A: b\n",
    ", ", "a(x), ", "a(中), ", "發", "着", "乾", "ａ", "e\u0301", "👨\u200d👩", "1# 甲 发表于 2021-1-1\n字\n", "发表于 2021-1-1 ", "Scroll to Top\n", "字  字\n", "-", "—", "…", "·", "'", "’", "\u3000字",
)  # fmt: skip
"""What lines are made of, beside the pieces that files are mutated with."""

PROSE = "今天天气很好，我们去河边看花，\n走到桥头的时候，遇见了几位老人，\n他们说花还没有开，要等到月底\n"
"""Lines that wrap, so that all that looks at lines has work to do."""

NAMES = ["a.org", "a.rst", "a.adoc", "a.wiki", "a.textile", "a.tex", "a.srt", "a.ass", "a.eml", "a.mbox", "a.md"]
"""Names that say which dialect a text is in, or which kind of file."""

Read = Callable[[str], object]


def lines() -> Iterator[tuple[str, Callable[[int], str]]]:
    """Yield names and makers of text of about so many characters."""
    for piece in dict.fromkeys(PIECES):
        yield f"{piece!r:.40}", lambda size, piece=piece: piece * (size // len(piece))  # type: ignore[misc]
        yield (
            f"字 and {piece!r:.40}",
            lambda size, piece=piece: ("今天天气很好，" + piece + "我们去看花。") * (size // (13 + len(piece))),  # type: ignore[misc]
        )
        yield (
            f"below prose {piece!r:.40}",
            lambda size, piece=piece: PROSE + piece * (size // len(piece)) + " 字 a 字\n" + PROSE,
        )  # type: ignore[misc]
    for first, then in zip(PIECES, PIECES[1:] + PIECES[:1], strict=True):
        yield f"{first!r:.20}, then {then!r:.20}", _halves(first, then)


def _halves(first: str, then: str) -> Callable[[int], str]:
    return lambda size: first * (size // 2 // len(first)) + then * (size // 2 // len(then))


def readers(folder: Path) -> Mapping[str, Read]:
    """Return what reads text, by name."""
    loaders = find_loaders()

    def as_text(kind: str) -> Read:
        settings = Settings(loader=kind).with_wishes(Wishes("zh-Hans", "Asia/Shanghai"), ())
        return lambda text: read_bytes(text.encode("utf-8", "replace"), "a.txt", loaders, settings)

    def as_file(name: str) -> Read:
        return lambda text: read_bytes(text.encode("utf-8", "replace"), name, loaders, Settings())

    def as_table(name: str, opening: str) -> Read:
        def read(text: str) -> None:
            (folder / name).write_text(opening + text, "utf-8", "replace")
            for _part in read_file(folder / name, name, loaders, Settings(loader="record_table")):
                pass

        return read

    def as_ledger(text: str) -> None:
        (folder / "ledger.tsv").write_text(text, "utf-8", "replace")
        read_ledger(folder / "ledger.tsv")

    texts = sorted(name for name, loader in loaders.items() if loader.read)
    return {
        **{f"read:{name}": as_text(name) for name in texts},
        **{f"named:{name}": as_file(name) for name in NAMES},
        "read:front_matter_post:open": lambda text: as_text("front_matter_post")("---\ntitle: 甲\n---\n" + text),
        "read:front_matter_post:front": lambda text: as_text("front_matter_post")(f"---\ntitle: {text}\n---\n字"),
        "read:html_page:attribute": lambda text: as_text("html_page")(f"<p a='{text}"),
        "table:csv": as_table("a.csv", "text,title\n"),
        "table:csv:quoted": as_table("a.csv", 'text,title\n"'),
        "table:json": as_table("a.json", '[{"text": "'),
        "table:jsonl": as_table("a.jsonl", ""),
        "decode:gb18030": lambda text: read_bytes(text.encode("gb18030", "replace"), "a.txt", loaders, Settings()),
        "ledger": as_ledger,
        "corpus.toml": parse_config,
    }


def seconds(read: Read, text: str) -> float:
    begun = time.process_time()
    with suppress(CorpusError, ExceptionGroup):
        read(text)
    return time.process_time() - begun


def growth(read: Read, line: Callable[[int], str], largest: int = LARGEST) -> tuple[float, int, float]:
    """Return how much longer four times the text takes, its size in characters, and the seconds it takes."""
    size, times = SMALLEST, [seconds(read, line(SMALLEST))]
    while size < largest and (times[-1] < ENOUGH or len(times) < 3):
        size *= 2
        times.append(seconds(read, line(size)))
    return times[-1] / max(times[-3] if len(times) > 2 else times[0], 1e-4), size, times[-1]


def trials(
    only: str, every: int, start: int, told: Callable[[str], None], largest: int = LARGEST
) -> tuple[int, list[tuple[str, str]]]:
    """Measure readers on lines; return how many were, and those that grow too fast."""
    tried, bad = 0, []
    with TemporaryDirectory() as folder:
        for number, (shown, line) in enumerate(lines()):
            if number % every != start:
                continue
            for name, read in readers(Path(folder)).items():
                if not name.startswith(only):
                    continue
                tried += 1
                ratio, size, took = growth(read, line, largest)
                if took > ENOUGH / 2 and ratio > MOST:  # once more: a loop may have been compiled meanwhile
                    ratio, size, took = growth(read, line, largest)
                if took > ENOUGH / 2 and ratio > MOST:
                    bad.append((name, shown))
                    told(f"{name:32} {shown:44} {size:7} characters, {took:6.2f} s, {ratio:5.1f} times a quarter's")
    return tried, bad


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="how the names of readers begin")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--largest", type=int, default=LARGEST, help="the longest text, in characters")
    wanted = parser.parse_args()
    tried, bad = trials(wanted.only, wanted.every, wanted.start, lambda line: print(line, flush=True), wanted.largest)
    print(f"{tried} pairs of reader and line, {len(bad)} grow too fast")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
