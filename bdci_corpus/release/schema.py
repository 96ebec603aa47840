"""The tables of a release: every column once, with its type, and what it means."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import pyarrow as pa

from bdci_corpus.errors import ProjectError
from bdci_corpus.licenses import Terms, may_redistribute
from bdci_corpus.project import OwnColumn
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

FORMAT_STEPS = frozenset({"encoding"})
"""Steps of a trace that change how a text is stored, and not the text."""

FINAL_LINE_ENDS = frozenset(end * count for end in (b"\n", b"\r\n", b"\r") for count in (1, 2, 3))
"""What may stand behind a text, and is none of it: taking it away is no alteration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one row of ``documents`` is made from, before it is compared and placed.

    ``known`` is what a person wrote of the file or the row in metadata.csv, and ``headers`` what each declared
    column is called in its source.
    """

    document: Document
    source: str
    terms: Terms
    known: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def altered(self) -> bool:
        """Whether the text is not what its author published: cleaned, converted or rewritten."""
        made = self.terms.synthetic in {"rewritten", "generated"}
        length = len(self.document.text)
        edited = any(
            not (edit.start == length and edit.before in FINAL_LINE_ENDS)
            for edit in self.document.trace.edits_beyond(FORMAT_STEPS)
        )
        return made or self.document.original_text is not None or edited


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, Arrow type, what it means, and where it comes from (None: from placing).

    ``since`` is the first ``FORMAT`` of releases that have it: those of before are read without.
    """

    name: str
    type: pa.DataType
    about: str
    get: Callable[[Row], object] | None = None
    nullable: bool = True
    since: int = 1


def _field(name: str) -> Callable[[Row], object]:
    return lambda row: row.known.get(name) or row.document.fields.get(name)


def _spans(spans: Iterable[Span]) -> list[tuple[str, int, int]]:
    return [(span.text, span.start, span.end) for span in spans]


def _notice_hash(row: Row) -> str | None:
    text = row.document.origin.notice_text
    return sha256(text.encode()).hexdigest() if text is not None else None


def _extra(row: Row) -> str | None:
    own = {row.headers.get(name, name) for name in row.headers}
    extra = {key: value for key, value in row.document.origin.extra.items() if key not in own}
    return json.dumps(extra, ensure_ascii=False, sort_keys=True, default=str) if extra else None


FORMAT = 2
"""The version of the layout of a release: one more with each column that is added, which names it as ``since``."""

