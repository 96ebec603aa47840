"""What a character is, as far as its place on a line is concerned: one look-up in a table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WIDE, LEFTWARD, QUOTE, OPENING, CLOSING, BLANK, CONTROL = (1 << bit for bit in range(7))
"""As wide as an em; written to the left; a quote or dash; a mark that opens, or closes; a blank; unprintable."""

LAST = 0xFFFF
"""The place in the table that stands for all other planes, whose characters are Han."""

_RANGES = (
    *((WIDE, span) for span in ((0x2E80, 0xA000), (0xAC00, 0xD7B0), (0xF900, 0xFB00), (0xFE30, 0xFE50))),
    *((WIDE, span) for span in ((0xFF01, 0xFF66), (LAST, LAST + 1))),
    *((LEFTWARD, span) for span in ((0x590, 0x900), (0xFB1D, 0xFE00), (0xFE70, 0xFEFF))),
    *((BLANK, span) for span in ((0x09, 0x0E), (0x20, 0x21), (0xA0, 0xA1), (0x2000, 0x200C), (0x202F, 0x2030))),
    *((BLANK, span) for span in ((0x205F, 0x2060), (0x3000, 0x3001), (0xFEFF, 0xFF00))),
    *((CONTROL, span) for span in ((0x00, 0x20), (0x7F, 0xA0), (0xFFFD, 0xFFFE))),
)
"""Half-open spans of code points, and what they are in print."""

_MARKS = (
    (QUOTE, "“”‘’…—·"),
    (OPENING, "“‘（《〈「『【〔([{$￥"),
    (CLOSING, "，。、；：？！”’）》〉」』】〕,.;:?!)]}%％…—"),
)


def _table() -> NDArray[np.uint8]:
    kinds = np.zeros(LAST + 1, np.uint8)
    for kind, (start, end) in _RANGES:
        kinds[start:end] |= kind
    for kind, characters in _MARKS:
        kinds[[ord(character) for character in characters]] |= kind
    return kinds


_KINDS = _table()


def kinds_of(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return what each character is, as flags."""
    kinds: NDArray[np.uint8] = _KINDS[np.minimum(codes, LAST)]
    return kinds
