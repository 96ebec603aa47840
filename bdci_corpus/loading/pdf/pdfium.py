"""Read a page of a PDF as arrays: its glyphs, the rules and pictures on it, and its structure tree.

PDFium answers one question about one glyph a call. The calls are made by ``map`` over plain integers, with a prototype
that takes addresses and keeps the interpreter's lock: three times as fast as its generated bindings, which make an
object of each argument.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import POINTER, PYFUNCTYPE, byref, c_double, c_int, c_size_t, c_ushort, c_void_p, cast, create_string_buffer
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from bdci_corpus.text import HAN_BLOCK

Array = NDArray[Any]

MOST_OBJECTS = 50_000
"""On a page of more objects no rules are looked for: it is a drawing."""

MOST_SEGMENTS = 20_000
"""Of so many segments of a page's paths it is seen whether they are rules."""

MOST_ANNOTATIONS = 2_000
"""How many annotations of a page are looked at."""

_WRITTEN = frozenset({pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_STAMP})

_THIN = 2.5
"""A box is a rule if one side is no longer than this, in points."""

_LEAST = 8.0
"""Nothing smaller is a rule."""

_OF_A_BOX = 4, 6
"""A path of so many segments is taken for a box, and its sides for rules."""

_SIDES = (0, 1, 0, 3), (2, 1, 2, 3), (0, 1, 2, 1), (0, 3, 2, 3)
"""The four sides of a box, as places in left, bottom, right, top."""

_PATH, _IMAGE = 2, 3
"""PDFium's codes of page objects (FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_IMAGE)."""

BOLD = 600
"""The least weight of a bold font."""

_OUTLINED = 2
"""The text rendering mode that fills letters and draws their outlines, which makes any font look bold."""

_FORCE_BOLD = 1 << 18
"""The flag of a font that is drawn bold (ISO 32000, table 121)."""

_BOLD_NAME = re.compile(b"(?i:bold|heavy|black|simhei|heiti)")

_UNITS = POINTER(c_ushort)

SURROGATES = 0xD800, 0xE000
"""Halves of characters, as units of 16 bits."""

_NO_BOXES = np.empty((0, 4))

_NAME_BYTES = 256
"""How much of a font's name is read, in bytes."""


class RawPage(NamedTuple):
    """What PDFium says of a page; boxes are left, bottom, right, top in points, unrotated.

    ``codes`` to ``origins`` have a row a glyph, and ``owners`` says which row of ``matrices``, ``sizes``, ``bold``
    and ``marked`` (the number of its marked content, or -1) it goes by; -1 is a blank that PDFium made up.
    """

    box: tuple[float, float, float, float]
    codes: NDArray[np.uint32]
    unmapped: NDArray[np.bool_]
    boxes: Array
    origins: Array
    owners: Array
    matrices: Array
    sizes: Array
    bold: NDArray[np.bool_]
    marked: Array
    rules: Array
    pictures: Array
    tags: tuple[StructureTag, ...]


class StructureTag(NamedTuple):
    """An element of the structure tree, or a marked content in it: its type, its parent's number or -1, its number."""

    role: str
    parent: int
    content: int = -1


def _fast(function: Any, result: Any, *arguments: Any) -> Any:  # noqa: ANN401 - ctypes has no better types
    """Return a function of PDFium that takes addresses as integers."""
    return PYFUNCTYPE(result, *arguments)(cast(function, c_void_p).value or 0)


_unicode = _fast(pdfium.FPDFText_GetUnicode, c_int, c_void_p, c_int)

_unmapped = _fast(pdfium.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)

_object = _fast(pdfium.FPDFText_GetTextObject, c_size_t, c_void_p, c_int)

_box = _fast(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)

_origin = _fast(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)

_matrix = _fast(pdfium.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)

_size = _fast(pdfium.FPDFText_GetFontSize, c_double, c_void_p, c_int)

_weight = _fast(pdfium.FPDFFont_GetWeight, c_int, c_size_t)