DOCUMENTS: tuple[Column, ...] = (
    Column("id", pa.string(), "Path of the raw file below the raw folder, and #locator for a record.", lambda r: r.document.id, nullable=False),
    Column("split", pa.string(), "The split it is in, for whoever reads all files at once.", nullable=False, since=2),
    Column("text", pa.string(), "The cleaned text, in the script of the corpus.", lambda r: r.document.text, nullable=False),
    Column("title", pa.string(), "Title, cleaned and converted like the text; also the first heading.", _field("title")),
    Column("source", pa.string(), "Name of the source in corpus.toml.", lambda r: r.source, nullable=False),
    Column("published", pa.string(), "When the page says it was published: ISO 8601, as exact as the page.", _field("published")),
    Column("language", pa.string(), "Language and script of text (BCP 47).", lambda r: r.document.language, nullable=False),
    Column("license", pa.string(), "SPDX license expression.", lambda r: r.terms.license, nullable=False),
    Column("restriction", pa.string(), "What the license comes down to.", lambda r: r.terms.restriction, nullable=False),
    Column("redistributable", pa.bool_(), "Whether a cleaned copy may be passed on.", lambda r: may_redistribute(r.terms.restriction, altered=r.altered), nullable=False),
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
    Column("pages", pa.list_(SPAN), "Pages of the original, as spans of text.", lambda r: [(s.start, s.end) for s in r.document.pages], nullable=False),
    Column("headings", pa.list_(TEXT_SPAN), "Title and subheadings, in text.", lambda r: _spans(r.document.headings), nullable=False),
    Column("captions", pa.list_(TEXT_SPAN), "Captions, and where in text they were taken out.", lambda r: _spans(r.document.captions), nullable=False),
    Column("figures", pa.list_(TEXT_SPAN), "Text recognized in pictures, and where they stood.", lambda r: _spans(r.document.figures), nullable=False),
    Column("damage", pa.list_(TEXT_SPAN), "Damaged characters that could not be restored.", lambda r: _spans(r.document.damage), nullable=False),
    Column("extra", pa.string(), "Front matter without a column of its own, as JSON.", _extra),
    Column("path", pa.string(), "The raw file.", lambda r: r.document.origin.path, nullable=False),
    Column("raw_sha256", pa.string(), "SHA-256 of the raw file; null where it holds answers of a competition.", lambda r: r.document.origin.raw_sha256),
    Column("region_sha256", pa.string(), "SHA-256 of the raw bytes that undoing the trace gives; null where there is no trace.", lambda r: r.document.trace.region_sha256),
    Column("trace_reaches", pa.string(), "How far back undoing reaches: file, record, part or layer; none where it would tell answers of a competition.", lambda r: r.document.trace.reaches, nullable=False),
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

PASSAGE_CHARACTERS = 512
"""The longest passage, in code points."""

PASSAGES: tuple[Column, ...] = (
    Column("id", pa.string(), "The document, and the span of its text: document@start-end.", nullable=False),
    Column("document_id", pa.string(), "The document it is a piece of.", nullable=False),
    Column("text", pa.string(), "The piece: text[start:end] of the document, exactly.", nullable=False),
    Column("start", pa.int64(), "Where it starts in the document's text, in code points.", nullable=False),
    Column("end", pa.int64(), "Where it ends there, exclusive.", nullable=False),
    Column("title", pa.string(), "Title of the document, if it has at most 1,000 characters."),
    Column("heading", pa.string(), "The heading it stands under, which may be its first line, if it has at most 1,000 characters."),
    Column("language", pa.string(), "Language and script of the document (BCP 47).", nullable=False),
    Column("license", pa.string(), "SPDX license expression of the document.", nullable=False),
    Column("restriction", pa.string(), "What the license comes down to.", nullable=False),
    Column("is_duplicate", pa.bool_(), "Whether another document represents the one it is a piece of.", nullable=False),
)  # fmt: skip

NEAR_DUPLICATES: tuple[Column, ...] = (
    Column("id_a", pa.string(), "The document whose id is the smaller.", nullable=False),
    Column("id_b", pa.string(), "The other document.", nullable=False),
    Column("kind", pa.string(), "duplicate, contained (most of one stands in the other), template (one form, other facts) or boilerplate (alike by what many share), which link nothing, or overlap (a shared passage).", nullable=False),
    Column("jaccard", pa.float64(), "Shared shingles through all shingles of both, exact; of documents, not of passages."),
    Column("containment", pa.float64(), "Shared shingles through those of the smaller document, exact."),
    Column("shared", pa.int64(), "Shingles that both have; of an overlap, the length of the passage in key characters.", nullable=False),
    Column("stream", pa.string(), "What was compared: all of the match key, or its Han characters alone."),
    Column("start_a", pa.int64(), "Where the passage starts in the text of id_a, in code points."),
    Column("end_a", pa.int64(), "Where it ends there, exclusive."),
    Column("start_b", pa.int64(), "Where the passage starts in the text of id_b, in code points."),
    Column("end_b", pa.int64(), "Where it ends there, exclusive."),
)  # fmt: skip

TRACES: tuple[Column, ...] = (
    Column("id", pa.string(), "The document.", nullable=False),
    Column("path", pa.string(), "The raw file.", nullable=False),
    Column("encoding", pa.string(), "Encoding of the raw bytes.", nullable=False),
    Column("region_start", pa.int64(), "Where the document's region starts in the raw file, in bytes.", nullable=False),
    Column("region_end", pa.int64(), "Where it ends there, exclusive.", nullable=False),
    Column("region_sha256", pa.string(), "SHA-256 of the region's bytes, which undoing gives.", nullable=False),
    Column("edits", pa.list_(EDIT), "Stretches of the text as written whose raw bytes were others: span in code points, the raw bytes, the rules in order.", nullable=False),
    Column("fields", pa.list_(RAW_FIELD), "The byte spans of the raw file that title, author and other fields were read from.", nullable=False),
    Column("document_sha256", pa.string(), "SHA-256 of the values of the row of documents.", nullable=False),
    Column("trace_sha256", pa.string(), "SHA-256 of the values of this row, but for this one.", nullable=False),
)  # fmt: skip

FILES: tuple[Column, ...] = (
    Column("path", pa.string(), "The raw file, below the raw folder.", nullable=False),
    Column("raw_sha256", pa.string(), "SHA-256 of its bytes.", nullable=False),
    Column("bytes", pa.int64(), "How many bytes it has.", nullable=False),
    Column("encoding", pa.string(), "The encoding it was decoded in.", nullable=False),
    Column("loader", pa.string(), "The loader script that read it.", nullable=False),
    Column("loader_sha256", pa.string(), "SHA-256 of that script.", nullable=False),
    Column("regions", pa.int64(), "How many documents were read from it.", nullable=False),
    Column("covered_bytes", pa.int64(), "How many of its bytes are in a document's region.", nullable=False),
    Column("whole", pa.bool_(), "Whether that is all of them.", nullable=False),
)  # fmt: skip


COMMITMENTS: tuple[Column, ...] = (
    Column("id", pa.string(), "The row.", nullable=False),
    Column("leaf", pa.string(), "SHA-256 of its id, its answers and a secret salt; commitment.json has the root over all.", nullable=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableKind:
    """A table of a release: what it holds, and its columns."""

    about: str
    columns: tuple[Column, ...]


TABLES: Mapping[str, TableKind] = {
    "documents": TableKind("One row a document: the text and what is known of it.", DOCUMENTS),
    "passages": TableKind(
        f"Retrieval-sized passages of at most {PASSAGE_CHARACTERS} characters, with their offsets into documents.",
        PASSAGES,
    ),
    "near_duplicates": TableKind("Pairs that share text, with the evidence.", NEAR_DUPLICATES),
    "traces": TableKind("The edits that lead each text back to its raw bytes.", TRACES),
    "commitments": TableKind("A hash a row of the competition, by which its answers are promised.", COMMITMENTS),
    "files": TableKind("Each raw file, its hash, and how much of it documents lead back to.", FILES),
}
"""The tables of a release, in the order of the card. A corpus may add columns to ``documents``."""

COLUMN_TYPES = {
    "string": pa.string(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "class_label": pa.int64(),
    "list[string]": pa.list_(pa.string()),
    "list[int64]": pa.list_(pa.int64()),
    "list[float64]": pa.list_(pa.float64()),
    "list[class_label]": pa.list_(pa.int64()),
}
"""The types a corpus may declare for columns of its own; a class is stored by its number."""


def schema_of(table: str, own: Mapping[str, OwnColumn] | None = None, version: int = FORMAT) -> pa.Schema:
    """Return the schema of a table, with the columns that a corpus declares for ``documents`` last, by name.

    ``version`` is the ``FORMAT`` of the release: one of before lacks the columns that were added since.
    """
    fields = [pa.field(c.name, c.type, c.nullable) for c in TABLES[table].columns if c.since <= version]
    declared = sorted((own or {}).items())
    return pa.schema(fields + [pa.field(name, COLUMN_TYPES[column.type]) for name, column in declared])


def reserved_names(own: Iterable[str]) -> list[ProjectError]:
    """Return an error for each declared column whose name is one of ``documents`` already."""
    reserved = {column.name for column in DOCUMENTS}
    return [
        ProjectError(f"corpus.toml > columns.{name}", "Every release has a column of that name.", "Choose another.")
        for name in own
        if name in reserved
    ]
