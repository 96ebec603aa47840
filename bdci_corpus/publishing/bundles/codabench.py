"""A bundle of Codabench, version 2: two phases, one for each leaderboard, and a scoring program of Python alone."""

from __future__ import annotations

import struct
import zlib
from datetime import date, timedelta

import yaml

from bdci_corpus.errors import PublishError
from bdci_corpus.publishing.bundles.parts import BundleFiles, Parts, archive, below

NEXT = """Upload bundle.zip under Benchmarks > Management > Upload; participants hand in a zip with one file in it.
The second phase opens by itself when the first ends, and takes the last submissions over."""

IMAGE = "codalab/codalab-legacy:py312"
"""The container of the platform whose Python is new enough."""

_LONGEST_KEY = 36
"""The longest title of a column, in characters."""

_SIDE = 128
"""The side of the logo, in pixels."""

PROGRAM = '''"""Score what Codabench hands over: python3 score.py INPUT OUTPUT."""

import json
import sys
from pathlib import Path

from scoring import Refused, score_text, task_from


def main(given, out):
    task = task_from((given / "ref" / "task.json").read_text("utf-8"))
    lines = (given / "ref" / "solution.jsonl").read_text("utf-8").splitlines()
    solution = {line["id"]: line["answers"] for line in map(json.loads, lines)}
    there = [path for path in sorted((given / "res").rglob("*")) if path.suffix.lower() in (".csv", ".tsv", ".jsonl")]
    there = [path for path in there if not path.name.startswith(".") and "__MACOSX" not in path.parts]
    if len(there) != 1:
        sys.exit(f"Hand in one file of CSV, TSV or JSON Lines; there are {len(there)}.")
    try:
        score = score_text(task, solution, there[0].read_bytes(), there[0].suffix.lower())
    except Refused as refused:
        sys.exit(f"not scored:\\n{refused}")
    (out / "scores.json").write_text(json.dumps({"score": score}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
'''


def files(parts: Parts) -> BundleFiles:
    """Return the bundle.

    Raises:
        PublishError: it has no days, which the platform needs.
    """
    return {"bundle.zip": archive(contents(parts))}


def contents(parts: Parts) -> BundleFiles:
    """Return what is in the bundle."""
    program = {
        "metadata.yaml": "command: python3 /app/program/score.py /app/input /app/output\n",
        "score.py": PROGRAM,
        "scoring.py": parts.code(),
    }
    return {
        "competition.yaml": yaml.safe_dump(_configuration(parts), allow_unicode=True, sort_keys=False),
        "logo.png": logo(),
        "pages/overview.md": parts.card,
        "pages/evaluation.md": parts.evaluation,
        "pages/terms.md": parts.rules,
        **below("scoring_program", program),
        **below("reference_public", parts.judge(("public",))),
        **below("reference_private", parts.judge(("private",))),
        **below("public_data", {**parts.tables(), **parts.rights()}),
    }


def _configuration(parts: Parts) -> dict[str, object]:
    opens, closes = (parts.asked.dates.get(key) for key in ("opens", "closes"))
    if opens is None or closes is None or opens >= closes:
        problem = "Codabench needs the days on which a phase begins and ends."
        remedy = 'Give them: dates = { opens = "2026-03-01", closes = "2026-05-31" }.'
        where = "corpus.toml > competition.dates"
        raise PublishError(where, problem, remedy)
    after = (date.fromisoformat(closes) + timedelta(days=1)).isoformat()
    column = {"title": parts.asked.metric[:_LONGEST_KEY], "key": "score", "index": 0, "precision": 6}
    tasks = [
        {"index": index, "name": name, "scoring_program": "scoring_program/", "reference_data": f"reference_{board}/"}
        for index, (name, board) in enumerate((("Public rows", "public"), ("Private rows", "private")))
    ]
    shared = {"public_data": "public_data/", "max_submissions_per_day": 5}
    return {
        "version": 2,
        "title": parts.title,
        "description": parts.description,
        "image": "logo.png",
        "terms": "pages/terms.md",
        "docker_image": IMAGE,
        "registration_auto_approve": parts.public,
        "pages": [
            {"title": "Overview", "file": "pages/overview.md"},
            {"title": "Evaluation", "file": "pages/evaluation.md"},
        ],
        "tasks": tasks,
        "phases": [
            {"name": "Public", "start": f"{opens} 00:00:00", "end": f"{closes} 23:59:59", "tasks": [0], **shared},
            {"name": "Final", "start": f"{after} 00:00:00", "tasks": [1], "auto_migrate_to_this_phase": True, **shared},
        ],
        "leaderboards": [
            {
                "title": "Results",
                "key": "main",
                "submission_rule": "Force_Best",
                "columns": [{**column, "sorting": "desc" if parts.higher else "asc"}],
            }
        ],
    }


def logo() -> bytes:
    """Return a picture, which the platform wants: a plain square, as PNG."""
    row = b"\0" + bytes((38, 84, 124)) * _SIDE
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(row * _SIDE, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
