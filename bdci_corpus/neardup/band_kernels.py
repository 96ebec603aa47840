"""The loops of banding, compiled by ``kernels.compiled``."""

# ruff: noqa: PLR0913, PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


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
        total = np.int64(0)
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
                count = np.int64(0)
                for b in range(256):
                    count += np.int64(one[b] == other[b])
                if count >= min(least[left, stream], least[right, stream]):
                    if number < len(found):
                        found[number] = (packed[i] << upper) | (packed[j] & lower)
                    number += 1
        start = stop
    return number
