"""The loops that numba compiles: decoding, hashing, comparing and following runs.

Every function here is plain Python over arrays and is compiled when first called through
``compiled``; the machine code is kept in a cache folder where one can be written. None holds the
interpreter's lock. numba widens uint32 arithmetic to 64 bits, hence the casts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

_F = TypeVar("_F", bound=Callable[..., Any])


@cache
def compiled(function: _F) -> _F:
    """Return the machine-code form of a kernel, compiled at its first call.

    Kernels of the same module that it calls are compiled with it.
    Without a writable folder for numba's cache (``NUMBA_CACHE_DIR``, the package, the user's cache
    folder), as in a read-only container, it is compiled anew in each process.
    """
    from numba import njit  # noqa: PLC0415 - small inputs never pay for it

    called = (function.__globals__.get(name) for name in function.__code__.co_names)
    own = {
        kernel.__name__: compiled(kernel)
        for kernel in called
        if isinstance(kernel, FunctionType) and kernel.__module__ == function.__module__
    }
    bound = FunctionType(function.__code__, {**function.__globals__, **own}, function.__name__)
    bound.__module__, bound.__qualname__ = function.__module__, function.__qualname__
    try:
        return cast("_F", njit(cache=True, nogil=True)(bound))
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        return cast("_F", njit(nogil=True)(bound))


def decode(
    data: NDArray[np.uint8],
    bounds: NDArray[np.int64],
    table: NDArray[np.uint32],
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    unknown: NDArray[np.uint32],
    places: NDArray[np.int32],
) -> int:
    """Fold UTF-8 into key entries; return how many code points the table did not know.

    ``bounds`` are the documents' places in ``data``; ``entries`` has room for a character a byte,
    and ``offsets`` for one number more than documents. Unknown code points are written to
    ``unknown``, as many as it holds; then the table is to be filled and all this done again.
    ``places`` get the code-point offset of each entry in its text, unless there is no room at all.
    Returns -1 where a text is no UTF-8. No character may begin so late that it ends behind ``data``.
    """
    missing = 0
    broken = np.uint32(0)
    placing = len(places) > 0
    n = np.uint64(0)
    one, two, three, four = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
    for document in range(len(bounds) - 1):
        offsets[document] = n
        place = np.int32(0)
        i = np.uint64(bounds[document])
        end = np.uint64(bounds[document + 1])
        while i < end:
            point = np.uint32(data[i])
            size = one
            if point >= np.uint32(0xE0):
                second = np.uint32(data[i + one]) ^ np.uint32(0x80)
                third = np.uint32(data[i + two]) ^ np.uint32(0x80)
                broken |= second | third
                size = three
                if point < np.uint32(0xF0):
                    point = ((point & np.uint32(0xF)) << np.uint32(12)) | (second << np.uint32(6)) | third
                else:
                    fourth = np.uint32(data[i + three]) ^ np.uint32(0x80)
                    broken |= fourth | (np.uint32(point > np.uint32(0xF4)) << np.uint32(7))
                    second = (second << np.uint32(12)) | (third << np.uint32(6)) | fourth
                    point = ((point & np.uint32(7)) << np.uint32(18)) | second
                    size = four
                point &= np.uint32(0x1FFFFF)
            elif point >= np.uint32(0x80):
                second = np.uint32(data[i + one]) ^ np.uint32(0x80)
                broken |= second | (np.uint32(point < np.uint32(0xC0)) << np.uint32(7))
                point = ((point & np.uint32(0x1F)) << np.uint32(6)) | (second & np.uint32(0x3F))
                size = two
            i += size
            entry = table[point]
            entries[n] = entry
            if placing:
                places[n] = place
                place += np.int32(1)
            if entry == np.uint32(0xFFFFFFFF):
                if missing < len(unknown):
                    unknown[missing] = point
                missing += 1
                entry = np.uint32(0)
            n += np.uint64(entry != np.uint32(0))
        broken |= np.uint32(i != end) << np.uint32(7)
    offsets[len(bounds) - 1] = n
    return -1 if broken > np.uint32(0x3F) else missing


def sketch(
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    order: NDArray[np.uint8],
    multipliers: NDArray[np.uint32],
    bins: NDArray[np.uint8],
    lengths: NDArray[np.int64],
    digests: NDArray[np.uint64],
) -> None:
    """Write bins, lengths and digest of every document; see ``sketch.sketch_plainly``.

    ``order`` is ``sketch.lending_order()``; ``multipliers`` those of the five characters, of the
    mixing function (two) and of the digest's places.
    """
    plain = np.uint32((1 << 21) - 1)
    empty = np.uint32(0xFFFFFFFF)
    m0, m1, m2, m3, m4 = (
        multipliers[0],
        multipliers[1],
        multipliers[2],
        multipliers[3],
        multipliers[4],
    )
    mix0, mix1, step = multipliers[5], multipliers[6], multipliers[7]
    s15, s16, s24 = np.uint32(15), np.uint32(16), np.uint32(24)
    longest = 0
    for document in range(len(offsets) - 1):
        longest = max(longest, offsets[document + 1] - offsets[document])
    stream = np.empty(longest, np.uint32)
    block = 2048
    hashes = np.empty(block, np.uint32)
    least = np.empty(256, np.uint32)
    for document in range(len(offsets) - 1):
        own = entries[offsets[document] : offsets[document + 1]]
        for which in range(2):
            length = np.uint64(0)
            if which == 0:
                sums = np.uint64(0)
                squares = np.uint64(0)
                for i in range(len(own)):
                    c = np.uint32(own[i] & plain)
                    stream[i] = c
                    c = np.uint32(c ^ np.uint32(c >> s16))
                    c = np.uint32(c * mix0)
                    c = np.uint32(c ^ np.uint32(c >> s15))
                    c = np.uint32(c * mix1)
                    c = np.uint32(c ^ np.uint32(c >> s16))
                    c = np.uint32(c + np.uint32(np.uint32(i) * step))
                    c = np.uint32(c ^ np.uint32(c >> s16))
                    c = np.uint32(c * mix0)
                    c = np.uint32(c ^ np.uint32(c >> s15))
                    c = np.uint32(c * mix1)
                    c = np.uint32(c ^ np.uint32(c >> s16))
                    wide = np.uint64(c)
                    sums += wide
                    squares += wide * wide
                digests[document] = squares ^ (sums << np.uint64(32))
                length = np.uint64(len(own))
            else:
                for i in range(len(own)):
                    stream[length] = own[i] & plain
                    length += np.uint64(own[i] >> np.uint32(21))
            lengths[document, which] = length
            least[:] = empty
            shingles = np.int64(length) - 4
            start = 0
            while start < shingles:
                size = min(block, shingles - start)
                part = stream[start : start + size + 4]
                for i in range(size):
                    h = np.uint32(part[i] * m0)
                    h = np.uint32(h + np.uint32(part[i + 1] * m1))
                    h = np.uint32(h + np.uint32(part[i + 2] * m2))
                    h = np.uint32(h + np.uint32(part[i + 3] * m3))
                    h = np.uint32(h + np.uint32(part[i + 4] * m4))
                    h = np.uint32(h ^ np.uint32(h >> s16))
                    h = np.uint32(h * mix0)
                    h = np.uint32(h ^ np.uint32(h >> s15))
                    h = np.uint32(h * mix1)
                    h = np.uint32(h ^ np.uint32(h >> s16))
                    hashes[i] = h
                for i in range(size):
                    h = hashes[i]
                    b = h >> s24
                    least[b] = min(least[b], h)
                start += size
            for b in range(256):
                value = least[b]
                if value == empty and shingles > 0:
                    j = 0
                    while least[order[b, j]] == empty:
                        j += 1
                    value = least[order[b, j]]
                bins[document, which, b] = np.uint8(value & np.uint32(0xFF)) if shingles > 0 else 0


def equal_bins(
    words: NDArray[np.uint64],
    stream: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> None:
    """Write how many of 256 bytes two sketches share, eight bytes a word.

    A byte of ``x`` is zero where the sketches agree; adding 127 to its lower seven bits sets the
    eighth unless all of them are zero (Warren, Hacker's Delight, 6-1).
    """
    low = np.uint64(0x7F7F7F7F7F7F7F7F)
    ones = np.uint64(0x0101010101010101)
    for k in range(len(left)):
        one = words[left[k], stream]
        other = words[right[k], stream]
        total = 0
        for half in range(0, 32, 16):
            sums = np.uint64(0)
            for i in range(half, half + 16):
                x = np.uint64(one[i] ^ other[i])
                filled = np.uint64(np.uint64(np.uint64((x & low) + low) | x) | low)
                sums = np.uint64(sums + np.uint64(np.uint64(~filled) >> np.uint64(7)))
            total += np.int64(np.uint64(sums * ones) >> np.uint64(56))
        counts[k] = total


def pack_band(
    bins: NDArray[np.uint8],
    stream: int,
    first: int,
    rows: int,
    spread: np.uint64,
    nodes: NDArray[np.int64],
    packed: NDArray[np.uint64],
) -> None:
    """Write bucket and node, in the upper and lower half; see ``bands._packed``."""
    for i in range(len(nodes)):
        cells = np.uint64(0)
        for row in range(rows):
            cells |= np.uint64(bins[nodes[i], stream, first + row]) << np.uint64(8 * row)
        bucket = np.uint64(cells * spread) & np.uint64(0xFFFFFFFF00000000)
        packed[i] = bucket | np.uint64(nodes[i])


def met_before(one: NDArray[np.uint8], other: NDArray[np.uint8], bands: int, rows: int) -> bool:
    """Return whether one of the first ``bands`` bands of two sketches is the same."""
    for band in range(bands):
        same = True
        for row in range(band * rows, band * rows + rows):
            same = same and one[row] == other[row]
        if same:
            return True
    return False


def bucket_pairs(
    packed: NDArray[np.uint64],
    bins: NDArray[np.uint8],
    stream: int,
    band: int,
    rows: int,
    least: NDArray[np.int64],
    border: int,
    found: NDArray[np.uint64],
) -> int:
    """Write the pairs of a band whose sketches agree in enough bins, and return their number.

    Pairs that an earlier band has brought together are left out. Where there are more than
    ``found`` can hold, only their number counts. ``border`` is the number of nodes where there is
    one side only.
    """
    upper, lower = np.uint64(32), np.uint64(0xFFFFFFFF)
    number = 0
    start = 0
    two_sided = border < len(bins)
    while start < len(packed):
        bucket = packed[start] >> upper
        stop = start + 1
        while stop < len(packed) and packed[stop] >> upper == bucket:
            stop += 1
        for i in range(start, stop - 1):
            left = np.int64(packed[i] & lower)
            one = bins[left, stream]
            for j in range(i + 1, stop):
                right = np.int64(packed[j] & lower)
                if two_sided and (left >= border or right < border):
                    continue
                other = bins[right, stream]
                if met_before(one, other, band, rows):
                    continue
                count = 0
                for b in range(256):
                    count += np.int64(one[b] == other[b])
                if count >= min(least[left, stream], least[right, stream]):
                    if number < len(found):
                        found[number] = (packed[i] << upper) | (packed[j] & lower)
                    number += 1
        start = stop
    return number
