"""A bundle of Kaggle: a competition's data, solution, metric and pages, as its client and its site take them."""

from __future__ import annotations

import json
import re

from bdci_corpus.competing import task_json
from bdci_corpus.errors import PublishError
from bdci_corpus.publishing.bundles.parts import BundleFiles, Parts, below

NEXT = """kaggle competitions create -p competition
kaggle competitions data update SLUG -p data -m "first version"
kaggle competitions solution create SLUG -p solution.csv
Paste metric.py into a new metric notebook, and the files of pages into the competition's pages.
kaggle competitions launch SLUG"""

_SLUG = re.compile(r"[^a-z0-9]+")

_READ_AS_MISSING = frozenset(
    {"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA"}
    | {"NULL", "NaN", "None", "n/a", "nan", "null"}
)
"""What pandas takes for no value, wherever it reads CSV: the platform reads so."""

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*|[+-]?(inf|infinity|nan)|true|false", re.IGNORECASE)

METRIC = '''

import json

import pandas as pd

TASK = json.loads({task!r})


class ParticipantVisibleError(Exception):
    """What participants may see of an error; everything else goes to the host."""


def score(solution: pd.DataFrame, submission: pd.DataFrame, row_id_column_name: str) -> float:
    """Return {metric}: {words}

    >>> True
    True
    """
    task = task_from(json.dumps(TASK))
    if row_id_column_name != task.form.id:
        raise ValueError(f"The id column is {{task.form.id}}, and not {{row_id_column_name}}.")
    try:
        found = score_frames(task, solution, submission)
    except Refused as refused:
        raise ParticipantVisibleError(str(refused)) from None
    if found is None:
        raise ValueError("These rows determine no score.")
    return float(found)
'''


def slug_of(name: str) -> str:
    """Return a name as Kaggle's addresses have it."""
    return _SLUG.sub("-", name.lower()).strip("-")


def files(parts: Parts) -> BundleFiles:
    """Return the bundle.

    Raises:
        PublishError: a class has a name that the platform would read as a number, or as no value.
    """
    refuse_unreadable(parts)
    competition = {
        "title": parts.title,
        "slug": slug_of(parts.name),
        "briefDescription": parts.description[:160],
        "privacy": "PUBLIC" if parts.public else "PRIVATE",
    }
    pages = {"description.md": parts.card, "evaluation.md": parts.evaluation, "rules.md": parts.rules}
    return {
        "competition/competition-metadata.json": json.dumps(competition, ensure_ascii=False, indent=2) + "\n",
        **below("data", {**parts.tables(), **parts.rights()}),
        "solution.csv": parts.answers_csv(usage=True),
        "metric.py": metric_program(parts),
        **below("pages", pages),
    }


def metric_program(parts: Parts) -> str:
    """Return the metric notebook as a program: one file, which takes tables of pandas."""
    task = json.dumps(json.loads(task_json(parts.task, rows=False)))
    return parts.code() + METRIC.format(task=task, metric=parts.asked.metric, words="see Evaluation.")


def refuse_unreadable(parts: Parts) -> None:
    """Refuse names of classes that pandas does not read back as they are."""
    for name, column in parts.task.form.columns.items():
        for one in column.names if not column.is_list else ():
            if one in _READ_AS_MISSING or _NUMBER.fullmatch(one):
                problem = f'The class "{one}" of {name} would be read there as a number, a truth value or as no value.'
                where = f"corpus.toml > columns.{name}"
                raise PublishError(where, problem, "Give the class another name.")
