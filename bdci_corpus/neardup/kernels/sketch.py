"""The loops of sketching, compiled by ``compiling.compiled``; they write what the NumPy ones do.

``constants`` are uint32: the multipliers of the five characters of a shingle, those of the mixing
function (two), and the step of the digest's places.
"""

# ruff: noqa: PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def mixed(h: np.uint32, first: np.uint32, second: np.uint32) -> np.uint32:
    """Scatter 32 bits, one to one; see ``sketch.mixed``."""
    h = np.uint32(h ^ np.uint32(h >> np.uint32(16)))
    h = np.uint32(h * first)
    h = np.uint32(h ^ np.uint32(h >> np.uint32(15)))
    h = np.uint32(h * second)
    return np.uint32(h ^ np.uint32(h >> np.uint32(16)))


def every(own: NDArray[np.uint32], constants: NDArray[np.uint32], stream: NDArray[np.uint32]) -> np.uint64:
    """Copy entries without their ``HAN`` bits and return their digest; see ``sketch.digest``."""
    plain = np.uint32((1 << 21) - 1)
    first, second, step = constants[5], constants[6], constants[7]
    sums, squares = np.uint64(0), np.uint64(0)
    for i in range(len(own)):
        c = np.uint32(own[i] & plain)
        stream[i] = c
        place = np.uint32(np.uint32(i) * step)
        wide = np.uint64(mixed(np.uint32(mixed(c, first, second) + place), first, second))
        sums += wide
        squares += wide * wide
    return np.uint64(squares ^ (sums << np.uint64(32)))


def only_han(own: NDArray[np.uint32], stream: NDArray[np.uint32], places: NDArray[np.uint32]) -> np.int64:
    """Copy the entries that are Han and their places, and return how many there are."""
    plain = np.uint32((1 << 21) - 1)
    length = np.uint64(0)
    for i in range(len(own)):
        stream[length] = own[i] & plain
        places[length] = np.uint32(i)
        length += np.uint64(own[i] >> np.uint32(21))
    return np.int64(length)


def least_of_bins(
    stream: NDArray[np.uint32],
    constants: NDArray[np.uint32],
    hashes: NDArray[np.uint32],
    begins: NDArray[np.uint32],
    least: NDArray[np.uint32],
    anchors: NDArray[np.uint32],
    starts: NDArray[np.uint32],
) -> np.int64:
    """Write the least hash of each bin, the anchors and their places, and return how many anchors there are.

    Block by block: hashing vectorizes, the minimum does not. Hashes of eight shingles more than a block are
    made, because an anchor that begins in it may end behind it.
    """
    least[:] = np.uint32(0xFFFFFFFF)
    m0, m1, m2, m3, m4 = constants[0], constants[1], constants[2], constants[3], constants[4]
    first, second = constants[5], constants[6]
    shingles = len(stream) - 4
    start, found = 0, np.uint64(0)
    sampled, one = np.uint32(15), np.uint64(1)
    while start < shingles:
        ahead = min(len(hashes), shingles - start)
        size = min(len(hashes) - 8, shingles - start)
        part = stream[start : start + ahead + 4]
        for i in range(ahead):
            h = np.uint32(part[i] * m0)
            h = np.uint32(h + np.uint32(part[i + 1] * m1))
            h = np.uint32(h + np.uint32(part[i + 2] * m2))
            h = np.uint32(h + np.uint32(part[i + 3] * m3))
            h = np.uint32(h + np.uint32(part[i + 4] * m4))
            hashes[i] = mixed(h, first, second)
        n = np.uint64(0)
        for i in range(size):
            h = hashes[i]
            b = h >> np.uint32(24)
            least[b] = min(least[b], h)
            begins[n] = np.uint32(i)
            n += np.uint64((h & sampled) == np.uint32(0))
        for k in range(np.int64(n)):
            at = np.uint64(begins[k])
            if at + np.uint64(8) < np.uint64(ahead):
                h = np.uint32(hashes[at] * m0)
                h = np.uint32(h + np.uint32(hashes[at + np.uint64(4)] * m1))
                h = np.uint32(h + np.uint32(hashes[at + np.uint64(8)] * m2))
                anchors[found] = mixed(h, first, second)
                starts[found] = np.uint32(np.uint32(start) + begins[k])
                found += one
        start += size
    return np.int64(found)


def skipping(
    anchors: NDArray[np.uint32], starts: NDArray[np.uint32], places: NDArray[np.uint32], count: np.int64
) -> np.int64:
    """Keep of the anchors of a Han stream those in which it skips something, and return how many."""
    kept = np.uint64(0)
    for k in range(count):
        i = np.uint64(starts[k])
        anchors[kept] = anchors[k]
        kept += np.uint64(places[i + np.uint64(12)] - places[i] > np.uint32(12))
    return np.int64(kept)


def lend(least: NDArray[np.uint32], order: NDArray[np.uint8], bins: NDArray[np.uint8]) -> None:
    """Write a byte of each bin, an empty one's from the first filled one in its order."""
    empty = np.uint32(0xFFFFFFFF)
    for b in range(256):
        value = least[b]
        j = 0
        while value == empty:
            value = least[order[b, j]]
            j += 1
        bins[b] = np.uint8(value & np.uint32(0xFF))


def sketch(  # noqa: PLR0913
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    order: NDArray[np.uint8],
    constants: NDArray[np.uint32],
    bins: NDArray[np.uint8],
    lengths: NDArray[np.int64],
    digests: NDArray[np.uint64],
    anchors: NDArray[np.uint32],
    bounds: NDArray[np.int64],
) -> None:
    """Write bins, lengths, digest and anchors of every document; see ``sketch.sketch_plainly``.

    ``order`` is ``sketch.lending_order()``; bins of streams without shingles stay as they are. ``anchors`` has
    room for two an entry.
    """
    longest = 0
    for document in range(len(offsets) - 1):
        length = offsets[document + 1] - offsets[document]
        longest = max(longest, length)
    stream, places, starts = np.empty(longest, np.uint32), np.empty(longest, np.uint32), np.empty(longest, np.uint32)
    hashes, begins = np.empty(2048, np.uint32), np.empty(2048, np.uint32)
    least = np.empty(256, np.uint32)
    found = np.int64(0)
    for document in range(len(offsets) - 1):
        bounds[document] = found
        own = entries[offsets[document] : offsets[document + 1]]
        digests[document] = every(own, constants, stream)
        lengths[document, 0] = len(own)
        if len(own) > 4:  # noqa: PLR2004 - there is a shingle
            found += least_of_bins(stream[: len(own)], constants, hashes, begins, least, anchors[found:], starts)
            lend(least, order, bins[document, 0])
        han = only_han(own, stream, places)
        lengths[document, 1] = han
        if han > 4:  # noqa: PLR2004
            more = least_of_bins(stream[:han], constants, hashes, begins, least, anchors[found:], starts)
            found += skipping(anchors[found:], starts, places, more)
            lend(least, order, bins[document, 1])
    bounds[len(offsets) - 1] = found
