r"""Rejoin sentences that a page, a figure or a hard wrap cut in two.

Evidence: furniture was taken out exactly there, or a figure stands above the line (its place in the
sentence became a blank line), and neither side looks whole; or the line ends
inside a quotation or bracket it opened; or the lines of the document crowd below one width, as wrapped lines do.
A line that merely lacks its final mark is no evidence: headings do, and authors forget.

Known failures are cases in ``tests/rules/cases/known-failures.json``.

>>> from bdci_corpus.rules.context import Context
>>> from bdci_corpus.records import Mark
>>> text = "各单位要认真履职，切实满足群众数字消费需\n\n要，真正办好实事。"
>>> gap = Mark(kind="gap", start=text.index("\n"), end=text.index("\n"))
>>> find(text, Context(file_text=text, marks=(gap,))).edited(text)
'各单位要认真履职，切实满足群众数字消费需要，真正办好实事。'
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Set as AbstractSet

import numpy as np

from bdci_corpus.records import Edit
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.rule import Found
from bdci_corpus.text import (
    DIRECT,
    FINAL_MARKS,
    HAN_CLASS,
    OPEN,
    Answers,
    Line,
    Lines,
    TextBatch,
    Wraps,
    ends_open,
    half_title,
    lines_in,
    scan_of,
    verses,
    width,
    wraps_of,
)

NAME = "linebreaks"

_MIN_BODY = 15
"""A line shorter than this, in characters, and without an inner mark, may be a heading."""

_HAN = re.compile(f"[{HAN_CLASS}]")

_RUNS_OVER = {"，": 46, "、": 40}
"""How wide a line is at least, in half-width cells, that one ends with such a mark only because it wraps."""

_SHORTEST_RUN = min(_RUNS_OVER.values()) // 2
"""The same in characters."""

_MAIL_EDGE = (60, 80)
"""Where lines of mails end that were cut within a word, in half-width cells; no line of theirs is wider."""

_DEEPEST_RUN = 6
"""By how many blanks a line is indented at most that goes on with an item."""

_ITEM = re.compile("\\S{1,4}[.．、)）：:]")
"""What begins an item or an answer, below which its next line is indented."""

_REST = re.compile(f"[{HAN_CLASS}][，,。；;]")
"""The rest of a word with the mark behind it, and what ends its clause."""

_CLAUSE_MARKS = tuple(map(ord, "，,。、；;"))
"""What begins no line but one that goes on."""

_DATELINE = re.compile("(?:本报|本報|本刊|[^，。：:（(]{2,4}(?:社|网|網))[^，。：:（(]{0,16}(?:电|電|讯|訊)[（(\\s　]")
"""How a report begins."""

_LABELED = re.compile("[^，。：:]{1,12}[：:]|[-*•]|\\d")

_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+$")

_APART = re.compile(f"[{HAN_CLASS}] [A-Za-z0-9]|[A-Za-z0-9] [{HAN_CLASS}]")

_TOGETHER = re.compile(f"[{HAN_CLASS}][A-Za-z0-9]|[A-Za-z0-9][{HAN_CLASS}]")


def quiet(batch: TextBatch) -> Answers:
    """Return in which texts no line stands directly below another, and none leaves a bracket open."""
    return ~batch.may_hold(DIRECT | OPEN)


def find(text: str, context: Context) -> Found:
    """Find an edit for each line break inside a sentence. Linear."""
    return Found.of(_results(text, context))


def _results(text: str, context: Context) -> Iterator[Edit]:
    lines = lines_in(text)
    if len(lines) < 2:  # noqa: PLR2004 - a break is between two
        return
    verse = verses(lines)
    wraps = wraps_of(lines, verse | _code(lines, context))
    gaps = sorted(start for start, _ in context.spans("gap", "page", "media", "caption"))
    figures = sorted(start for start, _ in context.spans("media", "caption"))
    heads = {start + len(text[start:end].rstrip()) for start, end in context.spans("heading")}
    parted = context.spans("parted")
    settled = context.spans("settled")
    apart: bool | None = None
    titled = half_title(lines)
    over = _running_over(lines)
    for at in _worth_a_look(lines, wraps, gaps, titled, over):
        line, following = lines.line(at), lines.line(at + 1)
        if (at in verse and at + 1 in verse) or line.end in heads or _within(settled, line.end):
            continue
        if following.listed or following.headed or line.tabular or following.tabular:
            continue
        above = int(lines.ends[at - 1]) if at else 0
        cut = _between(gaps, line.end, following.start) or _between(figures, above, line.start)
        cut = cut and not (following.gap and _within(parted, line.end))
        wrapped = wraps and at in (wraps.full if line.entitled else wraps.joined)
        wrapped = wrapped or (at in over and at not in verse)
        if wrapped or _unfinished(line, following, cut=cut) or at == titled:
            apart = _apart(text) if apart is None else apart
            spaced = _spaced(line.text[-1], following.text[0], apart=apart) or _ends_alone(line.text, following.text[0])
            between = " " if spaced else ""
            yield Edit(start=line.end, end=following.start, replacement=between, rule=NAME)


def _code(lines: Lines, context: Context) -> set[int]:
    """Return the lines of code: they were broken by hand, and show no column of the text around them."""
    blocks = [(start, end) for start, end in context.spans("verbatim") if "\n" in lines.text[start:end]]
    found = set[int]()
    for start, end in blocks:
        found.update(range(*np.searchsorted(lines.starts, (start, end)).tolist()))
    return found


def _worth_a_look(
    lines: Lines, wraps: Wraps | None, gaps: list[int], titled: int | None, over: AbstractSet[int]
) -> list[int]:
    """Return the lines after which a sentence may go on: those that wrap or run over, unfinished ones, half a title."""
    wrapped = (wraps.joined if wraps else frozenset[int]()).union([] if titled is None else [titled], over)
    if gaps:
        return sorted(wrapped.union(np.flatnonzero(~lines.finished[:-1]).tolist()))
    maybe = lines.that_may_be(OPEN).tolist()
    opened = (at for at in maybe if at + 1 < len(lines) and ends_open(lines.text[lines.starts[at] : lines.ends[at]]))
    return sorted(wrapped.union(opened))


def _running_over(lines: Lines) -> set[int]:
    """Return the long lines that end with a comma, or within a word at a mail's edge, and go on directly below."""
    found = set[int]()
    direct = lines.that_may_be(DIRECT) - 1
    if not len(direct):
        return found
    lengths = lines.ends[direct] - lines.starts[direct]
    going_on = np.isin(scan_of(lines.text).codes[lines.starts[direct + 1]], _CLAUSE_MARKS)
    direct = direct[((lengths >= _SHORTEST_RUN) | (going_on & (lengths > 1))) & ~lines.finished[direct]]
    mail: bool | None = None
    for at in direct.tolist():
        line, following = lines.line(at), lines.line(at + 1)
        deeper = following.indent - line.indent
        if not 0 <= deeper <= _DEEPEST_RUN or (deeper and not _ITEM.match(line.text)) or _LABELED.match(following.text):
            continue
        least = _RUNS_OVER.get(line.text[-1], 0)
        if _HAN.match(line.text[-1]) and _goes_on(line, following):
            found.add(at)
        elif least:
            found.update([at] if width(line.text) >= least else ())
        elif _HAN.match(line.text[-1]) and width(line.text) >= _MAIL_EDGE[0] and following.finished:
            if mail is None:
                mail = max(map(width, lines.text.split("\n"))) <= _MAIL_EDGE[1]
            found.update([at] if mail else ())
    return found


