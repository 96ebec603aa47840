"""``[competition]``: what is asked, of which rows, and how it is scored."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bdci_corpus.errors import ProjectError
from bdci_corpus.project.columns import OwnColumn
from bdci_corpus.project.metrics import ANSWER_TYPES, METRICS, Task, is_own, meant_metric, metric_named, task_of
from bdci_corpus.project.values import Pattern

WHERE = "corpus.toml > competition"

Role = Literal["", "spans", "ranking", "ids"]
"""What the strings of a list are: spans of the row's text, ids best first, or ids in no order."""

JOINT = ("answer", "evidence")
"""What joint_f1 scores: a text, and the ids of what it stands on."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

_NAMING = ("string", "int64")
"""The types of columns whose values may name rows."""


def _day(value: str) -> str:
    if not _DAY.fullmatch(value):
        message = "must be a day, such as 2026-03-01"
        raise ValueError(message)
    try:
        date.fromisoformat(value)
    except ValueError:
        message = "must be a day that there is"
        raise ValueError(message) from None
    return value


class Competition(BaseModel):
    """``[competition]``: rows that are published without their answers, and how predictions of these are scored."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    splits: Annotated[list[str], Field(min_length=1, examples=[["test"]])]
    """Splits that are published without their answers, and without what answers could be guessed from."""

    answer: Annotated[list[str], Field(min_length=1, examples=[["label"]])]
    """Columns under `[columns]` that are to be predicted."""

    withhold: Annotated[list[str], Field(examples=[["tags"]])] = []
    """Other columns under `[columns]` that these rows are published without, because they could betray an answer: who
    annotated the row, say."""

    metric: Annotated[str, Field(examples=["f1_macro"])]
    """How predictions are scored: accuracy, balanced_accuracy, f1_macro, f1_micro, f1_weighted, matthews_corrcoef,
    mean_absolute_error, mean_squared_error, r2, exact_match, span_f1, entity_f1, joint_f1, ndcg@10, recall@10 (or
    another number of results), mrr, or a function of one's own of which more is better, such as `scoring.py:score`."""

    task: Annotated[Task | None, Field(examples=["classification"])] = None
    """What is asked. Without it, the type of the first answer tells."""

    id: Annotated[str, Field(examples=["number"])] = "id"
    """Column that names the rows of a submission: `id`, or one under `[columns]` with another value in each row."""

    public_share: Annotated[float, Field(ge=0, le=1, examples=[0.5])] = 0.3
    """Share of these rows that count for the public leaderboard; the others decide in the end."""

    baseline: Annotated[Pattern | None, Field(examples=["baseline.py"])] = None
    """File of the project that becomes `baseline.py`. Without it, one is written that predicts the most frequent
    answer."""

    rules: Annotated[str, Field(examples=["Two submissions a day; no labels by hand."])] = ""
    """The rules in words, for the card."""

    dates: Annotated[
        dict[str, Annotated[str, AfterValidator(_day)]],
        Field(examples=[{"opens": "2026-01-10", "closes": "2026-03-01"}]),
    ] = {}
    """Days by name, for the card."""

    @property
    def kept_back(self) -> tuple[str, ...]:
        """The columns that the rows to be predicted are published without."""
        return (*self.answer, *self.withhold)

    def asks(self, columns: Mapping[str, OwnColumn]) -> str:
        """Return the task: as it is named, or as the type of the first answer tells."""
        return self.task or task_of(columns[self.answer[0]].type) or ""

    def role(self, name: str, columns: Mapping[str, OwnColumn]) -> Role:
        """Return what the values of an answer column are beside their type."""
        task, first = self.asks(columns), name == self.answer[0]
        if columns[name].type != "list[string]":
            return ""
        if task == "question-answering" and not first:
            return "ids"
        roles: Mapping[str, Role] = {"spans": "spans", "retrieval": "ranking"}
        return roles.get(task, "") if first else ""

    def submitted_type(self, name: str, columns: Mapping[str, OwnColumn]) -> str:
        """Return the type of an answer column in a submission: one answer, where several would be right."""
        several = self.asks(columns) == "question-answering" and name == self.answer[0]
        return "string" if several else columns[name].type

    def scored(self, columns: Mapping[str, OwnColumn]) -> list[tuple[str, ...]]:
        """Return the answer columns that the metric scores; those of one entry are scored together.

        The score is the mean over entries. Answers of other types than the task's have to be given, and do not count.
        """
        task = self.asks(columns)
        if is_own(self.metric) or self.metric == "joint_f1":
            return [tuple(self.answer)]
        if task in {"question-answering", "retrieval", "spans"}:
            return [(self.answer[0],)]
        return [(name,) for name in self.answer if columns[name].type in ANSWER_TYPES[task]]


