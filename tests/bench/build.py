"""How long a build takes, and how much memory: by size of document and corpus, again, and with a line more.

    python tests/bench/build.py laws.parquet                        corpora of 20 MB
    python tests/bench/build.py laws.parquet --mb 1000 --only rows  300,000 rows in one file of JSON Lines
    python tests/bench/build.py laws.parquet --base ../older        the same by another checkout, in turns

Texts are clauses of those of a Parquet file (column ``text``), drawn anew, so that documents are no copies. Processor
time is that of all processes; memory is their proportional set size, looked at twice a second (Linux only). A machine
that does other work shows longer times by the clock. Nothing here fails by it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Thread

import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]

_CLAUSE = re.compile("[^，。；：、\n]{2,40}[，。；：、]")

_PARAGRAPH = 120
"""After so many characters a paragraph ends."""

_RUN = """
import json, sys, time
from bdci_corpus.building import build

def main():
    last, longest = time.monotonic(), 0.0
    def tell(*said):
        nonlocal last, longest
        now = time.monotonic()
        last, longest = now, max(longest, now - last)
    result = build(sys.argv[1], out=sys.argv[2], workers=int(sys.argv[3]) or None, progress=tell)
    print(json.dumps({"documents": result.documents, "hash": result.logical_sha256, "silent": longest}))

if __name__ == "__main__":
    main()
"""


class Drawn:
    """Texts of clauses that are drawn anew."""

    def __init__(self, path: Path) -> None:
        """Take the clauses of a Parquet file's texts."""
        texts = pq.read_table(path, columns=["text"])["text"].to_pylist()
        self.clauses = [clause for text in texts for clause in _CLAUSE.findall(text or "")]
        self.chance = random.Random(1)

    def text(self, characters: int) -> str:
        """Return a text of about so many characters, in paragraphs."""
        pieces, size, paragraph = list[str](), 0, 0
        most = self.chance.randint(characters // 2, characters * 3 // 2)
        while size < most:
            clause = self.chance.choice(self.clauses)
            size, paragraph = size + len(clause), paragraph + len(clause)
            if paragraph > _PARAGRAPH:
                clause, paragraph = f"{clause[:-1]}。\n\n", 0
            pieces.append(clause)
        return "".join(pieces).strip()

    def rows(self, folder: Path, size: int, characters: int) -> None:
        """Write one file of JSON Lines with ids and titles."""
        written = number = 0
        with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
            while written < size:
                row = {"id": f"d{number:08}", "title": self.chance.choice(self.clauses)[:-1]}
                line = json.dumps({**row, "text": self.text(characters)}, ensure_ascii=False) + "\n"
                written, number = written + len(line.encode()), number + 1
                file.write(line)

    def files(self, folder: Path, size: int, characters: int) -> None:
        """Write files of text, 500 a folder."""
        written = number = 0
        while written < size:
            path = folder / f"{number // 500:04}" / f"{number:08}.txt"
            path.parent.mkdir(exist_ok=True)
            text = self.text(characters) + "\n"
            path.write_text(text, encoding="utf-8")
            written, number = written + len(text.encode()), number + 1


KINDS: dict[str, tuple[str, Callable[[Drawn, Path, int], None]]] = {
    "rows": ("rows of 3.3 KB", lambda drawn, folder, size: drawn.rows(folder, size, 1_100)),
    "short": ("rows of 1.4 KB", lambda drawn, folder, size: drawn.rows(folder, size, 484)),
    "small": ("files of 0.9 KB", lambda drawn, folder, size: drawn.files(folder, size, 300)),
    "files": ("files of 11 KB", lambda drawn, folder, size: drawn.files(folder, size, 3_700)),
}


def one_more(folder: Path) -> None:
    """Add a line, or a file."""
    text = "今天天气很好，我们去河边看花。走到桥头的时候，遇见了几位老人。"
    if (rows := folder / "rows.jsonl").exists():
        with rows.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"id": "more", "title": "看花", "text": text}, ensure_ascii=False) + "\n")
    else:
        (folder / "more.txt").write_text(text, encoding="utf-8")


def measured(code: Path, raw: Path, out: Path, workers: int) -> tuple[dict[str, object], str]:
    """Build in a process of its own, and return what it says and a line of figures."""
    environment = {**os.environ, "PYTHONPATH": str(code)}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with tempfile.NamedTemporaryFile("w", suffix=".py") as program:
        program.write(_RUN)
        program.flush()
        command = [sys.executable, program.name, str(raw), str(out), str(workers)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
        peak: list[int] = [0]
        watcher = Thread(target=_watch, args=(process.pid, peak), daemon=True)
        watcher.start()
        said, _ = process.communicate()
    if process.returncode:
        sys.exit(f"the build failed: {raw}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    facts: dict[str, object] = json.loads(said)
    figures = f"{time.monotonic() - start:8.1f} s {spent:8.1f} s {peak[0] / 1024:8,.0f} MB {facts['silent']:6.1f} s"
    return facts, figures


def _watch(pid: int, peak: list[int]) -> None:
    """Note the largest sum of what a process and its children hold, in KB."""
    while Path(f"/proc/{pid}").exists():
        peak[0] = max(peak[0], sum(_held(process) for process in _family(pid)))
        time.sleep(0.5)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    except OSError:
        return
    for child in map(int, children.split()):
        yield from _family(child)


def _held(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("texts", type=Path)
    parser.add_argument("--mb", type=float, default=20)
    parser.add_argument("--only", choices=list(KINDS))
    parser.add_argument("--base", type=Path)
    parser.add_argument("--workers", type=int, default=0)
    given = parser.parse_args(arguments)
    drawn = Drawn(given.texts)
    sys.stdout.write(f"{'':42}{'clock':>10}{'processor':>11}{'memory':>12}{'silent':>9}\n")
    for name in [given.only] if given.only else KINDS:
        about, make = KINDS[name]
        with tempfile.TemporaryDirectory() as folder:
            raw = Path(folder) / "raw"
            raw.mkdir()
            make(drawn, raw, int(given.mb * 1e6))
            for step in ("at first", "again", "one more"):
                if step == "one more":
                    one_more(raw)
                for code in (given.base, ROOT) if given.base else (ROOT,):
                    out = Path(folder) / code.resolve().name
                    facts, figures = measured(code.resolve(), raw, out, given.workers)
                    which = "base" if code == given.base else "this"
                    said = f"{given.mb:g} MB, {facts['documents']:,} {about}, {step}"
                    sys.stdout.write(f"{said:42}{figures}  {which}  {str(facts['hash'])[:12]}\n")
                    sys.stdout.flush()


if __name__ == "__main__":
    main()
