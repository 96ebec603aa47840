"""Read a manual page as ``man`` prints it: head and foot go, sections at the margin are headings, lines are joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from bdci_corpus.loading.markdown.paragraph import between
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Field, Mark, Reading
from bdci_corpus.text import lines_of, width

RULE = "lightweight"

_HEAD = lazily(r"\s*(?P<name>[^\s()]{1,60}\(\d\w{0,4}\))[ \t]{2,200}\S[^\n]{0,200}[ \t]{2}(?P=name)[ \t]*(?=\n)")

_STRUCK = lazily("[^\n]\x08")
"""A character that another is printed over, for bold and underlined words."""

_TAGGED = lazily(r"(?P<indent>[ \t]+)(?P<tag>\S+(?:[ ]\S+){0,3})(?P<gap>[ \t]{2,})(?P<body>\S)")
"""A tag and what is said of it in one line."""

_FULL = 0.75
"""How much of the page's width, which is that of its head, a line fills at least that the next goes on."""

_TAG_WIDTH = range(4, 9)
"""How many half-width cells behind a tag's beginning what is said of it begins."""


class _Printed(NamedTuple):
    """A line: its span, the cell where its text begins, and where that of a tag's text does, if there is one."""

    start: int
    end: int
    indent: int
    body: int


def is_printed_manual(head: str) -> bool:
    """Return whether a file begins with the head of a manual page."""
    if ")" not in head[:200]:
        return False
    head = head[:1000]
    return _HEAD.match(_STRUCK.sub("", head) if "\x08" in head else head) is not None


def read_printed_manual(text: str) -> Reading:
    """Return such a page as one reading. Linear."""
    struck = [match.span() for match in _STRUCK.finditer(text)] if "\x08" in text else []
    if not struck:
        return _reading(text)
    kept, here = list[int](), 0
    for start, end in struck:
        kept += range(here, start)
        here = end
    kept += range(here, len(text) + 1)
    read = _reading(_STRUCK.sub("", text))
    cuts = [Edit(start=start, end=end, replacement="", rule=RULE) for start, end in struck]
    return Reading(
        start=0,
        end=len(text),
        fields=tuple(replace(each, start=kept[each.start], end=_behind(kept, each.end)) for each in read.fields),
        marks=tuple(replace(each, start=kept[each.start], end=_behind(kept, each.end)) for each in read.marks),
        edits=tuple(_disjoint([*(_moved(each, kept) for each in read.edits), *cuts])),
    )


def _behind(kept: list[int], end: int) -> int:
    """Return where what ends at a place ends among all characters."""
    return kept[end - 1] + 1 if end else 0


def _moved(edit: Edit, kept: list[int]) -> Edit:
    start = kept[edit.start]
    return replace(edit, start=start, end=_behind(kept, edit.end) if edit.start < edit.end else start)


def _disjoint(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield edits in order, of those that overlap the longest."""
    here = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start >= here:
            yield edit
            here = edit.end


def _reading(text: str) -> Reading:
    """Return a page without struck characters as one reading."""
    head = _HEAD.match(text)
    if head is None:
        return Reading(start=0, end=len(text))
    name = head["name"]
    title = Field(name="title", start=head.start("name"), end=head.end("name"), value=name)
    cuts = [(0, head.start("name"), ""), (head.end("name"), head.end(), "")]
    marks = [Mark(kind="heading", start=title.start, end=title.end)]
    last: _Printed | None = None
    widest = width(head[0].strip())
    for start, end in lines_of(text):
        said = text[start:end].rstrip()
        if end <= head.end():
            continue
        if not said:
            last = None
            continue
        if said.endswith(f" {name}"):
            cuts.append((start, min(end + 1, len(text)), ""))
            continue
        line = _line(text, start, end)
        begin = start + len(said) - len(said.lstrip())
        if not line.indent:
            marks.append(Mark(kind="heading", start=start, end=start + len(said)))
        elif last and _goes_on(text, last, line, widest):
            cuts.append(_joint(text, last, begin))
        else:
            cuts.append((start, begin, "\n" if last else ""))
        if line.body and (tagged := _TAGGED.match(text, start, end)):
            cuts.append((*tagged.span("gap"), "\n\n"))
        last = line
    edits = tuple(Edit(start=s, end=e, replacement=put, rule=RULE) for s, e, put in cuts if s < e or put)
    return Reading(start=0, end=len(text), fields=(title,), marks=tuple(marks), edits=tuple(_disjoint(edits)))


def _joint(text: str, line: _Printed, begin: int) -> tuple[int, int, str]:
    """Return the edit that joins a line with what begins below; a hyphen that ``man`` put goes."""
    stop = line.start + len(text[line.start : line.end].rstrip())
    if text[stop - 1] == "\u2010":
        return stop - 1, begin, ""
    return stop, begin, "" if text[stop - 1] == "-" else between(text[stop - 1], text[begin])


def _line(text: str, start: int, end: int) -> _Printed:
    said = text[start:end].expandtabs()
    tagged = _TAGGED.match(text, start, end)
    indent = len(said) - len(said.lstrip())
    body = width(text[start : tagged.start("body")].expandtabs()) if tagged else 0
    return _Printed(start, end, indent, body if body - indent in _TAG_WIDTH else 0)


def _goes_on(text: str, line: _Printed, below: _Printed, widest: int) -> bool:
    """Return whether a line goes on in the next: it is full, and the next is where its text begins."""
    full = width(text[line.start : line.end].rstrip()) >= _FULL * widest
    return full and below.indent == (line.body or line.indent) and not below.body
