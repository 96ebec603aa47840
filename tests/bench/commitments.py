"""Change revealed files, proofs and the files of a promise at random: how many changes does `verify` find and name?

    python tests/bench/commitments.py 10000

Of a revealed file and a proof the row has to be named that was changed; of the release's own files the file.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "support"), str(TESTS.parent)]

from contests import make_contest  # noqa: E402
from mutated_bytes import mutated  # noqa: E402

from bdci_corpus.building import build  # noqa: E402 - found by the path above
from bdci_corpus.competing import reveal, verify  # noqa: E402
from bdci_corpus.project import open_project  # noqa: E402

OWN_FILES = ("commitment.json", "manifest.json", "commitments/test-00000-of-00001.parquet")


class Promised:
    """A release that promises answers, and what opens them."""

    def __init__(self, folder: Path) -> None:
        """Build a competition in a folder."""
        make_contest(folder, "question-answering", "joint_f1", count=60)
        self.release = build(folder, out=folder / "release", workers=1, freeze=True).release
        project, private = open_project(folder), folder / "private" / "contest"
        self.opened = reveal(project, private, "test").encode()
        self.ids = [json.loads(line)["id"] for line in self.opened.splitlines()]
        self.proofs = {name: reveal(project, private, "test", name).encode() for name in self.ids}

    def judged(self, kind: str, draw: random.Random) -> str:
        """Change something of a kind; return whether it was found, and named."""
        if kind == "file":
            path = self.release / draw.choice(OWN_FILES)
            whole = path.read_bytes()
            path.write_bytes(mutated(whole, draw))
            problems = [str(one) for one in verify(self.release, self.opened)]
            path.write_bytes(whole)
            named = {path.relative_to(self.release).as_posix()}
        else:
            name = draw.choice(self.ids)
            data = mutated(self.opened if kind == "revealed" else self.proofs[name], draw)
            problems = [str(one) for one in verify(self.release, data)]
            named = self._changed(data) if kind == "revealed" else set()
        if not problems:
            return "NOT FOUND"
        return "found and named" if all(any(one in said for said in problems) for one in named) else "NOT NAMED"

    def _changed(self, data: bytes) -> set[str]:
        lines, ours = data.split(b"\n"), self.opened.split(b"\n")[:-1]
        return {name for at, name in enumerate(self.ids) if at >= len(lines) or lines[at] != ours[at]}


def tally(count: int, folder: Path) -> Counter[str]:
    """Return how many changes came out how, by kind."""
    promised, draw, found = Promised(folder), random.Random(0), Counter[str]()
    for number in range(count):
        kind = ("revealed", "proof", "file")[number % 3]
        found[f"{kind}: {promised.judged(kind, draw)}"] += 1
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for what, number in sorted(tally(int(sys.argv[1]) if sys.argv[1:] else 300, Path(folder)).items()):
            print(f"{number:7,}  {what}")
