"""Numbers of pages, which front matter has in Roman figures."""

from __future__ import annotations

import re

ROMAN = re.compile(r"[ivxlc]{1,7}|[IVXLC]{1,7}")
"""A number in Roman figures."""


def roman(text: str) -> int:
    """Return the value of Roman figures in small letters.

    >>> roman("xiv")
    14
    """
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in text]
    after = [*values[1:], 0]
    return sum(-value if value < following else value for value, following in zip(values, after, strict=True))
