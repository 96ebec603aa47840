"""The seeds' own retrieval task: five questions, whose evidence stands in the seeds, from raw files to a ranking."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner
from contests import write_submission
from places import ROOT, SEEDS

from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.cli import main

QUESTIONS = (
    ("train", "浙江的运营商在学雷锋日前后做了哪些送鲜花、助老助残的公益活动？", ["003"]),
    ("train", "牧民的骆驼装上了什么样的定位装置，是谁给装的？", ["001"]),
    ("test", "上海短短几天里有多少人报名当信息助力员，帮老年人学用手机？", ["002"]),
    ("test", "福建的一个村里，老人怎样用一张卡片一键呼救？", ["004"]),
    ("test", "运营商在主题教育里为老年人使用智能技术做了什么？", ["000", "003"]),
)
"""Questions with the numbers of the seeds that answer them."""

ASKED = """
[columns]
evidence = "list[string]"
part = "string"

[competition]
splits = ["test"]
answer = ["evidence"]
task = "retrieval"
metric = "mrr"
"""


def name_of(number: str) -> str:
    return next(path.name for path in SEEDS if path.name.startswith(number))


def make_project(folder: Path) -> None:
    """Write the seeds with a table of questions, which part each is of, and what is asked."""
    (folder / "seeds").mkdir()
    for path in SEEDS:
        shutil.copy(path, folder / "seeds")
    rows = [
        {"id": f"q{number}", "text": text, "part": part, "evidence": [name_of(one) for one in evidence]}
        for number, (part, text, evidence) in enumerate(QUESTIONS)
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "seeds" / "questions.jsonl").write_text(lines, encoding="utf-8")
    facts = "".join(f"{path.name},corpus\n" for path in SEEDS)
    (folder / "seeds" / "metadata.csv").write_text(f"file_name,part\n{facts}", encoding="utf-8")
    config = (ROOT / "corpus.toml").read_text("utf-8").partition("[splits]")[0]
    source = '[[sources]]\nname = "questions"\nfiles = ["seeds/questions.jsonl"]\nlicense = "CC0-1.0"\n\n'
    splits = '[splits]\nratios = { corpus = 0.5, train = 0.2, test = 0.3 }\nfrom = "part"\n'
    (folder / "corpus.toml").write_text(config + source + splits + ASKED, encoding="utf-8")


def test_five_questions_about_the_seeds_go_the_whole_way(tmp_path: Path) -> None:
    make_project(tmp_path)
    release = build(tmp_path, out=tmp_path / "release", workers=1, freeze=True).release
    private = tmp_path / "private" / "bdci-seeds"
    assert [str(one) for one in (*check(release).problems, *check(private).problems)] == []
    assert "text-retrieval" in (release / "README.md").read_text("utf-8")
    program = [sys.executable, str(release / "baseline.py")]
    printed = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=True).stdout  # noqa: S603 - ours
    found = re.fullmatch(r"mrr on train: (\d\.\d{4})\nwrote \S+submission\.\w+\n", printed)
    assert found
    assert float(found[1]) > 0.5, "pairs of characters find most of five documents"
    asked = {f"questions.jsonl#q{number}": row for number, row in enumerate(QUESTIONS) if row[0] == "test"}
    right = {name: {"evidence": [name_of(one) for one in evidence]} for name, (_, _, evidence) in asked.items()}
    write_submission(tmp_path / "right.csv", right)
    passages = {name: {"evidence": row["evidence"][::-1]} for name, row in right.items()}
    write_submission(tmp_path / "turned.csv", passages)
    arguments = [str(tmp_path / f"{name}.csv") for name in ("right", "turned", "submission")]
    done = CliRunner().invoke(main, ["competition", "score", *arguments, "--private", str(private), "--json"])
    assert done.exit_code == 0, done.output
    scored = {Path(one["submission"]).stem: one["scores"]["all"] for one in json.loads(done.output)}
    assert scored["right"] == {"score": 1.0, "low": 1.0, "high": 1.0, "rows": 3}
    assert scored["turned"]["score"] == 1.0, "either of two documents that answer may come first"
    assert 0 < scored["submission"]["score"] <= 1


def test_evidence_that_is_nowhere_stops_the_build(tmp_path: Path) -> None:
    make_project(tmp_path)
    path = tmp_path / "seeds" / "questions.jsonl"
    path.write_text(path.read_text("utf-8").replace(name_of("004"), "gone.txt"), encoding="utf-8")
    done = CliRunner().invoke(main, ["build", str(tmp_path), "--out", str(tmp_path / "release")])
    assert done.exit_code == 2
    assert '[questions.jsonl#q3 > evidence] There is no document or passage "gone.txt".' in done.output
