"""Loader, rules and script: one raw file to its documents."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

from bdci_corpus.documents.ahead import NOTHING_KNOWN, Known, known_ahead
from bdci_corpus.documents.describe import describe
from bdci_corpus.documents.settings import Settings
from bdci_corpus.errors import CorpusError
from bdci_corpus.licenses import FoundNotice, by_region, notices_in, notices_of_facts
from bdci_corpus.loading import Annotate, Loader, read_with
from bdci_corpus.records import Document, Field, Mark, Notice, Origin, Reading, TraceReach
from bdci_corpus.rules import Context, Item, clean, is_annotated, item_of, move, steps
from bdci_corpus.text import Decoded, decode
from bdci_corpus.trace import Change, Changes, apply, apply_apart, compose, merged, trace_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a release says of a raw file; ``covered`` counts the bytes that documents lead back to."""

    path: str
    sha256: str
    size: int
    encoding: str
    loader: str
    loader_sha256: str
    regions: int
    covered: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A raw file, or some rows of one, read and cleaned; ``problems`` are the rows that could not be.

    ``facts`` speak of all that was read of the file so far. Of lines that were read by themselves, ``names`` are
    digests of the rows' names, an empty one where a row lacks it, and ``bad`` counts rows that are no documents.
    """

    facts: FileFacts
    documents: tuple[Document, ...]
    problems: tuple[CorpusError, ...] = ()
    names: tuple[bytes, ...] = ()
    bad: int = 0


def prepare(raw: bytes, name: str, loader: Loader, settings: Settings) -> Prepared:
    """Read and clean one text file. ``name`` is its id: the path below the raw folder.

    Raises:
        DecodingError: the bytes are no text.
        LoaderError: the loader fails on it.
    """
    decoded = decode(raw, name, settings.encoding)
    text, normalized = apply_apart(decoded.text, list(decoded.edits()), 0)
    digest = sha256(raw).hexdigest()
    file = DecodedFile(name, digest, (raw, digest), decoded, text, normalized, loader, settings, seen=known_ahead(text))
    documents = tuple(file.documents(read_with(loader, text, name)))
    covered = sum(d.trace.region_end - d.trace.region_start for d in documents)
    return Prepared(file.facts(len(raw), decoded.encoding, len(documents), covered), documents)


class _Kept(NamedTuple):
    """A reading after its loader's edits: its notices, its region as decoded, its text, what is in it, the changes."""

    reading: Reading
    notices: Sequence[FoundNotice]
    region: tuple[int, int]
    text: str
    items: list[Item]
    changes: Changes


