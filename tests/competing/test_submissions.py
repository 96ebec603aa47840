"""No wrong submission is accepted, no right one refused, and a fault names its row and column."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import submissions
from submissions import COLUMNS, Spoiled

from bdci_corpus.competing.cells import Wrong, fitting, from_text, from_value
from bdci_corpus.competing.files import read_submission
from bdci_corpus.competing.submission import Fault, SubmissionForm

TRIALS = 60
"""Submissions of each kind and seed here: 3,000 in all; `tests/bench/submissions.py` reads as many as it is told."""


def read(
    folder: Path, data: bytes, suffix: str, form: SubmissionForm
) -> tuple[dict[str, dict[str, object]], list[Fault]]:
    path = folder / f"submission{suffix}"
    path.write_bytes(data)
    return read_submission(path, form)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_a_right_submission_is_read_as_it_was_meant(tmp_path: Path, suffix: str, seed: int) -> None:
    draw = random.Random(f"{suffix}{seed}")
    for _ in range(TRIALS):
        form = submissions.form_of(draw)
        rows = submissions.right_rows(form, draw)
        said, faults = read(tmp_path, submissions.written(form, rows, suffix, draw), suffix, form)
        assert faults == []
        assert said == {row["id"]: {name: row[name] for name in form.columns} for row in rows}


def names(fault: Fault, made: Spoiled) -> bool:
    """Return whether a fault names the row and the column that were spoiled; a file that is broken has neither."""
    if made.column is not None and fault.column not in {made.column, f"{made.column}_"}:
        return False
    if made.row is None:
        return True
    one_line_each = made.suffix == ".parquet" or made.data.count(b"\n") <= made.rows + 1
    if made.suffix == ".jsonl" and b"\n\n" in made.data:
        return fault.row == 2 * made.row + 1
    return fault.row == made.row + (2 if made.suffix in {".csv", ".tsv"} else 1) if one_line_each else fault.row > 0


@pytest.mark.parametrize("seed", range(10))
def test_a_wrong_submission_is_refused_and_told_where(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(TRIALS * 4):
        form = submissions.form_of(draw)
        made = submissions.spoiled(form, draw)
        if made is None:
            continue
        _, faults = read(tmp_path, made.data, made.suffix, form)
        assert faults, (made, form)
        assert any(names(fault, made) for fault in faults), (made, faults)
        assert all(fault.problem.endswith(".") and fault.remedy.endswith((".", "?")) for fault in faults), faults


def test_every_fault_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    columns = {"class": COLUMNS["class"], "number": COLUMNS["number"]}
    form = SubmissionForm(id="id", columns=columns, rows=dict.fromkeys("abcdef", 0))
    lines = ["number,id,class", "1,a,正面", '2,b,"中性,其他"', "nan,c,好", "3,c,负面", "4,x,负面", "5,d", ""]
    _, faults = read(tmp_path, "\n".join(lines).encode(), ".csv", form)
    assert [(fault.row, fault.column) for fault in faults] == [
        (4, "class"),
        (4, "number"),
        (5, "id"),
        (6, "id"),
        (7, ""),
        (0, "id"),
        (0, "id"),
    ]
    assert faults[2] == Fault(5, "id", '"c" stands in row 4 already.', "Give each row once.")
    assert {fault.problem for fault in faults[-2:]} == {'There is no row "e".', 'There is no row "f".'}


def test_a_class_that_is_nearly_right_is_named(tmp_path: Path) -> None:
    form = SubmissionForm(id="id", columns={"class": COLUMNS["class"]}, rows={"a": 0})
    _, (fault,) = read(tmp_path, "id,class\na,正面 \n".encode(), ".csv", form)
    assert fault == Fault(2, "class", '"正面 " is none of the classes.', 'Did you mean "正面"?')


def test_a_class_by_number_and_a_header_in_capitals_are_answered_by_what_was_meant(tmp_path: Path) -> None:
    form = SubmissionForm(id="id", columns={"class": COLUMNS["class"]}, rows={"a": 0})
    _, (fault,) = read(tmp_path, b"id,class\na,1\n", ".csv", form)
    assert fault.remedy == f'Write the class by name: number 1 is "{COLUMNS["class"].names[1]}".'
    for number in ("99", "1.0", "9" * 5000, "²"):
        _, (fault,) = read(tmp_path, f"id,class\na,{number}\n".encode(), ".csv", form)
        assert fault.remedy.startswith("There are: ")
    _, faults = read(tmp_path, "ID, Class\na,正面\n".encode(), ".csv", form)
    told = {fault.column: fault.remedy for fault in faults}
    assert told["ID"] == 'Did you mean "id"? The columns are: id, class.'
    assert told[" Class"] == 'Did you mean "class"? The columns are: id, class.'


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    form = SubmissionForm(id="id", columns={"class": COLUMNS["class"]}, rows={"a": 0})
    for suffix in (".xlsx", ".txt", ""):
        _, (fault,) = read(tmp_path, b"id,class\n", suffix, form)
        assert "does not say what it is" in fault.problem
    _, (fault,) = read(tmp_path, b"PK\x03\x04", ".csv", form)
    assert "packed" in fault.problem


@pytest.mark.parametrize("kind", sorted(submissions.WRONG))
def test_every_cell_that_is_listed_as_wrong_is_wrong(kind: str) -> None:
    """So that no mutation is one that changes nothing."""
    column = next(one for one in COLUMNS.values() if kind in {one.type, one.role} and (one.role or one.type) == kind)
    for cell in submissions.WRONG[kind]:
        with pytest.raises(Wrong):
            fitting(from_text(cell, column, "|"), column, 20, frozenset(submissions.KNOWN))
    for value in submissions.WRONG_VALUES[kind]:
        with pytest.raises(Wrong):
            fitting(from_value(value, column), column, 20, frozenset(submissions.KNOWN))
