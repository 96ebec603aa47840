"""What a release says of its terms as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.licenses import BLOCKS_PUBLIC, STRICTNESS, Licensed
from bdci_corpus.release.schema import FINAL_LINE_ENDS, FORMAT_STEPS

NOTICES = 20
"""How many notices the terms of access quote before they only count them."""

_COLUMNS = ("id", "source", "license", "restriction", "license_evidence", "synthetic")

_NAMES = ("attribution", "rights_holder", "author")


def licensed_rows(documents: pa.Table, traces: pa.Table) -> list[Licensed]:
    """Return what the rows of ``documents`` say of their terms, for ``roll_up``.

    ``traces`` may hold rows of other documents as well.
    """
    edited = set(_edited(traces, documents))
    columns = [documents[name].to_pylist() for name in _COLUMNS]
    converted = pc.is_valid(documents["original_text"]).to_pylist()
    noticed = pc.is_valid(documents["notice_text"]).to_pylist()
    named = _any_valid([documents[name] for name in _NAMES]).to_pylist()
    return [
        Licensed(
            id=row_id,
            source=source,
            license=license_,
            restriction=restriction,
            evidence=evidence,
            altered=is_converted or synthetic in {"rewritten", "generated"} or row_id in edited,
            named=is_named,
            noticed=is_noticed,
        )
        for row_id, source, license_, restriction, evidence, synthetic, is_converted, is_noticed, is_named in zip(
            *columns, converted, noticed, named, strict=True
        )
    ]


def _edited(traces: pa.Table, documents: pa.Table) -> Iterator[str]:
    """Yield the ids of documents whose text was changed by more than decoding, or taking off its last line end."""
    lengths = dict(zip(documents["id"].to_pylist(), pc.utf8_length(documents["text"]).to_pylist(), strict=True))
    for batch in traces.select(["id", "edits"]).to_batches():
        edits = batch["edits"]
        rules = pc.struct_field(pc.list_flatten(edits), "rules")
        changed = pc.invert(pc.is_in(pc.list_flatten(rules), pa.array(sorted(FORMAT_STEPS))))
        changed_edits = pc.unique(pc.list_parent_indices(rules).filter(changed))
        owners = batch["id"].take(pc.list_parent_indices(edits).take(changed_edits))
        some = pc.list_flatten(edits).take(changed_edits)
        final = pc.is_in(pc.struct_field(some, "before"), pa.array(sorted(FINAL_LINE_ENDS)))
        starts = pc.struct_field(some, "start").to_pylist()
        for owner, start, is_line_end in zip(owners.to_pylist(), starts, final.to_pylist(), strict=True):
            if not (is_line_end and start == lengths.get(owner)):
                yield owner


def _any_valid(columns: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    return pc.is_valid(pc.coalesce(*columns))


def terms_of_access(documents: pa.Table) -> str | None:
    """Return what a gated repository asks people to accept: the notices, verbatim; None where nothing is kept back."""
    kept = documents.filter(pc.is_in(documents["restriction"], pa.array(sorted(BLOCKS_PUBLIC))))
    if not kept.num_rows:
        return None
    counts = Counter(kept["restriction"].to_pylist())
    counted = ", ".join(f"{counts[name]} {name}" for name in reversed(STRICTNESS) if counts[name])
    notices = sorted(set(pc.drop_null(kept["notice_text"]).to_pylist()))
    quoted = [f"> {line}" if line else ">" for text in notices[:NOTICES] for line in [*text.strip().split("\n"), ""]]
    more = [f"and {len(notices) - NOTICES} more, in the column notice_text."] if len(notices) > NOTICES else []
    intro = f"Documents of this dataset keep their own terms ({counted}), and those terms bind whoever reads them."
    notice = ["", "The notices they carry:", "", *quoted[:-1]] if quoted else []
    return "\n".join([intro, *notice, *more])
