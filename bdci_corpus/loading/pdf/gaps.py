"""Put glyphs back that were drawn apart from their line: producers draw all glyphs of one font, then those of another.

A line of Chinese whose quotes and digits are of a Latin font has gaps where these belong; they come behind it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bdci_corpus.loading.pdf.glyphs import Array, Glyphs

_GAP = 0.15
"""The least space between two glyphs of a line that another may fill, in ems: narrower than any mark."""

_LEVEL = 0.05
"""How far baselines of one line may differ, in ems: the fonts of a line are set on one."""

_ROOM = 0.2
"""How much wider than its gap what fills it may be, in ems: boxes reach into their neighbors."""


_NEAREST = 4
"""How many gaps before a glyph are looked at."""


def in_their_gaps(glyphs: Glyphs) -> Glyphs:
    """Return the glyphs, those first that stand in a gap of a line drawn before them, each between its neighbors."""
    if len(glyphs) < 3:  # noqa: PLR2004 - two, and one between
        return glyphs
    first = _gaps(glyphs)
    if not len(first):
        return glyphs
    where = _filled(glyphs, first)
    moved = np.flatnonzero(where >= 0)
    if not len(moved):
        return glyphs
    blank = glyphs.blank.copy()
    blank[moved] = 0  # what stood beside them in the order of drawing does not now
    blank[where[moved] + 1] = 0
    keys = np.arange(len(glyphs), dtype=np.float64)
    keys[moved] = where[moved] + 0.5
    return replace(glyphs, blank=blank).only(np.lexsort((glyphs.boxes[:, 0], keys)))


def _gaps(glyphs: Glyphs) -> Array:
    """Return the glyphs behind which a gap stands, on the line that they and the next are drawn on."""
    left, right, y, size = glyphs.boxes[:, 0], glyphs.boxes[:, 2], glyphs.origins[:, 1], glyphs.sizes
    em = np.minimum(size[1:], size[:-1])
    level = np.abs(np.diff(y)) <= _LEVEL * em
    found: Array = np.flatnonzero(level & (left[1:] - right[:-1] >= _GAP * em))
    return found


def _filled(glyphs: Glyphs, first: Array) -> Array:
    """Return for each glyph the number of the glyph whose gap it fills, or -1."""
    left, right, y = glyphs.boxes[:, 0], glyphs.boxes[:, 2], glyphs.origins[:, 1]
    step = _LEVEL * float(np.median(glyphs.sizes))
    far = float(np.ptp(glyphs.boxes[:, [0, 2]])) + 1.0
    lines, low = np.round((y - y.min()) / step), float(left.min())
    starts = lines[first] * far + right[first] - low
    order = np.argsort(starts, kind="stable")
    centers = lines * far + (left + right) / 2 - low
    at = np.searchsorted(starts[order], centers, side="right") - 1
    numbers, middles = np.arange(len(glyphs)), (left + right) / 2
    where = np.full(len(glyphs), -1)
    for back in range(_NEAREST):  # the nearest may be one of what fills gaps itself, which was drawn later
        gap = first[order[np.maximum(at - back, 0)]]
        inside = (at >= back) & (lines == lines[gap]) & (middles < left[gap + 1]) & (middles > right[gap])
        narrow = right - left <= left[gap + 1] - right[gap] + _ROOM * glyphs.sizes
        where = np.where((where < 0) & inside & narrow & (numbers > gap + 1), gap, where)
    return where
