"""Tables of contents: lines that lead to pages, which count up; they say again what the headings say.

Leaders are evidence by themselves. Below a line that says what it is, lines without leaders are entries, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bdci_corpus.loading.pdf.lines import PageLine
from bdci_corpus.loading.pdf.numbers import ROMAN, roman

_NAME = re.compile(
    r"[总總]?目[录錄次]|(?:[总總]|插?[图圖]|表格?|[图圖]表|附[图圖表])(?:目[录錄次]|清单|清單|索引)"
    r"|(?:table ?of ?)?contents|list ?of ?(?:tables|figures|examples|listings|illustrations)",
    re.IGNORECASE,
)
"""What a table of contents is called, without blanks."""

_LED = re.compile(r"(?:[.·…．⋯]\s?){4,}\s*(?P<page>\d{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7})$")
"""How an entry with leaders ends."""

_PAGED = re.compile(r"\S.{0,120}?\s(?P<page>\d{1,4}|[ivxlc]{1,7})")
"""An entry without leaders."""

_FEWEST_LED, _FEWEST = 5, 3
"""How many entries make a table of contents: of leaders alone, and below its name."""

_BETWEEN = 3
"""So many lines that are none may stand between entries: heads of columns, parts, first lines of long titles."""

_ASTRAY = 0.1
"""The share of entries whose page may be before that of the entry above."""

_MOST = 0.6
"""No more than this share of a document's lines is its contents: of a file of nothing else, they are the text."""

_ARABIC = 10_000
"""Pages with Arabic numbers come behind those with Roman ones."""


@dataclass(slots=True)
class _Entries:
    """The entries of one table: numbers of lines, their pages, and how many have leaders."""

    numbers: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    led: list[int] = field(default_factory=list)

    def take(self, number: int, line: PageLine) -> None:
        """Take in a line, if it is an entry; one without leaders has to count on."""
        found = _LED.search(line.text)
        led = found is not None and found.start() > 0
        entry = found if led else _PAGED.fullmatch(line.text)
        if entry is None:
            return
        page = roman(entry["page"].lower()) if ROMAN.fullmatch(entry["page"]) else _ARABIC + int(entry["page"])
        if led or not self.pages or page >= self.pages[-1]:
            self.numbers.append(number)
            self.pages.append(page)
            self.led += [number] if led else []

    def hold(self, *, named: bool) -> bool:
        """Return whether they are a table of contents."""
        astray = sum(page < before for before, page in pairwise(self.pages))
        if astray > _ASTRAY * len(self.pages) or len(self.pages) < _FEWEST or self.pages[-1] <= self.pages[0]:
            return False
        if len(self.led) >= (_FEWEST if named else _FEWEST_LED):
            return True
        return named and 2 * len(self.numbers) > self.numbers[-1] - self.numbers[0]


def mark_contents(lines: Sequence[PageLine]) -> None:
    """Mark the tables of contents among lines in reading order as furniture."""
    found: list[range] = []
    here = 0
    for number, line in enumerate(lines):
        named = _is_named(line)
        if number < here or not (named or _LED.search(line.text)):
            continue
        entries = _entries(lines, number + named)
        if entries.hold(named=named):
            here = entries.numbers[-1] + 1
            found.append(range(number, here))
    if sum(map(len, found)) <= _MOST * len(lines):
        for span in found:
            for line in lines[span.start : span.stop]:
                line.furniture = True


def _is_named(line: PageLine) -> bool:
    return len(line.text) < 40 and _NAME.fullmatch("".join(line.text.split())) is not None  # noqa: PLR2004 - a name


def _entries(lines: Sequence[PageLine], first: int) -> _Entries:
    """Return the entries from a line on; behind the last with leaders, those of its page that count on."""
    entries = _Entries()
    for number in range(first, len(lines)):
        last = entries.numbers[-1] if entries.numbers else first - 1
        if number - last > _BETWEEN + 1 or (number > first and _is_named(lines[number])):
            break
        entries.take(number, lines[number])
    page = lines[entries.led[-1]].page if entries.led else None
    while entries.led and entries.numbers[-1] > entries.led[-1] and lines[entries.numbers[-1]].page != page:
        entries.numbers.pop()
        entries.pages.pop()
    return entries
