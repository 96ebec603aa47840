"""A release whose input is the same is left as it is, and whatever is another makes it anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bdci_corpus.building.result import BuildResult
from bdci_corpus.building.steps import build

CONFIG = """
[corpus]
name = "few"

[[sources]]
name = "all"
files = ["seeds/*.txt"]
license = "CC0-1.0"
restriction = "open"
"""

WORDS = "国务院有关部门按照各自的职责,负责第{}号事项的监督管理工作;具体办法另行规定。\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "seeds").mkdir(parents=True)
    (folder / "splits").mkdir()
    (folder / "corpus.toml").write_text(CONFIG, encoding="utf-8")
    for number in range(4):
        (folder / "seeds" / f"{number}.txt").write_text(WORDS.format(number) * (number + 2), encoding="utf-8")
    (folder / "seeds" / "empty.txt").write_text("", encoding="utf-8")
    return folder


def built(project: Path) -> tuple[BuildResult, dict[str, int]]:
    """Build, and return when each file of the release was written."""
    result = build(project, out=project / "release")
    files = sorted(path for path in result.release.rglob("*") if path.is_file())
    return result, {path.relative_to(result.release).as_posix(): path.stat().st_ino for path in files}


def test_it_is_left_as_it_is(project: Path) -> None:
    first, files = built(project)
    assert len(first.quarantined) == 1
    assert built(project) == (first, files)


def touch(project: Path) -> None:
    os.utime(project / "seeds" / "0.txt")


@pytest.mark.parametrize("nothing", [touch])
def test_what_changes_no_byte_changes_nothing(project: Path, nothing: Callable[[Path], None]) -> None:
    first, files = built(project)
    nothing(project)
    assert built(project) == (first, files)


def edit(path: str, text: str) -> Callable[[Path], None]:
    def edited(project: Path) -> None:
        (project / path).parent.mkdir(exist_ok=True)
        with (project / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return edited


def tampered(project: Path) -> None:
    edit("release/few/README.md", " ")(project)


def removed(project: Path) -> None:
    (project / "release" / "few" / "NOTICE").unlink()


def added_there(project: Path) -> None:
    edit("release/few/more.txt", "more")(project)


LOADER = '"""Mine."""\n\n\ndef sniff(head, name):\n    return 0.0\n\n\ndef read(text, name):\n    return []\n'

SOMETHING = {
    "a file": edit("seeds/0.txt", "又一句。"),
    "one more file": edit("seeds/new.txt", WORDS.format(9)),
    "the configuration": edit("corpus.toml", '\n[splits]\nsalt = "other"\n'),
    "what a person knows": edit("seeds/metadata.csv", "file_name,author\n0.txt,某人\n"),
    "a loader": edit(
        "loaders/mine.py", '"""Mine."""\ndef sniff(head, name):\n    return 0.0\ndef read(text, name):\n    return []\n'
    ),
    "a file of no source": edit("seeds/other.csv", "a,b\n"),
    "a file of the release": tampered,
    "a file of the release that is gone": removed,
    "a file that is none of the release": added_there,
}


@pytest.mark.parametrize("what", SOMETHING)
def test_whatever_changes_makes_it_anew(project: Path, what: str) -> None:
    first, files = built(project)
    SOMETHING[what](project)
    again, written = built(project)
    assert not set(files.values()) & set(written.values())
    if "release" in what:
        assert (replace(again), written.keys()) == (first, files.keys())
    third = built(project)
    assert third == (again, written)


def test_what_is_known_of_the_last_build_may_be_damaged(project: Path) -> None:
    first, _ = built(project)
    (known,) = (project / ".bdci_cache").rglob("*.built.json")
    for text in ("", "{", "[]", '{"inputs": 1}', known.read_text("utf-8").replace('"findings"', '"found"')):
        known.write_text(text, encoding="utf-8")
        assert built(project)[0] == first
