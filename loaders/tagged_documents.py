"""A file of many documents between tags, as collections have them: `<doc>`, its number, title and text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from bdci_corpus.loading import empty_brackets
from bdci_corpus.records import Field, Reading

_OPEN = re.compile(r"<doc(?:\s[^<>\n]{0,400})?>", re.IGNORECASE)
_CLOSE = re.compile(r"</doc>", re.IGNORECASE)
_TAG = re.compile(r"<(?P<name>[A-Za-z][A-Za-z_]{0,20})>")
_ATTRIBUTE = re.compile(r"(?P<name>id|url|title)=\"(?P<value>[^\"\n]*)\"", re.IGNORECASE)
_TEXTS = ("text", "content", "contents", "body", "p", "short_text")
_FIELDS = {
    **dict.fromkeys(("title", "contenttitle", "headline", "head", "ttl"), "title"),
    **dict.fromkeys(("url", "link"), "url"),
    **dict.fromkeys(("author", "byline"), "author"),
    **dict.fromkeys(("date", "date_time", "datetime", "pubdate"), "published"),
    "source": "outlet",
}
_NUMBERS = ("docno", "id", "docid", "doc_id")
_FEWEST = 2
MAX_LOCATOR = 200
"""The longest number that names a document, in characters."""


class _Element(NamedTuple):
    """An element or attribute: its name in lower case, its value without blanks around it, and where that begins."""

    name: str
    value: str
    start: int
    is_element: bool


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: it begins with such a document, and a text stands in it."""
    start = head.lstrip("\ufeff \t\r\n")
    opened = _OPEN.match(start)
    if not opened:
        return 0.0
    inside = any(f"<{text}>" in start.lower() for text in _TEXTS)
    extracted = "=" in opened[0] and len(_OPEN.findall(head)) + len(_CLOSE.findall(head)) >= _FEWEST
    return 0.95 if inside or extracted else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Take each document's text as one, its other elements as fields or `extra`; their tags are no text."""
    opened, number, locators = _OPEN.search(text), 0, set[str]()
    while opened:
        closed = _CLOSE.search(text, opened.end())
        end = closed.start() if closed else len(text)
        number += 1
        reading = _reading(text, opened, end, number, locators)
        if reading:
            locators.add(reading.locator)
            yield reading
        opened = _OPEN.search(text, end)


def _elements(text: str, opened: re.Match[str], end: int) -> Iterator[_Element]:
    """Yield what a document states, in order; what is opened and not closed is text. Linear."""
    for found in _ATTRIBUTE.finditer(opened[0]):
        yield _Element(found["name"].lower(), found["value"], opened.start() + found.start("value"), is_element=False)
    here, missing = opened.end(), set[str]()
    for tag in _TAG.finditer(text, opened.end(), end):
        if tag.start() < here or tag["name"] in missing:
            continue
        stop = text.find(f"</{tag['name']}>", tag.end(), end)
        if stop < 0:
            missing.add(tag["name"])
            continue
        value = text[tag.end() : stop]
        start = tag.end() + len(value) - len(value.lstrip())
        yield _Element(tag["name"].lower(), value.strip(), start, is_element=True)
        here = stop


def _reading(text: str, opened: re.Match[str], end: int, number: int, locators: set[str]) -> Reading | None:
    """Return one document; None if it has no text."""
    fields, extra = dict[str, Field](), dict[str, object]()
    region: tuple[int, int] | None = None
    elements = list(_elements(text, opened, end))
    for called, value, start, is_element in elements:
        if called in _TEXTS and is_element:
            region = region or (start, start + len(value))
        elif value and called in _FIELDS and _FIELDS[called] not in fields:
            role = _FIELDS[called]
            fields[role] = Field(name=role, start=start, end=start + len(value), value=value)
        elif value:
            extra.setdefault(called, value)
    if region is None and not any(element.is_element for element in elements):
        whole = text[opened.end() : end]
        region = opened.end() + len(whole) - len(whole.lstrip()), opened.end() + len(whole.rstrip())
    if region is None or region[0] >= region[1]:
        return None
    named = next((str(extra[name]) for name in _NUMBERS if name in extra), "")
    fit = named.isprintable() and 0 < len(named) <= MAX_LOCATOR and named not in locators
    if fit:
        extra = {name: value for name, value in extra.items() if value != named}
    locator = named if fit else str(number)
    extracted = "title" in fields and not any(element.is_element for element in elements)
    body = text[region[0] : region[1]]
    edits = tuple(
        replace(edit, start=edit.start + region[0], end=edit.end + region[0])
        for edit in (empty_brackets(body) if extracted else ())
    )
    return Reading(
        start=region[0], end=region[1], fields=tuple(fields.values()), edits=edits, locator=locator, extra=extra
    )
