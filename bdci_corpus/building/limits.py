"""How long reading one file may take: a file of which no end is seen is left out, and does not stop a build."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bdci_corpus.errors import LoaderError

SECONDS, SECONDS_PER_MEGABYTE, MOST_SECONDS = 10.0, 20.0, 1200.0
"""What reading a file, or the next part of a table, may take of the processor: some 500 times what is usual."""

PATIENCE = 4
"""A process that reads for others and does not stop by itself is ended after so many times that, by the clock."""

_TIMED = hasattr(signal, "setitimer")


class OutOfBounds(LoaderError):  # noqa: N818 - says what happened
    """Reading a file took more than it may: true of this machine and moment, so it is not remembered."""


class _Process:
    """What this process is: one that reads for others may be ended over a file."""

    expendable = False


def is_expendable() -> None:
    """Say that this process reads for others, so that it may be ended over a file."""
    _Process.expendable = True


def seconds_for(size: int) -> float:
    """Return how many seconds of the processor a file of so many bytes may take."""
    return min(SECONDS + SECONDS_PER_MEGABYTE * size / 1e6, MOST_SECONDS)


@contextmanager
def limited(name: str, size: int) -> Iterator[None]:
    """Keep what is done inside from taking longer than a file of so many bytes may.

    An exception ends what runs in Python, regular expressions among it. What does not come back from another
    language ends an expendable process. Both hold where the system has timers, in the main thread.

    Raises:
        OutOfBounds: it took longer.
    """
    if not _TIMED or threading.current_thread() is not threading.main_thread():
        yield
        return
    seconds = seconds_for(size)

    def too_long(*_: object) -> None:
        problem = f"Reading it took more than {seconds:.0f} seconds of the processor."
        raise OutOfBounds(name, problem, "Leave it out, or report it with the file.")

    before = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    if _Process.expendable:  # what a signal does by default needs nobody's cooperation
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        if _Process.expendable:
            signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGPROF, before)
