"""The loops of banding, compiled by ``compiling.compiled``."""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0917 - kernels take arrays, not objects

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


def bucket_pairs(
    bins: NDArray[np.uint8],
    stream: int,
    start: int,
    stop: int,
    rows: int,
    spread: np.uint64,
    nodes: NDArray[np.int64],
    least: NDArray[np.int64],
    crowds: NDArray[np.int64],
    border: int,
    large: int,
    found: NDArray[np.uint64],
) -> int:
    """Write the pairs of the bands from ``start`` to ``stop`` whose sketches agree in enough bins; return their number.

    Pairs that an earlier band has brought together are left out, and those of one crowd. Where there are more than
    ``found`` can hold, only their number counts; where a bucket has more than ``large`` nodes, it is
    -1. ``border`` is the number of nodes where there is one side only. ``nodes`` are ascending.

    Buckets are chains in an open table: ``heads`` has the last node of each, ``before`` of every
    node the one before it. The buckets of eight bands are taken at a time, because a row's bins are far from the
    next one's. ``seen`` remembers pairs that met, as many as fit: to see that from their bins takes far longer.
    """
    shift = 28
    while shift > 0 and 1 << (32 - shift) < 2 * len(nodes):
        shift -= 1
    mask = np.uint32((1 << (32 - shift)) - 1)
    heads = np.empty(1 << (32 - shift), np.int32)
    before, depths = np.empty(len(nodes), np.int32), np.empty(len(nodes), np.int32)
    buckets = np.empty((8, len(nodes)), np.uint32)
    seen = np.full(1 << 14, 0xFFFFFFFFFFFFFFFF, np.uint64)
    two_sided = border < len(bins)
    number = 0
    for band in range(start, stop):
        turn = (band - start) % 8
        if turn == 0:
            for i in range(len(nodes)):
                for ahead in range(min(8, stop - band)):
                    cells = np.uint64(0)
                    for row in range(rows):
                        cell = np.uint64(bins[nodes[i], stream, (band + ahead) * rows + row])
                        cells |= cell << np.uint64(8 * row)
                    buckets[ahead, i] = np.uint32(np.uint64(cells * spread) >> np.uint64(32))
        heads[:] = -1
        for i in range(len(nodes)):
            right = nodes[i]
            bucket = buckets[turn, i]
            slot = np.uint32(bucket >> np.uint32(shift))
            while heads[slot] >= 0 and buckets[turn, heads[slot]] != bucket:
                slot = np.uint32(slot + np.uint32(1)) & mask
            j = heads[slot]
            before[i], heads[slot] = j, i
            depths[i] = 1 if j < 0 else depths[j] + 1
            if depths[i] > large:
                return -1
            while j >= 0:
                left = nodes[j]
                j = before[j]
                if crowds[left] == crowds[right] or (two_sided and (left >= border or right < border)):
                    continue
                pair = np.uint64(left) << np.uint64(32) | np.uint64(right)
                place = np.uint64(pair * spread) >> np.uint64(50)
                if seen[place] == pair:
                    continue
                seen[place] = pair
                if met_before(bins[left, stream], bins[right, stream], band, rows):
                    continue
                count = np.int64(0)
                for b in range(256):
                    count += np.int64(bins[left, stream, b] == bins[right, stream, b])
                if count >= min(least[left, stream], least[right, stream]):
                    if number < len(found):
                        found[number] = pair
                    number += 1
    return number


def met_before(one: NDArray[np.uint8], other: NDArray[np.uint8], band: int, rows: int) -> bool:
    """Return whether two sketches agree in all rows of an earlier band."""
    for first in range(0, band * rows, rows):
        same = True
        for b in range(first, first + rows):
            same = same and one[b] == other[b]
        if same:
            return True
    return False
