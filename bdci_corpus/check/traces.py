"""Traces: their rows, read column by column, and what is wrong with them whatever the text says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bdci_corpus.check.opened import Opened
from bdci_corpus.check.report import REMEDY
from bdci_corpus.check.undoing import flat
from bdci_corpus.encoding import RULE
from bdci_corpus.errors import CheckError
from bdci_corpus.rules import RULES


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
    part = opened.read("traces", split, ["id", "path", "edits", "fields"])
    loaders = opened.read("documents", split, ["loader"])["loader"].unique().to_pylist()
    names, where = part["id"].to_pylist(), f"traces/{split}"
    bounds, values = flat(part["edits"])
    for edit in _out_of_order(bounds, values):
        row = int(np.searchsorted(bounds, edit, side="right")) - 1
        spot = f"{where} > {names[row]} > edits[{edit - bounds[row]}]"
        yield CheckError(spot, "Its span is turned round, or touches the one before it.", REMEDY)
    for edit, rule in _unknown_rules(values, {RULE, *RULES, *loaders}):
        row = int(np.searchsorted(bounds, edit, side="right")) - 1
        spot = f"{where} > {names[row]} > edits[{edit - bounds[row]}] > rules"
        yield CheckError(spot, f'There is no rule and no loader "{rule}".', REMEDY)
    for name, path, fields in zip(names, part["path"].to_pylist(), part["fields"].to_pylist(), strict=True):
        for entry in fields:
            if not 0 <= entry["start"] <= entry["end"] <= sizes.get(path, entry["end"]):
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
