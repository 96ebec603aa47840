"""Engines: where the shards of a build are computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

Payload = TypeVar("Payload")


@dataclass(frozen=True, slots=True)
class Shard(Generic[Payload]):
    """A piece of work: ``key`` names its result, so that the same work is not done twice."""

    key: str
    payload: Payload


Work = Callable[[Payload, Path], None]
