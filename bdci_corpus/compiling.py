"""When to run a loop as machine code, and how it is compiled.

Importing numba takes half a second and compiling several more, so small jobs never do: a rule has a
plain form, and its array form takes over once this process has seen enough text. Both give the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any, TypeVar, cast

_F = TypeVar("_F", bound=Callable[..., Any])

ENOUGH = 1_000_000
"""How many characters a process looks at before its loops are compiled."""


class Pace:
    """Whether this process has seen enough text for compiling to pay."""

    def __init__(self, enough: int = ENOUGH) -> None:
        """Start at a stroll."""
        self.enough = enough
        self.seen = 0

    def fast(self) -> bool:
        """Return whether array forms are used."""
        return self.seen >= self.enough

    def note(self, characters: int) -> bool:
        """Count the characters of one more text; return whether array forms are used."""
        self.seen += characters
        return self.seen >= self.enough


PACE = Pace()


@cache
def compiled(kernel: _F) -> _F:
    """Return the machine-code form of a kernel, compiled at its first call.

    Kernels of the same module that it calls are compiled with it. The code is kept in numba's cache
    (``NUMBA_CACHE_DIR``, the package, the user's cache folder); where none of them can be written, as
    in a read-only container, each process compiles anew.
    """
    from numba import njit

    called = (kernel.__globals__.get(name) for name in kernel.__code__.co_names)
    own = {
        inner.__name__: compiled(inner)
        for inner in called
        if isinstance(inner, FunctionType) and inner.__module__ == kernel.__module__
    }
    bound = FunctionType(kernel.__code__, {**kernel.__globals__, **own}, kernel.__name__)
    bound.__module__, bound.__qualname__ = kernel.__module__, kernel.__qualname__
    try:
        return cast("_F", njit(cache=True, nogil=True)(bound))
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        return cast("_F", njit(nogil=True)(bound))
