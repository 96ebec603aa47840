"""Take out blanks beside full-width marks.

Evidence: a full-width mark carries its own space, and no typesetter adds another. Quotes, dashes
and dots are also Latin marks, so there the other neighbor must be Chinese as well; so are marks that
were folded to ASCII.

Rationale: text layers of PDF pages put blanks behind marks, and folding marks to ASCII adds more. A blank
between two Chinese characters is a separator and stays, and so do all where blanks part the words of a text.

Known failures: none.

>>> from bdci_corpus.rules.context import Context
>>> text = "难点， 以党建为载体"
>>> find(text, Context(file_text=text)).edited(text)
'难点，以党建为载体'
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.rules import run_kernels
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.rule import NOTHING, Found
from bdci_corpus.text import (
    BLANK,
    EITHER_MARK,
    FULL_MARK,
    HAN,
    LATIN,
    LINE_END,
    MARK,
    Answers,
    Scan,
    TextBatch,
    scan_of,
)
from bdci_corpus.trace import deletions

NAME = "spacing"

_MARKER = re.compile(r"[ \t]*(?:[-*+>#•·]{1,6}|\d{1,3}[.)、])$")

_FEWEST_WORDS, _LONGEST_WORD = 4, 4
"""How many words blanks part at least, and of how many characters they are at most, all in all."""

_LONGEST_TAG = 4
"""How long the tag of a word is at most, with its slash."""

_LONGEST_MARKER = 12
"""How far in a line the marker of an item is looked for, in characters."""


def quiet(batch: TextBatch) -> Answers:
    """Return in which texts no blank stands beside a mark."""
    return ~batch.beside_marks | ~batch.has(BLANK) | ~batch.has(FULL_MARK | EITHER_MARK | MARK)


def find(text: str, context: Context) -> Found:
    """Find an edit for each run of blanks that goes. Linear."""
    del context
    scan = scan_of(text)
    if not scan.beside_marks or not scan.has(BLANK) or not scan.has(FULL_MARK | EITHER_MARK | MARK):
        return NOTHING
    blanks = np.flatnonzero(scan.codes == ord(" "))
    runs = np.empty((len(blanks), 2), np.int64)
    runs = runs[: scan.run(run_kernels.needless, scan.codes, scan.flags, blanks, runs)]
    if not len(runs) or _are_words_parted(scan, blanks):
        return NOTHING
    return Found(deletions(runs[~_lead(scan, runs[:, 0])]), [])


def _are_words_parted(scan: Scan, blanks: NDArray[np.int64]) -> bool:
    """Return whether blanks part the words of a text, perhaps behind their tags (词/n): there, they are the data."""
    before, behind = scan.beside(blanks, -1), scan.beside(blanks, 1)
    words = np.count_nonzero((before & HAN != 0) & (behind & HAN != 0))
    if scan.holds("/"):
        tagged = blanks[(before & LATIN != 0) & (blanks >= _LONGEST_TAG)]
        words += np.count_nonzero([scan.text.find("/", at - _LONGEST_TAG, at - 1) >= 0 for at in tagged.tolist()])
    return bool(words >= _FEWEST_WORDS and words * _LONGEST_WORD >= scan.count(HAN))


def _lead(scan: Scan, starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return behind which blanks an item of a list begins, and which stand in the row of a table."""
    ends = np.append(-1, scan.places(LINE_END))
    line_starts = ends[np.searchsorted(ends, starts) - 1] + 1
    lead: NDArray[np.bool_] = scan.codes[line_starts] == ord("|")
    for at in np.flatnonzero(starts - line_starts <= _LONGEST_MARKER).tolist():
        lead[at] |= _MARKER.match(scan.text[line_starts[at] : starts[at]]) is not None
    return lead
