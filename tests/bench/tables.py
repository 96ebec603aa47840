"""How many generated tables are read cell by cell as written, and what fails.

python tests/bench/tables.py                2,000 tables
python tests/bench/tables.py --tables 200 --from 5000
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from noise.tables import make  # noqa: E402

from bdci_corpus.errors import CorpusError  # noqa: E402 - found by the path above


def main() -> None:
    from tables_read import misread

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=2000)
    parser.add_argument("--from", type=int, default=0, dest="first")
    said = parser.parse_args()
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(said.first, said.first + said.tables):
            table = make(random.Random(seed))
            try:
                problem = misread(table, Path(folder))
            except CorpusError as error:
                problem = f"refused: {error}"
            if problem:
                wrong[problem.partition(":")[0]] += 1
                print(f"{seed}: {table.how}\n    {problem[:300]}")
    print(f"{said.tables - wrong.total():,} of {said.tables:,} tables are read cell by cell as written; {dict(wrong)}")


if __name__ == "__main__":
    main()
