"""``withdraw``: copies that stay are named, a slip of the hand is helped, and a withdrawal can be taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from bdci_corpus.cli import main
from bdci_corpus.ledger import read_ledger

TEXT = "去年秋天，县里的图书馆搬进了新楼，读者比从前多了一倍，周末常常座无虚席。馆长说，最受欢迎的是地方志。" * 3
OTHERS = ("山谷里的雾要到中午才散，赶集的人只好晚一点出门。" * 4, "码头边的渔船修好了，明天一早就要出海。" * 4)


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frozen project of two near-copies and two others."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "news"
    folder.mkdir()
    texts = {"a.txt": TEXT, "copy.txt": TEXT.replace("去年", "前年", 1), "c.txt": OTHERS[0], "d.txt": OTHERS[1]}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert run("init", "news").exit_code == 0
    assert run("build", "news", "--freeze", "--quiet").exit_code == 0
    return folder


def released(folder: Path) -> set[str]:
    assert run("build", str(folder), "--quiet").exit_code in {0, 1}
    files = (folder.parent / "release" / "news" / "documents").glob("*.parquet")
    return {name for file in files for name in pq.read_table(file)["id"].to_pylist()}


def test_copies_that_stay_are_named(project: Path) -> None:
    done = run("withdraw", "a.txt", "--folder", "news", "--reason", "its author asked")
    assert done.exit_code == 0, done.output
    assert "stays: copy.txt: duplicate" in done.output
    assert released(project) == {"copy.txt", "c.txt", "d.txt"}


def test_copies_go_with_it_where_asked(project: Path) -> None:
    done = run("withdraw", "a.txt", "--folder", "news", "--reason", "its author asked", "--with-copies", "--json")
    data = json.loads(done.output)
    assert {event["document_id"] for event in data["events"]} == {"a.txt", "copy.txt"}
    assert data["copies"] == []
    assert released(project) == {"c.txt", "d.txt"}


def test_a_withdrawal_is_taken_back_into_the_same_split(project: Path) -> None:
    before = read_ledger(project / "splits" / "ledger.tsv").frozen["c.txt"]
    lines = (project / "splits" / "ledger.tsv").read_bytes()
    run("withdraw", "c.txt", "--folder", "news", "--reason", "a mistake")
    assert "c.txt" not in released(project)
    done = run("withdraw", "c.txt", "--folder", "news", "--reason", "it was one", "--undo")
    assert done.exit_code == 0, done.output
    assert "c.txt" in released(project)
    after = read_ledger(project / "splits" / "ledger.tsv").frozen["c.txt"]
    assert (after.split, after.region_sha256, after.reason) == (before.split, before.region_sha256, "it was one")
    assert (project / "splits" / "ledger.tsv").read_bytes().startswith(lines)
    again = run("withdraw", "c.txt", "--folder", "news", "--reason", "twice", "--undo")
    assert again.exit_code == 2
    assert "It is not withdrawn." in again.output


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("A.TXT", "a.txt"), ("cpoy.txt", "copy.txt"), ("news/d.txt", "d.txt"), ("copy.text", "copy.txt")],
)
def test_a_slip_of_the_hand_is_helped(project: Path, typed: str, meant: str) -> None:
    done = run("withdraw", typed, "--folder", str(project), "--reason", "x")
    assert done.exit_code == 2
    assert f'Did you mean "{meant}"?' in done.output


def test_explain_helps_as_well(project: Path) -> None:
    done = run("explain", "cpoy.txt", "--project", str(project))
    assert done.exit_code == 2
    assert 'Did you mean "copy.txt"?' in done.output


def test_nothing_is_guessed_where_nothing_is_like_it(project: Path) -> None:
    done = run("withdraw", "完全不同", "--folder", str(project), "--reason", "x")
    assert "Did you mean" not in done.output
    assert "never released" in done.output
