"""Lines that belong to a page and not to its text: navigation, page numbers, running heads, bylines.

Some say so by themselves (返回顶部, 上一篇：…). Others are ordinary words as well: a manual has a heading 登录,
a list of furniture a line 沙发, a story sections numbered 1, 2, 3. Those need company: chrome beside them,
a place at the page's edge, or pages in evidence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Literal

from bdci_corpus.text import (
    BREADCRUMBS,
    BYLINE,
    CHROME,
    CREDIT,
    CREDIT_END,
    FIGURES,
    FOLLOW,
    LABELED,
    MAX_CHROME,
    MOST_FIGURES,
    NAVIGATION,
    ORDINARY,
    PAGE_NUMBER,
    SENTENCE_END,
    lines_in,
    scan_of,
    stripped,
)

Place = tuple[int, int]

Grade = Literal["sure", "word", "byline"]

MARKER = re.compile(
    "<PAGE_DIV>|<!-- ?(?:Media|Meanless|figureText|Footnote|PageHeader|PageFooter|PageNumber)\\b[^>]{0,2000}-->"
)

PAGE = "<PAGE_DIV>"

_HEADS = 3
"""Among how many first lines the first part of a text begins, below its title and author."""

_REPEATED = 3
"""How many lines of the same form make a run of page numbers."""

_AUTHOR = ("作者：", "作者:")

_EDGE = 6
"""How many lines from a page's head or tail a byline stands, at most."""

_HOME = re.compile("首页|首頁|主页|主頁|Home|网站|網站")


def chrome(text: str, pieces: Pieces, heads: Sequence[Place]) -> list[Place]:
    """Return the lines that are chrome; the title among ``heads`` stays where a running head repeats it."""
    graded = {(start, end): grade for start, end in _short(text, pieces.chrome()) if (grade := _grade(text[start:end]))}
    if "byline" in graded.values():
        graded = _without_authors(text, graded)
    figures = _figures(text, short) if (short := pieces.figures()) else []
    paged = scan_of(text).holds(PAGE)
    if not graded and not figures and not paged:
        return []
    every = pieces.all()
    found = list(_in_company(every, graded))
    numbers = {start for start, end in found if PAGE_NUMBER.fullmatch(text[start:end])}
    if _counts_pages(text, every, figures, evident=paged or bool(numbers)):
        found += figures
        numbers.update(start for start, _ in figures)
    if paged or len(numbers) >= _REPEATED:
        found += _running_heads(text, every, numbers, heads)
    return sorted(set(found))


def _without_authors(text: str, graded: dict[Place, Grade]) -> dict[Place, Grade]:
    """Return the grades without lines that name the authors of parts: a collection states several."""
    authors = {piece: text[slice(*piece)] for piece in graded if text.startswith(_AUTHOR, piece[0])}
    return graded if len({*authors.values()}) <= 1 else {p: g for p, g in graded.items() if p not in authors}


def _grade(line: str) -> Grade | None:
    """Return what a line is: surely chrome, a word that may be, or a byline."""
    if line[0] in "<|#":  # markup, which no kind of chrome begins with
        return None
    if any(pattern.fullmatch(line) for pattern in (PAGE_NUMBER, FOLLOW, LABELED)):
        return "sure"
    if BREADCRUMBS.fullmatch(line):
        return "sure" if _HOME.match(line) else "word"
    if BYLINE.fullmatch(line):
        return "byline"
    words, here = [], 0
    while here < len(line) and (match := NAVIGATION.match(line, here)):
        words.append(match["word"])
        here = match.end()
    if here < len(line) or not words:
        return None
    return "word" if len(words) == 1 and words[0] in ORDINARY else "sure"


def _in_company(every: Sequence[Place], graded: dict[Place, Grade]) -> Iterator[Place]:
    """Yield what is surely chrome, and the rest where the lines around it or its place say so."""
    sure = any(grade == "sure" for grade in graded.values())
    numbers, last = dict[Place, int](), 0
    if any(grade != "sure" for grade in graded.values()):
        numbers = {piece: number for number, piece in enumerate(every)}
        last = max((number for piece, number in numbers.items() if piece not in graded), default=0)
    for piece, grade in graded.items():
        if grade == "sure":
            yield piece
            continue
        at = numbers[piece]
        beside = [graded.get(every[n]) for n in (at - 1, at + 1) if 0 <= n < len(every)]
        if grade == "byline":
            if at < _EDGE or at >= len(every) - _EDGE or at > last:
                yield piece
        elif "sure" in beside or (sure and any(beside)) or at == len(every) - 1:
            yield piece


