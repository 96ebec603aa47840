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


def digest(own: NDArray[np.uint32], constants: NDArray[np.uint32], marks: NDArray[np.uint32]) -> np.uint64:
    """Return the digest of entries, block by block in ``marks``; see ``sketch.digest``."""
    plain = np.uint32((1 << 21) - 1)
    first, second, step = constants[5], constants[6], constants[7]
    sums, squares = np.uint64(0), np.uint64(0)
    for start in range(0, len(own), len(marks)):
        part = own[start : start + len(marks)]
        before = np.uint32(np.uint32(start) * step)
        for i in range(len(part)):
            place = np.uint32(before + np.uint32(np.uint32(i) * step))
            marks[i] = mixed(np.uint32(mixed(np.uint32(part[i] & plain), first, second) + place), first, second)
        for i in range(len(part)):
            wide = np.uint64(marks[i])
            sums += wide
            squares += wide * wide
    return np.uint64(squares ^ (sums << np.uint64(32)))


def number_of_han(own: NDArray[np.uint32]) -> np.int64:
    """Return how many entries are Han."""
    number = np.uint32(0)
    for i in range(len(own)):
        number = np.uint32(number + np.uint32(own[i] >> np.uint32(21)))
    return np.int64(number)


def beside_gaps(
    own: NDArray[np.uint32], i: int, near: NDArray[np.uint32], places: NDArray[np.uint32]
) -> tuple[int, int]:
    """Write the Han characters beside the next places where others part them, and return how many, and where to go on.

    Twelve before and twelve behind: no run of ``RUN`` that skips something reaches farther. Where fewer than twice as
    many stand between two such places, both are taken together.
    """
    n, end = 0, len(own)
    while i < end:
        begin = i
        while i < end and own[i] >= np.uint32(2097152):
            i += 1
        last = i
        if n > 0 and i - begin > 24:  # noqa: PLR2004 - twice as many
            last = begin + 12
        elif n == 0:
            begin = max(begin, i - 12)
        for place in range(begin, last):
            near[n] = own[place]
            places[n] = np.uint32(place)
            n += 1
        if last < i:
            return n, i - 12
        while i < end and own[i] < np.uint32(2097152):
            i += 1
    return n, end


def least_of_bins(  # noqa: PLR0913
    own: NDArray[np.uint32],
    constants: NDArray[np.uint32],
    hashes: NDArray[np.uint32],
    halves: NDArray[np.uint32],
    begins: NDArray[np.uint32],
    least: NDArray[np.uint32],
    anchors: NDArray[np.uint32],
    starts: NDArray[np.uint32],
) -> np.int64:
    """Lower the least hash of each bin, write anchors and their places, and return how many anchors there are.

    ``least`` has two halves: shingles that are all Han are in the second. Block by block: hashing vectorizes, the
    minimum does not. Hashes of eight shingles more than a block are made, because an anchor that begins in it may end
    behind it.
    """
    m0, m1, m2, m3, m4 = constants[0], constants[1], constants[2], constants[3], constants[4]
    first, second = constants[5], constants[6]
    plain, han = np.uint32((1 << 21) - 1), np.uint32(1 << 21)
    shingles = len(own) - 4
    start, found = 0, np.uint64(0)
    sampled, one = np.uint32(15), np.uint64(1)
    while start < shingles:
        ahead = min(len(hashes), shingles - start)
        size = min(len(hashes) - 8, shingles - start)
        part = own[start : start + ahead + 4]
        for i in range(ahead):
            h = np.uint32(np.uint32(part[i] & plain) * m0)
            h = np.uint32(h + np.uint32(np.uint32(part[i + 1] & plain) * m1))
            h = np.uint32(h + np.uint32(np.uint32(part[i + 2] & plain) * m2))
            h = np.uint32(h + np.uint32(np.uint32(part[i + 3] & plain) * m3))
            h = np.uint32(h + np.uint32(np.uint32(part[i + 4] & plain) * m4))
            hashes[i] = mixed(h, first, second)
            every = np.uint32(part[i] & part[i + 1] & part[i + 2] & part[i + 3] & part[i + 4] & han)
            halves[i] = np.uint32(every >> np.uint32(13))
        n = np.uint64(0)
        for i in range(size):
            h = hashes[i]
            b = np.uint32(h >> np.uint32(24)) | halves[i]
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
    room for two an entry. A shingle that is all Han is one of both streams, and hashed once; the Han stream has others
    only where it skips something.
    """
    longest = 0
    for document in range(len(offsets) - 1):
        longest = max(longest, offsets[document + 1] - offsets[document])
    near, places, starts = np.empty(longest, np.uint32), np.empty(longest, np.uint32), np.empty(longest, np.uint32)
    hashes, halves, begins = np.empty(1024, np.uint32), np.empty(1024, np.uint32), np.empty(1024, np.uint32)
    least = np.empty(512, np.uint32)
    found = np.int64(0)
    for document in range(len(offsets) - 1):
        bounds[document] = found
        own = entries[offsets[document] : offsets[document + 1]]
        digests[document] = digest(own, constants, hashes)
        han = number_of_han(own)
        lengths[document, 0], lengths[document, 1] = len(own), han
        if len(own) <= 4:  # noqa: PLR2004 - there is no shingle
            continue
        least[:] = np.uint32(0xFFFFFFFF)
        found += least_of_bins(own, constants, hashes, halves, begins, least, anchors[found:], starts)
        for b in range(256):
            least[b] = min(least[b], least[256 + b])
        lend(least[:256], order, bins[document, 0])
        if han <= 4:  # noqa: PLR2004
            continue
        i = 0
        while i < len(own):
            size, i = beside_gaps(own, i, near, places)
            beside = near[:size]
            more = least_of_bins(beside, constants, hashes, halves, begins, least, anchors[found:], starts)
            found += skipping(anchors[found:], starts, places, more)
        lend(least[256:], order, bins[document, 1])
    bounds[len(offsets) - 1] = found
