"""Glyphs that are drawn apart from their line, by their font, stand where the page shows them."""

from __future__ import annotations

import numpy as np
import pytest

from bdci_corpus.loading.pdf.gaps import in_their_gaps
from bdci_corpus.loading.pdf.glyphs import Glyphs

EM = 10.0


def glyphs(*drawn: tuple[str, float], y: tuple[float, ...] = ()) -> Glyphs:
    """Return glyphs as they are drawn: each character with where it begins; Han are an em wide, marks a third."""
    codes = np.array([ord(text) for text, _ in drawn], np.uint32)
    widths = np.where(codes > 0x2FFF, EM, EM / 3)
    left = np.array([place for _, place in drawn])
    low = np.array(y or [700.0] * len(drawn))
    count = len(drawn)
    return Glyphs(
        box=(0, 0, 595, 842),
        codes=codes,
        boxes=np.column_stack([left, low, left + widths, low + EM]),
        origins=np.column_stack([left, low]),
        sizes=np.full(count, EM),
        bold=np.zeros(count, np.bool_),
        marked=np.full(count, -1),
        blank=np.full(count, 2, np.int8),
        after=np.zeros(count, np.bool_),
        damaged=np.zeros(count, np.bool_),
    )


def text_of(found: Glyphs) -> str:
    """Return the characters in their order."""
    return "".join(map(chr, found.codes.tolist()))


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ([("作", 0), ("体", 13.4), ("检", 23.4), ("，", 36.8), ("“", 10), ("”", 33.4)], "作“体检”，"),
        (
            [("说", 0), ("体", 16.7), ("检", 26.7), ("好", 43.4), ("“", 10), ("‘", 13.3), ("’", 36.7), ("”", 40)],
            "说“‘体检’”好",
        ),
        ([("甲", 0), ("乙", 10), ("丙", 20)], "甲乙丙"),
        ([("甲", 0), ("丙", 40), ("乙", 80)], "甲丙乙"),
    ],
)  # fmt: skip
def test_what_fills_a_gap_of_its_line_stands_in_it(drawn: list[tuple[str, float]], expected: str) -> None:
    found = in_their_gaps(glyphs(*drawn))
    assert text_of(found) == expected
    if text_of(found) != "".join(text for text, _ in drawn):
        assert not found.blank[[expected.index("“"), expected.index("“") + 1]].any()


def test_what_stands_on_another_line_or_is_too_wide_fills_no_gap() -> None:
    other = glyphs(("作", 0), ("体", 13.4), ("“", 10), y=(700, 700, 690))
    assert text_of(in_their_gaps(other)) == "作体“"
    assert text_of(in_their_gaps(glyphs(("作", 0), ("体", 13.4), ("大", 7)))) == "作体大"
