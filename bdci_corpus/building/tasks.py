"""What a build asks the project of each raw file, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from bdci_corpus.documents import Settings, settings_for
from bdci_corpus.licenses import Terms
from bdci_corpus.project import Project, RawFile, declared_terms

UNDECLARED_SOURCE = "folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One raw file to read: what is declared of it."""

    id: str
    path: Path
    sha256: str
    size: int
    source: str
    terms: Terms
    known: Mapping[str, str]
    settings: Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The tasks of one shard, and what they share."""

    tasks: tuple[Task, ...]
    loaders: Path | None
    notices: Mapping[str, Terms]
    columns: Mapping[str, str]


def _task(project: Project, file: RawFile, known: Mapping[str, str]) -> Task:
    try:
        with file.path.open("rb") as raw:
            digest, size = file_digest(raw, "sha256").hexdigest(), raw.tell()
    except OSError:
        digest, size = "", 0
    return Task(
        id=file.id,
        path=file.path,
        sha256=digest,
        size=size,
        source=file.source.name if file.source else UNDECLARED_SOURCE,
        terms=declared_terms(file.source, project.config, known),
        known=known,
        settings=settings_for(project, file),
    )


def _unreadable(task: Task) -> tuple[str, str] | None:
    if task.sha256:
        return None
    return "The file cannot be read.", "Give yourself permission to read it, or remove it."
