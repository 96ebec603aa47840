"""Rows: what two tables, or two columns, both say is the same in both.

A release says many things twice: a passage is a slice of its document, a heading stands in the
text, a trace names the hash that the document names. Where the two differ, this says in which row
and at which character, which no hash of a file can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import zip_longest
from typing import NamedTuple

import pyarrow.compute as pc

from bdci_corpus.checking.culprit import converts_here, differs, misconverted
from bdci_corpus.checking.ledger import Placed, ledger_problems
from bdci_corpus.checking.left_out import left_out_problems
from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.report import REMEDY, Observation, Outcome, counted
from bdci_corpus.checking.stores import ByteStore
from bdci_corpus.errors import CheckError, ChecksumMismatch
from bdci_corpus.release import passages_table, said_again
from bdci_corpus.version import __version__

_COLUMNS = ("id", "text", "title", "headings", "language", "license", "restriction", "is_duplicate")


def passage_faults(opened: Opened, split: str) -> Iterator[CheckError]:
    """Yield passages that are missing, are none of their document's, or stand under another heading."""
    if all(one == other for one, other in zip_longest(_expected(opened, split), _published(opened, split))):
        return
    wanted = dict(_expected(opened, split))
    for name, heading in _published(opened, split):
        where = f"passages/{split} > {name}"
        if name not in wanted:
            yield CheckError(where, "It is none of the passages that its document is cut into.", REMEDY)
        elif heading != wanted[name]:
            yield CheckError(f"{where} > heading", f"It is {heading!r}, and stands under {wanted[name]!r}.", REMEDY)
        wanted.pop(name, None)
    for name in wanted:
        yield CheckError(f"passages/{split} > {name}", "The passage is missing.", REMEDY)


def _published(opened: Opened, split: str) -> Iterator[tuple[str, str | None]]:
    """Yield the id and the heading of each passage that the release has of a split, in order."""
    if split in opened.splits("passages"):
        yield from ((name, heading) for name, heading in opened.columns("passages", split, ["id", "heading"]))


def _expected(opened: Opened, split: str) -> Iterator[tuple[str, str | None]]:
    """Yield the id and the heading of each passage that the documents of a split are cut into, in order."""
    for rows in opened.batches("documents", split, _COLUMNS):
        expected = passages_table(rows)
        yield from zip(expected["id"].to_pylist(), expected["heading"].to_pylist(), strict=True)


class Text(NamedTuple):
    """The columns of a document that speak of its text."""

    id: str
    text: str
    original_text: str | None
    language: str
    headings: list[dict[str, object]]
    damage: list[dict[str, object]]
    captions: list[dict[str, object]]
    figures: list[dict[str, object]]
    pages: list[dict[str, object]]


class RepeatedColumns(NamedTuple):
    """The columns of a document that other columns or tables repeat."""

    id: str
    path: str
    raw_sha256: str | None
    region_sha256: str | None
    encoding: str
    loader: str
    group_id: str
    is_duplicate: bool
    duplicate_of: str | None
    notice_text: str | None
    notice_sha256: str | None


class Passage(NamedTuple):
    """The columns of a passage; the last ones are its document's."""

    id: str
    document_id: str
    text: str
    start: int
    end: int
    title: str | None
    language: str
    license: str
    restriction: str
    is_duplicate: bool


_MARKS = ("headings", "damage", "captions", "figures", "pages")
"""The columns of places in a text."""

_PLACED = ("id", "split", "group_id", "region_sha256")

_COPIED = ("title", "language", "license", "restriction", "is_duplicate")


def check_rows(opened: Opened) -> Outcome[None]:
    """Compare what is said twice, in every row of every split."""
    problems: list[CheckError] = []
    convert = converts_here(opened)
    split_of: dict[str, str] = {}
    placed: dict[str, Placed] = {}
    passages = 0
    for split in opened.splits():
        problems += _split_text_problems(opened, split, convert=convert)
        for name, own_split, group, region in opened.columns("documents", split, _PLACED):
            if own_split != split:
                where = f"documents/{split} > {name} > split"
                problems.append(CheckError(where, f"It is {own_split!r}, and the row stands in {split!r}.", REMEDY))
            problems += _twice(split, split_of, name)
            placed[name] = Placed(split, group, region or "")
        problems += _split_passage_problems(opened, split)
        passages += opened.rows("passages", split)
    problems += _fact_problems(opened, placed)
    problems += ledger_problems(opened, placed)
    problems += left_out_problems(opened, placed)
    did = f"compared {counted(len(placed), 'document')} with {counted(passages, 'passage')}, files, traces and ledger"
    return Outcome(did=did, value=None, problems=problems, findings=[] if convert else [_NOT_CONVERTED])


