"""In how many documents a passage stands, told by its anchors.

Documents with equal keys are one. What more than a share of the documents of a collection have (but at least 10
documents, and 200 are always enough) is *common*: boilerplate, unless the documents that have it are copies of each
other (see ``boilerplate``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.compiling import compiled
from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.kernels import anchors as kernels
from bdci_corpus.neardup.node_pairs import HALF, LOW, distinct
from bdci_corpus.neardup.overlaps import common as most_of
from bdci_corpus.neardup.sketch import Sketches

_LEAST_SLOTS: Final = 12
"""The smallest table of counts has 2**12 bytes."""

_MOST_SLOTS: Final = 23
"""The largest has 2**23, so that it stays in cache."""

Hashes = NDArray[np.uint32]


def loop(kernel: Callable[..., Any], *, plain: bool) -> Callable[..., Any]:
    """Return a kernel as it is, or compiled."""
    return kernel if plain else compiled(kernel)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frequency:
    """The anchors of the nodes of a comparison, and how often each occurs; ``known`` are common in any case."""

    sketches: Sketches
    rows: Rows
    """The row that stands for each node."""
    most: int
    """In so many documents something may stand that is not common."""
    counters: NDArray[np.uint8]
    known: Hashes
    plain: bool

    @classmethod
    def of(cls, sketches: Sketches, rows: Rows, share: float, known: Hashes, *, plain: bool) -> Frequency:
        """Count the anchors of these rows."""
        bits = int(np.diff(sketches.bounds)[rows].sum()).bit_length() + 1
        counters = np.zeros(1 << min(max(bits, _LEAST_SLOTS), _MOST_SLOTS), np.uint8)
        loop(kernels.count, plain=plain)(sketches.anchors, sketches.bounds, rows, counters)
        counters[known >> np.uint32(32 - (len(counters).bit_length() - 1))] = 255
        return cls(
            sketches=sketches, rows=rows, most=most_of(len(rows), share), counters=counters, known=known, plain=plain
        )

    def may_share_common(self, nodes: Rows) -> NDArray[np.bool_]:
        """Return which nodes may have something common: all that have, and few others."""
        return np.asarray(self._hits(self.rows[nodes]) > 0)

    def _hits(self, rows: Rows) -> Rows:
        """Return how many anchors of each row may be common."""
        hits = np.empty(len(rows), np.int64)
        arguments = self.sketches.anchors, self.sketches.bounds, rows, self.counters, self.most, hits
        loop(kernels.frequent, plain=self.plain)(*arguments)
        return hits

    def common(self, label: Rows) -> Hashes:
        """Return the anchors that are common (sorted); documents of one ``label`` count once."""
        packed = np.empty(int(self._hits(self.rows).sum()), np.uint64)
        arguments = self.sketches.anchors, self.sketches.bounds, self.rows, label, self.counters, self.most, packed
        loop(kernels.chosen, plain=self.plain)(*arguments)
        packed = distinct([packed])
        hashes, documents = np.unique((packed >> HALF).astype(np.uint32), return_counts=True)
        return np.union1d(hashes[documents > self.most], self.known)

    def possibly_shared(self, nodes: Rows, common: Hashes) -> tuple[NDArray[np.uint64], Rows, Rows]:
        """Return the anchors of these nodes that are not common and that several may have, and each node's place below.

        Sorted; and how many distinct anchors each node has, and how many that are not common.
        """
        rows = self.rows[nodes]
        room = int(np.diff(self.sketches.bounds)[rows].sum()) + 1
        sizes, rare, found = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64), np.empty(room, np.uint64)
        arguments = self.sketches.anchors, self.sketches.bounds, rows, self.counters, self.most, common
        number = loop(kernels.possibly_shared, plain=self.plain)(*arguments, sizes, rare, found)
        packed = found[:number]
        packed.sort()
        return packed, sizes, rare

    def distinct_anchors(self, nodes: Rows) -> tuple[Hashes, Rows]:
        """Return the anchors of these nodes end to end, sorted and each once, and where those of each node begin."""
        anchors, bounds = self.sketches.anchors_of(self.rows[nodes])
        owners = np.repeat(np.arange(len(nodes)), np.diff(bounds))
        packed = distinct([owners.astype(np.uint64) << HALF | anchors])
        starts = np.searchsorted(packed, np.arange(len(nodes) + 1).astype(np.uint64) << HALF)
        return (packed & LOW).astype(np.uint32), starts.astype(np.int64)


def among(anchors: Hashes, wanted: Hashes) -> NDArray[np.bool_]:
    """Return which anchors are among these, which are sorted."""
    if not len(wanted):
        return np.zeros(len(anchors), np.bool_)
    return np.asarray(wanted[np.minimum(np.searchsorted(wanted, anchors), len(wanted) - 1)] == anchors)
