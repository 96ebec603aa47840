"""A submission judged by what a bundle holds: by the standard library alone, the same score as ``competition score``.

A *task* is a ``ScoringTask`` as JSON: the form of submissions, the metric, and what it scores. ``score_text`` judges
a file, ``score_frames`` tables of pandas, as Kaggle and mle-bench hand them over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bdci_corpus.competing.cells import AnswerColumn, from_text
from bdci_corpus.competing.measures import measure_of
from bdci_corpus.competing.submission import Fault, Prediction, SubmissionForm, SubmissionRows, predictions, read_text

MOST_TOLD = 20
"""So many faults are told at once."""

_ANY_LENGTH = 1 << 60
"""Stands for the length of a text where it is not at hand: no span is refused for its end."""


class Refused(Exception):  # noqa: N818 - a submission that is refused is no error of the program
    """A submission with faults, which is never scored."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults; the message names the first ones."""
        shown = [f"row {one.row} > {one.column}: {one.problem} {one.remedy}" for one in faults[:MOST_TOLD]]
        more = [f"and {len(faults) - MOST_TOLD} more"] if len(faults) > MOST_TOLD else []
        super().__init__("\n".join([*shown, *more]))
        self.faults = faults


@dataclass(frozen=True)
class ScoringTask:
    """What is asked, and how it is scored: entries of ``scored`` are answer columns that are scored together.

    ``answers`` are the columns as answers have them. ``own`` is the program of a metric of one's own, and the name of
    its function.
    """

    form: SubmissionForm
    answers: Mapping[str, AnswerColumn]
    metric: str
    task: str
    scored: Sequence[Sequence[str]]
    own: tuple[str, str] | None = None

    def score(self, rows: Sequence[tuple[Prediction, Prediction]]) -> float | None:
        """Return the score of answers and predictions, in the order of ids; None where nothing determines it."""
        if self.own:
            pairs = pairs_of(rows, self.scored[0])
            return float(self._function()([one for one, _ in pairs], [one for _, one in pairs]))
        measure = measure_of(self.metric, self.task)
        found = [measure.total((measure.row(*pair), 1) for pair in pairs_of(rows, columns)) for columns in self.scored]
        there = [one for one in found if one is not None]
        return sum(there) / len(there) if there and len(there) == len(found) else None

    def _function(self) -> Callable[[Sequence[object], Sequence[object]], float]:
        source, name = self.own or ("", "")
        names: dict[str, Any] = {"__name__": "own_metric"}
        exec(compile(source, "own_metric.py", "exec"), names)  # noqa: S102 - the organizer's own program
        function: Callable[[Sequence[object], Sequence[object]], float] = names[name]
        return function


def pairs_of(rows: Sequence[tuple[Prediction, Prediction]], columns: Sequence[str]) -> list[tuple[Any, Any]]:
    """Return answers and predictions: of one column as they are, of several together."""
    if len(columns) == 1:
        return [(answer[columns[0]], guess[columns[0]]) for answer, guess in rows]
    return [(tuple(answer[one] for one in columns), tuple(guess[one] for one in columns)) for answer, guess in rows]


def task_json(task: ScoringTask, *, rows: bool) -> str:
    """Return a task as JSON; without ``rows``, the ids and lengths come from elsewhere."""
    form = task.form
    value = {
        "id": form.id,
        "separator": form.separator,
        "columns": {name: _column_data(column) for name, column in form.columns.items()},
        "answers": {name: _column_data(column) for name, column in task.answers.items()},
        "rows": dict(form.rows) if rows else {},
        "known": sorted(form.known) if rows else [],
        "metric": task.metric,
        "task": task.task,
        "scored": [list(columns) for columns in task.scored],
        "own": list(task.own) if task.own else None,
    }
    return json.dumps(value, ensure_ascii=True, indent=1) + "\n"


def _column_data(column: AnswerColumn) -> dict[str, object]:
    return {"type": column.type, "names": list(column.names), "role": column.role}


def task_from(text: str) -> ScoringTask:
    """Return the task that JSON says."""
    value = json.loads(text)
    columns, answers = (
        {name: AnswerColumn(one["type"], tuple(one["names"]), one["role"]) for name, one in value[key].items()}
        for key in ("columns", "answers")
    )
    form = SubmissionForm(value["id"], columns, value["rows"], frozenset(value["known"]), value["separator"])
    own = (value["own"][0], value["own"][1]) if value["own"] else None
    return ScoringTask(form, answers, value["metric"], value["task"], value["scored"], own)


def score_text(task: ScoringTask, solution: Mapping[str, Prediction], data: bytes, suffix: str) -> float | None:
    """Return the score of a file of CSV, TSV or JSON Lines over the rows of a solution: some, or all, of the task's.

    Raises:
        Refused: it has faults.
    """
    found, faults = predictions(read_text(data, suffix, task.form), task.form)
    if faults:
        raise Refused(faults)
    return task.score([(solution[name], found[name]) for name in sorted(solution)])


def score_frames(task: ScoringTask, solution: Any, submission: Any) -> float | None:  # noqa: ANN401 - tables of pandas
    """Return the score of a table of predictions against one of answers; rows are matched by id.

    Raises:
        Refused: it has faults.
    """
    answers: dict[str, Prediction] = {}
    for row in _records(solution):
        cells = {name: from_text(row[name], column, task.form.separator) for name, column in task.answers.items()}
        answers[row[task.form.id]] = cells
    there = _records(submission)
    named = frozenset(one for row in there for cell in row.values() for one in _named(cell, task.form.separator))
    form = SubmissionForm(
        task.form.id, task.form.columns, dict.fromkeys(answers, _ANY_LENGTH), named, task.form.separator
    )
    missing = [Fault(0, name, "The column is missing.", "Add it.") for name in form.header() if name not in submission]
    if missing:
        raise Refused(missing)
    found, faults = predictions(SubmissionRows(list(enumerate(there, 2)), text=True), form)
    if faults:
        raise Refused(faults)
    return task.score([(answers[name], found[name]) for name in sorted(answers)])


def _records(frame: Any) -> list[dict[str, str]]:  # noqa: ANN401 - a table of pandas
    """Return the rows of a table with cells as they stood in its file: what pandas took for missing was empty."""
    return [{str(key): _as_text(value) for key, value in row.items()} for row in frame.to_dict("records")]


def _as_text(value: object) -> str:
    missing = value is None or value != value  # noqa: PLR0124 - NaN, whatever its type
    return "" if missing else str(value)


def _named(cell: str, separator: str) -> Sequence[str]:
    try:
        value = json.loads(cell) if cell.startswith("[") else [one.strip() for one in cell.split(separator)]
    except ValueError:
        return []
    return [one for one in value if isinstance(one, str)]
