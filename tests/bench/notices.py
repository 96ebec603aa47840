"""Count what reads like a license notice in a Parquet file of texts, and the time it takes.

python tests/bench/notices.py TEXTS.parquet [COLUMN]
python tests/bench/notices.py --made [COUNT]

The second makes sentences that speak about licenses and notices and are none, each a text of its own: every candidate
there is false.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random

import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from noise.notices import english_other, named_other, other

from bdci_corpus.licenses.candidates import find_candidates


def made(count: int) -> list[str]:
    """Return different sentences about licenses and notices."""
    draw = Random(2026)
    sentences: dict[str, None] = {}
    while len(sentences) < count:
        sentences[draw.choice((other, english_other, named_other, named_other))(draw)] = None
    return [f"甲城在河边，街道走访了三百户。\n\n{sentence}\n" for sentence in sentences]


def main(path: str, column: str = "text") -> None:
    """Print every candidate, then a line of totals."""
    if path == "--made":
        texts = made(int(column) if column.isdecimal() else 1000)
    else:
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
