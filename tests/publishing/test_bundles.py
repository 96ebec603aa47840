"""Bundles hold what their places read, and give one submission one score wherever it is scored."""

from __future__ import annotations

import csv
import io
import json
import runpy
import shlex
import subprocess
import sys
import types
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from click.testing import CliRunner
from contests import KINDS, make_contest, perfect, solution_of, write_submission
from hub import LoopbackHub, Store
from loopback_kaggle import LoopbackKaggle
from publishing import OWNER, TOKEN, client_environment, run_python

from bdci_corpus.building.steps import build
from bdci_corpus.cli import main
from bdci_corpus.cli.competition_bundle import KINDS as ON_THE_COMMAND_LINE
from bdci_corpus.competing.scoring import ScoringOptions, score
from bdci_corpus.competing.standalone import program
from bdci_corpus.publishing import MAKERS

DATES = 'dates = { opens = "2026-03-01", closes = "2026-05-31" }\n'

TASKS = {"classification": "f1_macro", "multi-label": "f1_macro", "regression": "r2", "spans": "span_f1"} | {
    "question-answering": "joint_f1",
    "retrieval": "ndcg@5",
    "pairs": "accuracy",
}

CONTESTS = [*TASKS.items(), ("regression", "mean_absolute_error")]
"""Each task, and one whose metric is an error: less is better."""

ALONE = [sys.executable, "-S", "-E", "-s", "-W", "error"]
"""Python without any package."""


