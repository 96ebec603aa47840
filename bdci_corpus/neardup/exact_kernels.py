"""The loops of exact comparison, compiled by ``kernels.compiled``."""

# ruff: noqa: PLR0917, C901, SIM110 - kernels take arrays, not objects, and numba has no all()

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def shingle_hashes(entries: NDArray[np.uint32], multipliers: NDArray[np.uint32], hashes: NDArray[np.uint32]) -> None:
    """Write a hash of the five entries from every place on; it only finds them, proving nothing."""
    for i in range(len(entries) - 4):
        h = np.uint32(entries[i] * multipliers[0])
        h = np.uint32(h + np.uint32(entries[i + 1] * multipliers[1]))
        h = np.uint32(h + np.uint32(entries[i + 2] * multipliers[2]))
        h = np.uint32(h + np.uint32(entries[i + 3] * multipliers[3]))
        h = np.uint32(h + np.uint32(entries[i + 4] * multipliers[4]))
        h = np.uint32(h ^ np.uint32(h >> np.uint32(15)))
        h = np.uint32(h * multipliers[6])
        hashes[i] = np.uint32(h ^ np.uint32(h >> np.uint32(16)))


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


def same_shingle(entries: NDArray[np.uint32], one: int, other: int) -> bool:
    """Return whether the same five entries stand at two places."""
    return bool(
        entries[one] == entries[other]
        and entries[one + 1] == entries[other + 1]
        and entries[one + 2] == entries[other + 2]
        and entries[one + 3] == entries[other + 3]
        and entries[one + 4] == entries[other + 4]
    )


def same_key(entries: NDArray[np.uint32], one: int, other: int, length: int) -> bool:
    """Return whether the same ``length`` entries stand at two places."""
    for i in range(length):
        if entries[one + i] != entries[other + i]:
            return False
    return True


def room_for(places: int) -> int:
    """Return how many slots a table for so many shingles has: a power of two."""
    room = 16
    while room < 3 * places:
        room *= 2
    return room


def fill(
    entries: NDArray[np.uint32],
    hashes: NDArray[np.uint32],
    start: int,
    stop: int,
    slots: NDArray[np.int32],
) -> int:
    """Make a table of the shingles from ``start`` to ``stop`` and return how many are distinct.

    A slot holds the first place of its shingle, and the last document it was seen in.
    """
    room = room_for(stop - start)
    mask = room - 1
    slots[:room] = -1
    count = 0
    for i in range(start, stop):
        slot = np.int64(hashes[i]) & mask
        while slots[slot, 0] >= 0 and not same_shingle(entries, slots[slot, 0], i):
            slot = (slot + 1) & mask
        if slots[slot, 0] < 0:
            slots[slot, 0] = i
            count += 1
    return count


def hits(
    entries: NDArray[np.uint32],
    hashes: NDArray[np.uint32],
    start: int,
    stop: int,
    slots: NDArray[np.int32],
    mask: np.int64,
    mark: int,
) -> int:
    """Return how many shingles of a table stand from ``start`` to ``stop``, each counted once."""
    count = 0
    for i in range(start, stop):
        slot = np.int64(hashes[i]) & mask
        while slots[slot, 0] >= 0:
            if same_shingle(entries, slots[slot, 0], i):
                count += slots[slot, 1] != mark
                slots[slot, 1] = mark
                break
            slot = (slot + 1) & mask
    return count


