"""The loops that find what may be contained, compiled by ``compiling.compiled``, interpreted for few documents."""

# ruff: noqa: PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def of_several(packed: NDArray[np.uint64], cluster_of: NDArray[np.int32], asked: NDArray[np.bool_]) -> int:
    """Keep, in place, anchors of several documents: of two clusters, or of one that is ``asked``; return how many.

    ``packed`` are sorted numbers, anchors above documents, which are ascending by cluster.
    """
    low = np.uint64(0xFFFFFFFF)
    n, start = 0, 0
    while start < len(packed):
        stop = start + 1
        while stop < len(packed) and packed[stop] >> np.uint64(32) == packed[start] >> np.uint64(32):
            stop += 1
        cluster = cluster_of[packed[start] & low]
        if stop - start > 1 and (asked[cluster] or cluster_of[packed[stop - 1] & low] != cluster):
            for k in range(start, stop):
                packed[n] = packed[k]
                n += 1
        start = stop
    return n


def touching(  # noqa: PLR0913
    bounds: NDArray[np.int64],
    places: NDArray[np.int32],
    heads: NDArray[np.int64],
    clusters: NDArray[np.int32],
    cluster_of: NDArray[np.int32],
    side: NDArray[np.int64],
    least: NDArray[np.int64],
    found: NDArray[np.int32],
) -> int:
    """Write the documents and clusters that share as many anchors as the document needs, and return their number.

    Document ``d`` has the anchors ``places[bounds[d]:bounds[d + 1]]`` and needs ``least[d]``; ``p`` is an anchor of
    the clusters ``clusters[heads[p]:heads[p + 1]]``. Clusters of one ``side`` are not asked about each other. A row of
    ``found`` is document, cluster and number shared. Where there are more rows than ``found`` can hold, only
    their number counts.
    """
    number = 0
    counts = np.zeros(len(side), np.int32)
    touched = np.empty(len(side), np.int32)
    for d in range(len(least)):
        n = 0
        own = side[cluster_of[d]]
        for k in range(bounds[d], bounds[d + 1]):
            for h in range(heads[places[k]], heads[places[k] + 1]):
                c = clusters[h]
                if side[c] == own:
                    continue
                if counts[c] == 0:
                    touched[n] = c
                    n += 1
                counts[c] += 1
        for j in range(n):
            c = touched[j]
            shared = counts[c]
            counts[c] = 0
            if shared < least[d]:
                continue
            if number < len(found):
                found[number, 0] = d
                found[number, 1] = c
                found[number, 2] = shared
            number += 1
    return number


def first_not_below(values: NDArray[np.int32], value: int, low: int, high: int) -> int:
    """Return where in ``values[low:high]``, which ascends, a value is or would be."""
    while low < high:
        middle = (low + high) // 2
        if values[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


def is_among(known: NDArray[np.uint64], one: int, other: int) -> bool:
    """Return whether a pair is among these (sorted; the smaller number in the upper half)."""
    pair = np.uint64(min(one, other)) << np.uint64(32) | np.uint64(max(one, other))
    place = np.searchsorted(known, pair)
    return bool(place < len(known) and known[place] == pair)


def likeliest(counts: NDArray[np.int32], touched: NDArray[np.int32], n: int) -> int:
    """Return which of the first ``n`` touched has the greatest count; the smallest number of several."""
    best = 0
    for j in range(1, n):
        ahead = counts[touched[j]] - counts[touched[best]]
        if ahead > 0 or (ahead == 0 and touched[j] < touched[best]):
            best = j
    return best


def within(  # noqa: PLR0913
    asked: NDArray[np.int32],
    bounds: NDArray[np.int64],
    places: NDArray[np.int32],
    heads: NDArray[np.int64],
    clusters: NDArray[np.int32],
    starts: NDArray[np.int64],
    members: NDArray[np.int32],
    least: NDArray[np.int64],
    known: NDArray[np.uint64],
    found: NDArray[np.int32],
) -> int:
    """Write which members of a cluster each document asked about shares enough anchors with; return their number.

    ``asked`` are rows of ``touching``, ``members[starts[h]:starts[h + 1]]`` the documents of ``clusters[h]`` that have
    the anchor. At most ``len(found) // len(asked)`` members are written of a row, the likeliest first, and none of
    a pair that is ``known``. A row of ``found`` is document and member.
    """
    number = 0
    most = len(found) // max(len(asked), 1)
    counts = np.zeros(len(least), np.int32)
    touched = np.empty(len(least) + 1, np.int32)
    for row in range(len(asked)):
        d, cluster = asked[row, 0], asked[row, 1]
        n = 0
        for k in range(bounds[d], bounds[d + 1]):
            end = heads[places[k] + 1]
            h = first_not_below(clusters, cluster, heads[places[k]], end)
            if h < end and clusters[h] == cluster:
                for j in range(starts[h], starts[h + 1]):
                    touched[n] = members[j]
                    n += counts[members[j]] == 0
                    counts[members[j]] += 1
        left = 0
        for j in range(n):
            other = touched[j]
            if counts[other] < least[d] or other == d or is_among(known, d, other):
                counts[other] = 0
            else:
                touched[left] = other
                left += 1
        for _ in range(min(most, left)):
            best = likeliest(counts, touched, left)
            found[number, 0] = d
            found[number, 1] = touched[best]
            number += 1
            counts[touched[best]] = 0
            left -= 1
            touched[best] = touched[left]
        for j in range(left):
            counts[touched[j]] = 0
    return number
