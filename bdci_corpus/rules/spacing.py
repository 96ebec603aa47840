"""Take out blanks beside full-width marks.

Evidence: a full-width mark carries its own space, and no typesetter adds another. Quotes, dashes
and dots are also Latin marks, so there the other neighbor must be Chinese as well; so are marks that
were folded to ASCII.

Rationale: text layers of PDF pages put blanks behind marks, and folding marks to ASCII adds more.

Known failures: none are known. A blank between two Chinese characters is a separator and stays.

>>> from bdci_corpus.rules.context import Context
>>> [(edit.start, edit.end) for edit in find("难点， 以党建为载体", Context(file_text=""))]
[(3, 4)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from bdci_corpus.records import Edit
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.flags import BLANK, BRACKET, EITHER_MARK, FULL_MARK, HAN, KANA, LINE_END, MARK
from bdci_corpus.rules.scan import Scan, scan_of

NAME = "spacing"

_MARKER = re.compile(r"[ \t]*(?:[-*+>#•·]{1,6}|\d{1,3}[.)、])$")
_LETTER = HAN | KANA
_QUOTED = frozenset(map(ord, "”’…—"))
_QUOTING = frozenset(map(ord, "“‘—"))
_OPENS = frozenset(map(ord, "“‘（"))
_CLOSES = frozenset(map(ord, "”’）"))


def find(text: str, context: Context) -> Iterator[Edit]:
    """Yield an edit for each run of blanks that goes. Linear."""
    del context
    scan = scan_of(text)
    if not scan.beside_marks or not scan.has(BLANK) or not scan.has(FULL_MARK | EITHER_MARK | MARK):
        return
    for start, end in _runs(scan):
        line_start = text.rfind("\n", 0, start) + 1
        if not _MARKER.match(text[line_start : min(start, line_start + 12)]) and text[line_start] != "|":
            yield Edit(start=start, end=end, replacement="", rule=NAME)


def _runs(scan: Scan) -> Iterator[tuple[int, int]]:
    """Yield the runs of blanks inside a line that stand beside a mark that needs none."""
    blanks = np.flatnonzero(scan.codes == ord(" "))
    if not len(blanks):
        return
    breaks = np.flatnonzero(np.diff(blanks) > 1)
    starts, ends = blanks[np.append(0, breaks + 1)], blanks[np.append(breaks, -1)] + 1
    left, right = scan.beside(starts, -1), scan.beside(ends, 0)
    inner = (left != 0) & (right != 0) & ((left | right) & (LINE_END | BLANK) == 0)
    full = ((left | right) & FULL_MARK) != 0
    either = ((left & EITHER_MARK) != 0) & ((right & (_LETTER | EITHER_MARK)) != 0)
    either |= ((left & (_LETTER | EITHER_MARK)) != 0) & ((right & EITHER_MARK) != 0)
    maybe = ((left | right) & (EITHER_MARK | MARK)) != 0
    # An ASCII mark further off was left as it is; without the blanks it would look as if it belonged.
    apart = (ends - starts > 1) & (((left | right) & (MARK | BRACKET)) != 0)
    for at in np.flatnonzero(inner & ~apart & (full | either | maybe)).tolist():
        start, end = int(starts[at]), int(ends[at])
        if full[at] or either[at] or _belongs(scan, start, end):
            yield start, end


def _belongs(scan: Scan, start: int, end: int) -> bool:
    """Return whether a mark that is also a Latin one belongs to Chinese text beside it."""
    before, after = int(scan.codes[start - 1]), int(scan.codes[end])
    outer_left = int(scan.flags[start - 2]) if start > 1 else 0
    outer_right = int(scan.flags[end + 1]) if end + 1 < len(scan.flags) else 0
    if before in _QUOTED and outer_left & _LETTER:
        return True
    if after in _QUOTING and outer_right & _LETTER:
        return True
    folded = bool(scan.flags[start - 1] & MARK)
    chinese = bool(outer_left & _LETTER) or (start > 1 and int(scan.codes[start - 2]) in _CLOSES)
    return folded and chinese and (bool(scan.flags[end] & _LETTER) or after in _OPENS)
