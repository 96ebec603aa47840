"""Feeds: RSS, Atom and the exports of WordPress and Blogger. Each entry is a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bdci_corpus.loading.xml.nested import write_characters
from bdci_corpus.loading.xml.opened import XmlFile
from bdci_corpus.loading.xml.prose import write_prose
from bdci_corpus.loading.xml.tree import XmlNode
from bdci_corpus.loading.xml.writing import XmlWriter
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Field, Reading

_BODIES = ("encoded", "content", "body", "description", "summary")
"""What holds an entry's text; the longest counts."""

_FIELDS = {
    "title": ("title",),
    "author": ("creator", "author"),
    "published": ("pubDate", "published", "date", "issued", "updated", "modified"),
    "url": ("link", "guid", "id"),
    "outlet": ("source",),
}

_OF_FEED = {"author": ("author", "creator"), "outlet": ("title",)}
"""What a feed says of all its entries."""

_MAILED = lazily(r"[^\s()@]+@[^\s()]+\s*[(（](?P<name>[^()（）]+)[)）]")
"""How RSS has an author: an address, and the name in brackets."""

_UNUSED = frozenset({"comment", "postmeta", "thumbnail", "group", "link", "guid", "id"})
"""What else stands in an entry and says nothing of its text."""

_MAX_LOCATOR = 200
"""The longest name of an entry that names its document, in characters."""


def feed(file: XmlFile) -> Iterator[Reading]:
    """Yield the entries of a feed that say anything."""
    channel = file.root.child("channel") or file.root
    shared = _fields(file, channel, _OF_FEED)
    terms = file.shown(channel.child("copyright", "rights"))
    names = set[str]()
    for number, item in enumerate(file.root.within("item", "entry"), 1):
        called = file.word(item.child("guid", "id", "link"))
        fit = called.isprintable() and 0 < len(called) <= _MAX_LOCATOR and called not in names
        locator = called if fit else str(number)
        if reading := _entry(file, item, shared, terms, locator):
            names.add(locator)
            yield reading


def _entry(file: XmlFile, item: XmlNode, shared: Mapping[str, Field], terms: str, locator: str) -> Reading | None:
    """Return an entry; one that has no more than a title has that for its text."""
    bodies = [child for child in item.found(*_BODIES) if file.word(child)]
    body = max(bodies, key=lambda child: len(file.word(child)), default=item.child("title"))
    writer = XmlWriter()
    if body is not None and body.children:
        write_prose(writer, file, body)
    elif body is not None:
        write_characters(writer, file.said(body))
    if body is None or not writer.pieces:
        return None
    return Reading(
        start=item.start,
        end=item.end,
        fields=tuple({**shared, **_fields(file, item, _FIELDS)}.values()),
        marks=tuple(writer.marks),
        edits=tuple(writer.edits(file.text, item.start, item.end)),
        locator=locator,
        extra={**({"license": terms} if terms else {}), **_extra(file, item, body)},
    )


def _fields(file: XmlFile, node: XmlNode, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, Field]:
    """Return the fields that an entry or its feed states."""
    fields = dict[str, Field]()
    for name, tags in wanted.items():
        for child in (found for tag in tags for found in node.found(tag)):
            value = None
            if name == "url":
                value = child.attributes.get("href", "") or file.word(child)
                if child.attributes.get("rel", "alternate") != "alternate" or not value.startswith("http"):
                    continue
            if name == "author" and (mailed := _MAILED.fullmatch(file.word(child))):
                value = mailed["name"]
            if field := file.field(name, child.child("name", "title") or child, value):
                fields.setdefault(name, field)
    return fields


def _extra(file: XmlFile, item: XmlNode, body: XmlNode) -> dict[str, object]:
    """Return what else an entry says: its tags, and a summary that the text does not begin with."""
    fields = {tag for tags in _FIELDS.values() for tag in tags}
    text = "".join(file.shown(body).split())
    values = dict[str, list[str]]()
    for child in item.children:
        word = file.shown(child) or child.attributes.get("term", "")
        if child is body or child.name in fields or child.name in _UNUSED:
            continue
        said_again = child.name in _BODIES and "".join(word.split()).rstrip(".…[]") in text
        if word and not said_again:
            values.setdefault("tags" if child.name == "category" else child.name, []).append(word)
    return {name: each[0] if len(each) == 1 else each for name, each in values.items()}
