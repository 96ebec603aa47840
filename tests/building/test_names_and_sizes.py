"""Names of files in any locale, and files that are too large to be read."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bdci_corpus.building.tasks import tasks_of
from bdci_corpus.project import open_project

TEXT = "甲城在河边，街道走访了三百户，把问题逐条记下来。\n"

TOML = """[corpus]
name = "names"
raw = "种子"

[[sources]]
name = "all"
files = ["种子/**/*"]
license = "CC0-1.0"
"""


def built(folder: Path, out: Path, locale: dict[str, str]) -> dict[str, bytes]:
    """Build in a process of its own; return the files of the release."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHONUTF8"))}
    command = [sys.executable, "-m", "bdci_corpus", "build", str(folder), "--out", str(out), "--quiet"]
    subprocess.run(command, env={**env, **locale}, check=True)  # noqa: S603 - our own command line
    (release,) = (path for path in out.iterdir() if not path.name.startswith("."))
    files = (path for path in release.rglob("*") if path.is_file())
    return {f"{release.name}/{path.relative_to(release)}": path.read_bytes() for path in files}


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux")
@pytest.mark.parametrize("toml", [TOML, ""], ids=["declared", "a folder"])
def test_chinese_names_are_the_same_in_every_locale(tmp_path: Path, toml: str) -> None:
    folder = tmp_path / "project"
    seeds = folder / "种子"
    seeds.mkdir(parents=True)
    (seeds / "甲.txt").write_text(TEXT, "utf-8")
    (seeds / "é.csv").write_text("text\n乙城在山上。\n", "utf-8")
    with zipfile.ZipFile(seeds / "包.zip", "w") as archive:
        archive.writestr("丙/丁.txt", TEXT.replace("甲", "丁"))
    if toml:
        (folder / "corpus.toml").write_text(toml, "utf-8")
    plain = built(folder, tmp_path / "plain", {"LC_ALL": "C", "PYTHONUTF8": "0"})
    assert plain == built(folder, tmp_path / "unicode", {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"})
    assert "包.zip/丙/丁.txt" in next(data for name, data in plain.items() if name.endswith("ledger.tsv")).decode()


def test_a_file_that_is_too_large_is_refused_by_its_size(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(f"{TOML}\n[limits]\nsize = 1_000\n", "utf-8")
    seeds = tmp_path / "种子"
    seeds.mkdir()
    (seeds / "a.txt").write_text(TEXT, "utf-8")
    (seeds / "rows.jsonl").write_text('{"text": "乙城在山上。"}\n' * 100, "utf-8")
    with (seeds / "b.txt").open("wb") as large:
        large.write(TEXT.encode())
        large.truncate(10_000_000_000)
    hashed: list[int] = []
    found = tasks_of(open_project(tmp_path), lambda _, done, __: hashed.append(done))
    assert [task.id for task in found.tasks] == ["a.txt", "rows.jsonl"]  # a table may be of any size
    ((name, problem, remedy),) = found.failures
    assert (name, problem) == ("b.txt", "It has more than 1,000 bytes, and what is no table is read whole.")
    assert "[limits]" in remedy
    assert max(hashed) == sum(task.size for task in found.tasks)  # and not a byte of the large one
