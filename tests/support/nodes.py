"""A cluster of Ray with several nodes on this machine, whose workers and nodes can be killed while a build runs."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SMALL = {"object_store_memory": 100_000_000, "include_log_monitor": False}
"""What a node sets apart: it stores nothing, and nobody reads its logs."""


@contextmanager
def nodes(count: int) -> Iterator[Any]:
    """Start a head, which computes nothing, and so many nodes of one processor; skip the test where there is no Ray."""
    ray = pytest.importorskip("ray")
    from ray.cluster_utils import Cluster

    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False, **SMALL})
    try:
        for _ in range(count):
            cluster.add_node(num_cpus=1, **SMALL)
        ray.init(address=cluster.address, log_to_driver=False, configure_logging=False)
        cluster.wait_for_nodes()
        yield cluster
    finally:
        ray.shutdown()
        cluster.shutdown()


@dataclass(eq=False)
class Killer:
    """Listens to a build, and kills a worker, or a node, when it has read some of what there is to read.

    That is what a cluster does. Another node takes the place of one that was killed. ``killed`` counts them.
    """

    cluster: Any
    kind: str
    killed: int = 0
    _begun: int | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Kill once, when something is done, and something not."""
        if stage != "reading":
            return
        if self._begun is None:
            self._begun = done
        if self._begun < done < total and not self.killed and getattr(self, f"_kill_{self.kind}")():
            self.killed += 1

    def _kill_worker(self) -> bool:
        busy = [pid for pid, name in _descendants(os.getpid()) if name.startswith("ray::_compute_there")]
        if busy:
            os.kill(busy[0], signal.SIGKILL)
        return bool(busy)

    def _kill_node(self) -> bool:
        node = next(iter(self.cluster.worker_nodes))
        self.cluster.remove_node(node, allow_graceful=False)
        self.cluster.add_node(num_cpus=1, **SMALL)
        return True


def _descendants(pid: int) -> Iterator[tuple[int, str]]:
    """Yield the number and name of each process that this one, or one of its own, started."""
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, thread.read_text("utf-8").split()):
            try:
                name = Path(f"/proc/{child}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
            except OSError:
                continue
            yield child, name
            yield from _descendants(child)
