"""The package document of an EPUB: what the book says of itself, and its members in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bdci_corpus.loading.office.container import Container, MemberText, resolved
from bdci_corpus.loading.office.properties import PropertyValue, is_author, is_title, values_of
from bdci_corpus.loading.xml.events import XmlEvent

CONTAINER = "META-INF/container.xml"

_PAGES = re.compile(r"application/xhtml\+xml|text/(?:html|x-oeb1-document)|application/x-dtbook\+xml")

_LEFT_OUT = frozenset({"toc", "cover", "title-page", "titlepage", "loi", "lot", "index"})
"""What the guide of an EPUB 2 calls pages that only lead around in the book, or show its cover."""

_EXTRA = ("subject", "description", "language", "rights", "source", "identifier", "contributor", "relation", "coverage")

_AUTHORS = frozenset({"", "aut"})


@dataclass(slots=True)
class Package:
    """A book's package: ``chapters`` are names of members in reading order, ``guides`` those of its navigation."""

    part: MemberText
    title: PropertyValue | None = None
    author: PropertyValue | None = None
    published: PropertyValue | None = None
    publisher: PropertyValue | None = None
    extra: dict[str, object] = field(default_factory=dict)
    chapters: list[str] = field(default_factory=list)
    guides: list[str] = field(default_factory=list)


def package_of(container: Container) -> Package:
    """Return a book's package.

    Raises:
        LoaderError: there is none, or it is no XML.
    """
    entry = container.events(CONTAINER)
    roots = [e.attributes.get("full-path", "") for e in entry.events if e.name.endswith(":rootfile")] if entry else []
    names = [*filter(None, roots), *(name for name in container.names() if name.endswith(".opf"))]
    part = next((part for name in names[:1] if (part := container.events(name))), None)
    if part is None:
        container.refuse("There is no book in it: it has no package document")
    package = Package(part)
    _describe(package)
    _list(package, names[0])
    return package


def _describe(package: Package) -> None:
    """Enter what the metadata say."""
    found = package.part.events
    by_name: dict[str, list[PropertyValue]] = {}
    for name, value in values_of(found, package.part.raw):
        by_name.setdefault(name.lower(), []).append(value)
    authors = [author for author in _authors(found, by_name.get("dc:creator", [])) if is_author(author)]
    package.title = next(filter(is_title, by_name.get("dc:title", ())), None)
    package.publisher = next(iter(by_name.get("dc:publisher", ())), None)
    package.published = next(iter(by_name.get("dc:date", ())), None)
    if authors:
        text = "、".join(author.text for author in authors)
        package.author = PropertyValue(
            text, authors[0].start, authors[-1].end, plain=len(authors) == 1 and authors[0].plain
        )
    for name in _EXTRA:
        values = [value.text for value in by_name.get(f"dc:{name}", ())]
        if values:
            package.extra[name] = values[0] if len(values) == 1 else values


def _authors(found: Sequence[XmlEvent], creators: Sequence[PropertyValue]) -> list[PropertyValue]:
    """Return the creators that are authors: by role, where roles are given."""
    refined = {
        event.attributes.get("refines", "").removeprefix("#"): after.text.strip()
        for event, after in pairwise(found)
        if event.name == "opf:meta" and event.attributes.get("property") == "role" and after.kind == "text"
    }
    roles = [
        event.attributes.get("role") or refined.get(event.attributes.get("id", "-"), "")
        for event in found
        if event.kind == "start" and event.name.lower() == "dc:creator"
    ]
    if len(roles) != len(creators):
        return list(creators)
    authors = [creator for creator, role in zip(creators, roles, strict=True) if role in _AUTHORS]
    return authors or list(creators)


def _list(package: Package, base: str) -> None:
    """Enter the chapters, in the order of the spine, without navigation and cover."""
    items: dict[str, tuple[str, str, str]] = {}
    left_out: set[str] = set()
    spine: list[str] = []
    for event in package.part.events:
        by_name = event.attributes
        if event.kind != "start":
            continue
        if event.name == "opf:item":
            name = resolved(base, by_name.get("href", ""))
            items[by_name.get("id", "")] = name, by_name.get("media-type", ""), by_name.get("properties", "")
        elif event.name == "opf:itemref":
            spine.append(by_name.get("idref", ""))
        elif event.name == "opf:reference" and by_name.get("type", "").lower() in _LEFT_OUT:
            left_out.add(resolved(base, by_name.get("href", "")))
    for name, kind, properties in items.values():
        if "nav" in properties.split() or kind == "application/x-dtbncx+xml":
            package.guides.append(name)
    pages = [items[name][0] for name in spine if name in items and _PAGES.match(items[name][1])]
    package.chapters = [name for name in dict.fromkeys(pages) if name not in left_out and name not in package.guides]
