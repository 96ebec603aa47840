"""Whole files: regions that cover a file give all of its bytes back, and so its SHA-256."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

from bdci_corpus.check.report import REMEDY, counted
from bdci_corpus.errors import CheckError, ChecksumMismatch


class File(NamedTuple):
    """The columns of ``files`` that say how much of a file leads back to its bytes."""

    path: str
    raw_sha256: str
    bytes: int
    regions: int
    covered_bytes: int
    whole: bool


class Region(NamedTuple):
    """A byte span of a file and its bytes; None where they were found to be the whole file's."""

    start: int
    end: int
    raw: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wholes:
    """How many files were re-derived whole, how many in part, and what is wrong."""

    right: int
    partly: int
    problems: Sequence[CheckError]

    @property
    def said(self) -> str:
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
        found = sha256(b"".join(region.raw or b"" for region in own)).hexdigest()
        if found != file.raw_sha256:
            problem = f"Put together, its regions have the SHA-256 {found}, not {file.raw_sha256}."
            yield ChecksumMismatch(f"{where} > raw_sha256", problem, REMEDY)
