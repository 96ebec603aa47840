"""Tables and bytes that lie in files are those that were put there, whatever their size."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest
from tampering import move

from bdci_corpus.checking import pages, release, stores
from bdci_corpus.checking.steps import check
from bdci_corpus.checking.stores import ByteStore, in_slices, stored


@pytest.mark.parametrize("in_memory", [0, 10**6])
def test_bytes_are_read_where_they_were_put(in_memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "IN_MEMORY", in_memory)
    draw = random.Random(1)
    pieces = [draw.randbytes(draw.randrange(50)) for _ in range(200)]
    store = ByteStore()
    places = [store.add(piece) for piece in pieces]
    for place, piece in random.Random(2).sample(list(zip(places, pieces, strict=True)), 200):
        assert store.read(place, len(piece)) == piece


def test_a_table_in_a_file_is_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "AT_ONCE", 100)
    names = [f"{place:03}" for place in range(90)]
    random.Random(3).shuffle(names)
    table = pa.table({"id": names, "marks": [[{"start": 1, "text": name}] * (int(name) % 3) for name in names]})
    batches = [table.slice(start, 7) for start in range(0, 90, 7)]
    assert stored(batches, table.schema) == table
    assert stored(batches, table.schema, sorted_by="id") == table.sort_by("id")
    assert pa.concat_tables(in_slices(stored(batches, table.schema))) == table
    assert stored([], table.schema, sorted_by="id").num_rows == 0


def test_a_large_release_is_checked_as_a_small_one(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move(copy, "near2.txt")
    small = check(copy)
    assert small.problems
    for module in (stores, release, pages):
        monkeypatch.setattr(module, "IN_MEMORY", 0)
    large = check(copy)
    assert [error.args for error in large.problems] == [error.args for error in small.problems]
    assert large.findings == small.findings
