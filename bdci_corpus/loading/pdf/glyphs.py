"""The glyphs of a page, upright: text runs to the right and lines go down, however the page was written.

Glyphs are sorted out by their direction: the one most of them have comes first. Vertical writing is turned
so that its columns are lines: x runs down the page, and y grows toward the first column, at the right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.pdf.characters import BLANK, CONTROL, kinds_of
from bdci_corpus.loading.pdf.pdfium import RawPage

Array = NDArray[Any]

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""

DRAWN, MADE_UP = 1, 2
"""What a blank before a glyph is: one that the page draws, or one that PDFium makes up of the space."""

LOST = ord("\ufffd")

_LAST_CODE = 0x10FFFF
"""The last code point."""

_HYPHENS = 2, 0xFFFE
"""What PDFium gives for a hyphen at a line's end."""

_BULLETS = 0xF0B7, 0xF095
"""The bullets of Word's and LibreOffice's lists: Symbol and OpenSymbol map them into the private area."""

_RAISED_DOTS = 0x22EF
"""How Chinese fonts name the glyph of their ellipsis, whose dots stand in the middle of the line."""

_QUARTER = 90.0
"""Degrees: text is set along or across the page."""

_DIRECTIONS = 8
"""A page has no more directions of writing; what is left are letters of a drawing."""

_SMALLEST = 0.5
"""The smallest size that is believed, in points: producers write 0 or 1 and scale."""

_UPRIGHT = 0.35
"""How far, in ems, the next glyph of a line may stand above or below; and of a column, beside."""

_FARTHEST = 2.0
"""The next glyph of a line is no further on, in ems."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Glyphs of one direction, in the order of the page's content, without blanks.

    A row a glyph: its character, box (left, bottom, right, top) and origin (x, y) in points, size (an em) in points,
    whether it is bold, its marked content or -1, and whether a blank was drawn (1) or made up (2) before it; ``after``
    says that one was drawn behind it. ``damaged`` are those whose character nobody knows. ``box`` is the page's.
    """

    box: Box
    codes: NDArray[np.uint32]
    boxes: Array
    origins: Array
    sizes: Array
    bold: NDArray[np.bool_]
    marked: Array
    blank: NDArray[np.int8]
    after: NDArray[np.bool_]
    damaged: NDArray[np.bool_]
    vertical: bool = False
    angle: float = 0.0

    def __len__(self) -> int:
        """Return how many glyphs there are."""
        return len(self.codes)

    def only(self, chosen: Array) -> Glyphs:
        """Return some of the glyphs, by number or by a mask."""
        rows = ("codes", "boxes", "origins", "sizes", "bold", "marked", "blank", "after", "damaged")
        return replace(self, **{name: getattr(self, name)[chosen] for name in rows})


def upright(page: RawPage) -> list[Glyphs]:
    """Return a page's glyphs within its box, a group a direction, most glyphs first."""
    glyphs, angles = _inked(page)
    if not len(glyphs):
        return []
    kinds, group, counts = np.unique(angles, return_inverse=True, return_counts=True)
    order = sorted(range(len(kinds)), key=lambda n: (-int(counts[n]), float(kinds[n])))
    return [_turned(glyphs.only(group == n), float(kinds[n])) for n in order[:_DIRECTIONS]]


