"""Running heads and feet: what stands at one place near the edge of page after page, and no tag calls text.

Evidence is repetition at one place. Numbers in a line may differ from page to page: a line of numbers alone must
count the pages, one with words may not. On a single page, only a page number that says it is one, what the browser
prints around a page, and what stands outside of a structure tree count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from bdci_corpus.loading.pdf.lines import PageLine
from bdci_corpus.loading.pdf.measures import like
from bdci_corpus.loading.pdf.numbers import ROMAN, roman
from bdci_corpus.loading.pdf.pages import PdfPage

TOP, BOTTOM = 0.12, 0.10
"""How much of a page's height is its edge."""

NUMBERED, _ALONE = 0.6, 0.16
"""The same for a line that is a number alone and outermost, where it counts the pages, and on a page by itself."""

SHARE = 0.3
"""A head repeats on this share of the pages at least, heads of left and right pages each for themselves."""

_SLOT = 0.6
"""Where this share of the pages have a line that another page has, all such lines there are heads: of chapters."""

_PLACE = 4.0
"""How far running heads of two pages stand apart, in points."""

_OUTERMOST = 4
"""How many lines at each edge may be heads."""

_PARTS = 3
"""A head has so many parts at most: left, middle and right."""

_LETTERS = 4
"""A line of fewer letters that differs in its numbers must count the pages."""

_APART = 1.3
"""How far a head stands from the body, through the usual step of lines."""

_NUMBER = re.compile(r"\d+")

_LETTER = re.compile(r"[^\W\d_]")

_AMOUNT = re.compile("#[,，]#")

_PAGE_NUMBER = re.compile(
    r"第\s*#\s*[页頁](?:[,，/／\s]*共\s*#\s*[页頁])?|共\s*#\s*[页頁][,，/／\s]*第\s*#\s*[页頁]"
    r"|[-–—－~·•]\s*#\s*[-–—－~·•]|#\s*[/／]\s*#|(?i:page\s*#(?:\s*(?:of|/)\s*#)?)|(?i:p\.\s*#)"
)

_PRINTED = re.compile(r"\d{1,4}[/.年-]\d{1,2}[/.月-]\d{1,4}日?,?\s*(?:[上下]午)?\s*\d{1,2}:\d{2}")

_ADDRESS = re.compile(r"(?:https?|file)://\S+")


def mark_furniture(pages: Sequence[PdfPage]) -> None:
    """Say of every line whether it is a running head or foot."""
    edges = [list(_edge_lines(page)) for page in pages]
    groups: dict[tuple[str, str], list[PageLine]] = {}
    for zone, line in (found for edge in edges for found in edge):
        groups.setdefault((zone, _signature(line.text)), []).append(line)
    repeated = [
        (zone, group)
        for (zone, signature), lines in sorted(groups.items(), key=lambda item: item[0])
        for group in _at_one_place(lines, pages)
        if len({line.page for line in group}) > 1 and _may_be(signature, group)
    ]
    _take(line for _, group in repeated for line in group)
    # from the inside out: a line that is text after all makes those further out stand beside text
    kept: list[tuple[str, list[PageLine]]] = []
    outermost = _outermost(pages)
    for zone, group in sorted(repeated, key=lambda item: -_distance(item[1][0], pages)):
        if (
            zone == "aside"
            or _everywhere(zone, group, outermost)
            or 2 * sum(_stands_apart(line, pages[line.page]) for line in group) > len(group)
        ):
            kept.append((zone, group))
        else:
            _take(group, removed=False)
    rare = [(zone, group) for zone, group in kept if len({line.page for line in group}) < max(2, SHARE * len(pages))]
    _take((line for _, group in rare for line in group), removed=False)
    for zone in ("top", "bottom"):
        at_zone = [line for edge in edges for place, line in edge if place == zone]
        repeated_there = [group for place, group in kept if place == zone]
        _mark_chapters([*repeated_there, *_by_part(at_zone, pages)], at_zone, pages)
    for page, edge in zip(pages, edges, strict=True):
        _mark_single(page, edge)


def _by_part(lines: Sequence[PageLine], pages: Sequence[PdfPage]) -> Iterator[list[PageLine]]:
    """Yield lines of two or three parts of which the first or the last repeats at one place: chapter, section, page."""
    groups: dict[tuple[int, str], list[PageLine]] = {}
    for line in lines:
        if line.cells[1:] and len(line.cells) <= _PARTS and line.row < 0:
            for part in (0, -1):
                groups.setdefault((part, _signature(line.cells[part])), []).append(line)
    for (_, signature), alike in sorted(groups.items()):
        for group in _at_one_place(alike, pages) if _LETTER.search(signature) else ():
            apart = sum(_stands_apart(line, pages[line.page]) for line in group)
            if len({line.page for line in group}) > 1 and 2 * apart > len(group):
                yield group


def _outermost(pages: Sequence[PdfPage]) -> list[dict[str, float]]:
    """Return where the first and the last line of each page stand."""
    heights = [[line.y for line in page.lines if line.side.column >= 0] for page in pages]
    return [{"top": max(ys, default=0.0), "bottom": min(ys, default=0.0)} for ys in heights]


def _everywhere(zone: str, group: Sequence[PageLine], outermost: Sequence[Mapping[str, float]]) -> bool:
    """Return whether one text is the outermost line of every page: however close the body stands, it is a head."""
    if len({line.text for line in group}) > 1 or len({line.page for line in group}) < len(outermost):
        return False
    return all(abs(line.y - outermost[line.page][zone]) < _PLACE for line in group)


