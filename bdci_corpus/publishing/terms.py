"""Under what terms the rows of a release stand: read from the rows themselves, wherever their files are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.licenses import BLOCKS_PUBLIC, STRICTNESS, Finding, roll_up, strictest
from bdci_corpus.publishing.gate import Content, must_be_kept
from bdci_corpus.release import licensed_rows, schema_of

Read = Callable[[str, Sequence[str]], pa.Table]
"""Reads some columns of a table."""

_COLUMNS = ("id", "source", "license", "restriction", "license_evidence", "synthetic", "notice_text")

_NAMES = ("attribution", "rights_holder", "author")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionCounts:
    """How many rows stand under each restriction, and what they come to together.

    ``restricted`` are the ids of the rows that may not be read by anybody, sorted.
    """

    rows: dict[str, int]
    findings: tuple[Finding, ...]
    restricted: tuple[str, ...]

    @property
    def strictest(self) -> str:
        """The least permissive restriction; one that nobody has heard of counts as unknown."""
        return strictest(name if name in STRICTNESS else "unknown" for name in self.rows)

    @property
    def kept(self) -> bool:
        """Whether they may go to a private or gated place only."""
        return must_be_kept(self.strictest, blocked=bool(self.restricted))

    @property
    def content(self) -> Content:
        """The same, for the gate."""
        return Content(rows=tuple(self.rows.items()), restricted=self.restricted)


def terms_of(read: Read) -> RestrictionCounts:
    """Return what the rows' licenses come to together.

    Whether a text was altered matters to one restriction only, and needs the large columns: they are left
    alone where no row has it.
    """
    documents = read("documents", [*_COLUMNS, *_NAMES])
    counts = dict(sorted(Counter(documents["restriction"].to_pylist()).items()))
    odd = sorted(name for name in counts if name in BLOCKS_PUBLIC or name not in STRICTNESS)
    restricted = set(documents.filter(pc.is_in(documents["restriction"], pa.array(odd, pa.string())))["id"].to_pylist())
    if not counts.keys() <= set(STRICTNESS):
        return RestrictionCounts(rows=counts, findings=(), restricted=tuple(sorted(restricted)))
    names = ("text", "original_text")
    if "no-derivatives" in counts:
        large, traces = read("documents", names), read("traces", ["id", "edits"])
    else:
        large = pa.table({name: pa.nulls(documents.num_rows, pa.string()) for name in names})
        traces = schema_of("traces").empty_table()
    for name in names:
        documents = documents.append_column(name, large[name])
    findings = roll_up(licensed_rows(documents, traces))
    restricted.update(name for finding in findings if finding.blocks_public for name in finding.rows)
    return RestrictionCounts(rows=counts, findings=findings, restricted=tuple(sorted(restricted)))
