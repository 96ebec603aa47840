"""Processes that read for this one: spawned, without the script that asked for them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType

from bdci_corpus.compiling import PACE
from bdci_corpus.documents import is_expendable
from bdci_corpus.memory import missing


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the program's main module, which a spawned process would import.

    What processes are asked for is ours, and needs none. A script that calls ``build`` at its top level would call it
    again in each process, and so on without end.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class _SpawnedProcess(SpawnProcess):
    """A process that knows nothing of the program's main module."""

    def start(self) -> None:
        """Start it."""
        with _without_main():
            super().start()


class _SpawnContext(SpawnContext):
    """Spawned, not forked: a fork would copy the locks of Arrow's threads in any state."""

    Process = _SpawnedProcess


def pool_of(count: int) -> ProcessPoolExecutor:
    """Return so many processes, which begin with the first work."""
    return ProcessPoolExecutor(count, mp_context=_SpawnContext(), initializer=begin_process)


def spare_imports() -> None:
    """Keep PyArrow from importing pandas and numba from importing SciPy, in a process that is ours.

    PyArrow does so to ask of the first list whether that is one of theirs, which takes half a second and 40 MB. Whoever
    imports either, such as a loader, has it all the same, and ``to_pandas`` looks for it again. Others may hand arrays
    of pandas to PyArrow, or have numba multiply matrices, so their processes are left as they are.
    """
    PACE.spares_scipy = True
    if "pandas" in sys.modules:
        return
    import pyarrow as pa

    with missing("pandas"):
        pa.array([0])


def begin_process() -> None:
    """Leave interruptions to the parent, and end when it does, however it ends; or over a file that has no end."""
    is_expendable()
    spare_imports()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def stop(pool: ProcessPoolExecutor) -> None:
    """End a pool at once, also in the middle of work; whole results stay."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()
