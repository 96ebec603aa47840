"""A release before it is written: all that is known, and what of it everybody may read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bdci_corpus.ledger import PROVISIONAL, Event, Ledger
from bdci_corpus.neardup import NearDuplicates
from bdci_corpus.project import Config
from bdci_corpus.records import Notice
from bdci_corpus.release.classes import Classes, classes_of, numbered, shown_classes, with_names
from bdci_corpus.release.competition import Committed
from bdci_corpus.release.disclosure import shown_config, without_names, without_values
from bdci_corpus.release.files import TablePart, split_order
from bdci_corpus.release.groups import groups_of, linking_kinds
from bdci_corpus.release.mapped import among
from bdci_corpus.release.schema import schema_of
from bdci_corpus.release.tables import counted_files
from bdci_corpus.release.withheld import hashed, traced, without_answers
from bdci_corpus.splitting import Assignment, LeftOut, Link, LiveDocument, Quarantined

Entry = Mapping[str, object]
"""One line of quarantine.jsonl."""

HELD_BACK = "Too like, or related to, a document that is not in this release."
"""Why a document was left out, where more would name the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """Assigned documents.

    ``published`` are the documents that have a split, with the columns that placing adds and the
    column ``split``. ``compared`` holds their pairs and clusters; its overlaps are of all documents,
    because what is boilerplate was told by all. ``sketches`` are of all documents, too, and ``common``
    (what is boilerplate) and ``grouped`` (their links to values of columns).
    """

    published: pa.Table
    compared: NearDuplicates
    sketches: pa.Table
    common: NDArray[np.uint32]
    candidates: tuple[LiveDocument, ...]
    grouped: tuple[Link, ...]
    assignment: Assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """All documents of a project before they are compared; tables are sorted by id or path.

    ``failures`` are the raw files that could not be read, as ``(path, problem, remedy)``; ``undeclared``
    are the license notices that corpus.toml does not know, as ``(document id, notice)``. ``settled`` says that
    reading the same files again would give the same.
    """

    documents: pa.Table
    traces: pa.Table
    files: pa.Table
    failures: tuple[tuple[str, str, str], ...]
    undeclared: tuple[tuple[str, Notice], ...]
    settled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDraft:
    """What of a draft everybody may read. Tables, pages, manifest and events are made from it alone.

    What is ``private`` is for the organizer: all that has a split, those that are hidden from others too.

    ``documents`` are the rows of the splits that are shown, and ``splits`` their names in order; ``traces``,
    ``files`` and ``pairs`` are those of these rows, and nothing else says anything of others. Of what was
    left out, ``quarantine`` has the id and why. ``withdrawn`` counts documents of an earlier release.
    """

    config: Config
    splits: tuple[str, ...]
    documents: pa.Table
    traces: pa.Table
    files: pa.Table
    pairs: pa.Table
    events: tuple[Event, ...]
    quarantine: tuple[Entry, ...]
    notes: tuple[str, ...]
    withdrawn: int
    redistributable_only: bool
    license_texts: Path | None
    private: bool = False
    committed: Committed | None = None
    baseline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that a release is written from, hidden splits too; classes stand by name, ``classes`` numbers them.

    ``license_texts`` is the project's folder of them.
    """

    config: Config
    collected: Collected
    arranged: Arranged
    ledger: Ledger
    redistributable_only: bool = False
    license_texts: Path | None = None
    classes: Classes = field(default_factory=dict)
    committed: Committed | None = None
    baseline: str | None = None

    def public(self) -> PublicDraft:
        """Return what everybody may read: the one place where that is decided."""
        hidden = set(self.config.splits.hidden)
        visible = tuple(sorted(self.config.splits.ratios.keys() - hidden, key=split_order))
        shown = self._rows_of(visible)
        pairs = _pairs(self.arranged.compared, shown["id"].combine_chunks())
        shown = without_answers(_grouped(self._without_origins(shown), pairs, self.config), self.config.competition)
        ids = shown["id"].combine_chunks()
        read = self.collected.documents
        others = read.filter(pc.invert(pc.is_in(read["id"], ids)))
        gone = [event for event in self.ledger.withdrawn.values() if event.split not in hidden]
        return self._told(
            visible,
            shown,
            pairs,
            config=self._named(
                shown_config(self.config, shown, others, unread=bool(self.collected.failures)),
                shown_classes(self.classes, shown, self.config.columns),
            ),
            quarantine=tuple(entry for full in self.left_out() if (entry := self._public_entry(full, ids)) is not None),
            notes=self._public_notes(shown),
            withdrawn=0 if self.redistributable_only else len(gone),
        )

    def shown(self) -> pa.Table:
        """Return the documents that everybody may read, without answers; classes stand by name."""
        hidden = self.config.splits.hidden
        rows = self._rows_of([name for name in self.config.splits.ratios if name not in hidden])
        return without_answers(rows, self.config.competition)

    def private(self) -> PublicDraft:
        """Return what the organizer may read: every document that has a split."""
        splits = tuple(sorted(self.config.splits.ratios, key=split_order))
        rows = self._rows_of(splits)
        pairs = _pairs(self.arranged.compared, rows["id"].combine_chunks())
        shown_draft = self._told(
            splits,
            _grouped(rows, pairs, self.config),
            pairs,
            config=self._named(self.config, self.classes),
            quarantine=tuple(self.left_out()),
            notes=self.arranged.assignment.notes,
            withdrawn=len(self.ledger.withdrawn),
        )
        return replace(shown_draft, private=True)

    def _told(
        self,
        splits: tuple[str, ...],
        shown: pa.Table,
        pairs: pa.Table,
        *,
        config: Config,
        quarantine: tuple[Entry, ...],
        notes: tuple[str, ...],
        withdrawn: int,
    ) -> PublicDraft:
        """Return what is made from these rows alone, and from what may be said beside them."""
        traces = traced(shown, self.collected.traces)
        return PublicDraft(
            config=config,
            splits=splits,
            documents=numbered(shown, classes_of(config.columns)),
            traces=traces,
            files=_files(self.collected.files, hashed(shown), traces),
            pairs=pairs,
            events=tuple(self._events(shown)),
            quarantine=quarantine,
            notes=notes,
            withdrawn=withdrawn,
            redistributable_only=self.redistributable_only,
            license_texts=self.license_texts,
            committed=self.committed,
            baseline=self.baseline,
        )

    def _named(self, config: Config, classes: Classes) -> Config:
        """Return a configuration whose columns name these classes."""
        return config.model_copy(update={"columns": with_names(config.columns, classes)})

    def left_out(self) -> list[Entry]:
        """Return what is in no table, hidden or not, and why, sorted by id; a release says less of it."""
        assignment = self.arranged.assignment
        entries: list[Entry] = [
            {"id": path, "reason": problem, "remedy": remedy} for path, problem, remedy in self.collected.failures
        ]
        held_back: list[Quarantined | LeftOut] = [*assignment.quarantined, *assignment.left_out]
        for held in held_back:
            pairs = [{"a": link.a, "b": link.b, "reason": link.reason} for link in held.pairs]
            entry: dict[str, object] = {"id": held.id, "reason": held.reason, "remedy": held.remedy, "pairs": pairs}
            if isinstance(held, Quarantined):
                entry |= {"groups": held.groups, "splits": held.splits}
            entries.append(entry)
        return sorted(entries, key=lambda entry: str(entry["id"]))

    def is_of_hidden(self, entry: Entry) -> bool:
        """Return whether a line of what was left out tells of a hidden split: only its organizer reads it."""
        pinned = self.ledger.pinned
        ends = (str(pair[end]) for pair in _dicts(entry.get("pairs")) for end in "ab")
        splits = {pinned[name].split for name in (str(entry["id"]), *ends) if name in pinned}
        return not splits.union(_names(entry.get("splits"))).isdisjoint(self.config.splits.hidden)

    def _public_entry(self, entry: Entry, ids: pa.Array) -> Entry | None:
        """Return what everybody may read of a line, None if nothing: it names no text, and no document not shown."""
        name = str(entry["id"])
        if self.redistributable_only or self.is_of_hidden(entry) or name in self.ledger.withdrawn:
            return None
        if "pairs" not in entry:
            shortened = {key: without_values(str(entry[key])) for key in ("reason", "remedy")}
            return {"id": name, **shortened}
        pairs, groups = _dicts(entry["pairs"]), _names(entry.get("groups"))
        named = {name, *groups, *(str(pair[end]) for pair in pairs for end in "ab")}
        if named <= {name, *ids.to_pylist()}:
            return entry
        return {"id": name, "reason": HELD_BACK, "remedy": entry["remedy"], "pairs": []}

    def _public_notes(self, shown: pa.Table) -> tuple[str, ...]:
        """Return the notes on the assignment, if they count and name only documents that are shown."""
        if self.redistributable_only or shown.num_rows < len(self.arranged.assignment.splits):
            return ()
        read = {*self.collected.documents["id"].to_pylist(), *self.ledger.pinned}
        return without_names(self.arranged.assignment.notes, read.difference(shown["id"].to_pylist()))

    def _without_origins(self, shown: pa.Table) -> pa.Table:
        """Return rows that name no origin which is a document of the corpus, or a file of it, and is not shown."""
        read = self.collected.documents
        known = {*read["id"].to_pylist(), *read["path"].to_pylist(), *self.ledger.pinned}
        known |= {path for path, *_ in self.collected.failures}
        unseen = known.difference(shown["id"].to_pylist(), shown["path"].to_pylist())
        origins = [None if name in unseen else name for name in shown["derived_from"].to_pylist()]
        return shown.set_column(
            shown.column_names.index("derived_from"), "derived_from", pa.array(origins, pa.string())
        )

    def _rows_of(self, splits: Collection[str]) -> pa.Table:
        published = self.arranged.published
        return among(published, "split", pa.array(list(splits), pa.string()))

    def _events(self, shown: pa.Table) -> Iterator[Event]:
        """Yield for each document the event that placed it, with its group of today."""
        frozen, gone = self.ledger.frozen, self.ledger.withdrawn
        for row in shown.select(["id", "group_id", "split", "region_sha256"]).to_pylist():
            if row["id"] in frozen:
                event = frozen[row["id"]]
                reason = event.reason if event.reason.partition('"')[2].rpartition('"')[0] not in gone else "renamed"
                digest = event.region_sha256 if row["region_sha256"] is not None else ""
                yield replace(event, group_id=row["group_id"], reason=reason, region_sha256=digest)
                continue
            yield Event(
                document_id=row["id"],
                event="assigned",
                group_id=row["group_id"],
                split=row["split"],
                version=PROVISIONAL,
                reason="new",
                region_sha256=row["region_sha256"] or "",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRelease:
    """What was written: the parts of the release, of the hidden splits, and the logical hash.

    ``left_out`` are the lines of both quarantines.
    """

    parts: tuple[TablePart, ...]
    hidden: tuple[TablePart, ...]
    logical_sha256: str
    left_out: tuple[Entry, ...]


def pairs_among(arranged: Arranged) -> pa.Table:
    """Return the rows of ``near_duplicates`` of all documents that have a split."""
    return _pairs(arranged.compared, arranged.published["id"].combine_chunks())


def _dicts(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _names(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _grouped(shown: pa.Table, pairs: pa.Table, config: Config) -> pa.Table:
    """Return documents with the groups that can be told from what is shown."""
    kinds = linking_kinds(overlaps=config.splits.group_by_overlaps)
    groups = groups_of(shown, pairs, kinds, config.splits.group_by)
    column = pa.array([groups[name] for name in shown["id"].to_pylist()], pa.string())
    return shown.set_column(shown.column_names.index("group_id"), "group_id", column)


def _files(files: pa.Table, shown: pa.Table, traces: pa.Table) -> pa.Table:
    """Return the files of documents that are shown, which are counted as if there were no others in them."""
    counts, covered = counted_files(shown, traces)
    files = files.filter(pc.is_in(files["path"], pa.array(sorted(counts), pa.string())))
    paths = files["path"].to_pylist()
    whole = [covered[path] == size for path, size in zip(paths, files["bytes"].to_pylist(), strict=True)]
    for name, values in (
        ("regions", [counts[path] for path in paths]),
        ("covered_bytes", [covered[path] for path in paths]),
        ("whole", whole),
    ):
        place = files.column_names.index(name)
        files = files.set_column(place, files.schema.field(name), pa.array(values, files.schema.field(name).type))
    return files


def _pairs(compared: NearDuplicates, ids: pa.Array) -> pa.Table:
    """Return the rows of ``near_duplicates``: pairs and overlaps, between documents of the release."""
    schema, overlaps = schema_of("near_duplicates"), compared.overlaps.rename_columns({"length": "shared"})
    overlaps = overlaps.append_column("kind", pa.repeat(pa.scalar("overlap"), overlaps.num_rows))
    tables = [_among(table, ids).cast(schema) for table in (_as(compared.pairs, schema), _as(overlaps, schema))]
    rows = pa.concat_tables(tables)
    order = rows.select(["id_a", "id_b", "kind"]).append_column("start_a", pc.fill_null(rows["start_a"], 0))
    return rows.take(pc.sort_indices(order, [(name, "ascending") for name in order.column_names]))


def _as(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a table with the columns of a schema: null where it has none of that name."""
    there = set(table.column_names)
    columns = [
        table[field.name].cast(field.type) if field.name in there else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, names=schema.names)


def _among(pairs: pa.Table, ids: pa.Array) -> pa.Table:
    """Return the pairs of which both documents are among some."""
    return pairs.filter(pc.and_(pc.is_in(pairs["id_a"], ids), pc.is_in(pairs["id_b"], ids)))
