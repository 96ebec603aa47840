"""What a participant starts from: a submission that is valid, and a program that writes one and says its score."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.project import is_own
from bdci_corpus.release.competition import BASELINE, SAMPLE, CompetitionSummary, default_answer
from bdci_corpus.release.files import split_order
from bdci_corpus.release.pages.croissant_task import CROISSANT_TASK, croissant_task
from bdci_corpus.release.pages.render import render

_SCORES = {
    "accuracy": "accuracy_score(truth, guess)",
    "balanced_accuracy": "balanced_accuracy_score(truth, guess)",
    "f1_macro": 'f1_score(truth, guess, average="macro")',
    "f1_micro": 'f1_score(truth, guess, average="micro")',
    "f1_weighted": 'f1_score(truth, guess, average="weighted")',
    "matthews_corrcoef": "matthews_corrcoef(truth, guess)",
    "mean_absolute_error": "mean_absolute_error(truth, guess)",
    "mean_squared_error": "mean_squared_error(truth, guess)",
    "r2": "r2_score(truth, guess)",
}
"""Metrics that scikit-learn has, as the baseline calls them; the others stand in its template."""

_GUESSES = {"": 'best["{}"]', "spans": "[]", "ids": "nearest(row, 1)", "ranking": "nearest(row, 100)"}
"""What the baseline guesses of an answer, by its role."""

_FOUND_BY_TEXT = frozenset({"ranking", "ids"})
"""Roles of answers that name documents: the baseline names those that share most with the row's text."""


def submission_pages(documents: pa.Table, asked: CompetitionSummary) -> Mapping[str, str]:
    """Return the pages by path; ``documents`` have the column ``split``, and are in the order of their ids."""
    pages = {SAMPLE: _sample(documents, asked), CROISSANT_TASK: croissant_task(asked)}
    if not asked.own_baseline:
        pages[BASELINE] = _baseline(asked, documents)
    return pages


def submission_names() -> tuple[str, ...]:
    """Return how these pages are called."""
    return SAMPLE, CROISSANT_TASK, BASELINE


def _sample(documents: pa.Table, asked: CompetitionSummary) -> str:
    competition = asked.competition
    rows = documents.filter(pc.is_in(documents["split"], pa.array(competition.splits, pa.string())))
    answers = [default_answer(asked, name) for name in competition.answer]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([competition.id, *competition.answer])
    writer.writerows([name, *answers] for name in rows[competition.id].to_pylist())
    return text.getvalue()


def _baseline(asked: CompetitionSummary, documents: pa.Table) -> str:
    competition, columns, task = asked.competition, asked.columns, asked.task
    names = list(competition.answer)
    roles = {name: competition.role(name, columns) for name in names}
    known = _known(documents, asked)
    base, _, many = competition.metric.partition("@")
    overlaps = task == "question-answering" and base in {"exact_match", "span_f1", "joint_f1"}
    column = columns[names[0]]
    short = len(names) == 1 and not column.is_list and competition.metric in _SCORES and known
    return render(
        "baseline.py.jinja" if short else "baseline_of_any_task.py.jinja",
        numeric=column.type in {"int64", "float64"},
        named=column.type == "class_label",
        id=competition.id,
        names=names,
        answers=[{"name": name, "guess": _GUESSES[roles[name]].format(name)} for name in names],
        usual=[name for name in names if not roles[name]],
        several=task == "question-answering",
        empty='""' if task == "question-answering" else "None",
        columns=list(dict.fromkeys(["id", "text", competition.id, *names])),
        scored=[name for together in competition.scored(columns) for name in together],
        tests=list(competition.splits),
        train=known[0] if known else "train",
        last=known[-1] if known else "train",
        others=[split for split in _splits(documents) if split not in competition.splits],
        metric=competition.metric,
        base=base,
        many=many,
        task=task,
        own=is_own(competition.metric),
        score=_SCORES.get(competition.metric),
        overlaps=overlaps,
        shares=overlaps or task == "spans",
        searches=bool(_FOUND_BY_TEXT.intersection(roles.values())),
    )


def _splits(documents: pa.Table) -> list[str]:
    return sorted(pc.unique(documents["split"]).to_pylist(), key=split_order)


def _known(documents: pa.Table, asked: CompetitionSummary) -> list[str]:
    """Return the splits that have answers, in their order."""
    answered = documents["split"].filter(pc.is_valid(documents[asked.competition.answer[0]]))
    there = set(pc.unique(answered).to_pylist())
    return [split for split in _splits(documents) if split in there and split not in asked.competition.splits]
