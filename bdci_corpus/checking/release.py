"""A release on disk, as its manifest describes it, and its tables as far as they can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bdci_corpus.checking.stores import IN_MEMORY, stored
from bdci_corpus.project import Competition, OwnColumn, RaiTable
from bdci_corpus.release import schema_of
from bdci_corpus.release.pages import edition

MANIFEST = "manifest.json"

BATCH_ROWS = 2_000
"""How many rows become Python objects at a time: as many as a row group has."""


class _ManifestPart(BaseModel):
    """What a check needs of a part of the manifest; what else stands there is not its business."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class TableFacts(_ManifestPart):
    """One entry of ``tables``, by the name ``table/split``."""

    rows: int
    files: Annotated[list[str], Field(min_length=1)]
    logical_sha256: str


class CorpusFacts(_ManifestPart):
    """``configuration.corpus``: what the release is called."""

    name: str
    version: str
    description: str
    homepage: str
    citation: str
    title: str = ""
    authors: list[str] = []
    year: int | None = None
    released: str | None = None
    publisher: str = ""
    doi: str = ""
    keywords: list[str] = []
    script: str
    raw: str


class SourceFacts(_ManifestPart):
    """One of ``configuration.sources``: its name, and the patterns of its files."""

    name: str
    files: list[str]


class NearDuplicateFacts(_ManifestPart):
    """``configuration.near_duplicates``."""

    threshold: float = Field(gt=0, le=1)


class SplitFacts(_ManifestPart):
    """``configuration.splits``."""

    group_by_overlaps: bool
    group_by_containment: float = Field(default=0, ge=0, le=1)
    hidden: list[str]
    ratios: Annotated[dict[str, Annotated[float, Field(ge=0, le=1)]], Field(min_length=1)]
    folds: int
    stratify: list[str]
    group_by: list[str] = []
    from_column: str | None = Field(default=None, alias="from")
    crossing: Literal["leave-out", "keep"] = "leave-out"
    by_date: dict[str, str] = {}
    date: str = "published"


class Configuration(_ManifestPart):
    """What a release was built with."""

    corpus: CorpusFacts
    sources: list[SourceFacts]
    near_duplicates: NearDuplicateFacts
    splits: SplitFacts
    competition: Competition | None = None
    rai: RaiTable = RaiTable()
    columns: dict[str, OwnColumn]


class Manifest(_ManifestPart):
    """manifest.json; ``pages`` is the edition of the pages, ``notes`` and what follows are in no table."""

    format: Annotated[int, Field(ge=1)] = 1
    name: str
    version: str
    logical_sha256: str
    pages: str | None = None
    loaders: dict[str, str]
    notes: list[str] = []
    withdrawn: Annotated[int, Field(ge=0)] = 0
    license_texts: dict[str, str] = {}
    redistributable_only: bool = False
    private: bool = False
    commitments: dict[str, str] = {}
    made_with: dict[str, str]
    configuration: Configuration
    tables: dict[Annotated[str, StringConstraints(pattern="^[^/]+/[^/]+$")], TableFacts]

    def table_schema(self, table: str) -> pa.Schema:
        """Return the schema that a table of a release of this format and with these columns must have."""
        return schema_of(table, self.configuration.columns if table == "documents" else None, self.format)

    @property
    def asked(self) -> Competition | None:
        """What is asked of rows without answers; in the organizer's own release they have them."""
        return None if self.private else self.configuration.competition

    @property
    def hidden(self) -> list[str]:
        """The splits that are not in it: in the organizer's own, which is private, all are."""
        return [] if self.private else self.configuration.splits.hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A release whose manifest could be read.

    ``readable`` names the parts (``table/split``) whose files are there, are Parquet and have the
    columns they must have; the others are reported already, and every later step leaves them out.
    """

    root: Path
    manifest: Manifest
    readable: frozenset[str]

    @property
    def of_this_edition(self) -> bool:
        """Whether the pages were written by what would write them here."""
        return self.manifest.pages == edition()

    @property
    def is_complete(self) -> bool:
        """Whether every part that the manifest names can be read, documents among them."""
        return self.readable == self.manifest.tables.keys() and bool(self.splits())

    def splits(self, table: str = "documents") -> list[str]:
        """Return the splits of a table that can be read, sorted."""
        return sorted(name.split("/", 1)[1] for name in self.readable if name.split("/", 1)[0] == table)

    def read(self, table: str, split: str, names: Sequence[str]) -> pa.Table:
        """Return one split of a table that can be read; a column that this release is too old for is null."""
        files = self.manifest.tables[f"{table}/{split}"].files
        return self._filled(read_part(self.root, files, self._stored(table, names)), table, split, names)

    def rows(self, table: str, split: str) -> int:
        """Return how many rows a split of a table has, 0 where it cannot be read."""
        if split not in self.splits(table):
            return 0
        files = self.manifest.tables[f"{table}/{split}"].files
        return sum(pq.read_metadata(self.root / name).num_rows for name in files)

    def table_schema(self, table: str) -> pa.Schema:
        """Return the schema that a table of this release must have."""
        return self.manifest.table_schema(table)

    def columns(self, table: str, split: str, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the values of these columns, row by row; a batch at a time is read and becomes Python objects."""
        for batch in self.batches(table, split, names):
            yield from zip(*(batch[name].to_pylist() for name in names), strict=True)

    def batches(self, table: str, split: str, names: Sequence[str]) -> Iterator[pa.Table]:
        """Yield one split of a table that can be read, some rows at a time; columns as of ``read``."""
        stored = self._stored(table, names)
        for name in self.manifest.tables[f"{table}/{split}"].files:
            with pq.ParquetFile(self.root / name) as file:
                for batch in file.iter_batches(BATCH_ROWS, columns=stored):
                    yield self._filled(pa.Table.from_batches([batch]), table, split, names)

    def _stored(self, table: str, names: Sequence[str]) -> list[str]:
        """Return the columns of these that a release of this age has."""
        available = set(self.table_schema(table).names)
        return [name for name in names if name in available]

    def _filled(self, rows: pa.Table, table: str, split: str, names: Sequence[str]) -> pa.Table:
        """Return rows with the columns that this release is too old for, which are null."""
        available = set(self.table_schema(table).names)
        for name in names:
            if name not in available:
                kind = schema_of(table, self.manifest.configuration.columns).field(name).type
                value = pa.scalar(split if name == "split" else None, kind)
                rows = rows.append_column(name, pa.repeat(value, rows.num_rows))
        return rows.select(list(names))


def read_part(root: Path, files: Sequence[str], columns: Sequence[str] | None = None) -> pa.Table:
    """Return the rows of these Parquet files, in order; of many they lie in a file, and are read where looked at."""
    chosen = None if columns is None else list(columns)
    opened = [pq.ParquetFile(root / name) for name in files]
    if part_size(root, files) <= IN_MEMORY:
        return pa.concat_tables([file.read(columns=chosen) for file in opened])
    schema = opened[0].schema_arrow
    schema = schema if chosen is None else pa.schema([schema.field(name) for name in chosen])
    batches = (pa.Table.from_batches([one]) for file in opened for one in file.iter_batches(BATCH_ROWS, columns=chosen))
    return stored(batches, schema)


def part_size(root: Path, files: Sequence[str]) -> int:
    """Return about how many bytes the rows of these Parquet files have."""
    footers = [pq.read_metadata(root / name) for name in files]
    return sum(one.row_group(number).total_byte_size for one in footers for number in range(one.num_row_groups))
