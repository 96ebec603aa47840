"""Two archives: what participants get, and what stays with the organizer, with a program that scores anywhere."""

from __future__ import annotations

from bdci_corpus.publishing.bundles.parts import BundleFiles, Parts, archive

NEXT = """Give participants.zip to participants, and keep organizer.zip.
Score with Python alone: unpack organizer.zip, then `python score.py submission.csv`."""

SCORE = '''"""Score a submission: python score.py submission.csv. It needs the files beside it and Python, no more."""

import json
import sys
from pathlib import Path

from scoring import Refused, score_text, task_from

HERE = Path(__file__).parent
TASK = task_from((HERE / "task.json").read_text("utf-8"))
LINES = [json.loads(line) for line in (HERE / "solution.jsonl").read_text("utf-8").splitlines()]


def main(path):
    scores = {}
    for board in ("public", "private", "all"):
        solution = {line["id"]: line["answers"] for line in LINES if board in ("all", line["usage"])}
        scores[board] = score_text(TASK, solution, path.read_bytes(), path.suffix.lower())
    return scores


if __name__ == "__main__":
    try:
        print(json.dumps(main(Path(sys.argv[1]))))
    except Refused as refused:
        sys.exit(f"not scored:\\n{refused}")
'''


def files(parts: Parts) -> BundleFiles:
    """Return both archives."""
    pages = {"README.md": parts.card, "evaluation.md": parts.evaluation, "rules.md": parts.rules}
    participants = {**parts.tables(), **parts.rights(), **pages}
    organizer = {**parts.judge(("public", "private")), "score.py": SCORE, "scoring.py": parts.code()}
    return {"participants.zip": archive(participants), "organizer.zip": archive(organizer)}
