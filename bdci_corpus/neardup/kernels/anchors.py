"""The loops over anchors, compiled by ``compiling.compiled``, interpreted where there are few of them."""

# ruff: noqa: PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def shift_of(counters: NDArray[np.uint8]) -> np.uint32:
    """Return by how much a hash of 32 bits is shifted to be a place in a table of a power of two."""
    shift, size = np.uint32(32), len(counters)
    while size > 1:
        size >>= 1
        shift -= np.uint32(1)
    return shift


def count(
    anchors: NDArray[np.uint32], bounds: NDArray[np.int64], rows: NDArray[np.int64], counters: NDArray[np.uint8]
) -> None:
    """Count the anchors of these rows in a table of bytes, as many as 255: never less than there are of one hash."""
    shift = shift_of(counters)
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
    shift = shift_of(counters)
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
    shift = shift_of(counters)
    n = 0
    for i in range(len(rows)):
        for k in range(bounds[rows[i]], bounds[rows[i] + 1]):
            if counters[anchors[k] >> shift] > most:
                found[n] = np.uint64(anchors[k]) << np.uint64(32) | np.uint64(labels[i])
                n += 1


def possibly_shared(  # noqa: PLR0913
    anchors: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    rows: NDArray[np.int64],
    counters: NDArray[np.uint8],
    most: int,
    common: NDArray[np.uint32],
    sizes: NDArray[np.int64],
    rare: NDArray[np.int64],
    found: NDArray[np.uint64],
) -> int:
    """Write the rare anchors of these rows that were counted more than once, each with the row's place below it.

    Returns how many there are. ``sizes`` gets how many distinct anchors each row has, ``rare`` how many of these are
    not ``common`` (sorted), which only those can be that were counted more than ``most`` times. A table tells whether
    a row has an anchor already; the row stands in its slots, so that it is never cleared.
    """
    shift = shift_of(counters)
    room = 64
    for row in rows:
        while room < 2 * (bounds[row + 1] - bounds[row]):
            room *= 2
    mask, one = np.uint64(room - 1), np.uint64(1)
    slots = np.zeros(room, np.uint64)
    n = 0
    for i in range(len(rows)):
        owner = np.uint64(i + 1) << np.uint64(32)
        sizes[i], rare[i] = 0, 0
        for k in range(bounds[rows[i]], bounds[rows[i] + 1]):
            anchor = anchors[k]
            entry = owner | np.uint64(anchor)
            slot = np.uint64(anchor) & mask
            while slots[slot] != entry and slots[slot] >= owner:
                slot = (slot + one) & mask
            if slots[slot] == entry:
                continue
            slots[slot] = entry
            sizes[i] += 1
            count = counters[anchor >> shift]
            if count > most and len(common) > 0:
                place = np.searchsorted(common, anchor)
                if place < len(common) and common[place] == anchor:
                    continue
            rare[i] += 1
            found[n] = np.uint64(anchor) << np.uint64(32) | np.uint64(i)
            n += count > 1
    return n


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
