"""Provenance: the published rows alone lead back to the raw bytes, region by region and file by file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from time import perf_counter
from typing import NamedTuple, get_args

import pyarrow as pa

from bdci_corpus.check.culprit import Witnesses
from bdci_corpus.check.opened import BATCH_ROWS, Opened
from bdci_corpus.check.report import REMEDY, Finding, Outcome, counted
from bdci_corpus.check.traces import Edits, Traced, trace_faults, trace_rows
from bdci_corpus.check.wholes import File, Region, whole_files
from bdci_corpus.errors import CheckError
from bdci_corpus.records import TraceReach
from bdci_corpus.trace import undo

REACHES: tuple[str, ...] = get_args(TraceReach)


class Published(NamedTuple):
    """The columns of a document that undoing needs, or that say the same as its trace."""

    id: str
    text: str
    original_text: str | None
    language: str
    path: str
    region_sha256: str
    trace_reaches: str
    encoding: str


@dataclass(slots=True)
class _Undone:
    """What undoing gave so far; ``regions`` by path, of the rows whose trace reaches the file."""

    files: Mapping[str, File]
    problems: list[CheckError] = field(default_factory=list)
    regions: defaultdict[str, list[Region]] = field(default_factory=lambda: defaultdict(list))
    unknown: set[str] = field(default_factory=set)
    reaches: Counter[str] = field(default_factory=Counter)
    right: int = 0
    bytes: int = 0


def check_provenance(opened: Opened) -> Outcome[None]:
    """Undo every trace, and compare what comes back with the hashes of regions and of whole files."""
    start = perf_counter()
    splits = opened.splits("files")
    files = {row[0]: File(*row) for split in splits for row in opened.columns("files", split, File._fields)}
    undone = _Undone(files)
    for split in opened.splits():
        if split in opened.splits("traces"):
            _undo_split(opened, split, undone)
    speed = undone.bytes / 1e6 / max(perf_counter() - start, 1e-9)
    wholes = whole_files(files, undone.regions, undone.unknown)
    total = undone.reaches.total()
    did = (
        f"re-derived the SHA-256 of {undone.right:,} of {counted(total, 'region')} from the rows alone, "
        f"{undone.bytes:,} bytes at {speed:.1f} MB/s; {wholes.said}"
    )
    findings = [
        Finding(where="trace_reaches", text=f"Of {counted(count, 'document')}, the trace reaches the {reach} only.")
        for reach, count in sorted(undone.reaches.items())
        if reach in REACHES[1:]
    ]
    return Outcome(did=did, value=None, problems=[*undone.problems, *wholes.problems], findings=findings)


def _undo_split(opened: Opened, split: str, undone: _Undone) -> None:
    """Undo the rows of one split, a batch at a time."""
    traces = opened.read("traces", split, [*Traced._fields, "edits"])
    undone.problems += trace_faults(opened, split, {path: file.bytes for path, file in undone.files.items()})
    place = {name: number for number, name in enumerate(traces["id"].to_pylist())}
    witnesses = Witnesses(opened, split)
    unclaimed = set(place)
    for batch in opened.read("documents", split, Published._fields).to_batches(max_chunksize=BATCH_ROWS):
        rows = [Published(*values) for values in zip(*(column.to_pylist() for column in batch.columns), strict=True)]
        known = [row for row in rows if row.id in place]
        for row in rows:
            if row.id not in place:
                where = f"documents/{split} > {row.id}"
                undone.problems.append(CheckError(where, "The table traces has no row for it.", REMEDY))
        unclaimed.difference_update(row.id for row in known)
        part = traces.take(pa.array([place[row.id] for row in known], pa.int64()))
        for row, (trace, edits) in zip(known, trace_rows(part), strict=True):
            _undo_row(split, row, (trace, edits), undone, witnesses)
    for name in sorted(unclaimed):
        where = f"traces/{split} > {name}"
        undone.problems.append(CheckError(where, "No document of this split has the id.", REMEDY))


def _undo_row(split: str, row: Published, traced: tuple[Traced, Edits], undone: _Undone, witnesses: Witnesses) -> None:
    """Undo one row; enter its region, or what is wrong with it."""
    trace, edits = traced
    faults = list(_contradictions(f"documents/{split} > {row.id}", row, trace))
    undone.reaches[row.trace_reaches] += 1
    try:
        raw = undo(row._asdict(), {**trace._asdict(), "edits": edits})
    except (UnicodeError, LookupError) as error:
        faults.append(witnesses.accuse(row, edits, f"Undoing the trace fails: {error}."))
        raw = b""
    else:
        undone.bytes += len(raw)
        faults += _byte_faults(split, row, traced, raw, witnesses)
    undone.right += not faults
    undone.problems += faults
    if faults or row.trace_reaches != "file":
        undone.unknown.add(row.path)
        return
    file = undone.files.get(row.path)
    is_file = file is not None and row.region_sha256 == file.raw_sha256 and len(raw) == file.bytes
    region = Region(trace.region_start, trace.region_end, None if is_file else raw)
    undone.regions[row.path].append(region)


def _contradictions(where: str, row: Published, trace: Traced) -> Iterator[CheckError]:
    """Yield what a document says otherwise than its trace."""
    if row.trace_reaches not in REACHES:
        problem = f'The trace reaches "{row.trace_reaches}", which is none of {", ".join(REACHES)}.'
        yield CheckError(f"{where} > trace_reaches", problem, REMEDY)
    for name in ("path", "region_sha256", "encoding"):
        own, its = getattr(row, name), getattr(trace, name)
        if own != its:
            yield CheckError(f"{where} > {name}", f"It is {own}, and the trace's is {its}.", REMEDY)


def _byte_faults(
    split: str, row: Published, traced: tuple[Traced, Edits], raw: bytes, witnesses: Witnesses
) -> Iterator[CheckError]:
    """Yield whether undoing did not give the bytes of the region, or not so many as it spans."""
    trace, edits = traced
    found, size = sha256(raw).hexdigest(), trace.region_end - trace.region_start
    if found not in {row.region_sha256, trace.region_sha256}:
        sizes = "" if len(raw) == size else f" They are {len(raw):,}, and the region has {size:,}."
        problem = f"Undoing the trace gives other bytes, of the SHA-256 {found} and not {row.region_sha256}.{sizes}"
        yield witnesses.accuse(row, edits, problem)
    elif len(raw) != size:
        span = f"[{trace.region_start}, {trace.region_end})"
        problem = f"Undoing gives {len(raw):,} bytes, and the region is {span}."
        yield CheckError(f"traces/{split} > {row.id} > region_end", problem, REMEDY)
