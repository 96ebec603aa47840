"""The loops over anchors, compiled by ``compiling.compiled``, interpreted where there are few of them."""

# ruff: noqa: PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def count(
    anchors: NDArray[np.uint32], bounds: NDArray[np.int64], rows: NDArray[np.int64], counters: NDArray[np.uint8]
) -> None:
    """Count the anchors of these rows in a table of bytes, as many as 255: never less than there are of one hash."""
    shift = np.uint32(32)
    size = len(counters)
    while size > 1:
        size >>= 1
        shift -= np.uint32(1)
    for row in rows:
        for k in range(bounds[row], bounds[row + 1]):
            slot = anchors[k] >> shift
            counters[slot] += np.uint8(counters[slot] < np.uint8(255))


def frequent(
    anchors: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    rows: NDArray[np.int64],
    counters: NDArray[np.uint8],
    most: int,
    hits: NDArray[np.int64],
) -> None:
    """Write for each of these rows how many of its anchors were counted more than ``most`` times."""
    shift = np.uint32(32)
    size = len(counters)
    while size > 1:
        size >>= 1
        shift -= np.uint32(1)
    for i in range(len(rows)):
        number = 0
        for k in range(bounds[rows[i]], bounds[rows[i] + 1]):
            number += counters[anchors[k] >> shift] > most
        hits[i] = number


def chosen(
    anchors: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    rows: NDArray[np.int64],
    labels: NDArray[np.int64],
    counters: NDArray[np.uint8],
    most: int,
    found: NDArray[np.uint64],
) -> None:
    """Write the anchors of these rows that were counted more than ``most`` times, with the row's label below each."""
    shift = np.uint32(32)
    size = len(counters)
    while size > 1:
        size >>= 1
        shift -= np.uint32(1)
    n = 0
    for i in range(len(rows)):
        for k in range(bounds[rows[i]], bounds[rows[i] + 1]):
            if counters[anchors[k] >> shift] > most:
                found[n] = np.uint64(anchors[k]) << np.uint64(32) | np.uint64(labels[i])
                n += 1


def shares(
    anchors: NDArray[np.uint32],
    is_common: NDArray[np.bool_],
    bounds: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> None:
    """Write of each pair how many anchors both have, how many of these are common, and how many rare ones each has.

    Row ``d`` owns ``anchors[bounds[d]:bounds[d + 1]]``, sorted and distinct.
    """
    for k in range(len(left)):
        i, i_end = bounds[left[k]], bounds[left[k] + 1]
        j, j_end = bounds[right[k]], bounds[right[k] + 1]
        shared, common, one, other = 0, 0, 0, 0
        while i < i_end or j < j_end:
            if j >= j_end or (i < i_end and anchors[i] < anchors[j]):
                one += not is_common[i]
                i += 1
            elif i >= i_end or anchors[j] < anchors[i]:
                other += not is_common[j]
                j += 1
            else:
                shared += 1
                common += is_common[i]
                one += not is_common[i]
                other += not is_common[j]
                i += 1
                j += 1
        counts[k, 0], counts[k, 1], counts[k, 2], counts[k, 3] = shared, common, one, other


def strange(
    held: NDArray[np.uint32],
    hashes: NDArray[np.uint32],
    slots: NDArray[np.uint32],
    shortest: int,
) -> tuple[int, int]:
    """Return how many shingles of ``hashes`` are not among ``held`` in runs of ``shortest`` or more, and in all.

    ``slots`` is a table of a power of two, of more than twice as many slots as ``held`` has hashes.
    """
    mask = np.uint64(len(slots) - 1)
    one = np.uint64(1)
    slots[:] = np.uint32(0)
    for i in range(len(held)):
        value = max(held[i], np.uint32(1))
        slot = np.uint64(value) & mask
        while slots[slot] != np.uint32(0) and slots[slot] != value:
            slot = np.uint64(slot + one) & mask
        slots[slot] = value
    total, every, run = 0, 0, 0
    for i in range(len(hashes)):
        value = max(hashes[i], np.uint32(1))
        slot = np.uint64(value) & mask
        while slots[slot] != np.uint32(0) and slots[slot] != value:
            slot = np.uint64(slot + one) & mask
        if slots[slot] == np.uint32(0):
            run += 1
            every += 1
            continue
        total += run if run >= shortest else 0
        run = 0
    return total + (run if run >= shortest else 0), every


def differing(
    hashes: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    shortest: int,
    counts: NDArray[np.int64],
) -> None:
    """Write of each pair how many shingles of either the other does not have, in long runs and in all (pairs by 4)."""
    longest = 16
    for k in range(len(left)):
        for document in (left[k], right[k]):
            longest = max(longest, int(offsets[document + 1] - offsets[document]))
    room = 64
    while room < 3 * longest:
        room *= 2
    slots = np.empty(room, np.uint32)
    for k in range(len(left)):
        one = hashes[offsets[left[k]] : offsets[left[k] + 1]]
        other = hashes[offsets[right[k]] : offsets[right[k] + 1]]
        own = 64
        while own < 3 * max(len(one), len(other)):
            own *= 2
        counts[k, 0], counts[k, 2] = strange(other, one, slots[:own], shortest)
        counts[k, 1], counts[k, 3] = strange(one, other, slots[:own], shortest)


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
