"""Columns of a page, and the order in which its lines are read.

A gutter is a strip that hardly any piece crosses, between columns whose lines fill them: the cells of a table do not.
What crosses it parts the page into bands, each read column by column. A page too short to show its gutter
goes by that of the others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from bdci_corpus.loading.pdf.lines import CELL, PageLine, Side, on_lines
from bdci_corpus.loading.pdf.pieces import GlyphRun

MIN_GUTTER = 8.0
"""The narrowest space between two columns, in points."""

MIN_LINES = 8
"""The first column holds at least so many lines; of fewer, it is a heading or a table."""

FEWEST = 4
"""The others hold at least so many: the last may end early."""

MIN_FILLED = 0.7
"""Lines of running text fill this share of their column, half of them at least."""

MAX_CROSSING = 0.08
"""No larger share of the narrower pieces crosses the space between columns."""

NARROW = 0.62
"""Pieces of at most this share of the text's width show where columns are; wider ones run across."""

_INNER = (0.12, 0.88)
"""Where gutters are looked for, as shares of the width of the text."""

_LIKE = 12.0
"""Gutters of two pages that fall into one step of so many points are alike."""

_ALIGNED = 0.5
"""The share of a column's lines that begin at one place."""

_IN_A_BAND = 6
"""Between lines that run across there are so many lines in columns, on average."""

_USUAL = 0.3
"""Gutters that this share of the pages shows may be those of others."""

_HINTED_FILL, _HINTED_CROSSING = 0.6, 0.2
"""A column that the other pages hint at: how full its lines are, and which share of pieces may cross its gutter."""

Gutters = tuple[float, ...]


_BESIDE = 1.2
"""What stands so near, in ems, belongs to the same line, whatever column it is in."""


def gutters_of(pieces: Sequence[GlyphRun]) -> Gutters:
    """Return the middles of the spaces between columns of running text, from the left."""
    if len(pieces) < 2 * MIN_LINES:
        return ()
    lefts, rights = (np.array(side) for side in zip(*(piece.ink for piece in pieces), strict=True))
    first, last = float(lefts.min()), float(rights.max())
    width = last - first
    if not 0 < width < 1e5:  # noqa: PLR2004 - no page is a mile wide
        return ()
    narrow = rights - lefts <= NARROW * width
    if np.count_nonzero(narrow) < 2 * MIN_LINES:
        return ()
    crossed = np.zeros(int(width) + 3, np.int64)
    np.add.at(crossed, (lefts[narrow] - first).astype(np.int64), 1)
    np.add.at(crossed, (rights[narrow] - first).astype(np.int64) + 1, -1)
    free = np.flatnonzero(np.cumsum(crossed) <= MAX_CROSSING * np.count_nonzero(narrow))
    strips = np.split(free, np.flatnonzero(np.diff(free) > 1) + 1)
    inner = [s for s in strips if len(s) >= MIN_GUTTER - 1 and _INNER[0] * width < s[0] and s[-1] < _INNER[1] * width]
    found = [(first + float(strip[0]), first + float(strip[-1]) + 1) for strip in inner]
    while found:
        bad = _unfilled(pieces, found, (first, last))
        if bad is None:
            gutters = tuple((left + right) / 2 for left, right in found)
            return gutters if _in_bands(pieces, gutters) else ()
        beside = [at for at in (bad - 1, bad) if 0 <= at < len(found)]
        del found[min(beside, key=lambda at: found[at][1] - found[at][0])]
    return ()


def _unfilled(
    pieces: Sequence[GlyphRun], strips: Sequence[tuple[float, float]], ends: tuple[float, float]
) -> int | None:
    """Return the number of a column that is not running text, or None."""
    gutters = tuple((left + right) / 2 for left, right in strips)
    lefts, rights = [ends[0], *(right for _, right in strips)], [*(left for left, _ in strips), ends[1]]
    for column, lines in enumerate(_columns(pieces, gutters)):
        room = rights[column] - lefts[column]
        if (
            len(lines) < (FEWEST if column else MIN_LINES)
            or median(map(_ink, lines)) < MIN_FILLED * room
            or not _aligned(lines)
        ):
            return column
    return None


def _in_bands(pieces: Sequence[GlyphRun], gutters: Gutters) -> bool:
    """Return whether what crosses the gutters parts the page into a few bands; wide lines of one column do not."""
    lines = on_lines(pieces)
    crosses = [any(column_of(*piece.ink, gutters) is None for piece in line) for line in lines]
    bands = sum(before and not after for before, after in zip([True, *crosses], crosses, strict=False))
    return crosses.count(False) >= _IN_A_BAND * bands


def _aligned(lines: Sequence[Sequence[GlyphRun]]) -> bool:
    """Return whether many lines begin at one place, as words of justified text that stand below each other do not."""
    lefts = Counter(round(2 * line[0].left / line[0].size) for line in lines)
    return max(count + lefts[place + 1] for place, count in lefts.items()) >= _ALIGNED * len(lines)


