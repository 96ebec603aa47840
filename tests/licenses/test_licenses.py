"""What the terms of single rows come to for a whole release: one fixture a rule, and what sets none off."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bdci_corpus.licenses.findings import Licensed, roll_up
from bdci_corpus.licenses.terms import STRICTNESS, may_redistribute, strictest

OPEN = Licensed(
    id="a",
    source="main",
    license="CC0-1.0",
    restriction="open",
    evidence="declared",
    altered=True,
    named=False,
    noticed=False,
)


def row(row_id: str, restriction: str = "open", **changes: object) -> Licensed:
    """Return an open row with changes."""
    return replace(OPEN, id=row_id, restriction=restriction, **changes)  # type: ignore[arg-type]


CASES = {
    "unknown": ([row("b", "unknown"), row("a", license="LicenseRef-Unknown"), row("c")], ("a", "b"), ()),
    "undeclared-notice": ([row("a", noticed=True), row("b", noticed=True, evidence="detected")], ("a",), ()),
    "all-rights-reserved": ([row("a"), row("b", "all-rights-reserved")], ("b",), ()),
    "competition-only": ([row("a", "competition-only")], ("a",), ()),
    "competition-only-mixed": (
        [row("c", "competition-only"), row("b", "attribution", named=True), row("a"), row("d", "unknown")],
        ("c",),
        ("a", "b"),
    ),
    "no-derivatives-altered": (
        [row("a", "no-derivatives", named=True), row("b", "no-derivatives", altered=False, named=True)],
        ("a",),
        (),
    ),
    "attribution-unnamed": (
        [
            row("a", "attribution"),
            row("b", "attribution", named=True),
            row("c", "share-alike"),
            row("d", "non-commercial", license="CC-BY-NC-4.0"),
            row("e", "non-commercial", license="LicenseRef-Research"),
        ],
        ("a", "c", "d"),
        (),
    ),
    "share-alike-mixed": (
        [row("a", "share-alike", named=True), row("b", "non-commercial", named=True), row("c")],
        ("a",),
        ("b",),
    ),
    "share-alike-conflict": (
        [
            row("a", "share-alike", license="CC-BY-SA-4.0", named=True),
            row("b", "share-alike", license="GFDL-1.3-only"),
            row("c", "share-alike", license="ODbL-1.0"),
            row("d", "share-alike", license="LicenseRef-GPL"),
            row("e", "share-alike", license="CC-BY-SA-3.0 OR GFDL-1.3-only", named=True),
            row("f", "attribution", license="MIT OR GPL-2.0-only", named=True),
        ],
        ("a",),
        ("b", "c", "d"),
    ),
}


@pytest.mark.parametrize(("rule", "rows", "causes", "beside"), [(name, *case) for name, case in CASES.items()])
def test_a_rule_fires_with_the_rows_that_cause_it(
    rule: str, rows: list[Licensed], causes: tuple[str, ...], beside: tuple[str, ...]
) -> None:
    (finding,) = [finding for finding in roll_up(rows) if finding.rule == rule]
    assert (finding.rows, finding.beside) == (causes, beside)
    assert rule in str(finding)
    assert all(name in str(finding) for name in causes)


def test_every_rule_has_a_fixture() -> None:
    fired = {finding.rule for rows, _, _ in CASES.values() for finding in roll_up(rows)}
    assert fired == set(CASES)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [row("a"), row("b")],
        [row("a", "attribution", named=True), row("b")],
        [row("a", "share-alike", named=True), row("b", "share-alike", named=True), row("c")],
        [row("a", "non-commercial", license="CC-BY-NC-SA-4.0", named=True), row("b")],
        [row("a", "no-derivatives", license="CC-BY-ND-4.0", named=True, altered=False)],
    ],
)
def test_terms_that_go_together_set_nothing_off(rows: list[Licensed]) -> None:
    assert roll_up(rows) == ()


def test_findings_do_not_depend_on_the_order_of_rows() -> None:
    rows = [replace(row, id=f"{name}-{row.id}") for name, (some, _, _) in CASES.items() for row in some]
    expected = roll_up(rows)
    for seed in range(20):
        random.Random(seed).shuffle(rows)
        assert roll_up(rows) == expected


def test_a_long_finding_names_three_rows_and_counts_the_rest() -> None:
    (finding,) = roll_up([row(f"{number:02}", "unknown") for number in range(12)])
    assert len(finding.rows) == 12
    assert "12 documents" in str(finding)
    assert str(finding).endswith("(00, 01, 02 and 9 more)")


def test_the_strictest_of_restrictions() -> None:
    assert strictest([]) == "open"
    assert strictest(["attribution", "open"]) == "attribution"
    assert strictest(["unknown", "all-rights-reserved", "competition-only"]) == "unknown"
    assert strictest(STRICTNESS) == STRICTNESS[-1]


@pytest.mark.parametrize("restriction", STRICTNESS)
def test_a_cleaned_copy_of_what_forbids_derivatives_may_not_be_passed_on(restriction: str) -> None:
    freer = STRICTNESS.index(restriction) < STRICTNESS.index("no-derivatives")
    assert may_redistribute(restriction, altered=True) == freer
    assert may_redistribute(restriction, altered=False) == (freer or restriction == "no-derivatives")
