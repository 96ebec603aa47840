"""Rows of tables in files are taken as they are from those in memory, in whatever order."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from bdci_corpus.release.mapped import rows_at


@pytest.mark.parametrize("order", ["sorted", "mixed", "backwards", "twice", "none"])
@pytest.mark.parametrize("chunks", [1, 2, 7])
@pytest.mark.parametrize("counted", ["by Arrow", "by NumPy"])
def test_rows_are_taken_in_any_order(order: str, chunks: int, counted: str) -> None:
    names = [f"rows.jsonl#{number}" for number in range(40)]
    size = -(-len(names) // chunks)
    table = pa.table({"id": pa.chunked_array([names[at : at + size] for at in range(0, len(names), size)])})
    places = {
        "sorted": range(40),
        "mixed": pc.sort_indices(pa.array(names)).to_pylist(),
        "backwards": range(39, -1, -1),
        "twice": [3, 3, 39, 0, 3],
        "none": [],
    }[order]
    at = np.array(list(places), np.uint64 if counted == "by Arrow" else np.int64)
    assert rows_at(table, at)["id"].to_pylist() == [names[place] for place in places]
