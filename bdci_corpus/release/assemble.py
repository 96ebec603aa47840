"""Write a whole release: every table, and what speaks of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.ledger import COLUMNS, Event, line
from bdci_corpus.progress import Progress, tell_nobody
from bdci_corpus.project import Competition, OwnColumn
from bdci_corpus.release.competition import BASELINE, COMMITMENT, SOLUTION, commitment_json
from bdci_corpus.release.digests import overall_hash, row_digests
from bdci_corpus.release.draft import Draft, Entry, PublicDraft, WrittenRelease
from bdci_corpus.release.files import TablePart, write_json, write_sums
from bdci_corpus.release.manifest import identity_of, making_of, manifest
from bdci_corpus.release.mapped import forget_mapped, rows_at
from bdci_corpus.release.pages.contents import PageContents, pages_of
from bdci_corpus.release.pages.credits import LICENSES, own_license_texts
from bdci_corpus.release.pages.croissant import write_croissant
from bdci_corpus.release.pages.rai import rai_fields
from bdci_corpus.release.passages import PASSAGE_SPANS, passages_table
from bdci_corpus.release.schema import schema_of
from bdci_corpus.release.streamed import ROW_GROUP_ROWS, PartWriter, in_order, write_part
from bdci_corpus.release.tables import sealed
from bdci_corpus.release.versions import QUARANTINE

Count = Callable[[int], None]
"""Told how many documents more are written."""

_Batch = tuple[pa.Table, Sequence[bytes]]
"""Rows of a table, and their digests."""


def write_release(draft: Draft, root: Path, private: Path | None, tell: Progress = tell_nobody) -> WrittenRelease:
    """Write a release into the empty folder ``root``, and all of the corpus into ``private``, if it is given.

    That is the organizer's own release, which has hidden splits too, and their pairs with what everybody sees.
    ``tell`` is told of "writing" how many documents of either are written.
    """
    parts, logical_sha256 = _write(draft.public(), root, tell)
    hidden: tuple[TablePart, ...] = ()
    if private:
        shutil.rmtree(private, ignore_errors=True)
    asked = draft.config.competition
    apart = [*draft.config.splits.hidden, *(asked.splits if asked else ())]
    if private and apart:
        private.mkdir(parents=True)
        every, _ = _write(draft.private(), private, tell)
        hidden = tuple(part for part in every if part.split in apart)
    return WrittenRelease(parts=parts, hidden=hidden, logical_sha256=logical_sha256, left_out=tuple(draft.left_out()))


def _write(public: PublicDraft, root: Path, tell: Progress) -> tuple[tuple[TablePart, ...], str]:
    """Write the tables of a draft and what speaks of them; return the parts and their hash."""
    done = 0

    def count(rows: int) -> None:
        nonlocal done
        done += rows
        tell("writing", done, public.documents.num_rows)

    count(0)
    parts = tuple(_write_tables(public, root, count))
    logical_sha256 = overall_hash({part.name: part.logical_sha256 for part in parts})
    _write_pages(public, parts, logical_sha256, root)
    return parts, logical_sha256


def _write_tables(public: PublicDraft, root: Path, count: Count) -> Iterator[TablePart]:
    for split in public.splits:
        yield from _write_split(public.documents, public.traces, public.config.columns, root, split, count)
    for split, leaves in public.committed.tables.items() if public.committed else ():
        if part := write_part(root, "commitments", split, leaves):
            yield part
    for name, table in (("near_duplicates", public.pairs), ("files", public.files)):
        if part := write_part(root, name, name, table):
            yield part


def _write_split(
    documents: pa.Table, traces: pa.Table, columns: Mapping[str, OwnColumn], root: Path, split: str, count: Count
) -> Iterator[TablePart]:
    """Write one split's documents, passages and traces; a table without rows is not written."""
    schema = schema_of("documents", columns)
    writers = {name: PartWriter(root, name, split) for name in ("documents", "passages", "traces")}
    places = np.flatnonzero(pc.equal(documents["split"], split).to_numpy())
    found = pc.index_in(documents["id"].take(pa.array(places)), traces["id"].combine_chunks())
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    traced = found.is_valid().to_numpy(zero_copy_only=False)
    at = pc.fill_null(found, 0).to_numpy(zero_copy_only=False).astype(np.int64)

    def batch_at(start: int) -> dict[str, _Batch]:
        batch = slice(start, start + ROW_GROUP_ROWS)
        found_rows = rows_at(documents, places[batch])
        rows = found_rows.select(schema.names).cast(schema)
        digests = row_digests(rows)
        passages = passages_table(rows.append_column(PASSAGE_SPANS, found_rows[PASSAGE_SPANS]))
        own = [digest for digest, has in zip(digests, traced[batch].tolist(), strict=True) if has]
        own_traces = sealed(rows_at(traces, at[batch][traced[batch]]), own)
        return {
            "documents": (rows, digests),
            "passages": (passages, row_digests(passages)),
            "traces": (own_traces, row_digests(own_traces)),
        }

    for batch in in_order(batch_at, range(0, len(places), ROW_GROUP_ROWS)):
        list(in_order(partial(_append, batch), writers.items()))
        forget_mapped()
        count(batch["documents"][0].num_rows)
    yield from (part for writer in writers.values() if (part := writer.close()))


def _append(batch: Mapping[str, _Batch], table: tuple[str, PartWriter]) -> None:
    """Append what a batch has of a table."""
    name, writer = table
    writer.write(*batch[name])


def _write_pages(public: PublicDraft, parts: Sequence[TablePart], logical_sha256: str, root: Path) -> None:
    """Write what speaks of the tables, from nothing but what may be read by everybody."""
    page_contents = PageContents(
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
    counts = page_contents.counts()
    for name, text in pages_of(page_contents, counts).items():
        (root / name).write_text(text, encoding="utf-8", newline="\n")
    if public.committed and public.config.competition:
        _write_competition(public.config.competition, public, root)
    rai = rai_fields(page_contents.named_documents(), page_contents.making, counts)
    write_croissant(root, parts, page_contents.identity, public.documents, rai)
    write_json(root / "manifest.json", manifest(public, page_contents))
    write_sums(root)


def _write_competition(asked: Competition, public: PublicDraft, root: Path) -> None:
    """Write what is promised, and for the organizer what a submission is scored against."""
    committed = public.committed
    if committed is None:
        return
    rows = {split: table.num_rows for split, table in committed.tables.items()}
    text = commitment_json(asked, rows, committed.roots, committed.earlier)
    (root / COMMITMENT).write_text(text, encoding="utf-8", newline="\n")
    if public.baseline is not None:
        (root / BASELINE).write_text(public.baseline, encoding="utf-8", newline="\n")
    if public.private:
        (root / SOLUTION).write_text("".join(committed.solution), encoding="utf-8", newline="\n")


def _write_lines(path: Path, entries: Sequence[Entry]) -> None:
    lines = (json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in entries)
    path.write_text("".join(f"{text}\n" for text in lines), encoding="utf-8", newline="\n")


def _write_events(events: Sequence[Event], root: Path) -> None:
    rows = [[str(getattr(event, name)) for name in COLUMNS] for event in events]
    (root / "ledger.tsv").write_bytes(b"".join(map(line, [list(COLUMNS), *rows])))
