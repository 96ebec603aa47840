"""The lines of a text as arrays, and as objects where one looks closer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.compiling import compiled
from bdci_corpus.text import line_kernels
from bdci_corpus.text.alphabet import CLOSERS, HAN_CLASS, OPENERS
from bdci_corpus.text.flags import BLANK, CLOSER, FINAL, LINE_END
from bdci_corpus.text.latest import Latest
from bdci_corpus.text.scan import Scan, scan_of


def lines_of(text: str) -> Iterable[tuple[int, int]]:
    """Yield the span of each line, without its line feed."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, end
        start = end + 1
    yield start, len(text)


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the blanks at its ends."""
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return start + lead, start + lead + len(piece)


LIST_ITEM = re.compile(
    "[-*+•·●○■□◆◇▪►※◦‣][ \t]|[•●○■□◆◇▪►※◦‣]|\\d{1,3}[.．、)）](?!\\d)|\\d{1,2}(?:[.]\\d{1,2}){1,3}[.][ \t]"
    "|[（(](?:[一二三四五六七八九十百]{1,4}|\\d{1,3}|[a-zA-Z])[)）](?![，。、；：,.;:)）])"
    f"|[!-~] - (?=[{HAN_CLASS}])"
    "|[一二三四五六七八九十百]{1,4}、|[①-⑳㈠-㈩⑴-⒇❶-❿]|[a-zA-Z][.)）][ \t]|[A-H](?:[．、]|[.](?=[^\\x00-\\x7f]))"
)

HEADED = re.compile(
    "第[一二三四五六七八九十百千零〇\\d]{1,8}[章节節条條款编編部篇回卷讲講课課]|#{1,6} "
    "|附[件录錄则則表][一二三四五六七八九十\\d：:]|[【\\[［].{1,20}[】\\]］]$"
)

_CLAUSES = re.compile("[，,。；;]")

_TABLE_ROW = re.compile("\t|[^\\s.?!:] {2,}\\S|^\\||\\|.*\\||^[+][-=+]{3,}[+]$")

_SPACED = re.compile("[^\\t|]*[^\\s|] {2,}(?! )(?:(?!  )[^\\t|])*[，。；](?:(?!  )[^\\t|])*")
"""Running text with one wide blank: behind the place of a report (本报讯  入春以来，…)."""

_TAIL = 40
"""How much of a line's end is looked at, in characters."""


