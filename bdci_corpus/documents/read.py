"""Read any raw file: text at once, binary files by their text layer, tables a few rows at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import file_digest, sha256
from pathlib import Path
from typing import BinaryIO

from bdci_corpus.documents.ahead import known_ahead
from bdci_corpus.documents.isolation import isolated_layers
from bdci_corpus.documents.members import unpacked as read_members
from bdci_corpus.documents.packed import name_within, unpacked
from bdci_corpus.documents.prepare import DecodedFile, FileFacts, Prepared, prepare
from bdci_corpus.documents.settings import Settings
from bdci_corpus.documents.together import together
from bdci_corpus.errors import CorpusError, DecodingError, LoaderError
from bdci_corpus.loading import (
    HEAD,
    Loader,
    kind_of_binary,
    layout_with,
    lines_with,
    markup_of_cell,
    named_loader,
    page_of_cell,
    peek,
    records_with,
    surest_loader,
)
from bdci_corpus.records import BadRecord, Document, Edit, Field, Mark, Reading, Record, TraceReach
from bdci_corpus.text import Decoded
from bdci_corpus.trace import apply_apart

DECODED = "utf-8"
"""The encoding of a field's or a layer's text, which its file gives as characters."""

PAGE_BREAK = "\n"
"""What stands between two pages: no more than between two lines, since a sentence may go on."""

PART = 1_000_000
"""How much text of a table is cleaned before it is handed on, in characters."""

MAX_PROBLEMS = 100
"""How many bad rows of a table are named; of the others it is said how many they are."""


def read_bytes(raw: bytes, name: str, loaders: Mapping[str, Loader], settings: Settings) -> Prepared:
    """Read and clean one raw file that is no table.

    Raises:
        DecodingError: the bytes are no text.
        LoaderError: the loader fails on it, or the file is a table.
    """
    return _read_whole(raw, name, loader_for(raw[:HEAD], name, loaders, settings), settings)


def _read_whole(raw: bytes, name: str, loader: Loader, settings: Settings) -> Prepared:
    if loader.layers:
        return _layers(raw, name, loader, settings)
    if loader.records:
        raise LoaderError(name, "This is a table, and tables are read from files.", "Name its path.")
    if other := kind_of_binary(raw, name):
        kind, remedy = other
        raise DecodingError(name, f"This is {kind}, not text.", remedy)
    return prepare(raw, name, loader, settings)


def read_file(path: Path, name: str, loaders: Mapping[str, Loader], settings: Settings) -> Iterator[Prepared]:
    """Read and clean one raw file, in parts if it is a table.

    Raises:
        DecodingError: the bytes are no text.
        LoaderError: the loader fails on it.
    """
    if within := name_within(name):
        yield from _read_packed(path, name, within, loaders, settings)
        return
    with path.open("rb") as file:
        head = file.read(HEAD)
        loader = loader_for(head, name, loaders, settings)
        if not loader.records:
            raw = head + _rest(file, name, len(head), settings.limits.size)
            whole = _read_whole(raw, name, loader, settings)
            if not any(_holds_anything(document) for document in whole.documents):
                raise LoaderError(name, "It holds no text.", "Leave it, or remove it.")
            yield whole
            return
        file.seek(0)
        digest = file_digest(file, "sha256").hexdigest()
        size = file.tell()
    yield from _TableFile(path, name, digest, size, loader, settings).parts()


def _read_packed(
    path: Path, name: str, within: str, loaders: Mapping[str, Loader], settings: Settings
) -> Iterator[Prepared]:
    """Read a table that is packed: what its rows lead back to is their own text, and its hash is that of the file."""
    with path.open("rb") as file:
        digest, size = file_digest(file, "sha256").hexdigest(), file.tell()
    with unpacked(path, name) as table:
        with table.open("rb") as file:
            loader = loader_for(file.read(HEAD), within, loaders, settings)
        if not loader.records:
            problem = f'It holds no table, by what the loader "{loader.name}" is for.'
            raise LoaderError(name, problem, "Unpack it.")
        yield from _TableFile(table, name, digest, size, loader, settings).parts()


def _rest(file: BinaryIO, name: str, read: int, most: int) -> bytes:
    """Return what follows the bytes that are read of a file, which may be so large at most to be read whole.

    Raises:
        LoaderError: there is more.
    """
    left = max(os.fstat(file.fileno()).st_size - read, 0)  # room for more is made, and let go of, for each file
    rest = file.read(min(max(most - read, 0), left) + 1)
    if read + len(rest) > most:
        raise _too_large(name, most)
    return rest


def _too_large(name: str, most: int) -> LoaderError:
    problem = f"It has more than {most:,} bytes, and what is no table is read whole."
    remedy = "Cut it into documents, make it a table, such as JSON Lines, or allow a larger size under [limits]."
    return LoaderError(name, problem, remedy)


def too_large(
    path: Path, name: str, size: int, loaders: Mapping[str, Loader], settings: Settings
) -> CorpusError | None:
    """Return why a file of so many bytes is not read, if it is too large; all but its first bytes stay unread."""
    if size <= settings.limits.size or name_within(name):
        return None
    with path.open("rb") as file:
        head = file.read(HEAD)
    try:
        return None if loader_for(head, name, loaders, settings).records else _too_large(name, settings.limits.size)
    except CorpusError as error:
        return error


def _holds_anything(document: Document) -> bool:
    """Return whether anything was found in a document, be it outside its text."""
    return bool(document.text or document.fields or document.captions or document.figures or document.origin.notices)


def loader_for(head: bytes, name: str, loaders: Mapping[str, Loader], settings: Settings) -> Loader:
    """Return the loader that is named, or the surest by a file's first bytes."""
    if settings.loader is not None:
        return named_loader(loaders, settings.loader, name)
    text = peek(head, settings.encoding)
    known_ahead(text)
    return surest_loader(loaders, text, name)


