"""Read mutated files by every loader: undo is exact, nothing is raised but CorpusError, and none takes long.

    python tests/bench/mutated.py                      10,000 files
    python tests/bench/mutated.py --files 100000 --seed 3 --keep /tmp/found

Files are the samples of the loaders, made pages, posts, tables and threads, and texts with every noise, after one to
five mutations: bits flipped, ends cut off, parts spliced in, repeated, exchanged or taken from another file, encodings
mixed, NUL and control characters, marks of byte order, lines without end, and pieces of what parsers know. Half of the
files are read by the loader that is surest of them, the others by each in turn. A kind of trouble is told once, with
its smallest input.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

from noise import boilerplate, clean, jammer, mojibake, pinyin, seeded, width, wraps  # noqa: E402

from bdci_corpus.documents.read import read_bytes, read_file  # noqa: E402 - found by the path above
from bdci_corpus.documents.settings import Settings, Wishes  # noqa: E402
from bdci_corpus.errors import CorpusError  # noqa: E402
from bdci_corpus.loading import Loader, find_loaders  # noqa: E402
from bdci_corpus.records import Document  # noqa: E402
from bdci_corpus.trace import undo  # noqa: E402

SLOW = 2.0
"""No file may take longer, in seconds of the processor."""

HANGS = 20.0
"""After so many seconds of the processor a file is given up."""

LARGEST = 60_000
"""Mutations keep a file below about so many bytes, but for lines without end."""

NOISES = (boilerplate.navigate, jammer.jam, mojibake.slip, pinyin.annotate, width.fold, wraps.paginate)

SCRIPTS = ("keep", "zh-Hans", "zh-Hant")

Draw = random.Random

Mutation = Callable[[bytes, Draw, list[bytes]], bytes]

TOKENS = (
    "\ufeff", "\x00", "\x0b", "\x0c", "\x1b[0m", "\u2028", "\u2029", "\x85", "\r", "\r\n", "\n\n\n", "\t", "\u3000",
    "\u200b", "\u200d", "\ufe0f", "\ufffd", "\ue000", "\U000f0000", "\U0001f600", "e\u0301\u0301", "\u0345", "葛\U000e0100",
    "﹏", "⺼", "㐀", "𠮷", "ﷺ", "İ", "ß", "\u1e9b\u0323", "<", ">", "&", "&#0;", "&#x110000;", "&#xD800;", "&NotEqualTilde;",
    "<p>", "</p>", "<pre>", "</pre>", "<table><tr><td>", "</table>", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script>",
    "<svg>", "<math>", "<template>", "<br>", "<div class=article>", "</div></div>", "<title>", "<meta charset=gbk>",
    '<meta name="pubdate" content="2021-12-31T09:44:35+99:00">', "<?xml version='1.0'?>", "<a href='", "style=display:none",
    "---\n", "+++\n", "...\n", "title: ", "date: 2021-12-31 09:44:35 +2400\n", "tags: [a, ", "x: &a [*a]\n", "? ", "- ", "!!python/object ",
    "```\n", "~~~", "$$", "\\(", "| a | b |\n|---|---|\n", "[^1]: ", "[a]: <", "![", "](", "{% raw %}", "{{", "}}", "{% highlight c %}",
    "> ", "    ", "# ", "=====\n", "1. ", "* ", "***", "__", "`", "\\", "<PAGE_DIV>", "<!-- Media -->", "本文档为 2024 CCF BDCI 比赛用语料的一部分",
    '"', "'", '""', ",", ";", "|", "[", "]", "{", "}", ":", "null", "NaN", "1e999", "9" * 400, "-0", "\\ud800", "\\u0000", "//", "/*", "{}",
    "(shì)", "（app）", "* z2 B w' ?4 G- c( v! o4 `", "異;鸨。", "363838萬戶", "“", "”", "：", "，", "。", "来源:", "责任编辑：", "2021年05月14日22:17",
    "2021-02-30", "9999-12-31T24:00:00Z", "0000-00-00", "%PDF-1.4", "PK\x03\x04", "PAR1", "\x1f\x8b", "#1 甲 发表于 2021-1-1", "楼主", "Scroll to Top",
)  # fmt: skip
"""Pieces of what loaders, parsers and rules know."""


def at(raw: bytes, draw: Draw) -> int:
    return draw.randint(0, len(raw))


def span(raw: bytes, draw: Draw) -> tuple[int, int]:
    start = at(raw, draw)
    return start, min(len(raw), start + draw.choice((1, 2, 3, 8, 40, 300, 2000)))


def flip(raw: bytes, draw: Draw, _: list[bytes]) -> bytes:
    changed = bytearray(raw)
    for _time in range(draw.choice((1, 1, 3, 20)) if raw else 0):
        changed[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def truncate(raw: bytes, draw: Draw, _: list[bytes]) -> bytes:
    return raw[: at(raw, draw)] if draw.random() < 0.7 else raw[at(raw, draw) :]


def delete(raw: bytes, draw: Draw, _: list[bytes]) -> bytes:
    start, end = span(raw, draw)
    return raw[:start] + raw[end:]


def repeat(raw: bytes, draw: Draw, _: list[bytes]) -> bytes:
    start, end = span(raw, draw)
    return raw[:end] + raw[start:end] * min(draw.choice((1, 2, 10, 1000)), LARGEST // (end - start + 1)) + raw[end:]


def splice(raw: bytes, draw: Draw, others: list[bytes]) -> bytes:
    other = draw.choice(others)
    return raw[: at(raw, draw)] + other[at(other, draw) :]


def insert(raw: bytes, draw: Draw, others: list[bytes]) -> bytes:
    other, here = draw.choice(others), at(raw, draw)
    start, end = span(other, draw)
    return raw[:here] + other[start:end] + raw[here:]


def exchange(raw: bytes, draw: Draw, _: list[bytes]) -> bytes:
    lines = raw.split(b"\n")
    draw.shuffle(lines)
    return b"\n".join(lines)


def token(raw: bytes, draw: Draw, _: list[bytes]) -> bytes:
    here = at(raw, draw)
    piece = draw.choice(TOKENS).encode() * draw.choice((1, 1, 1, 2, 3, 50))
    return raw[:here] + piece + raw[here:]


def tokens(raw: bytes, draw: Draw, others: list[bytes]) -> bytes:
    for _ in range(draw.randint(2, 30)):
        raw = token(raw, draw, others)
    return raw


def recode(raw: bytes, draw: Draw, _: list[bytes]) -> bytes:
    text = raw.decode("utf-8", "replace")
    start, end = span(raw, draw) if draw.random() < 0.5 else (0, len(text))
    codec = draw.choice(
        ("gb18030", "big5", "utf-16", "utf-16-be", "utf-32", "latin-1", "shift_jis", "utf-8-sig", "cp1251")
    )
    return text[:start].encode() + text[start:end].encode(codec, "replace") + text[end:].encode()


def noise_bytes(raw: bytes, draw: Draw, _: list[bytes]) -> bytes:
    here = at(raw, draw)
    return raw[:here] + draw.randbytes(draw.choice((1, 2, 7, 100))) + raw[here:]


def endless_line(raw: bytes, draw: Draw, _: list[bytes]) -> bytes:
    here, piece = at(raw, draw), draw.choice(TOKENS).encode() or b"x"
    if draw.random() < 0.5:
        return raw.replace(b"\n", draw.choice((b"", b" ", b"\r", b"\x0b")))
    return raw[:here] + piece * (draw.choice((3000, 30_000)) // len(piece)) + raw[here:]


MUTATIONS: tuple[Mutation, ...] = (
    flip, truncate, delete, repeat, splice, insert, exchange, token, token, tokens, tokens, recode, noise_bytes, endless_line,
)  # fmt: skip


def samples() -> dict[str, list[tuple[str, bytes]]]:
    """Return the loaders' samples and made files, with their names, by loader."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    for path in sorted((ROOT / "tests" / "loading" / "samples").rglob("*")):
        if path.is_file():
            found.setdefault(path.parent.name, []).append((path.name, path.read_bytes()))
    for seed in range(24):
        draw = seeded(seed)
        plain = clean.document(draw)
        noisy = NOISES[seed % len(NOISES)](plain, draw).text  # type: ignore[operator]
        paragraphs = plain.split("\n\n")
        post = (
            f"---\ntitle: {paragraphs[0][:12]}\ndate: 2020-01-0{seed % 9 + 1}\ntags: [甲, 乙]\n---\n\n"
            + "\n\n".join(f"## 小节 {k}\n\n{p}" for k, p in enumerate(paragraphs))
        )
        page = "<!DOCTYPE html><html><head><title>题</title></head><body><nav><a href=/>首页</a></nav><article>"
        page += "".join(f"<p>{p}</p>" for p in paragraphs) + "</article><footer>版权所有</footer></body></html>"
        rows = "text,title\n" + "".join(f'"{p}",题{k}\n' for k, p in enumerate(paragraphs))
        thread = "".join(f"{k}# 用户{k} 发表于 2021-3-{k + 1} 12:0{k % 10}\n{p}\n\n" for k, p in enumerate(paragraphs))
        for kind, name, text in (
            ("plain_text", "a.txt", plain), ("saved_page", "n.txt", noisy), ("front_matter_post", "p.md", post),
            ("html_page", "h.html", page), ("record_table", "r.csv", rows), ("forum_post", "f.txt", thread),
        ):  # fmt: skip
            found.setdefault(kind, []).append((name, text.encode()))
    return found


