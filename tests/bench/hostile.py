"""Read hostile files, and build a folder of all of them: what is sound is built, soon and in bounded memory.

    python tests/bench/hostile.py                 each file in a process of its own, then a build of all
    python tests/bench/hostile.py --only bomb     those whose name holds this

What a file must come to: ``out``, a line in the quarantine; ``in``, a document; ``any``, one of the two, in so many
words. Reading one may take so many seconds of the processor and so many bytes of memory (``SECONDS``, ``MEMORY``), and
a build so much more. Where the system tells (Linux), the memory of a build is that of all its processes together.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import resource
import shutil
import socket
import sys
import tarfile
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple, Self

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

import pyarrow as pa  # noqa: E402 - found by the path above
import pyarrow.parquet as pq  # noqa: E402
from kills import child, ended_with_usage, text  # noqa: E402

from bdci_corpus.cli import main as command_line  # noqa: E402
from bdci_corpus.documents import Settings, read_file  # noqa: E402
from bdci_corpus.errors import CorpusError  # noqa: E402
from bdci_corpus.loading import find_loaders  # noqa: E402

SECONDS, MEMORY = 10.0, 1_000_000_000
"""What a build may take because of one file: seconds of the processor, and bytes."""

M = 1_000_000

BY_NAME = ("caf\u00e9.txt", os.fsdecode(b"no-utf8-\xff.txt"))
"""Left out for their names, which only a build looks at."""

Comes = Literal["out", "in", "any"]

Make = Callable[[Path], object]


class Hostile(NamedTuple):
    """A hostile file: its name below the raw folder, what makes it, and what it must come to."""

    name: str
    make: Make
    comes: Comes = "any"


def holds(raw: bytes | str | Callable[[], bytes]) -> Make:
    def make(path: Path) -> None:
        made = raw() if callable(raw) else raw
        path.write_bytes(made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made)

    return make


def links(target: str) -> Make:
    return lambda path: path.symlink_to(target)


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, raw in members.items():
            archive.writestr(name.replace("__", "/"), raw)
    return made.getvalue()


def tarred(path: Path) -> None:
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo("../../etc/passwd")
        archive.addfile(member, io.BytesIO(b""))


def parquet(table: Callable[[], dict[str, object]]) -> Make:
    return lambda path: pq.write_table(pa.table(table()), path)


def closed(path: Path) -> None:
    path.write_text(text(1), "utf-8")
    path.chmod(0)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


def sparse(size: int) -> Make:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def growing(path: Path) -> None:
    """Write a file that grows for as long as this process lives, or ten seconds."""
    path.write_text(text(2), "utf-8")

    def grow() -> None:
        for number in range(1000):
            time.sleep(0.01)
            if not path.exists():
                return
            with path.open("a", encoding="utf-8") as file:
                file.write(text(number))

    threading.Thread(target=grow, daemon=True).start()


def twice(path: Path) -> None:
    path.write_text(text(3), "utf-8")
    (path.parent / "cafe\u0301.txt").write_text(text(4), "utf-8")


def pdf(objects: list[str]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, said in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{said}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    return (
        body
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
            f"startxref\n{len(body)}\n%%EOF"
        ).encode()
    )


def page_of(content: str, form: str = "") -> bytes:
    resources = "<< /Font << /F 6 0 R >> /XObject << /A 5 0 R >> >>"
    return pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources {resources} >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources {resources} /Length {len(form)} >>\nstream\n{form}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def deep(opening: str, closing: str, depth: int) -> str:
    return opening * depth + text(5).strip() + closing * depth


def aliases(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += (f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels))
    return "---\ntitle: 甲\n" + "\n".join(lines) + f"\n---\n{text(6)}"


ENTITIES = (
    "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x0 'ha'>"
    + "".join(f"<!ENTITY x{n} '{f'&x{n - 1};' * 10}'>" for n in range(1, 12))
    + f"]><html><body><p>&x11;</p><p>{text(7)}</p></body></html>"
)

BAIT = "a" * 40 + "!" + " " * 30_000 + "x" + "\u3000" * 30_000 + "。" + "(" * 20_000 + "“" * 20_000 + "-" * 30_000

FILES = (
    # Web pages
    Hostile("div.html", holds("<div>" * M + text(8)), "any"),
    Hostile("b.html", holds("<p>" + "<b>" * M + text(8)), "any"),
    Hostile("font.html", holds("<font>" * M + text(8)), "any"),
    Hostile("tables.html", holds(deep("<table><tr><td>", "</td></tr></table>", 20_000)), "any"),
    Hostile("lists.html", holds(deep("<ul><li>", "</li></ul>", 20_000)), "any"),
    Hostile("unclosed-comment.html", holds("<p>" + text(8) + "<!--" * 100_000), "any"),
    Hostile("attributes.html", holds("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + f">{text(8)}</p>"), "any"),
    Hostile("one-attribute.html", holds(f"<p a='{'x' * M}'>{text(8)}</p>"), "any"),
    Hostile("less-than.html", holds("<html><p>" + text(8) + "<" * 300_000), "any"),
    Hostile("ampersands.html", holds("<html><p>" + text(8) + "&" * 300_000 + "&#x" * 100_000), "any"),
    Hostile("entity-bomb.html", holds(ENTITIES), "any"),
    Hostile("entity-bomb.xhtml", holds(ENTITIES), "any"),
    Hostile("colspan.html", holds(f"<table><tr><td colspan=99999999 rowspan=99999999>{text(8)}</td></tr></table>"), "any"),
    Hostile("formatting.html", holds("<p>" + "<b><i><p></b>" * 20_000 + text(8)), "any"),
    Hostile("date.html", holds(f'<meta name="pubdate" content="2021-12-31T09:44:35+99:00"><p>{text(8)}</p>'), "in"),
    # Posts
    Hostile("blanks.md", holds("# a" + " " * 100_000 + "b\n" + text(9)), "any"),
    Hostile("backticks.md", holds("`a` **b** " * 20_000 + text(9)), "any"),
    Hostile("liquid.md", holds("---\ntitle: 甲\n---\n" + "{% highlight c %}" * 20_000 + text(9)), "any"),
    Hostile("raw.md", holds("---\ntitle: 甲\n---\n" + "{% raw %}{{" * 20_000 + text(9)), "any"),
    Hostile("quotes.md", holds("> " * 50_000 + text(9)), "any"),
    Hostile("nested.md", holds("".join("  " * n + f"- {n}\n" for n in range(1_000)) + text(9)), "any"),
    Hostile("brackets.md", holds("---\ntitle: 甲\n---\n" + "[" * 100_000 + text(9)), "any"),
    Hostile("links.md", holds("---\ntitle: 甲\n---\n" + "[a](" * 50_000 + text(9)), "any"),
    Hostile("stars.md", holds("---\ntitle: 甲\n---\n" + "*a **b " * 30_000 + text(9)), "any"),
    Hostile("references.md", holds("".join(f"[a{n}]: <x>\n" for n in range(20_000)) + "[a1]" * 20_000 + text(9)), "any"),
    Hostile("footnotes.md", holds("".join(f"[^{n}]: [^{n + 1}]\n\n" for n in range(10_000)) + text(9)), "any"),
    Hostile("fences.md", holds("---\ntitle: 甲\n---\n" + "```\n~~~\n" * 30_001 + text(9)), "any"),
    Hostile("cells.md", holds("|" + "a|" * 30_000 + "\n|" + "-|" * 30_000 + "\n" + text(9)), "any"),
    Hostile("alias-bomb.md", holds(aliases(12)), "any"),
    Hostile("self-alias.md", holds(f"---\ntitle: &a [*a]\n---\n{text(9)}"), "any"),
    Hostile("deep-yaml.md", holds(f"---\na: {'[' * 20_000}{']' * 20_000}\n---\n{text(9)}"), "any"),
    Hostile("merge-bomb.md", holds("---\n" + "".join(f"a{n}: &a{n} {{<<: [{f'*a{n - 1}, ' * (8 if n else 0)}]}}\n" for n in range(9)) + f"---\n{text(9)}")),
    Hostile("tag.md", holds(f'---\ntitle: !!python/object/apply:os.system ["touch /tmp/owned"]\n---\n{text(9)}'), "any"),
    Hostile("deep-toml.md", holds(f"+++\na = {'[' * 20_000}{']' * 20_000}\n+++\n{text(9)}"), "any"),
    Hostile("numbers.md", holds(f"---\ntitle: {'9' * 100_000}\ndate: 2021-12-31 09:44:35 +2400\n---\n{text(9)}"), "any"),
    Hostile("endless-front.md", holds("---\n" + "a: b\n" * 100_000), "any"),
    # Tables
    Hostile("one-quote.csv", holds('text,title\n"' + text(10) + "a,b\n" * 10_000), "any"),
    Hostile("quotes.csv", holds("text\n" + '"' * 300_001), "any"),
    Hostile("columns.csv", holds(",".join(f"c{n}" for n in range(50_000)) + "\n" + "," * 49_999 + "\n"), "any"),
    Hostile("cell.csv", holds("text,title\n" + "字" * M + ",题\n"), "any"),
    Hostile("rows.csv", holds("text\n" + "\n" * M), "any"),
    Hostile("separators.csv", holds("text;a\tb|c,d\n" + ";\t|,\n" * 50_000), "any"),
    Hostile("deep.json", holds("[" * 200_000 + "]" * 200_000), "out"),
    Hostile("deep-objects.json", holds('{"a":' * 100_000 + "1" + "}" * 100_000), "out"),
    Hostile("unclosed.json", holds('[{"text": "' + text(11).strip() + '"}, ' * 1 + "[" * 100_000), "any"),
    Hostile("keys.json", holds(json.dumps([{f"k{n}": n for n in range(50_000)}])), "any"),
    Hostile("number.json", holds('[{"text": ' + "9" * 300_000 + "}]"), "any"),
    Hostile("exponent.json", holds('[{"text": "' + text(11).strip() + '", "n": 1e999999999}]'), "any"),
    Hostile("surrogates.json", holds('[{"text": "\\ud800' + text(11).strip() + '\\udc00"}]'), "any"),
    Hostile("same-keys.json", holds('[{"text": "a"' + ', "text": "b"' * 100_000 + "}]"), "any"),
    Hostile("deep.jsonl", holds('{"text": ' + "[" * 100_000 + "]" * 100_000 + "}\n" + json.dumps({"text": text(11)}) + "\n"), "any"),
    Hostile("one-line.jsonl", holds(json.dumps({"text": "字" * M, "title": "题" * 1000}) + "\n"), "any"),
    Hostile("dictionary-bomb.parquet", parquet(lambda: {"text": pa.array(["字" * 350_000] * 2000).dictionary_encode()}), "any"),
    Hostile("timestamp.parquet", parquet(lambda: {"text": [text(n) for n in range(3)], "published": pa.array([2**62, 0, 1], pa.timestamp("us"))}), "any"),
    Hostile("half.parquet", lambda path: path.write_bytes(b"PAR1" + os.urandom(1000) + b"\xff\xff\xff\x7fPAR1"), "out"),
    Hostile("footer.parquet", holds(b"PAR1" + b"\x00" * 100 + b"\x64\x00\x00\x00PAR1"), "out"),
    Hostile("lists.parquet", parquet(lambda: {"text": pa.array([[[["字" * 10] * 100] * 100]] * 10)}), "any"),
    # Archives, programs and pictures
    Hostile("bomb.zip", holds(lambda: zipped(a=b"\0" * 50 * M)), "out"),
    Hostile("bomb.docx", holds(lambda: zipped(word__document=b"<w:p>" * 5 * M)), "out"),
    Hostile("bomb.txt.gz", holds(lambda: gzip.compress(b"\0" * 100 * M)), "out"),
    Hostile("tar.tgz", tarred, "out"),
    Hostile("elf.txt", holds(lambda: Path(sys.executable).resolve().read_bytes()[:M]), "out"),
    Hostile("nul.txt", holds(b"\0" * M), "out"),
    Hostile("random.txt", lambda path: path.write_bytes(os.urandom(M)), "out"),
    Hostile("sparse.txt", sparse(1_000 * M), "out"),  # hashed whole before it is refused: some 300 MB a second
    # PDF
    Hostile("calls-itself.pdf", holds(page_of("/A Do BT /F 9 Tf (word) Tj ET", "/A Do /A Do /A Do")), "any"),
    Hostile("operators.pdf", holds(page_of("BT /F 9 Tf " + "(a) Tj " * M + "ET")), "any"),
    Hostile("broken.pdf", holds(page_of("BT (a) Tj ET")[:300]), "any"),
    Hostile("pages-loop.pdf", holds(pdf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>"])), "out"),
    # Texts
    Hostile("line.txt", holds("字" * M), "any"),
    Hostile("blanks.txt", holds(text(12) + " " * M + text(13)), "any"),
    Hostile("lines.txt", holds(text(12) + "\n" * M + text(13)), "any"),
    Hostile("bait.txt", holds(BAIT + text(12)), "any"),
    Hostile("marks.txt", holds("，" * 300_000 + "“”" * 100_000 + text(12)), "any"),
    Hostile("readings.txt", holds("字(zì)" * 100_000), "any"),
    Hostile("open-readings.txt", holds("字(zì" * 100_000), "any"),
    Hostile("combining.txt", holds("e" + "\u0301" * 300_000 + text(12)), "any"),
    Hostile("damage.txt", holds("異;鸨。" * 50_000 + text(12)), "any"),
    Hostile("replaced.txt", holds("\ufffd" * 300_000 + text(12)), "any"),
    Hostile("tokens.txt", holds("字* z2 B w' ?4 G- c( v! o4 `\n" * 20_000), "any"),
    Hostile("page-marks.txt", holds("<PAGE_DIV>" * 100_000 + text(12)), "any"),
    Hostile("media.txt", holds("<!-- Media -->\n<!-- figureText: " * 50_000 + text(12)), "any"),
    Hostile("notices.txt", holds("本文以 CC BY 4.0 许可协议发布。" * 20_000 + text(12)), "any"),
    Hostile("urls.txt", holds("https://" + "a." * 300_000 + " " + text(12)), "any"),
    Hostile("numbers.txt", holds("2021年" * 100_000 + "1," * 200_000 + text(12)), "any"),
    Hostile("utf-7.txt", holds("+ADw-script+AD4- " * 10_000), "any"),
    Hostile("escapes.txt", holds(b"\x1b$B" * 50_000 + b"\x1b(B" * 50_000), "any"),
    Hostile("half-utf16.txt", holds(b"\xff\xfe" + text(12).encode("utf-16-le")[:-1]), "any"),
    Hostile("marks-of-order.txt", holds("\ufeff" * 100_000 + text(12)), "any"),
    Hostile("directions.txt", holds("\u202e" * 100_000 + text(12)), "any"),
    Hostile("empty.txt", holds(b""), "out"),
    # Names and kinds of file
    Hostile("line\nfeed.txt", holds(text(14)), "any"),
    Hostile("--version", holds(text(15)), "any"),
    Hostile("-rf.txt", holds(text(16)), "any"),
    Hostile("#1.txt", holds(text(17)), "any"),
    Hostile('tab\tand "quote".txt', holds(text(18)), "any"),
    Hostile("\x1b[31mred.txt", holds(text(19)), "any"),
    Hostile("字" * 80 + ".txt", holds(text(20)), "any"),
    Hostile(os.fsdecode(b"no-utf8-\xff.txt"), holds(text(21)), "out"),
    Hostile("caf\u00e9.txt", twice, "out"),
    Hostile("closed.txt", closed, "any" if os.geteuid() == 0 else "out"),
    Hostile("fifo.txt", os.mkfifo, "out"),
    Hostile("socket.txt", listening, "out"),
    Hostile("passwd.txt", links("/etc/passwd"), "out"),
    Hostile("zero.txt", links("/dev/zero"), "out"),
    Hostile("cycle.txt", links("cycle.txt"), "out"),
    Hostile("nowhere.txt", links("nowhere"), "out"),
    Hostile("up", links(".."), "out"),
    Hostile("growing.txt", growing, "any"),
)  # fmt: skip


class Cost(NamedTuple):
    """What a process came to: seconds of the processor, bytes of memory, its status and what it said."""

    seconds: float
    memory: int
    status: int
    said: str

    def too_much(self, files: int = 1) -> list[str]:
        """Return what is more than so many files may cost."""
        seconds = [f"{self.seconds:.1f} s of the processor"] * (self.seconds > SECONDS * files)
        return seconds + [f"{self.memory / M:.0f} MB"] * (self.memory > MEMORY)


def cost_of(folder: Path, process: int, patience: float = 600.0) -> Cost:
    with Watched(process) as watched:
        status, usage = ended_with_usage(process, patience)
    said = (folder / "said.txt").read_text("utf-8", "replace")
    return Cost(usage.ru_utime + usage.ru_stime, max(usage.ru_maxrss * 1024, watched.most), status, said)


class Watched:
    """The most memory that a process and those it started have held together: shared pages are counted once."""

    def __init__(self, process: int) -> None:
        """Watch a process and its descendants."""
        self.most = 0
        self._process, self._ended = process, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        """Stop."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.2):
            self.most = max(self.most, sum(map(_proportional, _descendants(self._process))))