def _layers(raw: bytes, name: str, loader: Loader, settings: Settings) -> Prepared:
    """Read a binary file's pages, or its members, and clean their text as one document."""
    layers = isolated_layers(loader, raw, name, settings.limits)
    packed = bool(layers and layers[0].member)
    between = "" if packed else PAGE_BREAK
    fields: list[Field] = []
    marks: list[Mark] = []
    edits: list[Edit] = []
    length = 0
    for layer in layers:
        marks += [] if packed else [Mark(kind="page", start=length, end=length + len(layer.text))]
        marks += (replace(mark, start=mark.start + length, end=mark.end + length) for mark in layer.marks)
        fields += (replace(moved, start=moved.start + length, end=moved.end + length) for moved in layer.fields)
        edits += (replace(edit, start=edit.start + length, end=edit.end + length) for edit in layer.edits)
        length += len(layer.text) + len(between)
    extra = {key: value for layer in reversed(layers) for key, value in layer.extra.items()}
    digest = sha256(raw).hexdigest()
    if packed:
        members = [layer.member for layer in layers if layer.member]
        file, extra["members"] = read_members(members, name, digest, loader, settings)
    else:
        text = between.join(layer.text for layer in layers)
        file = _decoded(text, name, digest, loader, settings, "layer")
    reading = Reading(
        start=0, end=len(file.text), fields=tuple(fields), marks=tuple(marks), edits=tuple(edits), extra=extra
    )
    documents = tuple(file.documents([reading]))
    return Prepared(file.facts(len(raw), file.decoded.encoding, len(documents)), documents)


def _decoded(text: str, name: str, digest: str, loader: Loader, settings: Settings, reaches: TraceReach) -> DecodedFile:
    """Return text that a binary file or a table holds as if its UTF-8 were a file."""
    raw = text.encode(DECODED)
    decoded = Decoded(text, DECODED, ())
    normal, changes = apply_apart(text, list(decoded.edits()), 0)
    return DecodedFile(
        name, digest, (raw, sha256(raw).hexdigest()), decoded, normal, changes, loader, settings, reaches
    )


def _of_rows(
    records: Sequence[Record], name: str, digest: str, loader: Loader, settings: Settings
) -> Iterator[Document]:
    """Yield the one document of each row."""
    files = [_decoded(record.text, name, digest, loader, settings, "record") for record in records]
    for record, file in zip(records, together(files), strict=True):
        yield from _of_row(record, file)


