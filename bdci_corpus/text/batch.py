"""Texts that are looked at together: one pass of each loop over all of them, in which none sees another.

A loop that is called for each short text spends more on being called than on looking. Here it is called once, goes
from text to text by itself, and what it finds of a text is what it finds of that text alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.compiling import PACE, compiled
from bdci_corpus.text import line_kernels, scan_kernels
from bdci_corpus.text.flags import Flags, table
from bdci_corpus.text.lines import Lines, lines_in
from bdci_corpus.text.scan import Scan, scan_of

Numbers = NDArray[np.int64]

Answers = NDArray[np.bool_]
"""One for each text of a batch."""


class _ScanOfBatch(Scan):
    """The scan of a text that was made among others."""

    def __init__(self, text: str, codes: Flags, flags: Flags, counts: list[int], seen: bytes, seldom: Flags) -> None:
        self.text, self.codes, self.flags, self.seen, self.fast = text, codes, flags, seen, True
        self._counts, self._seldom, self._tally, self.present = counts, seldom, None, counts[0]


class _LinesOfBatch(Lines):
    """The lines of a text that were found among others."""

    def __init__(self, text: str, table: Numbers, may_hold: int) -> None:
        self.text = text
        self._take(table, may_hold)


class TextBatch:
    """Some texts and their scans and lines; ``bounds`` are where each begins in ``codes`` and ``flags``, and the end.

    What is asked of a scan is asked of all texts at once here; a loop that looks at one text has a form for all, whose
    name ends with ``_each``.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Look at texts. Linear in their length."""
        self.texts = texts
        size = len(texts)
        self.bounds = np.fromiter(accumulate(map(len, texts), initial=0), np.int64, size + 1)
        self.codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        self.flags: Flags = np.empty(len(self.codes), np.uint32)
        self._counts = np.zeros((size, scan_kernels.COUNTS), np.int64)
        self._seen = np.zeros((size, scan_kernels.SEEN), np.uint8)
        self._seldom, found = np.empty(len(self.codes), np.uint32), np.empty(size, np.int64)
        survey = compiled(scan_kernels.survey_each)
        survey(self.codes, self.bounds, table(), self.flags, self._counts, self._seen, self._seldom, found)
        self._found = found.tolist()
        self._bits = self._seen.tobytes()
        self._line_bounds, self._hints = np.zeros(size + 1, np.int64), np.zeros(size, np.int64)
        self._lines = np.empty((7, int(self._counts[:, 7].sum()) + size), np.int64)
        compiled(line_kernels.tables_each)(
            self.codes, self.flags, self.bounds, self._lines, self._line_bounds, self._hints
        )
        self.pairs: Numbers = self._counts[:, 1]
        self.readings: Numbers = self._counts[:, 2]
        self.magnitudes: Numbers = self._counts[:, 3]
        self.beside_marks: Answers = self._counts[:, 4] > 0
        self.sources: Answers = self._counts[:, 5] > 0
        self.indented: Answers = self._counts[:, 6] > 0

    def has(self, kinds: int) -> Answers:
        """Return whether any of these kinds occurs in each text."""
        answers: Answers = self._counts[:, 0] & kinds != 0
        return answers

    def holds(self, character: str) -> Answers:
        """Return whether a character of the basic plane occurs in each text."""
        code = ord(character)
        answers: Answers = self._seen[:, code >> 3] & (1 << (code & 7)) != 0
        return answers

    def may_hold(self, hints: int) -> Answers:
        """Return whether any line of each text may be one of these."""
        answers: Answers = self._hints & hints != 0
        return answers

    def tally(self) -> Numbers:
        """Return by text how many Han, kana, Latin, Traditional only and Simplified only characters it has."""
        tallies = np.zeros((len(self.texts), scan_kernels.TALLIES), np.int64)
        compiled(scan_kernels.tally_each)(self.flags, self.bounds, tallies)
        return tallies

    def of_places(self, places: Numbers) -> Answers:
        """Return which texts have any of these places of ``codes``."""
        answers = np.zeros(len(self.texts), np.bool_)
        answers[np.searchsorted(self.bounds, places, "right") - 1] = True
        return answers

    def is_framed(self) -> Answers:
        """Return whether anything but lines that are not empty stands at the edges of each text."""
        first, behind = self._line_bounds[:-1], self._line_bounds[1:]
        filled = first < behind
        answers = ~filled
        answers[filled] = (self._lines[0, first[filled]] > 0) | (
            self._lines[1, behind[filled] - 1] < np.diff(self.bounds)[filled]
        )
        return answers

    def turn_to(self, number: int, text: str) -> None:
        """Let ``scan_of`` and ``lines_in`` know a text of the batch, or one that is equal."""
        start, end = self.bounds[number : number + 2].tolist()
        first, behind = self._line_bounds[number : number + 2].tolist()
        size = scan_kernels.SEEN
        scan = _ScanOfBatch(
            text,
            self.codes[start:end],
            self.flags[start:end],
            self._counts[number].tolist(),
            self._bits[number * size : (number + 1) * size],
            self._seldom[start : start + self._found[number]],
        )
        scan_of.keep(text, scan)
        lines_in.keep(text, _LinesOfBatch(text, self._lines[:, first:behind], int(self._hints[number])))


def batch_of(texts: Sequence[str]) -> TextBatch | None:
    """Return some texts as a batch; None where they are few, or loops are interpreted, which are looked at singly."""
    return TextBatch(texts) if len(texts) > 1 and PACE.fast() else None
