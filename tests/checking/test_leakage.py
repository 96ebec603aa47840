"""Leakage: a planted leak is the only problem, and what may be shared is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.compute as pc
import pytest
from tampering import (
    move,
    rewrite,
    said,
    split_of,
)

from bdci_corpus.checking.steps import check
from bdci_corpus.errors import Leak


def leaks(release: Path) -> list[str]:
    """Return the leaks, and hold that nothing else is wrong but the groups that they part."""
    report = check(release)
    found = [error for error in report.problems if not error.where.endswith(" > group_id")]
    assert all(isinstance(error, Leak) for error in found), said(report)
    return [f"{error.where}: {error.problem}" for error in found]


@pytest.mark.parametrize(
    ("moved", "other", "problem"),
    [
        ("near2.txt", "near1.txt", "The Jaccard of their shingles is 0."),
        ("excerpt1.txt", "whole1.txt", "1.00 of the smaller one's text stands in the other."),
        ("equal2.txt", "equal1.txt", "Their match keys are equal"),
        ("other01.txt", "other02.txt", "The one is declared to be derived from the other."),
    ],
)
def test_a_planted_leak_is_the_only_problem(copy: Path, moved: str, other: str, problem: str) -> None:
    move(copy, moved)
    (leak,) = leaks(copy)
    assert moved in leak
    assert other in leak
    assert problem in leak


def test_a_shared_passage_is_a_leak_where_overlaps_group_and_else_is_counted(
    grouped: Path, copy: Path, tmp_path: Path
) -> None:
    strict = Path(shutil.copytree(grouped, tmp_path / "strict"))
    move(strict, "share1.txt")
    (leak,) = leaks(strict)
    assert "share1.txt" in leak
    assert "Overlaps may not cross splits here" in leak
    splits = split_of(copy)
    if splits["share1.txt"] == splits["share2.txt"]:
        move(copy, "share1.txt")
    assert leaks(copy) == []
    (counted,) = (finding for finding in check(copy).findings if finding.where == "overlaps")
    assert " of documents across splits with a common passage" in counted.text


def test_an_overlap_is_found_though_the_release_does_not_list_it(grouped: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(grouped, tmp_path / "copy"))
    rows = next((copy / "near_duplicates").glob("*.parquet"))
    rewrite(rows, lambda table: table.filter(pc.not_equal(table["kind"], "overlap")))
    move(copy, "share1.txt")
    leak, *others = (error for error in check(copy).problems if isinstance(error, Leak))
    assert not others
    assert "key characters in a row" in leak.problem


def test_an_excerpt_is_found_though_the_release_does_not_list_it(copy: Path) -> None:
    rows = next((copy / "near_duplicates").glob("*.parquet"))
    rewrite(rows, lambda table: table.filter(pc.not_equal(table["kind"], "contained")))
    move(copy, "excerpt1.txt")
    leak, *others = (error for error in check(copy).problems if isinstance(error, Leak))
    assert not others
    assert "whole1.txt" in leak.where
    assert "derived_from" in leak.remedy


def test_template_pairs_are_listed_and_no_faults(copy: Path) -> None:
    splits = split_of(copy)
    if splits["form1.txt"] == splits["form2.txt"]:
        move(copy, "form1.txt")
    report = check(copy)
    assert report.problems == ()
    assert any("form1.txt" in finding.where and "One template" in finding.text for finding in report.findings)


def test_siblings_of_an_origin_that_is_not_in_the_release_may_not_part(copy: Path) -> None:
    splits = split_of(copy)
    assert splits["other03.txt"] == splits["other04.txt"]
    move(copy, "other04.txt")
    (leak,) = leaks(copy)
    assert 'Both are declared to be derived from "gone.txt".' in leak
