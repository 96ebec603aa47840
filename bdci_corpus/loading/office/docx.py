"""From the bytes of a Word document to its layers: core properties, body, footnotes and endnotes, a member each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.bylines import source_line
from bdci_corpus.loading.office.container import Container, MemberText, resolved
from bdci_corpus.loading.office.lines import Liner, StoryLine
from bdci_corpus.loading.office.properties import Properties, properties_of
from bdci_corpus.loading.office.story import Story, story_of
from bdci_corpus.loading.office.styles import Styles
from bdci_corpus.loading.office.titles import Looks
from bdci_corpus.loading.office.writing import write
from bdci_corpus.loading.xml.events import NotXml, XmlEvent
from bdci_corpus.records import Field, Layer, Mark

NAME = "docx_document"

_FIRST_LINES = 12
"""A line of date and source stands among so many first lines."""


def read_docx(data: bytes) -> Iterator[Layer]:
    """Yield the members of a Word document that hold its text and what it says of itself.

    Raises:
        LoaderError: the file is broken or none, closed by a password, or has no text.
    """
    container = Container(data, NAME)
    package = _references(container, "")
    main = package.get("officeDocument", "word/document.xml")
    body = container.events(main)
    if body is None or not any(event.name == "w:body" for event in body.events[:_FIRST_LINES]):
        raise LoaderError(NAME, "There is no Word document in it.", "Save it as docx, PDF or text.")
    references = _references(container, main)
    styles = Styles(_events(container, references.get("styles", "")))
    properties = container.events(package.get("core-properties", ""))
    known = properties_of(properties.events, properties.raw) if properties else Properties()
    story = _story(container, body)
    lines = list(Liner(body.raw).lines(story.blocks))
    opened = _say(body, properties, lines, styles, known)
    parts = [properties, body] if properties else [body]
    for kind in ("footnotes", "endnotes"):
        notes = container.events(references.get(kind, "")) if story.notes else None
        below = list(Liner(notes.raw).lines(_story(container, notes, story.notes).blocks)) if notes else []
        if notes is not None and below:
            notes.edits = write(notes.raw, below, NAME, opened=opened).edits
            opened = True
            parts.append(notes)
    if not lines and len(parts) == 1 + bool(properties):
        raise LoaderError(NAME, "The document holds no text: pictures, perhaps.", "Recognize its text first (OCR).")
    for number, part in enumerate(parts):
        yield part.layer({} if number else known.extra)


def _say(
    body: MemberText, properties: MemberText | None, lines: Sequence[StoryLine], styles: Styles, known: Properties
) -> bool:
    """Write the body and say what is in it. Return whether text stands before the notes.

    A title that only the properties name heads the text from there; all else of the properties goes.
    """
    looks = Looks(body.raw, lines, styles)
    author, title = looks.author(), looks.title(known.title.text if known.title else None)
    kept = [at for at in range(len(lines)) if at != author and not looks.means[at].contents]
    outside = known.title if title is None and properties is not None else None
    written = write(body.raw, [lines[at] for at in kept], NAME, opened=outside is not None)
    body.edits = written.edits
    _mark(body, looks, dict(zip(kept, written.places, strict=True)), title)
    if author is not None:
        pieces, value = lines[author].pieces, " ".join(looks.texts[author].split())
        body.fields.append(Field(name="author", start=pieces[0].start, end=pieces[-1].end, value=value))
    if properties is not None:
        line = source_line("\n".join(looks.texts[at] for at in kept[:_FIRST_LINES]))
        if known.author is not None and author is None and not (line and line["author"]):
            properties.say("author", known.author)
        if outside is not None:
            properties.say("title", outside)
        properties.leave(outside, NAME)
    return bool(kept) or outside is not None


def _mark(body: MemberText, looks: Looks, places: Mapping[int, tuple[int, int]], title: int | None) -> None:
    """Mark title, headings and captions, as far as they stand in the text."""
    marked = [("heading", at) for at in looks.headings() if at != title]
    for kind, at in (*marked, *(("caption", at) for at in looks.captions())):
        start, end = places.get(at, (0, 0))
        if start < end:
            body.marks.append(Mark(kind=kind, start=start, end=end))
    if title is not None and title in places:
        start, end = places[title]
        text = " ".join(looks.texts[title].split())
        value = None if body.raw[start:end] == text else text
        body.fields.append(Field(name="title", start=start, end=end, value=value))


def _references(container: Container, base: str) -> dict[str, str]:
    """Return what a member refers to, by the last word of the kind of reference; the package's own for none."""
    folder, _, file = base.rpartition("/")
    name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    found: dict[str, str] = {}
    for event in _events(container, name):
        given = event.attributes
        if event.name == "rel:Relationship" and event.kind == "start" and given.get("TargetMode") != "External":
            found.setdefault(given.get("Type", "").rpartition("/")[2], resolved(base, given.get("Target", "")))
    return found


def _events(container: Container, name: str) -> list[XmlEvent]:
    found = container.events(name)
    return found.events if found else []


def _story(container: Container, part: MemberText, notes: Collection[tuple[str, str]] | None = None) -> Story:
    """Return what a part says; its events, of which there may be a million, are let go."""
    events, part.events = part.events, []
    try:
        return story_of(events, notes)
    except NotXml as error:
        container.refuse(f'Its member "{part.member.name}" cannot be read: {error}')
