"""Regular expressions that are compiled when they are first asked: the kit has a hundred, a text needs ten."""

from __future__ import annotations

import re
from typing import cast


class _Pattern:
    """Stands for a regular expression; what is asked of it once is kept."""

    def __init__(self, text: str, flags: int) -> None:
        self._arguments = (text, flags)

    def __getattr__(self, name: str) -> object:
        """Return what the compiled expression has by a name."""
        found: object = getattr(re.compile(*self._arguments), name)
        setattr(self, name, found)
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression, as ``re.compile`` does."""
    return cast("re.Pattern[str]", _Pattern(text, flags))
