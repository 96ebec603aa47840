"""Work on several processors, in a given order and with little of it waiting.

Threads, not processes: the kernels do not hold the interpreter's lock, and the texts are shared.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from threading import Condition
from typing import Generic, TypeVar

_T = TypeVar("_T")

_R = TypeVar("_R")


def in_threads(function: Callable[[_T], _R], tasks: Iterable[_T], workers: int) -> Iterator[_R]:
    """Give the results in the order of the tasks, of which few are ahead of the consumer; one worker is this thread."""
    if workers == 1:
        yield from map(function, tasks)
        return
    waiting = iter(tasks)
    with ThreadPoolExecutor(workers) as pool:
        running = [pool.submit(function, task) for task in islice(waiting, 4 * workers)]
        while running:
            done = running.pop(0)
            result = done.result()
            running.extend(pool.submit(function, task) for task in islice(waiting, 1))
            yield result


def while_reading(function: Callable[[_T], _R], groups: Iterable[Sequence[_T]], workers: int) -> list[_R]:
    """Return the results in the order of the tasks, where a group of tasks takes time to read.

    Each thread reads when few tasks are left, and else works on one: a thread of its own that reads
    would take turns with those that work, and leave them waiting.
    """
    work = _Work(function, iter(groups), 2 * workers)
    if workers == 1:
        work.until_done()
        return work.in_order()
    with ThreadPoolExecutor(workers) as pool:
        try:
            list(pool.map(lambda _: work.until_done(), range(workers)))
        except BaseException:  # an interruption, too, ends the threads with the step they are at
            work.stop()
            raise
    return work.in_order()


class _Work(Generic[_T, _R]):
    """Tasks on their way from groups to results; one thread at a time reads."""

    def __init__(self, function: Callable[[_T], _R], groups: Iterator[Sequence[_T]], few: int) -> None:
        self.results: dict[int, _R] = {}
        self._function, self._groups, self._few = function, groups, few
        self._tasks: deque[tuple[int, _T]] = deque()
        self._read = 0
        self._reading = self._over = False
        self._changed = Condition()

    def until_done(self) -> None:
        """Read and work until nothing is left; a failure ends all threads."""
        try:
            while step := self._next():
                step()
        except BaseException:
            self.stop()
            raise

    def in_order(self) -> list[_R]:
        """Return all results."""
        return [self.results[number] for number in range(len(self.results))]

    def stop(self) -> None:
        """Begin no further step."""
        with self._changed:
            self._over = True
            self._tasks.clear()
            self._changed.notify_all()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while True:
                if not self._reading and not self._over and len(self._tasks) < self._few:
                    self._reading = True
                    return self._read_on
                if self._tasks:
                    return partial(self._do, *self._tasks.popleft())
                if self._over:
                    return None
                self._changed.wait()

    def _read_on(self) -> None:
        group = next(self._groups, None)
        with self._changed:
            self._reading, self._over = False, self._over or group is None
            for task in () if self._over or group is None else group:
                self._tasks.append((self._read, task))
                self._read += 1
            self._changed.notify_all()

    def _do(self, number: int, task: _T) -> None:
        self.results[number] = self._function(task)
