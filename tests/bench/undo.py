"""Undoing many rows at once: the texts of a release with an edit every eight characters, in two encodings.

``python tests/bench/undo.py RELEASE`` prints megabytes of raw bytes, undone and hashed, a second of processor time.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from time import process_time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.checking.release import BATCH_ROWS
from bdci_corpus.checking.undoing import undone
from bdci_corpus.release.schema import EDIT

EVERY = 8


def noisy(documents: pa.Table, encoding: str) -> pa.Table:
    """Return traces of as many edits as the noisiest texts have."""
    places = [np.arange(0, max(len(text) - 1, 0), EVERY) for text in documents["text"].to_pylist()]
    starts = np.concatenate(places)
    before = pa.array(["山 ".encode(encoding)]).take(pa.array(np.zeros(len(starts), np.int64)))
    rules = pa.array([["pinyin"]], pa.list_(pa.string())).take(pa.array(np.zeros(len(starts), np.int64)))
    arrays = [pa.array(starts), pa.array(starts + 1), before, rules]
    edits = pa.StructArray.from_arrays(arrays, fields=list(EDIT))
    bounds = np.append(0, np.cumsum([len(own) for own in places]))
    lists = pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), edits)
    return pa.table({"id": documents["id"], "encoding": [encoding] * len(documents), "edits": lists})


def main(release: Path) -> None:
    """Print a line an encoding; the first turn loads the kernel and is not counted."""
    documents = pq.read_table(release / "documents", columns=["id", "text", "original_text"])
    for encoding in ("utf-8", "gb18030"):
        traces = noisy(documents, encoding)
        for turn in range(2):
            start, size = process_time(), 0
            for row in range(0, len(documents), BATCH_ROWS):
                for raw in undone(documents.slice(row, BATCH_ROWS), traces.slice(row, BATCH_ROWS)):
                    if not isinstance(raw, Exception):
                        size += len(raw)
                        sha256(raw)
            speed = size / 1e6 / (process_time() - start)
            if turn:
                print(f"{encoding:8} {size / 1e6:6.1f} MB  {speed:6.1f} MB/s a core")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
