"""Tables by the rules that are drawn around their cells: which row and column each piece stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import neg
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.pdf.pieces import GlyphRun

Array = NDArray[Any]

_THIN = 2.5
"""A rule is no thicker, in points; rules that far apart are one, and meet."""

_LEAST_HEIGHT, _LEAST_WIDTH = 8.0, 12.0
"""The shortest rules of a table, upright and level, in points: those of a line of text."""

_MOST_RULES = 4_000
"""How many rules of a page are looked at: drawings have tens of thousands."""

_MOST_COLUMNS = 60
"""A grid of more columns is graph paper."""

_ACROSS = 0.5
"""A rule that parts rows runs over this share of the table's width, all its segments together."""


class Grid(NamedTuple):
    """A table's rules: where columns are parted, from the left, and rows, from the top."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def place(self, piece: GlyphRun) -> tuple[int, int] | None:
        """Return the row and column a piece stands in, or None if it is outside."""
        x, y = (piece.left + piece.right) / 2, (piece.bottom + piece.top) / 2
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        row = bisect_right(self.ys, -y, key=neg) - 1
        column = bisect_right(self.xs, x) - 1
        return min(row, len(self.ys) - 2), min(column, len(self.xs) - 2)


def upright_rules(rules: Array) -> Array:
    """Return the rules that may part cells of one row, those at one place as one."""
    upright = rules[(rules[:, 2] - rules[:, 0] <= _THIN) & (rules[:, 3] - rules[:, 1] >= _LEAST_HEIGHT)]
    upright = upright[np.lexsort([upright[:, 1], np.round(upright[:, 0] / _THIN)])][:_MOST_RULES]
    merged: list[list[float]] = []
    for x, bottom, _, top in upright.tolist():
        if merged and abs(merged[-1][0] - x) <= _THIN and bottom <= merged[-1][3] + _THIN:
            merged[-1][3] = max(merged[-1][3], top)
        else:
            merged.append([x, bottom, x, top])
    longest = sorted(merged, key=lambda rule: (rule[1] - rule[3], rule[0]))[: 2 * _MOST_COLUMNS]
    return np.array(longest, np.float64).reshape(-1, 4)


def grids(rules: Array, upright: Array) -> list[Grid]:
    """Return the tables of a page, from the top: at least two columns, ruled, and two rows."""
    level = rules[(rules[:, 3] - rules[:, 1] <= _THIN) & (rules[:, 2] - rules[:, 0] > _THIN)]
    return [grid for group in _standing_together(upright) if (grid := _grid(group, level)) is not None]


def _standing_together(upright: Array) -> Iterator[Array]:
    """Yield upright rules whose heights overlap, from the top of the page."""
    if not len(upright):
        return
    upright = upright[np.argsort(-upright[:, 3], kind="stable")]
    lowest = np.minimum.accumulate(upright[:, 1])
    apart = np.flatnonzero(upright[1:, 3] < lowest[:-1] - _THIN) + 1
    yield from np.split(upright, apart)


def _grid(upright: Array, level: Array) -> Grid | None:
    xs = _distinct(upright[:, 0])
    bottom, top = float(upright[:, 1].min()), float(upright[:, 3].max())
    if not 3 <= len(xs) <= _MOST_COLUMNS:  # noqa: PLR2004 - two columns have three rules
        return None
    near = (level[:, 1] >= bottom - _THIN) & (level[:, 3] <= top + _THIN)
    near &= (level[:, 2] >= xs[0] - _THIN) & (level[:, 0] <= xs[-1] + _THIN)
    segments = level[near][:_MOST_RULES]
    ys = [y for y in _distinct(segments[:, 1]) if _covered(segments, y) >= _ACROSS * (xs[-1] - xs[0])]
    edges = _distinct(np.array([bottom, *ys, top]))
    return Grid(tuple(xs), tuple(edges[::-1])) if len(edges) > 2 else None  # noqa: PLR2004 - two rows


def _distinct(places: Array) -> list[float]:
    """Return places in order, those that lie close together as one."""
    found: list[float] = []
    for place in np.sort(places).tolist():
        if not found or place - found[-1] > _THIN:
            found.append(place)
    return found


def _covered(segments: Array, y: float) -> float:
    """Return how long the segments at a height are together, without what they share."""
    total, reach = 0.0, -np.inf
    here = segments[np.abs(segments[:, 1] - y) <= _THIN]
    for left, _, right, _ in here[np.argsort(here[:, 0])].tolist():
        total += max(0.0, right - max(left, reach))
        reach = max(reach, right)
    return total


def in_cells(
    pieces: Sequence[GlyphRun], tables: Sequence[Grid]
) -> tuple[list[GlyphRun], dict[tuple[int, int, int], list[GlyphRun]]]:
    """Return the pieces outside of tables, and those of each cell by table, row and column."""
    outside: list[GlyphRun] = []
    cells: dict[tuple[int, int, int], list[GlyphRun]] = {}
    for piece in pieces:
        places = ((number, grid.place(piece)) for number, grid in enumerate(tables))
        found = next(((number, *place) for number, place in places if place is not None), None)
        if found is None:
            outside.append(piece)
        else:
            cells.setdefault(found, []).append(piece)
    return outside, cells
