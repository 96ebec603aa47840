"""Audits of a million short rows: time, memory, and whether what was planted is counted.

    python tests/bench/audit.py million [--rows 1000000] [--form parquet|csv|jsonl] [--workers 2]
    python tests/bench/audit.py stages [--rows 1000000]

The rows are short posts of 20 to 120 characters in two splits; so many of each kind of leak are planted.
Each run is a process of its own. Nothing here fails by the clock.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT)]

PLANTED = {"exact": 1000, "cross-script": 500, "near": 200}


def rows(count: int, seed: int) -> dict[str, pa.Table]:
    """Return two splits of so many rows in all, and plant leaks between them."""
    import planted

    draw = random.Random(seed)
    words, weights = planted.vocabulary()
    pool = draw.choices(words, cum_weights=weights, k=1 << 20)
    marks = "，，，。！？"

    def post() -> str:
        start = draw.randrange(len(pool) - 60)
        picked = pool[start : start + draw.randint(8, 40)]
        draw.shuffle(picked)
        return "".join(word + (draw.choice(marks) if draw.random() < 0.2 else "") for word in picked)

    train = [post() for _ in range(count * 9 // 10)]
    test = [post() for _ in range(count - len(train))]
    place = 0
    for kind, number in PLANTED.items():
        for _ in range(number):
            text = train[place] = f"{post()}{post()}这个问题第{place}号。"
            if kind == "cross-script":
                text = planted.converter("s2t")(text)
            elif kind == "near":
                text = text[:-3] + "！" + text[-2:].replace("。", "啊")
            test[place] = text
            place += 1
    return {
        name: pa.table({"text": texts, "label": [draw.choice("甲乙丙") for _ in texts], "n": range(len(texts))})
        for name, texts in (("train", train), ("test", test))
    }


def written(folder: Path, count: int, form: str) -> list[str]:
    paths = []
    for name, table in rows(count, 1).items():
        path = folder / f"{name}.{form}"
        if form == "parquet":
            pq.write_table(table, path, compression="zstd")
        elif form == "csv":
            pc_csv.write_csv(table, path)
        else:
            path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table.to_pylist()), "utf-8")
        paths.append(str(path))
    return paths


def one(paths: list[str], workers: int, *, profiled: bool) -> None:
    """Audit, and print what it took."""
    import bdci_corpus

    if profiled:
        profile = cProfile.Profile()
        profile.enable()
    start, processor = time.perf_counter(), time.process_time()
    found = bdci_corpus.audit([Path(path) for path in paths], workers=workers)
    spent = time.perf_counter() - start, time.process_time() - processor
    if profiled:
        profile.disable()
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    total = sum(split.rows for split in found.report.splits)
    print(f"{total:,} rows: {spent[0]:.1f} s ({spent[1]:.1f} s of processor), peak {peak:,.0f} MB")
    print(f"  {found.report.summary}")
    print(f"  planted: {PLANTED}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["million", "stages", "one"])
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--form", default="parquet", choices=["parquet", "csv", "jsonl"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    if given.what == "one":
        one(given.paths, given.workers, profiled=given.profile)
        return
    with tempfile.TemporaryDirectory() as folder:
        paths = written(Path(folder), given.rows, given.form)
        more = ["--profile"] if given.what == "stages" else []
        command = [sys.executable, __file__, "one", *paths, "--workers", str(given.workers), *more]
        subprocess.run(command, check=True)  # noqa: S603 - this program


if __name__ == "__main__":
    main()
