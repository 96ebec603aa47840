"""What a participant starts from: a submission that is valid, and a program that writes one and says its score."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.release.competition import BASELINE, SAMPLE, CompetitionSummary, default_answer
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
"""Metrics that scikit-learn has, as the baseline calls them."""


def submission_pages(documents: pa.Table, asked: CompetitionSummary) -> Mapping[str, str]:
    """Return the pages by path; ``documents`` have the column ``split``, and are in the order of their ids."""
    pages = {SAMPLE: _sample(documents, asked)}
    if not asked.own_baseline:
        pages[BASELINE] = _baseline(asked)
    return pages


def _sample(documents: pa.Table, asked: CompetitionSummary) -> str:
    competition = asked.competition
    rows = documents.filter(pc.is_in(documents["split"], pa.array(competition.splits, pa.string())))
    answers = [default_answer(asked.columns[name]) for name in competition.answer]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([competition.id, *competition.answer])
    writer.writerows([name, *answers] for name in rows[competition.id].to_pylist())
    return text.getvalue()


def _baseline(asked: CompetitionSummary) -> str:
    competition = asked.competition
    column = asked.columns[competition.answer[0]]
    return render(
        "baseline.py.jinja",
        id=competition.id,
        answers=list(competition.answer),
        tests=list(competition.splits),
        answer=competition.answer[0],
        metric=competition.metric,
        score=_SCORES.get(competition.metric) if not column.is_list else None,
        numeric=column.type in {"int64", "float64"},
        named=column.type == "class_label",
        listed=column.is_list,
    )
