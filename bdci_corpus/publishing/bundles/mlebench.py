"""A competition of mle-bench: its folder in the registry, its raw data, and what these are prepared to.

The data come prepared, because ``mlebench prepare`` would ask Kaggle for a competition of this name.
"""

from __future__ import annotations

import json
from hashlib import md5

import yaml

from bdci_corpus.competing import task_json
from bdci_corpus.publishing.bundles.kaggle import refuse_unreadable, slug_of
from bdci_corpus.publishing.bundles.parts import BundleFiles, Parts, archive, as_csv, below
from bdci_corpus.release import SAMPLE

GOLD = "gold_submission.csv"
"""What a submission is like of which all is right; where several answers are, the answers are none."""

_PLACES = 5
"""To so many places mle-bench rounds what it grades, and compares it with a leaderboard."""

NEXT = """Copy competitions/* to mlebench/competitions/ of the repository. The data are prepared: name their folder.
mlebench grade-sample submission.csv NAME --data-dir data"""

PREPARE = '''"""Prepare the data: they come prepared, and are copied to where they belong."""

import shutil
from pathlib import Path

PUBLIC = {public!r}
PRIVATE = {private!r}


def prepare(raw: Path, public: Path, private: Path) -> None:
    for names, folder in ((PUBLIC, public), (PRIVATE, private)):
        for name in names:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(raw / name, target)
'''

GRADE = """

import json

import pandas as pd
from mlebench.grade_helpers import InvalidSubmissionError

TASK = json.loads({task!r})


def grade(submission: pd.DataFrame, answers: pd.DataFrame) -> float:
    try:
        found = score_frames(task_from(json.dumps(TASK)), answers, submission)
    except Refused as refused:
        raise InvalidSubmissionError(str(refused)) from None
    return float("nan") if found is None else float(found)
"""


def files(parts: Parts) -> BundleFiles:
    """Return the competition's folder, its raw data, and the same as ``prepare.py`` makes them.

    Raises:
        PublishError: a class has a name that pandas would not read back.
    """
    refuse_unreadable(parts)
    slug = slug_of(parts.name)
    public = {**parts.tables(), **parts.rights(), "description.md": _description(parts)}
    private: BundleFiles = {"answers.csv": parts.answers_csv(usage=False), GOLD: parts.right_csv()}
    raw = {**public, **private}
    where = f"competitions/{slug}"
    return {
        **below(where, _code(parts, slug, sorted(public), sorted(private))),
        f"{where}/description.md": _description(parts),
        f"{where}/leaderboard.csv": _leaderboard(parts),
        f"{where}/checksums.yaml": _checksums(public, private, raw),
        **below(f"data/{slug}/raw", raw),
        **below(f"data/{slug}/prepared/public", public),
        **below(f"data/{slug}/prepared/private", private),
    }


def _description(parts: Parts) -> str:
    return f"{parts.card}\n\n{parts.evaluation}\n{parts.rules}"


def _code(parts: Parts, slug: str, public: list[str], private: list[str]) -> BundleFiles:
    module = f"mlebench.competitions.{slug}"
    configuration = {
        "id": slug,
        "name": parts.title,
        "competition_type": "simple",
        "description": f"mlebench/competitions/{slug}/description.md",
        "dataset": {
            "answers": f"{slug}/prepared/private/answers.csv",
            "gold_submission": f"{slug}/prepared/private/{GOLD}",
            "sample_submission": f"{slug}/prepared/public/{SAMPLE}",
        },
        "grader": {"name": parts.asked.metric, "grade_fn": f"{module}.grade:grade"},
        "preparer": f"{module}.prepare:prepare",
    }
    task = json.dumps(json.loads(task_json(parts.task, rows=False)))
    return {
        "config.yaml": yaml.safe_dump(configuration, allow_unicode=True, sort_keys=False),
        "prepare.py": PREPARE.format(public=public, private=private),
        "grade.py": parts.code() + GRADE.format(task=task),
    }


def _leaderboard(parts: Parts) -> str:
    """Return two scores, best first, in the places that are graded: of the right answers and of the sample.

    They tell which direction is better, so there is always a worse one.
    """
    answers = {name: line["answers"] for name, line in parts.solution.items()}
    rows = [(answers[name], parts.first_right(answers[name])) for name in sorted(answers)]
    right, sample = parts.task.score(rows), parts.sample_score()
    if right is None:  # nobody can tell which answers are better
        return as_csv(["score"], [])
    best, worse = round(right, _PLACES), round(right if sample is None else sample, _PLACES)
    worse = worse if worse != best else best - 1 if parts.higher else best + 1
    return as_csv(["score"], [[best], [worse]])


def _checksums(public: BundleFiles, private: BundleFiles, raw: BundleFiles) -> str:
    """Return the sums that the registry compares: of tables at the top of each folder, and of the raw archive."""
    sums = {
        name: {path: _md5(data) for path, data in sorted(files.items()) if path.endswith((".csv", ".json", ".jsonl"))}
        for name, files in (("public", public), ("private", private))
    }
    return yaml.safe_dump({**sums, "zip": _md5(archive(raw))}, sort_keys=False)


def _md5(data: bytes | str) -> str:
    return md5(data.encode() if isinstance(data, str) else data, usedforsecurity=False).hexdigest()
