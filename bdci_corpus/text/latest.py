"""Keep what was made of the texts that were looked at last.

Several rules look at one text, one behind the other. Whether it is the same is asked by identity: to hash a
new text takes as long as a good part of its scan.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

_Looked = TypeVar("_Looked")

_Made = TypeVar("_Made")


_EVERY: list[Latest[Any, Any]] = []


def forget() -> None:
    """Keep nothing of the texts that were looked at last: between pieces of work, whose texts may be large."""
    for function in _EVERY:
        function.cache_clear()


class Latest(Generic[_Looked, _Made]):
    """A function of one object that keeps its last two results."""

    def __init__(self, make: Callable[[_Looked], _Made]) -> None:
        """Keep nothing yet."""
        self._make = make
        self.__doc__ = make.__doc__
        self._last: tuple[_Looked, _Made] | None = None
        self._before: tuple[_Looked, _Made] | None = None
        _EVERY.append(self)

    def __call__(self, looked_at: _Looked) -> _Made:
        """Return what is made of an object, or what was made of it before."""
        last, before = self._last, self._before
        if last is not None and last[0] is looked_at:
            return last[1]
        if before is not None and before[0] is looked_at:
            return before[1]
        made = self._make(looked_at)
        self._last, self._before = (looked_at, made), self._last
        return made

    def keep(self, looked_at: _Looked, made: _Made) -> None:
        """Take what was made of an object elsewhere."""
        self._last, self._before = (looked_at, made), self._last

    def known(self, looked_at: _Looked) -> _Made | None:
        """Return what was made of an object before, if that is kept."""
        for kept in (self._last, self._before):
            if kept is not None and kept[0] is looked_at:
                return kept[1]
        return None

    def cache_clear(self) -> None:
        """Forget them."""
        self._last = self._before = None