def _columns(pieces: Sequence[GlyphRun], gutters: Gutters) -> list[list[list[GlyphRun]]]:
    """Return the lines of each column, without what crosses a gutter."""
    columns: list[list[GlyphRun]] = [[] for _ in range(len(gutters) + 1)]
    for piece in pieces:
        column = column_of(*piece.ink, gutters)
        if column is not None:
            columns[column].append(piece)
    return [list(on_lines(column)) for column in columns]


def _ink(line: Sequence[GlyphRun]) -> float:
    """Return how wide a line is without spaces that part cells."""
    gaps = (after.left - before.right for before, after in pairwise(line))
    return line[-1].right - line[0].left - sum(gap for gap in gaps if gap > CELL * line[0].size)


def column_of(left: float, right: float, gutters: Gutters) -> int | None:
    """Return the number of the column something stands in, or None if it crosses a gutter."""
    column = bisect_right(gutters, left)
    return column if column == bisect_right(gutters, right) else None


def usual_gutters(pages: Sequence[Gutters]) -> Gutters:
    """Return the gutters that many pages have, to within a few points."""
    found: dict[tuple[int, ...], list[Gutters]] = {}
    for page in pages:
        if page:
            found.setdefault(tuple(round(gutter / _LIKE) for gutter in page), []).append(page)
    best = max(found.values(), key=lambda alike: (len(alike), alike[0]), default=[])
    return best[0] if len(best) >= _USUAL * len(pages) else ()


def hinted(pieces: Sequence[GlyphRun], gutters: Gutters) -> Gutters:
    """Return gutters that other pages have if this one has them, too: hardly anything crosses them."""
    if not gutters or not pieces:
        return ()
    crossing = sum(column_of(*piece.ink, gutters) is None for piece in pieces)
    edges = [min(piece.left for piece in pieces), *gutters, max(piece.right for piece in pieces)]
    columns = _columns(pieces, gutters)
    if crossing > _HINTED_CROSSING * len(pieces) or not columns[0]:
        return ()
    if not any(columns[1:]):  # one column alone, which shows by its width
        widest = max(map(_ink, columns[0]))
        return gutters if not crossing and widest > MIN_FILLED * (gutters[0] - edges[0]) else ()
    rooms = (right - left for left, right in pairwise(edges))
    for lines, room in zip(columns, rooms, strict=True):
        if lines and (max(map(_ink, lines)) < _HINTED_FILL * room or not _aligned(lines)):
            return ()
    return gutters


def _torn_off(pieces: Sequence[GlyphRun], gutters: Gutters) -> set[GlyphRun]:
    """Return pieces within one column that stand right beside one that crosses a gutter: a label of what follows."""
    found: set[GlyphRun] = set()
    if all(column_of(*piece.ink, gutters) is not None for piece in pieces):
        return found
    for line in on_lines(pieces):
        wide = [column_of(*piece.ink, gutters) is None for piece in line]
        for ordered in (range(1, len(line)), range(len(line) - 2, -1, -1)):
            for at in ordered:
                beside = at - ordered.step
                left, right = line[min(at, beside)], line[max(at, beside)]
                if wide[beside] and not wide[at] and right.left - left.right < _BESIDE * line[at].size:
                    wide[at] = True
                    found.add(line[at])
    return found


class ReadingUnit(NamedTuple):
    """What is read at one go: a line, or a table with all its rows; ``y`` says how high it stands."""

    left: float
    right: float
    y: float
    lines: list[PageLine]


def in_order(page: int, pieces: Sequence[GlyphRun], gutters: Gutters, tables: Sequence[ReadingUnit]) -> list[PageLine]:
    """Return the lines of a page in reading order, those of tables among them."""
    columns: dict[int | None, list[GlyphRun]] = {}
    torn = _torn_off(pieces, gutters) if gutters else set()
    for piece in pieces:
        columns.setdefault(None if piece in torn else column_of(*piece.ink, gutters), []).append(piece)
    units = list(tables)
    for column, inside in columns.items():
        side = Side(0, 1) if column is None else Side(column, len(gutters) + 1)
        for of_line in on_lines(inside):
            line = PageLine(page, of_line, side)
            inks = [piece.ink for piece in of_line]
            left, right = min(left for left, _ in inks), max(right for _, right in inks)
            units.append(ReadingUnit(left, right, line.y, [line]))
    heights = sorted(-unit.y for unit in units if column_of(unit.left, unit.right, gutters) is None)

    def place(unit: ReadingUnit) -> tuple[int, int, float]:
        column = column_of(unit.left, unit.right, gutters)
        return bisect_right(heights, -unit.y), -1 if column is None else column, -unit.y

    return [line for unit in sorted(units, key=place) for line in unit.lines]
