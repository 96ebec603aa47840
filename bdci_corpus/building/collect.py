"""Read and clean all raw files of a project, in shards, to Arrow tables."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.building.batches import UNSETTLED, Batch, loaders_of, read_batch, read_batch_carefully
from bdci_corpus.building.cutting import forget_unpacked, unpack_again
from bdci_corpus.building.engines import Engine, Shard
from bdci_corpus.building.engines.results import prune
from bdci_corpus.building.join import Joined, all_named, pieces_facts
from bdci_corpus.building.tasks import CommonSettings, Task, Tasks, unnamed
from bdci_corpus.building.warm import is_warm, warm_apart
from bdci_corpus.compiling import code_digest
from bdci_corpus.documents import Settings
from bdci_corpus.errors import CorpusError
from bdci_corpus.licenses import Terms
from bdci_corpus.progress import Progress
from bdci_corpus.release import Collected

UNPACKED = "unpacked"
"""The folder of a cache where tables lie that cannot be cut as they are."""

_JOINED = "joined"
"""The folder of a cache that holds what is put together of its shards."""

SHARD_FILES = 256
"""A shard has about a quarter as many files, and never more."""

SHARD_BYTES = 4_000_000
"""A shard ends with the file that brings it to so many bytes."""

MANY, MANY_COMPILED = 3_000_000, 600_000
"""From so many bytes to read on, loops are compiled first, or used where an earlier process has compiled them: what
takes longer to interpret than to compile, a minute once a machine, or to read what is compiled, a second."""


def collect(tasks: Tasks, cache_folder: Path, engine: Engine, progress: Progress) -> Collected:
    """Read and clean every raw file; what an earlier build did for the same bytes is reused."""
    shards = _read(list(_shards(tasks.tasks, tasks.shared)), cache_folder, engine, progress)
    again = _without_names(shards, cache_folder)
    if again:
        renewed = dict(zip(again, _read(list(again.values()), cache_folder, engine, progress), strict=True))
        shards = [renewed.get(shard.key, shard) for shard in shards]
    forget_unpacked(cache_folder / UNPACKED)
    prune(cache_folder, {_JOINED, UNPACKED, *(shard.key for shard in shards), *again})
    joined = Joined.of([(shard.payload.tasks, cache_folder / shard.key) for shard in shards])
    collected = Collected(
        documents=joined.table("documents", "id", cache_folder / _JOINED),
        traces=joined.table("traces", "id", cache_folder / _JOINED),
        files=joined.files(),
        failures=tuple(sorted([*tasks.failures, *joined.failures])),
        undeclared=tuple(joined.notices),
        settled=not any((cache_folder / shard.key / UNSETTLED).exists() for shard in shards),
    )
    for shard in [] if collected.settled else shards:
        if (cache_folder / shard.key / UNSETTLED).exists():  # of files that changed meanwhile: true of this moment only
            shutil.rmtree(cache_folder / shard.key, ignore_errors=True)
    return _with_distinct_ids(collected)


def _read(
    shards: Sequence[Shard[Batch]], cache_folder: Path, engine: Engine, progress: Progress
) -> Sequence[Shard[Batch]]:
    """Have an engine read what no earlier build has read, and return the shards, in order."""
    sizes = {shard.key: sum(task.size for task in shard.payload.tasks) for shard in shards}  # pieces may be alike
    unread = [shard for shard in shards if not (cache_folder / shard.key).is_dir()]
    _unpack_again([shard.payload for shard in unread])
    todo = sum({shard.key: sizes[shard.key] for shard in unread}.values())
    if todo >= MANY or (todo >= MANY_COMPILED and is_warm()):
        warm_apart(progress)
        shards = [replace(shard, payload=replace(shard.payload, many=True)) for shard in shards]
    done, total = 0, sum(sizes.values())
    progress("reading", done, total)
    distinct = list({shard.key: shard for shard in shards}.values())
    for shard in engine.map_shards(read_batch, distinct, cache_folder, read_batch_carefully):
        done += sizes[shard.key]
        progress("reading", done, total)
    return shards


def _unpack_again(batches: Sequence[Batch]) -> None:
    """Have tables unpacked of which pieces are to be read; of one that cannot be, its reader will tell."""
    for batch in batches:
        for task in batch.tasks:
            if task.part is not None and task.part.unpacked is not None:
                with suppress(CorpusError, OSError):
                    unpack_again(task.path, task.id, task.part, loaders_of(batch.shared.loaders))


def _without_names(shards: Sequence[Shard[Batch]], cache_folder: Path) -> dict[str, Shard[Batch]]:
    """Return by key, for pieces of tables where a column does not name each row otherwise, what takes their place."""
    pieces: dict[str, list[Shard[Batch]]] = {}
    for shard in shards:
        if shard.payload.tasks[0].part is not None:
            pieces.setdefault(shard.payload.tasks[0].id, []).append(shard)
    again: dict[str, Shard[Batch]] = {}
    for own in pieces.values():
        if all_named(pieces_facts(cache_folder / shard.key) for shard in own):
            continue
        for shard in own:
            (task,), shared = shard.payload.tasks, shard.payload.shared
            again[shard.key] = _shard([unnamed(task, loaders_of(shared.loaders))], shared)
    return again


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


def _shards(tasks: Sequence[Task], shared: CommonSettings) -> Iterator[Shard[Batch]]:
    """Group files so that adding one changes few groups: a group ends where an id's hash says so.

    A piece of a file is a group by itself.
    """
    group: list[Task] = []
    for task in tasks:
        if group and task.part is not None:
            yield _shard(group, shared)
            group = []
        group.append(task)
        ends = task.part is not None or sha256(task.id.encode()).digest()[0] < 256 * 4 // SHARD_FILES
        if ends or len(group) >= SHARD_FILES or sum(t.size for t in group) >= SHARD_BYTES:
            yield _shard(group, shared)
            group = []
    if group:
        yield _shard(group, shared)


def _shard(tasks: Sequence[Task], shared: CommonSettings) -> Shard[Batch]:
    facts = {
        "code": code_digest(),
        "loaders": {name: loader.sha256 for name, loader in loaders_of(shared.loaders).items()},
        "tasks": [_told(task) for task in tasks],
        "notices": {name: asdict(terms) for name, terms in shared.notices.items()},
        "columns": [(name, column.model_dump()) for name, column in shared.columns.items()],
    }
    key = sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]
    return Shard(key, Batch(tasks=tuple(tasks), shared=shared))


def _told(task: Task) -> dict[str, object]:
    """Return what the result of a task depends on: of a piece, not on where it stands, or what stands around it."""
    inputs = {
        "id": task.id,
        "source": task.source,
        "terms": _written(task.terms),
        "known": dict(task.known),
        "known_rows": {name: dict(facts) for name, facts in task.known_rows.items()},
        "headers": dict(task.headers),
        "settings": _written(task.settings),
    }
    if task.part is None:
        return {**inputs, "sha256": task.sha256, "size": task.size}
    return {**inputs, "piece": [task.part.piece.sha256, task.part.loader, task.part.layout]}


@cache
def _written(facts: Terms | Settings) -> str:
    """Return what is declared of many files alike, written out once."""
    return json.dumps(asdict(facts), sort_keys=True, ensure_ascii=False)