def shared(
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    hashes: NDArray[np.uint32],
    sizes: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> None:
    """Write how many distinct shingles both documents of every pair hold.

    ``sizes``, given as -1, receive the distinct shingles of each document. Pairs with the same
    left document are best given together: its table is built once.
    """
    longest = 0
    for k in range(len(left)):
        for document in (left[k], right[k]):
            longest = max(longest, offsets[document + 1] - offsets[document])
    slots = np.empty((room_for(longest), 2), np.int32)
    own = np.empty((room_for(longest), 2), np.int32)
    current = np.int64(-1)
    mask = 0
    for k in range(len(left)):
        one, other = left[k], right[k]
        start, stop = offsets[one], offsets[one + 1] - 4
        if one != current:
            sizes[one] = fill(entries, hashes, start, stop, slots)
            current = np.int64(one)
            mask = room_for(stop - start) - 1
        first, last = offsets[other], offsets[other + 1] - 4
        if last - first == stop - start and same_key(entries, start, first, stop - start + 4):
            sizes[other] = sizes[one]
            counts[k] = sizes[one]
            continue
        if sizes[other] < 0:
            sizes[other] = fill(entries, hashes, first, last, own)
        counts[k] = hits(entries, hashes, first, last, slots, np.int64(mask), k)


def telling(
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    by_han: NDArray[np.bool_],
    kept: NDArray[np.uint32],
    kept_offsets: NDArray[np.int64],
) -> None:
    """Write the entries that facts are read from: all, or Han and digits only, by document.

    In the latter case 0 stands where what followed a number was left out.
    """
    zero, nine, han = np.uint32(48), np.uint32(57), np.uint32(1 << 21)
    n = 0
    for document in range(len(offsets) - 1):
        kept_offsets[document] = n
        every = not by_han[document]
        for i in range(offsets[document], offsets[document + 1]):
            c = entries[i]
            if every or c >= han or (c >= zero and c <= nine):
                kept[n] = c
                n += 1
            elif n > kept_offsets[document] and kept[n - 1] >= zero and kept[n - 1] <= nine:
                kept[n] = 0
                n += 1
    kept_offsets[len(offsets) - 1] = n


def facts(
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    joiners: NDArray[np.uint32],
    owners: NDArray[np.int64],
    places: NDArray[np.uint64],
    figures: NDArray[np.uint64],
) -> int:
    """Write the facts of every document (see ``facts.facts``) and return how many there are.

    ``owners`` get the document; ``places`` the two characters before a number, and ``figures`` a
    hash of these and the number.
    """
    zero, nine = np.uint32(48), np.uint32(57)
    spread = np.uint64(0x9E3779B97F4A7C15)
    found = 0
    for document in range(len(offsets) - 1):
        before = np.uint64(0)
        i = offsets[document]
        end = offsets[document + 1]
        while i < end:
            c = entries[i]
            if c < zero or c > nine:
                if c > 0:
                    before = np.uint64((before << np.uint64(32)) | np.uint64(c))
                i += 1
                continue
            place = before
            figure = np.uint64(0)
            while i < end:
                c = entries[i]
                if c < zero or c > nine:
                    joins = False
                    if i + 1 < end and entries[i + 1] >= zero and entries[i + 1] <= nine:
                        for j in range(len(joiners)):
                            if c == joiners[j]:
                                joins = True
                    if not joins:
                        break
                    before = np.uint64((before << np.uint64(32)) | np.uint64(c))
                figure = np.uint64(np.uint64(figure + np.uint64(c)) * spread)
                figure = np.uint64(figure ^ np.uint64(figure >> np.uint64(29)))
                i += 1
            owners[found] = document
            places[found] = place
            mixed = np.uint64(np.uint64(figure ^ np.uint64(place * spread)) * spread)
            figures[found] = np.uint64(mixed ^ np.uint64(mixed >> np.uint64(32)))
            found += 1
    return found


def agreeing(
    values: NDArray[np.uint64],
    starts: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> None:
    """Write how many values the two documents of every pair have in common, repeats counted.

    Document ``d`` owns ``values[starts[d]:starts[d + 1]]``, sorted.
    """
    for k in range(len(left)):
        i, i_end = starts[left[k]], starts[left[k] + 1]
        j, j_end = starts[right[k]], starts[right[k] + 1]
        same = 0
        while i < i_end and j < j_end:
            if values[i] == values[j]:
                same += 1
                i += 1
                j += 1
            elif values[i] < values[j]:
                i += 1
            else:
                j += 1
        counts[k] = same
