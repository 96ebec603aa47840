"""Undoing many rows at once gives what undoing each gives."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
from hypothesis import given, strategies as st
from tampering import (
    Row,
)

from bdci_corpus.checking.undoing import undone
from bdci_corpus.release.schema import EDIT, schema_of
from bdci_corpus.trace.changes import undo

TEXTS = st.text(st.sampled_from("山水a é𠀀\n，Ê\u0304€"), max_size=30)


@st.composite
def traced_texts(draw: st.DrawFn) -> tuple[Row, Row]:
    """Return a document and its trace, whose edits may be out of order or outside the text."""
    text = draw(TEXTS)
    places = draw(st.lists(st.integers(0, len(text) + 1), max_size=8))
    places = places if draw(st.booleans()) else sorted(set(places))
    before = draw(st.lists(st.binary(max_size=5), min_size=4, max_size=4))
    edits = [
        {"start": start, "end": end, "before": raw, "rules": ["spacing"]}
        for start, end, raw in zip(places[::2], places[1::2], before, strict=False)
    ]
    encoding = draw(st.sampled_from(["utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "ascii", "utf-9"]))
    name, original = draw(st.sampled_from("ab")), draw(st.one_of(st.none(), st.just(text)))
    document: Row = {"id": name, "text": text if original is None else "x" * len(text), "original_text": original}
    return document, {"id": name, "encoding": encoding, "edits": edits}


@given(st.lists(traced_texts(), min_size=1, max_size=5))
def test_many_rows_are_undone_at_once_as_each_by_itself(rows: list[tuple[Row, Row]]) -> None:
    kinds = {"id": pa.string(), "encoding": pa.string(), "edits": pa.list_(EDIT)}
    documents = pa.Table.from_pylist([document for document, _ in rows], schema_of("documents"))
    traces = pa.Table.from_pylist([trace for _, trace in rows], pa.schema(kinds.items()))
    expected = [outcome(lambda row=row: undo(*row)) for row in rows]
    for many in (0, 100_000):
        found = list(undone(documents.slice(0), traces, many))
        assert [type(raw) if isinstance(raw, Exception) else bytes(raw) for raw in found] == expected


def outcome(call: Callable[[], bytes]) -> bytes | type[Exception]:
    try:
        return call()
    except (UnicodeError, LookupError) as error:
        return type(error)
