"""Rows drawn again with replacement, from a seed: the same draws in every process, on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray


def draws(count: int, times: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """Yield for each draw the places of the rows that it has, of ``count``, each as often as it has it."""
    generator: Any = np.random.RandomState(seed)  # the streams of newer generators may change
    for _ in range(times):
        yield generator.randint(0, count, count)
