"""The posts of a Discuz thread saved as HTML: each message has an id, and author and date stand above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from bdci_corpus.loading.forums.dates import WHEN, Moment, moment
from bdci_corpus.loading.html import Element, Markup, Piece, markup_edits, parse, plain
from bdci_corpus.records import Edit, Field, Mark, Reading

_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*|<!--[^>]{0,2000}-->\s*){0,4}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)

_THREAD = re.compile(r"pg_viewthread|postmessage_\d|thread-\d+-\d+-\d+\.html|viewthread(?:\.php\?|&amp;|&)tid=\d")

_MESSAGE = re.compile(r"postmessage_\d+")

_DATE = re.compile(r"authorposton\d+")

_AUTHOR = re.compile(r"\b(?:xw1|authi|postauthor|postusername|username)\b")

_WHEN = re.compile(WHEN)

_SITE = re.compile(r"\s+-\s+[^\n]{0,200}?-?\s*Powered by Discuz!?[^\n]*$|\s+-\s+[^\n-]{1,40}\s+-\s[^\n]*$")

_DROPPED = re.compile(r"\b(?:jammer|pstatus|tip|attach_tips|locked_tip)\b")


class _Message(NamedTuple):
    """A message of a thread, with where its author and date stand."""

    element: Element
    author: tuple[int, int] | None
    when: tuple[tuple[int, int], Moment] | None


def is_thread_page(head: str) -> bool:
    """Return whether a file begins like a page of a Discuz forum that shows a thread."""
    return "Discuz" in head and _OPENING.match(head) is not None and _THREAD.search(head) is not None


def posts_of_page(text: str) -> Iterator[Reading]:
    """Yield the posts of a thread's page; nothing where it has no message.

    The title heads the first. A region ends where its message ends, the last one with the file.
    """
    markup = parse(text)
    messages = list(_messages(markup))
    if not messages:
        return
    title = _title(markup)
    keep = [Piece(found.element.inner, found.element.stop, apart=True) for found in messages]
    if title and title.end <= messages[0].element.start:
        keep.insert(0, Piece(title.start, title.end, apart=True))
    drop = [
        Piece(e.start, e.end, apart=False)
        for e in markup.elements[1:]
        if e.hidden or _DROPPED.search(markup.value(e, "class"))
    ]
    found = list(markup_edits(markup, keep, _outermost(drop)))
    stops = [*(message.element.stop for message in messages[:-1]), len(text)]
    start = 0
    for number, (message, stop) in enumerate(zip(messages, stops, strict=True), 1):
        said = message.when[1] if message.when else None
        yield Reading(
            start=start,
            end=stop,
            fields=tuple(_fields(message, title)),
            marks=tuple(item for item in found if isinstance(item, Mark) and start <= item.start and item.end <= stop),
            edits=tuple(_within(found, start, stop)),
            locator=f"post-{number}" if len(messages) > 1 else "",
            extra={"published": said.said} if said and not said.value else {},
        )
        start = stop


def _within(found: list[Edit | Mark], start: int, stop: int) -> Iterator[Edit]:
    """Yield the edits of a region; one that reaches beyond it is cut there, and its text stays with its start."""
    for item in found:
        if isinstance(item, Edit) and item.start < stop and item.end > start:
            before = item.start < start
            text = "" if before else item.replacement
            yield replace(item, start=max(item.start, start), end=min(item.end, stop), replacement=text)


def _messages(markup: Markup) -> Iterator[_Message]:
    """Yield the messages, each with the last author and date above it."""
    author: tuple[int, int] | None = None
    when: tuple[tuple[int, int], Moment] | None = None
    end = 0
    for element in markup.elements[1:]:
        said = markup.value(element, "id")
        if element.start < end:
            continue
        if _MESSAGE.fullmatch(said):
            yield _Message(element, author, when)
            author, when, end = None, None, element.stop
        elif _DATE.fullmatch(said):
            when = _when(markup, element) or when
        elif author is None and element.name == "a" and _is_author(markup, element):
            author = (element.inner, element.stop)


def _is_author(markup: Markup, element: Element) -> bool:
    """Return whether a link leads to a post's author: it or what is around it is called so, and it holds a name."""
    classes = (markup.value(element, "class"), markup.value(markup.elements[element.parent], "class"))
    return any(map(_AUTHOR.search, classes)) and "<" not in markup.text[element.inner : element.stop].strip()


def _when(markup: Markup, element: Element) -> tuple[tuple[int, int], Moment] | None:
    """Return the date that an element shows, or states in its title where it shows a relative one."""
    titles = [
        e.attributes["title"]
        for e in markup.elements
        if element.inner <= e.start < element.stop and "title" in e.attributes
    ]
    for start, end in [*titles, (element.inner, element.stop)]:
        if found := _WHEN.search(markup.text, start, end):
            return found.span(), moment(found.group())
    return None


def _fields(message: _Message, title: Field | None) -> Iterator[Field]:
    if title:
        yield title
    if message.author:
        yield Field(name="author", start=message.author[0], end=message.author[1])
    if message.when and message.when[1].value:
        (start, end), said = message.when
        yield Field(name="published", start=start, end=end, value=said.value)


def _title(markup: Markup) -> Field | None:
    """Return the thread's subject, or what the page's head says without the names of board and forum."""
    subject = next((e for e in markup.elements if markup.value(e, "id") == "thread_subject"), None)
    if subject is None:
        subject = next((e for e in markup.elements if e.name == "title"), None)
    if subject is None:
        return None
    piece = markup.text[subject.inner : subject.stop]
    said = _SITE.sub("", piece) if subject.name == "title" else piece
    start = subject.inner + len(said) - len(said.lstrip())
    return (
        Field(name="title", start=start, end=start + len(said.strip()), value=plain(said).strip())
        if said.strip()
        else None
    )


def _outermost(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces that lie in no other."""
    found: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.start, -piece.end)):
        if not found or piece.start >= found[-1].end:
            found.append(piece)
    return found
