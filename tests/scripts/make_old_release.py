"""Make a corpus project with its release, ledger, sketches and cache, to be kept as a fixture.

What one version wrote, later ones must read. To keep another one, run this with the code of that version:

    PYTHONPATH=CHECKOUT python tests/scripts/make_old_release.py tests/fixtures/release-5b28b3c.tar.xz

``CHECKOUT`` is a working tree of the version, whose commit the archive is named by; only names that users import,
and the command line, are used of it. An archive, because no checkout may change its bytes or ignore its cache.
All documents are generated: no text of anybody's is in the fixture.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from click.testing import CliRunner
from noise import clean, jammer

import bdci_corpus
from bdci_corpus.cli import main

NOTICE = "本文档只供本次测验使用，不得转载"

WITHDRAWN = "text/withdrawn.txt"

CONFIG = f"""# What this corpus is: generated documents of several kinds, released twice by an old version.

[corpus]
name = "old"
version = "0.2.0"
script = "zh-Hans"
timezone = "Asia/Shanghai"
description = "Generated documents."

[[sources]]
name = "text"
files = ["seeds/text/*.txt"]
license = "CC0-1.0"
restriction = "open"

[[sources]]
name = "posts"
files = ["seeds/posts/*"]
license = "CC-BY-4.0"
restriction = "attribution"
rights_holder = "某人"

[[sources]]
name = "table"
files = ["seeds/table/*"]
license = "CC0-1.0"
restriction = "open"
columns = {{ text = "body", title = "head" }}

[[sources]]
name = "noticed"
files = ["seeds/noticed/*.txt"]
notice = "test-only"

[[notices]]
id = "test-only"
match = "{NOTICE}"
license = "LicenseRef-Test"
restriction = "competition-only"
rights_holder = "测验委员会"

[columns]
area = "string"

[splits]
ratios = {{ train = 0.6, validation = 0.2, test = 0.2 }}
salt = "o4"
stratify = ["source"]
hidden = ["test"]
folds = 2
"""


def prose(number: int) -> str:
    """Return the text of a document that no other number's is like."""
    return clean.prose(random.Random(number), paragraphs=3)


def edited(text: str) -> str:
    """Return a near-duplicate: the last sentence is another."""
    head, _, _ = text.rstrip("。").rpartition("。")
    return f"{head}。本段后来改写过。"


def first_files() -> Iterator[tuple[str, str]]:
    """Yield the raw files of the first release."""
    for number in range(4):
        yield f"text/plain-{number}.txt", f"第{number}篇记录\n\n{prose(number)}\n"
    yield "text/traditional.txt", f"{clean.traditional(prose(10))}\n"
    yield WITHDRAWN, f"{prose(11)}\n"
    jammed = jammer.jam(prose(12), random.Random(12))
    yield "text/jammed.txt", f"{jammed.text}\n"
    head = "---\ntitle: 一篇文章\nauthor: 某人\ndate: 2024-05-06\ntags: [甲, 乙]\n---\n"
    yield "posts/post.md", f"{head}\n# 小标题\n\n{prose(13)}\n"
    paragraphs = "".join(f"<p>{paragraph}</p>\n" for paragraph in prose(14).split("\n\n"))
    page = f"<html><head><title>一张网页</title></head>\n<body><h1>一张网页</h1>\n{paragraphs}</body></html>\n"
    yield "posts/page.html", page
    rows = ({"head": f"第{number}行", "body": prose(number), "area": "甲区"} for number in (20, 21, 22))
    yield "table/rows.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    yield "noticed/noticed.txt", f"{prose(30)}\n\n{NOTICE}。\n"


def later_files() -> Iterator[tuple[str, str]]:
    """Yield what the second release adds: near-duplicates of old documents, one of them in the other script."""
    yield "text/again.txt", f"{edited(prose(1))}\n"
    yield "text/again-traditional.txt", f"{clean.traditional(prose(2))}\n"
    yield "posts/picture.html", "\x89PNG\r\n\x1a\n"


def write(project: Path, files: Iterator[tuple[str, str]]) -> None:
    """Write raw files."""
    for name, text in files:
        path = project / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("latin-1" if text.startswith("\x89") else "utf-8"))


def make(project: Path) -> None:
    """Make the project: a release, a withdrawal, and the release after it."""
    write(project, first_files())
    with (project / "seeds/metadata.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["file_name", "area", "url"])
        rows.writerow(["text/plain-0.txt", "乙区", "https://example.org/0"])
    config = project / "corpus.toml"
    config.write_text(CONFIG.replace("0.2.0", "0.1.0"), encoding="utf-8")
    bdci_corpus.build(project, out=project / "release", freeze=True, workers=1)
    (project / "release/old").rename(project / "first")
    result = CliRunner().invoke(main, ["withdraw", WITHDRAWN, "--reason", "rights", "--folder", str(project)])
    if result.exit_code:
        raise SystemExit(result.output)
    config.write_text(CONFIG, encoding="utf-8")
    write(project, later_files())
    bdci_corpus.build(project, out=project / "release", freeze=True, workers=1)
    (project / "first").rename(project / "release/first")


def pack(project: Path, archive: Path) -> None:
    """Pack the project without locks, in an order and with times that do not change."""
    with tarfile.open(archive, "w:xz") as packed:
        for path in sorted(path for path in project.rglob("*") if path.is_file() and path.suffix != ".lock"):
            facts = tarfile.TarInfo(path.relative_to(project).as_posix())
            facts.size = path.stat().st_size
            with path.open("rb") as data:
                packed.addfile(facts, data)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / "project")
        pack(Path(folder) / "project", Path(sys.argv[1]))
