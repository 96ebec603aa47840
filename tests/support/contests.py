"""Competitions of every task, from a seed: what an organizer has, as a project that builds."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import planted

SPLITS = {"train": 0.5, "validation": 0.2, "test": 0.3}

CONFIG = """
[corpus]
name = "contest"
version = "{version}"
[[sources]]
name = "table"
files = ["seeds/*.jsonl"]
license = "{terms}"
[columns]
{columns}
[splits]
ratios = {{ {ratios} }}
{splits}
[competition]
splits = ["test"]
{competition}
"""


LABELS = ("甲", "乙", "丙")


def note(number: object) -> str:
    """Return a text that stands nowhere else."""
    return f"批{sha256(str(number).encode()).hexdigest()[:12]}"


def rows_of(task: str, draw: random.Random, count: int = 40) -> list[dict[str, object]]:
    """Return the rows of a table for a task."""
    rows: list[dict[str, object]] = [
        {"id": f"r{number}", "text": planted.synthetic(draw, 150)} for number in range(count)
    ]
    return [{**row, **_answers(task, draw, str(row["text"]), rows)} for row in rows]


def _answers(task: str, draw: random.Random, text: str, rows: list[dict[str, object]]) -> dict[str, object]:
    start = draw.randrange(10, 100)
    if task in {"classification", "pairs"}:
        return {"answer": draw.choice(LABELS[: 2 if task == "pairs" else 3])}
    if task == "multi-label":
        return {"answer": draw.sample(LABELS, draw.randrange(1, 3))}
    if task == "regression":
        return {"answer": round(draw.gauss(3, 2), 3)}
    if task == "spans":
        return {"answer": [f"{start}:{start + 4}:地名", f"{start + 6}:{start + 9}:人名"][: draw.randrange(3)]}
    if task == "question-answering":
        return {
            "answer": [text[start : start + 6], text[start : start + 4]],
            "evidence": [f"a.jsonl#{draw.choice(rows)['id']}"],
        }
    raise ValueError(task)


KINDS = {
    "classification": (
        {"answer": "class_label"},
        ("accuracy", "balanced_accuracy", "f1_macro", "f1_micro", "f1_weighted", "matthews_corrcoef"),
    ),
    "multi-label": ({"answer": "list[class_label]"}, ("accuracy", "f1_macro", "f1_micro", "f1_weighted")),
    "regression": ({"answer": "float64"}, ("mean_absolute_error", "mean_squared_error", "r2")),
    "pairs": ({"answer": "class_label"}, ("accuracy", "f1_macro")),
    "spans": ({"answer": "list[string]"}, ("exact_match", "span_f1", "entity_f1")),
    "question-answering": (
        {"answer": "list[string]", "evidence": "list[string]"},
        ("exact_match", "span_f1", "joint_f1"),
    ),
    "retrieval": ({"answer": "list[string]"}, ("ndcg@10", "recall@10", "recall@5", "mrr")),
}
"""The columns and the metrics of each task."""


def make_contest(
    folder: Path,
    task: str,
    metric: str,
    *,
    version: str = "0.1.0",
    count: int = 40,
    more: str = "",
    terms: str = "CC0-1.0",
) -> Path:
    """Write a project that asks a task, scored by a metric."""
    columns, _ = KINDS[task]
    (folder / "seeds").mkdir(parents=True, exist_ok=True)
    draw = random.Random(7)
    rows = retrieval_rows(draw, count) if task == "retrieval" else rows_of(task, draw, count)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "seeds" / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    asked = f'answer = {json.dumps(list(columns))}\nmetric = "{metric}"\ntask = "{task}"\n{more}'
    given = {**columns, **({"part": "string"} if task == "retrieval" else {})}
    ratios = SPLITS if task != "retrieval" else {"corpus": 0.4, "train": 0.2, "validation": 0.1, "test": 0.3}
    text = CONFIG.format(
        version=version,
        terms=terms,
        columns="\n".join(f'{name} = "{kind}"' for name, kind in given.items()),
        ratios=", ".join(f"{name} = {share}" for name, share in ratios.items()),
        splits='from = "part"' if task == "retrieval" else "",
        competition=asked,
    )
    (folder / "corpus.toml").write_text(text, encoding="utf-8")
    # The secret decides which rows are on the public board: drawn anew, some runs had one class there.
    (folder / "private").mkdir(exist_ok=True)
    (folder / "private" / "contest.secret").write_text(f"{draw.randbytes(32).hex()}\n", encoding="ascii")
    return folder


def retrieval_rows(draw: random.Random, count: int) -> list[dict[str, object]]:
    """Return documents of a collection, and questions made of pieces of one or two of them."""
    kept = [{"id": f"d{number}", "text": planted.synthetic(draw, 150), "part": "corpus"} for number in range(count)]
    asked = []
    for number in range(count // 2):
        one, other = draw.sample(kept, 2)
        text = f"{str(one['text'])[20:34]}和{str(other['text'])[50:60]}有什么关系，第{number}问？"
        part = ("train", "validation", "test")[number % 3]
        answer = [f"a.jsonl#{one['id']}", f"a.jsonl#{other['id']}"][: 1 + number % 2]
        asked.append({"id": f"q{number}", "text": text, "answer": answer, "part": part})
    return [*kept, *asked]


def solution_of(folder: Path) -> dict[str, dict[str, object]]:
    """Return the organizer's answers by id."""
    lines = (folder / "private" / "contest" / "solution.jsonl").read_text("utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def write_submission(path: Path, rows: Mapping[str, Mapping[str, object]]) -> Path:
    """Write predictions by id as CSV, lists as JSON."""
    names = list(next(iter(rows.values())))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", *names])
        for name, row in rows.items():
            cells = (
                json.dumps(row[one], ensure_ascii=False) if isinstance(row[one], list) else row[one] for one in names
            )
            out.writerow([name, *cells])
    return path


def perfect(folder: Path, task: str) -> dict[str, dict[str, object]]:
    """Return the answers as predictions: of several right answers the first."""
    found = {}
    for name, row in solution_of(folder).items():
        answers = dict(row["answers"])  # type: ignore[call-overload]
        if task == "question-answering":
            answers["answer"] = answers["answer"][0]
        found[name] = answers
    return found
