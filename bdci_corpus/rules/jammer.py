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
>>> [text[: edit.start] for edit in find(text, Context(file_text=text))]
['全文完。']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bdci_corpus.compiling import compiled
from bdci_corpus.records import Edit, Mark
from bdci_corpus.rules import jammer_kernels
from bdci_corpus.rules.context import Context
from bdci_corpus.text import LATIN, scan_of
from bdci_corpus.trace import NO_EDITS, Edits, deletions

NAME = "jammer"

_MIN_PAIRS = 5

_MIN_VISIBLE = 3

_PAIR = "[ -;]? [?-~]"

_RUN = re.compile(f"(?:{_PAIR}){{4,}}+")

_ONE = re.compile(_PAIR)

_LONE_PIPE = re.compile(r"^ *\|[ |]*+$", re.MULTILINE)

_MAY_END_TEXT = re.compile("[0-9%)!,.:;\"'+]")
"""A first character that may be the end of the text, where the pair's own was a folded blank."""

_TEXT_IS_COMPLETE = re.compile("[。！？…”」』；：]")


@dataclass(frozen=True, slots=True)
class _Run:
    """A jammer: ``[start, end)`` goes; a doubtful token beside it stays and is flagged."""

    start: int
    end: int
    strong: bool
    doubtful: tuple[int, int] | None


def find(text: str, context: Context) -> Iterator[Edit | Mark]:
    """Yield the edits that remove jammers, and damage marks for what may be part of one. Linear."""
    del context
    scan = scan_of(text)
    if not scan.has(LATIN) or scan.pairs < _MIN_PAIRS - 1:
        return
    matches = list(_RUN.finditer(text))
    folded = not any(pair.group().startswith("  ") for match in matches for pair in _ONE.finditer(match.group()))
    runs = [run for match in matches if (run := _run_at(text, match, folded=folded))]
    if not any(run.strong for run in runs):
        return
    here = 0
    pipes = [match.span() for match in _LONE_PIPE.finditer(text)]
    spans = sorted([(run.start, run.end) for run in runs] + pipes)
    for start, end in spans:
        if max(start, here) < end:
            yield Edit(start=max(start, here), end=end, replacement="", rule=NAME)
            here = end
    for run in runs:
        if run.doubtful:
            yield Mark(kind="damage", start=run.doubtful[0], end=run.doubtful[1])


def find_columns(text: str, context: Context) -> tuple[Edits, list[Mark]]:
    """Return the same edits and marks as ``find``, from kernels."""
    del context
    scan = scan_of(text)
    if not scan.has(LATIN) or scan.pairs < _MIN_PAIRS - 1:
        return NO_EDITS, []
    matches = np.empty((len(scan.codes) // jammer_kernels.FEWEST_CHARACTERS + 1, 3), np.int64)
    matches = matches[: compiled(jammer_kernels.chains)(scan.codes, matches)]
    found = np.empty((len(matches), 4), np.int64)
    found = found[: compiled(jammer_kernels.runs)(scan.codes, matches, found, not matches[:, 2].any())]
    if not found[:, 2].any():
        return NO_EDITS, []
    spans = found[:, :2]
    pipes = np.empty((text.count("|") + 1, 2), np.int64)
    if count := compiled(jammer_kernels.lone_pipes)(scan.codes, pipes):
        spans = np.concatenate([spans, pipes[:count]])
        spans = spans[np.lexsort((spans[:, 1], spans[:, 0]))]
        reach = np.append(0, np.maximum.accumulate(spans[:-1, 1]))
        spans[:, 0] = np.maximum(spans[:, 0], reach)
        spans = spans[spans[:, 0] < spans[:, 1]]
    doubtful = found[found[:, 3] >= 0, 3].tolist()
    return deletions(spans), [Mark(kind="damage", start=place, end=place + 1) for place in doubtful]


def _run_at(text: str, match: re.Match[str], *, folded: bool) -> _Run | None:
    """Return the jammer that the pairs found make, or None where they stand inside a line."""
    start, end = match.span()
    at_start = _only_blanks_before(text, start)
    partial = not at_start and start > 0 and "?" <= text[start - 1] <= "~" and _only_blanks_before(text, start - 1)
    if partial:
        start, at_start = start - 1, True
    at_end = _only_blanks_after(text, end)
    pairs = [pair.group() for pair in _ONE.finditer(text, match.start(), end)]
    if len(pairs) + partial < _MIN_PAIRS or not (at_start or at_end):
        return None
    visible = sum(pair[0] != " " for pair in pairs)
    symbols = sum(not char.isalnum() and char != " " for pair in pairs for char in pair)
    strong = visible >= _MIN_VISIBLE and symbols > 0
    if not strong and all(ord(after[-1]) - ord(before[-1]) == 1 for before, after in pairwise(pairs)):
        return None  # A B C D E: options of a question, steps of a scale
    if at_start and at_end:
        return _Run(start, end, strong, None)
    run = _cut_doubtful(text, start, end, pairs, at_start=at_start, strong=strong)
    if folded or not run.doubtful:
        return run
    # Where blanks were kept, a pair that lacks one is no pair, and one that has both is no text.
    short = len(pairs[-1 if at_start else 0]) == 2  # noqa: PLR2004 - a blank and a character
    return _Run(run.start, run.end, strong, None) if short else _Run(start, end, strong, None)


def _cut_doubtful(text: str, start: int, end: int, pairs: list[str], *, at_start: bool, strong: bool) -> _Run:
    """Leave out the token on the text's side of the run that may belong to the text."""
    pair = pairs[-1] if at_start else pairs[0]
    short = len(pair) == 2 and pair[-1].isalnum()  # noqa: PLR2004 - a blank and a character
    if at_start:
        return _Run(start, end - 1, strong, (end - 1, end)) if short else _Run(start, end, strong, None)
    glued = text[start - 1] != " "
    if _TEXT_IS_COMPLETE.match(_last_visible(text, start)):
        return _Run(start, end, strong, None)
    if short:
        return _Run(start + 2, end, strong, (start + 1, start + 2))
    if glued and _MAY_END_TEXT.match(pair):
        return _Run(start + 1, end, strong, (start, start + 1))
    return _Run(start, end, strong, None)


def _last_visible(text: str, position: int) -> str:
    while position > 0 and text[position - 1] == " ":
        position -= 1
    return text[position - 1 : position]


def _only_blanks_before(text: str, position: int) -> bool:
    while position > 0 and text[position - 1] == " ":
        position -= 1
    return position == 0 or text[position - 1] == "\n"


def _only_blanks_after(text: str, position: int) -> bool:
    while position < len(text) and text[position] == " ":
        position += 1
    return position == len(text) or text[position] == "\n"
