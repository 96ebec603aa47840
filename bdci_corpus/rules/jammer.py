r"""Remove the strings that Discuz forums put at line ends and starts against copying.

Evidence: Discuz X inserts, at each newline of a post, 5 to 15 pairs of ``chr(32..59) + ' ' +
chr(63..126)``, at the end of the line or the start of the next. Five such pairs in a row, with at
least three first characters visible and one that is neither letter nor digit, do not occur in
text; weaker runs are removed only from a post that has a strong one.

Extraction may fold blanks, so that a pair whose first character was a blank is short, and may glue
the run to the text. Then a lone letter or digit beside it could be either: it is kept and flagged.

Known failures are cases in ``tests/rules/cases/known-failures.json``.

>>> from bdci_corpus.rules.context import Context
>>> text = "全文完。* z2 B w' ?4 G- c( v! o4 `"
>>> find(text, Context(file_text=text)).edited(text)
'全文完。'
"""

from __future__ import annotations

import numpy as np

from bdci_corpus.records import Mark
from bdci_corpus.rules import jammer_kernels
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.rule import NOTHING, Found
from bdci_corpus.text import LATIN, scan_of
from bdci_corpus.trace import deletions

NAME = "jammer"

_MIN_PAIRS = 5


def find(text: str, context: Context) -> Found:
    """Find jammers to remove, and mark as damage what may be part of one. Linear."""
    del context
    scan = scan_of(text)
    if not scan.has(LATIN) or scan.pairs < _MIN_PAIRS - 1:
        return NOTHING
    matches = np.empty((len(scan.codes) // jammer_kernels.FEWEST_CHARACTERS + 1, 3), np.int64)
    matches = matches[: scan.run(jammer_kernels.chains, scan.codes, matches)]
    found = np.empty((len(matches), 4), np.int64)
    found = found[: scan.run(jammer_kernels.runs, scan.codes, matches, found, not matches[:, 2].any())]
    if not found[:, 2].any():
        return NOTHING
    spans = found[:, :2]
    pipes = np.empty((text.count("|") + 1, 2), np.int64)
    if count := scan.run(jammer_kernels.lone_pipes, scan.codes, pipes):
        spans = np.concatenate([spans, pipes[:count]])
        spans = spans[np.lexsort((spans[:, 1], spans[:, 0]))]
        reach = np.append(0, np.maximum.accumulate(spans[:-1, 1]))
        spans[:, 0] = np.maximum(spans[:, 0], reach)
        spans = spans[spans[:, 0] < spans[:, 1]]
    doubtful = found[found[:, 3] >= 0, 3].tolist()
    return Found(deletions(spans), [Mark(kind="damage", start=place, end=place + 1) for place in doubtful])
