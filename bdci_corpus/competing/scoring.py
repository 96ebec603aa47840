"""The verb ``competition score``: submissions held to the answers, for both leaderboards, and ranked.

A submission with any fault is never scored. Each score comes with an interval in which 95 % of scores lie when rows are
drawn again with replacement (the percentile bootstrap), from a seed, so that it is the same wherever it is computed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.competing.contract import USAGE, USAGES
from bdci_corpus.competing.files import read_submission
from bdci_corpus.competing.forms import Contest
from bdci_corpus.competing.judging import pairs_of
from bdci_corpus.competing.measures import RowMetric, class_counts, f1, measure_of
from bdci_corpus.competing.own_metric import MEMORY, SECONDS, Allowed, own_scores
from bdci_corpus.competing.resampling import draws
from bdci_corpus.competing.submission import Fault, Prediction
from bdci_corpus.errors import CheckError
from bdci_corpus.project import is_own, metric_named
from bdci_corpus.release import SOLUTION

Numbers = NDArray[np.float64]

DrawnRows = NDArray[np.int64]

RESAMPLES = 1000
"""How often rows are drawn again for an interval: its ends are known to about a tenth of its width."""

_INTERVAL = (2.5, 97.5)
"""The percentiles between which 95 % of scores lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringOptions:
    """How an interval is made, and what a metric of the organizer's own may take.

    ``folder`` is where its file lies; ``memory`` is in bytes.
    """

    seed: int = 0
    resamples: int = RESAMPLES
    folder: Path = Path()
    seconds: float = SECONDS
    memory: int = MEMORY


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A score over rows; None where nothing determines it. ``low`` and ``high`` are the ends of its interval."""

    score: float | None
    low: float | None
    high: float | None
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScore:
    """How well one class of a column was found; ``rows`` have it."""

    column: str
    name: str
    precision: float
    recall: float
    f1: float
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A submission: its scores by leaderboard (and ``all``), or its faults; ``rank`` is 1 for the best."""

    submission: str
    scores: Mapping[str, Score]
    classes: Sequence[ClassScore]
    faults: Sequence[Fault]
    rank: int | None = None


def score(
    submissions: Sequence[Path], private: Path, splits: Sequence[str] = (), limits: ScoringOptions | None = None
) -> list[Scored]:
    """Return what submissions score, best first by the private leaderboard; those with faults last, unscored.

    Raises:
        CorpusError: ``private`` is not the organizer's own release, or a metric of one's own failed.
        OSError: a file cannot be read.
    """
    contest = Contest(private)
    form = contest.form(splits)
    solution = solution_of(private, contest.splits(splits), form.rows)
    scored = []
    for path in submissions:
        predictions, faults = read_submission(path, form)
        scores = {} if faults else _scores(contest, solution, predictions, limits or ScoringOptions())
        classes = () if faults else tuple(_classes(contest, solution, predictions))
        scored.append(Scored(submission=str(path), scores=scores, classes=classes, faults=faults))
    return _ranked(scored, higher=_higher(contest))


