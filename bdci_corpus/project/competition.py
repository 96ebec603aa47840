"""``[competition]``: what is asked, of which rows, and how it is scored."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bdci_corpus.errors import ProjectError
from bdci_corpus.project.columns import OwnColumn
from bdci_corpus.project.metrics import ANSWER_TYPES, METRICS, Task, is_own, task_of

WHERE = "corpus.toml > competition"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(value: str) -> str:
    if not _DAY.fullmatch(value):
        message = "must be a day, such as 2026-03-01"
        raise ValueError(message)
    return value


class Competition(BaseModel):
    """``[competition]``: rows that are published without their answers, and how predictions of these are scored."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    splits: Annotated[list[str], Field(min_length=1, examples=[["test"]])]
    """Splits that are published without their answers, and without what answers could be guessed from."""

    answer: Annotated[list[str], Field(min_length=1, examples=[["label"]])]
    """Columns under `[columns]` that are to be predicted."""

    metric: Annotated[str, Field(examples=["f1_macro"])]
    """How predictions are scored: accuracy, balanced_accuracy, f1_macro, f1_micro, f1_weighted, matthews_corrcoef,
    mean_absolute_error, mean_squared_error, r2, exact_match, span_f1, ndcg@10, recall@10, mrr, or a function of one's
    own, such as `scoring.py:score`."""

    task: Annotated[Task | None, Field(examples=["classification"])] = None
    """What is asked. Without it, the type of the first answer tells."""

    id: Annotated[str, Field(examples=["number"])] = "id"
    """Column that names the rows of a submission: `id`, or one under `[columns]` with another value in each row."""

    public_share: Annotated[float, Field(ge=0, le=1, examples=[0.5])] = 0.3
    """Share of these rows that count for the public leaderboard; the others decide in the end."""

    baseline: Annotated[str | None, Field(examples=["baseline.py"])] = None
    """File of the project that becomes `baseline.py`. Without it, one is written that predicts the most frequent
    answer."""

    rules: Annotated[str, Field(examples=["Two submissions a day; no labels by hand."])] = ""
    """The rules in words, for the card."""

    dates: Annotated[
        dict[str, Annotated[str, AfterValidator(_day)]],
        Field(examples=[{"opens": "2026-01-10", "closes": "2026-03-01"}]),
    ] = {}
    """Days by name, for the card."""

    def asks(self, columns: Mapping[str, OwnColumn]) -> str:
        """Return the task: as it is named, or as the type of the first answer tells."""
        return self.task or task_of(columns[self.answer[0]].type) or ""


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
    for key, names in (("answer", asked.answer), ("id", [asked.id] if asked.id != "id" else [])):
        for name in names:
            if name not in columns:
                near = difflib.get_close_matches(name, columns, n=1)
                remedy = f'Did you mean "{near[0]}"?' if near else "Declare it under [columns]."
                yield ProjectError(f"{WHERE}.{key}", f'There is no column "{name}".', remedy)
    if asked.answer[0] in columns:
        yield from _task_problems(asked, columns[asked.answer[0]].type)
    if asked.metric not in METRICS and not is_own(asked.metric):
        near = difflib.get_close_matches(asked.metric, METRICS, n=1)
        remedy = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(METRICS)}; or file.py:function."
        yield ProjectError(f"{WHERE}.metric", f'There is no metric "{asked.metric}".', remedy)


def _task_problems(asked: Competition, kind: str) -> Iterator[ProjectError]:
    task = asked.task or task_of(kind)
    if task is None:
        problem = f"What is asked cannot be told from a {kind}."
        yield ProjectError(f"{WHERE}.task", problem, f"Name it: {', '.join(ANSWER_TYPES)}.")
        return
    if kind not in ANSWER_TYPES[task]:
        problem = f"The answer of {task} is no {kind}."
        yield ProjectError(f"{WHERE}.answer", problem, f"Declare it as {' or '.join(sorted(ANSWER_TYPES[task]))}.")
    if asked.metric in METRICS and task not in METRICS[asked.metric].tasks:
        fitting = [name for name, metric in METRICS.items() if task in metric.tasks]
        problem = f"{asked.metric} does not score {task}."
        yield ProjectError(f"{WHERE}.metric", problem, f"Take one of {', '.join(fitting)}.")
