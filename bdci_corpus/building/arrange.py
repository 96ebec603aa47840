"""Assign compared documents to splits, and say in each row where it stands and beside whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from unicodedata import normalize

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.errors import SplitError, raise_together
from bdci_corpus.ledger import Ledger
from bdci_corpus.neardup import NearDuplicates, compared_among
from bdci_corpus.project import Project
from bdci_corpus.release import Arranged, filtered, placed, strata_of, values_of
from bdci_corpus.splitting import Assignment, Link, LinkReason, LiveDocument, Memory, assign, value_node

_MOST_NAMED = 20
"""So many values that name no split are told at once."""

MANY = 5
"""A document that contains so many others, or stands in so many, is named."""

_REASONS: Mapping[str, LinkReason] = {"duplicate": "near-duplicate", "contained": "contained"}
"""The kinds of pairs that link, and the reason of their links."""


def arrange(
    project: Project, documents: pa.Table, compared: NearDuplicates, ledger: Ledger, memory: Memory | None = None
) -> Arranged:
    """Assign documents, of which ``compared`` says what they have in common, and place those that have a split.

    ``memory`` holds the sketches of released documents that are gone, which newcomers may be copies of.

    Raises:
        SplitError: the ledger or the declared lineage contradict each other, or the ledger has documents
            in a split that corpus.toml does not name.
    """
    sketches, common = compared.sketches(), compared.common
    candidates = _candidates(project, documents)
    grouped = _grouped(project, documents)
    links = [*_links(project, compared), *_lineage(documents, ledger.pinned), *grouped]
    if memory is not None:
        links += memory.values.links(grouped, {one.id for one in candidates}, ledger.pinned)
        share = project.config.splits.group_by_containment
        links += memory.links(documents, sketches, candidates, compared.threshold, share)
    splits = project.config.splits
    policy = splits.policy(project.config.corpus.name)
    assignment = assign(candidates, links, ledger, policy, keep_crossing=splits.crossing == "keep")
    _refuse_unnamed(project, assignment)
    assignment = replace(assignment, notes=(*assignment.notes, *_digests(compared, assignment)))
    kept = pa.array([name in assignment.splits for name in documents["id"].to_pylist()], pa.bool_())
    if not pc.all(kept).as_py():
        documents = filtered(documents, kept)
        compared = compared_among(compared, documents, sketches)
    return Arranged(
        published=_placed(documents, assignment, compared),
        compared=compared,
        sketches=sketches,
        common=common,
        candidates=tuple(candidates),
        grouped=tuple(grouped),
        assignment=assignment,
    )


def _digests(compared: NearDuplicates, assignment: Assignment) -> Iterator[str]:
    """Yield what is said of documents that contain many others, which are kept together by that."""
    rows = compared.pairs.filter(pc.equal(compared.pairs["kind"], "contained"))
    partners = Counter(name for end in ("id_a", "id_b") for name in rows[end].to_pylist())
    size = Counter(assignment.group_of.values())
    many = [name for name, count in partners.items() if count >= MANY and name in assignment.group_of]
    many.sort(key=lambda name: (-partners[name], name))
    for name in many[:_MOST_NAMED]:
        yield (
            f'"{name}" shares most of the smaller one\'s text with {partners[name]} others, as a digest does: they '
            f"stay in one split, in a group of {size[assignment.group_of[name]]}."
        )
    if len(many) > _MOST_NAMED:
        more = len(many) - _MOST_NAMED
        who = "1 more document shares" if more == 1 else f"{more} more documents share"
        yield f"{who} as much with {MANY} others or more."


def _refuse_unnamed(project: Project, assignment: Assignment) -> None:
    """Refuse to guess whether a split is hidden that the ledger knows and corpus.toml does not name."""
    held = Counter(assignment.splits.values())
    errors = [
        SplitError(
            "corpus.toml > splits.ratios",
            f'By the ledger, {held[name]} documents are in "{name}", which is not named here.',
            f"Name it: {name} = 0 gives it no new documents. If it was hidden, keep it in hidden.",
        )
        for name in sorted(held.keys() - project.config.splits.ratios.keys())
    ]
    raise_together(errors, "reading the ledger")


def _candidates(project: Project, documents: pa.Table) -> list[LiveDocument]:
    """Return the documents as the splitter sees them.

    Raises:
        SplitError: a column that splits are taken from names one that there is not.
    """
    splits = project.config.splits
    columns = [documents["id"].to_pylist(), documents["region_sha256"].to_pylist()]
    strata = strata_of(documents, splits.stratify)
    dates = _words(documents, splits.date if splits.by_date else None)
    categories = _words(documents, splits.from_column)
    _refuse_unknown(splits.from_column or "", columns[0], categories, splits.ratios)
    rows = zip(*columns, strata, dates, categories, strict=True)
    return [
        LiveDocument(id=name, region_sha256=digest, stratum=stratum, date=date, taken=split)
        for name, digest, stratum, date, split in rows
    ]


def _words(documents: pa.Table, column: str | None) -> list[str | None]:
    """Return the value of each document in a column, None where it has none."""
    if column is None:
        return [None] * documents.num_rows
    return [" ".join(words) or None for words in values_of(documents[column])]


def _refuse_unknown(
    column: str, names: Sequence[str], categories: Sequence[str | None], ratios: Collection[str]
) -> None:
    """Refuse splits that the corpus does not have: each once, by the first document that names it."""
    first: dict[str, str] = {}
    for name, split in zip(names, categories, strict=True):
        if split is not None and split not in ratios:
            first.setdefault(split, name)
    errors = [
        SplitError(
            f"{name} > {column}",
            f'Splits are taken from this column, and there is no split "{split}".',
            f"Correct it, or name it in splits.ratios, which has {', '.join(sorted(ratios))}.",
        )
        for split, name in sorted(first.items())
    ]
    raise_together(errors[:_MOST_NAMED], "taking over splits")


def _grouped(project: Project, documents: pa.Table) -> list[Link]:
    """Return a link from each document to its values in the columns that group."""
    names = documents["id"].to_pylist()
    return [
        Link(a=name, b=value_node(column, value), reason="grouped")
        for column in project.config.splits.group_by
        for name, values in zip(names, values_of(documents[column]), strict=True)
        for value in values
    ]


def _links(project: Project, compared: NearDuplicates) -> list[Link]:
    """Return the pairs that no split may separate: near-duplicates, contained documents, and overlaps if asked."""
    links = [
        Link(a=row["id_a"], b=row["id_b"], reason=_REASONS[row["kind"]])
        for row in compared.pairs.select(["id_a", "id_b", "kind"]).to_pylist()
        if row["kind"] in _REASONS
    ]
    if project.config.splits.group_by_overlaps:
        pairs = {(row["id_a"], row["id_b"]) for row in compared.overlaps.to_pylist()}
        links += [Link(a=a, b=b, reason="overlap") for a, b in sorted(pairs)]
    return links


def _lineage(documents: pa.Table, released: Iterable[str]) -> list[Link]:
    """Return a link from each document to what it was made from, be that a document or not.

    An origin that is a file stands for all of its documents, also for those that only the ledger knows.
    """
    rows = documents.select(["id", "path", "derived_from"]).to_pylist()
    made = [(row["id"], normalize("NFC", row["derived_from"])) for row in rows if row["derived_from"]]
    origins = {origin for _, origin in made}
    parts = {(row["id"], row["path"]) for row in rows} | {(name, name.rpartition("#")[0]) for name in released}
    made += sorted((name, path) for name, path in parts if path in origins and name != path)
    return [Link(a=name, b=origin, reason="declared") for name, origin in made]


def _placed(documents: pa.Table, assignment: Assignment, compared: NearDuplicates) -> pa.Table:
    """Return the documents that have a split, with the columns that say where and beside whom."""
    documents = placed(documents, assignment.group_of, compared)
    ids = documents["id"].to_pylist()
    documents = documents.append_column("fold", pa.array([assignment.fold_of.get(name) for name in ids], pa.int64()))
    return documents.append_column("split", pa.array([assignment.splits[name] for name in ids], pa.string()))