def _of_row(record: Record, file: DecodedFile) -> Iterator[Document]:
    fields = tuple(Field(name=name, start=0, end=0, value=value) for name, value in record.fields.items())
    if page := page_of_cell(file.text):
        stated = tuple(each for each in page.fields if each.name not in record.fields)
        extra = {**page.extra, **record.extra}
        return file.documents([replace(page, fields=stated + fields, locator=record.locator, extra=extra)])
    edits, marks = markup_of_cell(file.text)
    reading = Reading(
        start=0, end=len(file.text), fields=fields, marks=marks, edits=edits, locator=record.locator, extra=record.extra
    )
    return file.documents([reading])


def layout_of(path: Path, name: str, loaders: Mapping[str, Loader], settings: Settings) -> tuple[str, str] | None:
    """Return the loader of a table whose lines are read by themselves, and how it reads them; None of other files.

    Raises:
        DecodingError: the bytes are no text.
        LoaderError: the loader fails on it.
    """
    with path.open("rb") as file:
        loader = loader_for(file.read(HEAD), name, loaders, settings)
    layout = layout_with(loader, path, name, dict(settings.columns), settings.encoding) if loader.records else None
    return None if layout is None else (loader.name, layout)


def read_lines(data: bytes, name: str, loader: Loader, layout: str, settings: Settings) -> Iterator[Prepared]:
    """Read and clean some lines of a table by themselves, in parts; rows are counted from the first of them.

    What is known of the whole file only is left empty: its size, and its SHA-256.

    Raises:
        LoaderError: the loader fails on them.
    """
    records, problems, names = list[Record](), list[CorpusError](), list[bytes]()
    held = read = bad = 0

    def part() -> Prepared:
        facts = FileFacts(
            path=name, sha256="", size=0, encoding=DECODED, loader=loader.name, loader_sha256=loader.sha256,
            regions=read, covered=0,
        )  # fmt: skip
        documents = tuple(_of_rows(records, name, "", loader, settings))
        return Prepared(facts, documents, tuple(problems), tuple(names), bad)

    for called, record in lines_with(loader, data, name, layout):
        if called is not None:
            names.append(sha256(called.encode()).digest()[:16] if called else b"")
        if isinstance(record, BadRecord):
            bad += 1
            if bad <= MAX_PROBLEMS:
                problems.append(LoaderError(f"{name}#{record.locator}", record.problem, record.remedy))
            continue
        records.append(record)
        read += 1
        held += len(record.text)
        if held >= PART:
            yield part()
            records, problems, names = [], [], []
            held = bad = 0
    yield part()


@dataclass(slots=True)
class _TableFile:
    """A table on its way to documents, and what was read of it so far."""

    path: Path
    name: str
    sha256: str
    size: int
    loader: Loader
    settings: Settings
    records: list[Record] = field(default_factory=list)
    problems: list[CorpusError] = field(default_factory=list)
    read: int = 0
    bad: int = 0

    def parts(self) -> Iterator[Prepared]:
        """Yield the table's documents, so many at a time."""
        held = 0
        columns = dict(self.settings.columns)
        for record in records_with(self.loader, self.path, self.name, columns, self.settings.encoding):
            if isinstance(record, BadRecord):
                self._note(record)
                continue
            self.records.append(record)
            self.read += 1
            held += len(record.text)
            if held >= PART:
                yield self._part()
                held = 0
        if self.bad > MAX_PROBLEMS:
            problem = f"{self.bad - MAX_PROBLEMS:,} more rows are no documents."
            self.problems.append(LoaderError(self.name, problem, "Correct them."))
        if not self.read and not self.bad:
            self.problems.append(LoaderError(self.name, "The table has no rows.", "Leave it, or remove it."))
        yield self._part()

    def _note(self, record: BadRecord) -> None:
        self.bad += 1
        if self.bad <= MAX_PROBLEMS:
            self.problems.append(LoaderError(f"{self.name}#{record.locator}", record.problem, record.remedy))

    def _part(self) -> Prepared:
        """Hand on what was read since the last part."""
        facts = FileFacts(
            path=self.name,
            sha256=self.sha256,
            size=self.size,
            encoding=DECODED,
            loader=self.loader.name,
            loader_sha256=self.loader.sha256,
            regions=self.read,
            covered=0,
        )
        documents = tuple(_of_rows(self.records, self.name, self.sha256, self.loader, self.settings))
        part = Prepared(facts, documents, tuple(self.problems))
        self.records, self.problems = [], []
        return part