_font = _fast(pdfium.FPDFTextObj_GetFont, c_size_t, c_size_t)

_mode = _fast(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_size_t)

_font_name = _fast(pdfium.FPDFFont_GetBaseFontName, c_size_t, c_size_t, c_void_p, c_size_t)

_font_flags = _fast(pdfium.FPDFFont_GetFlags, c_int, c_size_t)

_content = _fast(pdfium.FPDFPageObj_GetMarkedContentID, c_int, c_void_p)

_nth_object = _fast(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)

_kind = _fast(pdfium.FPDFPageObj_GetType, c_int, c_void_p)

_bounds = _fast(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)

_object_matrix = _fast(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)

_segments = _fast(pdfium.FPDFPath_CountSegments, c_int, c_void_p)

_segment = _fast(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)

_point = _fast(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)


def read_page(document: pypdfium2.PdfDocument, number: int) -> RawPage:
    """Read one page, by number.

    Raises:
        pypdfium2.PdfiumError: the page is broken.
    """
    with _page(document, number) as page, _text_page(page) as text:
        count = max(pdfium.FPDFText_CountChars(text), 0)
        at = cast(text, c_void_p).value
        objects = np.fromiter(map(_object, repeat(at), range(count)), np.uint64, count)
        distinct, first, owners = np.unique(objects, return_index=True, return_inverse=True)
        none = int(distinct.size > 0 and distinct[0] == 0)
        firsts = first[none:].tolist()
        marked = np.fromiter(map(_content, distinct[none:].tolist()), np.int64, len(firsts))
        tags = tuple(_tags(page)) if (marked >= 0).any() else ()
        rules, pictures = _drawn(page, ruled=not tags)
        codes = _codes(text, at, count)
        return RawPage(
            box=_page_box(page),
            codes=codes,
            unmapped=_unmapped_of(at, codes, firsts),
            boxes=_rows(_box, at, range(count), np.float32)[:, [0, 3, 2, 1]],
            origins=_pairs(at, count),
            owners=owners.reshape(-1) - none,
            matrices=_rows(_matrix, at, firsts, np.float32, 6)[:, :4],
            sizes=np.fromiter(map(_size, repeat(at), firsts), np.float64, len(firsts)),
            bold=_bold(distinct[none:].tolist()),
            marked=marked,
            rules=rules,
            pictures=pictures,
            tags=tags,
        )


@contextmanager
def _page(document: pypdfium2.PdfDocument, number: int) -> Iterator[Any]:
    page = _loaded(document, number)
    try:
        if _is_filled_in(page) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            pdfium.FPDF_ClosePage(page)
            page = None
            page = _loaded(document, number)
        yield page
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _loaded(document: pypdfium2.PdfDocument, number: int) -> Any:  # noqa: ANN401
    page = pdfium.FPDF_LoadPage(document.raw, number)
    if not page:
        message = f"Page {number + 1} cannot be read."
        raise pypdfium2.PdfiumError(message)
    return page


def _is_filled_in(page: Any) -> bool:  # noqa: ANN401
    """Return whether text stands in annotations: fields of a form, notes on the page, stamps."""
    count = min(pdfium.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)
    return any(_subtype(page, at) in _WRITTEN for at in range(count))


def _subtype(page: Any, at: int) -> int:  # noqa: ANN401
    note = pdfium.FPDFPage_GetAnnot(page, at)
    if not note:
        return 0
    try:
        kind: int = pdfium.FPDFAnnot_GetSubtype(note)
    finally:
        pdfium.FPDFPage_CloseAnnot(note)
    return kind


@contextmanager
def _text_page(page: Any) -> Iterator[Any]:  # noqa: ANN401
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        message = "The text of a page cannot be read."
        raise pypdfium2.PdfiumError(message)
    try:
        yield text
    finally:
        pdfium.FPDFText_ClosePage(text)


