"""The array form of ``jammer``: the same runs, found by a loop over code points."""

# ruff: noqa: FBT001 - kernels take arguments by position

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]

Rows = NDArray[np.int64]

FEWEST_CHARACTERS = 8
"""What four pairs take at least."""

_LEAST = 4
"""How many pairs a line has at least to be looked at."""

_MIN_PAIRS = 5
"""How many pairs a jammer has at least."""

_MIN_VISIBLE = 3
"""How many different visible characters show that a string is no word."""

_FEWEST_AGAIN = 3
"""How often one character stands in a row of cells or a ruler."""

_BLANK, _NEW_LINE, _BAR = ord(" "), ord("\n"), ord("|")

_FIRST_LAST, _SECOND_FIRST, _SECOND_LAST = ord(";"), ord("?"), ord("~")

_SHORT, _LONG = 2, 3
"""Characters of a pair, without and with a blank."""

_MAY_END_TEXT = tuple(map(ord, "0123456789%)!,.:;\"'+"))

_COMPLETE = tuple(map(ord, "。！？…”」』；："))


def chains(codes: Codes, found: Rows) -> int:
    """Write where four pairs or more stand in a row, and whether one opens with two blanks; count them."""
    count = at = 0
    while at < len(codes):
        if codes[at] > _FIRST_LAST:  # as most of Chinese text
            at += 1
            continue
        end, pairs, kept = at, 0, False
        size = _pair(codes, end)
        while size:
            kept = kept or (size == _LONG and codes[end] == _BLANK)
            end += size
            pairs += 1
            size = _pair(codes, end)
        if pairs >= _LEAST:
            found[count, 0], found[count, 1], found[count, 2] = at, end, kept
            count += 1
            at = end
        else:
            at += 1
    return count


def runs(codes: Codes, matches: Rows, found: Rows, folded: bool) -> int:
    """Write the jammers among the chains: start, end, whether it is strong, the doubtful token or -1."""
    count = 0
    for number in range(len(matches)):
        first, end = matches[number, 0], matches[number, 1]
        start, at_start = first, _blank_before(codes, first)
        if not at_start and first > 0 and _is_second(codes[first - 1]) and _blank_before(codes, first - 1):
            start, at_start = first - 1, True
        at_end = _blank_after(codes, end)
        pairs, visible, symbols = _weighed(codes, first, end)
        if pairs + (first - start) < _MIN_PAIRS or not (at_start or at_end):
            continue
        if not _is_random(codes, first, end, pairs, visible):
            continue
        strong = visible >= _MIN_VISIBLE and symbols > 0
        if not strong and _is_series(codes, first, end):
            continue
        found[count, 0], found[count, 1], found[count, 2], found[count, 3] = start, end, strong, -1
        if not (at_start and at_end):
            _cut(codes, found[count], first, at_start, folded)
        count += 1
    return count


def lone_pipes(codes: Codes, found: Rows) -> int:
    """Write the lines that hold nothing but bars and blanks, and begin with blanks and a bar; count them."""
    count = at = 0
    while at < len(codes):
        start, barred = at, False
        while at < len(codes) and (codes[at] == _BLANK or codes[at] == _BAR):
            barred = barred or codes[at] == _BAR
            at += 1
        if barred and (at == len(codes) or codes[at] == _NEW_LINE):
            found[count, 0], found[count, 1] = start, at
            count += 1
        while at < len(codes) and codes[at] != _NEW_LINE:
            at += 1
        at += 1
    return count


def _cut(codes: Codes, run: Rows, first: int, at_start: bool, folded: bool) -> None:
    """Leave out the token on the text's side of a run that may belong to the text."""
    start, end = run[0], run[1]
    if at_start:
        short = _last_size(codes, first, end) == _SHORT
        if short and _is_alphanumeric(codes[end - 1]):
            run[1] = end - 1
            run[3] = end - 1 if folded else -1
        return
    visible = start
    while visible > 0 and codes[visible - 1] == _BLANK:
        visible -= 1
    if visible > 0 and codes[visible - 1] in _COMPLETE:
        return
    short = _pair(codes, first) == _SHORT
    if short and _is_alphanumeric(codes[first + 1]):
        run[0] = start + 2
        run[3] = start + 1 if folded else -1
    elif codes[start - 1] != _BLANK and codes[first] in _MAY_END_TEXT:
        if folded or short:
            run[0] = start + 1
        run[3] = start if folded else -1


def _pair(codes: Codes, at: int) -> int:
    """Return how many characters the pair at a place has: three, two without its first, or none."""
    n = len(codes)
    if at + 2 < n and _BLANK <= codes[at] <= _FIRST_LAST and codes[at + 1] == _BLANK and _is_second(codes[at + 2]):
        return _LONG
    return _SHORT if at + 1 < n and codes[at] == _BLANK and _is_second(codes[at + 1]) else 0


def _is_second(code: int) -> bool:
    return _SECOND_FIRST <= code <= _SECOND_LAST


def _weighed(codes: Codes, first: int, end: int) -> tuple[int, int, int]:
    """Return how many pairs stand there, how many first characters one sees, and how many symbols."""
    pairs = visible = symbols = 0
    at = first
    while at < end:
        size = _pair(codes, at)
        pairs += 1
        visible += codes[at] != _BLANK
        for place in range(at, at + size):
            symbols += codes[place] != _BLANK and not _is_alphanumeric(codes[place])
        at += size
    return pairs, visible, symbols


def _is_random(codes: Codes, first: int, end: int, pairs: int, visible: int) -> bool:
    """Return whether the characters of a chain may be random: some are letters, and none comes again and again."""
    firsts, seconds = np.zeros(_SECOND_LAST + 1, np.int64), np.zeros(_SECOND_LAST + 1, np.int64)
    at, letters = first, 0
    while at < end:
        size = _pair(codes, at)
        code = codes[at + size - 1]
        seconds[code] += 1
        letters += _is_alphanumeric(code)
        if size == _LONG and codes[at] != _BLANK:
            firsts[codes[at]] += 1
        at += size
    most = seconds.max()
    cells = seconds[_BAR] >= _FEWEST_AGAIN and 2 * seconds[_BAR] >= pairs - 1
    again = _is_most(most, pairs) or _is_most(firsts.max(), visible) or cells
    return letters > 0 and not again


def _is_most(count: int, whole: int) -> bool:
    """Return whether a character comes again in more than two thirds of the places."""
    return bool(count >= _FEWEST_AGAIN and 3 * count > 2 * whole)


def _is_series(codes: Codes, first: int, end: int) -> bool:
    """Return whether the second characters of a chain follow each other: A B C D E."""
    at, last = first, np.int64(0)
    while at < end:
        at += _pair(codes, at)
        code = np.int64(codes[at - 1])
        if last and code != last + 1:
            return False
        last = code
    return True


def _last_size(codes: Codes, first: int, end: int) -> int:
    """Return the size of the last pair of a chain."""
    at, size = first, 0
    while at < end:
        size = _pair(codes, at)
        at += size
    return size


def _is_alphanumeric(code: int) -> bool:
    return 48 <= code <= 57 or 65 <= code <= 90 or 97 <= code <= 122  # noqa: PLR2004 - 0-9, A-Z, a-z


def _blank_before(codes: Codes, at: int) -> bool:
    while at > 0 and codes[at - 1] == _BLANK:
        at -= 1
    return at == 0 or bool(codes[at - 1] == _NEW_LINE)


def _blank_after(codes: Codes, at: int) -> bool:
    while at < len(codes) and codes[at] == _BLANK:
        at += 1
    return at == len(codes) or bool(codes[at] == _NEW_LINE)
