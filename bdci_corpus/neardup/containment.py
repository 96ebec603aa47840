"""Containment: a document most of which stands in another, be it an excerpt, a first half, or a piece of a digest.

Candidates share anchors (``sketch``) that are not common: as many of the smaller document's as a containment at the
threshold leaves whole, noise spread evenly, less some standard deviations; where Han characters are compared, of those
that they have. Of copies of each other only the one that
represents them is compared. What is found is verified, by all characters or by Han characters alone. The fact guard has
no say here: to keep two forms together that are filled in with other figures does no harm to splits.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.frequency import Frequency, Hashes, among, loop
from bdci_corpus.neardup.kernels import anchors as kernels
from bdci_corpus.neardup.node_pairs import HALF, LOW, Pairs
from bdci_corpus.neardup.sketch import RUN, SAMPLED, SHINGLE

LEAST_SHINGLES: Final = 64
"""A document with fewer is contained in none: what so short a text says stands in many, and proves nothing."""

_DEVIATIONS: Final = 2.5
"""Of documents that noise leaves exactly at the threshold, six in a thousand have fewer anchors than are asked for."""

_AT_LEAST: Final = 1 << 14
"""Room for pairs to begin with."""


def candidates(
    frequency: Frequency, nodes: Rows, common: Hashes, share: float, border: int | None, *, plain: bool
) -> Pairs:
    """Return the pairs of these nodes (ascending) of which one may have this share of the other's shingles."""
    anchors, bounds = frequency.distinct_anchors(nodes)
    rare = ~among(anchors, common)
    owners = np.repeat(np.arange(len(nodes)), np.diff(bounds))[rare]
    packed = anchors[rare].astype(np.uint64) << HALF | owners.astype(np.uint64)
    packed.sort()
    members, groups, places, starts = _shared(packed, len(nodes))
    whole = share ** (RUN / SHINGLE)
    han = frequency.sketches.lengths[frequency.rows[nodes], 1] * (
        frequency.sketches.shingles()[frequency.rows[nodes], 1] > 0
    )
    by_han = np.where(han > 0, han / ((SAMPLED + 1) * np.maximum(np.diff(bounds), 1)), 1)
    expected = np.bincount(owners, minlength=len(nodes)) * np.minimum(by_han, 1) * whole
    least = np.maximum(np.ceil(expected - _DEVIATIONS * np.sqrt(expected * (1 - whole))), 1).astype(np.int64)
    side = -1 if border is None else int(np.searchsorted(nodes, border))
    found = np.empty((_AT_LEAST, 2), np.int32)
    containing = loop(kernels.containing, plain=plain)
    number = containing(members, groups, starts, places, least, side, found)
    if number > len(found):
        found = np.empty((number, 2), np.int32)
        number = containing(members, groups, starts, places, least, side, found)
    return nodes[found[:number, 0]], nodes[found[:number, 1]]


def _shared(packed: NDArray[np.uint64], count: int) -> tuple[NDArray[np.int32], Rows, NDArray[np.int32], Rows]:
    """Return who has each anchor that several have, where those of each anchor begin, and the same by document.

    ``packed`` are anchor and document, in the upper and lower half of sorted numbers.
    """
    hashes = packed >> HALF
    same = np.zeros(len(packed) + 1, np.bool_)
    same[1:-1] = hashes[1:] == hashes[:-1]
    packed = packed[same[1:] | same[:-1]]
    new = np.ones(len(packed), np.bool_)
    new[1:] = packed[1:] >> HALF != packed[:-1] >> HALF
    members = (packed & LOW).astype(np.int32)
    groups = np.append(np.flatnonzero(new), len(packed)).astype(np.int64)
    by_document = members.astype(np.uint64) << HALF | (np.cumsum(new) - 1).astype(np.uint64)
    by_document.sort()
    starts = np.searchsorted(by_document, np.arange(count + 1).astype(np.uint64) << HALF).astype(np.int64)
    return members, groups, (by_document & LOW).astype(np.int32), starts
