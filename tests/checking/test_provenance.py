"""Provenance: a changed character is found and located, and so is a changed trace."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from places import SAMPLES
from tampering import (
    Row,
    change_row,
    flip,
    located,
    split_of,
)

from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check


def test_a_changed_character_of_a_text_is_found_and_located(copy: Path) -> None:
    name, split = "near1.txt", split_of(copy)["near1.txt"]
    change_row(copy, "documents", split, name, lambda row: row.update(text=flip(str(row["text"]), 77)))
    problems = located(copy)
    where = f"documents/{split} > {name} > text"
    assert "Undoing the trace gives other bytes" in problems[where]
    assert "At code point 77 it reads '山" in problems[where]
    assert all(name in where for where in problems)


def test_a_changed_character_of_an_original_text_is_found_and_located(copy: Path) -> None:
    name, split = "equal2.txt", split_of(copy)["equal2.txt"]
    change_row(copy, "documents", split, name, lambda row: row.update(original_text=flip(str(row["original_text"]), 5)))
    problem = located(copy)[f"documents/{split} > {name} > original_text"]
    assert "At code point 5 it reads" in problem


def test_a_changed_character_of_a_converted_text_is_found_and_located(copy: Path) -> None:
    name, split = "equal2.txt", split_of(copy)["equal2.txt"]
    change_row(copy, "documents", split, name, lambda row: row.update(text=flip(str(row["text"]), 5)))
    problem = located(copy)[f"documents/{split} > {name} > text"]
    assert "At code point 5 it reads" in problem


def edit_of(row: Row, number: int = 0) -> Row:
    edits: list[Row] = row["edits"]  # type: ignore[assignment]
    return edits[number]


TRACE_CHANGES: Mapping[str, Callable[[Row], None]] = {
    "before": lambda row: edit_of(row).update(before=b"?"),
    "start": lambda row: edit_of(row).update(start=3),
    "end": lambda row: edit_of(row).update(end=9_999_999),
    "rules": lambda row: edit_of(row).update(rules=["paragraph"]),
    "region_start": lambda row: row.update(region_start=1),
    "region_end": lambda row: row.update(region_end=1),
    "region_sha256": lambda row: row.update(region_sha256="0" * 64),
    "encoding": lambda row: row.update(encoding="gb18030"),
    "unknown encoding": lambda row: row.update(encoding="utf-9"),
    "path": lambda row: row.update(path="other06.txt"),
    "id": lambda row: row.update(id="other99.txt"),
    "fields": lambda row: row.update(fields=[{"name": "title", "start": 0, "end": 9_999_999}]),
}


@pytest.mark.parametrize("change", TRACE_CHANGES.values(), ids=TRACE_CHANGES)
def test_a_changed_trace_is_found_and_located(copy: Path, change: Callable[[Row], None]) -> None:
    name = "form1.txt"
    split = split_of(copy)[name]
    change_row(copy, "traces", split, name, change)
    problems = located(copy)
    assert problems
    assert all(name in where or "other99.txt" in where for where in problems)


def test_files_of_several_documents_are_put_together(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    shutil.copytree(SAMPLES, folder)
    release = build(folder, out=tmp_path / "release").release
    report = check(release)
    assert report.problems == ()
    assert "re-derived whole" in report.steps[2].did
