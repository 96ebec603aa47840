"""A competition's build: answers are in no public byte, stand with the organizer, and are promised."""

from __future__ import annotations

import csv
import json
import random
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import datasets
import planted
import pyarrow.parquet as pq
import pytest
from canaries import all_bytes, heard

from bdci_corpus.building.competition import board_notes
from bdci_corpus.building.result import BuildResult
from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.competing.revealing import reveal, verify
from bdci_corpus.errors import CorpusError
from bdci_corpus.project.competition import Competition
from bdci_corpus.project.files import open_project
from bdci_corpus.project.withdraw import withdraw_document
from bdci_corpus.release.sums import file_problems

CONFIG = """
[corpus]
name = "contest"
version = "{version}"
[[sources]]
name = "posts"
files = ["seeds/*.md"]
license = "CC0-1.0"
[[sources]]
name = "table"
files = ["seeds/*.jsonl"]
license = "CC0-1.0"
columns = {{ label = "类别", note = "批注" }}
[rules]
disable = ["mojibake"]
[columns]
label = "class_label"
note = "string"
worker = "string"
[splits]
ratios = {{ train = 0.5, validation = 0.2, test = 0.3 }}
stratify = ["label"]
[competition]
splits = ["test"]
answer = ["label", "note"]
withhold = ["worker"]
metric = "f1_macro"
public_share = 0.4
{more}
"""

CLASSES = ("甲类", "乙类", "丙类")


def write(folder: Path, *, version: str = "0.1.0", more: str = "", count: int = 40) -> None:
    """Write a project of a table and of posts; each note is a canary, and one class is rare."""
    (folder / "seeds").mkdir(exist_ok=True)
    draw = random.Random(12)
    rows, posts = [], {}
    for number in range(count):
        text, note = planted.synthetic(draw, 150), f"批{sha256(str(number).encode()).hexdigest()[:12]}"
        label = CLASSES[number % 3 if number % 10 == 0 else number % 2]
        if number % 4:
            rows.append(
                {
                    "id": f"r{number}",
                    "text": text,
                    "类别": label,
                    "批注": note,
                    "旁注": f"旁{note}",
                    "worker": f"工{note}",
                }
            )
        else:
            posts[f"p{number}.md"] = (
                f"---\nlabel: {label}\nnote: {note}\n旁注: 旁{note}\nworker: 工{note}\n---\n\n{text}\n"
            )
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "seeds" / "a.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    for name, text in posts.items():
        (folder / "seeds" / name).write_text(text, encoding="utf-8")
    (folder / "corpus.toml").write_text(CONFIG.format(version=version, more=more), encoding="utf-8")


def made(folder: Path, *, freeze: bool = False, only_redistributable: bool = False) -> BuildResult:
    out = folder / "release"
    return build(folder, out=out, workers=1, freeze=freeze, only_redistributable=only_redistributable)


def table(release: Path, name: str = "documents") -> dict[str, dict[str, object]]:
    return {
        row["id"]: row | {"split": path.name.split("-")[0]}
        for path in sorted(release.glob(f"{name}/*.parquet"))
        for row in pq.read_table(path, partitioning=None).to_pylist()
    }


