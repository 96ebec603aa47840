"""Write a whole release: every table, and what speaks of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.ledger import COLUMNS, Event, line
from bdci_corpus.release.digests import overall_hash, row_digests
from bdci_corpus.release.draft import Draft, Entry, PublicDraft, Written
from bdci_corpus.release.files import Part, write_json, write_sums
from bdci_corpus.release.manifest import identity_of, making_of, manifest
from bdci_corpus.release.mapped import forget_mapped, rows_at
from bdci_corpus.release.pages.credits import LICENSES, own_license_texts
from bdci_corpus.release.pages.croissant import write_croissant
from bdci_corpus.release.pages.told import Told, pages_of
from bdci_corpus.release.passages import passages_table
from bdci_corpus.release.schema import schema_of
from bdci_corpus.release.streamed import ROW_GROUP_ROWS, PartWriter, write_part
from bdci_corpus.release.tables import sealed
from bdci_corpus.release.versions import QUARANTINE


def write_release(draft: Draft, root: Path, private: Path | None) -> Written:
    """Write a release into the empty folder ``root``, and hidden splits into ``private``, if it is given."""
    public = draft.public()
    parts = tuple(_write_tables(public, root))
    left_out = draft.left_out()
    written = Written(
        parts=parts,
        hidden=tuple(_write_hidden(draft, private)) if private else (),
        logical_sha256=overall_hash({part.name: part.logical_sha256 for part in parts}),
        left_out=tuple(left_out),
    )
    if private and private.is_dir():
        _write_lines(private / QUARANTINE, [entry for entry in left_out if draft.is_of_hidden(entry)])
    _write_pages(public, parts, written.logical_sha256, root)
    return written


def _write_tables(public: PublicDraft, root: Path) -> Iterator[Part]:
    for split in public.splits:
        yield from _write_split(public.documents, public.traces, public.config.columns, root, split)
    for name, table in (("near_duplicates", public.pairs), ("files", public.files)):
        if part := write_part(root, name, name, table):
            yield part


def _write_split(
    documents: pa.Table, traces: pa.Table, columns: Mapping[str, str], root: Path, split: str
) -> Iterator[Part]:
    """Write one split's documents, passages and traces; a table without rows is not written."""
    schema = schema_of("documents", columns)
    writers = {name: PartWriter(root, name, split) for name in ("documents", "passages", "traces")}
    places = np.flatnonzero(pc.equal(documents["split"], split).to_numpy())
    found = pc.index_in(documents["id"].take(pa.array(places)), traces["id"].combine_chunks()).to_numpy()
    for start in range(0, len(places), ROW_GROUP_ROWS):
        batch = slice(start, start + ROW_GROUP_ROWS)
        rows = rows_at(documents, places[batch]).select(schema.names).cast(schema)
        digests = row_digests(rows)
        writers["documents"].write(rows, digests)
        writers["passages"].write(passages_table(rows))
        writers["traces"].write(sealed(rows_at(traces, found[batch]), digests))
        forget_mapped()
    yield from (part for writer in writers.values() if (part := writer.close()))


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
    told = Told(
        identity=identity_of(public, logical_sha256),
        making=making_of(public),
        parts=parts,
        documents=public.documents,
        traces=public.traces,
        pairs=public.pairs,
        quarantine=public.quarantine,
        license_texts=own_license_texts(public.documents, public.license_texts),
    )
    _write_lines(root / QUARANTINE, public.quarantine)
    _write_events(public.events, root)
    (root / LICENSES).mkdir()
    for name, text in pages_of(told).items():
        (root / name).write_text(text, encoding="utf-8", newline="\n")
    write_croissant(root, parts, told.identity, public.documents["license"].unique().to_pylist())
    write_json(root / "manifest.json", manifest(public, told))
    write_sums(root)


def _write_lines(path: Path, entries: Sequence[Entry]) -> None:
    lines = (json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in entries)
    path.write_text("".join(f"{text}\n" for text in lines), encoding="utf-8", newline="\n")


def _write_events(events: Sequence[Event], root: Path) -> None:
    rows = [[str(getattr(event, name)) for name in COLUMNS] for event in events]
    (root / "ledger.tsv").write_bytes(b"".join(map(line, [list(COLUMNS), *rows])))
