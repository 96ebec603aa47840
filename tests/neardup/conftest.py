"""Both ways to compare, whatever the size of the texts."""

from __future__ import annotations

import pytest

from bdci_corpus.neardup.dispatch import SizeThresholds

BOTH = {"plain": SizeThresholds(plain_bytes=1 << 40), "compiled": SizeThresholds(plain_bytes=-1)}


@pytest.fixture(params=BOTH.values(), ids=BOTH, scope="session")
def limits(request: pytest.FixtureRequest) -> SizeThresholds:
    """Do everything once with NumPy and once with kernels."""
    found: SizeThresholds = request.param
    return found
