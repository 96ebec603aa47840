"""What a release says of its competition, and the files beside its tables that belong to it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from bdci_corpus.project import Competition, OwnColumn, metric_named

SAMPLE = "sample_submission.csv"

BASELINE = "baseline.py"

COMMITMENT = "commitment.json"

SOLUTION = "solution.jsonl"

FORMAT = "bdci-corpus/1: HMAC-SHA256 salts, SHA-256 leaves, the tree of RFC 9162"


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What is promised of answers: the rows of the table ``commitments`` by split, and each split's root in hex.

    ``earlier`` are the roots of earlier versions, as ``(version, split, rows, root)``; ``solution`` the lines of
    ``SOLUTION``, which only the organizer gets, and ``boards`` how many rows of each split count for which leaderboard.
    """

    tables: Mapping[str, pa.Table]
    roots: Mapping[str, str]
    earlier: Sequence[tuple[str, str, int, str]]
    solution: Sequence[str] = field(repr=False)
    boards: Mapping[str, Mapping[str, int]] = field(repr=False)


def commitment_json(
    asked: Competition, rows: Mapping[str, int], roots: Mapping[str, str], earlier: Sequence[tuple[str, str, int, str]]
) -> str:
    """Return commitment.json; ``rows`` are counted by split."""
    columns = list(asked.answer)
    splits = {split: {"columns": columns, "root": root, "rows": rows.get(split, 0)} for split, root in roots.items()}
    value = {"earlier": [list(one) for one in earlier], "format": FORMAT, "splits": splits}
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitionSummary:
    """What pages say of a competition: corpus.toml's table, the types of its answers, and the roots by split."""

    competition: Competition
    columns: Mapping[str, OwnColumn]
    roots: Mapping[str, str]
    own_baseline: bool

    @property
    def task(self) -> str:
        """What is asked."""
        return self.competition.asks(self.columns)

    @property
    def words(self) -> str:
        """The metric in words."""
        metric = metric_named(self.competition.metric)
        return metric.words if metric else "A function of the organizer's own."

    @property
    def chinese(self) -> str:
        """The same in Chinese."""
        metric = metric_named(self.competition.metric)
        return metric.chinese if metric else "组织者自定的函数。"

    @property
    def formula(self) -> str:
        """The metric as a formula."""
        metric = metric_named(self.competition.metric)
        return metric.formula if metric else self.competition.metric

    @property
    def higher(self) -> bool:
        """Whether more is better."""
        metric = metric_named(self.competition.metric)
        return metric.higher if metric else True


def default_answer(asked: CompetitionSummary, name: str) -> str:
    """Return an answer of a column that is valid, whatever the row: the first class, zero, nothing."""
    kind = asked.competition.submitted_type(name, asked.columns)
    names = asked.columns[name].names
    if kind.startswith("list["):
        return "[]"
    return {
        "class_label": names[0] if names else "",
        "bool": "false",
        "int64": "0",
        "float64": "0",
        "date": "2000-01-01",
    }.get(kind, "")
