"""The top of a page that was copied or crawled as text: what the site prints above, and the title, said again.

Evidence: pages say their title as the title of the window, as that of the list it was called from, and above the text.
What stands above the last of them is the site's: its name, its menu, the way to the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bdci_corpus.loading.dated import is_page_words
from bdci_corpus.loading.facts import states_fact
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Field, Mark
from bdci_corpus.text import BODY, FINAL_MARKS, Lines, is_furniture, lines_in, may_be_title, verses, width

_TOP = 16
"""Among how many first lines a title is said again."""

_NEAR = 5
"""How many lines below the first time a title is said again, at most."""

_MOST_ABOVE = 10
"""How many lines of the site stand above a title at most."""

_WIDEST_ABOVE = 100
"""The widest of them, in half-width cells: a wider one is text."""

_SHORTEST = 4
"""The shortest title that is found again, in characters: shorter lines come again in any text."""

_FOLLOWS = 6
"""Within how many lines below its title a text begins."""

_FILE = lazily(r"[ ]?[.](?:docx?|pdf|pptx?|xlsx?|txt|wps|rtf)(?=[_ ]?(?:第\d{1,4}页)?\Z)", re.IGNORECASE)
"""The ending of a file's name, which a site for documents shows as a title."""

_OF_WINDOW = lazily(r"[ ]?[-_|–—»>]{1,2}[ ]?|(?<=[)）])[：:][ ]?")
"""What parts a title from the site's and the section's names, as the title of a window has them, or its address."""


_LONGEST_WINDOW = 400
"""The longest title of a window, in characters: each of its ends is compared, which in a line of any length is slow."""

_MOMENT = lazily(r"\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?[ \t]{1,3}\d{1,2}:\d{2}")

_LONGEST_DATED = 40
"""The longest line of a day and an hour that is none of the text, in characters."""


class _Again(NamedTuple):
    """A title by the numbers of the lines that say it: the first time, and the last."""

    first: int
    last: int


def title_again(text: str) -> list[Field | Mark]:
    """Return the title that a page says again above its text, and what stands above it as furniture. Linear.

    One line above it that can be a title itself is its kicker: the name of a book above that of a chapter.
    """
    lines = lines_in(text)
    top = [text[start:end] for start, end in lines.spans(slice(_TOP + _NEAR))]
    found = _said_again(lines, top)
    if found is None:
        return []
    start, end = int(lines.starts[found.last]), int(lines.ends[found.last])
    suffix = _FILE.search(top[found.last])
    title = Field(name="title", start=start, end=start + suffix.start() if suffix else end)
    marks: list[Field | Mark] = [title, *_gone(lines, top, found)]
    if suffix:
        marks.append(Mark(kind="furniture", start=title.end, end=end))
    above = top[: found.first]
    if len(above) == 1 and may_be_title(above[0]):
        marks.append(Field(name="kicker", start=int(lines.starts[0]), end=int(lines.ends[0])))
    return marks


def _said_again(lines: Lines, top: list[str]) -> _Again | None:
    """Return the lines that say the title, if one does twice or more and a text follows."""
    names = [_plain(line) for line in top]
    if (last := _of_window(names, top)) and _begins(lines, 0, last):
        return _Again(0, last)
    for first in range(min(len(top), _TOP)) if len(set(names)) < len(names) else ():
        comes_again = names[first] in names[first + 1 : first + 1 + _NEAR]  # as few lines do
        if not comes_again or len(names[first]) < _SHORTEST or not may_be_title(top[first]):
            continue
        last = first
        while (again := _next(names, top, first, last)) is not None:
            last = again
        if last > first:
            above = any(line[-1] in FINAL_MARKS for line in top[:first])
            return _Again(first, last) if not above and _begins(lines, first, last) else None
    return None


def _begins(lines: Lines, first: int, last: int) -> bool:
    """Return whether running text begins below lines that are no verse."""
    below = lines.hints[last + 1 : last + 1 + _FOLLOWS]
    return bool((below & BODY).any()) and verses(lines).isdisjoint(range(first, last + 1))


def _next(names: list[str], top: list[str], first: int, last: int) -> int | None:
    """Return the next line that says what the first does, if all between are the page's."""
    for at in range(last + 1, min(last + 1 + _NEAR, len(top))):
        if names[at] == names[first]:
            return at
        if not _is_of_page(top[at]):
            return None
    return None


def _of_window(names: list[str], top: list[str]) -> int:
    """Return the line that the title of a window, the first of a text, has as one of its parts; 0 where none is."""
    if not top or len(top[0]) > _LONGEST_WINDOW or not _OF_WINDOW.search(top[0]):
        return 0
    parts = {_plain(part) for part in _OF_WINDOW.split(top[0])}
    whole = {_plain(top[0][found.end() :]) for found in _OF_WINDOW.finditer(top[0])}
    for at in range(1, min(_NEAR, len(top))):
        if len(names[at]) >= _SHORTEST and names[at] in parts | whole and may_be_title(top[at]):
            return at
        if not _is_of_page(top[at]):
            break
    return 0


def _plain(line: str) -> str:
    """Return a line as titles are compared: without blanks, and the ending of a file's name."""
    return "".join((_FILE.sub("", line) if "." in line else line).split()).casefold()


def _is_of_page(line: str) -> bool:
    """Return whether a line between two titles is none of the text: furniture, or what states a fact of the page."""
    dated = len(line) <= _LONGEST_DATED and _MOMENT.search(line) is not None
    return dated or is_furniture(line) or states_fact(line) or is_page_words(line)


def _gone(lines: Lines, top: list[str], found: _Again) -> Iterator[Mark]:
    """Yield what stands above the last title, if none of it is text; else the title's other lines."""
    above = top[: found.first]
    whole = len(above) <= _MOST_ABOVE and not any(
        line[-1] in FINAL_MARKS or width(line) > _WIDEST_ABOVE for line in above
    )
    for at in range(0 if whole else found.first, found.last):
        yield Mark(kind="furniture", start=int(lines.starts[at]), end=int(lines.ends[at]))
