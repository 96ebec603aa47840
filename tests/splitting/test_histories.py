"""A few histories with texts, of which ``tests/bench/histories.py`` lives through any number."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "bench"))

from histories import Found, history


def test_no_linked_pair_stands_in_two_splits_and_nothing_moves() -> None:
    found = Found()
    for seed in (0, 5):
        history(seed, found)
    assert found.rounds == 10
    assert found.released > 100
    assert (found.leaks, found.moved) == ([], [])
