"""The tables of a release: every column once, with its type, and what it means."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import pyarrow as pa

from bdci_corpus.licenses import Terms
from bdci_corpus.preparing import FileFacts
from bdci_corpus.records import Document, Span

SPAN = pa.struct([("start", pa.int64()), ("end", pa.int64())])
TEXT_SPAN = pa.struct([("text", pa.string()), ("start", pa.int64()), ("end", pa.int64())])
EDIT = pa.struct(
    [
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("before", pa.binary()),
        ("rules", pa.list_(pa.string())),
    ]
)
RAW_FIELD = pa.struct([("name", pa.string()), ("start", pa.int64()), ("end", pa.int64())])


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one row of ``documents`` is made from, before it is compared and placed.

    ``known`` is what a person wrote of the file in metadata.csv.
    """

    document: Document
    source: str
    terms: Terms
    known: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, Arrow type, what it means, and where it comes from (None: from placing)."""

    name: str
    type: pa.DataType
    about: str
    get: Callable[[Row], object] | None = None
    nullable: bool = True


def _field(name: str) -> Callable[[Row], object]:
    return lambda row: row.known.get(name) or row.document.fields.get(name)


def _spans(spans: Iterable[Span]) -> list[dict[str, object]]:
    return [{"text": span.text, "start": span.start, "end": span.end} for span in spans]


def _notice_hash(row: Row) -> str | None:
    text = row.document.origin.notice_text
    return sha256(text.encode()).hexdigest() if text is not None else None


def _extra(row: Row) -> str | None:
    extra = row.document.origin.extra
    return json.dumps(extra, ensure_ascii=False, sort_keys=True, default=str) if extra else None


DOCUMENTS: tuple[Column, ...] = (
    Column("id", pa.string(), "Path of the raw file below the raw folder, and #locator for a record.", lambda r: r.document.id, nullable=False),
    Column("text", pa.string(), "The cleaned text, in the script of the corpus.", lambda r: r.document.text, nullable=False),
    Column("title", pa.string(), "Title, cleaned and converted like the text; also the first heading.", _field("title")),
    Column("source", pa.string(), "Name of the source in corpus.toml.", lambda r: r.source, nullable=False),
    Column("published", pa.string(), "When the page says it was published: ISO 8601, as exact as the page.", _field("published")),
    Column("language", pa.string(), "Language and script of text (BCP 47).", lambda r: r.document.language, nullable=False),
    Column("license", pa.string(), "SPDX license expression.", lambda r: r.terms.license, nullable=False),
    Column("restriction", pa.string(), "What the license comes down to.", lambda r: r.terms.restriction, nullable=False),
    Column("redistributable", pa.bool_(), "Whether a cleaned copy may be passed on.", lambda r: r.terms.redistributable, nullable=False),
    Column("group_id", pa.string(), "Documents of one group are never in two splits.", nullable=False),
    Column("is_duplicate", pa.bool_(), "Whether another document represents this one.", nullable=False),
    Column("duplicate_of", pa.string(), "The representative it was verified against."),
    Column("fold", pa.int64(), "Cross-validation fold, in train."),
    Column("original_text", pa.string(), "The cleaned text as written, where text was converted; same offsets.", lambda r: r.document.original_text),
    Column("original_language", pa.string(), "Language and script as written.", lambda r: r.document.original_language, nullable=False),
    Column("kicker", pa.string(), "The line above the title.", _field("kicker")),
    Column("dateline", pa.string(), "Agency, place and day that open the text.", _field("dateline")),
    Column("author", pa.string(), "Author as the page names them.", _field("author")),
    Column("editors", pa.list_(pa.string()), "Editors as the page names them.", lambda r: list(r.document.editors), nullable=False),
    Column("publisher", pa.string(), "Who published it.", _field("publisher")),
    Column("outlet", pa.string(), "The origin the page names.", _field("outlet")),
    Column("url", pa.string(), "Where the page says it comes from, or metadata.csv does.", _field("url")),
    Column("pages", pa.list_(SPAN), "Pages of the original, as spans of text.", lambda r: [{"start": s.start, "end": s.end} for s in r.document.pages], nullable=False),
    Column("headings", pa.list_(TEXT_SPAN), "Title and subheadings, in text.", lambda r: _spans(r.document.headings), nullable=False),
    Column("captions", pa.list_(TEXT_SPAN), "Captions, and where in text they were taken out.", lambda r: _spans(r.document.captions), nullable=False),
    Column("figures", pa.list_(TEXT_SPAN), "Text recognized in pictures, and where they stood.", lambda r: _spans(r.document.figures), nullable=False),
    Column("damage", pa.list_(TEXT_SPAN), "Damaged characters that could not be restored.", lambda r: _spans(r.document.damage), nullable=False),
    Column("extra", pa.string(), "Front matter without a column of its own, as JSON.", _extra),
    Column("path", pa.string(), "The raw file.", lambda r: r.document.origin.path, nullable=False),
    Column("raw_sha256", pa.string(), "SHA-256 of the raw file.", lambda r: r.document.origin.raw_sha256, nullable=False),
    Column("region_sha256", pa.string(), "SHA-256 of the raw bytes that undoing the trace gives.", lambda r: r.document.trace.region_sha256, nullable=False),
    Column("trace_reaches", pa.string(), "How far back undoing reaches: file, record or layer.", lambda r: r.document.trace.reaches, nullable=False),
    Column("encoding", pa.string(), "Encoding of the raw bytes.", lambda r: r.document.trace.encoding, nullable=False),
    Column("loader", pa.string(), "The loader script that read the file.", lambda r: r.document.origin.loader, nullable=False),
    Column("retrieved", pa.string(), "When the file was retrieved, from metadata.csv.", lambda r: r.known.get("retrieved") or None),
    Column("notice_text", pa.string(), "The license notice found in the file, verbatim.", lambda r: r.document.origin.notice_text),
    Column("notice_sha256", pa.string(), "SHA-256 of the notice.", _notice_hash),
    Column("attribution", pa.string(), "How to credit.", lambda r: r.terms.attribution),
    Column("rights_holder", pa.string(), "Who holds the rights.", lambda r: r.terms.rights_holder),
    Column("license_evidence", pa.string(), "How the license is known: detected, declared or assumed.", lambda r: r.terms.evidence, nullable=False),
    Column("synthetic", pa.string(), "Whether a model rewrote or generated it: none, rewritten, generated, unknown.", lambda r: r.terms.synthetic, nullable=False),
    Column("derived_from", pa.string(), "The document this one was made from, from metadata.csv.", lambda r: r.known.get("derived_from") or None),
)  # fmt: skip

PASSAGES = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("end", pa.int64(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("heading", pa.string()),
        pa.field("language", pa.string(), nullable=False),
        pa.field("license", pa.string(), nullable=False),
        pa.field("restriction", pa.string(), nullable=False),
        pa.field("is_duplicate", pa.bool_(), nullable=False),
    ]
)

NEAR_DUPLICATES = pa.schema(
    [
        pa.field("id_a", pa.string(), nullable=False),
        pa.field("id_b", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("jaccard", pa.float64()),
        pa.field("containment", pa.float64()),
        pa.field("shared", pa.int64(), nullable=False),
        pa.field("stream", pa.string()),
        pa.field("start_a", pa.int64()),
        pa.field("end_a", pa.int64()),
        pa.field("start_b", pa.int64()),
        pa.field("end_b", pa.int64()),
    ]
)

TRACES = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("path", pa.string(), nullable=False),
        pa.field("encoding", pa.string(), nullable=False),
        pa.field("region_start", pa.int64(), nullable=False),
        pa.field("region_end", pa.int64(), nullable=False),
        pa.field("region_sha256", pa.string(), nullable=False),
        pa.field("edits", pa.list_(EDIT), nullable=False),
        pa.field("fields", pa.list_(RAW_FIELD), nullable=False),
    ]
)

FILES = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),
        pa.field("raw_sha256", pa.string(), nullable=False),
        pa.field("bytes", pa.int64(), nullable=False),
        pa.field("encoding", pa.string(), nullable=False),
        pa.field("loader", pa.string(), nullable=False),
        pa.field("loader_sha256", pa.string(), nullable=False),
        pa.field("regions", pa.int64(), nullable=False),
        pa.field("covered_bytes", pa.int64(), nullable=False),
        pa.field("whole", pa.bool_(), nullable=False),
    ]
)

COLUMN_TYPES = {
    "string": pa.string(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
}
"""The types a corpus may declare for columns of its own."""


def documents_schema(own: Mapping[str, str]) -> pa.Schema:
    """Return the schema of ``documents``, with the columns that a corpus declares for itself last."""
    fields = [pa.field(c.name, c.type, c.nullable) for c in DOCUMENTS]
    return pa.schema(fields + [pa.field(name, COLUMN_TYPES[kind]) for name, kind in own.items()])


def unplaced_table(rows: Sequence[Row], own: Mapping[str, str]) -> pa.Table:
    """Return the columns of ``documents`` that are known before documents are compared."""
    arrays = {c.name: pa.array([c.get(row) for row in rows], c.type) for c in DOCUMENTS if c.get}
    for name, kind in own.items():
        values = [_typed(row.known.get(name) or row.document.origin.extra.get(name), kind) for row in rows]
        arrays[name] = pa.array(values, COLUMN_TYPES[kind])
    return pa.table(arrays)


def _typed(value: object, kind: str) -> object:
    """Return a value of metadata.csv or a loader as the type declared, or None if it is empty."""
    if value is None or value == "":
        return None
    if kind == "bool":
        return str(value).strip().lower() in {"true", "1", "yes"}
    convert: Mapping[str, Callable[[str], object]] = {"int64": int, "float64": float, "string": str}
    return convert[kind](str(value).strip())


def traces_table(documents: Iterable[Document]) -> pa.Table:
    """Return the rows of ``traces``, one a document."""
    rows = [
        {
            "id": document.id,
            "path": document.origin.path,
            "encoding": document.trace.encoding,
            "region_start": document.trace.region_start,
            "region_end": document.trace.region_end,
            "region_sha256": document.trace.region_sha256,
            "edits": [
                {"start": e.start, "end": e.end, "before": e.before, "rules": list(e.rules)}
                for e in document.trace.edits
            ],
            "fields": [
                {"name": name, "start": start, "end": end}
                for name, (start, end) in sorted(document.origin.raw_spans.items())
            ],
        }
        for document in documents
    ]
    return pa.Table.from_pylist(rows, TRACES)


def files_table(files: Iterable[FileFacts]) -> pa.Table:
    """Return the rows of ``files``, one a raw file that was read."""
    rows = [
        {
            "path": file.path,
            "raw_sha256": file.sha256,
            "bytes": file.size,
            "encoding": file.encoding,
            "loader": file.loader,
            "loader_sha256": file.loader_sha256,
            "regions": file.regions,
            "covered_bytes": file.covered,
            "whole": file.covered == file.size,
        }
        for file in files
    ]
    return pa.Table.from_pylist(rows, FILES)
