"""Read as many submissions as asked, half of them wrong in a known way, and say which were judged wrongly.

    python tests/bench/submissions.py 10000

Prints how many of each kind were read. Scores are compared with scikit-learn's by `tests/competing/test_measures.py`.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "support"), str(Path(__file__).parents[2])]

import submissions  # noqa: E402

from bdci_corpus.competing.files import read_submission  # noqa: E402

SUFFIXES = (".csv", ".tsv", ".jsonl", ".parquet")


def judged(count: int, seed: int, folder: Path) -> Counter[str]:
    """Return how many submissions were judged how; what is wrong is printed."""
    draw, found = random.Random(seed), Counter[str]()
    while found.total() < count:
        form = submissions.form_of(draw)
        made = submissions.spoiled(form, draw) if found.total() % 2 else None
        suffix = made.suffix if made else draw.choice(SUFFIXES)
        data = made.data if made else submissions.written(form, submissions.right_rows(form, draw), suffix, draw)
        path = folder / f"submission{suffix}"
        path.write_bytes(data)
        _, faults = read_submission(path, form)
        if bool(faults) != bool(made):
            print("wrongly judged:", made.kind if made else "right", data, faults)
            found["WRONGLY JUDGED"] += 1
        elif made and made.column is not None and not any(f.column in {made.column, f"{made.column}_"} for f in faults):
            print("not named:", made.kind, faults)
            found["NOT NAMED"] += 1
        else:
            found["wrong, refused and named" if made else "right, read"] += 1
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for what, number in sorted(judged(int(sys.argv[1]) if sys.argv[1:] else 1000, 0, Path(folder)).items()):
            print(f"{number:7,}  {what}")
