"""The loop over brackets behind characters: a page in pinyin has few readings, thousands of times.

Plain Python over arrays; ``compiled`` makes machine code of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.rules.flags import HAN, LABEL, LATIN, TONED

_OPEN, _CLOSE = ord("("), ord(")")
_LONGEST = 9
_FACTOR = 0x9E3779B97F4A7C15

Codes = NDArray[np.uint32]


def different(codes: Codes, flags: Codes, seen: NDArray[np.uint64], found: NDArray[np.int64]) -> int:
    """Fill in where a bracket opens behind a character, once for each character and what is bracketed.

    ``seen`` is empty and a power of two long; the count of places is returned.
    """
    count = 0
    for at in range(1, len(codes) - 1):
        if codes[at] != _OPEN or not flags[at - 1] & HAN or not flags[at + 1] & (LATIN | TONED | LABEL):
            continue
        mixed = np.uint64(codes[at - 1])
        for step in range(1, min(_LONGEST, len(codes) - at)):
            mixed = (mixed ^ np.uint64(codes[at + step])) * np.uint64(_FACTOR)
            if codes[at + step] == _CLOSE:
                break
        slot = np.int64(mixed >> np.uint64(20)) & (len(seen) - 1)
        while seen[slot] != 0 and seen[slot] != mixed:
            slot = (slot + 1) & (len(seen) - 1)
        if seen[slot] == 0:
            seen[slot] = mixed
            found[count] = at
            count += 1
    return count
