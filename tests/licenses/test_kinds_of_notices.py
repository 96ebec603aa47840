"""Notices as people write them, of many kinds, and sentences that only speak of licenses and reprints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bdci_corpus.licenses.candidates import FAMILIES, Candidate, find_candidates
from bdci_corpus.licenses.wording import LEARNED, wording_of

HERE = Path(__file__).parent / "cases"

BEFORE = "甲城在河边，街道走访了三百户。\n\n"

NOTICES, PROSE, FAILURES = (
    json.loads((HERE / f"{name}.json").read_text("utf-8")) for name in ("notices", "prose", "known-failures")
)


def found(text: str) -> list[Candidate]:
    """Return what is found in a text behind a paragraph of others' words."""
    return find_candidates(f"{BEFORE}{text}\n")


def is_right(case: dict[str, str]) -> bool:
    """Return whether a case is seen, with the one license that its words name; or, if it is prose, not seen."""
    candidates = found(case["text"])
    if "prose" in case:
        return not candidates
    names = {str(candidate.license) for candidate in candidates}
    if "license" not in case:
        return bool(candidates)
    return len(names) == 1 and case["license"] in names.pop().strip("()").replace("(", "").replace(")", "").split(
        " AND "
    )


def test_notices_of_every_kind_are_seen() -> None:
    assert [case for case in NOTICES if not is_right(case)] == []
    assert len(NOTICES) >= 400


def test_what_only_speaks_of_notices_is_none() -> None:
    assert [text for text in PROSE if found(text)] == []
    assert len(PROSE) >= 300


def test_a_sentence_that_is_weighed_once_counts_as_all_that_it_shows() -> None:
    for text in [case["text"] for case in NOTICES[:120]] + PROSE[:120]:
        wording = wording_of(text)
        weights = LEARNED["english" if text.isascii() else "chinese"]
        for at, behind in ((0, 3), (0, 9), (len(text) // 2, len(text) // 2 + 3)):
            lead, words, tail = text[:at], text[at:behind], text[behind:]
            if (
                wording is wording_of(words)
                and wording.is_on_topic(lead, words, tail)
                and text.isascii() != (wording is wording_of("的"))
            ):
                every = sum(value * weights.get(name, 0.0) for name, value in wording.features(lead, words, tail))
                assert wording.score(lead, words, tail) == pytest.approx(every, abs=1e-9)


def test_no_pattern_waits_for_a_backslash() -> None:
    r"""In a raw string ``\\w`` is a backslash and a w: five words of a family were never found."""
    waiting = [family.anchors[:2] for family in FAMILIES if "\\\\" in family.pattern.pattern]
    assert waiting == []


@pytest.mark.parametrize("case", FAILURES, ids=[case["text"][:20] for case in FAILURES])
@pytest.mark.xfail(strict=True)
def test_known_failures(case: dict[str, str]) -> None:
    assert is_right(case)
