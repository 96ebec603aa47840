"""A release before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from bdci_corpus.ledger import Ledger
from bdci_corpus.neardup import NearDuplicates
from bdci_corpus.project import Config
from bdci_corpus.records import Notice
from bdci_corpus.release.files import Part
from bdci_corpus.splitting import Assignment, Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """Assigned documents.

    ``published`` are the documents that have a split, with the columns that placing adds and the
    column ``split``. ``compared`` holds their pairs and clusters; its overlaps are of all documents,
    because what is boilerplate was told by all. ``sketches`` are of all documents, too.
    """

    published: pa.Table
    compared: NearDuplicates
    sketches: pa.Table
    candidates: tuple[Candidate, ...]
    assignment: Assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """All documents of a project before they are compared; tables are sorted by id or path.

    ``failures`` are the raw files that could not be read, as ``(path, problem, remedy)``; ``undeclared``
    are the license notices that corpus.toml does not know, as ``(document id, notice)``.
    """

    documents: pa.Table
    traces: pa.Table
    files: pa.Table
    failures: tuple[tuple[str, str, str], ...]
    undeclared: tuple[tuple[str, Notice], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that a release is written from. ``license_texts`` is the project's folder of them."""

    config: Config
    collected: Collected
    arranged: Arranged
    ledger: Ledger
    redistributable_only: bool = False
    license_texts: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: the parts of the release, of the hidden splits, and the logical hash."""

    parts: tuple[Part, ...]
    hidden: tuple[Part, ...]
    logical_sha256: str
    left_out: tuple[Mapping[str, object], ...]
