"""Builds on a cluster of this machine, a worker or a node of which is killed: are the bytes those of one machine?

    python tests/bench/ray_kills.py laws.parquet                                      50,000 rows, three nodes
    python tests/bench/ray_kills.py laws.parquet --documents 5000 --nodes 2 --rounds 1

Needs the extra ``ray``. Texts are drawn as in ``build.py``; each round reads all of them anew.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/support"), str(ROOT / "tests/bench")]

from build import Drawn  # noqa: E402 - beside this one
from nodes import Killer, nodes  # noqa: E402 - as the line above

from bdci_corpus.building import build  # noqa: E402

ROW_BYTES = 3_300
"""About how many bytes a row has."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line a build."""
    parser = argparse.ArgumentParser()
    parser.add_argument("texts", type=Path)
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        raw.mkdir()
        Drawn(given.texts).rows(raw, given.documents * ROW_BYTES, ROW_BYTES // 3)
        expected = _sums(raw, Path(folder) / "local")
        with nodes(given.nodes) as cluster:
            for kind in ("worker", "node"):
                for number in range(given.rounds):
                    killer = Killer(cluster, kind)
                    start = time.monotonic()
                    same = _sums(raw, Path(folder) / "ray", killer) == expected
                    said = "the same bytes" if same else "OTHER BYTES"
                    seconds = time.monotonic() - start
                    sys.stdout.write(f"{kind} {number + 1}: {killer.killed} killed, {said}, {seconds:.0f} s\n")
                    sys.stdout.flush()


def _sums(raw: Path, out: Path, killer: Killer | None = None) -> str:
    result = build(raw, out=out, engine="ray" if killer else "local", progress=killer)
    sums = (result.release / "SHA256SUMS").read_text("utf-8")
    shutil.rmtree(out)
    return sums


if __name__ == "__main__":
    main()
