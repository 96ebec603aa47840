"""A file as its reader sees it: some spans of its text, one behind the other, and where they stand in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

BETWEEN = "\n\n"
"""What parts two spans, so that no sentence goes on from one to the next."""


class VisibleText:
    """The text of sorted and disjoint spans of a text, an empty line between two."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        """Take the spans that show anything."""
        self._spans = [span for span in spans if span[0] < span[1]]
        self.text = BETWEEN.join([text[start:end] for start, end in self._spans])
        sizes = (end - start + len(BETWEEN) for start, end in self._spans)
        self._starts = list(accumulate(sizes, initial=0))[:-1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span that is not empty stands in the text; what is between two spans is of the first."""
        return self._place(start), self._place(end - 1) + 1

    def position(self, place: int) -> int:
        """Return where a place of the text stands among the spans, or would."""
        at = bisect_right(self._spans, place, key=lambda span: span[0]) - 1
        if at < 0:
            return 0
        start, end = self._spans[at]
        return self._starts[at] + min(place, end) - start

    def _place(self, position: int) -> int:
        at = bisect_right(self._starts, position) - 1
        start, end = self._spans[at]
        return min(start + position - self._starts[at], end - 1)
