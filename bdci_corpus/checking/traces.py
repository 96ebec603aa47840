"""Traces: their rows, read column by column, and what is wrong with them whatever the text says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.report import REMEDY, counted
from bdci_corpus.checking.undoing import flat
from bdci_corpus.errors import CheckError, ChecksumMismatch
from bdci_corpus.rules import RULE_NAMES
from bdci_corpus.text import RULE


class File(NamedTuple):
    """The columns of ``files`` that say how much of a file leads back to its bytes."""

    path: str
    raw_sha256: str
    bytes: int
    regions: int
    covered_bytes: int
    whole: bool


class Region(NamedTuple):
    """A byte span of a file and how to read its bytes; None where they were found to be the whole file's."""

    start: int
    end: int
    raw: Callable[[], bytes] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wholes:
    """How many files were re-derived whole, how many in part, and what is wrong."""

    right: int
    partly: int
    problems: Sequence[CheckError]

    @property
    def summary(self) -> str:
        """What was re-derived, in words."""
        part = f", {counted(self.partly, 'file')} in part" if self.partly else ""
        return f"{counted(self.right, 'file')} re-derived whole{part}"


def whole_files(files: Mapping[str, File], regions: Mapping[str, Sequence[Region]], unknown: Collection[str]) -> Wholes:
    """Put the regions of each file together, and compare them with what ``files`` says.

    ``unknown`` are the files of which some row was wrong or does not reach the file: what is left
    of them proves nothing.
    """
    problems: list[CheckError] = []
    right = partly = 0
    for path, file in sorted(files.items()):
        own = sorted(regions.get(path, ()), key=lambda region: region[:2])
        if path in unknown:
            partly += 1
            continue
        faults = list(_faults(file, own))
        problems += faults
        complete = file.whole and len(own) == file.regions
        right += complete and not faults
        partly += not complete
    return Wholes(right=right, partly=partly, problems=problems)


def _faults(file: File, own: Sequence[Region]) -> Iterator[CheckError]:
    where = f"files > {file.path}"
    if file.whole != (file.covered_bytes == file.bytes):
        problem = f"whole is {file.whole}, with {file.covered_bytes:,} of {file.bytes:,} bytes covered."
        yield CheckError(f"{where} > whole", problem, REMEDY)
    if not own:
        yield CheckError(where, "No document leads back to it.", REMEDY)
        return
    overlapping = next((b for a, b in pairwise(own) if b.start < a.end), None)
    if overlapping or own[0].start < 0 or own[-1].end > file.bytes:
        start, end, _ = overlapping or own[-1]
        problem = f"The region [{start}, {end}) overlaps another, or lies outside the file's {file.bytes:,} bytes."
        yield CheckError(where, problem, REMEDY)
        return
    if len(own) > file.regions:
        yield CheckError(f"{where} > regions", f"There are {len(own):,} documents, not {file.regions:,}.", REMEDY)
    if len(own) != file.regions:
        return  # other documents of the file are hidden or were left out
    covered = sum(region.end - region.start for region in own)
    if covered != file.covered_bytes:
        problem = f"Its documents cover {covered:,} bytes, not {file.covered_bytes:,}."
        yield CheckError(f"{where} > covered_bytes", problem, REMEDY)
    elif file.whole and any(region.raw is not None for region in own):
        hasher = sha256()
        for region in own:
            hasher.update(region.raw() if region.raw else b"")
        found = hasher.hexdigest()
        if found != file.raw_sha256:
            problem = f"Put together, its regions have the SHA-256 {found}, not {file.raw_sha256}."
            yield ChecksumMismatch(f"{where} > raw_sha256", problem, REMEDY)


class Traced(NamedTuple):
    """The columns of a trace, but for its edits, fields and seals."""

    id: str
    path: str
    region_start: int
    region_end: int
    region_sha256: str
    encoding: str


def trace_faults(opened: Opened, split: str, sizes: Mapping[str, int]) -> Iterator[CheckError]:
    """Yield edits out of order, rules that there are none of, and fields outside their files.

    ``sizes`` are the bytes of each raw file.
    """
    part = opened.read("traces", split, ["id", "path", "region_end", "edits", "fields"])
    loaders = opened.read("documents", split, ["loader"])["loader"].unique().to_pylist()
    names, where = part["id"].to_pylist(), f"traces/{split}"
    bounds, values = flat(part["edits"])
    for edit in _out_of_order(bounds, values):
        row = int(np.searchsorted(bounds, edit, side="right")) - 1
        spot = f"{where} > {names[row]} > edits[{edit - bounds[row]}]"
        yield CheckError(spot, "Its span is turned round, or touches the one before it.", REMEDY)
    for edit, rule in _unknown_rules(values, {RULE, *RULE_NAMES, *loaders}):
        row = int(np.searchsorted(bounds, edit, side="right")) - 1
        spot = f"{where} > {names[row]} > edits[{edit - bounds[row]}] > rules"
        yield CheckError(spot, f'There is no rule and no loader "{rule}".', REMEDY)
    columns = (part[name].to_pylist() for name in ("path", "region_end", "fields"))
    for name, path, region_end, fields in zip(names, *columns, strict=True):
        for entry in fields:
            last = max(sizes.get(path, entry["end"]), region_end)  # what is packed may have more bytes than its file
            if not 0 <= entry["start"] <= entry["end"] <= last:
                problem = f"[{entry['start']}, {entry['end']}) is no span of the file."
                yield CheckError(f"{where} > {name} > fields > {entry['name']}", problem, REMEDY)


def _out_of_order(bounds: NDArray[np.int64], edits: pa.Array) -> list[int]:
    """Return the edits that end before they start, or start where the one before them in the row ends."""
    starts, ends = (edits.field(name).to_numpy() for name in ("start", "end"))
    follows = np.ones(len(starts), np.bool_)
    follows[bounds[bounds < len(starts)]] = False
    touches = np.append(False, starts[1:] <= ends[:-1])[: len(starts)] & follows
    found: list[int] = np.flatnonzero((starts > ends) | touches).tolist()
    return found


def _unknown_rules(edits: pa.Array, known: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the edits that name a rule, or loader, that there is none of, or none at all."""
    bounds, rules = flat(pa.chunked_array([edits.field("rules")]))
    odd = np.array([name not in known for name in rules.to_pylist()], np.bool_)
    for place in np.flatnonzero(odd).tolist():
        yield int(np.searchsorted(bounds, place, side="right")) - 1, str(rules[place])
    for edit in np.flatnonzero(bounds[1:] == bounds[:-1]).tolist():
        yield edit, ""