@dataclass(frozen=True, slots=True)
class DecodedFile:
    """One decoded file, or field of one, on its way to documents.

    ``text`` is ``decoded.text`` after ``normalized``, a change for each edit of the decoder; ``known`` its bytes
    and their SHA-256, and ``sha256`` that of the file. ``seen`` is what is known of a text
    that was looked at among others.
    """

    name: str
    sha256: str
    known: tuple[bytes, str]
    decoded: Decoded
    text: str
    normalized: Changes
    loader: Loader
    settings: Settings
    reaches: TraceReach = "file"
    seen: Known = NOTHING_KNOWN

    def facts(self, size: int, encoding: str, regions: int, covered: int = 0) -> FileFacts:
        """Return what a release says of the file."""
        return FileFacts(
            path=self.name,
            sha256=self.sha256,
            size=size,
            encoding=encoding,
            loader=self.loader.name,
            loader_sha256=self.loader.sha256,
            regions=regions,
            covered=covered,
        )

    def documents(self, readings: Iterable[Reading]) -> Iterator[Document]:
        """Yield the file's documents, in the order of their regions."""
        readings = list(readings)
        damage = list(self._damage())
        kept: list[_Kept] = []
        for read, notices in zip(readings, self._notices(readings), strict=True):
            first, last = (bisect_left(damage, p, key=lambda mark: mark.start) for p in (read.start, read.end))
            reading = replace(read, marks=(*read.marks, *damage[first:last])) if first < last else read
            kept.append(self._after_loader(reading, notices))
        annotated = is_annotated("\n".join([each.text for each in kept]))
        context = Context(file_text=self.text, repairs=self.settings.repairs, annotated=annotated)
        byte_end = decoded_end = 0
        for each in kept:
            byte_start = byte_end + len(self.decoded.encoded(decoded_end, each.region[0]))
            document = self._document(each, byte_start, context)
            byte_end, decoded_end = document.trace.region_end, each.region[1]
            yield document

    def _decoded_position(self, position: int) -> int:
        """Return where a position of ``text`` stands in the text as decoded, so that regions tile."""
        if position in (0, len(self.text)):
            return 0 if position == 0 else len(self.decoded.text)
        at = bisect_right(self.normalized, position, key=lambda change: change.new_end)
        return position + (self.normalized[at - 1].old_end - self.normalized[at - 1].new_end if at else 0)

    def _document(self, kept: _Kept, byte_start: int, context: Context) -> Document:
        """Clean one region and say what is in it."""
        reading, region = kept.reading, kept.region
        annotate = _beside_notices(self.loader.annotate, kept.notices)
        quiet = self.seen.quiet if kept.text is self.text else 0
        cleaned = clean(kept.text, context, kept.items, annotate, self.settings.disable, kept.changes, quiet=quiet)
        trace = trace_of(
            self.decoded,
            region,
            cleaned.changes,
            steps(self.loader.name),
            reaches=self.reaches,
            byte_start=byte_start,
            known=self.known,
        )
        origin = Origin(
            id=f"{self.name}#{reading.locator}" if reading.locator else self.name,
            path=self.name,
            loader=self.loader.name,
            raw_sha256=self.sha256,
            trace=trace,
            notices=self._noticed(reading, kept.notices),
            raw_spans=self._raw_spans(cleaned.items, region, byte_start) if self.reaches in {"file", "part"} else {},
            extra=reading.extra,
        )
        return describe(cleaned, context, origin, self.settings.wishes)

    def _noticed(self, reading: Reading, found: Sequence[FoundNotice]) -> tuple[Notice, ...]:
        """Return the notices of a reading: those of its text, and what a column or front matter says besides."""
        stated = tuple(one.notice for one in found)
        return stated + notices_of_facts(reading.extra, self.settings.notices, self.settings.quotations, stated)

    def _after_loader(self, reading: Reading, notices: Sequence[FoundNotice]) -> _Kept:
        """Make the loader's edits in a region."""
        region = self._decoded_position(reading.start), self._decoded_position(reading.end)
        text = self.text[reading.start : reading.end]
        found: list[Field | Mark] = [*reading.fields, *reading.marks, *_declared_in(reading, notices)]
        items = [item for mark in found if (item := self._item(mark, reading, region[0])) is not None]
        shift_old, shift = region[0], reading.start
        first = bisect_left(self.normalized, shift_old, key=lambda change: change.old_start)
        last = bisect_right(self.normalized, region[1], key=lambda change: change.old_end)
        changes = merged(
            [
                Change(c.old_start - shift_old, c.old_end - shift_old, c.new_start - shift, c.new_end - shift, c.steps)
                for c in self.normalized[first:last]
            ]
        )
        if reading.edits:
            moved = (replace(e, start=e.start - shift, end=e.end - shift) for e in reading.edits)
            edits = list(moved) if shift else reading.edits
            before = text
            text, made = apply(before, edits, 1)
            changes = compose(changes, made)
            items = move(items, made, before, text)
        return _Kept(reading, notices, region, text, items, changes)

    def _item(self, found: Field | Mark, reading: Reading, region_start: int) -> Item | None:
        """Return what was found relative to the region; a field outside it is as good as taken out."""
        origin = tuple(self._decoded_position(p) - region_start for p in (found.start, found.end))
        item = item_of(found, (origin[0], origin[1]))
        if reading.start <= found.start and found.end <= reading.end:
            return item._replace(start=found.start - reading.start, end=found.end - reading.start)
        if isinstance(found, Mark):
            return None
        return item._replace(start=0, end=0, taken=item.taken or self.text[found.start : found.end])

    def _raw_spans(self, items: Sequence[Item], region: tuple[int, int], byte_start: int) -> dict[str, tuple[int, int]]:
        """Return the byte spans of the raw file that the fields were read from."""
        spans: dict[str, tuple[int, int]] = {}
        for item in items:
            start, end = (p + region[0] for p in item.origin)
            if item.is_field and region[0] <= start <= end:
                first = byte_start + len(self.decoded.encoded(region[0], start))
                spans.setdefault(item.name, (first, first + len(self.decoded.encoded(start, end))))
            elif item.is_field:
                first = len(self.decoded.encoded(0, start))
                spans.setdefault(item.name, (first, first + len(self.decoded.encoded(start, end))))
        return spans

    def _damage(self) -> Iterator[Mark]:
        """Yield where the decoder put U+FFFD, in ``text``."""
        shift = at = 0
        for span in self.decoded.odd:
            while at < len(self.normalized) and self.normalized[at].old_end <= span.start:
                shift = self.normalized[at].new_end - self.normalized[at].old_end
                at += 1
            if span.damaged:
                yield Mark(kind="damage", start=span.start + shift, end=span.end + shift)

    def _notices(self, readings: Sequence[Reading]) -> list[list[FoundNotice]]:
        """Return the notices that hold for each reading."""
        marked = ((m.start, m.end) for reading in readings for m in reading.marks if m.kind == "notice")
        shown = None
        if readings and all(reading.shown is not None for reading in readings):
            shown = sorted(span for reading in readings for span in reading.shown or ())
        found = notices_in(
            self.text, self.settings.notices, self.settings.quotations, marked, shown, near=self.seen.near
        )
        return by_region(found, [(reading.start, reading.end) for reading in readings])


def _beside_notices(annotate: Annotate | None, notices: Sequence[FoundNotice]) -> Annotate | None:
    """Return how fields are found in a text whose notices can be no title; the line below one may be."""
    if annotate is None or not notices:
        return annotate
    noticed = [_unspaced(found.notice.text) for found in notices]

    def annotated(text: str) -> Iterator[Field | Mark]:
        found = list(annotate(text))
        for _ in noticed:
            title = next((f for f in found if isinstance(f, Field) and f.name == "title" and f.start < f.end), None)
            said = _unspaced(text[title.start : title.end]) if title else ""
            if title is None or not said or not any(said in notice for notice in noticed):
                break
            text = text[: title.start] + " " * (title.end - title.start) + text[title.end :]
            found = list(annotate(text))
        yield from found

    return annotated


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _declared_in(reading: Reading, notices: Sequence[FoundNotice]) -> Iterator[Mark]:
    """Yield what declared notices take out of a reading; one that nobody declared stays in the text."""
    for found in notices:
        start, end = max(found.start, reading.start), min(found.end, reading.end)
        if found.notice.id is not None and start < end:
            yield Mark(kind="notice", start=start, end=end)