class Line(NamedTuple):
    """A line without the blanks at its ends; ``indent`` is how many stood before it.

    ``gap`` counts the empty lines before it, and ``finished`` says that it ends like a sentence.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int
    finished: bool

    @property
    def listed(self) -> bool:
        """Whether it starts like an item of a list."""
        return bool(LIST_ITEM.match(self.text))

    @property
    def headed(self) -> bool:
        """Whether it starts like a numbered heading or a chapter."""
        return bool(HEADED.match(self.text))

    @property
    def entitled(self) -> bool:
        """Whether it is a numbered heading and no more: no mark parts it into clauses."""
        return self.headed and not _CLAUSES.search(self.text)

    @property
    def tabular(self) -> bool:
        """Whether it is a row of cells."""
        return is_row(self.text)

    @property
    def open(self) -> bool:
        """Whether a quotation or bracket near its end is still open."""
        return ends_open(self.text)


class Lines:
    """The lines of a text that are not empty: spans without the blanks at their ends, in order.

    ``kinds`` are all kinds of character within each line, blanks at its ends among them; ``hints`` say
    what it may be, and ``may_hold`` what any line may be. ``ends_sentences`` is ``finished`` as numbers.
    """

    def __init__(self, text: str) -> None:
        """Find them."""
        self.text = text
        scan = scan_of(text)
        self._take(*(_compiled_table(scan) if scan.fast else _table(scan)))

    def _take(self, table: LineTable, may_hold: int) -> None:
        self._table, self.may_hold = table, may_hold
        self.starts, self.ends, self.indents, self.gaps, self.ends_sentences, self.kinds, self.hints = self._table

    @property
    def finished(self) -> NDArray[np.bool_]:
        """Which lines end like a sentence."""
        ends: NDArray[np.bool_] = self.ends_sentences != 0
        return ends

    @cached_property
    def openings(self) -> frozenset[str]:
        """Which characters lines begin with."""
        return frozenset(map(self.text.__getitem__, self.starts.tolist()))

    def that_may_be(self, hint: int) -> NDArray[np.int64]:
        """Return the numbers of the lines that may be something: a hint of ``line_kernels``."""
        return (self.hints & hint).nonzero()[0] if self.may_hold & hint else _NONE

    def spans(self, numbers: NDArray[np.int64] | slice) -> list[tuple[int, int]]:
        """Return the spans of some lines."""
        if numbers is _NONE:
            return []
        return list(zip(self.starts[numbers].tolist(), self.ends[numbers].tolist(), strict=True))

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self.starts)

    def __iter__(self) -> Iterator[Line]:
        """Yield the lines."""
        return map(self.line, range(len(self)))

    def line(self, at: int) -> Line:
        """Return one line, by number."""
        start, end, indent, gap, finished = self._table[:5, at].tolist()
        return Line(start, end, self.text[start:end], indent, gap, bool(finished))


LineTable = NDArray[np.int64]

_NONE = np.empty(0, np.int64)


def _compiled_table(scan: Scan) -> tuple[LineTable, int]:
    """Return the rows of ``line_kernels.line_table``, what each line may be, and what any may be."""
    lines = np.empty((7, scan.line_feeds + 1), np.int64)
    count, may_hold = compiled(line_kernels.table_and_hints)(scan.codes, scan.flags, lines)
    return lines[:, :count], may_hold


def _table(scan: Scan) -> tuple[LineTable, int]:
    """Return the same without a kernel."""
    breaks = scan.places(LINE_END)
    starts = np.concatenate([np.zeros(1, np.int64), breaks + 1])
    ends = np.concatenate([breaks, np.full(1, len(scan.text), np.int64)])
    kinds = np.bitwise_or.reduceat(np.append(scan.flags, np.uint32(0)), starts)
    raw_starts = starts.copy()
    if scan.has(BLANK):
        _strip(scan, starts, ends)
    kept = np.flatnonzero(starts < ends)
    starts, ends = starts[kept], ends[kept]
    gaps = np.diff(kept, prepend=-1) - 1
    finished, hints = _finished(scan, starts, ends), np.empty(len(starts), np.int64)
    table = np.stack([starts, ends, starts - raw_starts[kept], gaps, finished, kinds[kept], hints])
    return table, line_kernels.hints(table[:6], scan.codes, scan.flags, table[6])


def _strip(scan: Scan, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
    filled = np.flatnonzero(starts < ends)
    blank_first = filled[(scan.flags[starts[filled]] & BLANK) != 0]
    blank_last = filled[(scan.flags[ends[filled] - 1] & BLANK) != 0]
    for at in np.union1d(blank_first, blank_last).tolist():
        line = scan.text[starts[at] : ends[at]]
        ends[at] = starts[at] + len(line.rstrip())
        starts[at] += len(line) - len(line.lstrip())
        ends[at] = max(ends[at], starts[at])


def _finished(scan: Scan, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which lines end with a final mark, or with quotes and brackets behind one."""
    flags, last = scan.flags, ends - 1
    for _ in range(line_kernels.MOST_CLOSERS):
        last = last - (((flags[last] & CLOSER) != 0) & ((flags[last] & FINAL) == 0) & (last > starts))
    finished: NDArray[np.int64] = ((flags[last] & FINAL) != 0).astype(np.int64)
    for at in np.flatnonzero(scan.codes[last] == ord(".")).tolist():
        finished[at] |= scan.text[starts[at] : ends[at]].isascii()
    return finished


lines_in = Latest(Lines)
"""Return the lines of a text."""


def is_row(line: str) -> bool:
    """Return whether a line is a row of cells; two blanks may stand behind the number of an article, too."""
    if "|" not in line and "  " not in line and "\t" not in line:  # as in most
        return False
    for _ in range(2):  # ## 第一章  总则
        if head := HEADED.match(line):
            line = line[head.end() :].lstrip()
    return _TABLE_ROW.search(line) is not None and _SPACED.fullmatch(line) is None


def ends_open(line: str) -> bool:
    """Return whether a quotation or bracket near a line's end is still open."""
    tail = line[-_TAIL:]
    last = max(map(tail.rfind, OPENERS))
    return last >= 0 and not any(closer in tail[last + 1 :] for closer in CLOSERS if closer not in "\"'")
