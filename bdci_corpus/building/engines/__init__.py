"""Engines: where the shards of a build are computed.

An engine is a file beside this one and a line in ``ENGINES``. It runs the same pure functions on the same
shards as every other, so that the results have the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Generic, Protocol, TypeVar

Payload = TypeVar("Payload")


@dataclass(frozen=True, slots=True)
class Shard(Generic[Payload]):
    """A piece of work: ``key`` names its result, so that the same work is not done twice."""

    key: str
    payload: Payload


Work = Callable[[Payload, Path], None]
"""A module-level function that writes what it makes of a payload into the empty folder it is given."""


class Engine(Protocol):
    """What a build asks of an engine."""

    def map_shards(
        self,
        work: Work[Payload],
        shards: Sequence[Shard[Payload]],
        folder: Path,
        careful: Work[Payload],
    ) -> Iterator[Shard[Payload]]:
        """Yield each shard once ``folder/key`` holds its result, in any order; finished ones at once.

        A shard whose process dies is given to ``careful``, which can tell what it died of.
        """


ENGINES = {
    "local": "bdci_corpus.building.engines.local",
    "ray": "bdci_corpus.building.engines.ray",
}
"""Each engine's module by its name; a module has ``engine(workers)``."""


def engine_named(name: str, workers: int) -> Engine:
    """Return an engine that uses so many processes."""
    made: Engine = import_module(ENGINES[name]).engine(workers)
    return made