def mutated(files: Mapping[str, list[tuple[str, bytes]]], seed: int) -> Iterator[tuple[str, bytes, str | None, str]]:
    """Yield names, bytes, the loader that must read them if one must, and the script, forever."""
    number, others = 0, [raw for group in files.values() for _, raw in group]
    kinds = sorted(files)
    while True:
        draw = random.Random(f"{seed}/{number}")
        kind = kinds[number % len(kinds)]
        name, raw = draw.choice(files[kind])
        for _ in range(draw.choice((1, 1, 2, 3, 5))):
            raw = draw.choice(MUTATIONS)(raw, draw, others)[: 4 * LARGEST]
        yield name, raw, kind if draw.random() < 0.5 else None, draw.choice(SCRIPTS)
        number += 1


class Hangs(BaseException):
    """A file takes too long; no handler may take it for the file's own trouble."""


def trouble(path: Path, raw: bytes, loaders: Mapping[str, Loader], kind: str | None, script: str) -> tuple[str, float]:
    """Read one file; return what is wrong, or nothing, and the seconds of the processor that it took."""
    settings = Settings(loader=kind).with_wishes(Wishes(script, "Asia/Shanghai"), ())  # type: ignore[arg-type]
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, HANGS)
    wrong = ""
    try:
        path.write_bytes(raw)
        for part in read_file(path, path.name, loaders, settings):
            for document in part.documents:
                wrong = wrong or unfaithful(document, raw)
        if path.suffix == ".txt" and kind == "plain_text":
            read_bytes(raw, path.name, loaders, settings)
    except CorpusError as error:
        defect = error.__cause__
        wrong = where_from(defect) if "The loader fails" in error.problem and defect is not None else ""
    except Hangs as error:
        wrong = f"over {HANGS:.0f} s, last at {where_from(error)}"
    except Exception as error:  # noqa: BLE001 - what is looked for
        wrong = where_from(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    taken = time.process_time() - begun
    return wrong or (f"over {SLOW:.0f} s ({path.suffix} by {kind})" if taken > SLOW else ""), taken


def unfaithful(document: Document, raw: bytes) -> str:
    """Return what is wrong with a document's way back to its bytes."""
    trace = document.trace
    back = undo(document)
    if trace.reaches == "file" and back != raw[trace.region_start : trace.region_end]:
        return f"undo is not exact ({document.origin.loader})"
    if sha256(back).hexdigest() != trace.region_sha256:
        return f"undo gives another hash ({document.origin.loader})"
    if document.text.endswith("\n"):
        return f"text ends in a line feed ({document.origin.loader})"
    return ""


def where_from(error: BaseException) -> str:
    """Return the kind of an exception, and the last place of ours that it came through."""
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if "bdci_corpus" in f.filename or "/loaders/" in f.filename
    ]
    last = frames[-1] if frames else None
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.name}" if last else type(error).__name__


