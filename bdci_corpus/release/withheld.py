"""Rows of a competition as everybody may read them: without answers, and without what an answer could be told from.

A hash of bytes that hold an answer tells the answer to whoever guesses it. So these rows have no trace and no hash of
their region, and no row of their file has the hash of the file. Where other rows of that file lead back to its bytes,
the lengths between their regions would tell of answers, and their traces go as well; rows of tables lead back to
their own fields only, and keep theirs.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.project import Competition
from bdci_corpus.release.mapped import among, filtered

NO_TRACE = "none"
"""How far the trace of such a row reaches."""


def without_answers(documents: pa.Table, asked: Competition | None) -> pa.Table:
    """Return documents, with the column ``split``, as everybody may read them."""
    if asked is None:
        return documents
    asked_of = pc.is_in(documents["split"], pa.array(asked.splits, pa.string()))
    mixed = pc.is_in(documents["path"], pc.unique(documents["path"].filter(asked_of)))
    untraced = pc.or_(asked_of, pc.and_(mixed, pc.not_equal(documents["trace_reaches"], "record")))
    for name in (*asked.kept_back, "extra"):
        documents = _replaced(documents, name, asked_of, None)
    documents = _replaced(documents, "raw_sha256", mixed, None)
    documents = _replaced(documents, "region_sha256", untraced, None)
    return _replaced(documents, "trace_reaches", untraced, NO_TRACE)


def _replaced(documents: pa.Table, name: str, where: pa.ChunkedArray, value: object) -> pa.Table:
    column = documents[name]
    if pa.types.is_list(column.type):  # which if_else does not take
        pairs = zip(column.to_pylist(), where.to_pylist(), strict=True)
        new = pa.array([value if gone else kept for kept, gone in pairs], column.type)
    else:
        new = pc.if_else(where, pa.scalar(value, column.type), column)
    return documents.set_column(documents.column_names.index(name), name, new)


def traced(documents: pa.Table, traces: pa.Table) -> pa.Table:
    """Return the traces of documents that have one."""
    has = pc.not_equal(documents["trace_reaches"], NO_TRACE)
    return among(traces, "id", documents["id"].filter(has))


def hashed(documents: pa.Table) -> pa.Table:
    """Return documents whose file may be hashed."""
    return filtered(documents, pc.is_valid(documents["raw_sha256"]))