def _codes(text: Any, at: int | None, count: int) -> NDArray[np.uint32]:  # noqa: ANN401
    """Return the characters of a page: in one call where each takes one unit, as nearly always."""
    units = np.zeros(count + 1, np.uint16)
    written = pdfium.FPDFText_GetText(text, 0, count, cast(units.ctypes.data, _UNITS)) if count else 0
    codes = units[:count]
    if written == count + 1 and not ((codes >= SURROGATES[0]) & (codes < SURROGATES[1])).any():
        return codes.astype(np.uint32)
    return np.fromiter(map(_unicode, repeat(at), range(count)), np.int64, count).astype(np.uint32)


def _unmapped_of(at: int | None, codes: NDArray[np.uint32], firsts: Sequence[int]) -> NDArray[np.bool_]:
    """Return which glyphs have no character.

    A font without a map lacks them all, so one glyph of each object is asked for, and all that are no letters: those
    it may lack alone. Only where one has none are all asked for.
    """
    count = len(codes)
    letters = ((codes >= ord("A")) & (codes <= ord("z"))) | ((codes >= HAN_BLOCK[0]) & (codes <= HAN_BLOCK[1]))
    asked = [*firsts, *np.flatnonzero(~letters).tolist()]
    if not any(map(_unmapped, repeat(at), asked)):
        return np.zeros(count, np.bool_)
    return np.fromiter(map(_unmapped, repeat(at), range(count)), np.bool_, count)


def _bold(objects: Sequence[int]) -> NDArray[np.bool_]:
    """Return which objects are bold: by their font's weight or name, or because their outlines are drawn, too."""
    count = len(objects)
    fonts, of_font = np.unique(np.fromiter(map(_font, objects), np.uint64, count), return_inverse=True)
    heavy = np.fromiter(map(_is_bold_font, fonts.tolist()), np.bool_, len(fonts))
    modes = np.fromiter(map(_mode, objects), np.int64, count)
    bold: NDArray[np.bool_] = (modes == _OUTLINED) | heavy[of_font.reshape(-1)]
    return bold


def _is_bold_font(font: int) -> bool:
    """Return whether a font says that it is bold."""
    if not font:
        return False
    name = create_string_buffer(_NAME_BYTES)
    if _weight(font) >= BOLD or _font_flags(font) & _FORCE_BOLD:
        return True
    font_name = _font_name(font, cast(name, c_void_p).value, _NAME_BYTES)
    return bool(_BOLD_NAME.search(name.raw[: min(font_name, _NAME_BYTES)]))


def _rows(function: Any, at: int | None, numbers: Sequence[int], kind: Any, width: int = 4) -> Array:  # noqa: ANN401
    """Return what a function writes for each glyph: a row of so many numbers of four bytes."""
    rows = np.zeros((len(numbers), width), kind)
    step = rows.itemsize * width
    start = rows.ctypes.data
    _exhaust(map(function, repeat(at), numbers, range(start, start + step * len(numbers), step)))
    return rows


def _pairs(at: int | None, count: int) -> Array:
    pairs = np.zeros((count, 2), np.float64)
    start, end = pairs.ctypes.data, pairs.ctypes.data + 16 * count
    _exhaust(map(_origin, repeat(at), range(count), range(start, end, 16), range(start + 8, end + 8, 16)))
    return pairs


def _exhaust(calls: Iterator[object]) -> None:
    """Make all calls and forget what they return."""
    deque(calls, maxlen=0)


