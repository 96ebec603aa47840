"""A sound release has no problems, and all that is wrong with another comes together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from tampering import (
    move,
)

from bdci_corpus.checking.steps import check


def test_the_release_of_the_seeds_is_sound(release: Path) -> None:
    report = check(release)
    assert report.problems == ()
    assert "the SHA-256 of 5 of 5 regions" in report.steps[2].did
    assert "5 files re-derived whole" in report.steps[2].did
    (probe,) = (finding for finding in report.findings if finding.where == "validation against train")
    assert "Too few documents" in probe.text
    assert not probe.flagged


@pytest.mark.parametrize("name", ["sound", "grouped"])
def test_a_planted_corpus_is_sound(name: str, request: pytest.FixtureRequest) -> None:
    report = check(request.getfixturevalue(name))
    assert report.problems == ()
    assert report.sound
    assert [step.name for step in report.steps] == [
        "files",
        "rows",
        "provenance",
        "derived",
        "pages",
        "leakage",
        "probe",
    ]


def test_a_report_is_the_same_every_time_but_for_the_seconds(sound: Path) -> None:
    one, other = (check(sound).as_data() for _ in range(2))
    for data in (one, other):
        data["steps"] = [step["name"] for step in data["steps"]]  # type: ignore[attr-defined]
    assert json.dumps(one) == json.dumps(other)


def test_all_problems_come_together_and_as_json(copy: Path) -> None:
    move(copy, "near2.txt")
    (copy / "extra").write_text("")
    (copy / "ledger.tsv").unlink()
    data = check(copy).as_data()
    kinds: Sequence[str] = [problem["kind"] for problem in data["problems"]]  # type: ignore[attr-defined]
    assert {"MissingFile", "UnexpectedFile", "Leak", "CheckError"} == set(kinds), "its group stays behind"
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data
