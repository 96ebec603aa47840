"""What was freed is given back to the system, where it can be."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from bdci_corpus import memory

FREED = """
from bdci_corpus import memory
held = [bytes(2_000 + number % 3) for number in range(60_000)]  # small enough for the allocator to keep
pins = held[::500]
full = memory.resident()
del held
memory.give_back()
print(full - memory.resident(), len(pins))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say how much a process holds")
def test_what_is_freed_goes_back() -> None:
    """In a process of its own: one that has run other tests has room to spare."""
    done = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    freed, pins = map(int, done.stdout.split())
    assert freed > 80_000_000
    assert pins == 120


def test_where_nothing_can_be_given_back_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(memory, "_STATM", memory._STATM.with_name("nothing"))  # noqa: SLF001 - as on other systems
    memory._trimmer.cache_clear()  # noqa: SLF001
    try:
        memory.give_back()
        assert memory.resident() == 0
    finally:
        memory._trimmer.cache_clear()  # noqa: SLF001


def test_python_looks_as_often_as_before_when_those_who_read_are_done() -> None:
    before = gc.get_threshold()
    with memory.seldom_collected():
        with memory.seldom_collected():
            assert gc.get_threshold()[0] >= memory.SELDOM
        assert gc.get_threshold()[0] >= memory.SELDOM
    assert gc.get_threshold() == before