def _goes_on(line: Line, following: Line) -> bool:
    """Return whether a line begins with a clause's mark before Chinese, or ends a word that was cut in a long line."""
    if ord(following.text[0]) in _CLAUSE_MARKS:
        return _HAN.match(following.text, 1) is not None
    return _REST.match(following.text) is not None and width(line.text) >= _RUNS_OVER["，"]


def _within(spans: list[tuple[int, int]], place: int) -> bool:
    """Return whether a place is in, or at the end of, one of the spans, which are sorted and disjoint."""
    at = bisect_left(spans, (place + 1, -1)) - 1
    return at >= 0 and place <= spans[at][1]


def _between(places: list[int], start: int, end: int) -> bool:
    return bisect_left(places, start) < bisect_left(places, end + 1)


def _unfinished(line: Line, following: Line, *, cut: bool) -> bool:
    """Return whether a sentence goes on in the next line: furniture cut it, or a quotation is open."""
    if line.finished or not _is_body(line) or line.entitled or line.listed:
        return False
    goes_on = (following.finished or _is_body(following)) and not _DATELINE.match(following.text)
    return goes_on and (cut or (line.open and following.gap <= 1))


def _is_body(line: Line) -> bool:
    """Return whether a line is running text rather than a heading."""
    inner = line.text[:-1]
    return len(line.text) >= 2 * _MIN_BODY or any(mark in inner for mark in "，," + FINAL_MARKS)


def _apart(text: str) -> bool:
    """Return whether a text puts blanks between Chinese and Latin."""
    return len(_APART.findall(text)) > len(_TOGETHER.findall(text))


def _ends_alone(line: str, after: str) -> bool:
    """Return whether what ends a line may not touch what follows: an address before Chinese, a dash behind a blank."""
    if not line[-1].isascii():
        return False
    return line.endswith((" -", " --")) or (not after.isascii() and _ADDRESS.search(line) is not None)


def _spaced(before: str, after: str, *, apart: bool) -> bool:
    """Return whether a blank stood for the line break: between Latin words, and where the text puts one."""
    if before.isascii() and after.isascii():
        return (before.isalnum() or before in ",.;:!?)") and after.isalnum()
    latin, han = (before, after) if before.isascii() else (after, before)
    return apart and latin.isascii() and latin.isalnum() and bool(_HAN.match(han))