def _short(text: str, spans: Sequence[Place]) -> list[Place]:
    return [(start, end) for start, end in spans if end - start <= MAX_CHROME and text[end - 1] not in "。，；"]


def _figures(text: str, short: Sequence[Place]) -> list[Place]:
    """Return the lines that are bare numbers, if each is the last one's successor."""
    numbers = [(start, end) for start, end in short if end - start <= MOST_FIGURES and text[start:end].isdecimal()]
    values = [int(text[start:end]) for start, end in numbers]
    counting = len(values) >= _REPEATED and values == list(range(values[0], values[0] + len(values)))
    return numbers if counting else []


def _counts_pages(text: str, every: Sequence[Place], figures: Sequence[Place], *, evident: bool) -> bool:
    """Return whether bare numbers are those of pages: one ends the text, or most cut a sentence."""
    if not figures or evident or figures[-1] == every[-1]:
        return bool(figures)
    if text[slice(*figures[0])] == "1" and figures[0] in every[:_HEADS]:
        return False  # of parts: no page is that short
    above = {piece: every[number - 1] for number, piece in enumerate(every) if number}
    cut = sum(piece in above and not SENTENCE_END.search(text[slice(*above[piece])][-_EDGE:]) for piece in figures)
    return 2 * cut > len(figures)


def _running_heads(text: str, every: Sequence[Place], numbers: set[int], heads: Sequence[Place]) -> Iterator[Place]:
    """Yield the short lines that stand beside a page's end three times or more and nowhere else, but not the title."""
    beside = []
    for at, (start, end) in enumerate(every):
        above, below = every[at - 1] if at else None, every[at + 1] if at + 1 < len(every) else None
        edges = (
            above is None or above[0] in numbers or PAGE in text[above[1] : start],
            below is None or below[0] in numbers or PAGE in text[end : below[0]],
        )
        if any(edges) and end - start <= MAX_CHROME and not SENTENCE_END.search(text[start:end]):
            beside.append((start, end))
    counts = Counter(text[start:end] for start, end in beside)
    anywhere = Counter(text[start:end] for start, end in every if text[start:end] in counts)
    for start, end in outside(beside, heads):
        if counts[text[start:end]] == anywhere[text[start:end]] >= _REPEATED:
            yield start, end


def outside(spans: list[Place], heads: Sequence[Place]) -> list[Place]:
    """Return the spans that touch no heading; both are sorted."""
    if not heads:
        return spans
    starts = [start for start, _ in heads]
    reach = list(accumulate((end for _, end in heads), max))
    return [(s, e) for s, e in spans if not (at := bisect_left(starts, e)) or reach[at - 1] <= s]


class Pieces:
    """The lines of a text that are not blank, cut at markers, and which of them are worth a look.

    Without markers they are the lines of ``lines_in``, and what kinds of character they hold tells.
    """

    def __init__(self, text: str) -> None:
        """Find them."""
        self._lines, self._flags = lines_in(text), scan_of(text).flags
        self._cut: list[Place] | None = None
        if scan_of(text).holds("<") and MARKER.search(text):
            spans = self._lines.spans(slice(None))
            self._cut = [piece for span in spans for piece in _without_markers(text, *span)]

    def all(self) -> list[Place]:
        """Return all of them."""
        return self._lines.spans(slice(None)) if self._cut is None else self._cut

    def chrome(self) -> list[Place]:
        """Return at least those that are navigation, page numbers and the like."""
        if self._cut is not None:
            return self._cut
        return self._lines.spans(self._lines.that_may_be(CHROME))

    def figures(self) -> list[Place]:
        """Return at least those that are bare numbers of a few figures."""
        return self._lines.spans(self._lines.that_may_be(FIGURES)) if self._cut is None else self._cut

    def credits(self) -> list[Place]:
        """Return those that end like a credit."""
        if self._cut is not None:
            return [(start, end) for start, end in self._cut if self._flags[end - 1] & CREDIT_END]
        return self._lines.spans(self._lines.that_may_be(CREDIT))


def _without_markers(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for marker in MARKER.finditer(text, start, end):
        yield from _visible(text, start, marker.start())
        start = marker.end()
    yield from _visible(text, start, end)


def _visible(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = stripped(text, start, end)
    if start < end:
        yield start, end