def _inked(page: RawPage) -> tuple[Glyphs, Array]:
    """Return what is no blank and stands within the page's box, and the direction of each glyph in degrees."""
    codes = page.codes.copy()
    hyphens = (codes == _HYPHENS[0]) | (codes == _HYPHENS[1])  # their boxes are tight, and say nothing of their size
    codes[hyphens] = ord("-")
    codes[np.isin(codes, _BULLETS)] = ord("•")
    codes[codes == _RAISED_DOTS] = ord("…")
    kinds = kinds_of(codes)
    blank = ((kinds & BLANK) != 0) | (page.owners < 0) | ((codes == 0) & ~page.unmapped)
    middle = (page.boxes[:, :2] + page.boxes[:, 2:]) / 2
    left, bottom, right, top = page.box
    shown = ((middle >= (left, bottom)) & (middle <= (right, top))).all(axis=1) if right > left else ~blank
    kept = np.flatnonzero(~blank & shown)
    owners = page.owners[kept]
    matrices = page.matrices[owners].reshape(-1, 4)
    sizes = page.sizes[owners] * np.hypot(matrices[:, 2], matrices[:, 3])
    boxes = page.boxes[kept].astype(np.float64)
    tall = np.maximum(boxes[:, 3] - boxes[:, 1], _SMALLEST)
    large = np.maximum(tall, boxes[:, 2] - boxes[:, 0])  # a dash, and the Han of one stroke, are flat
    sizes = np.where((sizes > _SMALLEST) & ((sizes < 10 * large) | hyphens[kept]), sizes, tall)
    before, after = _beside(kept, blank, page.owners)
    unreadable = ((kinds & CONTROL) != 0) | (codes > _LAST_CODE)
    codes[unreadable] = LOST
    glyphs = Glyphs(
        box=page.box,
        codes=codes[kept],
        boxes=boxes,
        origins=page.origins[kept],
        sizes=sizes,
        bold=page.bold[owners],
        marked=page.marked[owners],
        blank=before,
        after=after,
        damaged=(unreadable | page.unmapped)[kept],
    )
    angles = np.round(np.degrees(np.arctan2(matrices[:, 1], matrices[:, 0])), 0) % 360
    straight = np.abs((angles + _QUARTER / 2) % _QUARTER - _QUARTER / 2) < 3  # noqa: PLR2004 - scans are never quite straight
    return glyphs, np.where(straight, np.round(angles / _QUARTER) * _QUARTER % 360, angles)


def _beside(kept: Array, blank: NDArray[np.bool_], owners: Array) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Return for each glyph kept whether a blank stood before it, drawn (1) or made up (2), and whether one behind."""
    drawn = np.concatenate([[0], np.cumsum(blank & (owners >= 0))])
    made = np.concatenate([[0], np.cumsum(blank & (owners < 0))])
    starts = np.concatenate([[0], kept[:-1] + 1]) if len(kept) else kept
    ends = np.concatenate([kept[1:], [len(blank)]]) if len(kept) else kept
    before = np.where(drawn[kept] > drawn[starts], DRAWN, np.where(made[kept] > made[starts], MADE_UP, 0)).astype(
        np.int8
    )
    return before, drawn[ends] > drawn[np.minimum(kept + 1, len(blank))]


def _turned(glyphs: Glyphs, angle: float) -> Glyphs:
    """Return glyphs with their direction turned to the right; vertical writing, too."""
    if angle:
        radians = np.radians(-angle)
        turn = np.array([[np.cos(radians), np.sin(radians)], [-np.sin(radians), np.cos(radians)]])
        glyphs = _moved(glyphs, turn)
    if angle in {0.0, 270.0} and _is_vertical(glyphs):
        turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
        glyphs = replace(_moved(glyphs, turn), vertical=True)
        middles = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
        glyphs = replace(glyphs, origins=np.column_stack([glyphs.boxes[:, 0], middles]))
    return replace(glyphs, angle=angle)


def _moved(glyphs: Glyphs, turn: Array) -> Glyphs:
    """Return glyphs with their places multiplied by a matrix."""
    first, second = glyphs.boxes[:, :2] @ turn, glyphs.boxes[:, 2:] @ turn
    boxes = np.concatenate([np.minimum(first, second), np.maximum(first, second)], axis=1)
    ends = np.array(glyphs.box).reshape(2, 2) @ turn
    (left, bottom), (right, top) = ends.min(axis=0).tolist(), ends.max(axis=0).tolist()
    return replace(glyphs, boxes=boxes, origins=glyphs.origins @ turn, box=(left, bottom, right, top))


def _is_vertical(glyphs: Glyphs) -> bool:
    """Return whether most glyphs stand below the one before."""
    if len(glyphs) < 2:  # noqa: PLR2004 - a pair
        return False
    steps = np.diff(glyphs.origins, axis=0) / glyphs.sizes[1:, None]
    middles = np.diff(glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2 / glyphs.sizes[1:]
    down = (np.abs(middles) < _UPRIGHT) & (steps[:, 1] < -_UPRIGHT) & (steps[:, 1] > -_FARTHEST)
    along = (np.abs(steps[:, 1]) < _UPRIGHT) & (steps[:, 0] > 0) & (steps[:, 0] < _FARTHEST)
    return bool(np.count_nonzero(down) > np.count_nonzero(along) and np.count_nonzero(down) >= len(steps) / 2)