def solution_of(private: Path, splits: Sequence[str], rows: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """Return the lines of the organizer's solution by id, for exactly these rows.

    Raises:
        CheckError: it has others.
    """
    try:
        lines = map(json.loads, (private / SOLUTION).read_text("utf-8").splitlines())
        found = {line["id"]: line for line in lines if line["split"] in splits}
    except (OSError, ValueError, LookupError, TypeError):
        found = {}
    if found.keys() != rows.keys():
        problem = f"It has no answers for the rows of {', '.join(splits)}."
        raise CheckError(str(private), problem, "Name the organizer's own release, private/NAME, as build wrote it.")
    return found


def _higher(contest: Contest) -> bool:
    metric = metric_named(contest.asked.metric)
    return metric.higher if metric else True


def _scores(
    contest: Contest,
    solution: Mapping[str, dict[str, Any]],
    predictions: Mapping[str, Prediction],
    limits: ScoringOptions,
) -> dict[str, Score]:
    """Return the score of each leaderboard that has rows, and of all rows."""
    boards = {"all": sorted(solution)}
    for usage in USAGES:
        if names := [name for name in boards["all"] if solution[name][USAGE] == usage]:
            boards[usage] = names
    scored_by = _own_metric if is_own(contest.asked.metric) else _known_metric
    return {
        board: scored_by(contest, [(solution[name]["answers"], predictions[name]) for name in names], limits)
        for board, names in boards.items()
    }


def _known_metric(contest: Contest, rows: Sequence[tuple[Prediction, Prediction]], limits: ScoringOptions) -> Score:
    """Return the mean over the columns that are scored, and its interval."""
    measure = measure_of(contest.asked.metric, contest.task)
    columns = contest.asked.scored(contest.columns)
    whole = []
    drawn = np.zeros(limits.resamples)
    for names in columns:
        counted = [measure.row(*pair) for pair in pairs_of(rows, names)]
        whole.append(measure.total((one, 1) for one in counted))
        drawn += resampled(measure, counted, draws(len(rows), limits.resamples, limits.seed))
    return _score(whole, drawn / len(columns), len(rows))


def resampled(measure: RowMetric, counted: Sequence[Any], drawn: Iterable[DrawnRows]) -> Numbers:
    """Return the score of each draw, NaN where it has none."""
    if measure.mean:
        values = np.array(counted, float)
        return np.array([values[rows].mean() for rows in drawn])
    kinds = {one: number for number, one in enumerate(dict.fromkeys(counted))}
    codes = np.array([kinds[one] for one in counted])
    found = []
    for rows in drawn:
        times = np.bincount(codes[rows], minlength=len(kinds)).tolist()
        total = measure.total(zip(kinds, times, strict=True))
        found.append(np.nan if total is None else total)
    return np.array(found)


def _score(whole: Sequence[float | None], drawn: Numbers, rows: int) -> Score:
    there = [one for one in whole if one is not None]
    if len(there) < len(whole):
        return Score(score=None, low=None, high=None, rows=rows)
    drawn = drawn[~np.isnan(drawn)]
    low, high = np.percentile(drawn, _INTERVAL).tolist() if len(drawn) else (None, None)
    return Score(score=sum(there) / len(there), low=low, high=high, rows=rows)


def _own_metric(contest: Contest, rows: Sequence[tuple[Prediction, Prediction]], limits: ScoringOptions) -> Score:
    """Return what a function of the organizer's own makes of rows, and of as many draws of them."""
    file, _, function = contest.asked.metric.rpartition(":")
    (columns,) = contest.asked.scored(contest.columns)
    pairs = pairs_of(rows, columns)
    how = Allowed(seconds=limits.seconds, memory=limits.memory)
    found = own_scores(limits.folder / file, function, pairs, limits.resamples, limits.seed, how)
    return _score(found[:1], np.array(found[1:]), len(rows))


def _classes(
    contest: Contest, solution: Mapping[str, dict[str, Any]], predictions: Mapping[str, Prediction]
) -> list[ClassScore]:
    """Return how well each class was found, where answers are classes."""
    found = []
    for name in contest.asked.answer:
        if contest.columns[name].item not in {"class_label", "bool"}:
            continue
        measure = measure_of("f1_macro", contest.task)
        pairs = [(solution[row]["answers"][name], predictions[row][name]) for row in sorted(solution)]
        counts = class_counts((measure.row(*pair), 1) for pair in pairs)
        found += [
            ClassScore(
                column=name,
                name=str(one),
                precision=right / (right + wrong) if right + wrong else 0.0,
                recall=right / (right + missed) if right + missed else 0.0,
                f1=f1(right, wrong, missed),
                rows=int(right + missed),
            )
            for one, (right, wrong, missed) in counts.items()
        ]
    return found


def _ranked(scored: Sequence[Scored], *, higher: bool) -> list[Scored]:
    """Return submissions by the board that decides, best first; equal scores share a rank."""

    def deciding(one: Scored) -> float | None:
        board = one.scores.get("private") or one.scores.get("all")
        return board.score if board else None

    decided = [one for one in scored if deciding(one) is not None]
    decided.sort(key=lambda one: (-(deciding(one) or 0.0) if higher else (deciding(one) or 0.0), one.submission))
    ranks: dict[float | None, int] = {}
    for place, one in enumerate(decided, 1):
        ranks.setdefault(deciding(one), place)
    ranked = [replace(one, rank=ranks[deciding(one)]) for one in decided]
    return ranked + [one for one in scored if deciding(one) is None]
