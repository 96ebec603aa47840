"""Write a whole release: every table, and what speaks of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.ledger import COLUMNS, PROVISIONAL, Event, line
from bdci_corpus.neardup import NearDuplicates
from bdci_corpus.release.digests import overall_hash
from bdci_corpus.release.draft import Draft, Written
from bdci_corpus.release.files import Part, split_order, write_json, write_part, write_sums
from bdci_corpus.release.manifest import _identity, _making, _manifest
from bdci_corpus.release.pages.card import write_card
from bdci_corpus.release.pages.credits import write_credits
from bdci_corpus.release.pages.croissant import write_croissant
from bdci_corpus.release.pages.overview import overview
from bdci_corpus.release.pages.report import write_report
from bdci_corpus.release.passages import passages_table
from bdci_corpus.release.schema import schema_of
from bdci_corpus.release.tables import sealed
from bdci_corpus.release.withhold import shown_config, without_names
from bdci_corpus.splitting import LeftOut, Quarantined


def write_release(draft: Draft, root: Path, private: Path | None) -> Written:
    """Write a release into the empty folder ``root``, and hidden splits into ``private``, if it is given."""
    published, compared = draft.arranged.published, draft.arranged.compared
    splits = draft.config.splits
    visible = sorted(splits.ratios.keys() - set(splits.hidden), key=split_order)
    parts = [part for name in visible for part in _write_split(draft, root, name)]
    shown = published.filter(pc.is_in(published["split"], pa.array(visible, pa.string())))
    files = draft.collected.files
    files = files.filter(pc.is_in(files["path"], pc.unique(shown["path"])))
    pairs = _pairs(compared, set(shown["id"].to_pylist()))
    for table, rows in (("near_duplicates", pairs), ("files", files)):
        if rows.num_rows:
            parts.append(write_part(root, table, table, rows))
    left_out = _left_out(draft)
    written = Written(
        parts=tuple(parts),
        hidden=tuple(_write_hidden(draft, private)) if private else (),
        logical_sha256=overall_hash({part.name: part.logical_sha256 for part in parts}),
        left_out=tuple(entry for entry, _ in left_out),
    )
    draft = _shown(draft, shown)
    told = [entry for entry, is_shown in left_out if is_shown]
    _write_lines(root / "quarantine.jsonl", told)
    if private and private.is_dir():
        _write_lines(private / "quarantine.jsonl", [entry for entry, is_shown in left_out if not is_shown])
    _write_events(draft, shown, root)
    write_credits(root, shown, draft.config.corpus.name, draft.license_texts)
    identity, making = _identity(draft, written.logical_sha256), _making(draft, len(told))
    counts = overview(shown, draft.collected.traces, pairs)
    write_card(root, parts, shown, identity, making, counts)
    write_croissant(root, parts, identity, shown["license"].unique().to_pylist())
    write_report(root, shown, pairs, counts, identity=identity, making=making, left_out=told)
    write_json(root / "manifest.json", _manifest(draft, written))
    write_sums(root)
    return written


def _write_split(draft: Draft, root: Path, split: str) -> list[Part]:
    """Write one split's documents, passages and traces; a table without rows is not written."""
    published = draft.arranged.published
    rows = published.filter(pc.equal(published["split"], split))
    schema = schema_of("documents", draft.config.columns)
    documents = rows.select(schema.names).cast(schema)
    traces = sealed(draft.collected.traces, documents)
    tables = {"documents": documents, "passages": passages_table(documents), "traces": traces}
    return [write_part(root, name, split, table) for name, table in tables.items() if table.num_rows]


def _write_hidden(draft: Draft, folder: Path) -> list[Part]:
    """Write the hidden splits beside the release; nothing of them enters it."""
    shutil.rmtree(folder, ignore_errors=True)
    if draft.config.splits.hidden:
        folder.mkdir(parents=True)
    return [part for name in draft.config.splits.hidden for part in _write_split(draft, folder, name)]


