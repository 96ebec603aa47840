"""PDFs of four producers, made by ``scripts/make_pdfs.py``: all that stands in them is known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from pdf_scores import Made, score
from places import SAMPLES

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.trace.changes import undo

UNTAGGED = Path(__file__).with_name("untagged_pdf.py")
LARGEST, ALL_TOGETHER = 300_000, 5_000_000

MORE = SAMPLES.with_name("made")
"""Documents of another seed, which nobody looked at when the reader was written."""


@cache
def truths() -> Mapping[str, Made]:
    """Return what stands in each made document."""
    found: dict[str, Made] = json.loads((SAMPLES / "pdf_truth.json").read_text("utf-8"))
    return found | json.loads((MORE / "truth.json").read_text("utf-8"))


NAMES = sorted(truths())


def path_of(name: str) -> Path:
    """Return where a document lies."""
    first = SAMPLES / "pdf_document" / f"{name}.pdf"
    return first if first.is_file() else MORE / f"{name}.pdf"


@cache
def found(name: str, *, tagged: bool = True) -> Counter[str]:
    """Return the score of a document, its tags read or not."""
    loader = None if tagged else UNTAGGED
    (document,) = normalize(path_of(name), loader=loader)
    assert len(undo(document)) == document.trace.region_end
    return score(truths()[name], document)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_no_head_is_left_and_title_and_date_are_found(name: str) -> None:
    counts = found(name)
    assert (counts["lost"], counts["extra"], counts["heads_left"]) == (0, 0, 0)
    assert counts["titles_right"] == 1
    assert counts["dates_right"] == counts["authors_right"] == counts["dates"]


def test_wraps_are_joined_paragraphs_end_and_headings_are_marked() -> None:
    total = sum((found(name) for name in NAMES), Counter[str]())
    check(total)


def check(total: Counter[str]) -> None:
    """Check shares that a change may not lower silently."""
    assert total["ends_right"] >= 0.995 * total["ends"]
    assert total["wraps_joined"] >= 0.998 * total["wraps"]
    assert total["ends_wrong"] <= 0.005 * total["ends"]
    assert total["headings_found"] >= 0.99 * total["headings"]
    assert total["headings_found"] >= 0.99 * total["headings_marked"]


def test_places_alone_tell_where_no_tag_does() -> None:
    first = [name for name in NAMES if path_of(name).parent != MORE]  # no place tells a head on a single page
    total = sum((found(name, tagged=False) for name in first), Counter[str]())
    assert total["lost"] == total["extra"] == total["heads_left"] == 0
    assert total["titles_right"] == total["titles"]
    check(total)


def test_the_samples_are_small() -> None:
    assert len(NAMES) == 60
    assert {name.partition("-")[0] for name in NAMES} == {"chromium", "libreoffice", "reportlab", "typst"}
    sizes = [path.stat().st_size for folder in (SAMPLES / "pdf_document", MORE) for path in folder.iterdir()]
    assert max(sizes) <= LARGEST
    assert sum(sizes) <= ALL_TOGETHER
