"""The loops of winnowing, compiled by ``compiling.compiled``."""

# ruff: noqa: PLR0917, C901 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def winnow(
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    multiplier: np.uint64,
    lead: np.uint64,
    hashes: NDArray[np.uint64],
    owners: NDArray[np.int32],
    places: NDArray[np.int32],
) -> int:
    """Write the winnowed hashes of every document and return how many there are.

    As ``overlaps.gram_hashes`` and ``overlaps.winnowed``, with a rolling polynomial; ``lead`` is
    ``multiplier`` to the power of the gram's length.
    """
    gram, window = 13, 16
    final = np.uint64(0xD6E8FEB86659FD93)
    found = 0
    ring = np.empty(window, np.uint64)
    for document in range(len(offsets) - 1):
        start = offsets[document]
        count = offsets[document + 1] - start - gram + 1
        if count < window:
            continue
        rolling = np.uint64(0)
        for i in range(gram - 1):
            rolling = np.uint64(rolling * multiplier + np.uint64(entries[start + i]))
        least = np.uint64(0)
        at = np.int64(-1)
        for i in range(count):
            rolling = np.uint64(rolling * multiplier + np.uint64(entries[start + i + gram - 1]))
            if i > 0:
                rolling = np.uint64(rolling - lead * np.uint64(entries[start + i - 1]))
            h = np.uint64(rolling ^ np.uint64(rolling >> np.uint64(32)))
            h = np.uint64(h * final)
            h = np.uint64(h ^ np.uint64(h >> np.uint64(32)))
            ring[i & 15] = h
            if at < 0 or h <= least:
                least = h
                at = np.int64(i)
                if i < window - 1:
                    continue
            elif at <= i - window:
                at = np.int64(i - window + 1)
                least = ring[at & 15]
                for j in range(at + 1, i + 1):
                    if ring[j & 15] <= least:
                        least = ring[j & 15]
                        at = np.int64(j)
            elif i != window - 1:
                continue
            hashes[found] = least
            owners[found] = document
            places[found] = at
            found += 1
    return found
