"""What can go wrong with a place, in words: what happened, what to do, and whether waiting helps."""

from __future__ import annotations

RUN_AGAIN = "Run the same command again: it goes on from there."


class Trouble(Exception):  # noqa: N818 - it becomes a PublishError once it is known what was done before
    """A request that failed. ``waits`` is None where trying again is no use, else how many seconds it should wait."""

    def __init__(self, problem: str, remedy: str, *, waits: float | None = None, moved: bool = False) -> None:
        """Keep what to say, and what to do next."""
        super().__init__(problem)
        self.problem, self.remedy, self.waits, self.moved = problem, remedy, waits, moved
