"""Compute shards on a cluster of Ray: one that runs (``RAY_ADDRESS``), or one of this machine, for this build.

Tasks are plain and few: each writes the folder of its shard, on storage that all nodes see under one path, and hands
nothing back. So a worker or a node that dies costs the shards it was at and nothing else, and the same build, run
again after its driver died, begins where that one ended. Ray tries nothing again by itself: what a shard died of is
asked here, as for processes of one machine.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname
from typing import Any

from bdci_corpus.building.engines import Engine, Payload, Shard, Work
from bdci_corpus.building.engines.results import compute, unfinished
from bdci_corpus.compiling import code_digest
from bdci_corpus.errors import ClusterError
from bdci_corpus.version import libraries

IN_ADVANCE = 2
"""Shards that wait for each processor of the cluster: the next one is there when one is done."""

TRIES = 20
"""A shard of which so many processes died, one after the other, is not tried again: nodes die more rarely."""

LOOK_AGAIN = 10.0
"""After so many seconds without news, finished results are looked for where they are written: news get lost."""

STORE_BYTES = 100_000_000
"""Memory that a cluster of one machine sets apart for objects, of which this engine has none."""

WHERE = "--engine ray"


def engine(workers: int) -> Engine:
    """Return the engine; ``workers`` counts the processors of a cluster that it has to start itself."""
    return RayEngine(workers)


@dataclass(frozen=True, slots=True)
class RayEngine:
    """A cluster of Ray, joined or started."""

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
        left = {shard.key for shard in waiting}
        yield from (shard for shard in shards if shard.key not in left)
        if waiting:
            with _cluster(self.workers) as ray:
                yield from _Round(ray, work, careful, folder).finished(waiting)


class _Round:
    """Shards on their way through a cluster."""

    def __init__(self, ray: Any, work: Work[Any], careful: Work[Any], folder: Path) -> None:  # noqa: ANN401 - a module
        self._ray, self._work, self._careful, self._folder = ray, work, careful, folder
        self._task = ray.remote(num_cpus=1, max_retries=0)(_compute_there)
        self._running: dict[Any, Shard[Any]] = {}
        self._deaths: Counter[str] = Counter()
        self._required = _making()

    def finished(self, shards: Sequence[Shard[Payload]]) -> Iterator[Shard[Payload]]:
        """Yield shards as they are finished."""
        queue = iter(shards)
        try:
            while True:
                most = IN_ADVANCE * max(1, int(self._ray.cluster_resources().get("CPU", 1)))
                while len(self._running) < most and (shard := next(queue, None)) is not None:
                    self._submit(shard, self._work)
                if not self._running:
                    return
                yield from self._news()
        finally:
            for reference in self._running:
                self._ray.cancel(reference, force=True)

    def _submit(self, shard: Shard[Any], work: Work[Any]) -> None:
        self._running[self._task.remote(work, shard, self._folder, self._required)] = shard

    def _news(self) -> list[Shard[Any]]:
        """Wait for news, and return the shards that are finished; those whose process died are tried again."""
        done, _ = self._ray.wait(list(self._running), num_returns=1, timeout=LOOK_AGAIN)
        if not done:
            done = [one for one, shard in self._running.items() if (self._folder / shard.key).is_dir()]
        finished = []
        for reference in done:
            shard = self._running.pop(reference)
            if self._survived(reference, shard):
                finished.append(shard)
            else:
                self._submit(shard, self._careful)
        return finished

    def _survived(self, reference: Any, shard: Shard[Any]) -> bool:  # noqa: ANN401 - of Ray
        """Return whether a shard is finished; it is not where its process died.

        Raises:
            ClusterError: too many processes died of it.
        """
        from ray.exceptions import RayError, RayTaskError

        if (self._folder / shard.key).is_dir():
            return True
        try:
            self._ray.get(reference)
        except RayTaskError as error:
            raise error.cause if isinstance(error.cause, Exception) else error from None
        except RayError as error:
            self._deaths[shard.key] += 1
            if self._deaths[shard.key] >= TRIES:
                problem = f"{TRIES} processes of the cluster died of the same work: {type(error).__name__}."
                raise ClusterError(WHERE, problem, "Look at the nodes' memory and Ray's logs.") from error
            return False
        problem = "A node wrote its results where this machine does not see them."
        raise ClusterError(str(self._folder), problem, "Use storage that all nodes have under one path.")


def _making() -> dict[str, str]:
    """Return what makes the bytes of results: our code, and the libraries that decide anything."""
    return {"bdci-corpus": code_digest(), **libraries()}


def _compute_there(work: Work[Payload], shard: Shard[Payload], folder: Path, required: dict[str, str]) -> None:
    """Compute a shard on whichever node this is.

    Raises:
        ClusterError: this node would make other bytes, or does not see the folder of results.
    """
    from bdci_corpus.building.engines.processes import spare_imports
    from bdci_corpus.documents import is_expendable

    is_expendable()
    spare_imports()
    if other := {name for name, made in _making().items() if required.get(name, made) != made}:
        problem = f"The node has another {', '.join(sorted(other))} than the machine that builds."
        raise ClusterError(gethostname(), problem, "Install the same versions on all nodes.")
    if not folder.is_dir():
        problem = f"The node does not see {folder}."
        raise ClusterError(gethostname(), problem, "Build where all nodes have the same folders, as on shared storage.")
    compute(work, shard, folder)


@contextmanager
def _cluster(workers: int) -> Iterator[Any]:
    """Join the cluster of ``RAY_ADDRESS`` or of this process, or start one for as long as it is needed.

    Raises:
        ClusterError: Ray is not installed.
    """
    try:
        import ray
    except ImportError as error:
        problem, remedy = "Ray is not installed.", 'pip install "bdci-corpus[ray]"'
        raise ClusterError(WHERE, problem, remedy) from error
    if ray.is_initialized():
        yield ray
        return
    options: dict[str, Any] = {"configure_logging": False, "logging_level": logging.ERROR, "log_to_driver": False}
    if not os.environ.get("RAY_ADDRESS"):
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent to anybody unasked
        options |= {"address": "local", "num_cpus": workers, "include_dashboard": False}
        options |= {"object_store_memory": STORE_BYTES}
    ray.init(**options)
    try:
        yield ray
    finally:
        ray.shutdown()
