r"""Take out what belongs to the page and not to the document: markers, navigation, captions.

Evidence: a marker no author writes (``<PAGE_DIV>``, media comments), a line that is nothing but
navigation or forum chrome (``chrome``), and what the loader marked as furniture. A caption moves out only on
evidence: a credit (…供图), or a block of short lines without a final mark that stands between a media marker
and another, or a page's end. A short line between a marker and body text may be a heading, and stays. Where
captions would be most of the text, as in a photo story, they stay.

Rationale: a model should not learn "Scroll to Top"; a caption in the middle of a sentence breaks it.

Known failures are cases in ``tests/rules/cases/known-failures.json``.

>>> from bdci_corpus.rules.context import Context
>>> text = "正文。\n\nScroll to Top"
>>> find(text, Context(file_text=text)).edited(text)
'正文。\n\n'
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from bdci_corpus.records import Edit, Mark
from bdci_corpus.rules.chrome import MARKER, Pieces, chrome, outside
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.rule import NOTHING, Found
from bdci_corpus.text import (
    CHROME,
    CREDIT,
    CREDIT_PATTERN,
    CREDIT_SOURCES,
    FIGURES,
    HEADED,
    LIST_ITEM,
    Answers,
    TextBatch,
    ends_open,
    lines_in,
    scan_of,
)

NAME = "furniture"

_WORTH_A_LOOK = CHROME | FIGURES | CREDIT
"""What a line may be that is furniture though nobody marked it."""

_MOST_CAPTIONS = 3
"""How many lines in a row may be captions; more are a list."""

_MOST_SENTENCES = 2
"""How many sentences a caption has at most: what happens, and why that day."""

_FINAL = re.compile("[。！？!?…；;，,、：:][”’」』）)】》\"']*$")

MAX_CAPTION = 60
"""The longest caption without a credit, in characters."""


def quiet(batch: TextBatch) -> Answers:
    """Return in which texts no line may be furniture."""
    return ~batch.may_hold(_WORTH_A_LOOK) & ~batch.sources & ~batch.holds("<")


def find(text: str, context: Context) -> Found:
    """Find edits that remove furniture, and a mark for each caption moved. Linear."""
    spans = context.spans("furniture", "notice", "figure", "caption")
    scan = scan_of(text)
    seen = lines_in(text).may_hold & _WORTH_A_LOOK or scan.sources or scan.holds("<")
    return Found.of(_results(text, context, spans)) if seen or spans or context.spans("media") else NOTHING


def _results(text: str, context: Context, spans: list[tuple[int, int]]) -> Iterator[Edit | Mark]:
    if scan_of(text).holds("<"):
        spans += [match.span() for match in MARKER.finditer(text)]
    pieces = Pieces(text)
    spans += chrome(text, pieces, context.spans("heading"))
    captions = list(_captions(text, context, pieces))
    if captions and _are_the_text(captions, pieces, spans):
        captions = []
    spans += captions
    for start, end in captions:
        yield Mark(kind="caption", start=start, end=end)
    here = 0
    for start, end in sorted(spans):
        if max(start, here) < end:
            yield Edit(start=max(start, here), end=end, replacement="", rule=NAME)
            yield Mark(kind="gap", start=start, end=end)
            here = max(here, end)


def _captions(text: str, context: Context, pieces: Pieces) -> Iterator[tuple[int, int]]:
    """Yield the lines that are captions, by their credit or by standing beside a media marker."""
    markers = sorted(start for start, _ in context.spans("media"))
    heads = context.spans("heading")
    sourced = scan_of(text).sources and any(word in text for word in CREDIT_SOURCES)
    for start, end in outside(pieces.all() if sourced else pieces.credits(), heads):
        if _is_credit(text[start:end]):
            yield start, end
    if markers:
        stops = sorted({*markers, *(end for _, end in context.spans("page")), len(text)})
        lines = outside(pieces.all(), heads)
        yield from _between(text, lines[1:], markers, stops)  # the first line may be the title


def _are_the_text(captions: list[tuple[int, int]], pieces: Pieces, others: list[tuple[int, int]]) -> bool:
    """Return whether captions are more than what is left without them: of a photo story they are the text."""
    gone = sorted(others)
    starts = [start for start, _ in gone]
    moved = set(captions)
    left = (
        end - start
        for start, end in pieces.all()
        if (start, end) not in moved and not ((at := bisect_right(starts, start)) and end <= gone[at - 1][1])
    )
    return sum(end - start for start, end in moved) > sum(left)


def _is_credit(line: str) -> bool:
    short = len(line) <= 2 * MAX_CAPTION and sum(map(line.count, "。！？")) <= _MOST_SENTENCES
    return short and bool(CREDIT_PATTERN.search(line))


def _between(
    text: str, lines: list[tuple[int, int]], markers: Sequence[int], stops: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the blocks of short lines from a media marker to the next marker or page's end."""
    at = 0
    for marker in markers:
        later = bisect_right(stops, marker)
        stop = stops[later] if later < len(stops) else len(text)
        while at < len(lines) and lines[at][0] < marker:
            at += 1
        first = at
        while at < len(lines) and lines[at][1] <= stop:
            at += 1
        block = lines[first:at]
        if len(block) <= _MOST_CAPTIONS and all(_caption_like(text[start:end]) for start, end in block):
            yield from block
        elif block and _caption_like(text[slice(*block[0])]) and _alone(text, *block[0]):
            yield block[0]


def _alone(text: str, start: int, end: int) -> bool:
    """Return whether a line has empty lines around it, as no line of verse has."""
    above, below = text[max(0, start - 80) : start].rstrip(" "), text[end : end + 80].lstrip(" ")
    return (not above or above.endswith(("\n\n", "-->"))) and below.startswith("\n\n")


def _caption_like(line: str) -> bool:
    """Return whether a line is short, one phrase without a final mark, and no heading or list item."""
    numbered = LIST_ITEM.match(line) or HEADED.match(line)
    whole = not _FINAL.search(line) and not any(mark in line for mark in "。！？，,；;…") and not ends_open(line)
    return len(line) <= MAX_CAPTION and whole and not numbered and not _is_credit(line)
