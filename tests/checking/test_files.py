"""Files: what is missing, added, damaged or not what the manifest says is found by its name."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tampering import (
    change_row,
    part,
    refresh,
    rewrite,
    said,
    split_of,
)

from bdci_corpus.checking.steps import check
from bdci_corpus.errors import MissingFile
from bdci_corpus.release.files import write_json, write_sums
from bdci_corpus.release.schema import FORMAT


def test_a_folder_that_is_no_release_is_one_problem(tmp_path: Path) -> None:
    assert list(said(check(tmp_path))) == ["SHA256SUMS"]
    assert list(said(check(tmp_path / "nowhere"))) == ["SHA256SUMS"]


@pytest.mark.parametrize("name", ["manifest.json", "README.md", "ledger.tsv", "traces/train-00000-of-00001.parquet"])
def test_a_missing_file_is_found_once(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert [type(error) for error in check(copy).problems if error.where == name] == [MissingFile]


def test_an_added_file_is_found(copy: Path) -> None:
    (copy / "documents" / "test.jsonl").write_text("{}")
    assert said(check(copy)) == {"documents/test.jsonl": "The file does not belong to the release."}


def test_an_added_table_is_found_though_the_sums_name_it(copy: Path) -> None:
    shutil.copy(part(copy, "documents", "train"), copy / "documents" / "test-00000-of-00001.parquet")
    refresh(copy)
    assert said(check(copy)) == {
        "documents/test-00000-of-00001.parquet": "The file belongs to no table of the manifest."
    }


def test_a_link_is_no_file_of_a_release(copy: Path, tmp_path: Path) -> None:
    (copy / "ledger.tsv").rename(tmp_path / "elsewhere.tsv")
    (copy / "ledger.tsv").symlink_to(tmp_path / "elsewhere.tsv")
    assert list(said(check(copy))) == ["ledger.tsv"]


@pytest.mark.parametrize("bad", [b"", b"PAR1", b"\x00" * 100])
def test_a_file_that_is_no_parquet_is_reported_and_the_rest_is_checked(copy: Path, bad: bytes) -> None:
    path = part(copy, "traces", "train")
    path.write_bytes(bad)
    name = path.relative_to(copy).as_posix()
    report = check(copy)
    assert {name, f"traces/train > {name}"} <= said(report).keys()
    assert [step.name for step in report.steps][-1] == "probe"


@pytest.mark.parametrize("bad", [b"\xff", b"no sums\n", b""])
def test_damaged_sums_are_reported(copy: Path, bad: bytes) -> None:
    (copy / "SHA256SUMS").write_bytes(bad)
    assert check(copy).problems


@pytest.mark.parametrize("bad", ["", "[]", "{}", '{"tables": {"x": 1}}'])
def test_a_damaged_manifest_is_reported(copy: Path, bad: str) -> None:
    (copy / "manifest.json").write_text(bad)
    assert all(where.startswith("manifest.json") for where in said(check(copy)))


def test_a_changed_schema_is_reported(copy: Path) -> None:
    rewrite(part(copy, "documents", "train"), lambda rows: rows.drop_columns(["fold"]))
    rewrite(part(copy, "passages", "train"), lambda rows: rows.rename_columns([*rows.column_names[:-1], "copy"]))
    refresh(copy)
    problems = said(check(copy))
    assert problems["documents/train > fold"] == "The column is missing."
    assert problems["passages/train > copy"] == "The column does not belong to the table."
    assert not any(where.startswith("files > ") for where in problems), "what could not be read leads nowhere"


def test_a_release_of_a_later_format_is_refused_with_a_way_forward(copy: Path) -> None:
    facts = json.loads((copy / "manifest.json").read_text("utf-8"))
    write_json(copy / "manifest.json", {**facts, "format": FORMAT + 1})
    (copy / "SHA256SUMS").unlink()
    write_sums(copy)
    (problem,) = check(copy).problems
    assert problem.where == "manifest.json > format"
    assert "newer version" in problem.remedy


def test_rows_that_are_not_the_manifests_are_found(copy: Path) -> None:
    split = split_of(copy)["other05.txt"]
    change_row(copy, "documents", split, "other05.txt", lambda row: row.update(author="Somebody"))
    (copy / "SHA256SUMS").unlink()
    write_sums(copy)
    assert "The logical hash of its rows is" in said(check(copy))[f"documents/{split}"]
