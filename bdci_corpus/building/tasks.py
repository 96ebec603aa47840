"""What a build asks the project, once: which raw files there are, and what is declared of each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from bdci_corpus.documents import Settings, settings_for
from bdci_corpus.licenses import Terms
from bdci_corpus.project import Project, RawFile, declared_terms, notice_terms

UNDECLARED_SOURCE = "folder"
"""The source of files of a folder that declares none."""

_REMEDY = "Put a file there, give yourself permission, or remove it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One raw file to read: what is declared of it.

    ``stamp`` is its size and time of change when it was hashed, which tell whether it is still the same.
    """

    id: str
    path: Path
    sha256: str
    size: int
    stamp: tuple[int, int]
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
    files, failures = _with_names(project.files())
    failures += ((_shown(name), why, _REMEDY) for name, why in project.unreadable(files))
    known = project.known_facts(files)
    tasks: list[Task] = []
    for file in files:
        try:
            tasks.append(_task(project, file, known.get(file.id, {})))
        except OSError as error:
            problem = f"The file cannot be read: {error.strerror or error}."
            failures.append((file.id, problem, "Give yourself permission to read it, or remove it."))
    shared = Shared(
        loaders=project.root / "loaders" if project.declared else None,
        notices=notice_terms(project.config),
        columns=project.config.columns,
    )
    return Tasks(tasks=tuple(tasks), failures=tuple(failures), shared=shared)


def _shown(name: str) -> str:
    """Return a name that may be no UTF-8 as one that can be printed."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _with_names(files: Sequence[RawFile]) -> tuple[list[RawFile], list[tuple[str, str, str]]]:
    """Return the files that can be named, each by an id of its own, and a failure for each of the others."""
    counts = Counter(file.id for file in files)
    named: list[RawFile] = []
    failures: list[tuple[str, str, str]] = []
    for file in files:
        shown = _shown(file.id)
        if shown != file.id:
            failures.append((shown, "Its name is no UTF-8.", "Rename the file."))
        elif counts[file.id] > 1:
            other = file.path.name.encode("ascii", "backslashreplace").decode()
            problem = f"Several files have this name once accents are composed; here it is written {other}."
            failures.append((file.id, problem, "Rename all but one."))
        else:
            named.append(file)
    return named, failures


def changed(task: Task) -> bool:
    """Return whether a file is another than the one that was hashed, as far as size and time tell."""
    return _stamp(task.path) != task.stamp


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _task(project: Project, file: RawFile, known: Mapping[str, str]) -> Task:
    stamp = _stamp(file.path)
    with file.path.open("rb") as raw:
        digest, size = file_digest(raw, "sha256").hexdigest(), raw.tell()
    return Task(
        id=file.id,
        path=file.path,
        sha256=digest,
        size=size,
        stamp=stamp,
        source=file.source.name if file.source else UNDECLARED_SOURCE,
        terms=declared_terms(file.source, project.config, known),
        known=known,
        settings=settings_for(project, file),
    )
