"""What many documents share: it makes no two of them duplicates, and none of them contained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.neardup import boilerplate, containment, dispatch, verify
from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.frequency import Frequency, Hashes
from bdci_corpus.neardup.nodes import Collapsed
from bdci_corpus.neardup.texts import Texts

Both = tuple[verify.Verified, verify.Verified]
"""What was verified of all rows, and of those that stand for nodes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Guards:
    """Documents, which of them are one node, and how often what they have occurs."""

    texts: Texts
    speaks: NDArray[np.bool_]
    """By row, whether its Han stream counts."""
    collapsed: Collapsed
    counted: Frequency
    workers: int

    def judged(self, both: Both, threshold: float) -> tuple[Both, Hashes]:
        """Return both with the boilerplate guard's verdict, and what is common."""
        listed, found = both
        of_row = self.collapsed.of_row
        left, right = of_row[found.left], of_row[found.right]
        (asked,) = np.nonzero((found.kind == verify.DUPLICATE) & (left != right))
        pairs, stream = (left[asked], right[asked]), found.stream[asked]
        verdict, common = boilerplate.judge(self.counted, pairs, stream, threshold, self.differing)
        if not verdict.any():
            return both, common
        guarded = found.with_kind(asked[verdict], verify.BOILERPLATE)
        if self.collapsed.border is None:
            own = np.flatnonzero(of_row[listed.left] != of_row[listed.right])
            listed = listed.with_kind(own[asked[verdict]], verify.BOILERPLATE)
        return (_sampled(listed), _sampled(guarded)), common

    def differing(self, one: Rows, other: Rows, stream: NDArray[np.int8]) -> tuple[Rows, Rows]:
        """Return what ``dispatch.differing`` says of pairs of nodes."""
        rows = self.collapsed.first[one], self.collapsed.first[other]
        return dispatch.differing(self.texts, rows, stream, plain=self.counted.plain, workers=self.workers)

    def contained(self, representative: Rows, found: verify.Verified, common: Hashes, share: float) -> verify.Verified:
        """Return the pairs of rows that stand for nodes of which one is contained in the other.

        ``representative`` is the node that stands for each; what was ``found`` is not asked again.
        """
        of_row, first, plain = self.collapsed.of_row, self.collapsed.first, self.counted.plain
        known = of_row[found.left], of_row[found.right]
        one, other = containment.candidates(
            self.counted, representative, known, common, share, self.collapsed.border, plain=plain
        )
        pairs = first[one], first[other]
        inside = dispatch.contained(self.texts, self.speaks, pairs, share, plain=plain, workers=self.workers)
        return inside[self._without_common(inside, common, share)]

    def _without_common(self, inside: verify.Verified, common: Hashes, share: float) -> NDArray[np.bool_]:
        """Return which documents are contained by what is not common, too: what is, lacks nowhere and helps nobody."""
        of_row = self.collapsed.of_row
        pairs = of_row[inside.left], of_row[inside.right]
        counts, sizes = boilerplate.anchors_shared(self.counted, pairs, common)
        every, side = np.arange(len(inside)), (inside.one > inside.other).astype(np.int64)
        anchors, rare = np.maximum(sizes[every, side], 1), counts[every, 2 + side]
        kept: NDArray[np.bool_] = rare == sizes[every, side]
        (asked,) = np.nonzero(~kept)
        own, whole = self.differing(pairs[0][asked], pairs[1][asked], inside.stream[asked])
        places = np.arange(len(asked))
        size = whole[places, side[asked]]
        lacks = anchors - rare - counts[:, 1]
        lacks[2 * lacks <= anchors - rare] = 0  # by noise: what is common is there all the same
        lacking = (lacks / anchors)[asked] * size
        kept[asked] = own[places, side[asked]] - lacking <= (1 - share) * (rare / anchors)[asked] * size
        return kept


def _sampled(given: verify.Verified) -> verify.Verified:
    """Leave out boilerplate pairs of documents that have very many."""
    kept = np.ones(len(given), np.bool_)
    (many,) = np.nonzero(given.kind == verify.BOILERPLATE)
    kept[many] = boilerplate.sample(given.left[many], given.right[many])
    return given[kept]
