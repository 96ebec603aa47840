"""Every task with each of its metrics, from a project to a score: built, checked, guessed by the baseline, scored."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
import yaml
from contests import KINDS, make_contest, perfect, write_submission

from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.competing.files import read_submission
from bdci_corpus.competing.forms import Contest
from bdci_corpus.competing.measures import measure_of
from bdci_corpus.competing.scoring import ScoringOptions, score
from bdci_corpus.project import CATEGORIES
from bdci_corpus.release.competition import CompetitionSummary
from bdci_corpus.release.pages.submission import submission_pages

QUICK = ScoringOptions(resamples=50)

TELLS = "print(__import__('json').dumps([truth, guess] if 'said' not in globals() else [known, said], default=str))\n"
"""What makes a baseline tell answers and guesses, too."""


def run(program: Path, folder: Path) -> str:
    command = [sys.executable, "-W", "error", str(program)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout  # noqa: S603 - ours


def measured(release: Path, task: str, metric: str, told: str) -> float | None:
    """Return what our metric makes of the answers and guesses that a baseline told."""
    truth, guess = json.loads(told)
    contest = Contest(release)
    if isinstance(truth[0], dict):
        (names,) = contest.asked.scored(contest.columns)
        rows = [[tuple(row[name] for name in names) for row in part] for part in (truth, guess)]
        truth, guess = rows if len(names) > 1 else ([row for (row,) in part] for part in rows)
    measure = measure_of(metric, task)
    return measure.total((measure.row(*pair), 1) for pair in zip(truth, guess, strict=True))


def ask_for(metric: str, folder: Path) -> None:
    """Have a release, and the organizer's own, scored by another metric, without building all of it again."""
    for release in (folder / "release" / "contest", folder / "private" / "contest"):
        manifest = json.loads((release / "manifest.json").read_text("utf-8"))
        manifest["configuration"]["competition"]["metric"] = metric
        (release / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    contest = Contest(folder / "release" / "contest")
    splits = {split: contest.read("documents", split, ["id", "answer"]) for split in contest.there("documents")}
    tables = [table.append_column("split", pa.array([split] * len(table))) for split, table in splits.items()]
    asked = CompetitionSummary(competition=contest.asked, columns=contest.columns, roots={}, own_baseline=False)
    for name, text in submission_pages(pa.concat_tables(tables).sort_by("id"), asked).items():
        (contest.release / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("task", KINDS)
def test_a_task_goes_its_whole_way_with_each_of_its_metrics(tmp_path: Path, task: str) -> None:
    """The baseline has each metric by itself, so that it needs nothing else: it prints what our metric gives."""
    private = tmp_path / "private" / "contest"
    make_contest(tmp_path, task, KINDS[task][1][0])
    release = build(tmp_path, out=tmp_path / "release", workers=1).release
    assert [str(one) for one in (*check(release).problems, *check(private).problems)] == []
    front = yaml.safe_load((release / "README.md").read_text("utf-8").split("---")[1])
    assert front["task_categories"][0] == CATEGORIES[task]
    best = write_submission(tmp_path / "best.csv", perfect(tmp_path, task))
    for metric in KINDS[task][1]:
        ask_for(metric, tmp_path)
        told = (release / "baseline.py").read_text("utf-8") + TELLS
        (release / "told.py").write_text(told, encoding="utf-8")
        assert len(told.splitlines()) < (36 if task in {"classification", "pairs", "regression"} else 95)
        printed, _, told = run(release / "told.py", tmp_path).splitlines()
        form = Contest(release).form()
        for path in (tmp_path / "submission.csv", release / "sample_submission.csv"):
            assert read_submission(path, form)[1] == []
        scored = score([tmp_path / "submission.csv", best], private, limits=QUICK)
        found = {one.submission: one for one in scored}
        assert found[str(best)].rank == 1
        assert {one.score for one in found[str(best)].scores.values()} == {0.0 if metric.startswith("mean_") else 1.0}
        assert scored[-1].rank in {1, 2}
        assert all(one.low <= one.high for one in scored[-1].scores.values())  # type: ignore[operator]
        expected = measured(release, task, metric, told)
        assert printed == f"{metric} on validation: {expected:.4f}"
