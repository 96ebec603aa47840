"""Provenance: the published rows alone lead back to the raw bytes, region by region and file by file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from time import process_time
from typing import NamedTuple, get_args

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.checking.culprit import Witnesses
from bdci_corpus.checking.release import BATCH_ROWS, Opened
from bdci_corpus.checking.report import REMEDY, Observation, Outcome, counted
from bdci_corpus.checking.stores import ByteStore
from bdci_corpus.checking.traces import File, Region, Traced, trace_faults, whole_files
from bdci_corpus.checking.undoing import Raw, undone
from bdci_corpus.errors import CheckError
from bdci_corpus.records import TraceReach
from bdci_corpus.release import NO_TRACE, forget_mapped, rows_at

REACHES: tuple[str, ...] = get_args(TraceReach)


class PublishedRow(NamedTuple):
    """The columns of a document that say the same as its trace, or how far it reaches."""

    id: str
    path: str
    region_sha256: str
    trace_reaches: str
    encoding: str


class Spelled(NamedTuple):
    """The columns of a document that hold its text."""

    id: str
    text: str
    original_text: str | None
    language: str


class _TracedRow(NamedTuple):
    """One document beside its trace: ``spelled`` and ``edits`` are read where something is wrong."""

    split: str
    published: PublishedRow
    traced: Traced
    spelled: Callable[[], Spelled]
    edits: Callable[[], Sequence[Mapping[str, int | bytes]]]


@dataclass(slots=True)
class _Tally:
    """What undoing gave so far; ``regions`` by path, of the rows whose trace reaches the file."""

    files: Mapping[str, File]
    problems: list[CheckError] = field(default_factory=list)
    regions: defaultdict[str, list[Region]] = field(default_factory=lambda: defaultdict(list))
    unknown: set[str] = field(default_factory=set)
    reaches: Counter[str] = field(default_factory=Counter)
    raw: ByteStore = field(default_factory=ByteStore)
    right: int = 0
    bytes: int = 0


def check_provenance(opened: Opened) -> Outcome[None]:
    """Undo every trace, and compare what comes back with the hashes of regions and of whole files."""
    start = process_time()
    splits = opened.splits("files")
    files = {row[0]: File(*row) for split in splits for row in opened.columns("files", split, File._fields)}
    tally = _Tally(files)
    for split in opened.splits():
        if split in opened.splits("traces"):
            _undo_split(opened, split, tally)
    speed = tally.bytes / 1e6 / max(process_time() - start, 1e-9)
    wholes = whole_files(files if opened.is_complete else {}, tally.regions, tally.unknown)
    total = tally.reaches.total()
    did = (
        f"re-derived the SHA-256 of {tally.right:,} of {counted(total, 'region')} from the rows alone, "
        f"{tally.bytes:,} bytes at {speed:.1f} MB/s a core; {wholes.summary}"
    )
    findings = [
        Observation(where="trace_reaches", text=f"Of {counted(count, 'document')}, the trace reaches the {reach} only.")
        for reach, count in sorted(tally.reaches.items())
        if reach in REACHES[1:] and count
    ]
    return Outcome(did=did, value=None, problems=[*tally.problems, *wholes.problems], findings=findings)


def _undo_split(opened: Opened, split: str, tally: _Tally) -> None:
    """Undo the rows of one split, a batch at a time."""
    traces = opened.read("traces", split, [*Traced._fields, "edits"])
    tally.problems += trace_faults(opened, split, {path: file.bytes for path, file in tally.files.items()})
    witnesses = Witnesses(opened, split)
    columns = dict.fromkeys([*PublishedRow._fields, *Spelled._fields])
    documents = opened.read("documents", split, list(columns))
    beside = pc.index_in(documents["id"], traces["id"].combine_chunks()).combine_chunks()
    untold = pc.equal(documents["trace_reaches"], NO_TRACE).combine_chunks()
    for name in documents["id"].filter(pc.and_not(beside.is_null(), untold)).to_pylist():
        tally.problems.append(CheckError(f"documents/{split} > {name}", "The table traces has no row for it.", REMEDY))
    unclaimed = traces["id"].filter(pc.invert(pc.is_in(traces["id"], documents["id"].combine_chunks())))
    tally.reaches[NO_TRACE] += pc.sum(untold).as_py() or 0
    for start in range(0, len(beside), BATCH_ROWS):
        places = beside.slice(start, BATCH_ROWS)
        part = documents.slice(start, BATCH_ROWS).filter(places.is_valid())
        rows = _rows(split, part, rows_at(traces, places.drop_null().to_numpy()))
        for row, raw in rows:
            _undo_row(row, raw, tally, witnesses)
        forget_mapped()
    for name in sorted(unclaimed.to_pylist()):
        where = f"traces/{split} > {name}"
        tally.problems.append(CheckError(where, "No document of this split has the id.", REMEDY))


def _rows(split: str, documents: pa.Table, traces: pa.Table) -> Iterator[tuple[_TracedRow, Raw]]:
    """Yield documents beside their traces, and what undoing gives."""
    published = zip(*(documents[name].to_pylist() for name in PublishedRow._fields), strict=True)
    traced = zip(*(traces[name].to_pylist() for name in Traced._fields), strict=True)
    raws = undone(documents, traces)
    for number, (one, other, raw) in enumerate(zip(published, traced, raws, strict=True)):
        row = _TracedRow(
            split,
            PublishedRow(*one),
            Traced(*other),
            lambda at=number: Spelled(*documents.select(Spelled._fields).slice(at, 1).to_pylist()[0].values()),  # type: ignore[misc]
            lambda at=number: traces["edits"][at].as_py(),  # type: ignore[misc]
        )
        yield row, raw


def _undo_row(row: _TracedRow, raw: Raw, tally: _Tally, witnesses: Witnesses) -> None:
    """Enter the region that undoing gave, or what is wrong with it."""
    published, trace = row.published, row.traced
    faults = list(_contradictions(f"documents/{row.split} > {published.id}", published, trace))
    tally.reaches[published.trace_reaches] += 1
    if isinstance(raw, Exception):
        faults.append(witnesses.accuse(row.spelled(), row.edits(), f"Undoing the trace fails: {raw}."))
        raw = b""
    else:
        tally.bytes += len(raw)
        faults += _byte_faults(row, raw, witnesses)
    tally.right += not faults
    tally.problems += faults
    if faults or published.trace_reaches != "file":
        tally.unknown.add(published.path)
        return
    file = tally.files.get(published.path)
    is_file = file is not None and published.region_sha256 == file.raw_sha256 and len(raw) == file.bytes
    again = None if is_file else partial(tally.raw.read, tally.raw.add(raw), len(raw))
    region = Region(trace.region_start, trace.region_end, again)
    tally.regions[published.path].append(region)


def _contradictions(where: str, row: PublishedRow, trace: Traced) -> Iterator[CheckError]:
    """Yield what a document says otherwise than its trace."""
    if row.trace_reaches not in REACHES:
        problem = f'The trace reaches "{row.trace_reaches}", which is none of {", ".join(REACHES)}.'
        yield CheckError(f"{where} > trace_reaches", problem, REMEDY)
    for name in ("path", "region_sha256", "encoding"):
        own, its = getattr(row, name), getattr(trace, name)
        if own != its:
            yield CheckError(f"{where} > {name}", f"It is {own}, and the trace's is {its}.", REMEDY)


def _byte_faults(row: _TracedRow, raw: bytes | memoryview, witnesses: Witnesses) -> Iterator[CheckError]:
    """Yield whether undoing did not give the bytes of the region, or not so many as it spans."""
    published, trace = row.published, row.traced
    found, size = sha256(raw).hexdigest(), trace.region_end - trace.region_start
    if found not in {published.region_sha256, trace.region_sha256}:
        sizes = "" if len(raw) == size else f" They are {len(raw):,}, and the region has {size:,}."
        problem = (
            f"Undoing the trace gives other bytes, of the SHA-256 {found} and not {published.region_sha256}.{sizes}"
        )
        yield witnesses.accuse(row.spelled(), row.edits(), problem)
    elif len(raw) != size:
        span = f"[{trace.region_start}, {trace.region_end})"
        problem = f"Undoing gives {len(raw):,} bytes, and the region is {span}."
        yield CheckError(f"traces/{row.split} > {published.id} > region_end", problem, REMEDY)
