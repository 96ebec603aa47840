"""Containment: a document most of which stands in another, be it an excerpt, a first half, or a piece of a digest.

Candidates share anchors (``sketch``) that are not common: as many of the smaller document's as a containment at the
threshold leaves whole, noise spread evenly, less some standard deviations; where Han characters are compared, of those
that they have. What is found is verified, by all characters or by Han characters alone. The fact guard has no say
here: to keep two forms together that are filled in with other figures does no harm to splits.

Copies of each other are a *cluster*, and any of them may hold what the others lack: dates written otherwise, the end
of a text. So it is a document and a cluster that are first asked how much they share, and then the members of the
cluster; 500 excerpts of 500 mirrors make neither 250,000 pairs to look at nor as many to list. Two of one cluster may
also be alike only by way of the one that represents them, which may be gone one day: they are asked, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.frequency import Frequency, Hashes, loop
from bdci_corpus.neardup.kernels import containment as kernels
from bdci_corpus.neardup.node_pairs import HALF, LOW, Pairs, distinct, pack, unpack
from bdci_corpus.neardup.sketch import RUN, SAMPLED, SHINGLE

LEAST_SHINGLES: Final = 64
"""A document with fewer is contained in none: what so short a text says stands in many, and proves nothing."""

_DEVIATIONS: Final = 2.5
"""Of documents that noise leaves exactly at the threshold, six in a thousand have fewer anchors than are asked for."""

MOST: Final = 16
"""So many documents of a cluster are looked at for another cluster, and so many of that one for each: those that share
most. What a cluster of more copies has beyond is in the group of these all the same."""

MOST_OF_ONE: Final = 64
"""In a cluster of three documents or more, but no more than so many, all that are no duplicates are asked whether one
contains the other."""

_AT_LEAST: Final = 1 << 14
"""Room for pairs to begin with."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shared:
    """Which documents have the anchors that several have. Numbers of documents are ascending by cluster."""

    bounds: Rows
    places: NDArray[np.int32]
    """The anchors of document ``d`` are ``places[bounds[d]:bounds[d + 1]]``."""
    heads: Rows
    clusters: NDArray[np.int32]
    """Anchor ``p`` is one of ``clusters[heads[p]:heads[p + 1]]``, ascending."""
    starts: Rows
    members: NDArray[np.int32]
    """The documents of ``clusters[h]`` that have it are ``members[starts[h]:starts[h + 1]]``."""

    @classmethod
    def of(cls, packed: NDArray[np.uint64], cluster_of: NDArray[np.int32]) -> _Shared:
        """Take sorted numbers whose upper halves are anchors, several of each, and whose lower halves are documents."""
        members = (packed & LOW).astype(np.int32)
        new = _changes(packed >> HALF)
        head = new | _changes(cluster_of[members])
        by_document = pack(members.astype(np.int64), np.cumsum(new) - 1)
        by_document.sort()
        count = len(cluster_of)
        return cls(
            bounds=np.searchsorted(by_document, np.arange(count + 1).astype(np.uint64) << HALF).astype(np.int64),
            places=(by_document & LOW).astype(np.int32),
            heads=np.append(np.flatnonzero(new[head]), head.sum()).astype(np.int64),
            clusters=cluster_of[members[head]],
            starts=np.append(np.flatnonzero(head), len(members)).astype(np.int64),
            members=members,
        )


def candidates(
    frequency: Frequency,
    representative: Rows,
    known: Pairs,
    common: Hashes,
    share: float,
    border: int | None,
    *,
    plain: bool,
) -> Pairs:
    """Return the pairs of nodes of which one may have this share of the other's shingles, smaller number first.

    ``representative`` is the node that stands for each node's cluster; ``known`` pairs are not returned.
    """
    nodes = np.lexsort((np.arange(len(representative)), representative))
    cluster_of = (np.cumsum(_changes(representative[nodes])) - 1).astype(np.int32)
    packed, anchors, rare = frequency.possibly_shared(nodes, common)
    least = _least(frequency, nodes, anchors, rare, share)
    sizes = np.bincount(cluster_of)
    looked_into = (sizes > 2) & (sizes <= MOST_OF_ONE)  # noqa: PLR2004
    several = loop(kernels.of_several, plain=plain)(packed, cluster_of, looked_into)
    shared = _Shared.of(packed[:several], cluster_of)
    first = np.flatnonzero(_changes(cluster_of))
    side = np.arange(len(first)) if border is None else (nodes[first] >= border).astype(np.int64)
    arguments = shared.bounds, shared.places, shared.heads, shared.clusters, cluster_of, side, least
    touching = loop(kernels.touching, plain=plain)
    found = np.empty((_AT_LEAST, 3), np.int32)
    if (number := touching(*arguments, found)) > len(found):
        found = np.empty((number, 3), np.int32)
        touching(*arguments, found)
    asked = np.concatenate([_likeliest(found[:number], cluster_of, least), _of_one(cluster_of, looked_into)])
    rank = np.empty(len(nodes), np.int64)
    rank[nodes] = np.arange(len(nodes))
    verified = np.sort(pack(*_turned(rank[known[0]], rank[known[1]])))
    pairs = np.empty((MOST * len(asked), 2), np.int32)
    within = loop(kernels.within, plain=plain)
    columns = shared.bounds, shared.places, shared.heads, shared.clusters, shared.starts, shared.members
    one, other = nodes[pairs[: within(asked, *columns, least, verified, pairs)]].T
    return unpack(distinct([pack(*_turned(one, other))]))


def _least(frequency: Frequency, nodes: Rows, anchors: Rows, rare: Rows, share: float) -> Rows:
    """Return how many anchors each node must share, of so many, of which so many are rare."""
    whole = share ** (RUN / SHINGLE)
    rows = frequency.rows[nodes]
    han = frequency.sketches.lengths[rows, 1] * (frequency.sketches.shingles()[rows, 1] > 0)
    by_han = np.where(han > 0, han / ((SAMPLED + 1) * np.maximum(anchors, 1)), 1)
    expected = rare * np.minimum(by_han, 1) * whole
    least: Rows = np.maximum(np.ceil(expected - _DEVIATIONS * np.sqrt(expected * (1 - whole))), 1).astype(np.int64)
    return least


def _likeliest(found: NDArray[np.int32], cluster_of: NDArray[np.int32], least: Rows) -> NDArray[np.int32]:
    """Return of the documents of one cluster that share enough with another those that share most: ``MOST``."""
    document, cluster, number = found.T.astype(np.int64)
    excess = number / least[document]
    order = np.lexsort((document, -excess, cluster, cluster_of[document]))
    pair = pack(cluster_of[document], cluster)[order]
    new = _changes(pair)
    places = np.arange(len(order))
    rank = places - np.maximum.accumulate(np.where(new, places, 0))
    return np.ascontiguousarray(found[np.sort(order[rank < MOST])])


def _of_one(cluster_of: NDArray[np.int32], looked_into: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the documents to be asked of their own cluster."""
    own = np.flatnonzero(looked_into[cluster_of]).astype(np.int32)
    return np.stack([own, cluster_of[own], np.zeros_like(own)], axis=1)


def _turned(left: Rows, right: Rows) -> Pairs:
    """Return pairs with the smaller number first."""
    return np.minimum(left, right), np.maximum(left, right)


def _changes(values: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Return which values differ from the one before; the first does."""
    new = np.ones(len(values), np.bool_)
    new[1:] = values[1:] != values[:-1]
    return new
