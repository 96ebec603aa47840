"""How soon a release of many rows is seen: ``python tests/bench/view.py [ROWS]``, in a folder of its own.

Rows are made, of a text and a trace each; what is measured is processor time and seconds by the clock of what a
reader does. Of a million rows, on a machine with much other work:

    open 1,000,000 rows, list the first      0.79 s,    0.03 s of processor
    one row by its id                        0.66 s,    0.03 s of processor
    filters                                  6.95 s,    0.38 s of processor
    search, first answer                     0.41 s,    0.02 s of processor
    rules                                   15.03 s,    0.83 s of processor
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.release import schema_of
from bdci_corpus.viewing import ReleaseView, RowQuery
from bdci_corpus.viewing.detail import detail_of

BATCH = 20_000
"""Rows that are made at a time."""


def made(root: Path, rows: int) -> None:
    """Write a release of so many rows, as ``view`` needs it."""
    tables: dict[str, dict[str, object]] = {}
    for table in ("documents", "traces"):
        (root / table).mkdir(parents=True)
        schema = schema_of(table)
        name = f"{table}/train-00000-of-00001.parquet"
        with pq.ParquetWriter(root / name, schema) as writer:
            for start in range(0, rows, BATCH):
                values = [_row(schema, number) for number in range(start, min(start + BATCH, rows))]
                writer.write_table(pa.Table.from_pylist(values, schema=schema), row_group_size=2_000)
        tables[f"{table}/train"] = {"files": [name], "rows": rows, "logical_sha256": ""}
    corpus = {"name": "made", "version": "1", "raw": "."}
    (root / "manifest.json").write_text(json.dumps({"tables": tables, "configuration": {"corpus": corpus}}))


def _row(schema: pa.Schema, number: int) -> dict[str, object]:
    known = {
        "id": f"{number:08}.txt",
        "split": "train",
        "text": f"第{number}篇，今天的天气很好，大家都去河边散步了。" * 8,
        "source": f"source-{number % 7}",
        "license": "CC0-1.0",
        "restriction": "open",
        "language": "zh-Hans",
        "encoding": "utf-8",
        "loader": "plain_text",
        "edits": [{"start": 4, "end": 5, "before": b",", "rules": ["punctuation" if number % 3 else "spacing"]}],
        "fields": [],
    }
    return {field.name: known.get(field.name, _empty(field)) for field in schema}


def _empty(field: pa.Field) -> object:
    if field.nullable:
        return None
    if pa.types.is_list(field.type):
        return []
    return 0 if pa.types.is_integer(field.type) else False if pa.types.is_boolean(field.type) else ""


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    print(f"{what:34} {time.perf_counter() - clock:7.2f} s, {time.process_time() - processor:7.2f} s of processor")


def main(rows: int) -> None:
    """Make a release and look at it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "made"
        made(root, rows)
        with timed(f"open {rows:,} rows, list the first"):
            release = ReleaseView(root)
            release.chosen(RowQuery())
        with timed("one row, all of it"):
            detail_of(release, rows // 2)
        with timed("one row by its id"):
            release.number_of(f"{rows - 2:08}.txt")
        with timed("filters"):
            release.counted()
        with timed("filter by source, page in the middle"):
            release.chosen(RowQuery(values={"source": "source-3"}, start=rows // 2))
        with timed("search, first answer"):
            release.chosen(RowQuery(words=f"第{rows - 3}篇"))
        with timed("rules"):
            print(list(release.rules))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
