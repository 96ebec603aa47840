"""Who is told how far a verb is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told ``(what, done, total)`` as work goes on: of what is ``IN_BYTES`` in bytes, of "writing" in documents.

A total of 0 is not known yet.
"""

IN_BYTES = ("hashing", "reading")


def tell_nobody(what: str, done: int, total: int) -> None:
    """Report no progress."""