def _split_text_problems(opened: Opened, split: str, *, convert: bool) -> Iterator[CheckError]:
    """Yield what marks and the other script say otherwise than a text; rows that have neither say nothing of it."""
    for rows in opened.batches("documents", split, Text._fields):
        speak = rows["original_text"].is_valid()
        for name in _MARKS:
            speak = pc.or_(speak, pc.greater(pc.fill_null(pc.list_value_length(rows[name]), 0), 0))
        columns = (column.to_pylist() for column in rows.filter(speak).columns)
        for row in map(Text._make, zip(*columns, strict=True)):
            yield from _text_problems(f"documents/{split} > {row.id}", row, convert=convert)


def _split_passage_problems(opened: Opened, split: str) -> Iterator[CheckError]:
    """Yield passages that are not those of their documents, or say otherwise than these; if all are, by columns."""
    ours = opened.manifest.made_with.get("bdci_corpus") == __version__
    if ours and _passages_agree(opened, split):
        return
    if ours:
        yield from passage_faults(opened, split)
    if split not in opened.splits("passages"):
        return
    texts = _Texts()
    for name, text in opened.columns("documents", split, ("id", "text")):
        texts.add(name, text)
    rows = opened.columns("documents", split, ("id", *_COPIED))
    copied = {name: (said_again(title), *others) for name, title, *others in rows}
    for passage in map(Passage._make, opened.columns("passages", split, Passage._fields)):
        yield from _passage_problems(f"passages/{split} > {passage.id}", passage, texts, copied)


def _passages_agree(opened: Opened, split: str) -> bool:
    """Tell whether the passages of a split are, value by value, those that its documents are cut into."""
    if split not in opened.splits("passages"):
        return all(not passages_table(rows).num_rows for rows in opened.batches("documents", split, _COLUMNS))
    names = opened.table_schema("passages").names
    published = opened.batches("passages", split, names)
    ahead = next(published, None)
    for rows in opened.batches("documents", split, _COLUMNS):
        expected = passages_table(rows)
        while expected.num_rows:
            if ahead is None:
                return False
            both = min(expected.num_rows, ahead.num_rows)
            if not expected.slice(0, both).equals(ahead.slice(0, both)):
                return False
            expected, ahead = expected.slice(both), ahead.slice(both)
            if not ahead.num_rows:
                ahead = next(published, None)
    return ahead is None


