"""Read and clean all raw files of a project, in shards, to Arrow tables."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.building.engines import Engine, Shard
from bdci_corpus.building.engines.local import begin_process, prune, stop
from bdci_corpus.building.limits import OutOfBounds, limited
from bdci_corpus.building.tasks import Shared, Task, Tasks, changed
from bdci_corpus.building.warm import warm
from bdci_corpus.compiling import code_digest
from bdci_corpus.documents import PART, FileFacts, Prepared, read_file
from bdci_corpus.errors import CorpusError, LoaderError
from bdci_corpus.licenses import settle
from bdci_corpus.loading import Loader, find_loaders
from bdci_corpus.progress import Progress
from bdci_corpus.records import Document, Notice
from bdci_corpus.release import Collected, Row, column_problem, files_table, traces_table, unplaced_table

SHARD_FILES = 256
"""A shard has about a quarter as many files, and never more."""

SHARD_BYTES = 16_000_000
"""A shard ends with the file that brings it to so many bytes."""

MANY = 3_000_000
"""From so many bytes to read on, loops are compiled first: as many characters of Chinese as ``ENOUGH`` has it."""

_UNSETTLED = "unsettled"
"""Beside the results of a shard that hold for this build only, since a file changed while it was read."""

_SHOWN = 200
"""How much of an error's own words is shown, in characters."""

Reader = Callable[[Task, Path | None], Iterator[Prepared]]


class _ChangedMeanwhile(LoaderError):  # noqa: N818 - says what happened
    """A file is not what it was when it was hashed."""

    def __init__(self, where: str) -> None:
        super().__init__(where, "The file changed while it was read.", "Build again when nobody writes to it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The tasks of one shard, and what they share; ``many`` says that all shards are worth compiling loops for."""

    tasks: tuple[Task, ...]
    shared: Shared
    many: bool = False


def collect(tasks: Tasks, cache_folder: Path, engine: Engine, progress: Progress) -> Collected:
    """Read and clean every raw file; what an earlier build did for the same bytes is reused."""
    failures = list(tasks.failures)
    shards = list(_shards(tasks))
    todo = sum(task.size for s in shards if not (cache_folder / s.key).is_dir() for task in s.payload.tasks)
    if todo >= MANY:
        warm(progress)
        shards = [replace(shard, payload=replace(shard.payload, many=True)) for shard in shards]
    done = 0
    progress("reading", done, tasks.size)
    for shard in engine.map_shards(read_batch, shards, cache_folder, read_batch_carefully):
        done += sum(task.size for task in shard.payload.tasks)
        progress("reading", done, tasks.size)
    folders = [cache_folder / shard.key for shard in shards]
    prune(cache_folder, {folder.name for folder in folders})
    undeclared: list[tuple[str, Notice]] = []
    for folder in folders:
        failures += (tuple(item) for item in json.loads((folder / "failures.json").read_text("utf-8")))
        found = json.loads((folder / "notices.json").read_text("utf-8"))
        undeclared += ((document, Notice(**notice)) for document, notice in found)
    collected = Collected(
        documents=_joined(folders, "documents", "id"),
        traces=_joined(folders, "traces", "id"),
        files=_joined(folders, "files", "path"),
        failures=tuple(sorted(failures)),
        undeclared=tuple(undeclared),
    )
    for folder in folders:
        if (folder / _UNSETTLED).exists():  # of files that changed meanwhile: true of this moment only
            shutil.rmtree(folder, ignore_errors=True)
    return _with_distinct_ids(collected)


def _with_distinct_ids(collected: Collected) -> Collected:
    """Leave out documents that have one id: a row of a table, and a file that is called like it."""
    counts = pc.value_counts(collected.documents["id"]).to_pylist() if collected.documents.num_rows else []
    twice = sorted(entry["values"] for entry in counts if entry["counts"] > 1)
    if not twice:
        return collected
    problem, remedy = "Several documents have this id.", "Rename one of the files."
    kept = {
        name: table.filter(pc.invert(pc.is_in(table["id"], pa.array(twice, pa.string()))))
        for name, table in (("documents", collected.documents), ("traces", collected.traces))
    }
    failures = sorted([*collected.failures, *((name, problem, remedy) for name in twice)])
    return replace(collected, **kept, failures=tuple(failures))


def _shards(tasks: Tasks) -> Iterator[Shard[Batch]]:
    """Group files so that adding one changes few groups: a group ends where an id's hash says so."""
    group: list[Task] = []
    for task in tasks.tasks:
        group.append(task)
        ends = sha256(task.id.encode()).digest()[0] < 256 * 4 // SHARD_FILES
        if ends or len(group) >= SHARD_FILES or sum(t.size for t in group) >= SHARD_BYTES:
            yield _shard(group, tasks.shared)
            group = []
    if group:
        yield _shard(group, tasks.shared)


def _shard(tasks: Sequence[Task], shared: Shared) -> Shard[Batch]:
    facts = {
        "code": code_digest(),
        "loaders": {name: loader.sha256 for name, loader in _loaders(shared.loaders).items()},
        "tasks": [{**asdict(task), "path": "", "stamp": ()} for task in tasks],
        "notices": {name: asdict(terms) for name, terms in shared.notices.items()},
        "columns": list(shared.columns.items()),
    }
    key = sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]
    return Shard(key, Batch(tasks=tuple(tasks), shared=shared))


