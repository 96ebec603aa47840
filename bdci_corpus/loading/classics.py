"""Classics as mandoku has them (Kanripo): a header in lines of Org, page marks, and a sign at the end of each line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bdci_corpus.loading.markdown import Entry, stated
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Field, Mark, Reading
from bdci_corpus.text import HAN_CLASS

RULE = "mandoku"

_HEADER = re.compile(r"\s*(?:#[^\n]*\n+){1,40}")

_KEYED = lazily(r"^#\+(?P<key>[A-Z_]+):[ \t]*(?:(?P<name>[A-Z_]+)[ \t]+)?(?P<value>[^\n]*\S)", re.MULTILINE)

_SIGNS = lazily(r"<(?:pb|md):[^<>\n]{1,80}>¶?\n?|¶|(?<=\n)#[^\n]*\n")
"""A page mark, which may have a line of its own; the end of a line of the print; a remark of the editors."""

_HEAD = lazily(r"^\*{1,6} (?P<said>[^\n¶]*[^\s¶])", re.MULTILINE)

_NOTE = lazily(r"\([^()¶\n]{1,400}\)")

_LOST = lazily(r"&KR\d{2,6};|●")
"""A character that no set has, by its number."""

_AUTHOR = lazily(
    rf"^[ \t\u3000]*(?P<dynasty>[{HAN_CLASS}]{{1,3}})[ \u3000]+"
    rf"(?P<author>[{HAN_CLASS}]{{2,5}}(?:[ \u3000][{HAN_CLASS}]{{1,3}})?)"
    r"[ \u3000]*(?:撰|著|注|註|疏|輯|編|譯|述|集解|章句|集注|集註|校注)[ \u3000]*¶?$",
    re.MULTILINE,
)

_TOP = 3000
"""How far from the beginning the author is named, in characters."""


def classic(text: str) -> Reading | None:
    """Return a classic, each line of the print a line; what its file says of itself is in ``extra``."""
    if "<pb:" not in text or "¶" not in text:
        return None
    header = _HEADER.match(text)
    start = header.end() - 1 if header else 0
    entries = list(_entries(text, start))
    fields, extra = stated((entry for entry in entries if entry.key == "TITLE"), canonical=True)
    extra |= {entry.key.lower(): entry.value for entry in entries if entry.key != "TITLE"}
    if author := _AUTHOR.search(text, start, start + _TOP):
        fields.append(Field(name="author", start=author.start("author"), end=author.end("author")))
        extra["dynasty"] = author["dynasty"]
    title = next((field for field in fields if field.name == "title"), None)
    gone = [(0, title.start), (title.end, start)] if title else [(0, start)]
    edits = [Edit(start=s.start(), end=s.end(), replacement="", rule=RULE) for s in _SIGNS.finditer(text, start)]
    for note in _NOTE.finditer(text, start):  # a stroke shows where its second column begins
        edits += [
            Edit(start=at, end=at + 1, replacement="", rule=RULE)
            for at in range(note.start(), note.end())
            if text[at] == "/"
        ]
    heads = list(_HEAD.finditer(text, start))
    edits += [Edit(start=h.start(), end=h.start("said"), replacement="", rule=RULE) for h in heads]
    marks = [Mark(kind="furniture", start=first, end=end) for first, end in gone if first < end]
    marks += [Mark(kind="damage", start=lost.start(), end=lost.end()) for lost in _LOST.finditer(text, start)]
    marks += [Mark(kind="heading", start=head.start("said"), end=head.end("said")) for head in heads]
    marks.append(Mark(kind="settled", start=start, end=len(text)))
    edits.sort(key=lambda edit: edit.start)
    return Reading(start=0, end=len(text), fields=tuple(fields), marks=tuple(marks), edits=tuple(edits), extra=extra)


def _entries(text: str, end: int) -> Iterator[Entry]:
    for found in _KEYED.finditer(text, 0, end):
        key = found["name"] if found["key"] == "PROPERTY" and found["name"] else found["key"]
        value = found["value"] if key != found["key"] else f"{found['name'] or ''} {found['value']}".strip()
        yield Entry(key, value, *found.span("value"))
