"""Both ways to compare, whatever the size of the texts."""

from __future__ import annotations

import pytest

from bdci_corpus.neardup.dispatch import Limits

BOTH = {"plain": Limits(plain_bytes=1 << 40), "compiled": Limits(plain_bytes=-1)}


@pytest.fixture(params=BOTH.values(), ids=BOTH, scope="session")
def limits(request: pytest.FixtureRequest) -> Limits:
    """Do everything once with NumPy and once with kernels."""
    found: Limits = request.param
    return found
