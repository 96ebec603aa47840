"""Tables that lie in files: read where they are looked at, and let go of, so that memory does not grow with them."""

from __future__ import annotations

import mmap
from pathlib import Path
from threading import Lock
from weakref import WeakSet

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

FEW_RUNS = 500
"""Rows that are kept stand in runs; where these have so many rows on average, their table is made of slices."""

_MAPS: WeakSet[_Map] = WeakSet()

_MAPPING = Lock()
"""Held by who adds a map or goes through them: a check does both in two threads."""


class _Map(mmap.mmap):
    """A file in memory, which can be referred to weakly."""


def mapped_table(path: Path) -> pa.Table:
    """Return the table of an Arrow file, of which nothing is read before it is looked at."""
    with path.open("rb") as file:
        mapped = _Map(file.fileno(), 0, access=mmap.ACCESS_READ)
    with _MAPPING:
        _MAPS.add(mapped)
    return pa.ipc.open_file(pa.BufferReader(pa.py_buffer(mapped))).read_all()


def forget_mapped() -> None:
    """Let go of what was read of mapped tables: it is read again where it is looked at again."""
    if hasattr(mmap, "MADV_DONTNEED"):
        with _MAPPING:
            maps = list(_MAPS)
        for mapped in maps:
            mapped.madvise(mmap.MADV_DONTNEED)


def filtered(table: pa.Table, kept: pa.ChunkedArray | pa.Array) -> pa.Table:
    """Return the rows of a table that are kept: the table itself, or slices of it, where most are."""
    mask = kept.to_numpy() if isinstance(kept, pa.ChunkedArray) else kept.to_numpy(zero_copy_only=False)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8))).reshape(-1, 2)
    if len(edges) == 1 and edges[0, 1] - edges[0, 0] == table.num_rows:
        return table
    if not len(edges) or len(edges) * FEW_RUNS > table.num_rows:
        return table.filter(kept)
    return pa.concat_tables([table.slice(start, end - start) for start, end in edges.tolist()])


def among(table: pa.Table, column: str, values: pa.ChunkedArray | pa.Array) -> pa.Table:
    """Return the rows whose value in a column is one of some."""
    wanted = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return filtered(table, pc.is_in(table[column], wanted))


def rows_at(table: pa.Table, places: NDArray[np.integer]) -> pa.Table:
    """Return the rows at some places, and read no others: of each chunk it takes those that stand in it."""
    places = places.astype(np.int64, copy=False)  # Arrow counts them unsigned, of which a difference is a float
    bounds = np.cumsum([0, *(len(chunk) for chunk in table.column(0).chunks)])
    owners = np.searchsorted(bounds, places, side="right") - 1
    order = np.argsort(owners, kind="stable")
    parts = []
    for owner in np.unique(owners).tolist():
        own = places[order[owners[order] == owner]]
        start, count = int(own[0]), len(own)
        if bool((own == np.arange(start, start + count)).all()):
            parts.append(table.slice(start, count))
        else:
            chunk = table.slice(int(bounds[owner]), int(bounds[owner + 1] - bounds[owner]))
            parts.append(chunk.take(pa.array(own - bounds[owner])))
    whole = pa.concat_tables(parts) if parts else table.slice(0, 0)
    if bool((order == np.arange(len(order))).all()):
        return whole
    return whole.take(pa.array(np.argsort(order)))
