"""What a build made, and what stands in the way of publishing it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.building.columns import column_notes
from bdci_corpus.building.competition import board_notes
from bdci_corpus.licenses import Finding, roll_up
from bdci_corpus.release import (
    Draft,
    WrittenRelease,
    filtered,
    licensed_rows,
    pairs_among,
)
from bdci_corpus.release.pages import crossing_pairs

_NAMED = 3
"""How many files a note names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build made, and what stands in the way of publishing it.

    ``quarantined`` are the ids and reasons of what was left out; ``undeclared`` says that the folder
    had no corpus.toml. ``crossing`` counts by kind the pairs of documents in two
    splits, hidden ones too. ``findings`` are what the rows' licenses come to together; ``withheld``
    counts by restriction what ``only_redistributable`` kept back. ``url`` is where the release was sent, which lies in
    ``release`` on this machine, too.
    """

    release: Path
    name: str
    version: str
    documents: int
    edits: int
    groups: int
    splits: Mapping[str, int]
    hidden: Mapping[str, int]
    crossing: Mapping[str, int]
    empty_splits: tuple[str, ...]
    quarantined: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    blocking: tuple[str, ...]
    findings: tuple[Finding, ...]
    frozen: int
    withheld: Mapping[str, int]
    logical_sha256: str
    url: str | None = None

    @property
    def load_line(self) -> str:
        """The line of Python that loads the release."""
        if self.url:
            files = {split: f"{self.url}/documents/{split}-*.parquet" for split in self.splits}
            return f'datasets.load_dataset("parquet", data_files={json.dumps(files)})'
        here = Path.cwd()
        shown = self.release.relative_to(here) if self.release.is_relative_to(here) else self.release
        return f'datasets.load_dataset("{shown.as_posix()}")'


def unclaimed_note(others: Sequence[str]) -> Iterator[str]:
    """Yield a note of the files in the raw folder that no source has."""
    if others:
        named = ", ".join(others[:_NAMED]) + (", …" if len(others) > _NAMED else "")
        one = "1 file belongs to no source and was not read"
        said = one if len(others) == 1 else f"{len(others)} files belong to no source and were not read"
        yield f"{said}: {named}. Add a pattern to files of [[sources]]."


def _unloadable(target: Path) -> Iterator[str]:
    """Yield a note if ``datasets`` cannot load from this folder: it takes brackets for a pattern."""
    if set("[]") & set(str(target)):
        yield f"datasets cannot load from a folder with [ or ] in its path: {target}. Build with --out elsewhere."


def result_of(
    draft: Draft,
    written: WrittenRelease,
    target: Path,
    frozen: int,
    withheld: Mapping[str, int],
    unclaimed: Iterable[str],
) -> BuildResult:
    """Return what a build made; ``frozen`` counts the documents that it added to the ledger."""
    arranged, corpus = draft.arranged, draft.config.corpus
    documents = [part for part in written.parts if part.table == "documents"]
    hidden = pa.array(draft.config.splits.hidden, pa.string())
    shown = filtered(arranged.published, pc.invert(pc.is_in(arranged.published["split"], hidden)))
    ids, traces = pc.unique(shown["id"]), draft.collected.traces
    edits = pc.list_value_length(traces["edits"]).filter(pc.is_in(traces["id"], ids))
    findings = roll_up(licensed_rows(shown, traces))
    crossing = crossing_pairs(arranged.published, pairs_among(arranged))
    return BuildResult(
        release=target,
        name=corpus.name,
        version=corpus.version,
        documents=sum(part.rows for part in documents),
        edits=pc.sum(edits).as_py() or 0,
        groups=pc.count_distinct(shown["group_id"]).as_py(),
        splits={part.split: part.rows for part in documents},
        hidden={part.split: part.rows for part in written.hidden if part.table == "documents"},
        crossing=crossing,
        empty_splits=arranged.assignment.empty_splits,
        quarantined=tuple((str(e["id"]), f"{e['reason']} {e.get('remedy', '')}".strip()) for e in written.left_out),
        notes=(
            *_unloadable(target),
            *unclaimed,
            *arranged.assignment.notes,
            *column_notes(draft),
            *board_notes(draft),
            *(str(f) for f in findings if not f.blocks_public),
        ),
        blocking=tuple(_blocking(draft, findings)),
        findings=findings,
        frozen=frozen,
        withheld=withheld,
        logical_sha256=written.logical_sha256,
    )


def _blocking(draft: Draft, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what stands in the way of publishing."""
    yield from (str(finding) for finding in findings if finding.blocks_public)
    if provisional := len(draft.arranged.assignment.provisional):
        documents = "1 document is" if provisional == 1 else f"{provisional} documents are"
        yield f"{documents} not in the split ledger yet: build with --freeze"
