"""The edits of many traces as one column of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from bdci_corpus.compiling import compiled
from bdci_corpus.records import Trace, TraceEdit
from bdci_corpus.trace import kernels
from bdci_corpus.trace.edit_arrays import ColumnTrace, EditColumns, Rows


def edits_column(traces: Iterable[Trace], kind: pa.DataType) -> pa.ListArray:
    """Return the edits of traces as a column of ``kind``: a list of ``start, end, before, rules``.

    Traces made of arrays stay arrays on the way.
    """
    names = _Names()
    lengths, spans, sizes, pieces, rules = [0], [_NO_SPANS], [_NO_SPANS[:, 0]], [b""], [_NO_SPANS[:, 0]]
    for trace in traces:
        columns = trace.columns if isinstance(trace, ColumnTrace) else None
        part = _from_columns(columns, names) if columns else _from_objects(trace.edits, names)
        lengths.append(len(part[0]))
        spans.append(part[0])
        sizes.append(part[1])
        pieces.append(part[2])
        rules.append(part[3])
    rows, edges = np.concatenate(spans), np.append(0, np.cumsum(np.concatenate(sizes)))
    before = pa.Array.from_buffers(
        pa.large_binary(), len(rows), [None, pa.py_buffer(edges), pa.py_buffer(b"".join(pieces))]
    )
    named = pa.array(names.all(), pa.list_(pa.string())).take(pa.array(np.concatenate(rules)))
    arrays = [pa.array(rows[:, 0]), pa.array(rows[:, 1]), before.cast(pa.binary()), named]
    edits = pa.StructArray.from_arrays(arrays, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array(np.cumsum(lengths), pa.int32()), edits, type=kind)


_NO_SPANS = np.empty((0, 2), np.int64)

_Part = tuple[Rows, Rows, bytes, Rows]


class _Names:
    """The lists of rules' names that edits have, numbered as they come."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._of_bits: dict[tuple[str, ...], Rows] = {}

    def number(self, rules: tuple[str, ...]) -> int:
        return self._numbers.setdefault(rules, len(self._numbers))

    def of_columns(self, columns: EditColumns) -> Rows:
        """Return the number of each edit's names, looked up by its bit set."""
        known = self._of_bits.setdefault(columns.steps, np.full(1 << len(columns.steps), -1, np.int64))
        bits = columns.changes[:, 4]
        numbers = known[bits]
        if numbers.min(initial=0) < 0:
            for new in np.unique(bits[numbers < 0]).tolist():
                known[new] = self.number(columns.rules(new))
            numbers = known[bits]
        return numbers

    def all(self) -> list[list[str]]:
        return [list(rules) for rules in self._numbers]


def _from_columns(columns: EditColumns, names: _Names) -> _Part:
    """Return spans, sizes and bytes of what stood there, and the numbers of the rules' names."""
    starts, ends = columns.places.T
    sizes = ends - starts
    out = np.empty(int(sizes.sum()), np.uint8)
    compiled(kernels.gather)(np.frombuffer(columns.raw, np.uint8), starts, ends, out)
    return columns.changes[:, 2:4], sizes, out.tobytes(), names.of_columns(columns)


def _from_objects(edits: Sequence[TraceEdit], names: _Names) -> _Part:
    if not edits:
        return _NO_SPANS, _NO_SPANS[:, 0], b"", _NO_SPANS[:, 0]
    spans = np.array([(edit.start, edit.end) for edit in edits], np.int64)
    sizes = np.array([len(edit.before) for edit in edits], np.int64)
    rules = np.array([names.number(edit.rules) for edit in edits], np.int64)
    return spans, sizes, b"".join(edit.before for edit in edits), rules
