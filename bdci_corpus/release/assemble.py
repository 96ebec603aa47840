"""Write a whole release: every table, and what speaks of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.ledger import COLUMNS, Event, line
from bdci_corpus.release.digests import overall_hash
from bdci_corpus.release.draft import Draft, Entry, PublicDraft, Written
from bdci_corpus.release.files import Part, write_json, write_part, write_sums
from bdci_corpus.release.manifest import identity_of, making_of, manifest
from bdci_corpus.release.pages.card import write_card
from bdci_corpus.release.pages.credits import write_credits
from bdci_corpus.release.pages.croissant import write_croissant
from bdci_corpus.release.pages.overview import overview
from bdci_corpus.release.pages.report import write_report
from bdci_corpus.release.passages import passages_table
from bdci_corpus.release.schema import schema_of
from bdci_corpus.release.tables import sealed


def write_release(draft: Draft, root: Path, private: Path | None) -> Written:
    """Write a release into the empty folder ``root``, and hidden splits into ``private``, if it is given."""
    public = draft.public()
    parts = tuple(_write_tables(public, root))
    written = Written(
        parts=parts,
        hidden=tuple(_write_hidden(draft, private)) if private else (),
        logical_sha256=overall_hash({part.name: part.logical_sha256 for part in parts}),
        left_out=tuple(entry for entry, _ in draft.left_out()),
    )
    if private and private.is_dir():
        _write_lines(private / "quarantine.jsonl", [entry for entry, is_shown in draft.left_out() if not is_shown])
    _write_pages(public, parts, written.logical_sha256, root)
    return written


def _write_tables(public: PublicDraft, root: Path) -> Iterator[Part]:
    for split in public.splits:
        yield from _write_split(public.documents, public.traces, public.config.columns, root, split)
    for name, table in (("near_duplicates", public.pairs), ("files", public.files)):
        if table.num_rows:
            yield write_part(root, name, name, table)


def _write_split(
    documents: pa.Table, traces: pa.Table, columns: Mapping[str, str], root: Path, split: str
) -> Iterator[Part]:
    """Write one split's documents, passages and traces; a table without rows is not written."""
    schema = schema_of("documents", columns)
    rows = documents.filter(pc.equal(documents["split"], split)).select(schema.names).cast(schema)
    tables = {"documents": rows, "passages": passages_table(rows), "traces": sealed(traces, rows)}
    for name, table in tables.items():
        if table.num_rows:
            yield write_part(root, name, split, table)


def _write_hidden(draft: Draft, folder: Path) -> Iterator[Part]:
    """Write the hidden splits beside the release; nothing of them enters it."""
    shutil.rmtree(folder, ignore_errors=True)
    documents, traces = draft.arranged.published, draft.collected.traces
    if draft.config.splits.hidden:
        folder.mkdir(parents=True)
    for split in draft.config.splits.hidden:
        yield from _write_split(documents, traces, draft.config.columns, folder, split)


def _write_pages(public: PublicDraft, parts: Sequence[Part], logical_sha256: str, root: Path) -> None:
    """Write what speaks of the tables, from nothing but what may be read by everybody."""
    documents, quarantine = public.documents, list(public.quarantine)
    _write_lines(root / "quarantine.jsonl", quarantine)
    _write_events(public.events, root)
    write_credits(root, documents, public.config.corpus.name, public.license_texts)
    identity, making = identity_of(public, logical_sha256), making_of(public)
    counts = overview(documents, public.traces, public.pairs)
    write_card(root, parts, documents, identity, making, counts)
    write_croissant(root, parts, identity, documents["license"].unique().to_pylist())
    write_report(root, documents, public.pairs, counts, identity=identity, making=making, left_out=quarantine)
    write_json(root / "manifest.json", manifest(public, parts, logical_sha256))
    write_sums(root)


def _write_lines(path: Path, entries: Sequence[Entry]) -> None:
    lines = (json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in entries)
    path.write_text("".join(f"{text}\n" for text in lines), encoding="utf-8", newline="\n")


def _write_events(events: Sequence[Event], root: Path) -> None:
    rows = [[str(getattr(event, name)) for name in COLUMNS] for event in events]
    (root / "ledger.tsv").write_bytes(b"".join(map(line, [list(COLUMNS), *rows])))
