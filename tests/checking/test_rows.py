"""Rows: any changed value of any column is found, and it is said in which row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tampering import (
    another,
    change_row,
    located,
    move,
    part,
    refresh,
    rewrite,
    split_of,
)

from bdci_corpus.checking import rows
from bdci_corpus.checking.files import broken_seals, check_files
from bdci_corpus.checking.rows import check_rows
from bdci_corpus.checking.steps import check
from bdci_corpus.release.digests import row_digests
from bdci_corpus.release.schema import schema_of


@pytest.mark.parametrize("table", ["documents", "traces"])
def test_any_changed_value_of_any_column_is_found_and_located(sound: Path, table: str) -> None:
    """A seal says which row it was; nothing has to say the same twice."""
    name, split = "form1.txt", split_of(sound)["form1.txt"]
    documents, traces = (pq.read_table(part(sound, kind, split)) for kind in ("documents", "traces"))
    rows = {"documents": documents, "traces": traces}[table]
    values = rows.to_pylist()
    place = rows["id"].to_pylist().index(name)
    for column in (field for field in rows.schema if field.name != "id"):
        changed = values[place] | {column.name: another(values[place][column.name], column.type)}
        assert changed != values[place], column.name
        tampered = pa.Table.from_pylist([*values[:place], changed, *values[place + 1 :]], rows.schema)
        one, other = (tampered, traces) if table == "documents" else (documents, tampered)
        digests = dict(zip(one["id"].to_pylist(), row_digests(one), strict=True))
        found = {error.where for error in broken_seals(split, digests, other)}
        assert f"{table}/{split} > {name}" in found
        assert all(where.endswith(f" > {name}") for where in found)


DOCUMENT_CHANGES: Mapping[str, object] = {
    "split": "test",
    "path": "other06.txt",
    "raw_sha256": "0" * 64,
    "region_sha256": "0" * 64,
    "trace_reaches": "record.",
    "encoding": "utf-16",
    "loader": "plain",
    "notice_sha256": "0" * 64,
    "is_duplicate": True,
    "duplicate_of": "other98.txt",
    "license": "MIT",
    "title": "另一个",
    "language": "zh-Hant",
    "pages": [{"start": 0, "end": 9_999_999}],
    "headings": [{"text": "无", "start": 0, "end": 1}],
    "author": "某人",
    "url": "https://example.org/",
    "fold": 9,
    "editors": ["某人"],
}


@pytest.mark.parametrize("column", DOCUMENT_CHANGES)
def test_a_changed_fact_is_found_and_located(copy: Path, column: str) -> None:
    split = split_of(copy)["other05.txt"]
    change_row(copy, "documents", split, "other05.txt", lambda row: row.update({column: DOCUMENT_CHANGES[column]}))
    problems = located(copy)
    assert any("other05.txt" in where for where in problems)
    assert all("other05.txt" in where or where.startswith(("README.md", "croissant.json")) for where in problems)


def test_a_document_in_two_splits_or_in_another_than_the_ledgers_is_found(copy: Path) -> None:
    ledger = (copy / "ledger.tsv").read_bytes()
    move(copy, "other05.txt")
    (copy / "ledger.tsv").write_bytes(ledger)
    refresh(copy)
    split = split_of(copy)["other05.txt"]
    (problem,) = check(copy).problems
    assert problem.where == f"documents/{split} > other05.txt"
    assert "ledger.tsv places the document in" in problem.problem


@pytest.mark.parametrize("column", ["text", "start", "end", "title", "heading", "license", "document_id", "id"])
def test_a_changed_passage_is_found_and_located(copy: Path, column: str) -> None:
    split = split_of(copy)["near1.txt"]
    name = next(name for name in pq.read_table(part(copy, "passages", split))["id"].to_pylist() if "near1" in name)
    kind = schema_of("passages").field(column).type
    change_row(copy, "passages", split, name, lambda row: row.update({column: another(row[column], kind)}))
    assert any(where.startswith(f"passages/{split} > ") and "near1" in where for where in located(copy))


def test_a_passage_that_is_gone_is_found(copy: Path) -> None:
    split = split_of(copy)["near1.txt"]
    rewrite(part(copy, "passages", split), lambda rows: rows.filter(pc.not_equal(rows["document_id"], "near1.txt")))
    problems = located(copy)
    assert problems
    assert all(where.startswith(f"passages/{split} > near1.txt@") for where in problems)


def test_passages_of_a_sound_release_are_compared_by_columns(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = check_files(sound).value
    assert opened is not None
    assert all(rows._passages_agree(opened, split) for split in opened.splits())  # noqa: SLF001 - else it is slow only
    monkeypatch.setattr(rows, "_Texts", None)
    assert not check_rows(opened).problems


def test_passages_that_stand_behind_the_expected_ones_are_found(copy: Path) -> None:
    split = split_of(copy)["near1.txt"]
    more = {"id": "near1.txt@0-1", "start": 0, "end": 1}
    rewrite(
        part(copy, "passages", split),
        lambda rows: pa.Table.from_pylist([*rows.to_pylist(), rows.to_pylist()[-1] | more], rows.schema),
    )
    refresh(copy)
    assert f"passages/{split} > near1.txt@0-1" in located(copy)