def _page_box(page: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Return what is shown of a page: its crop box within its media box."""
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, byref(rect)):
        return 0.0, 0.0, 0.0, 0.0
    return rect.left, rect.bottom, rect.right, rect.top


def _drawn(page: Any, *, ruled: bool) -> tuple[Array, Array]:  # noqa: ANN401
    """Return the thin boxes and lines on a page where its rules are wanted, and its pictures, a box each."""
    count = pdfium.FPDFPage_CountObjects(page)
    if not 0 < count <= MOST_OBJECTS:
        return _NO_BOXES, _NO_BOXES
    objects = list(map(_nth_object, repeat(cast(page, c_void_p).value), range(count)))
    kinds = np.fromiter(map(_kind, objects), np.int64, count)
    pictures = _bounds_of([objects[at] for at in np.flatnonzero(kinds == _IMAGE).tolist()])
    paths = [objects[at] for at in np.flatnonzero(kinds == _PATH).tolist()] if ruled else []
    bounds = _bounds_of(paths)
    sides = bounds[:, 2:] - bounds[:, :2]
    thin, large = sides.min(axis=1, initial=np.inf) <= _THIN, sides.max(axis=1, initial=0) >= _LEAST
    counts = np.fromiter(map(_segments, paths), np.int64, len(paths))
    boxed = large & ~thin & (counts >= _OF_A_BOX[0]) & (counts <= _OF_A_BOX[1])
    rules = [bounds[thin & large], *(bounds[boxed][:, side] for side in _SIDES)]
    budget = MOST_SEGMENTS
    for at in np.flatnonzero(large & ~thin & (counts > _OF_A_BOX[1])).tolist():
        budget -= int(counts[at])
        if budget >= 0:
            rules.append(_level_and_upright(paths[at], int(counts[at])))
    return np.concatenate(rules), pictures


def _bounds_of(objects: Sequence[int]) -> Array:
    """Return the boxes of objects of a page."""
    count = len(objects)
    boxes = np.zeros((count, 4), np.float32)
    starts = (range(boxes.ctypes.data + side, boxes.ctypes.data + side + 16 * count, 16) for side in (0, 4, 8, 12))
    _exhaust(map(_bounds, objects, *starts))
    return boxes.astype(np.float64)


def _level_and_upright(path: int, count: int) -> Array:
    """Return the upright and level segments of a path, a thin box each."""
    segments = list(map(_segment, repeat(path), range(count)))
    points = np.zeros((count, 2), np.float32)
    start, end = points.ctypes.data, points.ctypes.data + 8 * count
    _exhaust(map(_point, segments, range(start, end, 8), range(start + 4, end + 4, 8)))
    matrix = np.zeros(6, np.float32)
    _object_matrix(path, matrix.ctypes.data)
    placed = points @ matrix[:4].reshape(2, 2) + matrix[4:]
    before, after = placed[:-1], placed[1:]
    boxes = np.concatenate([np.minimum(before, after), np.maximum(before, after)], axis=1).astype(np.float64)
    straight: Array = boxes[np.abs(after - before).min(axis=1) <= _THIN]
    return straight


def _tags(page: Any) -> Iterator[StructureTag]:  # noqa: ANN401
    """Yield the elements and contents of a page's structure tree in its order; the page must stay open as long."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    try:
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        roots = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(count)]
        waiting: list[tuple[Any, int, int]] = [(root, -1, -1) for root in reversed(roots) if root]
        number = 0
        while waiting and number < MOST_OBJECTS:
            element, parent, content = waiting.pop()
            if element is None:
                yield StructureTag("", parent, content)
            else:
                yield StructureTag(_role(element), parent)
                waiting += [(child, number, mark) for child, mark in reversed(list(_children(element)))]
            number += 1
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _role(element: Any) -> str:  # noqa: ANN401
    """Return an element's type, as the tree's map of roles has it."""
    name = create_string_buffer(_NAME_BYTES)
    font_name = pdfium.FPDF_StructElement_GetType(element, name, _NAME_BYTES)
    return name.raw[: max(font_name - 2, 0)].decode("utf-16-le", "replace") if font_name <= _NAME_BYTES else ""


def _children(element: Any) -> Iterator[tuple[Any, int]]:  # noqa: ANN401
    """Yield an element's children in order: elements, or None and the number of a marked content."""
    for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, at)
        content = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, at)
        if child or content >= 0:
            yield child or None, content
