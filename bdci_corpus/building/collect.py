"""Read and clean all raw files of a project, in shards, to Arrow tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Self

import pyarrow as pa

from bdci_corpus.building.engines import Shard
from bdci_corpus.building.engines.local import map_shards, prune
from bdci_corpus.building.tasks import Shared, Task, Tasks
from bdci_corpus.compiling import code_digest
from bdci_corpus.documents import PART, FileFacts, Prepared, read_file
from bdci_corpus.errors import CorpusError
from bdci_corpus.licenses import Terms, settle
from bdci_corpus.loading import Loader, find_loaders
from bdci_corpus.progress import Progress
from bdci_corpus.records import Document, Notice
from bdci_corpus.release import Collected, Row, files_table, traces_table, unplaced_table

SHARD_FILES = 256
"""A shard has about a quarter as many files, and never more."""

SHARD_BYTES = 16_000_000
"""A shard ends with the file that brings it to so many bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The tasks of one shard, and what they share."""

    tasks: tuple[Task, ...]
    shared: Shared


def collect(tasks: Tasks, cache_folder: Path, workers: int, progress: Progress) -> Collected:
    """Read and clean every raw file; what an earlier build did for the same bytes is reused."""
    failures = list(tasks.failures)
    shards = list(_shards(tasks))
    done, total = len(failures), len(failures) + len(tasks.tasks)
    for shard in map_shards(read_batch, shards, cache_folder, workers):
        done += len(shard.payload.tasks)
        progress("reading", done, total)
    prune(cache_folder, {shard.key for shard in shards})
    folders = [cache_folder / shard.key for shard in shards]
    undeclared: list[tuple[str, Notice]] = []
    for folder in folders:
        failures += (tuple(item) for item in json.loads((folder / "failures.json").read_text("utf-8")))
        found = json.loads((folder / "notices.json").read_text("utf-8"))
        undeclared += ((document, Notice(**notice)) for document, notice in found)
    return Collected(
        documents=_joined(folders, "documents", "id"),
        traces=_joined(folders, "traces", "id"),
        files=_joined(folders, "files", "path"),
        failures=tuple(sorted(failures)),
        undeclared=tuple(undeclared),
    )


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
        "tasks": [{**asdict(task), "path": ""} for task in tasks],
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
    loaders = _loaders(batch.shared.loaders)
    facts: list[FileFacts] = []
    failures: list[tuple[str, str, str]] = []
    notices: list[tuple[str, dict[str, str | None]]] = []
    with _Sink(folder / "documents.arrow") as documents, _Sink(folder / "traces.arrow") as traces:
        rows: list[Row] = []
        for part, task in _parts(batch, loaders, failures):
            facts += [part.facts] if part.facts.regions else []
            rows += _rows(part.documents, task, batch.shared.notices, notices)
            if sum(len(row.document.text) for row in rows) >= PART:
                documents.write(unplaced_table(rows, batch.shared.columns))
                traces.write(traces_table([row.document for row in rows]))
                rows = []
        documents.write(unplaced_table(rows, batch.shared.columns))
        traces.write(traces_table([row.document for row in rows]))
    last = {fact.path: fact for fact in facts}
    with _Sink(folder / "files.arrow") as files:
        files.write(files_table(list(last.values())))
    (folder / "failures.json").write_text(json.dumps(failures, ensure_ascii=False), encoding="utf-8")
    (folder / "notices.json").write_text(json.dumps(notices, ensure_ascii=False), encoding="utf-8")


def _parts(
    batch: Batch, loaders: Mapping[str, Loader], failures: list[tuple[str, str, str]]
) -> Iterator[tuple[Prepared, Task]]:
    """Yield what is read of each file; note what cannot be."""
    for task in batch.tasks:
        try:
            for part in read_file(task.path, task.id, loaders, task.settings):
                failures += ((problem.where, problem.problem, problem.remedy) for problem in part.problems)
                yield part, task
        except CorpusError as error:
            failures.append((task.id, error.problem, error.remedy))


def _rows(
    documents: Sequence[Document],
    task: Task,
    declared: Mapping[str, Terms],
    notices: list[tuple[str, dict[str, str | None]]],
) -> Iterator[Row]:
    """Yield the rows of a file's documents with their terms; note the notices that nobody declared."""
    for document in documents:
        terms, undeclared = settle(document.origin.notices, declared, task.terms, document.origin.extra)
        notices += ((document.id, asdict(notice)) for notice in undeclared)
        yield Row(document=document, source=task.source, terms=terms, known=task.known)


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