class _Texts:
    """The texts of a split by id; they lie in a file, and the one that was asked for last is held."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._bytes = ByteStore()
        self._places: dict[str, tuple[int, int]] = {}
        self._last: tuple[str, str] = "", ""

    def add(self, name: str, text: str) -> None:
        """Put a text behind the others; of two of one name the second is meant."""
        data = text.encode("utf-8", "surrogatepass")
        self._places[name] = self._bytes.add(data), len(data)

    def get(self, name: str) -> str | None:
        """Return a text, None where there is none of the name."""
        if name not in self._places:
            return None
        if name != self._last[0]:
            self._last = name, self._bytes.read(*self._places[name]).decode("utf-8", "surrogatepass")
        return self._last[1]


_NOT_CONVERTED = Observation(
    where="documents > text",
    text="Made with another version of opencc or of this library: conversion of scripts was not repeated.",
)


def _text_problems(where: str, row: Text, *, convert: bool) -> Iterator[CheckError]:
    original = row.original_text
    if original is not None and len(original) != len(row.text):
        problem = f"It has {len(row.text):,} code points and original_text {len(original):,}: offsets cannot be shared."
        yield CheckError(f"{where} > text", problem, REMEDY)
    elif convert and (problem := misconverted(row)):
        yield CheckError(f"{where} > text", problem, REMEDY)
    for column in _MARKS:
        # An empty span is where something was taken out: what was damaged stands in a caption, say.
        quotes = column == "headings" or (column == "damage" and original is None)
        for number, mark in enumerate(getattr(row, column)):
            start, end = int(str(mark["start"])), int(str(mark["end"]))
            if not 0 <= start <= end <= len(row.text):
                problem = f"[{start}, {end}) is no span of a text of {len(row.text):,} code points."
                yield CheckError(f"{where} > {column}[{number}]", problem, REMEDY)
            elif quotes and start < end and row.text[start:end] != mark["text"]:
                spot = f"{where} > {column}[{number}]"
                problem = differs(str(mark["text"]), row.text[start:end], "the text at its place", start)
                yield CheckError(spot, problem, REMEDY)


def _passage_problems(
    where: str, passage: Passage, texts: _Texts, copied: Mapping[str, tuple[object, ...]]
) -> Iterator[CheckError]:
    text = texts.get(passage.document_id)
    if text is None:
        problem = f'Its document "{passage.document_id}" does not stand in the same split.'
        yield CheckError(f"{where} > document_id", problem, REMEDY)
        return
    excerpt = text[max(passage.start, 0) : max(passage.end, 0)]
    if excerpt != passage.text:
        problem = differs(passage.text, excerpt, "the document at its place", passage.start)
        yield CheckError(where, problem, REMEDY)
    if passage.id != f"{passage.document_id}@{passage.start}-{passage.end}":
        yield CheckError(f"{where} > id", "It does not name the document and the span.", REMEDY)
    for name, own, its in zip(_COPIED, passage[-len(_COPIED) :], copied[passage.document_id], strict=True):
        if own != its:
            yield CheckError(f"{where} > {name}", f"It is {own!r}, and the document's is {its!r}.", REMEDY)


def _twice(split: str, split_of: dict[str, str], name: str) -> Iterator[CheckError]:
    """Enter a document's split, or yield that it has a row already."""
    if name in split_of:
        yield CheckError(f"documents/{split} > {name}", f"The id has a row in {split_of[name]} already.", REMEDY)
    split_of[name] = split


def _fact_problems(opened: Opened, placed: Mapping[str, Placed]) -> Iterator[CheckError]:
    """Yield documents that say of their file, notice or group what is said otherwise elsewhere."""
    names = ("path", "raw_sha256", "encoding", "loader")
    files = {row[0]: row for split in opened.splits("files") for row in opened.columns("files", split, names)}
    rows = (row for split in opened.splits() for row in opened.columns("documents", split, RepeatedColumns._fields))
    for row in map(RepeatedColumns._make, rows):
        where = f"documents/{placed[row.id].split} > {row.id}"
        if row.id != row.path and not row.id.startswith(f"{row.path}#"):
            yield CheckError(f"{where} > path", f'The id is not of a document in "{row.path}".', REMEDY)
        if row.raw_sha256 is None:
            if row.path in files:
                yield CheckError(f"{where} > raw_sha256", "It is null, and the table files has the file.", REMEDY)
        elif files and row.path not in files:
            yield CheckError(f"{where} > path", f'The table files has no "{row.path}".', REMEDY)
        elif files:
            own = (row.path, row.raw_sha256, row.encoding, row.loader)
            for name, one, other in zip(names, own, files[row.path], strict=True):
                if one != other:
                    yield CheckError(f"{where} > {name}", f"It is {one}, and the table files says {other}.", REMEDY)
        yield from _notice_problems(where, row)
        yield from _duplicate_problems(where, row, placed)


def _notice_problems(where: str, row: RepeatedColumns) -> Iterator[CheckError]:
    found = None if row.notice_text is None else sha256(row.notice_text.encode()).hexdigest()
    if found != row.notice_sha256:
        problem = f"The SHA-256 of the notice is {found}, not {row.notice_sha256}."
        yield ChecksumMismatch(f"{where} > notice_text", problem, REMEDY)


def _duplicate_problems(where: str, row: RepeatedColumns, placed: Mapping[str, Placed]) -> Iterator[CheckError]:
    if row.is_duplicate != (row.duplicate_of is not None):
        yield CheckError(f"{where} > is_duplicate", "It contradicts duplicate_of.", REMEDY)
    if row.duplicate_of is None:
        return
    represented = placed.get(row.duplicate_of)
    if represented is None:
        yield CheckError(f"{where} > duplicate_of", f'There is no document "{row.duplicate_of}".', REMEDY)
    elif represented.group_id != row.group_id:
        problem = f'Its representative "{row.duplicate_of}" is of the group "{represented.group_id}".'
        yield CheckError(f"{where} > group_id", problem, REMEDY)
