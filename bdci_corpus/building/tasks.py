"""What a build asks the project, once: which raw files there are, and what is declared of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bdci_corpus.building.cutting import Cutter, TablePiece, hashed_file, stamp_of
from bdci_corpus.building.pieces import SIZES, Sizes
from bdci_corpus.documents import Settings, headers_of, limited, settings_for, too_large
from bdci_corpus.errors import CorpusError
from bdci_corpus.licenses import Terms
from bdci_corpus.loading import Loader, find_loaders, unnamed_with
from bdci_corpus.progress import Progress, tell_nobody
from bdci_corpus.project import OwnColumn, Project, RawFile, declared_terms, notice_terms

UNDECLARED_SOURCE = "folder"
"""The source of files of a folder that declares none."""

_REMEDY = "Put a file there, give yourself permission, or remove it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One raw file to read: what is declared of it.

    ``known`` is what metadata.csv says of it and ``known_rows`` of its rows, by document; ``headers`` is what each
    declared column is called in it. ``stamp`` is its size and time of change when it was hashed, which tell whether
    it is still the same. Of a large table, a task is a ``part``; ``size`` is what there is to read.
    """

    id: str
    path: Path
    sha256: str
    size: int
    stamp: tuple[int, int]
    source: str
    terms: Terms
    known: Mapping[str, str]
    known_rows: Mapping[str, Mapping[str, str]]
    headers: Mapping[str, str]
    settings: Settings
    part: TablePiece | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonSettings:
    """What all files of a project have in common: its own loaders, notices by id, and declared columns."""

    loaders: Path | None
    notices: Mapping[str, Terms]
    columns: Mapping[str, OwnColumn]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """All raw files of a project: those to read, and those that cannot be, as ``(id, problem, remedy)``.

    ``unclaimed`` are the ids of those that no source has.
    """

    tasks: tuple[Task, ...]
    failures: tuple[tuple[str, str, str], ...]
    shared: CommonSettings
    unclaimed: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The bytes there are to read."""
        return sum(task.size for task in self.tasks)


def tasks_of(
    project: Project, tell: Progress = tell_nobody, sizes: Sizes = SIZES, unpacked: Path | None = None
) -> Tasks:
    """Return what there is to read, hashed; of a large table, its pieces.

    ``unpacked`` is where tables may be unpacked that cannot be cut where they lie; without it, they are read whole.
    """
    listed = project.files()
    unclaimed = tuple(project.unclaimed(listed)) if project.declared else ()
    files, failures = _with_names(listed)
    failures += ((_shown(name), why, _REMEDY) for name, why in project.unreadable(files))
    failures += ((file.id, *file.problem) for file in files if file.problem)
    files = [file for file in files if not file.problem]
    known = project.known_facts(files)
    rows_of: defaultdict[str, dict[str, Mapping[str, str]]] = defaultdict(dict)
    for name in known.keys() - {file.id for file in files}:
        rows_of[name.rpartition("#")[0]][name] = known[name]
    tasks: list[Task] = []
    loaders = find_loaders(project.root / "loaders" if project.declared else None)
    bytes_of = [_size(file) for file in files]
    hashing, settings_of = _Hashing(tell, sum(bytes_of)), _SettingsOf(project)
    cutter = Cutter(loaders, sizes, unpacked, hashing.heard)
    for file, size in zip(files, bytes_of, strict=True):
        try:
            settings = settings_of(file)
            if refused := _refused(file, size, settings, loaders):
                failures.append((file.id, refused.problem, refused.remedy))
                continue
            facts = known.get(file.id, {}), rows_of.get(file.id, {})
            hashing.size = size
            tasks += _tasks(project, (file, size), settings, facts, cutter)
            hashing.end()
        except OSError as error:
            problem = f"The file cannot be read: {error.strerror or error}."
            failures.append((file.id, problem, "Give yourself permission to read it, or remove it."))
    shared = CommonSettings(
        loaders=project.root / "loaders" if project.declared else None,
        notices=notice_terms(project.config),
        columns=project.config.columns,
    )
    return Tasks(tasks=tuple(tasks), failures=tuple(failures), shared=shared, unclaimed=unclaimed)


def _shown(name: str) -> str:
    """Return a name that may be no UTF-8 as one that can be printed."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


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


@dataclass(slots=True)
class _Hashing:
    """Tells how many bytes of all files are hashed, and cut; ``size`` are those of the file that is at work."""

    tell: Progress
    total: int
    done: int = 0
    size: int = 0

    def heard(self, count: int) -> None:
        """Say how many bytes of one file are read; what it is unpacked to may be more."""
        self.tell("hashing", self.done + min(count, self.size), self.total)

    def end(self) -> None:
        """Say that a file is done."""
        self.done += self.size
        self.tell("hashing", self.done, max(self.done, self.total))


class _SettingsOf:
    """What holds for a file: made once a source, but for files that have repairs of their own."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._by_source: dict[int, Settings] = {}

    def __call__(self, file: RawFile) -> Settings:
        if self._project.repairs_for(file):
            return settings_for(self._project, file)
        source = id(file.source)  # which the configuration keeps
        if source not in self._by_source:
            self._by_source[source] = settings_for(self._project, file)
        return self._by_source[source]


def _size(file: RawFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def changed(task: Task) -> bool:
    """Return whether a file is another than the one that was hashed, as far as size and time tell."""
    return stamp_of(task.path.stat()) != task.stamp


def _tasks(
    project: Project,
    listed: tuple[RawFile, int],
    settings: Settings,
    known: tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]],
    cutter: Cutter,
) -> list[Task]:
    """Return the one task of a file of so many bytes, or those of its pieces.

    ``known`` is what is known of it, and of its rows.

    A table of whose rows something is known is read whole, since their numbers are not known in its pieces.
    """
    (file, size), (facts, rows) = listed, known
    hashed = hashed_file(file.path) if rows else cutter.hashed(file, size, settings)
    whole = Task(
        id=file.id,
        path=file.path,
        sha256=hashed.sha256,
        size=hashed.size,
        stamp=hashed.stamp,
        source=file.source.name if file.source else UNDECLARED_SOURCE,
        terms=declared_terms(file.source, project.config, facts),
        known=facts,
        known_rows=dict(sorted(rows.items())),
        headers=headers_of(project, file),
        settings=settings,
    )
    return [replace(whole, part=part, size=part.piece.end - part.piece.start) for part in hashed.parts] or [whole]


def _refused(file: RawFile, size: int, settings: Settings, loaders: Mapping[str, Loader]) -> CorpusError | None:
    """Return why a file is not even hashed: it is larger than what is read whole may be."""
    if size <= settings.limits.size:
        return None
    with limited(file.id, size, settings.limits):
        return too_large(file.path, file.id, size, loaders, settings)


def unnamed(task: Task, loaders: Mapping[str, Loader]) -> Task:
    """Return the task of a piece whose rows are named by their numbers."""
    if task.part is None:
        return task
    layout = unnamed_with(loaders[task.part.loader], task.id, task.part.layout)
    return replace(task, part=replace(task.part, layout=layout))
