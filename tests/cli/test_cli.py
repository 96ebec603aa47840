"""The command line: quick to help, clear in error, and readable by people and programs."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from places import ROOT, SEEDS

from bdci_corpus.cli import main
from bdci_corpus.release import load_dataset
from bdci_corpus.trace.changes import undo


def run(*args: str) -> Result:
    """Run a verb."""
    return CliRunner().invoke(main, list(args))


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_verb_has_help_json_and_quiet(verb: str) -> None:
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert "--json" in result.output
    assert "--quiet" in result.output


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_verb_is_documented(verb: str) -> None:
    assert f"`{verb}`" in (ROOT / "docs" / "reference" / "cli.md").read_text("utf-8")


def test_build_ends_with_the_line_that_loads_and_what_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("build", str(ROOT))
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == 'datasets.load_dataset("release/bdci-seeds")'
    assert "blocks publishing: competition-only, 1 document: " in result.output
    again = json.loads(run("build", str(ROOT), "--json").output)
    assert again["documents"] == 5
    assert again["load"] == 'datasets.load_dataset("release/bdci-seeds")'
    assert run("build", str(ROOT), "--quiet").output == ""


def test_build_asks_before_it_takes_a_folder_that_nobody_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letters.txt").write_text("亲爱的朋友，好久不见，最近可好？\n", encoding="utf-8")
    result = run("build")
    assert result.exit_code == 2
    assert "There is no corpus.toml here, and no folder was named." in result.output
    assert not (tmp_path / "release").exists()
    assert run("build", "--json").exit_code == 2
    assert run("build", ".").exit_code == 0


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 2), ("", 2)])
def test_a_person_is_asked(tmp_path: Path, answer: str, status: int) -> None:
    (tmp_path / "letters.txt").write_text("亲爱的朋友，好久不见，最近可好？\n", encoding="utf-8")
    command = [sys.executable, "-m", "bdci_corpus", "build"]
    leader, follower = pty.openpty()
    os.write(leader, answer.encode() or b"\x04")
    done = subprocess.run(  # noqa: S603 - our own words
        command,
        cwd=tmp_path,
        stdin=follower,
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    os.close(leader)
    os.close(follower)
    assert b"Build all files below" in done.stdout + done.stderr
    assert done.returncode == status, done.stderr
    assert (tmp_path / "release").exists() == (status == 0)


def test_build_without_a_folder_is_the_project_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "letters.txt").write_text("亲爱的朋友，好久不见，最近可好？\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("init", ".").exit_code == 0
    assert run("build").exit_code == 0


def test_the_lines_of_the_card_that_read_all_files_tell_the_splits_apart(
    release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = (release / "README.md").read_text("utf-8")
    (line,) = set(re.findall(r"polars\.read_parquet\([^)]*\)", card))
    assert "the column `split` tells the splits apart" in card
    monkeypatch.chdir(release)
    frame = eval(line, {"polars": pl})  # noqa: S307 - the line that the card shows
    loaded = {split: set(rows["id"]) for split, rows in load_dataset(release).items()}
    assert {name: set(own["id"]) for (name,), own in frame.group_by("split")} == loaded


def test_an_error_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    result = run("build", str(tmp_path / "nowhere"))
    assert result.exit_code == 2
    assert result.output.startswith("error [")
    assert result.output.count("\n") == 1
    errors = json.loads(run("build", str(tmp_path / "nowhere"), "--json").output)["errors"]
    assert errors[0]["problem"] == "There is no such folder."


def test_init_makes_a_project_that_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "mine"
    folder.mkdir()
    for name, word in (("a.txt", "山"), ("b.md", "水"), ("c.txt", "云")):
        (folder / name).write_text(f"{word}里的早晨很安静，没有一个人说话。{word * 4}\n", encoding="utf-8")
    assert run("init", "mine").exit_code == 0
    result = run("build", "mine", "--freeze")
    assert result.exit_code == 0, result.output
    assert (folder / "splits" / "ledger.tsv").is_file()
    again = run("init", "mine")
    assert again.exit_code == 2
    assert "already" in again.output


def test_init_of_a_new_folder(tmp_path: Path) -> None:
    assert run("init", str(tmp_path / "new")).exit_code == 0
    assert (tmp_path / "new" / "seeds").is_dir()


def test_loaders_are_listed() -> None:
    result = run("loaders", "--json")
    assert {loader["name"] for loader in json.loads(result.output)} >= {"bdci_page", "forum_post", "plain_text"}
    assert "bdci_page" in run("loaders").output


def test_loaders_new_writes_a_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("loaders", "new", "minutes")
    assert made.exit_code == 0
    (test,) = re.findall(r"python -c '(.*)'", made.output)
    compile(test, "test", "exec")
    assert (tmp_path / "loaders" / "minutes.py").is_file()
    assert run("loaders", "new", "json").exit_code == 2


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_an_explanation_replays_to_the_raw_bytes(seed: Path) -> None:
    result = run("explain", seed.name, "--project", str(ROOT), "--json")
    (told,) = json.loads(result.output)
    row = {"id": told["id"], "text": told["cleaned"]}
    edits = [{**edit, "before": bytes.fromhex(edit["before"])} for edit in told["edits"]]
    assert undo(row, {"id": told["id"], "encoding": told["encoding"], "edits": edits}) == seed.read_bytes()
    assert all(rule["why"] for edit in told["edits"] for rule in edit["rules"])


def test_an_explanation_shows_raw_and_cleaned_side_by_side() -> None:
    shown = run("explain", SEEDS[2].name, "--project", str(ROOT)).output
    assert "pinyin" in shown
    assert "damaged at" in shown


def test_dups_reads_parquet_json_lines_and_releases(tmp_path: Path, release: Path) -> None:
    text = "为进一步加强基层社会治理，提高公共服务水平，有关部门近日印发通知，要求各地结合实际认真贯彻落实。"
    rows = [{"id": "a", "text": text}, {"id": "b", "text": text.replace("，", ",")}, {"id": "c", "text": text[::-1]}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in.parquet")
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "in.jsonl").write_text(lines, encoding="utf-8")
    for name in ("in.parquet", "in.jsonl"):
        found = json.loads(run("dups", str(tmp_path / name), "--json").output)
        assert [(pair["id_a"], pair["id_b"], pair["jaccard"]) for pair in found["pairs"]] == [("a", "b", 1.0)]
    result = run("dups", str(release), "--overlaps", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert pq.read_table(tmp_path / "out" / "overlaps.parquet").num_rows == 2
    against = json.loads(
        run("dups", str(tmp_path / "in.parquet"), "--against", str(tmp_path / "in.jsonl"), "--json").output
    )
    assert ("a", "b") in [(pair["id_a"], pair["id_b"]) for pair in against["pairs"]]


def test_dups_names_a_missing_column(tmp_path: Path) -> None:
    pq.write_table(pa.table({"body": ["x"]}), tmp_path / "in.parquet")
    result = run("dups", str(tmp_path / "in.parquet"))
    assert result.exit_code == 2
    assert 'There is no column "text". Choose with --text: body.' in result.output


def test_a_withdrawn_document_is_in_no_table_and_nothing_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "p"
    (folder / "seeds").mkdir(parents=True)
    for seed in SEEDS:
        (folder / "seeds" / seed.name).write_bytes(seed.read_bytes())
    (folder / "corpus.toml").write_bytes((ROOT / "corpus.toml").read_bytes())
    assert run("build", "p", "--freeze").exit_code == 0
    before = {row["id"]: row["fold"] is None for row in pq.read_table("release/bdci-seeds/documents").to_pylist()}
    gone = SEEDS[3].name
    assert run("withdraw", gone, "--reason", "asked to", "--folder", "p").exit_code == 0
    assert run("withdraw", gone, "--reason", "again", "--folder", "p").exit_code == 2
    assert run("build", "p").exit_code == 0
    after = {row["id"]: row["fold"] is None for row in pq.read_table("release/bdci-seeds/documents").to_pylist()}
    assert after == {name: split for name, split in before.items() if name != gone}
    for path in (tmp_path / "release" / "bdci-seeds").rglob("*.parquet"):
        assert gone.encode() not in path.read_bytes()


def test_a_table_is_explained_by_its_first_rows_and_its_bad_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "一。"}\n' * 25 + "{\n", encoding="utf-8")
    result = run("explain", str(path))
    assert result.exit_code == 0
    assert "note: [a.jsonl#26] Line 26: It is not JSON" in result.output
    assert "… and 5 more: name one, as a.jsonl#21" in result.output
    assert [shown["id"] for shown in json.loads(run("explain", f"{path}#3", "--json").stdout)] == ["a.jsonl#3"]


def test_help_needs_nothing_that_takes_long_to_import() -> None:
    """It answers within a third of a second only if what verbs need is imported when they run."""
    program = "import sys; from bdci_corpus.cli import main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)  # noqa: S603
    loaded = done.stdout.split()
    heavy = {"numpy", "pyarrow", "numba", "datasets", "pydantic", "rich", "jinja2", "huggingface_hub", "opencc"}
    assert not heavy & set(loaded)


@pytest.mark.parametrize(
    ("words", "right"),
    [
        (("explain", "停水通知.txt"), "停水通知_繁體.txt"),
        (("view", "relaese"), "release"),
        (("diff", "relaese", "release"), "release"),
    ],
)
def test_a_mistyped_path_gets_a_suggestion(
    words: tuple[str, ...], right: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "停水通知_繁體.txt").write_text("停水。", encoding="utf-8")
    (tmp_path / "release").mkdir()
    result = run(*words)
    assert result.exit_code == 2
    assert f'Did you mean "{right}"?' in result.output
    assert "Errno" not in result.output
