"""The loop that looks for UTF-8 among characters that were read as GBK.

Plain Python over arrays; ``compiled`` makes machine code of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LEAD, _HIGH_BITS, _CONTINUES = 0xE2, 0xC0, 0x80
"""What three bytes of UTF-8 begin with, at least, and the high bits of the other two."""

_LAST_OF_PLANE = 0xFFFF

Ints = NDArray[np.int64]
Codes = NDArray[np.uint32]
Short = NDArray[np.uint16]


def sequences(places: Ints, codes: Codes, bytes_of: Short, found: Ints) -> int:
    """Fill in where a character's bytes begin a sequence of UTF-8, and the next one's end it and begin another."""
    count = 0
    for place in places:
        if place < 0 or place + 1 >= len(codes) or codes[place] > _LAST_OF_PLANE or codes[place + 1] > _LAST_OF_PLANE:
            continue
        here, behind = np.int64(bytes_of[codes[place]]), np.int64(bytes_of[codes[place + 1]])
        begins = here >> 8 >= _LEAD and here & _HIGH_BITS == _CONTINUES
        if begins and behind >> 8 & _HIGH_BITS == _CONTINUES and behind & 0xFF >= _LEAD:
            found[count] = place
            count += 1
    return count
