"""Undoing: the raw bytes of many rows at once, the same that ``undo`` gives of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bdci_corpus.check import undo_kernels
from bdci_corpus.trace import undo
from bdci_corpus.trace.compiling import compiled

MANY = 100_000
"""From how many edits on compiling a loop over them pays."""

Raw = bytes | memoryview | UnicodeError | LookupError
"""The bytes of a region, or why there are none."""


def undone(documents: pa.Table, traces: pa.Table) -> Iterator[Raw]:
    """Yield what undoing gives of each row; the tables' rows, with the same ids, stand side by side."""
    fast = len(traces) and pc.sum(pc.list_value_length(traces["edits"])).as_py() >= MANY
    quick = _all_at_once(documents, traces) if fast else [None] * len(traces)
    for number, (raw, encoding) in enumerate(zip(quick, traces["encoding"].to_pylist(), strict=True)):
        yield raw if raw is not None and encoding == "utf-8" else _one(documents, traces, number)


def _one(documents: pa.Table, traces: pa.Table, number: int) -> Raw:
    document, trace = (
        table.select(names).slice(number, 1).to_pylist()[0]
        for table, names in ((documents, ["id", "text", "original_text"]), (traces, ["id", "encoding", "edits"]))
    )
    try:
        return undo(document, trace)
    except (UnicodeError, LookupError) as error:
        return error


def _all_at_once(documents: pa.Table, traces: pa.Table) -> list[memoryview | None]:
    """Return the bytes of the rows as UTF-8; None where an edit is out of order or lies outside the text."""
    texts = pc.coalesce(documents["original_text"], documents["text"]).combine_chunks()
    bounds, edits = flat(traces["edits"])
    spans = np.stack([edits.field(name).to_numpy() for name in ("start", "end")], axis=1)
    text, text_bounds = _bytes_of(texts)
    before, before_bounds = _bytes_of(edits.field("before"))
    out = np.empty(text_bounds[-1] - text_bounds[0] + before_bounds[-1] - before_bounds[0], np.uint8)
    out_bounds, right = np.zeros(len(texts) + 1, np.int64), np.empty(len(texts), np.bool_)
    kernel: Callable[..., None] = compiled(undo_kernels.undo)
    kernel(text, text_bounds, spans, bounds, before, before_bounds, out, out_bounds, right)
    view, ends = memoryview(out.data), pairwise(out_bounds.tolist())
    return [view[start:end] if sound else None for (start, end), sound in zip(ends, right.tolist(), strict=True)]


def flat(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], pa.Array]:
    """Return where each list begins and ends among the values of all, and these values."""
    lists = column.combine_chunks()
    bounds = np.concatenate([[0], np.cumsum(lists.value_lengths().to_numpy(zero_copy_only=False))])
    return bounds.astype(np.int64), lists.flatten()


def _bytes_of(values: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return all values one behind the other, and where each starts and ends."""
    wide = values.cast(pa.large_binary())
    _, offsets, data = wide.buffers()
    bounds = np.frombuffer(offsets, np.int64, len(wide) + 1, 8 * wide.offset) if offsets else np.zeros(1, np.int64)
    return np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8), bounds
