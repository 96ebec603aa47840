"""From the bytes of an EPUB to its layers: the package document, then the chapters in reading order, a member each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.office.chapters import Chapter, squeezed
from bdci_corpus.loading.office.container import Container, MemberText, resolved
from bdci_corpus.loading.office.opf import Package, package_of
from bdci_corpus.records import Field, Layer

NAME = "epub_document"

_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""How fonts are made unusable outside of their book; the text is not touched."""

_FIRST = 3
"""The title heads the text if one of so many first blocks says it."""


def read_epub(data: bytes) -> Iterator[Layer]:
    """Yield the members of a book that hold its text and what it says of itself.

    Raises:
        LoaderError: the file is broken or no book, closed by rights management, or has no text.
    """
    container = Container(data, NAME)
    package = package_of(container)
    _refuse_encrypted(container, package.chapters)
    labels = _labels(container, package.guides)
    chapters: list[Chapter] = []
    missing: list[str] = []
    for name in package.chapters:
        found = container.member(name)
        if found is None:
            missing.append(name)
        elif not (chapter := Chapter(MemberText(*found))).leads_around():
            chapters.append(chapter)
    if not chapters:
        raise LoaderError(NAME, "None of its chapters has text: they are pictures.", "Recognize the text first (OCR).")
    heads = _say(package, chapters[0])
    for number, chapter in enumerate(chapters):
        chapter.write(labels.get(chapter.part.member.name, ""), opened=bool(number) or not heads)
    extra = {**package.extra, **({"missing": missing} if missing else {})}
    yield package.part.layer(extra)
    for chapter in chapters:
        yield chapter.part.layer({})


def _say(package: Package, first: Chapter) -> bool:
    """Note what the package says of the book; return whether its title heads the first chapter, or it has none.

    A title that no chapter begins with heads the text from the package.
    """
    part = package.part
    for name in ("author", "published", "publisher"):
        value = getattr(package, name)
        if value is not None:
            part.say(name, value)
    title = package.title
    wanted = squeezed(title.text) if title else ""
    own = next((at for at in range(_FIRST) if wanted and squeezed(first.text(at)) == wanted), None)
    if title is not None and own is not None:
        block = first.blocks[own]
        plain = first.part.raw[block.start : block.end] == title.text
        field = Field(name="title", start=block.start, end=block.end, value=None if plain else title.text)
        first.part.fields.append(field)
    elif title is not None:
        part.say("title", title)
        part.leave(title, NAME)
        return False
    part.leave(None, NAME)
    return True


def _refuse_encrypted(container: Container, chapters: Sequence[str]) -> None:
    """Refuse a book whose chapters are encrypted.

    Raises:
        LoaderError: they are.
    """
    part = container.events("META-INF/encryption.xml")
    method, closed = "", {name.lower() for name in chapters}
    for event in part.events if part else ():
        if event.name == "enc:EncryptedData":
            method = "" if event.kind == "start" else method
        elif event.name == "enc:EncryptionMethod" and event.kind == "start":
            method = event.attributes.get("Algorithm", "")
        elif event.name == "enc:CipherReference" and event.kind == "start":
            name = resolved("", event.attributes.get("URI", "")).lower()
            if name in closed and method not in _FONTS:
                problem = "The book is closed by digital rights management: its chapters are encrypted."
                raise LoaderError(NAME, problem, "Leave it out, or get a copy that may be read.")


def _labels(container: Container, guides: Sequence[str]) -> dict[str, str]:
    """Return what the book's navigation calls each member, without blanks; broken navigation says nothing."""
    labels: dict[str, str] = {}
    for guide in guides:
        try:
            part = container.events(guide)
        except LoaderError:
            continue
        label, target = "", ""
        for event in part.events if part else ():
            if event.kind == "text":
                label += event.text
            elif event.kind == "start" and event.name.endswith(":a"):
                label, target = "", event.attributes.get("href", "")
            elif event.kind == "start" and event.name.endswith(":navLabel"):
                label = ""
            elif event.name.endswith(":content") and event.kind == "start":
                labels.setdefault(resolved(guide, event.attributes.get("src", "")), squeezed(label))
            elif event.name.endswith(":a"):
                labels.setdefault(resolved(guide, target), squeezed(label))
    return labels
