"""A benchmark on a hub: a private repository with answers, ``eval.yaml`` and the program that scores.

It is private, and never gated: a gate shows answers to everyone whom it lets in. The public release is published apart.
"""

from __future__ import annotations

import json

import yaml

from bdci_corpus.publishing.bundles.parts import BundleFiles, Parts, below
from bdci_corpus.publishing.bundles.plain import SCORE

NEXT = """hf repos create OWNER/NAME-answers --repo-type dataset --private
hf upload OWNER/NAME-answers answers --repo-type dataset
Never gate that repository or make it public: it holds the answers. Publish the release with `bdci-corpus publish`."""

FRAMEWORK = "inspect-ai"
"""The one framework of the hub's list that reads a table of questions and targets."""


def files(parts: Parts) -> BundleFiles:
    """Return the files of the private repository."""
    answer = parts.asked.answer[0]
    evaluation = {
        "name": parts.title,
        "description": parts.description,
        "evaluation_framework": FRAMEWORK,
        "tasks": [
            {
                "id": f"{parts.name}-{split}",
                "config": "default",
                "split": split,
                "field_spec": {"input": "text", "target": "target"},
                "solvers": [{"name": "generate"}],
                "scorers": [{"name": "exact"}],
            }
            for split in parts.asked.splits
        ],
    }
    tables = {f"data/{split}.jsonl": _rows(parts, split, answer) for split in parts.asked.splits}
    configs = [
        {
            "config_name": "default",
            "data_files": [{"split": split, "path": f"data/{split}.jsonl"} for split in parts.asked.splits],
        }
    ]
    front = yaml.safe_dump({"configs": configs, "license": "other", "license_name": "private"}, sort_keys=False)
    card = f"---\n{front}---\n# {parts.title}: answers\n\nKeep this repository private, and not gated.\n"
    program = {**parts.judge(("public", "private")), "score.py": SCORE, "scoring.py": parts.code()}
    return below(
        "answers",
        {
            "README.md": card,
            "eval.yaml": yaml.safe_dump(evaluation, allow_unicode=True, sort_keys=False),
            **tables,
            **below("program", program),
        },
    )


def _rows(parts: Parts, split: str, answer: str) -> str:
    """Return a line a row: its id, its text, and the target as text."""
    there = parts.contest.read("documents", split, [parts.asked.id, "text"])
    texts = {str(row[parts.asked.id]): row["text"] for row in there.to_pylist()}
    lines = [
        {"id": name, "text": texts[name], "target": _target(line["answers"][answer])}
        for name, line in parts.solution.items()
        if line["split"] == split
    ]
    return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)


def _target(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
