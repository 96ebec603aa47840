"""What the page "Is my split leaking?" says runs, and comes out as it says."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import leaky
import pandas as pd
import pytest
from click.testing import CliRunner
from places import ROOT

from bdci_corpus.auditing import LEAKS
from bdci_corpus.cli import main

PAGE = ROOT / "docs" / "howto" / "find-leaks.md"
COMMANDS = re.findall(r"^bdci-corpus (audit [^#\n]*)", PAGE.read_text("utf-8"), re.MULTILINE)


def test_its_python_comes_out_as_it_says() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert found.attempted >= 12
    assert found.failed == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    splits = leaky.leaky(1, {"exact": 1}, fillers=9).splits
    both = [{"fold": name, **row} for name, rows in splits.items() for row in rows]
    (tmp_path / "my-dataset").mkdir()
    for path, rows in (
        ("train.csv", splits["train"]),
        ("test.csv", splits["test"]),
        ("a.csv", splits["train"]),
        ("b.csv", splits["test"]),
        ("my-dataset/train.csv", splits["train"]),
        ("my-dataset/test.csv", splits["test"]),
    ):
        pd.DataFrame(rows).to_csv(tmp_path / path, index=False)
    pd.DataFrame(both).to_parquet(tmp_path / "all.parquet")
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command.partition(">")[0])
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 1
    assert "1 exact" in result.output
    for name in re.findall(r"--(?:html|leaks) (\S+)", command):
        assert (tmp_path / name).stat().st_size


def test_it_explains_every_kind_of_leak() -> None:
    page = PAGE.read_text("utf-8")
    assert all(f"\n| {kind} |" in page for kind in LEAKS)