def solution(folder: Path) -> dict[str, dict[str, object]]:
    lines = (folder / "private" / "contest" / "solution.jsonl").read_text("utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def silent(folder: Path, release: Path) -> None:
    """Assert that no answer of a row to be predicted, and no hash of its bytes, is in a byte of the release."""
    spoken = {"all": b"\0".join(all_bytes(release).values())}
    public, answers = table(release), solution(folder)
    asked = [name for name, row in public.items() if row["split"] == "test"]
    assert asked
    for name in asked:
        note = str(answers[name]["answers"]["note"])  # type: ignore[index]
        assert heard(note, spoken) == [], name
        row = public[name]
        told = [row[name] for name in ("label", "note", "worker", "extra", "raw_sha256", "region_sha256")]
        assert told == [None] * 6
        assert row["trace_reaches"] == "none"
        assert name not in table(release, "traces")
    for path in {str(public[name]["path"]) for name in asked}:
        digest = sha256((folder / "seeds" / path).read_bytes()).hexdigest()
        assert heard(digest, spoken) == [], path
    secret = (folder / "private" / "contest.secret").read_text().strip()
    assert heard(secret, spoken) == []


@pytest.mark.parametrize("only_redistributable", [False, True])
@pytest.mark.parametrize("freeze", [False, True])
def test_no_answer_is_in_a_public_byte(tmp_path: Path, *, freeze: bool, only_redistributable: bool) -> None:
    write(tmp_path)
    if only_redistributable:
        made(tmp_path)
    for _ in range(2):
        result = made(tmp_path, freeze=freeze, only_redistributable=only_redistributable)
    silent(tmp_path, result.release)
    assert [str(problem) for problem in check(result.release).problems] == []


def test_answers_stand_with_the_organizer_and_load(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "contest.secret").write_text("5e" * 32 + "\n", "utf-8")  # else all rows may be private
    result = made(tmp_path, freeze=True)
    private, public = tmp_path / "private" / "contest", result.release
    assert [str(problem) for problem in check(private).problems] == []
    loaded = datasets.load_dataset(str(private), cache_dir=str(tmp_path / "cache"))["test"]
    feature = loaded.features["label"]
    answers = solution(tmp_path)
    assert {row["id"]: feature.int2str(row["label"]) for row in loaded} == {
        name: row["answers"]["label"]
        for name, row in answers.items()  # type: ignore[index]
    }
    usages = [row["usage"] for row in answers.values()]
    assert {"public", "private"} == set(usages)
    shown = datasets.load_dataset(str(public), cache_dir=str(tmp_path / "cache"))
    assert set(shown["test"]["label"]) == {None}
    assert None not in set(shown["train"]["label"])
    commitments = datasets.load_dataset(str(public), "commitments", cache_dir=str(tmp_path / "cache"))["test"]
    assert commitments["id"] == sorted(answers)
    card = (public / "README.md").read_text("utf-8")
    root = json.loads((public / "commitment.json").read_text("utf-8"))["splits"]["test"]["root"]
    assert f"`test`: `{root}`" in card
    assert "Scored by **f1\\_macro**" in card or "Scored by **f1_macro**" in card
    assert "| label | `train` | `validation` |\n" in card
    assert "| label | `train` | `validation` | `test` |" in (private / "README.md").read_text("utf-8")


def test_the_sample_is_complete_and_the_baseline_runs_and_says_its_score(tmp_path: Path) -> None:
    write(tmp_path)
    release = made(tmp_path).release
    with (release / "sample_submission.csv").open(encoding="utf-8", newline="") as file:
        sample = list(csv.DictReader(file))
    assert [row["id"] for row in sample] == sorted(solution(tmp_path))
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(release / "baseline.py")], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    inside = [sys.executable, "../baseline.py"]
    subprocess.run(inside, cwd=release / "documents", capture_output=True, check=True)  # noqa: S603
    assert list(file_problems(release)) == [], "a release holds its own files, and no other"
    assert (release.parent / "submission.csv").read_bytes() == (tmp_path / "submission.csv").read_bytes()
    assert done.stdout.startswith("f1_macro on validation: 0.")
    with (tmp_path / "submission.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [row["id"] for row in sample]
    assert {row["label"] for row in rows} < set(CLASSES)
    assert all(row["note"] for row in rows), "every column that is asked has an answer"
    assert len((release / "baseline.py").read_text("utf-8").splitlines()) < 60


def test_a_promise_is_the_same_when_built_again_and_is_never_replaced(tmp_path: Path) -> None:
    write(tmp_path)
    first = made(tmp_path, freeze=True).release
    promised = (first / "commitment.json").read_text("utf-8")
    usage = {name: row["usage"] for name, row in solution(tmp_path).items()}
    again = made(tmp_path).release
    assert (again / "commitment.json").read_text("utf-8") == promised
    gone = min(usage)
    path = tmp_path / "seeds" / "a.jsonl"
    text = path.read_text("utf-8")
    changed = next(row for row in map(json.loads, text.splitlines()) if f"a.jsonl#{row['id']}" in usage)
    path.write_text(text.replace(str(changed["批注"]), "改过的批注", 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"Version 0\.1\.0 promised other answers"):
        made(tmp_path)
    path.write_text(text, encoding="utf-8")
    withdraw_document(tmp_path, gone, "rights")
    write(tmp_path, version="0.2.0", count=52)
    second = made(tmp_path, freeze=True).release
    silent(tmp_path, second)
    said = json.loads((second / "commitment.json").read_text("utf-8"))
    assert [one[:2] for one in said["earlier"]] == [["0.1.0", "test"]]
    after = {name: row["usage"] for name, row in solution(tmp_path).items()}
    assert {name: after[name] for name in usage if name != gone} == {n: u for n, u in usage.items() if n != gone}
    assert gone not in after
    assert [str(problem) for problem in check(second).problems] == []


def test_what_a_competition_cannot_be_is_said(tmp_path: Path) -> None:
    for old, new, expected in (
        ('splits = ["test"]', 'splits = ["tset"]', 'competition.splits] There is no split "tset"'),
        (
            'answer = ["label", "note"]',
            'answer = ["labels"]',
            'There is no column "labels" under [columns]. Did you mean "label"?',
        ),
        ('"f1_macro"', '"f1_marco"', 'There is no metric "f1_marco". Did you mean "f1_macro"?'),
        ('"f1_macro"', '"r2"', "r2 does not score classification"),
        ('"f1_macro"', '"f1_macro"\nid = "row"', 'competition.id] There is no column "row"'),
        ("public_share = 0.4", "public_share = 2", "competition.public_share]"),
        ('stratify = ["label"]', 'group_by = ["label"]', 'would tell the answer "label"'),
        ('stratify = ["label"]', 'group_by = ["worker"]', 'would tell the withheld column "worker"'),
        ('label = "class_label"', 'label = "string"', "competition.task] What is asked cannot be told"),
    ):
        write(tmp_path, count=8)
        config = (tmp_path / "corpus.toml").read_text("utf-8")
        assert old in config
        (tmp_path / "corpus.toml").write_text(config.replace(old, new), encoding="utf-8")
        with pytest.raises((CorpusError, ExceptionGroup)) as caught:
            made(tmp_path)
        said = caught.value.exceptions if isinstance(caught.value, ExceptionGroup) else [caught.value]
        assert any(expected in str(error) for error in said), said


def test_a_row_without_an_answer_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    made(tmp_path, freeze=True)
    name = [one for one in sorted(solution(tmp_path)) if one.startswith("a.jsonl#")][:1]
    path = tmp_path / "seeds" / "a.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for row in rows:
        if f"a.jsonl#{row['id']}" in name:
            row["类别"] = None
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"{name[0]} > label\] The row is to be predicted, and has no answer"):
        made(tmp_path)


def test_what_the_organizer_opens_is_verified_with_the_public_release_alone(tmp_path: Path) -> None:
    write(tmp_path)
    release = made(tmp_path, freeze=True).release
    project, private = open_project(tmp_path), tmp_path / "private" / "contest"
    opened = reveal(project, private, "test")
    public = shutil.copytree(release, tmp_path / "elsewhere")
    assert verify(public, opened.encode()) == []
    answers = {row["id"]: row["answers"] for row in map(json.loads, opened.splitlines())}
    assert answers == {name: row["answers"] for name, row in solution(tmp_path).items()}
    name = sorted(answers)[3]
    appeal = reveal(project, private, "test", name)
    assert verify(public, appeal.encode()) == []
    note = str(answers[name]["note"])
    for text in (opened, appeal):
        (problem,) = verify(public, text.replace(note, note[::-1], 1).encode())
        assert name in problem.where
    with pytest.raises(CorpusError, match="There is no such row"):
        reveal(project, private, "test", "none")
    said = public / "commitment.json"
    said.write_text(said.read_text("utf-8").replace('"root": "', '"root": "0'), encoding="utf-8")
    assert verify(public, opened.encode())
    (tmp_path / "private" / "contest.secret").write_text("00" * 32 + "\n")
    with pytest.raises(CorpusError, match="does not open what was promised"):
        reveal(project, private, "test")


@pytest.mark.parametrize(
    ("share", "counts", "empty"),
    [
        (0.3, {"private": 7}, ["public"]),
        (0.3, {"public": 2}, ["private"]),
        (0.0, {"private": 7}, []),
        (1, {"public": 7}, []),
        (0.3, {"public": 2, "private": 5}, []),
        (0.3, {}, []),
    ],
)
def test_a_leaderboard_without_rows_is_said(share: float, counts: dict[str, int], empty: list[str]) -> None:
    asked = Competition(splits=["test"], answer=["a"], metric="accuracy", public_share=share)
    draft: Any = SimpleNamespace(
        config=SimpleNamespace(competition=asked), committed=SimpleNamespace(boards={"test": counts})
    )
    notes = list(board_notes(draft))
    assert [note.partition(" for the ")[2].partition(" ")[0] for note in notes] == empty
    assert all(note.startswith(f"None of the {sum(counts.values())} rows of test counts") for note in notes)
