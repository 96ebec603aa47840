"""Count what reads like a license notice in a Parquet file of texts, and the time it takes.

python tests/bench/notices.py TEXTS.parquet [COLUMN]
"""

from __future__ import annotations

import sys
import time

import pyarrow.parquet as pq

from bdci_corpus.licenses.candidates import find_candidates


def main(path: str, column: str = "text") -> None:
    """Print every candidate, then a line of totals."""
    texts = pq.read_table(path, columns=[column])[column].to_pylist()
    size = sum(len(text.encode()) for text in texts)
    started = time.process_time()
    found = [(text, candidate) for text in texts for candidate in find_candidates(text)]
    seconds = time.process_time() - started
    for text, candidate in found:
        print(candidate.kind, " ".join(text[candidate.start : candidate.end].split()), sep="\t")
    speed = f"{size / 1e6 / seconds:.0f} MB/s of process time"
    print(f"{len(texts)} texts, {size / 1e6:.1f} MB: {len(found)} candidates, {speed}")


if __name__ == "__main__":
    main(*sys.argv[1:])