def _descendants(process: int) -> list[int]:
    """Return a process and all that it started, and those started; a system without /proc tells of none."""
    started: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(stat.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
            started.setdefault(parent, []).append(int(stat.parent.name))
    found, left = [], [process]
    while left:
        found.append(left.pop())
        left += started.get(found[-1], [])
    return found


def _proportional(process: int) -> int:
    """Return how much memory is a process's share, in bytes."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) * 1024
    return 0


def project(folder: Path, files: Sequence[Hostile]) -> None:
    """Write a folder of three good files and these: no project, whose build any notice in them would rightly stop."""
    seeds = folder / "seeds"
    seeds.mkdir(parents=True)
    (folder / "tmp").mkdir()
    for number in range(3):
        (seeds / f"good-{number}.txt").write_text(text(50 + number), "utf-8")
    here = Path.cwd()
    os.chdir(seeds)
    try:
        for file in files:
            file.make(Path(file.name))
    finally:
        os.chdir(here)


def bounded() -> None:
    """Keep this process from taking all the memory of the machine, whatever it is that reads."""
    resource.setrlimit(resource.RLIMIT_AS, (6 * MEMORY, 6 * MEMORY))


def read(path: Path, name: str) -> None:
    """Read one file as a build does, and print what it comes to."""
    bounded()
    try:
        parts = list(read_file(path, name, find_loaders(), Settings()))
        documents = sum(len(part.documents) for part in parts)
        problems = [str(problem) for part in parts for problem in part.problems]
        print(f"{documents} documents", *problems[:1])
    except (CorpusError, OSError) as error:
        print(f"left out: {error}")


def reading(folder: Path, file: Hostile) -> tuple[Cost, list[str]]:
    """Read one file in a process of its own; return what it costs, and what is wrong."""
    project(folder, [file])
    path = folder / "seeds" / file.name
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        return Cost(0, 0, 0, "no file: for the build"), []
    cost = cost_of(folder, child(folder, lambda: read(path, file.name)))
    named = cost.said.startswith(("left out", "0 documents ["))
    wrong = cost.too_much()
    wrong += [f"status {cost.status}: {cost.said[-300:]}"] * (cost.status != 0)
    wrong += [f"a defect: {cost.said[:300]}"] * ("The loader fails" in cost.said)
    wrong += ["neither read nor named"] * cost.said.startswith("0 documents\n")
    wrong += ["not left out"] * (file.comes == "out" and not named and file.name not in BY_NAME)
    wrong += [f"left out: {cost.said[:300]}"] * (file.comes == "in" and named)
    return cost, wrong


def building(folder: Path, files: Sequence[Hostile]) -> tuple[Cost, list[str]]:
    """Build a folder of all these files; return what it costs, and what is wrong."""
    project(folder, files)
    cost = cost_of(folder, child(folder, build), 3600.0)
    try:
        result, _ = json.JSONDecoder().raw_decode(cost.said, cost.said.index("{\n"))
    except ValueError:
        return cost, [f"no result: status {cost.status}, {cost.said[-500:]}"]
    if "errors" in result:
        return cost, [f"nothing is built: {result['errors']}"]
    left_out = dict(result["quarantined"])
    wrong = [f"{name} is left out: {reason}" for name, reason in left_out.items() if name.startswith("good-")]
    for file in files:
        shown = os.fsencode(file.name).decode("utf-8", "backslashreplace")
        if file.comes == "out" and not any(name == shown or name.startswith(f"{shown}#") for name in left_out):
            wrong.append(f"{file.name} is not named")
    for name, reason in left_out.items():
        if "Reading it failed" in reason or "The loader fails" in reason:
            wrong.append(f"{name}: {reason}")
    return cost, wrong + cost.too_much(len(files))


def build() -> None:
    bounded()
    command_line(["build", "seeds", "--out", "out", "--json"], prog_name="bdci-corpus")


def trials(files: Sequence[Hostile], told: Callable[[str], None]) -> int:
    """Read each file, then build them all; return how many things went wrong."""
    bad = 0
    with TemporaryDirectory() as folder:
        for number, file in enumerate(files):
            cost, wrong = reading(Path(folder) / str(number), file)
            bad += len(wrong)
            said = "; ".join(wrong) or f"ok  {cost.said.strip()[:70]}"
            told(f"{file.name[:24]!r:28} {cost.seconds:5.1f} s {cost.memory / M:6.0f} MB  {said}")
            shutil.rmtree(Path(folder) / str(number), ignore_errors=True)
        cost, wrong = building(Path(folder) / "all", files)
        told("\n  ".join([f"a build of all: {cost.seconds:.1f} s, {cost.memory / M:.0f} MB", *wrong]))
    return bad + len(wrong)


def run(files: Sequence[Hostile], description: str | None) -> None:
    """Try the files that the command line asks for, and leave with 1 if something was wrong."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="part of the names of the files to try")
    wanted = parser.parse_args()
    chosen = [file for file in files if wanted.only in file.name]
    bad = trials(chosen, lambda line: print(line, flush=True))
    print(f"{len(chosen)} hostile files, {bad} things wrong")
    sys.exit(bool(bad))


if __name__ == "__main__":
    run(FILES, __doc__)
