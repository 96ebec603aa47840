"""What reading one file may take, in seconds and bytes: one that takes more is left out, and stops no build.

``[limits]`` of corpus.toml sets it. Text and tables are read in the process that asks, whose time is limited; binary
files in one of their own, whose memory is, too (``isolation``).
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from bdci_corpus.compiling import watch_compiling
from bdci_corpus.errors import LoaderError
from bdci_corpus.records import Limits

DEAF = 1.5
"""A process that reads for others and does not heed the limit is ended after so many times the seconds."""

PATIENCE_APART, PATIENCE = 6, 8
"""By the clock, which a loaded machine makes late, a file may take so many times the seconds: in a process of its own,
whose end is told apart, and at all. Then whoever reads it is ended."""

SHORTEST = 5.0
"""By the clock, limits of fewer seconds are as those of so many."""

MORE_TIME = "Leave it out, or allow more seconds under [limits] in corpus.toml."

_TIMED = hasattr(signal, "setitimer")


class OutOfBounds(LoaderError):  # noqa: N818 - says what happened
    """Reading a file took more than it may: true of this machine and moment, so it is not remembered."""


class _ProcessState:
    """What this process is: one that reads for others may be ended over a file.

    While ``compiling`` loops, one within another, ``stopped`` holds what was left on the timers of the processor.
    """

    expendable = False
    compiling = 0
    stopped: ClassVar[dict[int, float]] = {}


def is_expendable() -> None:
    """Say that this process reads for others, so that it may be ended over a file."""
    _ProcessState.expendable = True


def _stop_or_go_on(begins: bool) -> None:  # noqa: FBT001 - as those who compile tell it
    """Stop the timers of the processor while loops are compiled, which is no file's doing, and then let them go on."""
    _ProcessState.compiling += 1 if begins else -1
    if begins and _ProcessState.compiling == 1:
        timers = (signal.ITIMER_PROF, signal.ITIMER_VIRTUAL)
        _ProcessState.stopped = {timer: left for timer in timers if (left := signal.setitimer(timer, 0)[0])}
    elif not _ProcessState.compiling:
        for timer, left in _ProcessState.stopped.items():
            signal.setitimer(timer, left)
        _ProcessState.stopped = {}


if _TIMED:
    watch_compiling(_stop_or_go_on)


@contextmanager
def limited(name: str, size: int, limits: Limits) -> Iterator[None]:
    """Keep what is done inside from taking longer than a file of so many bytes may.

    An exception ends what runs in Python, regular expressions among it. What does not come back from another
    language ends an expendable process. Time that loops take to be compiled is not counted. Both hold where the system
    has timers, in the main thread.

    Raises:
        OutOfBounds: it took longer.
    """
    if not _TIMED or threading.current_thread() is not threading.main_thread():
        yield
        return
    seconds = limits.seconds_for(size)

    def too_long(*_: object) -> None:
        problem = f"Reading it took more than {seconds:.0f} seconds of the processor."
        raise OutOfBounds(name, problem, MORE_TIME)

    before = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    if _ProcessState.expendable:  # what a signal does by default needs nobody's cooperation
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE * max(seconds, SHORTEST))
        signal.setitimer(signal.ITIMER_VIRTUAL, DEAF * seconds)
    try:
        yield
    finally:
        _ProcessState.stopped = {}
        signal.setitimer(signal.ITIMER_PROF, 0)
        if _ProcessState.expendable:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGPROF, before)