@pytest.fixture(scope="module", params=CONTESTS, ids="-".join)
def contest(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A competition of each task, built, with its bundles and a submission of which some is right."""
    task, metric = request.param
    folder = tmp_path_factory.mktemp(task)
    make_contest(folder, task, metric, more=DATES, count=50)
    release = build(folder, out=folder / "release", workers=1, freeze=True).release
    for kind in MAKERS:
        made = CliRunner().invoke(
            main, ["competition", "bundle", str(release), "--to", kind, "--out", str(folder / kind)]
        )
        assert made.exit_code == 0, made.output
    with (release / "sample_submission.csv").open(encoding="utf-8", newline="") as file:
        sample = {row.pop("id"): row for row in csv.DictReader(file)}
    right = perfect(folder, task)
    mixed = {name: right[name] if place % 2 else sample[name] for place, name in enumerate(sorted(right))}
    for row in mixed.values():
        row.update({name: json.loads(value) for name, value in row.items() if value == "[]"})
    write_submission(folder / "submission.csv", mixed)
    names = list(next(iter(right.values())))
    broken = {name: dict.fromkeys(names, "没有") for name in right}
    write_submission(folder / "broken.csv", broken)
    return folder


@pytest.fixture
def expected(contest: Path) -> dict[str, float]:
    """What ``competition score`` gives."""
    (one,) = score([contest / "submission.csv"], contest / "private" / "contest", limits=ScoringOptions(resamples=1))
    found = {board: each.score for board, each in one.scores.items() if each.score is not None}
    assert found["all"] not in {0, 1}
    assert set(found) == {"all", "public", "private"}
    return found


def run(arguments: list[object], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ALONE, *map(str, arguments)], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603


def test_the_program_of_a_bundle_scores_by_python_alone(
    contest: Path, expected: dict[str, float], tmp_path: Path
) -> None:
    with zipfile.ZipFile(contest / "zip" / "organizer.zip") as packed:
        packed.extractall(tmp_path)
    for folder in (tmp_path, contest / "hub" / "answers" / "program"):
        done = run([folder / "score.py", contest / "submission.csv"], tmp_path)
        assert json.loads(done.stdout) == pytest.approx(expected, rel=1e-12), done.stderr
        done = run([folder / "score.py", contest / "broken.csv"], tmp_path)
        assert done.returncode == 1
        assert "not scored" in done.stderr


def test_codabench_gives_the_same_score_in_each_phase(
    contest: Path, expected: dict[str, float], tmp_path: Path
) -> None:
    with zipfile.ZipFile(contest / "codabench" / "bundle.zip") as packed:
        packed.extractall(tmp_path / "bundle")
    text = (tmp_path / "bundle" / "competition.yaml").read_text("utf-8")
    configuration = yaml.safe_load(text)
    problems = list(unpacked(configuration, tmp_path / "bundle"))
    assert problems == []
    for phase, board in zip(configuration["phases"], ("public", "private"), strict=True):
        (index,) = phase["tasks"]
        (task,) = [one for one in configuration["tasks"] if one["index"] == index]
        given, out = tmp_path / f"input{index}", tmp_path / f"output{index}"
        (given / "res").mkdir(parents=True)
        out.mkdir()
        (given / "res" / "answers.csv").write_bytes((contest / "submission.csv").read_bytes())
        (tmp_path / "bundle" / task["reference_data"]).rename(given / "ref")
        command = yaml.safe_load((tmp_path / "bundle" / task["scoring_program"] / "metadata.yaml").read_text())[
            "command"
        ]
        assert command == "python3 /app/program/score.py /app/input /app/output"
        done = run([tmp_path / "bundle" / "scoring_program" / "score.py", given, out], tmp_path)
        assert done.returncode == 0, done.stderr
        scores = json.loads((out / "scores.json").read_text())
        (column,) = configuration["leaderboards"][0]["columns"]
        assert scores == {column["key"]: pytest.approx(expected[board], rel=1e-12)}
        (given / "res" / "answers.csv").write_bytes(b"id,answer\n")
        assert run([tmp_path / "bundle" / "scoring_program" / "score.py", given, out], tmp_path).returncode == 1


def unpacked(configuration: dict[str, Any], folder: Path) -> Iterator[str]:
    """Yield what the platform's unpacker, version 2, refuses, and what fails when it saves: its rules, restated."""
    for key in ("image", "terms", "tasks", "phases", "leaderboards", "pages", "title"):
        if not configuration.get(key):
            yield f"no {key}"
    if (folder / configuration["image"]).read_bytes()[:8] != b"\x89PNG\r\n\x1a\n":
        yield "the image is none"
    for path in [configuration["terms"], *(page["file"] for page in configuration["pages"])]:
        if not (folder / path).read_text("utf-8").strip():
            yield f"{path} is empty"
    for task in configuration["tasks"]:
        for key in ("scoring_program", "reference_data"):
            if not task[key].endswith("/") or not (folder / task[key]).is_dir():
                yield f"{task[key]} is no folder"
    columns = configuration["leaderboards"][0]["columns"]
    if any(len(column[key]) > 36 for column in columns for key in ("title", "key")):
        yield "a title is too long"
    yield from phase_problems(configuration)


def phase_problems(configuration: dict[str, Any]) -> Iterator[str]:
    tasks, ended = {task["index"] for task in configuration["tasks"]}, ""
    for phase in configuration["phases"]:
        if not phase["tasks"] or not tasks.issuperset(phase["tasks"]):
            yield "a phase has no task"
        if not isinstance(phase["start"], str) or phase["start"] <= ended:
            yield "a phase begins before the last one ends, or its time lost its hour"
        ended = phase.get("end", "9999")


def test_kaggle_gives_the_same_score_on_both_boards(contest: Path, expected: dict[str, float]) -> None:
    bundle = contest / "kaggle"
    metric = runpy.run_path(str(bundle / "metric.py"))
    solution, submission = pd.read_csv(bundle / "solution.csv"), pd.read_csv(contest / "submission.csv")
    sample = pd.read_csv(bundle / "data" / "sample_submission.csv")
    assert [*sample.columns, "Usage"] == list(solution.columns)
    assert sorted(sample["id"]) == sorted(solution["id"]) == sorted(pd.read_csv(bundle / "data" / "test.csv")["id"])
    assert set(solution["Usage"]) == {"Public", "Private"}
    for board in ("Public", "Private"):
        rows = solution[solution["Usage"] == board].drop(columns="Usage")
        own = submission[submission["id"].isin(rows["id"])]
        assert metric["score"](rows, own, "id") == pytest.approx(expected[board.lower()], rel=1e-12)
        with pytest.raises(metric["ParticipantVisibleError"], match="There is no row"):
            metric["score"](rows, own[1:], "id")
    train = pd.read_csv(bundle / "data" / "train.csv")
    assert {"id", "text", "split", *KINDS[contest_task(contest)][0]} <= set(train.columns)
    facts = json.loads((bundle / "competition" / "competition-metadata.json").read_text("utf-8"))
    assert facts["privacy"] == "PRIVATE"
    assert (bundle / "data" / "NOTICE").is_file()


@pytest.mark.skipif(find_spec("kaggle") is None, reason="needs the extra kaggle")  # importing it reads its settings
def test_kaggles_own_client_takes_the_bundle_as_it_is_told_to(tmp_path: Path) -> None:
    make_contest(tmp_path, "classification", "accuracy", more=DATES)
    build(tmp_path, out=tmp_path / "release", workers=1, freeze=True)
    out = tmp_path / "bundle"
    code, printed = bundled(tmp_path, "kaggle", "--out", str(out))
    assert code == 0, printed
    commands = [line for line in printed.splitlines() if line.startswith("kaggle ")]
    with LoopbackKaggle() as place:
        program = [sys.executable, "-c", "from kaggle.cli import main; main()"]
        environment = place.environment(tmp_path)
        environment.pop("KAGGLE_API_TOKEN", None)
        for command in commands:
            line = [*program, *shlex.split(command)[1:]]
            done = subprocess.run(line, cwd=out, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
            assert done.returncode == 0, done.stdout + done.stderr
        made = place.competitions["contest"]
    assert (made["privacy"], made["launched"]) == ("PRIVATE", True)
    sent = {path.relative_to(out / "data").as_posix(): path.read_bytes() for path in out.glob("data/**/*.*")}
    assert {**sent, "NOTICE": (out / "data" / "NOTICE").read_bytes()} == made["data"]
    assert made["solution"] == (out / "solution.csv").read_bytes()


def contest_task(folder: Path) -> str:
    return next(task for task in TASKS if folder.name.startswith(task))


def test_mle_bench_prepares_and_grades_to_the_same_score(
    contest: Path, expected: dict[str, float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    helpers = types.ModuleType("mlebench.grade_helpers")
    helpers.InvalidSubmissionError = type("InvalidSubmissionError", (Exception,), {})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "mlebench", types.ModuleType("mlebench"))
    monkeypatch.setitem(sys.modules, "mlebench.grade_helpers", helpers)
    bundle = contest / "mle-bench"
    folder = bundle / "competitions" / "contest"
    prepare = runpy.run_path(str(folder / "prepare.py"))["prepare"]
    public, private = tmp_path / "public", tmp_path / "private"
    public.mkdir()
    private.mkdir()
    prepare(raw=bundle / "data" / "contest" / "raw", public=public, private=private)
    configuration = yaml.safe_load((folder / "config.yaml").read_text("utf-8"))
    for name, made in (("sample_submission", public / "sample_submission.csv"), ("answers", private / "answers.csv")):
        assert (bundle / "data" / configuration["dataset"][name]).read_bytes() == made.read_bytes(), "it is prepared"
    for own in (public, private):
        there = bundle / "data" / "contest" / "prepared" / own.name
        assert {path.relative_to(there) for path in there.rglob("*")} == {p.relative_to(own) for p in own.rglob("*")}
    grade = runpy.run_path(str(folder / "grade.py"))["grade"]
    answers = pd.read_csv(private / "answers.csv")
    found = grade(submission=pd.read_csv(contest / "submission.csv"), answers=answers)
    assert round(found, 5) == round(expected["all"], 5)
    gold = bundle / "data" / configuration["dataset"]["gold_submission"]
    board = pd.read_csv(folder / "leaderboard.csv")["score"].tolist()
    assert grade(submission=pd.read_csv(gold), answers=answers) == board[0]
    with pytest.raises(helpers.InvalidSubmissionError):
        grade(submission=pd.read_csv(contest / "submission.csv")[1:], answers=answers)
    from hashlib import md5

    sums = yaml.safe_load((folder / "checksums.yaml").read_text("utf-8"))
    for name, own in (("public", public), ("private", private)):
        there = {path.name for path in own.iterdir() if path.suffix in {".csv", ".json", ".jsonl"}}
        assert sums[name] == {one: md5((own / one).read_bytes()).hexdigest() for one in there}  # noqa: S324
    error = "mean_absolute_error" in (folder / "config.yaml").read_text("utf-8")
    assert board[0] == (0.0 if error else 1.0)
    assert (board[1] > board[0]) is error
    assert len(board) == 2


def test_the_hubs_answers_load_and_the_benchmark_says_where_they_are(contest: Path) -> None:
    answers = contest / "hub" / "answers"
    evaluation = yaml.safe_load((answers / "eval.yaml").read_text("utf-8"))
    assert evaluation["evaluation_framework"] == "inspect-ai"
    (task,) = evaluation["tasks"]
    import datasets

    loaded = datasets.load_dataset(str(answers), task["config"], split=task["split"], cache_dir=str(contest / "cache"))
    assert sorted(loaded["id"]) == sorted(solution_of(contest))
    assert {task["field_spec"]["input"], task["field_spec"]["target"]} <= set(loaded.column_names)


def test_the_hubs_own_client_takes_the_answers_as_it_is_told_to(contest: Path, tmp_path: Path) -> None:
    """The commands that the bundle prints, run by the real client against a hub on this machine, and what it keeps."""
    printed = run_bundle(contest, "hub", tmp_path / "made")
    commands = [shlex.split(line) for line in printed.splitlines() if line.startswith("hf ")]
    assert [words[1] for words in commands] == ["repos", "upload"]
    hf = "import sys; from huggingface_hub.cli.hf import main; sys.exit(main())"
    with LoopbackHub(Store(tokens={TOKEN: OWNER})) as hub:
        environment = client_environment(hub, tmp_path / "home")
        folder = {"answers": str(tmp_path / "made" / "answers")}
        for _, *words in commands:
            done = run_python(hf, environment, *(folder.get(word, word.replace("OWNER", OWNER)) for word in words))
            assert done.returncode == 0, done.stderr
        (repo,) = hub.store.repos.values()
        assert repo.private
        kept = {path: blob.data for path, blob in repo.resolve("main").files.items() if path != ".gitattributes"}
    answers = tmp_path / "made" / "answers"
    assert kept == {
        path.relative_to(answers).as_posix(): path.read_bytes() for path in answers.rglob("*") if path.is_file()
    }


def run_bundle(contest: Path, kind: str, out: Path) -> str:
    """Write a bundle again, and return what is printed."""
    release = contest / "release" / "contest"
    made = CliRunner().invoke(main, ["competition", "bundle", str(release), "--to", kind, "--out", str(out)])
    assert made.exit_code == 0, made.output
    return made.output


def test_no_answer_is_in_what_participants_get(contest: Path) -> None:
    """What is in the solution alone is in no public part: the columns of test.csv are those without answers."""
    with zipfile.ZipFile(contest / "zip" / "participants.zip") as packed:
        rows = list(csv.DictReader(io.TextIOWrapper(packed.open("test.csv"), "utf-8", newline="")))
        assert "solution.jsonl" not in packed.namelist()
    assert not set(KINDS[contest_task(contest)][0]) & set(rows[0])
    assert {row["id"] for row in rows} == set(solution_of(contest))


def test_the_joined_program_defines_each_name_once() -> None:
    import ast

    names = [node.name for node in ast.parse(program("0.0.0")).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert sorted(names) == sorted(set(names))
    assert tuple(MAKERS) == ON_THE_COMMAND_LINE


def bundled(folder: Path, kind: str, *more: str) -> tuple[int, str]:
    release = str(folder / "release" / "contest")
    out = str(folder / f"out{len(list(folder.iterdir()))}")
    done = CliRunner().invoke(main, ["competition", "bundle", release, "--to", kind, "--out", out, *more])
    return done.exit_code, done.output


def test_the_strictest_row_decides_who_may_take_part(tmp_path: Path) -> None:
    make_contest(tmp_path, "classification", "f1_macro", more=DATES, terms="LicenseRef-Unknown")
    text = (tmp_path / "corpus.toml").read_text("utf-8")
    config = text.replace('"LicenseRef-Unknown"', '"LicenseRef-Unknown"\nrestriction = "unknown"')
    (tmp_path / "corpus.toml").write_text(config, encoding="utf-8")
    build(tmp_path, out=tmp_path / "release", workers=1, freeze=True)
    for kind in MAKERS:
        code, said = bundled(tmp_path, kind, "--public")
        assert code == 2
        assert "The strictest row is unknown" in said
        assert "--gated" not in said
    assert bundled(tmp_path, "kaggle")[0] == 0


def test_what_a_place_cannot_take_is_said(tmp_path: Path) -> None:
    make_contest(tmp_path, "classification", "f1_macro")
    build(tmp_path, out=tmp_path / "release", workers=1)
    code, said = bundled(tmp_path, "zip")
    assert (code, "not in the split ledger yet" in said) == (2, True)
    seeds = tmp_path / "seeds" / "a.jsonl"
    seeds.write_text(seeds.read_text("utf-8").replace("甲", "NA"), encoding="utf-8")
    build(tmp_path, out=tmp_path / "release", workers=1, freeze=True)
    code, said = bundled(tmp_path, "codabench")
    assert (code, "Codabench needs the days" in said) == (2, True)
    code, said = bundled(tmp_path, "kaggle")
    assert (code, 'The class "NA" of answer would be read there' in said) == (2, True)
    assert bundled(tmp_path, "zip", "--json")[0] == 0
