"""What each rule does, and what it must not touch, as data."""

from __future__ import annotations

import doctest
import importlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from places import CASES

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.rules.order import RULE_NAMES

FEWEST = 150

KNOWN_FAILURES = json.loads((CASES / "known-failures.json").read_text("utf-8"))


def cases() -> Iterator[tuple[str, str, str]]:
    """Yield label, original and expected text of every case."""
    for path in sorted(set(CASES.glob("*.json")) - {CASES / "notices.json", CASES / "known-failures.json"}):
        for case in json.loads(path.read_text("utf-8")):
            yield case["label"], case["original"], case["expected"]


def damaged_cases() -> Iterator[tuple[str, str, list[str]]]:
    """Yield label, original and what is flagged, of every case that says so."""
    for case in json.loads((CASES / "mojibake.json").read_text("utf-8")):
        if "damage" in case:
            yield case["label"], case["original"], case["damage"]


def cleaned(text: str) -> str:
    """Return the text of the documents that a file is read as."""
    return "\n\n".join(document.text for document in normalize(text.encode()))


@pytest.mark.parametrize(("original", "expected"), [case[1:] for case in cases()], ids=[case[0] for case in cases()])
def test_case(original: str, expected: str) -> None:
    assert cleaned(original) == expected


@pytest.mark.parametrize("expected", [case[2] for case in cases()], ids=[case[0] for case in cases()])
def test_what_is_clean_stays(expected: str) -> None:
    assert cleaned(expected) == expected


@pytest.mark.parametrize(
    ("original", "damage"), [case[1:] for case in damaged_cases()], ids=[case[0] for case in damaged_cases()]
)
def test_damage_is_flagged_and_nothing_else(original: str, damage: list[str]) -> None:
    assert [span.text for document in normalize(original.encode()) for span in document.damage] == damage


@pytest.mark.xfail(raises=AssertionError, strict=True)
@pytest.mark.parametrize("case", KNOWN_FAILURES, ids=[case["label"] for case in KNOWN_FAILURES])
def test_a_known_failure(case: Mapping[str, Any]) -> None:
    """One that passes is known no longer: move it to the cases of its rule."""
    damage = [span.text for document in normalize(case["original"].encode()) for span in document.damage]
    assert (cleaned(case["original"]), damage) == (case["expected"], case.get("damage", []))


@pytest.mark.parametrize("case", KNOWN_FAILURES, ids=[case["label"] for case in KNOWN_FAILURES])
def test_a_known_failure_names_its_rule_and_says_why(case: Mapping[str, Any]) -> None:
    assert case["rule"] in RULE_NAMES
    assert case["label"].startswith(f"{case['rule']}: ")
    assert case["comment"].endswith(".")


def test_there_are_enough_cases_both_ways() -> None:
    found = list(cases())
    assert sum(original == expected for _, original, expected in found) >= FEWEST
    assert sum(original != expected for _, original, expected in found) >= FEWEST / 2


@pytest.mark.parametrize("name", RULE_NAMES)
def test_the_example_in_each_rules_docstring_runs(name: str) -> None:
    module = importlib.import_module(f"bdci_corpus.rules.{name}")
    results = doctest.testmod(module)
    assert results.attempted
    assert not results.failed


@pytest.mark.parametrize("name", ["text.dates"])
def test_other_examples_run(name: str) -> None:
    results = doctest.testmod(importlib.import_module(f"bdci_corpus.{name}"))
    assert results.attempted
    assert not results.failed
