"""A release before it is written: all that is known, and what of it everybody may read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.ledger import PROVISIONAL, Event, Ledger
from bdci_corpus.neardup import NearDuplicates
from bdci_corpus.project import Config
from bdci_corpus.records import Notice
from bdci_corpus.release.disclosure import shown_config, without_names
from bdci_corpus.release.files import Part, split_order
from bdci_corpus.release.schema import schema_of
from bdci_corpus.splitting import Assignment, Candidate, LeftOut, Quarantined, Share

Entry = Mapping[str, object]
"""One line of quarantine.jsonl."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """Assigned documents.

    ``published`` are the documents that have a split, with the columns that placing adds and the
    column ``split``. ``compared`` holds their pairs and clusters; its overlaps are of all documents,
    because what is boilerplate was told by all. ``sketches`` are of all documents, too.
    """

    published: pa.Table
    compared: NearDuplicates
    sketches: pa.Table
    candidates: tuple[Candidate, ...]
    assignment: Assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """All documents of a project before they are compared; tables are sorted by id or path.

    ``failures`` are the raw files that could not be read, as ``(path, problem, remedy)``; ``undeclared``
    are the license notices that corpus.toml does not know, as ``(document id, notice)``.
    """

    documents: pa.Table
    traces: pa.Table
    files: pa.Table
    failures: tuple[tuple[str, str, str], ...]
    undeclared: tuple[tuple[str, Notice], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDraft:
    """What of a draft everybody may read. Tables, pages, manifest and events are made from it alone.

    ``documents`` are the rows of the splits that are shown, and ``splits`` their names in order; ``traces``,
    ``files`` and ``pairs`` are those of these rows. ``config`` and ``notes`` say nothing of others.
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
    shares: tuple[Share, ...]
    provisional: int
    withdrawn: int
    redistributable_only: bool
    license_texts: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that a release is written from, hidden splits too. ``license_texts`` is the project's folder of them."""

    config: Config
    collected: Collected
    arranged: Arranged
    ledger: Ledger
    redistributable_only: bool = False
    license_texts: Path | None = None

    def public(self) -> PublicDraft:
        """Return what everybody may read: the one place where that is decided."""
        splits, assignment = self.config.splits, self.arranged.assignment
        visible = tuple(sorted(splits.ratios.keys() - set(splits.hidden), key=split_order))
        shown = self._rows_of(visible)
        ids = shown["id"].combine_chunks()
        traces, files = self.collected.traces, self.collected.files
        hidden = self._rows_of(splits.hidden)
        return PublicDraft(
            config=shown_config(self.config, shown, self._unseen_paths(hidden, shown)),
            splits=visible,
            documents=shown,
            traces=traces.filter(pc.is_in(traces["id"], ids)),
            files=files.filter(pc.is_in(files["path"], pc.unique(shown["path"]))),
            pairs=_pairs(self.arranged.compared, set(ids.to_pylist())),
            events=tuple(self._events(shown)),
            quarantine=tuple(entry for entry, is_shown in self.left_out() if is_shown),
            notes=without_names(assignment.notes, self._unseen_names(hidden)),
            shares=assignment.shares,
            provisional=len(assignment.provisional),
            withdrawn=sum(event.split not in splits.hidden for event in self.ledger.withdrawn.values()),
            redistributable_only=self.redistributable_only,
            license_texts=self.license_texts,
        )

    def left_out(self) -> list[tuple[Entry, bool]]:
        """Return what is not in the release, and why, sorted by id; False where that tells of a hidden split."""
        assignment, hidden = self.arranged.assignment, set(self.config.splits.hidden)
        entries: list[tuple[Entry, bool]] = [
            ({"id": path, "reason": problem, "remedy": remedy}, True)
            for path, problem, remedy in self.collected.failures
        ]
        held_back: list[Quarantined | LeftOut] = [*assignment.quarantined, *assignment.left_out]
        for held in held_back:
            pairs = [{"a": link.a, "b": link.b, "reason": link.reason} for link in held.pairs]
            entry: dict[str, object] = {"id": held.id, "reason": held.reason, "remedy": held.remedy, "pairs": pairs}
            if isinstance(held, Quarantined):
                entry |= {"groups": held.groups, "splits": held.splits}
                touched: Collection[str] = held.splits
            else:
                touched = (held.split, *self._other_splits(held))
            entries.append((entry, hidden.isdisjoint(touched)))
        return sorted(entries, key=lambda entry: str(entry[0]["id"]))

    def _rows_of(self, splits: Collection[str]) -> pa.Table:
        published = self.arranged.published
        return published.filter(pc.is_in(published["split"], pa.array(list(splits), pa.string())))

    def _unseen_paths(self, hidden: pa.Table, shown: pa.Table) -> set[str]:
        """Return the raw files that only hidden and withdrawn documents come from."""
        read = self.collected.documents
        withdrawn = read.filter(pc.is_in(read["id"], pa.array(sorted(self.ledger.withdrawn), pa.string())))
        return {*hidden["path"].to_pylist(), *withdrawn["path"].to_pylist()} - set(shown["path"].to_pylist())

    def _unseen_names(self, hidden: pa.Table) -> list[str]:
        """Return the ids of hidden and withdrawn documents."""
        gone = [name for name, event in self.ledger.pinned.items() if event.split in self.config.splits.hidden]
        return [*hidden["id"].to_pylist(), *gone, *self.ledger.withdrawn]

    def _other_splits(self, held: LeftOut) -> list[str]:
        """Return the splits of the documents because of which one is left out."""
        pinned = self.ledger.pinned
        return [pinned[name].split for link in held.pairs if (name := link.other(held.id)) in pinned]

    def _events(self, shown: pa.Table) -> Iterator[Event]:
        """Yield for each document the event that placed it, with its group of today."""
        frozen = self.ledger.frozen
        for row in shown.select(["id", "group_id", "split", "region_sha256"]).to_pylist():
            if row["id"] in frozen:
                yield replace(frozen[row["id"]], group_id=row["group_id"])
                continue
            yield Event(
                document_id=row["id"],
                event="assigned",
                group_id=row["group_id"],
                split=row["split"],
                version=PROVISIONAL,
                reason="new",
                region_sha256=row["region_sha256"],
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: the parts of the release, of the hidden splits, and the logical hash.

    ``left_out`` are the lines of both quarantines.
    """

    parts: tuple[Part, ...]
    hidden: tuple[Part, ...]
    logical_sha256: str
    left_out: tuple[Entry, ...]


def _pairs(compared: NearDuplicates, ids: set[str]) -> pa.Table:
    """Return the rows of ``near_duplicates``: pairs and overlaps, between documents of the release."""
    overlaps = [{**row, "kind": "overlap", "shared": row["length"]} for row in compared.overlaps.to_pylist()]
    rows = [row for row in [*compared.pairs.to_pylist(), *overlaps] if row["id_a"] in ids and row["id_b"] in ids]
    rows.sort(key=lambda row: (row["id_a"], row["id_b"], row["kind"], row.get("start_a") or 0))
    return pa.Table.from_pylist(rows, schema_of("near_duplicates"))
