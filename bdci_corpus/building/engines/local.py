"""Compute shards in processes of this machine; each writes one folder, by temporary name and rename."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from bdci_corpus.building.engines import Payload, Shard, Work


def map_shards(
    work: Work[Payload], shards: Sequence[Shard[Payload]], folder: Path, workers: int
) -> Iterator[Shard[Payload]]:
    """Yield each shard once ``folder/key`` holds its result, in any order; finished ones at once.

    ``work`` is a module-level function that writes files into the empty folder it is given.
    """
    folder.mkdir(parents=True, exist_ok=True)
    waiting = []
    for shard in shards:
        if (folder / shard.key).is_dir():
            yield shard
        else:
            waiting.append(shard)
    if workers <= 1 or len(waiting) <= 1:
        for shard in waiting:
            _compute(work, shard, folder)
            yield shard
        return
    # Spawned, not forked: a fork would copy the locks of Arrow's threads in any state.
    with ProcessPoolExecutor(min(workers, len(waiting)), mp_context=get_context("spawn")) as pool:
        running = {pool.submit(_compute, work, shard, folder): shard for shard in waiting}
        for future in as_completed(running):
            future.result()
            yield running[future]


def _compute(work: Work[Payload], shard: Shard[Payload], folder: Path) -> None:
    temporary = folder / f".{shard.key}.{os.getpid()}"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    work(shard.payload, temporary)
    temporary.rename(folder / shard.key)


def prune(folder: Path, keep: set[str]) -> None:
    """Remove results that no shard of this build has."""
    for path in folder.iterdir():
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
