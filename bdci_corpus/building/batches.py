"""Read and clean the files of a shard, or a piece of one, to Arrow tables: what every engine does, wherever it runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Self

import pyarrow as pa

from bdci_corpus.building.engines.processes import pool_of, stop
from bdci_corpus.building.tasks import CommonSettings, Task, changed
from bdci_corpus.building.warm import warm
from bdci_corpus.documents import (
    MAX_PROBLEMS,
    MOST_BYTES,
    PART,
    FileFacts,
    OutOfBounds,
    Prepared,
    groups_of,
    limited,
    looking_ahead,
    read_file,
    read_lines,
)
from bdci_corpus.errors import CorpusError, LoaderError
from bdci_corpus.licenses import settle
from bdci_corpus.loading import Loader, find_loaders
from bdci_corpus.memory import give_back, seldom_collected
from bdci_corpus.records import Document
from bdci_corpus.release import Row, column_problem, files_table, traces_table, unplaced_table
from bdci_corpus.text import forget

UNSETTLED = "unsettled"
"""Beside the results of a shard that hold for this build only, since a file changed while it was read."""

_SHOWN = 200
"""How much of an error's own words is shown, in characters."""

_NO_ROW = "metadata.csv speaks of this row, and no document was read of it."

Reader = Callable[[Task, Path | None], Iterator[Prepared]]


