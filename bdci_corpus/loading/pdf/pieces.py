"""Parts of lines: glyphs that the page draws one after the other, on one baseline and without a wide space."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.pdf.characters import CLOSING, LEFTWARD, OPENING, QUOTE, WIDE, kinds_of
from bdci_corpus.loading.pdf.glyphs import DRAWN, MADE_UP, Glyphs
from bdci_corpus.loading.pdf.pdfium import SURROGATES

Array = NDArray[Any]

SAME_LINE = 0.35
"""How far baselines of one line lie apart at most, in ems; a raised or lowered figure is smaller and may do more."""

RAISED = 0.6
"""How far above or below its line a smaller glyph may stand, through the size."""

_OTHER_SIZE = 0.85
"""Below which share of its neighbor's size a glyph is of another."""

_HIGH = 0.12
"""How far above the baseline of its piece a small figure is raised, through the size."""

_SUPERSCRIPTS = tuple(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹"))

APART = 1.0
"""The space that parts pieces, in ems."""

_BACK = 0.5
"""How far back a glyph stands from the one before to begin another piece, through the size."""

_HAN_BLANK, _MIXED_BLANK, _DRAWN_BLANK = 0.7, 0.4, 0.1
"""How wide blanks are, in ems: one that PDFium made up between Han, or beside Han, and one drawn between Han."""

_SPREAD = 4
"""So many Han in a row that all have a blank before them are a line drawn out to the margin, or letters set wide."""

_AS_WIDE = 0.15
"""How far the blanks of one line differ, in ems, that was drawn out."""

_BLANK_PART = {**dict.fromkeys("，。、；：", 0.6), **dict.fromkeys("！？）》」』〉】〕（《「『〈【〔", 0.45)}
"""How much of these marks is blank at least, in ems, before what opens and behind what closes."""

_OPENS = frozenset("（《「『〈【〔")

_NO_BLANK = 0.05
"""How wide a blank is that is drawn, through the size; narrower ones are kerning."""


class GlyphRun(NamedTuple):
    """Glyphs ``[start, end)`` of a page that stand together; places in points, sizes in points.

    ``first`` is the width of what cannot be parted at its start: a Latin word, or one Han and the marks behind it;
    ``blank`` how wide its blanks are on average; ``damaged`` the numbers of its characters, blanks not counted,
    that nobody knows, and ``raised`` spans of figures that are small and stand high. ``bold`` is that of most glyphs,
    ``leads`` that of the first.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    y: float
    size: float
    bold: bool
    first: float
    marked: int
    trailing: bool
    start: int
    end: int
    blank: float = 0.0
    damaged: tuple[int, ...] = ()
    raised: tuple[tuple[int, int], ...] = ()
    leads: bool = False

    @property
    def ink(self) -> tuple[float, float]:
        """Where it begins and ends to the eye: half of a Chinese mark is blank, and may hang over the margin."""
        opening, closing = self.text[:1], self.text[-1:]
        before = _BLANK_PART[opening] if opening in _OPENS else 0.0
        behind = 0.0 if closing in _OPENS else _BLANK_PART.get(closing, 0.0)
        return self.left + before * self.size, self.right - behind * self.size


def pieces_of(glyphs: Glyphs, rules: Array) -> list[GlyphRun]:
    """Return the pieces of a page in the order of its content. ``rules`` are upright lines that part cells."""
    if not len(glyphs):
        return []
    kinds = kinds_of(glyphs.codes)
    blank = _blanks(glyphs, kinds)
    starts = np.flatnonzero(np.concatenate([[True], _breaks(glyphs, kinds, rules)]))
    ends = np.append(starts[1:], len(glyphs))
    texts = _texts(glyphs, blank, starts, ends)
    boxes = np.column_stack(
        [
            *(np.minimum.reduceat(glyphs.boxes[:, n], starts) for n in (0, 1)),
            *(np.maximum.reduceat(glyphs.boxes[:, n], starts) for n in (2, 3)),
        ]
    ).tolist()
    sizes = np.maximum.reduceat(glyphs.sizes, starts)
    large = glyphs.sizes >= np.repeat(sizes, ends - starts) * _OTHER_SIZE
    ys = np.add.reduceat(glyphs.origins[:, 1] * large, starts) / np.add.reduceat(large, starts)
    bold = 2 * np.add.reduceat(glyphs.bold.astype(np.int64), starts) > ends - starts
    first = _first_widths(glyphs, kinds, blank, starts, ends)
    damaged = _damaged(glyphs, starts, ends)
    high = glyphs.origins[:, 1] - np.repeat(ys, ends - starts) > _HIGH * np.repeat(sizes, ends - starts)
    raised = _raised(glyphs, ~large & high, starts)
    return [
        GlyphRun(
            text,
            box[0],
            box[1],
            box[2],
            box[3],
            y,
            size,
            heavy,
            width,
            mark,
            trailing,
            start,
            end,
            space,
            damaged.get(start, ()),
            raised.get(start, ()),
            leads,
        )
        for text, box, y, size, heavy, width, mark, trailing, start, end, space, leads in zip(
            texts,
            boxes,
            ys.tolist(),
            sizes.tolist(),
            bold.tolist(),
            first.tolist(),
            glyphs.marked[starts].tolist(),
            glyphs.after[ends - 1].tolist(),
            starts.tolist(),
            ends.tolist(),
            _blank_widths(glyphs, blank, starts),
            glyphs.bold[starts].tolist(),
            strict=True,
        )
    ]


def _blank_widths(glyphs: Glyphs, blank: NDArray[np.bool_], starts: Array) -> list[float]:
    """Return how wide the blanks within each piece are on average, 0 where there are none."""
    inner = blank.copy()
    inner[starts] = False
    gaps = np.zeros(len(glyphs))
    gaps[1:] = glyphs.boxes[1:, 0] - glyphs.boxes[:-1, 2]
    widths: list[float] = (
        np.add.reduceat(gaps * inner, starts) / np.maximum(np.add.reduceat(inner, starts), 1)
    ).tolist()
    return widths


def _damaged(glyphs: Glyphs, starts: Array, ends: Array) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the damaged glyphs of each piece that has any, by where it starts."""
    if not glyphs.damaged.any():
        return {}
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    found = ((start, tuple(np.flatnonzero(glyphs.damaged[start:end]).tolist())) for start, end in spans)
    return {start: numbers for start, numbers in found if numbers}


def _raised(glyphs: Glyphs, high: NDArray[np.bool_], starts: Array) -> dict[int, tuple[tuple[int, int], ...]]:
    """Return the spans of raised figures in each piece that has any, by where it starts."""
    figures = (high & (glyphs.codes >= ord("0")) & (glyphs.codes <= ord("9"))) | np.isin(glyphs.codes, _SUPERSCRIPTS)
    if not figures.any():
        return {}
    piece = np.searchsorted(starts, np.arange(len(glyphs)), "right") - 1
    begins = figures & ~np.concatenate([[False], figures[:-1] & (piece[1:] == piece[:-1])])
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    numbers = np.flatnonzero(figures)
    for run in np.split(numbers, np.flatnonzero(begins[numbers])[1:]):
        start = int(starts[piece[run[0]]])
        found[start] = (*found.get(start, ()), (int(run[0]) - start, int(run[-1]) + 1 - start))
    return found


def _breaks(glyphs: Glyphs, kinds: NDArray[np.uint8], rules: Array) -> NDArray[np.bool_]:
    """Return after which glyphs another piece begins, but for the last."""
    left, right, size = glyphs.boxes[:, 0], glyphs.boxes[:, 2], glyphs.sizes
    em = np.maximum(size[1:], size[:-1])
    other = np.minimum(size[1:], size[:-1]) < _OTHER_SIZE * em
    away = np.abs(np.diff(glyphs.origins[:, 1])) > np.where(other, RAISED, SAME_LINE) * em
    leftward = (kinds & LEFTWARD) != 0
    both = leftward[1:] & leftward[:-1]
    gap = np.where(both, np.maximum(left[1:] - right[:-1], left[:-1] - right[1:]), left[1:] - right[:-1])
    back = (left[1:] < left[:-1] - _BACK * em) & ~(leftward[1:] | leftward[:-1])
    breaks: NDArray[np.bool_] = away | back | (gap >= APART * em)
    middles = (glyphs.boxes[:, :2] + glyphs.boxes[:, 2:]) / 2
    for x, bottom, _, top in rules.tolist():
        crossed = (middles[:-1, 0] < x) & (middles[1:, 0] > x)
        breaks |= crossed & (middles[1:, 1] > bottom) & (middles[1:, 1] < top)
    return breaks


def _texts(glyphs: Glyphs, blank: NDArray[np.bool_], starts: Array, ends: Array) -> list[str]:
    """Return the text of each piece, with the blanks in it that are meant."""
    blank = blank.copy()
    blank[starts] = False
    places = np.arange(len(glyphs)) + np.cumsum(blank)
    codes = np.full(int(places[-1]) + 1, ord(" "), np.uint32)
    codes[places] = glyphs.codes
    text = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    spans = zip(places[starts].tolist(), (places[ends - 1] + 1).tolist(), strict=True)
    texts = [text[start:end] for start, end in spans]
    if ((codes >= SURROGATES[0]) & (codes < SURROGATES[1])).any():  # where PDFium's characters have 16 bits
        texts = [piece.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for piece in texts]
    return texts


def _blanks(glyphs: Glyphs, kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return before which glyphs a blank is meant."""
    gap = np.zeros(len(glyphs))
    gap[1:] = (glyphs.boxes[1:, 0] - glyphs.boxes[:-1, 2]) / glyphs.sizes[1:]
    wide, cjk = (kinds & WIDE) != 0, (kinds & (WIDE | QUOTE)) != 0
    before = np.concatenate([[False], wide[:-1]])
    han = (before & cjk) | (np.concatenate([[False], cjk[:-1]]) & wide)
    made = np.where(han, _HAN_BLANK, np.where(before | wide, _MIXED_BLANK, -np.inf))
    drawn = np.where(han, _DRAWN_BLANK, _NO_BLANK)
    least = np.where(glyphs.blank == DRAWN, drawn, np.where(glyphs.blank == MADE_UP, made, _HAN_BLANK))
    blank: NDArray[np.bool_] = gap >= least
    spread = blank & han & (gap < APART)
    if np.count_nonzero(spread) >= _SPREAD:
        runs = np.flatnonzero(np.diff(np.concatenate([[False], spread, [False]]).astype(np.int8))).reshape(-1, 2)
        y = glyphs.origins[:, 1]
        for start in runs[runs[:, 1] - runs[:, 0] >= _SPREAD, 0].tolist():
            level = np.abs(y - y[start]) < _AS_WIDE * glyphs.sizes
            blank &= ~(spread & level & (np.abs(gap - gap[start]) < _AS_WIDE))
    return blank


def _first_widths(glyphs: Glyphs, kinds: NDArray[np.uint8], blank: Array, starts: Array, ends: Array) -> Array:
    """Return how wide each piece's first word is, or its first Han and the marks that cannot leave it."""
    opening, closing = (kinds & OPENING) != 0, (kinds & CLOSING) != 0
    full = (kinds & WIDE) != 0
    wide = full & ~closing & ~opening
    # a word may end before a glyph: before a blank, before or behind Han, never behind what opens or before what closes
    may = np.zeros(len(kinds), np.bool_)
    may[1:] = blank[1:] | ((wide[1:] | wide[:-1] | (closing & full)[:-1] | opening[1:]) & ~closing[1:])
    may[1:] &= ~opening[:-1]
    stops = np.append(np.flatnonzero(may), len(kinds))
    last = np.minimum(stops[np.searchsorted(stops, starts, "right")], ends) - 1
    widths: Array = glyphs.boxes[last, 2] - glyphs.boxes[starts, 0]
    return widths
