"""Work on several processors, in a given order and with little of it waiting.

Threads, not processes: the kernels do not hold the interpreter's lock, and the texts are shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")


def in_threads(function: Callable[[_T], _R], tasks: Iterable[_T], workers: int) -> Iterator[_R]:
    """Give the results in the order of the tasks, of which few are ahead of the consumer."""
    waiting = iter(tasks)
    with ThreadPoolExecutor(workers) as pool:
        running = [pool.submit(function, task) for task in islice(waiting, 4 * workers)]
        while running:
            done = running.pop(0)
            result = done.result()
            running.extend(pool.submit(function, task) for task in islice(waiting, 1))
            yield result
