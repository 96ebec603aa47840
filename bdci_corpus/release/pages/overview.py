"""Overview: what the tables of a release come to, counted once for all that speak of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.licenses import Finding, roll_up, strictest
from bdci_corpus.release.licensed import licensed_rows
from bdci_corpus.release.mapped import among
from bdci_corpus.rules import RULE_NAMES
from bdci_corpus.text import RULE

NAMED = 5
"""How many documents a list names before it only counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTerms:
    """Documents of one source under the same terms."""

    source: str
    license: str
    restriction: str
    evidence: str
    redistributable: bool
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEdits:
    """What one step of cleaning did: edits it took part in, in how many documents."""

    step: str
    edits: int
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Counts over all splits of a release.

    ``terms`` are sorted by source, ``edits`` in the order of application with loaders last, ``pairs``
    by kind; ``crossing`` are those of two splits.
    ``damaged`` counts damaged spans by document; ``groups`` has the sizes of those of more
    than one document; ``findings`` are what the licenses come to together.
    """

    documents: int
    characters: int
    languages: Mapping[str, int]
    terms: tuple[SourceTerms, ...]
    edits: tuple[StepEdits, ...]
    pairs: Mapping[str, int]
    crossing: Mapping[str, int]
    """Of these, how many are of documents in different splits."""
    groups: Mapping[str, int]
    group_count: int
    duplicates: int
    damaged: Mapping[str, int]
    converted: int
    findings: tuple[Finding, ...]

    @property
    def strictest(self) -> str:
        """The least permissive restriction of any document."""
        return strictest(terms.restriction for terms in self.terms)

    @property
    def redistributable(self) -> int:
        """How many documents a cleaned copy of which may be passed on."""
        return sum(terms.documents for terms in self.terms if terms.redistributable)


def overview(documents: pa.Table, traces: pa.Table, pairs: pa.Table) -> Overview:
    """Count; ``traces`` may hold rows of other documents as well."""
    sizes = Counter(documents["group_id"].to_pylist())
    damaged = zip(documents["id"].to_pylist(), pc.list_value_length(documents["damage"]).to_pylist(), strict=True)
    return Overview(
        documents=documents.num_rows,
        characters=pc.sum(pc.utf8_length(documents["text"])).as_py() or 0,
        languages=_counts(documents["language"]),
        terms=_terms(documents),
        edits=_edits(among(traces.select(["id", "edits"]), "id", documents["id"])),
        pairs=_counts(pairs["kind"]),
        crossing=dict.fromkeys(_counts(pairs["kind"]), 0) | crossing_pairs(documents, pairs),
        groups={name: size for name, size in sorted(sizes.items()) if size > 1},
        group_count=len(sizes),
        duplicates=pc.sum(documents["is_duplicate"]).as_py() or 0,
        damaged={name: count for name, count in sorted(damaged) if count},
        converted=documents.num_rows - documents["original_text"].null_count,
        findings=roll_up(licensed_rows(documents, traces)),
    )


def crossing_pairs(documents: pa.Table, pairs: pa.Table) -> dict[str, int]:
    """Return by kind how many pairs of documents stand in two splits; several passages of one pair count once."""
    apart = pairs.select(["id_a", "id_b", "kind"]).filter(crossing(documents, pairs))
    return _counts(apart.group_by(apart.column_names).aggregate([])["kind"])


def crossing(documents: pa.Table, pairs: pa.Table) -> pa.ChunkedArray:
    """Return of each pair whether its documents stand in two splits."""
    ids, splits = documents["id"].combine_chunks(), documents["split"]
    one, other = (splits.take(pc.index_in(pairs[name], ids)) for name in ("id_a", "id_b"))
    return pc.not_equal(one, other)


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    return dict(sorted(Counter(column.to_pylist()).items()))


def _terms(documents: pa.Table) -> tuple[SourceTerms, ...]:
    names = ("source", "license", "restriction", "license_evidence", "redistributable")
    rows = zip(*(documents[name].to_pylist() for name in names), strict=True)
    return tuple(
        SourceTerms(
            source=source,
            license=license_,
            restriction=restriction,
            evidence=evidence,
            redistributable=redistributable,
            documents=count,
        )
        for (source, license_, restriction, evidence, redistributable), count in sorted(Counter(rows).items())
    )


def _edits(traces: pa.Table) -> tuple[StepEdits, ...]:
    """Count edits and documents by each step that took part."""
    edits, documents = Counter[str](), Counter[str]()
    for batch in traces.to_batches():
        column = batch["edits"]
        of_edit = pc.list_parent_indices(column)
        rules = pc.struct_field(pc.list_flatten(column), "rules")
        steps = pa.table({"step": pc.list_flatten(rules), "row": of_edit.take(pc.list_parent_indices(rules))})
        for row in steps.group_by("step").aggregate([("row", "count"), ("row", "count_distinct")]).to_pylist():
            edits[row["step"]] += row["row_count"]
            documents[row["step"]] += row["row_count_distinct"]
    order = {name: place for place, name in enumerate([RULE, *RULE_NAMES])}
    found = [StepEdits(step=step, edits=count, documents=documents[step]) for step, count in edits.items()]
    return tuple(sorted(found, key=lambda row: (order.get(row.step, len(order)), row.step)))
