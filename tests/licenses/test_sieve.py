"""The sieve lets every notice through: its anchors are complete, whatever hides the words behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest
from noise.notices import english_notice, english_other, notice, other
from places import CASES

from bdci_corpus.licenses.candidates import find_candidates, reach_of
from bdci_corpus.licenses.family import Family
from bdci_corpus.licenses.folding import View, has_readings
from bdci_corpus.licenses.notices import notices_in
from bdci_corpus.licenses.sentences import lead_of, tail_of
from bdci_corpus.licenses.sieve import Sieve
from bdci_corpus.licenses.vocabulary import FAMILIES
from bdci_corpus.text import INVISIBLE, SPACE, scan_of

HERE = Path(__file__).parent / "cases"

SIEVE = Sieve(FAMILIES)

BEFORE, BEHIND = "甲城在河边，街道走访了三百户。\n\n", "\n\n后来下了雨，大家都回去了。\n"

MAKERS = (notice, other, english_notice, english_other)


def cases() -> Iterator[str]:
    """Yield what the cases say, notices and others, and some that are made."""
    for path in (*sorted(HERE.glob("*.json")), CASES / "notices.json"):
        for case in json.loads(path.read_text("utf-8")):
            yield case if isinstance(case, str) else case["text"]
    draw = Random(11)
    yield from (make(draw) for make in MAKERS for _ in range(100))


CUT, MOST_LOST = (2, 3, 4), 12
"""Ways of hiding that may part the first characters of an anchor by a mark; few of some 1,100 texts are lost then."""

EVERY = sorted({case for case in cases() if not has_readings(case)})


def hidden(text: str) -> Iterator[str]:
    """Yield a text with what is passed over inside its words."""
    yield text
    yield "\n".join(f"// {text[at : at + 7]}" for at in range(0, len(text), 7))
    yield "\n".join(f" * {text[at : at + 9]}" for at in range(0, len(text), 9))
    yield "\n".join(f"-- {text[at : at + 5]}" for at in range(0, len(text), 5))
    yield "<b>".join(text[at : at + 4] for at in range(0, len(text), 4))
    yield "\u200b".join(text)
    yield "\n".join(text[at : at + 3] for at in range(0, len(text), 3))


def families_in(text: str) -> set[int]:
    """Return the families of which a notice holds an anchor, by looking for every pattern everywhere."""
    view = View(text)

    def has_notice(family: Family) -> bool:
        for match in family.pattern.finditer(view.folded):
            start, end = int(view.places[match.start()]), int(view.places[match.end() - 1]) + 1
            words = match.group().replace(" ", "").replace("\n", "")
            if any(anchor in words for anchor in family.anchors) and family.fits(
                lead_of(text, start), match.group(), tail_of(text, end)
            ):
                return True
        return False

    return {at for at, family in enumerate(FAMILIES) if has_notice(family)}


def sifted(text: str) -> set[int]:
    """Return the families that the sieve lets through."""
    scan = scan_of(text)
    flags = np.where(scan.flags & INVISIBLE, scan.flags | np.uint32(SPACE), scan.flags)
    places, bits = SIEVE.places(scan, flags, reach_of(annotated=False))
    return {FAMILIES.index(family) for family, _ in SIEVE.near(places, bits)}


def test_every_match_of_every_pattern_passes_the_sieve() -> None:
    lost = [(text, sorted(own)) for text in EVERY if (own := families_in(text) - sifted(text))]
    assert lost == []


@pytest.mark.parametrize("way", range(7))
def test_notices_are_found_as_without_the_sieve(way: int) -> None:
    lost = []
    for case in EVERY[way::3]:
        text = f"{BEFORE}{[*hidden(case)][way]}{BEHIND}"
        without = [(one.kind, one.license, one.restriction) for one in find_candidates(text)]
        found = [(n.notice.kind, n.notice.license, n.notice.restriction) for n in notices_in(text, (), (), ())]
        lost += [text] if found != without else []
    assert len(lost) <= (MOST_LOST if way in CUT else 0), lost


def test_notices_one_below_the_other_are_found_as_without_the_sieve() -> None:
    for at in range(0, len(EVERY), 40):
        text = BEHIND.join(EVERY[at : at + 40])
        spans = [(one.kind, one.license) for one in find_candidates(text)]
        assert [(n.notice.kind, n.notice.license) for n in notices_in(text, (), (), ())] == spans
