"""Documents, traces and files as Arrow tables, before and after they are placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from bdci_corpus.documents import FileFacts
from bdci_corpus.neardup import NearDuplicates
from bdci_corpus.project import OwnColumn
from bdci_corpus.records import Document
from bdci_corpus.release.digests import row_digests
from bdci_corpus.release.passages import PASSAGE_SPANS, passage_spans
from bdci_corpus.release.schema import DOCUMENTS, EDIT, RAW_FIELD, Row, schema_of
from bdci_corpus.release.values import own_arrays
from bdci_corpus.trace import edits_column

SEALS = ("document_sha256", "trace_sha256")
"""The columns of ``traces`` that are known only when its document's row is."""


def unplaced_table(rows: list[Row], own: Mapping[str, OwnColumn]) -> pa.Table:
    """Return the columns of ``documents`` that are known before documents are compared; classes by name.

    Where their passages stand is known, too.
    """
    arrays = {c.name: pa.array([c.get(row) for row in rows], c.type) for c in DOCUMENTS if c.get}
    documents = [row.document for row in rows]
    headings = [[(one.start, one.end) for one in document.headings] for document in documents]
    spans = passage_spans([document.text for document in documents], headings)
    return pa.table(arrays | own_arrays(rows, own) | {PASSAGE_SPANS: spans})


def placed(documents: pa.Table, group_of: Mapping[str, str], compared: NearDuplicates) -> pa.Table:
    """Return documents with the columns that say beside whom they stand: set anew, or appended.

    A document of another group, as there is in another split that was taken over, represents none.
    """
    representative_of = {
        row["id"]: row["representative"]
        for row in compared.clusters.to_pylist()
        if group_of.get(row["id"]) == group_of.get(row["representative"])
    }
    ids = documents["id"].to_pylist()
    duplicate_of = [first if (first := representative_of.get(name, name)) != name else None for name in ids]
    for name, values, kind in (
        ("group_id", [group_of[name] for name in ids], pa.string()),
        ("is_duplicate", [name is not None for name in duplicate_of], pa.bool_()),
        ("duplicate_of", duplicate_of, pa.string()),
    ):
        column, at = pa.array(values, kind), documents.schema.get_field_index(name)
        documents = documents.append_column(name, column) if at < 0 else documents.set_column(at, name, column)
    return documents


def traces_table(documents: Sequence[Document]) -> pa.Table:
    """Return the rows of ``traces``, one a document, but for their seals."""
    traces = [document.trace for document in documents]
    columns = {
        "id": [document.id for document in documents],
        "path": [document.origin.path for document in documents],
        "encoding": [trace.encoding for trace in traces],
        "region_start": [trace.region_start for trace in traces],
        "region_end": [trace.region_end for trace in traces],
        "region_sha256": [trace.region_sha256 for trace in traces],
        "edits": edits_column(traces, pa.list_(EDIT)),
        "fields": pa.array([_raw_fields(document) for document in documents], pa.list_(RAW_FIELD)),
    }
    return pa.table(columns, pa.schema([field for field in schema_of("traces") if field.name not in SEALS]))


def _raw_fields(document: Document) -> list[dict[str, object]]:
    spans = sorted(document.origin.raw_spans.items())
    return [{"name": name, "start": start, "end": end} for name, (start, end) in spans]


def sealed(traces: pa.Table, digests: Sequence[bytes]) -> pa.Table:
    """Return the traces of documents that have these digests, with the digests of both rows.

    A digest a row says in which row a value was changed; the hash of a whole table cannot.
    """
    traces = traces.append_column(SEALS[0], [[digest.hex() for digest in digests]])
    traces = traces.append_column(SEALS[1], [[digest.hex() for digest in row_digests(traces)]])
    return traces.cast(schema_of("traces"))


def counted_files(documents: pa.Table, traces: pa.Table) -> tuple[dict[str, int], dict[str, int]]:
    """Return by path how many documents were read from a file, and how many of its bytes they lead back to.

    ``traces`` are those of ``documents``, in any order.
    """
    rows = dict(zip(documents["id"].to_pylist(), documents["trace_reaches"].to_pylist(), strict=True))
    covered: Counter[str] = Counter()
    columns = (traces[name].to_pylist() for name in ("id", "path", "region_start", "region_end"))
    for name, path, start, end in zip(*columns, strict=True):
        covered[path] += end - start if rows.get(name) == "file" else 0
    return Counter(documents["path"].to_pylist()), covered


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
    return pa.Table.from_pylist(rows, schema_of("files"))
