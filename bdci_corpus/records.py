"""The immutable types that modules pass to each other.

Text offsets are code points, byte offsets are bytes, and every span is half-open: ``[start, end)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

TraceReach = Literal["file", "record", "part", "layer"]

PairKind = Literal["duplicate", "template", "boilerplate", "contained"]

Stream = Literal["all", "han"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Replace ``[start, end)`` of the text it was found in by ``replacement``, because of ``rule``."""

    start: int
    end: int
    replacement: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A named span, such as ``title`` or ``author``, of the text it was found in.

    ``value`` is what it says where the span does not say it plainly, as an attribute with references.
    """

    name: str
    start: int
    end: int
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span that is something; ``kind`` is one of ``MARK_KINDS``."""

    kind: str
    start: int
    end: int


MARK_KINDS: Mapping[str, str] = {
    "page": "One page of the original; pages may be empty and never overlap.",
    "heading": "A title or subheading; stays in the text.",
    "caption": "A caption under a picture; moves out of the text.",
    "figure": "Text recognized inside a picture; moves out of the text.",
    "notice": "A license notice; moves out of the text.",
    "media": "Where a picture or other medium stood.",
    "gap": "Where furniture was taken out, and a sentence may have been cut.",
    "furniture": "Navigation and page furniture; leaves the text.",
    "settled": "Lines whose ends are known to be those of paragraphs; no rule joins them.",
    "parted": "Text whose paragraphs blank lines part; what was taken out between two joins none.",
    "verbatim": "Code and preformatted lines; the rules leave them alone.",
    "damage": "Characters that were lost or altered and could not be restored.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document found by a loader in a file's decoded text.

    ``[start, end)`` is its region. Edits, marks and fields are spans of the decoded text; edits are
    sorted, disjoint and inside the region, fields may lie outside it. ``locator`` names the document
    within its file, and is empty where the file is one document. ``shown`` are the sorted and disjoint
    spans of the file that a reader sees, its text or not, such as a page's foot, and None where that is all
    of it: notices are looked for there, in those of all readings together.
    """

    start: int
    end: int
    fields: tuple[Field, ...] = ()
    marks: tuple[Mark, ...] = ()
    edits: tuple[Edit, ...] = ()
    locator: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    shown: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One document found by a loader in a row of a table.

    ``locator`` names it within its file, by an id of its own or by its row; ``fields`` are what other
    columns say, and ``extra`` what they say that is no field.
    """

    locator: str
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRecord:
    """A row that is no document: where it stands, what is wrong with it, and what to do about it."""

    locator: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file inside a container, such as a docx or an EPUB: its name, its bytes, and their encoding."""

    name: str
    raw: bytes
    encoding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One page of a binary file's text layer, in reading order; fields, marks and edits are spans of it.

    Edits are sorted and disjoint. One may end a character behind the text: it takes the break to the next page.
    Where ``member`` is given, the text is what its bytes decode to, without a byte order mark and with line feeds
    as line ends, and the trace reaches those bytes; then all layers of the file have one, and no break is between.
    """

    text: str
    member: Member | None = None
    fields: tuple[Field, ...] = ()
    marks: tuple[Mark, ...] = ()
    edits: tuple[Edit, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceEdit:
    """One stretch of the final text whose raw bytes were others.

    ``[start, end)`` is a span of the cleaned text, ``before`` the raw bytes that stood there, and
    ``rules`` the names of what changed them, in order of application.
    """

    start: int
    end: int
    before: bytes
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What leads from a cleaned text back to its raw bytes.

    ``[region_start, region_end)`` is a byte span of the raw file (of the decoded field's UTF-8 bytes
    where the trace reaches a ``record`` or a ``layer``, and of the members' bytes, one behind the other, where it
    reaches a ``part``). Edits are sorted and strictly separated.
    """

    region_start: int
    region_end: int
    region_sha256: str
    reaches: TraceReach
    encoding: str
    edits: tuple[TraceEdit, ...]

    @property
    def steps(self) -> frozenset[str]:
        """The names of all that changed anything."""
        return frozenset(rule for edit in self.edits for rule in edit.rules)

    def edits_beyond(self, steps: frozenset[str]) -> Iterator[TraceEdit]:
        """Yield the edits that others than these steps had a part in, in order."""
        return (edit for edit in self.edits if not steps.issuperset(edit.rules))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Text with its place in the document's text; empty places are where it was taken from."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A license notice of a raw file, verbatim.

    ``id`` is that of its declaration in corpus.toml, and None where nobody declared it: then ``kind``,
    ``license`` (an SPDX id, or None) and ``restriction`` say what it reads like.
    """

    text: str
    id: str | None
    kind: str
    license: str | None
    restriction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a document comes from: its identity, file, loader, trace, notices and unmapped facts.

    ``raw_spans`` are the byte spans of the raw file, or of its members, that each field was read from.
    """

    id: str
    path: str
    loader: str
    raw_sha256: str
    trace: Trace
    notices: tuple[Notice, ...]
    raw_spans: Mapping[str, tuple[int, int]]
    extra: Mapping[str, object]

    @property
    def notice_text(self) -> str | None:
        """The notices as they stand in the file, in order, with an empty line between them; or None."""
        return "\n\n".join(dict.fromkeys(notice.text for notice in self.notices)) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One cleaned document. All spans are code points of ``text``.

    ``original_text`` is the text before script conversion, of the same length, and None where
    nothing was converted. ``fields`` holds what the page says of itself (title, author, ...).
    """

    text: str
    original_text: str | None
    language: str
    original_language: str
    fields: Mapping[str, str]
    editors: tuple[str, ...]
    pages: tuple[Span, ...]
    headings: tuple[Span, ...]
    captions: tuple[Span, ...]
    figures: tuple[Span, ...]
    damage: tuple[Span, ...]
    origin: Origin

    @property
    def id(self) -> str:
        """The raw file's path below the raw folder, and ``#locator`` for a record."""
        return self.origin.id

    @property
    def title(self) -> str | None:
        """The title, cleaned and converted like the text."""
        return self.fields.get("title")

    @property
    def trace(self) -> Trace:
        """What leads back to the raw bytes."""
        return self.origin.trace

    @property
    def cleaned(self) -> str:
        """The text the trace speaks of: before script conversion."""
        return self.text if self.original_text is None else self.original_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two documents that were compared and verified; ``a < b``.

    ``jaccard`` and ``containment`` are exact, of the shingle sets of ``stream``; ``shared`` is the
    number of shingles both have. A ``template`` pair has one form and different facts: it is listed
    but does not link.
    """

    a: str
    b: str
    jaccard: float
    containment: float
    shared: int
    kind: PairKind
    stream: Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A representative and the members that were each verified against it directly."""

    representative: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Documents that no split may separate; ``id`` is the smallest member's id."""

    id: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one file may take, if ``[limits]`` of corpus.toml says nothing else.

    ``seconds`` of the processor for a file, or for the next part of a table, and so many more for each million
    bytes of it: some 500 times what is usual. ``memory`` in bytes, of a binary file, which is read in a process of its
    own. ``size`` in bytes, of a file that is no table: some thirty novels, which are read whole.
    """

    seconds: float = 10.0
    seconds_per_megabyte: float = 20.0
    memory: int = 500_000_000
    size: int = 64_000_000

    def seconds_for(self, size: int) -> float:
        """Return how many seconds of the processor a file of so many bytes may take: up to twenty minutes."""
        return min(self.seconds + self.seconds_per_megabyte * size / 1e6, max(self.seconds, 1200.0))


USUAL_LIMITS = Limits()