def _distance(line: PageLine, pages: Sequence[PdfPage]) -> float:
    """Return how far a line is from the nearer edge of its page, in points."""
    return _depth(line, pages[line.page])


def _depth(line: PageLine, page: PdfPage) -> float:
    return min(page.box[3] - line.y, line.y - page.box[1])


def _take(lines: Iterable[PageLine], *, removed: bool = True) -> None:
    for line in lines:
        line.furniture = removed


def _signature(text: str) -> str:
    """Return a line without blanks, each of its numbers as one sign."""
    plain = "".join(text.split())
    return "#" if ROMAN.fullmatch(plain) else _NUMBER.sub("#", plain)


def _edge_lines(page: PdfPage) -> Iterator[tuple[str, PageLine]]:
    """Yield the lines near the edges of a page, and what is written in another direction."""
    _, bottom, _, top = page.box
    height = top - bottom
    lines = [line for line in page.lines if line.side.column >= 0]
    high = sorted((line for line in lines if line.y >= top - TOP * height), key=lambda line: -line.y)
    low = sorted((line for line in lines if line.y <= bottom + BOTTOM * height), key=lambda line: line.y)
    for edge, outermost, out in ((high, max, top), (low, min, bottom)):
        line = outermost(lines, key=lambda line: line.y, default=None)
        if line is not None and line not in edge and abs(line.y - out) <= NUMBERED * height and _is_number(line):
            edge.append(line)
    yield from (("top", line) for line in high[:_OUTERMOST])
    yield from (("bottom", line) for line in low[:_OUTERMOST])
    yield from (("aside", line) for line in page.lines if line.side.column < 0)


def _is_number(line: PageLine) -> bool:
    """Return whether a line holds a page's number and nothing else."""
    signature = _signature(line.text)
    return signature == "#" or _PAGE_NUMBER.fullmatch(signature) is not None


def _at_one_place(lines: Sequence[PageLine], pages: Sequence[PdfPage]) -> Iterator[list[PageLine]]:
    """Yield lines whose baselines are as far from the page's edge."""
    group: list[PageLine] = []
    for line in sorted(lines, key=lambda line: (_distance(line, pages), line.page)):
        if group and _distance(line, pages) - _distance(group[0], pages) > 2 * _PLACE:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _may_be(signature: str, group: Sequence[PageLine]) -> bool:
    """Return whether lines that repeat are heads: no rows of a table, and numbers alone count the pages."""
    if _AMOUNT.search(signature) or any(len(line.cells) > _PARTS or line.row >= 0 for line in group):
        return False
    if len({line.text for line in group}) == 1:
        return bool(_LETTER.search(signature))
    return len(_LETTER.findall(signature)) >= _LETTERS or _counts(group)


def _counts(group: Sequence[PageLine]) -> bool:
    """Return whether a number in most lines is that of the page, from some first page on."""
    offsets = Counter(number - line.page for line in group for number in set(_numbers(line.text)))
    return bool(offsets) and max(offsets.values()) >= max(2, _SLOT * len(group))


def _numbers(text: str) -> list[int]:
    found = [int(number) for number in _NUMBER.findall(text)[:4] if len(number) <= 6]  # noqa: PLR2004
    plain = text.strip().lower()
    return found or ([roman(plain)] if ROMAN.fullmatch(plain) else [])


def _mark_chapters(groups: Sequence[Sequence[PageLine]], edges: Sequence[PageLine], pages: Sequence[PdfPage]) -> None:
    """Mark heads that name the chapter: nearly every page has one at the place, and some pages the same."""
    lines = sorted((line for group in groups for line in group), key=lambda line: line.page)
    for group in _at_one_place(lines, pages):
        if len({line.page for line in group}) < max(4, _SLOT * len(pages)):
            continue
        _take(group)
        place, size = median(_distance(line, pages) for line in group), median(line.size for line in group)
        for line in edges:
            here = abs(_distance(line, pages) - place) <= _PLACE and like(line.size, size)
            if here and len(line.cells) <= _PARTS and line.row < 0 and _stands_apart(line, pages[line.page]):
                line.furniture = True


def _mark_single(page: PdfPage, edge: Sequence[tuple[str, PageLine]]) -> None:
    """Mark what says on one page that it is no text: a page number, a browser's print, what no tag holds."""
    feet = [line for zone, line in edge if zone == "bottom" and _ADDRESS.search(line.text)]
    heads = [line for zone, line in edge if zone == "top" and _PRINTED.match(line.text)]
    if heads and any(_ADDRESS.match(line.text) for line in feet):
        _take([*heads, *(line for line in feet if _ADDRESS.match(line.text))])
    for zone, line in edge:
        if line.furniture or zone == "aside":
            continue
        numbered = _PAGE_NUMBER.fullmatch(_signature(line.text)) or line.text.strip() == str(page.number + 1)
        numbered = numbered and _depth(line, page) <= _ALONE * (page.box[3] - page.box[1])
        if (numbered and _stands_apart(line, page)) or (page.tagged and line.block is None):
            line.furniture = True


def _stands_apart(line: PageLine, page: PdfPage) -> bool:
    """Return whether a line has another size than the text beside it, or more space than lines of the text have."""
    body = [other for other in page.lines if not other.furniture and other is not line and other.side.column >= 0]
    if not body:
        return True
    nearest = min(body, key=lambda other: (abs(other.y - line.y), -len(other.text)))
    if not like(nearest.size, line.size):
        return True
    ys = sorted({round(other.y, 1) for other in body})
    steps = [after - before for before, after in pairwise(ys) if after - before > line.size / 2]
    return abs(nearest.y - line.y) >= _APART * (median(steps) if steps else line.size)
