"""What each line of a text may be, told from its ends and the kinds of character within.

Rules look only at lines that may be something to them. Plain Python over arrays; ``compiled`` makes
machine code of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.rules.flags import CHROME_SIGN, CHROME_START, CREDIT_END, OPENER

(
    CHROME,
    FIGURES,
    CREDIT,
    OPEN,
    HEADING,
    BODY,
    RAGGED,
    DIRECT,
) = (1 << bit for bit in range(8))
"""May be navigation or a page number; a bare number; a credit; has an opener and no final mark; may be
a heading; is running text; stands not one empty line below the last; follows it directly."""

MAX_CHROME = 100
"""The longest line of navigation, in characters."""

MOST_FIGURES = 4
MAX_HEADING = 40
"""The longest subheading, in characters."""

_HEADING_STOPS = tuple(map(ord, "。；，、：…"))
_PARTED = 2


def hints(
    lines: NDArray[np.int64], codes: NDArray[np.uint32], flags: NDArray[np.uint32], found: NDArray[np.int64]
) -> int:
    """Fill in what each line may be, and return what any line may be. ``lines`` as ``line_table`` has them."""
    starts, ends, indents, gaps, finished, kinds = lines[0], lines[1], lines[2], lines[3], lines[4], lines[5]
    total = 0
    for at in range(len(starts)):
        length = ends[at] - starts[at]
        last = codes[ends[at] - 1]
        hint = 0
        if length <= MAX_CHROME and (kinds[at] & CHROME_SIGN or flags[starts[at]] & CHROME_START):
            hint |= CHROME
        if length <= MOST_FIGURES:
            hint |= FIGURES
        if flags[ends[at] - 1] & CREDIT_END:
            hint |= CREDIT
        if finished[at] or length > MAX_HEADING:
            hint |= BODY
        elif _is_alone(gaps, at) and last not in _HEADING_STOPS:
            hint |= HEADING
        if not finished[at] and kinds[at] & OPENER:
            hint |= OPEN
        if at and (gaps[at] != 1 or starts[at] - ends[at - 1] != _PARTED):
            hint |= RAGGED
        if at and gaps[at] == 0 and indents[at] <= 1:
            hint |= DIRECT
        found[at] = hint
        total |= hint
    return total


def _is_alone(gaps: NDArray[np.int64], at: int) -> bool:
    """Return whether empty lines part a line from both neighbors; the first needs none above."""
    return bool((at == 0 or gaps[at] > 0) and (at + 1 == len(gaps) or gaps[at + 1] > 0))
