"""The result of an audit, as Python holds it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from bdci_corpus.auditing.report import Report


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Audit:
    """What an audit found; in a notebook it shows itself.

    ``leaks`` has a row for each row and other split that it leaks to: split, row (its number in the
    split, from 0), id (null without a column of ids), with (the other split) and kind (its strongest
    link there).
    """

    report: Report
    leaks: pa.Table = field(repr=False)

    @property
    def clean(self) -> bool:
        """Whether nothing leaks between splits."""
        return self.report.clean

    def as_data(self) -> dict[str, Any]:
        """Return the report as what JSON can hold; see docs/reference/audit.schema.json."""
        data: dict[str, Any] = json.loads(self.report.model_dump_json())
        return data

    def html(self) -> str:
        """Return the report as a page that needs nothing else."""
        from bdci_corpus.auditing.page import page_of

        return page_of(self.report)

    def write_html(self, path: Path | str) -> None:
        """Write the page."""
        Path(path).write_text(self.html(), "utf-8")

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from bdci_corpus.auditing.page import fragment_of

        return fragment_of(self.report)

    def __str__(self) -> str:
        """Return the verdict in a sentence."""
        return self.report.summary
