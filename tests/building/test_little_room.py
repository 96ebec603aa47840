"""Where only the output may be written, or nothing more fits: a build goes on, or says where there is no room."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from pathlib import Path

import planted
import pytest
from click.testing import CliRunner

from bdci_corpus.cli import main
from bdci_corpus.cli.common import NOTHING_WRITTEN
from bdci_corpus.ledger import appending

TOML = """[corpus]
name = "room"
[[sources]]
name = "all"
files = ["seeds/*"]
license = "CC0-1.0"
restriction = "open"
"""

NO_PLACE = """import sys, tempfile
tempfile._candidate_tempdir_list = lambda: []
from bdci_corpus.cli import main
main(["build", sys.argv[1], "--out", sys.argv[2], "--quiet"])
"""


def test_temporary_files_stand_below_the_output_where_there_is_no_place_for_them(tmp_path: Path) -> None:
    """With a root that is read-only a build ended with 'No such file or directory'."""
    seeds = tmp_path / "project" / "seeds"
    seeds.mkdir(parents=True)
    for number in range(3):
        (seeds / f"{number}.txt").write_text(planted.synthetic(random.Random(number), 200), "utf-8")
    (tmp_path / "project" / "corpus.toml").write_text(TOML, "utf-8")
    (tmp_path / "project" / ".bdci_cache").write_text("no folder can be made here", "utf-8")
    command = [sys.executable, "-c", NO_PLACE, str(tmp_path / "project"), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603 - our own
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["room"]


def test_what_finds_no_room_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="sketches"):
        appending.replace_durably(tmp_path / "sketches.parquet", b"half of it")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_finds_no_room_names_its_own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It named the file that was copied, which has all the room it needs."""

    def full(source: object, *_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(source), None, "/full/copy")

    monkeypatch.setattr("bdci_corpus.building.steps.write_release", full)
    (tmp_path / "a.txt").write_text(planted.synthetic(random.Random(1), 200), "utf-8")
    done = CliRunner().invoke(main, ["build", str(tmp_path), "--out", str(tmp_path.parent / "out")])
    assert done.exit_code == NOTHING_WRITTEN
    assert "/full/copy" in done.output


def test_a_verb_that_writes_nothing_else_asks_for_a_place(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,split\n字,train\n词,test\n", "utf-8")
    code = NO_PLACE.replace('"build", sys.argv[1], "--out", sys.argv[2], "--quiet"', '"audit", sys.argv[1]')
    command = [sys.executable, "-c", code, str(tmp_path / "a.csv")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603 - our own
    assert "TMPDIR" in done.stderr or done.returncode != NOTHING_WRITTEN, done.stderr
