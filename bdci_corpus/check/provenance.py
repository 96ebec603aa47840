"""Provenance: the published rows alone lead back to the raw bytes, region by region and file by file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from time import perf_counter
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from bdci_corpus.check.culprit import Witnesses
from bdci_corpus.check.opened import BATCH_ROWS, Opened
from bdci_corpus.check.report import REMEDY, Finding, Outcome, counted
from bdci_corpus.check.wholes import File, Region, whole_files
from bdci_corpus.errors import CheckError
from bdci_corpus.records import TraceReach
from bdci_corpus.trace import undo

REACHES: tuple[TraceReach, ...] = ("file", "record", "layer")


class Published(NamedTuple):
    """The columns of a document that undoing needs."""

    id: str
    text: str
    original_text: str | None
    path: str
    region_sha256: str
    trace_reaches: str
    encoding: str
    language: str


class Traced(NamedTuple):
    """The columns of a trace, but for its edits."""

    id: str
    path: str
    region_start: int
    region_end: int
    region_sha256: str
    encoding: str


Edits = list[dict[str, int | bytes]]


@dataclass(slots=True)
class _Undone:
    """What undoing gave so far; ``regions`` by path, of the rows whose trace reaches the file."""

    problems: list[CheckError] = field(default_factory=list)
    regions: defaultdict[str, list[Region]] = field(default_factory=lambda: defaultdict(list))
    unknown: set[str] = field(default_factory=set)
    reaches: Counter[str] = field(default_factory=Counter)
    right: int = 0
    bytes: int = 0


def check_provenance(opened: Opened) -> Outcome[None]:
    """Undo every trace, and compare what comes back with the hashes of regions and of whole files."""
    start = perf_counter()
    undone = _Undone()
    files = {
        row[0]: File(*row) for split in opened.splits("files") for row in opened.columns("files", split, File._fields)
    }
    for split in opened.splits():
        if split in opened.splits("traces"):
            _undo_split(opened, split, files, undone)
    speed = undone.bytes / 1e6 / max(perf_counter() - start, 1e-9)
    wholes = whole_files(files, undone.regions, undone.unknown)
    total = undone.reaches.total()
    did = (
        f"re-derived the SHA-256 of {undone.right:,} of {counted(total, 'region')} from the rows alone, "
        f"{undone.bytes:,} bytes at {speed:.0f} MB/s; {wholes.said}"
    )
    findings = [
        Finding(where="documents > trace_reaches", text=f"The traces of {counted(count, 'document')} reach a {reach}.")
        for reach, count in sorted(undone.reaches.items())
        if reach in REACHES[1:]
    ]
    return Outcome(did=did, value=None, problems=[*undone.problems, *wholes.problems], findings=findings)


def _undo_split(opened: Opened, split: str, files: Mapping[str, File], undone: _Undone) -> None:
    traces = opened.read("traces", split, [*Traced._fields, "edits"])
    place = {name: number for number, name in enumerate(traces["id"].to_pylist())}
    unclaimed = place.keys() - set(opened.read("documents", split, ["id"])["id"].to_pylist())
    undone.problems += (
        CheckError(f"traces/{split} > {name}", "No document of this split has the id.", REMEDY)
        for name in sorted(unclaimed)
    )
    witnesses = Witnesses(opened, split)
    for batch in opened.read("documents", split, Published._fields).to_batches(max_chunksize=BATCH_ROWS):
        rows = [Published(*values) for values in zip(*(column.to_pylist() for column in batch.columns), strict=True)]
        known = [row for row in rows if row.id in place]
        undone.problems += (
            CheckError(f"documents/{split} > {row.id}", "The table traces has no row for it.", REMEDY)
            for row in rows
            if row.id not in place
        )
        part = traces.take(pa.array([place[row.id] for row in known], pa.int64()))
        for row, (trace, edits) in zip(known, _traces(part, split, undone.problems), strict=True):
            faults = list(_row_problems(split, row, trace, edits, files.get(row.path), undone, witnesses))
            undone.reaches[row.trace_reaches] += 1
            undone.right += not faults
            undone.problems += faults
            if faults or row.trace_reaches != "file":
                undone.unknown.add(row.path)


def _traces(part: pa.Table, split: str, problems: list[CheckError]) -> Iterator[tuple[Traced, Edits]]:
    """Yield traces with their edits as ``undo`` takes them, and report edits that are out of order.

    The edits are taken apart column by column: nested rows made by Arrow are ten times slower.
    """
    lists = part["edits"].combine_chunks()
    bounds = lists.offsets.to_pylist()
    values = lists.values
    starts, ends = (values.field(name).to_numpy() for name in ("start", "end"))
    names = part["id"].to_pylist()
    inner = np.ones(max(len(starts) - 1, 0), np.bool_)
    inner[[bound - 1 for bound in bounds[1:-1] if 0 < bound < len(starts)]] = False
    wrong = np.flatnonzero(starts > ends).tolist()
    wrong += (np.flatnonzero(inner & (starts[1:] <= ends[:-1])) + 1).tolist()
    for edit in sorted(set(wrong)):
        row = int(np.searchsorted(bounds, edit, side="right")) - 1
        where = f"traces/{split} > {names[row]} > edits[{edit - bounds[row]}]"
        problem = f"Its span [{starts[edit]}, {ends[edit]}) is no span behind the one before it."
        problems.append(CheckError(where, problem, REMEDY))
    befores = values.field("before").to_pylist()
    edits: Edits = [
        {"start": start, "end": end, "before": before}
        for start, end, before in zip(starts.tolist(), ends.tolist(), befores, strict=True)
    ]
    meta = zip(*(part[name].to_pylist() for name in Traced._fields), strict=True)
    for (first, last), facts in zip(zip(bounds, bounds[1:], strict=False), meta, strict=True):
        yield Traced(*facts), edits[first:last]


def _row_problems(
    split: str,
    row: Published,
    trace: Traced,
    edits: Edits,
    file: File | None,
    undone: _Undone,
    witnesses: Witnesses,
) -> Iterator[CheckError]:
    """Undo one row and yield what is wrong with it; enter its region if nothing is."""
    here = f"documents/{split} > {row.id}"
    if row.trace_reaches not in REACHES:
        problem = f'The trace reaches "{row.trace_reaches}", which is none of {", ".join(REACHES)}.'
        yield CheckError(f"{here} > trace_reaches", problem, REMEDY)
    for name in ("path", "region_sha256", "encoding"):
        own, its = getattr(row, name), getattr(trace, name)
        if own != its:
            yield CheckError(f"{here} > {name}", f"It is {own}, and the trace's is {its}.", REMEDY)
    try:
        raw = undo(row._asdict(), {**trace._asdict(), "edits": edits})
    except (UnicodeError, LookupError) as error:
        yield witnesses.accuse(row, edits, f"Undoing the trace fails: {error}.")
        return
    undone.bytes += len(raw)
    digest = sha256(raw).hexdigest()
    if digest not in {row.region_sha256, trace.region_sha256}:
        yield witnesses.accuse(row, edits, _mismatch(digest, row, trace, len(raw)))
    elif len(raw) != trace.region_end - trace.region_start:
        span = f"[{trace.region_start}, {trace.region_end})"
        problem = f"Undoing gives {len(raw):,} bytes, and {span} is no region of that length."
        yield CheckError(f"traces/{split} > {row.id} > region_end", problem, REMEDY)
    elif row.trace_reaches == "file":
        is_file = file is not None and digest == file.raw_sha256 and len(raw) == file.bytes
        undone.regions[row.path].append(Region(trace.region_start, trace.region_end, None if is_file else raw))


def _mismatch(digest: str, row: Published, trace: Traced, size: int) -> str:
    expected = trace.region_end - trace.region_start
    sizes = "" if size == expected else f" They are {size:,}, and the region is {expected:,} long."
    return f"Undoing the trace gives other bytes: their SHA-256 is {digest}, not {row.region_sha256}.{sizes}"
