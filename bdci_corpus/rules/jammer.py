r"""Remove the strings that Discuz forums put at line ends and starts against copying.

Evidence: Discuz X inserts, at each newline of a post, 5 to 15 pairs of ``chr(32..59) + ' ' +
chr(63..126)``, at the end of the line or the start of the next. Five such pairs in a row, with at
least three first characters visible and one that is neither letter nor digit, do not occur in
text; weaker runs are removed only from a post that has a strong one. What is drawn at random repeats
little and holds letters: cells of a table (``| A | B |``), brackets of data and
items of a list (``x, y, z``) are no such run.

Extraction may fold blanks, so that a pair whose first character was a blank is short, and may glue
the run to the text. Then a lone letter or digit beside it could be either: it is kept and flagged.

Known failures are cases in ``tests/rules/cases/known-failures.json``.

>>> from bdci_corpus.rules.context import Context
>>> text = "全文完。* z2 B w' ?4 G- c( v! o4 `"
>>> find(text, Context(file_text=text)).edited(text)
'全文完。'
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.records import Mark
from bdci_corpus.rules import jammer_kernels
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.rule import NOTHING, Found
from bdci_corpus.text import LATIN, Answers, Scan, TextBatch, scan_of
from bdci_corpus.trace import deletions

NAME = "jammer"

_MIN_PAIRS = 5
"""How many pairs a jammer has at least."""

_MARKER = re.compile("<PAGE_DIV>|<!--[^<>]{0,4000}-->")

_MAY_BE = re.compile(" [?-~](?:[ -;]? [?-~]){3}")

_MOST_ROUNDS = 16
"""How often a text from which something was taken out is looked at again."""

_FOLDED = (True,)

_NONE = np.empty(0, np.int64)


def quiet(batch: TextBatch) -> Answers:
    """Return which texts have too few pairs for a jammer."""
    return ~batch.has(LATIN) | (batch.pairs < _MIN_PAIRS - 1)


def find(text: str, context: Context) -> Found:
    """Find jammers to remove, and mark as damage what may be part of one. Linear.

    A jammer that goes may leave another at a line's end; so the text is looked at again until nothing goes.
    """
    del context
    scan = scan_of(text)
    if not scan.has(LATIN) or scan.pairs < _MIN_PAIRS - 1:
        return NOTHING
    codes = _parted(scan)
    spans, doubtful = _once(scan, codes, text.count("|"))
    if not len(spans):
        return NOTHING
    places, doubts, gone = np.arange(len(codes)), [doubtful], list[NDArray[np.int64]]()
    for _ in range(_MOST_ROUNDS):
        inside = np.zeros(len(codes) + 1, np.int64)
        np.add.at(inside, spans[:, 0], 1)
        np.add.at(inside, spans[:, 1], -1)
        goes = np.cumsum(inside[:-1]) > 0
        gone.append(places[goes])
        codes, places = codes[~goes], places[~goes]
        codes.setflags(write=False)  # as a text's own are: loops are compiled for one kind
        spans, doubtful = _once(scan, codes, len(codes))
        if not len(spans):
            return _found(np.sort(np.concatenate(gone)), np.concatenate(doubts))
        doubts.append(places[doubtful])
    return NOTHING  # what never ends is no forum's string


def _parted(scan: Scan) -> NDArray[np.uint32]:
    """Return the characters of a text with line feeds for markers of pages and comments, which end lines as well."""
    if not scan.holds("<PAGE_DIV>") and not scan.holds("<!--"):
        return scan.codes
    codes = scan.codes.copy()
    for marker in _MARKER.finditer(scan.text):
        codes[marker.start() : marker.end()] = ord("\n")
    codes.setflags(write=False)  # as a text's own are: loops are compiled for one kind
    return codes


def count_jammers(text: str) -> int:
    """Count the strings in a text that are surely jammers, as it comes from a file."""
    known = scan_of.known(text)
    if known is not None and known.fast and known.pairs < _MIN_PAIRS - 1 and not known.holds("\u00a0"):
        return 0
    text = text.replace("\u00a0", " ")
    if not _MAY_BE.search(text):
        return 0
    scan = Scan(text)
    codes = scan.codes
    matches = np.empty((len(codes) // jammer_kernels.FEWEST_CHARACTERS + 1, 3), np.int64)
    matches = matches[: scan.run(jammer_kernels.chains, codes, matches)]
    found = np.empty((len(matches), 4), np.int64)
    return int(np.count_nonzero(found[: scan.run(jammer_kernels.runs, codes, matches, found, *_FOLDED), 2]))


def _once(scan: Scan, codes: NDArray[np.uint32], pipes: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the spans that go, which may overlap, and the places of what may belong to one."""
    matches = np.empty((len(codes) // jammer_kernels.FEWEST_CHARACTERS + 1, 3), np.int64)
    matches = matches[: scan.run(jammer_kernels.chains, codes, matches)]
    found = np.empty((len(matches), 4), np.int64)
    found = found[: scan.run(jammer_kernels.runs, codes, matches, found, not matches[:, 2].any())]
    if not found[:, 2].any():
        return _NONE.reshape(-1, 2), _NONE
    spans = found[:, :2]
    alone = np.empty((pipes + 1, 2), np.int64)
    if count := scan.run(jammer_kernels.lone_pipes, codes, alone):
        spans = np.concatenate([spans, alone[:count]])
    return spans, found[found[:, 3] >= 0, 3]


def _found(gone: NDArray[np.int64], doubtful: NDArray[np.int64]) -> Found:
    """Return the deletions of these places, and marks at those that stay."""
    firsts = np.flatnonzero(np.diff(gone, prepend=-2) > 1)
    lasts = np.append(firsts[1:], len(gone)) - 1
    spans = np.stack([gone[firsts], gone[lasts] + 1], axis=1)
    there = gone[np.minimum(np.searchsorted(gone, doubtful), len(gone) - 1)] == doubtful
    stay = sorted(set(doubtful[~there].tolist()))
    return Found(deletions(spans), [Mark(kind="damage", start=place, end=place + 1) for place in stay])