@cache
def _loaders(folder: Path | None) -> Mapping[str, Loader]:
    return find_loaders(folder)


def read_batch(batch: Batch, folder: Path) -> None:
    """Read the files of a shard and write their tables into ``folder``, a part of a file at a time."""
    if batch.many:
        warm()
    _write_batch(batch, folder, _read, _Notes())


def read_batch_carefully(batch: Batch, folder: Path) -> None:
    """Read a shard over which a process died: in a process that may die of a file, which is left out."""
    with _Apart() as apart:
        _write_batch(batch, folder, apart.read, _Notes())


def _write_batch(batch: Batch, folder: Path, read: Reader, notes: _Notes) -> None:
    """Write a shard's tables; once more without a table that changed after rows of it were written."""
    try:
        _write_tables(batch, folder, read, notes)
    except _ChangedMeanwhile as error:
        left = replace(batch, tasks=tuple(task for task in batch.tasks if task.id != error.where))
        failure = (error.where, error.problem, error.remedy)
        _write_batch(left, folder, read, _Notes(failures=[failure], unsettled=True))
        return
    (folder / "failures.json").write_text(json.dumps(notes.failures, ensure_ascii=False), encoding="utf-8")
    (folder / "notices.json").write_text(json.dumps(notes.notices, ensure_ascii=False), encoding="utf-8")
    if notes.unsettled:
        (folder / _UNSETTLED).touch()


def _write_tables(batch: Batch, folder: Path, read: Reader, notes: _Notes) -> None:
    facts: list[FileFacts] = []
    with _Sink(folder / "documents.arrow") as documents, _Sink(folder / "traces.arrow") as traces:
        rows: list[Row] = []
        for task in batch.tasks:
            for part in _settled(task, batch.shared.loaders, read, notes):
                notes.failures += ((problem.where, problem.problem, problem.remedy) for problem in part.problems)
                facts += [part.facts] if part.facts.regions else []
                rows += _rows(part.documents, task, batch.shared, notes)
                if sum(len(row.document.text) for row in rows) >= PART:
                    documents.write(unplaced_table(rows, batch.shared.columns))
                    traces.write(traces_table([row.document for row in rows]))
                    rows = []
        documents.write(unplaced_table(rows, batch.shared.columns))
        traces.write(traces_table([row.document for row in rows]))
    last = {fact.path: fact for fact in facts}
    with _Sink(folder / "files.arrow") as files:
        files.write(files_table(list(last.values())))


@dataclass(slots=True)
class _Notes:
    """What is said of a shard beside its tables; ``unsettled`` where it is not true of the bytes that were hashed."""

    failures: list[tuple[str, str, str]] = field(default_factory=list)
    notices: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    unsettled: bool = False