def smallest(raw: bytes, same: Callable[[bytes], bool], patience: float = 20.0) -> bytes:
    """Return less of a file with the same trouble: parts are left out while that lasts."""
    deadline, size = time.monotonic() + patience, max(1, len(raw) // 2)
    while size and time.monotonic() < deadline:
        here, shorter = 0, raw
        while here < len(shorter) and time.monotonic() < deadline:
            less = shorter[:here] + shorter[here + size :]
            if same(less):
                shorter = less
            else:
                here += size
        size, raw = (size // 2 if len(shorter) == len(raw) or size > 1 else 1), shorter
    return raw


def _give_up(*_: object) -> None:
    raise Hangs


def trials(files: int, seed: int, keep: Path | None = None, *, seconds: float = 1e9) -> tuple[int, float, Counter[str]]:
    """Read so many files; return how many were read, the longest time, and the kinds of trouble."""
    loaders, kinds, longest, number = find_loaders(), Counter[str](), 0.0, 0
    deadline = time.process_time() + seconds
    before = signal.signal(signal.SIGPROF, _give_up)
    try:
        with TemporaryDirectory() as folder:
            for name, raw, kind, script in islice(mutated(samples(), seed), files):
                path = Path(folder) / name
                wrong, taken = trouble(path, raw, loaders, kind, script)
                if SLOW < taken < HANGS:  # loops may have been compiled meanwhile, once
                    wrong, taken = trouble(path, raw, loaders, kind, script)
                number, longest = number + 1, max(longest, taken)
                if wrong and not kinds[wrong]:
                    print(f"file {number}, {name}, loader {kind}, {script}: {wrong} ({taken:.1f} s)", flush=True)
                    if keep:
                        again = partial(trouble, path, loaders=loaders, kind=kind, script=script)
                        less = raw if "over" in wrong else smallest(raw, lambda part: again(part)[0] == wrong)
                        keep.mkdir(parents=True, exist_ok=True)
                        (keep / f"{seed}-{number}-{kind}-{script}-{name}").write_bytes(less)
                kinds.update([wrong] if wrong else [])
                if time.process_time() > deadline:
                    break
    finally:
        signal.signal(signal.SIGPROF, before)
    return number, longest, kinds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=1e9, help="stop after so many seconds of the processor")
    parser.add_argument("--keep", type=Path, help="a folder for the smallest input of each kind of trouble")
    wanted = parser.parse_args()
    number, longest, kinds = trials(wanted.files, wanted.seed, wanted.keep, seconds=wanted.seconds)
    for wrong, times in kinds.most_common():
        print(f"{times:6} times: {wrong}")
    print(f"{number} files read, {kinds.total()} of them wrong; the longest took {longest:.2f} s")
    sys.exit(1 if kinds else 0)


if __name__ == "__main__":
    main()
