"""What a build asks the project, once: which raw files there are, and what is declared of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from bdci_corpus.documents import Settings, settings_for
from bdci_corpus.licenses import Terms
from bdci_corpus.project import Project, RawFile, declared_terms, notice_terms

UNDECLARED_SOURCE = "folder"
"""The source of files of a folder that declares none."""


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
class Shared:
    """What all files of a project have in common: its own loaders, notices by id, and declared columns."""

    loaders: Path | None
    notices: Mapping[str, Terms]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """All raw files of a project: those to read, and those that cannot be, as ``(id, problem, remedy)``."""

    tasks: tuple[Task, ...]
    failures: tuple[tuple[str, str, str], ...]
    shared: Shared

    @property
    def size(self) -> int:
        """The bytes there are to read."""
        return sum(task.size for task in self.tasks)


def tasks_of(project: Project) -> Tasks:
    """Return what there is to read, hashed."""
    files = project.files()
    known = project.known_facts(files)
    tasks: list[Task] = []
    failures: list[tuple[str, str, str]] = []
    for file in files:
        try:
            tasks.append(_task(project, file, known.get(file.id, {})))
        except OSError:
            problem, remedy = "The file cannot be read.", "Give yourself permission to read it, or remove it."
            failures.append((file.id, problem, remedy))
    shared = Shared(
        loaders=project.root / "loaders" if project.declared else None,
        notices=notice_terms(project.config),
        columns=project.config.columns,
    )
    return Tasks(tasks=tuple(tasks), failures=tuple(failures), shared=shared)


def _task(project: Project, file: RawFile, known: Mapping[str, str]) -> Task:
    with file.path.open("rb") as raw:
        digest, size = file_digest(raw, "sha256").hexdigest(), raw.tell()
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