def _settled(task: Task, loaders: Path | None, read: Reader, notes: _Notes) -> Iterator[Prepared]:
    """Yield what is read of a file, if it is what was hashed; whatever goes wrong with it is noted.

    Raises:
        _ChangedMeanwhile: rows of it are written already.
    """
    handed_on = False
    try:
        for part in _parts(task, loaders, read):
            _refuse_other(task, part.facts.sha256)
            handed_on = True
            yield part
        _refuse_other(task, task.sha256)
    except _ChangedMeanwhile as error:
        if handed_on:
            raise
        notes.unsettled = True
        notes.failures.append((task.id, error.problem, error.remedy))
    except CorpusError as error:
        notes.unsettled |= isinstance(error, OutOfBounds)
        notes.failures.append((task.id, error.problem, error.remedy))
    except MemoryError:
        notes.unsettled = True
        notes.failures.append((task.id, "Reading it took more memory than there is.", "Leave it out."))
    except OSError as error:
        notes.unsettled = True
        notes.failures.append((task.id, f"The file cannot be read: {error.strerror or error}.", "Look at the disk."))
    except Exception as error:  # noqa: BLE001 - one file's trouble is one line, whatever it is
        problem = f"Reading it failed with {type(error).__name__}: {str(error)[:_SHOWN]}."
        notes.failures.append((task.id, problem, "Leave it out, or report it with the file."))


def _refuse_other(task: Task, sha256: str) -> None:
    """Refuse a file that is not the one that was hashed: by its bytes, and by size and time."""
    if sha256 != task.sha256 or changed(task):
        raise _ChangedMeanwhile(task.id)


def _read(task: Task, loaders: Path | None) -> Iterator[Prepared]:
    return read_file(task.path, task.id, _loaders(loaders), task.settings)


class _Apart:
    """A process that reads files for this one; another takes its place when it dies, which is the file's fault."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._pool is not None:
            stop(self._pool)

    def read(self, task: Task, loaders: Path | None) -> Iterator[Prepared]:
        """Yield what is read of a file, all of it at once.

        Raises:
            OutOfBounds: the process died of it.
        """
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=begin_process)
        try:
            yield from self._pool.submit(_read_all, task, loaders).result()
        except BrokenProcessPool:
            stop(self._pool)
            self._pool = None
            problem = "The process that read it died: it crashed, or took more memory or time than there is."
            raise OutOfBounds(task.id, problem, "Leave it out.") from None


def _read_all(task: Task, loaders: Path | None) -> list[Prepared]:
    warm()
    return list(_parts(task, loaders, _read))


def _parts(task: Task, loaders: Path | None, read: Reader) -> Iterator[Prepared]:
    """Yield what is read of a file, as long as no part of it takes too long."""
    parts = iter(read(task, loaders))
    while True:
        with limited(task.id, task.size):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _rows(documents: Sequence[Document], task: Task, shared: Shared, notes: _Notes) -> Iterator[Row]:
    """Yield the rows of a file's documents with their terms; note what nobody declared, and values of no type."""
    for document in documents:
        terms, undeclared = settle(document.origin.notices, shared.notices, task.terms, document.origin.extra)
        row = Row(document=document, source=task.source, terms=terms, known=task.known)
        if problem := column_problem(row, shared.columns):
            notes.failures.append((document.id, problem, "Correct the value, or the type under [columns]."))
            continue
        notes.notices += ((document.id, asdict(notice)) for notice in undeclared)
        yield row


class _Sink:
    """An Arrow file that tables of one schema are written to, one after the other."""

    def __init__(self, path: Path) -> None:
        self._file = pa.OSFile(str(path), "wb")
        self._writer: pa.RecordBatchFileWriter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._writer is not None:
            self._writer.close()
        self._file.close()

    def write(self, table: pa.Table) -> None:
        """Append a table."""
        if self._writer is None:
            self._writer = pa.ipc.new_file(self._file, table.schema)
        self._writer.write_table(table)


def _joined(folders: Sequence[Path], name: str, key: str) -> pa.Table:
    """Return one table of all shards', memory-mapped, sorted by ``key``."""
    tables = []
    for folder in folders:
        with pa.memory_map(str(folder / f"{name}.arrow")) as source:
            tables.append(pa.ipc.open_file(source).read_all())
    return pa.concat_tables(tables).sort_by(key) if tables else pa.table({})
