"""The loops of exact comparison, compiled by ``compiling.compiled``.

Shingles are known by the place of their first entry. A table of the shingles of one key finds
places by hash and compares all five entries, so that a hash only finds and never proves. Places
are unsigned, because numba takes time to wrap signed ones; and no inner loop calls with arrays,
because numba then counts references to them.
"""

# ruff: noqa: PLR0913, PLR0917, SIM110 - kernels take arrays, not objects, and numba has no all()

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def only_han(
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    wanted: NDArray[np.bool_],
    han: NDArray[np.uint32],
    han_offsets: NDArray[np.int64],
) -> None:
    """Write the entries that are Han of the wanted documents, and where each document's begin."""
    n = np.uint64(0)
    for document in range(len(offsets) - 1):
        han_offsets[document] = n
        if not wanted[document]:
            continue
        for i in range(offsets[document], offsets[document + 1]):
            han[n] = entries[i]
            n += np.uint64(entries[i] >> np.uint32(21))
    han_offsets[len(offsets) - 1] = n


def same_key(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> bool:
    """Return whether two keys are the same."""
    if len(one) != len(other):
        return False
    for i in range(len(one)):
        if one[i] != other[i]:
            return False
    return True


def room_for(places: int) -> int:
    """Return how many slots a table for so many shingles has: a power of two."""
    room = 16
    while room < 3 * places:
        room *= 2
    return room


def hash_shingles(key: NDArray[np.uint32], multipliers: NDArray[np.uint32], hashes: NDArray[np.uint32]) -> None:
    """Write a hash of the five entries from every place on."""
    for i in range(len(key) - 4):
        h = np.uint32(key[i] * multipliers[0])
        h = np.uint32(h + np.uint32(key[i + 1] * multipliers[1]))
        h = np.uint32(h + np.uint32(key[i + 2] * multipliers[2]))
        h = np.uint32(h + np.uint32(key[i + 3] * multipliers[3]))
        h = np.uint32(h + np.uint32(key[i + 4] * multipliers[4]))
        h = np.uint32(h ^ np.uint32(h >> np.uint32(15)))
        h = np.uint32(h * multipliers[6])
        hashes[i] = np.uint32(h ^ np.uint32(h >> np.uint32(16)))


def fill(
    key: NDArray[np.uint32],
    hashes: NDArray[np.uint32],
    places: NDArray[np.uint32],
    slots: NDArray[np.uint32],
    firsts: NDArray[np.uint32],
) -> int:
    """Make a table of the shingles at some places of a key and return how many are distinct.

    ``firsts`` gets for each of these the place where its shingle stands first.
    """
    one, two, three, four = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
    mask = np.uint64(len(slots) - 1)
    slots[:] = np.uint32(0xFFFFFFFF)
    count = 0
    for i in range(len(places)):
        place = np.uint64(places[i])
        slot = np.uint64(hashes[place]) & mask
        while slots[slot] != np.uint32(0xFFFFFFFF):
            own = np.uint64(slots[slot])
            if (
                key[own] == key[place]
                and key[own + one] == key[place + one]
                and key[own + two] == key[place + two]
                and key[own + three] == key[place + three]
                and key[own + four] == key[place + four]
            ):
                break
            slot = np.uint64(slot + one) & mask
        if slots[slot] == np.uint32(0xFFFFFFFF):
            slots[slot] = np.uint32(place)
            count += 1
        firsts[i] = slots[slot]
    return count


def hits(
    held: NDArray[np.uint32],
    slots: NDArray[np.uint32],
    firsts: NDArray[np.uint32],
    marks: NDArray[np.uint32],
    mark: np.uint32,
    key: NDArray[np.uint32],
    hashes: NDArray[np.uint32],
    strangers: NDArray[np.uint32],
) -> tuple[int, int]:
    """Return how many shingles two keys share, and how many places of the second hold none of them.

    The table is of the key ``held``. Where the shingle before is shared, the next one mostly is,
    right behind it: then one entry tells, and the table is not asked.
    """
    one, two, three, four = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
    count, strange = np.uint64(0), np.uint64(0)
    mask = np.uint64(len(slots) - 1)
    stop = np.uint64(max(len(held) - 4, 0))
    expected = stop
    for i in range(len(key) - 4):
        place = np.uint64(i)
        if expected >= stop or held[expected + four] != key[place + four]:
            slot = np.uint64(hashes[place]) & mask
            expected = stop
            while slots[slot] != np.uint32(0xFFFFFFFF):
                own = np.uint64(slots[slot])
                if (
                    held[own] == key[place]
                    and held[own + one] == key[place + one]
                    and held[own + two] == key[place + two]
                    and held[own + three] == key[place + three]
                    and held[own + four] == key[place + four]
                ):
                    expected = own
                    break
                slot = np.uint64(slot + one) & mask
            if expected == stop:
                strangers[strange] = np.uint32(place)
                strange += one
                continue
        first = np.uint64(firsts[expected])
        count += np.uint64(marks[first] != mark)
        marks[first] = mark
        expected += one
    return int(count), int(strange)


def shared(
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    multipliers: NDArray[np.uint32],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> None:
    """Write of every pair the distinct shingles that both hold, and those that each holds.

    ``counts`` is of shape (pairs, 3). Pairs with the same left document are best given together:
    its table is built once.
    """
    longest = 0
    for k in range(len(left)):
        for document in (left[k], right[k]):
            longest = max(longest, int(offsets[document + 1] - offsets[document]))
    every = np.arange(longest).astype(np.uint32)
    hashes, firsts = np.empty(longest, np.uint32), np.empty(longest, np.uint32)
    marks, strangers = np.empty(longest, np.uint32), np.empty(longest, np.uint32)
    table, others = np.empty(room_for(longest), np.uint32), np.empty(room_for(longest), np.uint32)
    held, slots, size = entries[:0], table, 0
    for k in range(len(left)):
        if k == 0 or left[k] != left[k - 1]:
            held = entries[offsets[left[k]] : offsets[left[k] + 1]]
            slots = table[: room_for(len(held))]
            hash_shingles(held, multipliers, hashes)
            size = fill(held, hashes, every[: max(len(held) - 4, 0)], slots, firsts)
            marks[: len(held)] = np.uint32(0xFFFFFFFF)
        counts[k] = size
        key = entries[offsets[right[k]] : offsets[right[k] + 1]]
        if not same_key(held, key):
            hash_shingles(key, multipliers, hashes)
            count, strange = hits(held, slots, firsts, marks, np.uint32(k), key, hashes, strangers)
            own = strangers[:strange]
            counts[k, 0] = count
            counts[k, 2] = count + fill(key, hashes, own, others[: room_for(len(own))], own)
