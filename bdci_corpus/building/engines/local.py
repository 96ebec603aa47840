"""Compute shards in processes of this machine; each writes one folder, by temporary name and rename."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from bdci_corpus.building.engines import Engine, Payload, Shard, Work
from bdci_corpus.building.engines.processes import pool_of, stop
from bdci_corpus.building.engines.results import compute, unfinished

IN_ADVANCE = 2
"""Shards a worker has waiting: few, so that an interruption ends soon, and one, so that none is idle."""


def engine(workers: int) -> Engine:
    """Return the engine of this machine."""
    return LocalEngine(workers)


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Processes of this machine; one worker is this process itself."""

    workers: int

    def map_shards(
        self,
        work: Work[Payload],
        shards: Sequence[Shard[Payload]],
        folder: Path,
        careful: Work[Payload],
    ) -> Iterator[Shard[Payload]]:
        """Yield each shard once ``folder/key`` holds its result."""
        waiting = unfinished(shards, folder)
        left = {shard.key: shard for shard in waiting}
        yield from (shard for shard in shards if shard.key not in left)
        if self.workers <= 1 or len(waiting) <= 1:
            for shard in waiting:
                compute(work, shard, folder)
                yield shard
            return
        while left:
            running: dict[Future[None], Shard[Payload]] = {}
            yield from self._in_processes(work, left, running, folder)
            for shard in running.values():  # a process died over one of these
                if not (folder / shard.key).is_dir():
                    compute(careful, shard, folder)
                del left[shard.key]
                yield shard

    def _in_processes(
        self,
        work: Work[Payload],
        left: dict[str, Shard[Payload]],
        running: dict[Future[None], Shard[Payload]],
        folder: Path,
    ) -> Iterator[Shard[Payload]]:
        """Yield the shards that processes have finished, and take them from ``left``.

        Ends when all are finished, or when a process has died: over one of those that are ``running`` then.
        """
        count = min(self.workers, len(left))
        pool = pool_of(count)
        queue = iter(list(left.values()))
        try:
            while True:
                for shard in queue:
                    running[pool.submit(compute, work, shard, folder)] = shard
                    if len(running) >= IN_ADVANCE * count:
                        break
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    future.result()
                    shard = running.pop(future)
                    del left[shard.key]
                    yield shard
        except BrokenProcessPool:
            return
        finally:
            stop(pool)
