"""A table of a release as it lies on disk: nothing is read before it is looked at, and then a row group at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

KEPT = 8
"""So many row groups stay in memory: those of the rows that a reader goes to and fro between."""


class RowGroup(NamedTuple):
    """One row group: its file, which group there, its split, and the number of its first row."""

    file: int
    group: int
    split: str
    start: int
    rows: int


class StoredTable:
    """The files of one table, whose rows are numbered through all splits in their order."""

    def __init__(self, files: Sequence[tuple[str, Path]]) -> None:
        """Read the footers of ``files``, each given with its split."""
        self._files = [pq.ParquetFile(path, memory_map=True) for _, path in files]
        sizes = [
            (number, group, split, self._files[number].metadata.row_group(group).num_rows)
            for number, (split, _) in enumerate(files)
            for group in range(self._files[number].num_row_groups)
        ]
        starts = list(accumulate((rows for *_, rows in sizes), initial=0))
        self.groups = [
            RowGroup(file, group, split, start, rows)
            for (file, group, split, rows), start in zip(sizes, starts, strict=False)
        ]
        self._starts = starts[:-1]
        self.rows = starts[-1]
        self._kept: OrderedDict[tuple[int, tuple[str, ...]], pa.Table] = OrderedDict()

    @property
    def schema(self) -> pa.Schema:
        """Return the columns and their types."""
        return self._files[0].schema_arrow if self._files else pa.schema([])

    @property
    def names(self) -> list[str]:
        """Return the names of the columns."""
        return list(self.schema.names)

    def group_of(self, row: int) -> int:
        """Return the row group that a row stands in."""
        return bisect_right(self._starts, row) - 1

    def read(self, group: int, columns: Sequence[str] | None = None) -> pa.Table:
        """Return the rows of a group, or some of their columns; what was read last is kept."""
        key = group, tuple(columns or ())
        if key not in self._kept:
            found = self.groups[group]
            self._kept[key] = self._files[found.file].read_row_group(found.group, columns=columns)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def row(self, number: int) -> dict[str, object]:
        """Return all values of a row."""
        group = self.group_of(number)
        found: dict[str, object] = self.read(group).slice(number - self.groups[group].start, 1).to_pylist()[0]
        return found

    def batches(self, columns: Sequence[str]) -> Iterator[tuple[RowGroup, pa.Table]]:
        """Yield each row group with some columns, without keeping it."""
        for group in self.groups:
            yield group, self._files[group.file].read_row_group(group.group, columns=list(columns))

    def codes(self, column: str) -> tuple[NDArray[np.int32], list[str]]:
        """Return a column as numbers into its sorted values; -1 is null."""
        tables = [table[column] for _, table in self.batches([column])]
        whole = pa.chunked_array([chunk for one in tables for chunk in one.chunks], tables[0].type if tables else None)
        numbered = whole.cast(pa.string()).combine_chunks().dictionary_encode()
        names = numbered.dictionary.to_pylist()
        order = sorted(range(len(names)), key=names.__getitem__)
        rank = np.empty(len(names) + 1, np.int32)
        rank[order] = np.arange(len(names), dtype=np.int32)
        rank[-1] = -1
        return rank[pc.fill_null(numbered.indices, len(names)).to_numpy()], [names[place] for place in order]

    def find(self, column: str, value: str) -> int | None:
        """Return the first row that has a value; footers tell which groups cannot have it."""
        for number, group in enumerate(self.groups):
            if self._may_hold(group, column, value):
                found = pc.index(self.read(number, [column])[column], value).as_py()
                if found >= 0:
                    return group.start + int(found)
        return None

    def _may_hold(self, group: RowGroup, column: str, value: str) -> bool:
        file = self._files[group.file]
        facts = file.metadata.row_group(group.group).column(file.schema_arrow.names.index(column)).statistics
        if facts is None or not facts.has_min_max or not isinstance(facts.min, str):
            return True
        return bool(facts.min <= value <= facts.max)
