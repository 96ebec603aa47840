"""From the bytes of a Word document to its layers: core properties, body, footnotes and endnotes, a member each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.bylines import source_line
from bdci_corpus.loading.office.container import Container, resolved
from bdci_corpus.loading.office.lines import Line, Liner
from bdci_corpus.loading.office.properties import Properties, Value, properties_of
from bdci_corpus.loading.office.story import Story, story_of
from bdci_corpus.loading.office.styles import Styles
from bdci_corpus.loading.office.titles import Looks
from bdci_corpus.loading.office.writing import write
from bdci_corpus.loading.office.xml import Event, NotXml, events
from bdci_corpus.records import Edit, Field, Layer, Mark, Member

NAME = "docx_document"

_FIRST_LINES = 12
"""A line of date and source stands among so many first lines."""


@dataclass(slots=True)
class _Read:
    """A member that was read: its text, its events, and what is to be made of it."""

    member: Member
    raw: str
    events: list[Event]
    edits: list[Edit] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def layer(self, extra: Mapping[str, object]) -> Layer:
        """Return the layer; all its line ends are settled."""
        return Layer(
            text=self.raw,
            member=self.member,
            fields=tuple(self.fields),
            marks=(*self.marks, Mark(kind="settled", start=0, end=len(self.raw))),
            edits=tuple(self.edits),
            extra=extra,
        )


def read_docx(data: bytes) -> Iterator[Layer]:
    """Yield the members of a Word document that hold its text and what it says of itself.

    Raises:
        LoaderError: the file is broken or none, closed by a password, or has no text.
    """
    container = Container(data, NAME)
    package = _references(container, "")
    main = package.get("officeDocument", "word/document.xml")
    body = _member(container, main)
    if body is None or not any(event.name == "w:body" for event in body.events[:_FIRST_LINES]):
        raise LoaderError(NAME, "There is no Word document in it.", "Save it as docx, PDF or text.")
    references = _references(container, main)
    styles = Styles(_events(container, references.get("styles", "")))
    properties = _member(container, package.get("core-properties", ""))
    known = properties_of(properties.events, properties.raw) if properties else Properties()
    story = _story(container, body)
    lines = list(Liner(body.raw).lines(story.blocks))
    opened = _say(body, properties, lines, styles, known)
    parts = [properties, body] if properties else [body]
    for kind in ("footnotes", "endnotes"):
        notes = _member(container, references.get(kind, "")) if story.notes else None
        below = list(Liner(notes.raw).lines(_story(container, notes, story.notes).blocks)) if notes else []
        if notes is not None and below:
            notes.edits = write(notes.raw, below, NAME, opened=opened).edits
            opened = True
            parts.append(notes)
    if not opened:
        raise LoaderError(NAME, "The document holds no text: pictures, perhaps.", "Recognize its text first (OCR).")
    for number, part in enumerate(parts):
        yield part.layer({} if number else known.extra)


def _say(body: _Read, properties: _Read | None, lines: Sequence[Line], styles: Styles, known: Properties) -> bool:
    """Write the body; mark title, headings and captions. Return whether it has text.

    A title that only the properties name heads the text from there; all else of the properties goes.
    """
    looks = Looks(body.raw, lines, styles)
    left_out = looks.contents()
    title = looks.title(known.title.text if known.title else None)
    kept = [at for at in range(len(lines)) if at not in left_out]
    place = {at: number for number, at in enumerate(kept)}
    outside = known.title if title is None and properties is not None else None
    written = write(body.raw, [lines[at] for at in kept], NAME, opened=outside is not None)
    body.edits = written.edits
    for at in looks.headings():
        if at in place and at != title:
            body.marks += written.mark("heading", place[at])
    for at in looks.captions():
        if at in place:
            body.marks += written.mark("caption", place[at])
    if title is not None and title in place:
        start, end = written.places[place[title]]
        text = " ".join(looks.texts[title].split())
        plain = body.raw[start:end] == text
        body.fields.append(Field(name="title", start=start, end=end, value=None if plain else text))
    if properties is not None:
        first = "\n".join(looks.texts[at] for at in kept[:_FIRST_LINES])
        _say_properties(properties, outside, known, named=bool((line := source_line(first)) and line["author"]))
    return bool(kept) or outside is not None


def _say_properties(properties: _Read, title: Value | None, known: Properties, *, named: bool) -> None:
    """Note the author, and the title where the text has none; take the rest of the properties out."""
    if known.author is not None and not named:
        properties.fields.append(_field("author", known.author))
    length = len(properties.raw)
    if title is None:
        properties.edits = [Edit(start=0, end=length, replacement="", rule=NAME)]
        return
    properties.fields.append(_field("title", title))
    if title.plain:
        spans = ((0, title.start, ""), (title.end, length, ""))
    else:
        spans = ((0, title.end, title.text), (title.end, length, ""))
    properties.edits = [Edit(start=start, end=end, replacement=said, rule=NAME) for start, end, said in spans]


def _field(name: str, value: Value) -> Field:
    return Field(name=name, start=value.start, end=value.end, value=None if value.plain else value.text)


def _references(container: Container, base: str) -> dict[str, str]:
    """Return what a member refers to, by the last word of the kind of reference; the package's own for none."""
    folder, _, file = base.rpartition("/")
    name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    found: dict[str, str] = {}
    for event in _events(container, name):
        said = event.attributes
        if event.name == "rel:Relationship" and event.kind == "start" and said.get("TargetMode") != "External":
            found.setdefault(said.get("Type", "").rpartition("/")[2], resolved(base, said.get("Target", "")))
    return found


def _member(container: Container, name: str) -> _Read | None:
    found = container.member(name) if name else None
    if found is None:
        return None
    try:
        return _Read(*found, events(found[1]))
    except NotXml as error:
        container.refuse(f'Its member "{name}" is no XML that can be read: {error}')


def _events(container: Container, name: str) -> list[Event]:
    found = _member(container, name)
    return found.events if found else []


def _story(container: Container, part: _Read, notes: Collection[tuple[str, str]] | None = None) -> Story:
    try:
        return story_of(part.events, notes)
    except NotXml as error:
        container.refuse(f'Its member "{part.member.name}" cannot be read: {error}')