def competition_problems(
    asked: Competition, columns: Mapping[str, OwnColumn], ratios: Collection[str], hidden: Collection[str]
) -> Iterator[ProjectError]:
    """Yield what of a competition contradicts the rest of corpus.toml."""
    for name in asked.splits:
        if name not in ratios:
            yield ProjectError(f"{WHERE}.splits", f'There is no split "{name}".', "Name it in splits.ratios.")
        elif name in hidden:
            problem = f'"{name}" is hidden, so that nothing of it is published.'
            yield ProjectError(f"{WHERE}.splits", problem, "Take it out of splits.hidden, or out of here.")
    if len(set(asked.splits)) == len(ratios):
        yield ProjectError(f"{WHERE}.splits", "No split keeps its answers.", "Leave one, such as train, out of here.")
    yield from _twice("splits", asked.splits)
    yield from _twice("answer", asked.answer)
    yield from _twice("withhold", [*dict.fromkeys(asked.answer), *asked.withhold])
    yield from _column_problems(asked, columns)
    task: str | None = asked.task
    if asked.answer[0] in columns:
        task = asked.task or task_of(columns[asked.answer[0]].type)
        yield from _task_problems(asked, columns)
    if metric_named(asked.metric) is None and not is_own(asked.metric):
        problem = f'There is no metric "{asked.metric}".'
        yield ProjectError(f"{WHERE}.metric", problem, meant_metric(asked.metric, task))
    opens, closes = asked.dates.get("opens"), asked.dates.get("closes")
    if opens and closes and closes < opens:
        yield ProjectError(f"{WHERE}.dates", f"It closes on {closes}, before it opens.", "Correct one of the days.")


def _twice(key: str, names: Sequence[str]) -> Iterator[ProjectError]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield ProjectError(f"{WHERE}.{key}", f'"{name}" stands twice.', "Write it once.")


def _column_problems(asked: Competition, columns: Mapping[str, OwnColumn]) -> Iterator[ProjectError]:
    """Yield answers and names of rows that are no columns, or none that can be that."""
    named = (("answer", asked.answer), ("withhold", asked.withhold), ("id", [asked.id] if asked.id != "id" else []))
    for key, names in named:
        for name in names:
            if name not in columns:
                near = difflib.get_close_matches(name, columns, n=1)
                remedy = f'Did you mean "{near[0]}"?' if near else "Declare it under [columns], by this name."
                yield ProjectError(f"{WHERE}.{key}", f'There is no column "{name}" under [columns].', remedy)
    if asked.id in asked.kept_back:
        problem = f'"{asked.id}" is {"an answer" if asked.id in asked.answer else "withheld"}, so that nobody sees it.'
        yield ProjectError(f"{WHERE}.id", problem, "Name rows by another column, or leave it out: by id.")
    elif asked.id in columns and columns[asked.id].type not in _NAMING:
        problem = f"A column of {columns[asked.id].type} names no rows."
        yield ProjectError(f"{WHERE}.id", problem, f"Name one of {' or '.join(_NAMING)}, or leave it out: by id.")


def _task_problems(asked: Competition, columns: Mapping[str, OwnColumn]) -> Iterator[ProjectError]:
    kind = columns[asked.answer[0]].type
    task = asked.task or task_of(kind)
    if task is None:
        problem = f"What is asked cannot be told from a {kind}."
        yield ProjectError(f"{WHERE}.task", problem, f"Name it: {', '.join(ANSWER_TYPES)}.")
        return
    if kind not in ANSWER_TYPES[task]:
        problem = f"The answer of {task} is no {kind}."
        yield ProjectError(f"{WHERE}.answer", problem, f"Declare it as {' or '.join(sorted(ANSWER_TYPES[task]))}.")
    metric = metric_named(asked.metric)
    if metric and task not in metric.tasks:
        fitting = [name for name, metric in METRICS.items() if task in metric.tasks]
        problem = f"{asked.metric} does not score {task}."
        yield ProjectError(f"{WHERE}.metric", problem, f"Take one of {', '.join(fitting)}.")
    if metric and task == "pairs" and ("regression" in metric.tasks) != (kind == "float64"):
        problem = f"{asked.metric} does not score pairs whose answer is a {kind}."
        yield ProjectError(f"{WHERE}.metric", problem, "Take a metric of numbers for numbers, of classes for classes.")
    kinds = [columns[name].type for name in asked.answer[1:] if name in columns]
    if asked.metric == "joint_f1" and (len(asked.answer) != len(JOINT) or kinds not in ([], ["list[string]"])):
        problem = "joint_f1 scores an answer and its evidence together."
        remedy = f"Name two columns, such as {list(JOINT)}; the second a list[string], of ids."
        yield ProjectError(f"{WHERE}.answer", problem, remedy)
