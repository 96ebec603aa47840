"""Memory that a process no longer uses is given back where that can be done; what it need not import is not."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.abc import MetaPathFinder
from pathlib import Path
from threading import Lock

_STATM = Path("/proc/self/statm")

SELDOM = 50_000
"""After so many new objects Python looks for those that only hold each other, while many documents are read."""

_HELD = Lock()

_found = list[tuple[int, int, int]]()
"""How often Python looked before, once for each that reads."""


def give_back() -> None:
    """Give back what was freed: by Python and libraries (glibc keeps it for later), and by Arrow, where it is used."""
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
    trim = _trimmer()
    if trim is not None:
        trim(0)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let Python look seldom for objects that only hold each other.

    What is made of documents holds nothing that holds it, and to look at all of it again and again takes a seventh
    of the time that reading takes.
    """
    with _HELD:
        _found.append(gc.get_threshold())
        gc.set_threshold(max(SELDOM, _found[0][0]), *_found[0][1:])
    try:
        yield
    finally:
        with _HELD:
            first = _found[0]
            _found.pop()
            if not _found:
                gc.set_threshold(*first)


def resident() -> int:
    """Return how many bytes of memory this process holds; 0 where the system does not say."""
    try:
        return int(_STATM.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


@cache
def _trimmer() -> Callable[[int], int] | None:
    """Return glibc's ``malloc_trim``; None where the C library is another."""
    if sys.platform != "linux":
        return None
    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
    return trim


@contextmanager
def missing(name: str) -> Iterator[None]:
    """Let a module be found by nobody inside, as where it is not installed."""
    finder = _Missing(name)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Missing(MetaPathFinder):
    """Finds one module no more."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, name: str, *_: object) -> None:
        """Refuse one name, and leave all others to the next finder."""
        if name == self._name:
            raise ModuleNotFoundError(name)
