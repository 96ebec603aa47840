"""Write a split of a table as it comes, a few rows at a time: Parquet files, and the hash of its rows."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.release.digests import hash_of, row_digests
from bdci_corpus.release.files import TablePart, part_of

SHARD_BYTES = 256_000_000
"""About how much of a table, uncompressed, goes into one Parquet file."""

ROW_GROUP_ROWS = 2_000
"""Rows of a group: what a client fetches to show one of them."""

AHEAD = 1
"""So many results more than processors wait for whoever takes them in order."""

_T = TypeVar("_T")
_R = TypeVar("_R")


def in_order(function: Callable[[_T], _R], tasks: Iterable[_T]) -> Iterator[_R]:
    """Yield the result of each task, in order; a few are made ahead, in threads: Arrow's work lets others run."""
    workers = os.cpu_count() or 1
    waiting = iter(tasks)
    with ThreadPoolExecutor(workers) as pool:
        running = deque(pool.submit(function, task) for task in islice(waiting, workers + AHEAD))
        while running:
            result = running.popleft().result()
            running.extend(pool.submit(function, task) for task in islice(waiting, 1))
            yield result


class PartWriter:
    """One split of a table on its way below ``root``; its files are named once it is known how many they are."""

    def __init__(self, root: Path, table: str, split: str, shard_bytes: int = SHARD_BYTES) -> None:
        """Write nothing yet: a table without rows has no file."""
        self._folder, self._root, self._table, self._split = root / table, root, table, split
        self._shard_bytes = shard_bytes
        self._waiting: list[pa.Table] = []
        self._digests: list[bytes] = []
        self._files: list[Path] = []
        self._writer: pq.ParquetWriter | None = None
        self._bytes = 0

    def write(self, rows: pa.Table, digests: Sequence[bytes] | None = None) -> None:
        """Append rows, whose digests may be known."""
        if not rows.num_rows:
            return
        self._digests.append(b"".join(row_digests(rows) if digests is None else digests))
        self._waiting.append(rows)
        held = sum(table.num_rows for table in self._waiting)
        if held >= ROW_GROUP_ROWS:
            self._flush(held - held % ROW_GROUP_ROWS)

    def close(self) -> TablePart | None:
        """Write the last rows, name the files, and return what was written; None if that is nothing."""
        self._flush(sum(table.num_rows for table in self._waiting))
        self._end()
        count = len(self._files)
        names = [f"{self._table}/{self._split}-{number:05}-of-{count:05}.parquet" for number in range(count)]
        for path, name in zip(self._files, names, strict=True):
            path.rename(self._root / name)
        if not names:
            return None
        return part_of(self._root, f"{self._table}/{self._split}", names, hash_of(self._digests))

    def _flush(self, count: int) -> None:
        """Write the first rows of those that wait: whole row groups, but for the last of all."""
        if not count:
            return
        rows = pa.concat_tables(self._waiting)
        self._waiting = [rest] if (rest := rows.slice(count)).num_rows else []
        rows = rows.slice(0, count)
        for start in range(0, count, ROW_GROUP_ROWS):
            group = rows.slice(start, ROW_GROUP_ROWS)
            if self._bytes and self._bytes + group.nbytes > self._shard_bytes:
                self._end()
            self._bytes += group.nbytes
            self._open(group.schema).write_table(group.combine_chunks(), row_group_size=ROW_GROUP_ROWS)

    def _open(self, schema: pa.Schema) -> pq.ParquetWriter:
        if self._writer is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f".{self._split}-{len(self._files):05}"
            self._files.append(path)
            self._writer = pq.ParquetWriter(
                path, schema, compression="zstd", use_content_defined_chunking=True, write_page_index=True
            )
        return self._writer

    def _end(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer, self._bytes = None, 0


def write_part(root: Path, table: str, split: str, rows: pa.Table) -> TablePart | None:
    """Write one split of a table below ``root``; None if it has no rows."""
    writer = PartWriter(root, table, split)
    for start in range(0, rows.num_rows, ROW_GROUP_ROWS):
        writer.write(rows.slice(start, ROW_GROUP_ROWS))
    return writer.close()
