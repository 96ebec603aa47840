"""The page of other tasks: each corpus.toml on it builds from files as it describes, and a submission is scored."""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import planted
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from places import ROOT

from bdci_corpus.cli import main

PAGE = ROOT / "docs" / "howto" / "set-other-tasks.md"

COUNT = 24

CITIES = ("杭州", "苏州", "成都", "西安")


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


SEVERAL, PAIRS, SPANS, QUESTIONS, RETRIEVAL = blocks(PAGE, "toml")

HEAD = """[corpus]
name = "topics"
[[sources]]
name = "table"
files = ["seeds/*.csv"]
license = "CC0-1.0"
[splits]
ratios = { train = 0.6, validation = 0.1, test = 0.3 }
"""


def texts() -> list[str]:
    draw = random.Random(5)
    return [f"第{n}日,记者在{CITIES[n % 4]}说,{planted.synthetic(draw, 90)}" for n in range(COUNT)]


def write_table(path: Path, rows: list[list[str]], delimiter: str = ",") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def write_several(seeds: Path) -> None:
    marks = ("食物", "食物|环境", "服务")
    write_table(
        seeds / "a.csv", [["id", "text", "topics"], *([f"{n}", t, marks[n % 3]] for n, t in enumerate(texts()))]
    )


def write_pairs(seeds: Path) -> None:
    draw = random.Random(6)
    rows = [[text, planted.synthetic(draw, 60), ("true", "false")[n % 2]] for n, text in enumerate(texts())]
    write_table(seeds / "pairs.tsv", [["句子一", "句子二", "同义"], *rows], "\t")


def write_spans(seeds: Path) -> None:
    (seeds / "notes").mkdir(parents=True)
    rows = [["file_name", "places"]]
    for number, text in enumerate(texts()):
        (seeds / "notes" / f"{number:03}.txt").write_text(text + "\n", encoding="utf-8")
        at = text.index(CITIES[number % 4])
        rows.append([f"notes/{number:03}.txt", f"{at}:{at + 2}:地名"])
    write_table(seeds / "metadata.csv", rows)


def write_questions(seeds: Path) -> None:
    seeds.mkdir(parents=True)
    known, asked = [], []
    for number, text in enumerate(texts()):
        known.append({"id": f"t{number}", "text": text, "part": "texts"})
        answers = [CITIES[number % 4], f"在{CITIES[number % 4]}"]
        part = ("train", "validation", "test")[number % 3]
        asked.append(
            {"id": f"q{number}", "question": f"{text[24 + number % 5 : 64]}，这是在哪里说的？", "answers": answers}
            | {"evidence": [f"texts.jsonl#t{number}"], "part": part}
        )
    for name, rows in (("texts", known), ("questions", asked)):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (seeds / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")


def retrieval() -> str:
    """Return the page's last corpus.toml: that of questions, with the tables that are said to differ."""
    kept = re.sub(r"\[(?:columns|competition)\]\n(?:.+\n)+", "", QUESTIONS)
    return kept + RETRIEVAL


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, [*map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    ("config", "write", "name"),
    [
        (HEAD + SEVERAL, write_several, "topics"),
        (PAIRS, write_pairs, "pairs"),
        (SPANS, write_spans, "places"),
        (QUESTIONS, write_questions, "questions"),
        (retrieval(), write_questions, "questions"),
    ],
    ids=["several", "pairs", "spans", "questions", "retrieval"],
)
def test_a_task_of_the_page_goes_its_way(tmp_path: Path, config: str, write: Callable[[Path], None], name: str) -> None:
    write(tmp_path / "seeds")
    (tmp_path / "corpus.toml").write_text(config, encoding="utf-8")
    release, private = tmp_path / "release" / name, tmp_path / "private" / name
    told = run("build", tmp_path, "--out", tmp_path / "release", "--freeze")
    assert "without answers" in told
    assert "(hidden)" not in told
    program = [sys.executable, str(release / "baseline.py")]
    subprocess.run(program, cwd=tmp_path, check=True, capture_output=True)  # noqa: S603
    assert run("competition", "check", tmp_path / "submission.csv", "--release", release).startswith("valid: ")
    (scored,) = json.loads(
        run("competition", "score", tmp_path / "submission.csv", "--private", private, "--resamples", 20, "--json")
    )
    assert scored["rank"] == 1
    if name == "places":
        for path in (private / "documents").glob("*.parquet"):
            for row in pq.ParquetFile(path).read(["text", "places"]).to_pylist():
                start, end, _ = row["places"][0].split(":")
                assert row["text"][int(start) : int(end)] in CITIES


def test_a_submission_to_one_round_hears_how_it_is_checked(tmp_path: Path) -> None:
    write_pairs(tmp_path / "seeds")
    config = PAIRS.replace("test = 0.3", "test = 0.2, test2 = 0.1").replace('["test"]', '["test", "test2"]')
    (tmp_path / "corpus.toml").write_text(config, encoding="utf-8")
    run("build", tmp_path, "--out", tmp_path / "release", "--freeze")
    release, submission = tmp_path / "release" / "pairs", tmp_path / "first.csv"
    ids = [
        row for path in (release / "documents").glob("test-*.parquet") for row in pq.read_table(path)["id"].to_pylist()
    ]
    write_table(submission, [["id", "same"], *([name, "true"] for name in ids)])
    done = CliRunner().invoke(main, ["competition", "check", str(submission), "--release", str(release)])
    assert done.exit_code == 1
    assert "It predicts rows of test alone: --split test checks these by themselves." in done.output
    assert run("competition", "check", submission, "--release", release, "--split", "test").startswith("valid: ")


def test_a_competition_that_asks_nothing_is_refused(tmp_path: Path) -> None:
    write_pairs(tmp_path / "seeds")
    config = PAIRS.replace("validation = 0.1, test = 0.3", "validation = 0.4, test = 0")
    (tmp_path / "corpus.toml").write_text(config, encoding="utf-8")
    done = CliRunner().invoke(main, ["build", str(tmp_path), "--out", str(tmp_path / "release")])
    assert done.exit_code == 2
    assert "[corpus.toml > competition.splits] No document is in test, so that nothing is asked. Give" in done.output
    assert not (tmp_path / "release" / "pairs").exists()


def test_the_page_has_the_same_code_in_chinese() -> None:
    for kind in ("toml", "json"):
        assert blocks(PAGE, kind) == blocks(PAGE.with_suffix(".zh.md"), kind)
