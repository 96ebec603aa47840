"""What counts as the time of a file: its reading, and not the compiling of loops."""

from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.typing import NDArray

from bdci_corpus.compiling import compiled
from bdci_corpus.documents import OutOfBounds, limited
from bdci_corpus.records import Limits

SHORT = Limits(seconds=0.2, seconds_per_megabyte=0)


def doubled(numbers: NDArray[np.int64]) -> int:
    total = 0
    for number in numbers:
        total += 2 * number
    return total


def test_compiling_is_not_counted(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))  # so that it is compiled, and not read
    with limited("a.txt", 0, SHORT):
        assert compiled(doubled)(np.arange(4)) == 12


def spend(seconds: float) -> None:
    """Use the processor for so long."""
    begun = time.process_time()
    while time.process_time() < begun + seconds:
        pass


def test_reading_is_counted() -> None:
    with pytest.raises(OutOfBounds, match="seconds of the processor"), limited("a.txt", 0, SHORT):
        spend(5)


def test_the_time_beside_compiling_is_counted() -> None:
    def compile_and_spend() -> None:
        compiled(doubled)(np.arange(4))
        spend(5)

    with pytest.raises(OutOfBounds), limited("a.txt", 0, SHORT):
        compile_and_spend()