def _pairs(compared: NearDuplicates, ids: set[str]) -> pa.Table:
    """Return the rows of ``near_duplicates``: pairs and overlaps, between documents of the release."""
    overlaps = [{**row, "kind": "overlap", "shared": row["length"]} for row in compared.overlaps.to_pylist()]
    rows = [row for row in [*compared.pairs.to_pylist(), *overlaps] if row["id_a"] in ids and row["id_b"] in ids]
    rows.sort(key=lambda row: (row["id_a"], row["id_b"], row["kind"], row.get("start_a") or 0))
    return pa.Table.from_pylist(rows, schema_of("near_duplicates"))


def _left_out(draft: Draft) -> list[tuple[Mapping[str, object], bool]]:
    """Return what is not in the release, and why, sorted by id; False where that would tell of a hidden split."""
    assignment, hidden = draft.arranged.assignment, set(draft.config.splits.hidden)
    entries: list[tuple[Mapping[str, object], bool]] = [
        ({"id": path, "reason": problem, "remedy": remedy}, True) for path, problem, remedy in draft.collected.failures
    ]
    kept_out: list[Quarantined | LeftOut] = [*assignment.quarantined, *assignment.left_out]
    for held in kept_out:
        pairs = [{"a": link.a, "b": link.b, "reason": link.reason} for link in held.pairs]
        touched = held.splits if isinstance(held, Quarantined) else (held.split, *_other_splits(draft, held))
        entry: dict[str, object] = {"id": held.id, "reason": held.reason, "remedy": held.remedy, "pairs": pairs}
        if isinstance(held, Quarantined):
            entry |= {"groups": held.groups, "splits": held.splits}
        entries.append((entry, hidden.isdisjoint(touched)))
    return sorted(entries, key=lambda entry: str(entry[0]["id"]))


def _other_splits(draft: Draft, held: LeftOut) -> list[str]:
    """Return the splits of the documents because of which one is left out."""
    pinned = draft.ledger.pinned
    return [pinned[name].split for link in held.pairs if (name := link.other(held.id)) in pinned]


def _shown(draft: Draft, shown: pa.Table) -> Draft:
    """Return a draft without what its configuration and notes tell of hidden and withdrawn documents."""
    published, read = draft.arranged.published, draft.collected.documents
    hidden = published.filter(pc.is_in(published["split"], pa.array(draft.config.splits.hidden, pa.string())))
    withdrawn = read.filter(pc.is_in(read["id"], pa.array(sorted(draft.ledger.withdrawn), pa.string())))
    assignment, ledger = draft.arranged.assignment, draft.ledger
    gone = [name for name, event in ledger.pinned.items() if event.split in draft.config.splits.hidden]
    notes = without_names(assignment.notes, [*hidden["id"].to_pylist(), *gone, *ledger.withdrawn])
    paths = {*hidden["path"].to_pylist(), *withdrawn["path"].to_pylist()} - set(shown["path"].to_pylist())
    return replace(
        draft,
        config=shown_config(draft.config, shown, paths),
        arranged=replace(draft.arranged, assignment=replace(assignment, notes=notes)),
    )


def _write_lines(path: Path, entries: Sequence[Mapping[str, object]]) -> None:
    lines = (json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in entries)
    path.write_text("".join(f"{text}\n" for text in lines), encoding="utf-8", newline="\n")


def _write_events(draft: Draft, shown: pa.Table, root: Path) -> None:
    """Write ledger.tsv: for each document of the release, the event that placed it, with its group of today."""
    events = [
        replace(draft.ledger.frozen[row["id"]], group_id=row["group_id"])
        if row["id"] in draft.ledger.frozen
        else Event(
            document_id=row["id"],
            event="assigned",
            group_id=row["group_id"],
            split=row["split"],
            version=PROVISIONAL,
            reason="new",
            region_sha256=row["region_sha256"],
        )
        for row in shown.select(["id", "group_id", "split", "region_sha256"]).to_pylist()
    ]
    rows = [[str(getattr(event, name)) for name in COLUMNS] for event in events]
    (root / "ledger.tsv").write_bytes(b"".join(map(line, [list(COLUMNS), *rows])))
