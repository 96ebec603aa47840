"""What lines look like together: verse, and other short lines that keep their own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from bdci_corpus.text.lines import Lines
from bdci_corpus.text.wraps import width, wraps_alone

_VERSE_WIDTH = 36
"""The widest verse, in columns: eighteen Han characters."""

_VERSE_LINES = 4
"""How many short lines make verse."""

_VERSE_SPREAD = 6
"""How much wider than the narrowest the widest verse is, in columns."""

_VERSE_ENDS = "，。；！？、…,;!?.："


@lru_cache(maxsize=2)
def verses(lines: Lines) -> frozenset[int]:
    """Return the numbers of lines that are verse: runs of short lines of like width that do not wrap."""
    if len(lines) - np.count_nonzero(lines.gaps) < _VERSE_LINES - 1:
        return frozenset()
    found: set[int] = set()
    borders = np.concatenate([[0], np.flatnonzero(lines.gaps > 0), [len(lines)]])
    for at in np.flatnonzero(np.diff(borders) >= _VERSE_LINES).tolist():
        first, end = int(borders[at]), int(borders[at + 1])
        if int((lines.ends[first:end] - lines.starts[first:end]).max()) <= _VERSE_WIDTH:
            block = [(at, lines.line(at)) for at in range(first, end)]
            if _is_verse([line.text for _, line in block]) and not wraps_alone(block):
                found.update(range(first, end))
    return frozenset(found)


def _is_verse(texts: Sequence[str]) -> bool:
    widths = [width(text) for text in texts]
    if max(widths) > _VERSE_WIDTH:
        return False
    marked = sum(text[-1] in _VERSE_ENDS for text in texts)
    return not marked or max(widths) - min(widths) <= _VERSE_SPREAD or marked >= 0.75 * len(texts)