class _ChangedMeanwhile(LoaderError):  # noqa: N818 - says what happened
    """A file is not what it was when it was hashed."""

    def __init__(self, where: str) -> None:
        super().__init__(where, "The file changed while it was read.", "Build again when nobody writes to it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The tasks of one shard, and what they share; ``many`` says that all shards are worth compiling loops for.

    A piece of a file is the only task of its shard.
    """

    tasks: tuple[Task, ...]
    shared: CommonSettings
    many: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceFacts:
    """What only all pieces of a file together tell, as one of them has it.

    ``rows`` counts its rows, ``bad`` those that are no documents, and ``problems`` are what is wrong
    with the first of them, as row, problem and remedy. ``names`` are digests of the names of its rows one behind
    the other, in hexadecimal; None says that a row has none. ``changed``: it is not what was hashed.
    """

    rows: int
    bad: int
    problems: list[tuple[int, str, str]]
    names: str | None
    changed: bool


@cache
def loaders_of(folder: Path | None) -> Mapping[str, Loader]:
    """Return the loaders of a project, loaded once a process."""
    return find_loaders(folder)


def read_batch(batch: Batch, folder: Path) -> None:
    """Read the files of a shard and write their tables into ``folder``, a part of a file at a time."""
    if batch.many:
        warm()
    with seldom_collected():
        _write_batch(batch, folder, _read, _Notes())
    forget()
    give_back()


def read_batch_carefully(batch: Batch, folder: Path) -> None:
    """Read a shard over which a process died: in a process that may die of a file, which is left out."""
    with _Apart(many=batch.many) as apart:
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
    if batch.tasks and batch.tasks[0].part is not None:
        (folder / "piece.json").write_text(json.dumps(asdict(notes.piece())), encoding="utf-8")
    if notes.unsettled:
        (folder / UNSETTLED).touch()


def _write_tables(batch: Batch, folder: Path, read: Reader, notes: _Notes) -> None:
    facts: list[FileFacts] = []
    with _Sink(folder / "documents.arrow") as documents, _Sink(folder / "traces.arrow") as traces:
        rows, held = list[Row](), 0
        for task in _looked_ahead(batch.tasks) if read is _read else batch.tasks:  # what may die of one does not look
            unseen = set(task.known_rows)
            for part in _settled(task, batch.shared.loaders, read, notes):
                notes.take(part, task)
                facts += [part.facts] if part.facts.regions else []
                read_now = list(_rows(part.documents, task, batch.shared, notes))
                rows += read_now
                held += sum(len(row.document.text) for row in read_now)
                unseen.difference_update(document.id for document in part.documents)
                if held >= PART:
                    documents.write(unplaced_table(rows, batch.shared.columns))
                    traces.write(traces_table([row.document for row in rows]))
                    rows, held = [], 0
            notes.failures += ((name, _NO_ROW, "Correct file_name in metadata.csv.") for name in sorted(unseen))
        documents.write(unplaced_table(rows, batch.shared.columns))
        traces.write(traces_table([row.document for row in rows]))
    last = {fact.path: fact for fact in facts}
    with _Sink(folder / "files.arrow") as files:
        files.write(files_table(list(last.values())))


def _looked_ahead(tasks: Sequence[Task]) -> Iterator[Task]:
    """Yield tasks, small files after they were looked at together."""
    for group in groups_of(tasks, lambda task: task.size):
        with looking_ahead([task.path for task in group if task.part is None and task.size <= MOST_BYTES]):
            yield from group


@dataclass(slots=True)
class _Notes:
    """What is said of a shard beside its tables; ``unsettled`` where it is not true of the bytes that were hashed."""

    failures: list[tuple[str, str, str]] = field(default_factory=list)
    notices: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    unsettled: bool = False
    changed: bool = False
    read: int = 0
    bad: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    names: list[bytes] = field(default_factory=list)

    def take(self, part: Prepared, task: Task) -> None:
        """Note what is wrong with rows: those of a piece are numbered within it, and named once all are known."""
        if task.part is None:
            self.failures += ((problem.where, problem.problem, problem.remedy) for problem in part.problems)
            return
        self.read = part.facts.regions
        self.bad += part.bad
        self.names += part.names
        numbered = ((int(p.where.removeprefix(f"{task.id}#")), p.problem, p.remedy) for p in part.problems)
        self.problems += numbered

    def piece(self) -> PieceFacts:
        """Return what is to be known of a piece."""
        named = all(self.names) and len(set(self.names)) == len(self.names)
        names = b"".join(self.names).hex() if named else None
        problems = self.problems[:MAX_PROBLEMS]
        return PieceFacts(rows=self.read + self.bad, bad=self.bad, problems=problems, names=names, changed=self.changed)


def _settled(task: Task, loaders: Path | None, read: Reader, notes: _Notes) -> Iterator[Prepared]:
    """Yield what is read of a file, if it is what was hashed; whatever goes wrong with it is noted.

    Raises:
        _ChangedMeanwhile: rows of it are written already.
    """
    handed_on = False
    try:
        for part in _parts(task, loaders, read):
            _refuse_other(task, part.facts.sha256 if task.part is None else task.sha256)
            handed_on = True
            yield part
        _refuse_other(task, task.sha256)
    except _ChangedMeanwhile as error:
        notes.unsettled = notes.changed = True
        if task.part is not None:  # the file is left out whole, once, by whoever joins its pieces
            return
        if handed_on:
            raise
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
    if task.part is None:
        return read_file(task.path, task.id, loaders_of(loaders), task.settings)
    data = task.part.piece.read(task.part.unpacked.place if task.part.unpacked else task.path)
    if sha256(data).hexdigest() != task.part.piece.sha256:
        raise _ChangedMeanwhile(task.id)
    return read_lines(data, task.id, loaders_of(loaders)[task.part.loader], task.part.layout, task.settings)


class _Apart:
    """A process that reads files for this one; another takes its place when it dies, which is the file's fault."""

    def __init__(self, *, many: bool) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._many = many

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
            self._pool = pool_of(1)
        try:
            yield from self._pool.submit(_read_all, task, loaders, many=self._many).result()
        except BrokenProcessPool:
            stop(self._pool)
            self._pool = None
            problem = "The process that read it died: it crashed, or took more memory or time than there is."
            raise OutOfBounds(task.id, problem, "Leave it out.") from None


def _read_all(task: Task, loaders: Path | None, *, many: bool) -> list[Prepared]:
    if many:
        warm()
    return list(_parts(task, loaders, _read))


def _parts(task: Task, loaders: Path | None, read: Reader) -> Iterator[Prepared]:
    """Yield what is read of a file, as long as no part of it takes too long."""
    parts = iter(read(task, loaders))
    while True:
        with limited(task.id, task.size, task.settings.limits):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _rows(documents: Sequence[Document], task: Task, shared: CommonSettings, notes: _Notes) -> Iterator[Row]:
    """Yield the rows of a file's documents with their terms; note what nobody declared, and values of no type."""
    for document in documents:
        terms, undeclared = settle(document.origin.notices, shared.notices, task.terms, document.origin.extra)
        known = {**task.known, **task.known_rows.get(document.id, {})}
        row = Row(document=document, source=task.source, terms=terms, known=known, headers=task.headers)
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
