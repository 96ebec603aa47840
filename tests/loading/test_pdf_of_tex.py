"""PDFs of XeTeX, made by ``scripts/make_tex_pdfs.py``: narrow gutters, bound books, page numbers far from the edge."""

# ruff: noqa: E501 - a case is a line
from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from pdf_scores import score

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.loading.pdf.lines import PageLine
from bdci_corpus.loading.pdf.measures import kinds_of_pages
from bdci_corpus.loading.pdf.pieces import GlyphRun
from bdci_corpus.trace.changes import undo

FOLDER = Path(__file__).with_name("tex")
TRUTHS = json.loads((FOLDER / "truth.json").read_text("utf-8"))


def piece(text: str, left: float, right: float, y: float = 700.0) -> GlyphRun:
    """Return a run of a size of ten points."""
    places = {"left": left, "right": right, "bottom": y - 2, "top": y + 8, "y": y, "size": 10.0, "first": 10.0}
    return GlyphRun(text=text, **places, bold=False, marked=-1, trailing=False, start=0, end=len(text))


@pytest.mark.parametrize("name", sorted(TRUTHS))
def test_paragraphs_of_tex_end_where_they_end_and_page_numbers_go(name: str) -> None:
    (document,) = normalize(FOLDER / f"{name}.pdf")
    assert len(undo(document)) == document.trace.region_end
    counts = score(TRUTHS[name], document)
    assert (counts["lost"], counts["extra"], counts["ends_wrong"]) == (0, 0, 0)
    assert counts["wraps_joined"] == counts["wraps"]
    assert counts["ends_right"] >= counts["ends"] - 1, "one paragraph's quotation mark is never closed"
    assert (counts["titles_right"], counts["dates_right"], counts["authors_right"]) == (
        1,
        counts["dates"],
        counts["dates"],
    )
    assert counts["headings_found"] == counts["headings"] == counts["headings_marked"]


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [("甲乙，", 100, 124), ("甲乙）", 100, 125.5), ("（甲乙", 104.5, 130), ("（甲乙。", 104.5, 124), ("gauge,", 100, 130), ("", 100, 130)],
)  # fmt: skip
def test_a_mark_that_hangs_over_the_margin_crosses_no_gutter(text: str, left: float, right: float) -> None:
    assert piece(text, 100, 130).ink == pytest.approx((left, right))


def lines_of(margins: dict[int, float]) -> list[PageLine]:
    """Return five lines of each page, at its margin."""
    return [PageLine(page, [piece("a", left, 300, 700.0 - 12 * n)]) for page, left in margins.items() for n in range(5)]


def test_left_and_right_pages_of_a_bound_book_have_margins_of_their_own() -> None:
    widths = dict.fromkeys(range(6), 420.0)
    bound = kinds_of_pages(widths, lines_of({page: 60.0 + 20 * (page % 2) for page in range(6)}))
    assert len(set(bound.values())) == 2
    for margins in (dict.fromkeys(range(6), 60.0), {0: 60.0, 1: 80.0}, {page: 60.0 + 9 * page for page in range(6)}):
        assert len(set(kinds_of_pages(widths, lines_of(margins)).values())) == 1


def test_the_whole_is_as_good_as_asked() -> None:
    total = sum((score(TRUTHS[name], normalize(FOLDER / f"{name}.pdf")[0]) for name in sorted(TRUTHS)), Counter[str]())
    assert total["ends_right"] >= 0.99 * total["ends"]
