"""Regular expressions that are compiled where they are first used.

Most of a thousand patterns are for what few documents hold, and compiling all of them when their modules are imported
took a quarter of a small build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast, overload

_MADE: list[_LazyPattern] = []

_METHODS = [
    "findall",
    "finditer",
    "flags",
    "fullmatch",
    "groupindex",
    "groups",
    "match",
    "search",
    "split",
    "sub",
    "subn",
]


class _Pattern:
    """A pattern that was compiled: all that it offers lies in it, so that it is as fast as what it stands for."""

    pattern: str | bytes

    def __repr__(self) -> str:
        """Return it as what it stands for shows itself."""
        return f"lazily({self.pattern!r})"


class _LazyPattern(_Pattern):
    """A pattern that was not used yet."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        """Compile nothing."""
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a compiled pattern offers
        """Compile the pattern, and become it."""
        if name not in _METHODS:
            raise AttributeError(name)
        real: re.Pattern[Any] = re.compile(self.pattern, self._flags)
        self.__dict__.update({method: getattr(real, method) for method in _METHODS})
        object.__setattr__(self, "__class__", _Pattern)  # without __getattr__ looking up is twice as fast
        return self.__dict__[name]


@overload
def lazily(pattern: str, flags: int = 0) -> re.Pattern[str]: ...
@overload
def lazily(pattern: bytes, flags: int = 0) -> re.Pattern[bytes]: ...
def lazily(pattern: str | bytes, flags: int = 0) -> re.Pattern[Any]:
    """Return what behaves as ``re.compile(pattern, flags)``, and is compiled at the first use of it.

    What is wrong with the pattern is said there, too: a test compiles all.
    """
    made = _LazyPattern(pattern, flags)
    _MADE.append(made)
    return cast("re.Pattern[Any]", made)


def made_lazily() -> Iterator[re.Pattern[Any]]:
    """Yield all patterns that modules have made so far."""
    return (cast("re.Pattern[Any]", made) for made in _MADE)
