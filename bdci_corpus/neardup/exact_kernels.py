"""The loops of exact comparison, compiled by ``kernels.compiled``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def shingle_hashes(
    entries: NDArray[np.uint32], multipliers: NDArray[np.uint32], hashes: NDArray[np.uint32]
) -> None:
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
    han: NDArray[np.uint32],
    han_offsets: NDArray[np.int64],
) -> None:
    """Write the entries that are Han, and where each document's begin."""
    n = np.uint64(0)
    for document in range(len(offsets) - 1):
        han_offsets[document] = n
        for i in range(offsets[document], offsets[document + 1]):
            han[n] = entries[i]
            n += np.uint64(entries[i] >> np.uint32(21))
    han_offsets[len(offsets) - 1] = n


def distinct(
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    hashes: NDArray[np.uint32],
    sizes: NDArray[np.int64],
) -> None:
    """Write how many distinct shingles every document holds."""
    capacity = 16
    for document in range(len(offsets) - 1):
        while capacity < 2 * (offsets[document + 1] - offsets[document]):
            capacity *= 2
    slots = np.empty(capacity, np.int32)
    for document in range(len(offsets) - 1):
        start = offsets[document]
        stop = offsets[document + 1] - 4
        room = 16
        while room < 2 * (stop - start):
            room *= 2
        mask = room - 1
        slots[:room] = -1
        count = 0
        for i in range(start, stop):
            slot = np.int64(hashes[i]) & mask
            while slots[slot] >= 0:
                p = slots[slot]
                if (
                    entries[p] == entries[i]
                    and entries[p + 1] == entries[i + 1]
                    and entries[p + 2] == entries[i + 2]
                    and entries[p + 3] == entries[i + 3]
                    and entries[p + 4] == entries[i + 4]
                ):
                    break
                slot = (slot + 1) & mask
            if slots[slot] < 0:
                slots[slot] = i
                count += 1
        sizes[document] = count


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

    ``sizes`` is what ``distinct`` wrote. Pairs with the same left document are best given together: its table is built once.
    """
    capacity = 16
    for k in range(len(left)):
        while capacity < 2 * (offsets[left[k] + 1] - offsets[left[k]]):
            capacity *= 2
    slots = np.empty((capacity, 2), np.int32)
    current = np.int64(-1)
    mask = np.int64(0)
    for k in range(len(left)):
        first, second = offsets[left[k]], offsets[right[k]]
        length = offsets[left[k] + 1] - first
        if offsets[right[k] + 1] - second == length:
            same = 0
            while same < length and entries[first + same] == entries[second + same]:
                same += 1
            if same == length:
                counts[k] = sizes[left[k]]
                continue
        if left[k] != current:
            current = left[k]
            start = offsets[current]
            stop = offsets[current + 1] - 4
            room = np.int64(16)
            while room < 2 * (stop - start):
                room *= 2
            mask = room - 1
            slots[:room] = -1
            for i in range(start, stop):
                slot = np.int64(hashes[i]) & mask
                while slots[slot, 0] >= 0:
                    p = slots[slot, 0]
                    if (
                        entries[p] == entries[i]
                        and entries[p + 1] == entries[i + 1]
                        and entries[p + 2] == entries[i + 2]
                        and entries[p + 3] == entries[i + 3]
                        and entries[p + 4] == entries[i + 4]
                    ):
                        break
                    slot = (slot + 1) & mask
                if slots[slot, 0] < 0:
                    slots[slot, 0] = i
        both = 0
        for i in range(offsets[right[k]], offsets[right[k] + 1] - 4):
            slot = np.int64(hashes[i]) & mask
            while slots[slot, 0] >= 0:
                p = slots[slot, 0]
                if (
                    entries[p] == entries[i]
                    and entries[p + 1] == entries[i + 1]
                    and entries[p + 2] == entries[i + 2]
                    and entries[p + 3] == entries[i + 3]
                    and entries[p + 4] == entries[i + 4]
                ):
                    if slots[slot, 1] != k:
                        slots[slot, 1] = k
                        both += 1
                    break
                slot = (slot + 1) & mask
        counts[k] = both


def facts(
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    by_han: NDArray[np.bool_],
    joiners: NDArray[np.uint32],
    owners: NDArray[np.int64],
    places: NDArray[np.uint64],
    figures: NDArray[np.uint64],
) -> int:
    """Write the facts of every document (see ``facts.facts``) and return how many there are.

    ``owners`` get the document; ``places`` the two characters before a number, and ``figures`` a
    hash of these and the number. ``by_han`` says by document which characters count.
    """
    zero, nine, han = np.uint32(48), np.uint32(57), np.uint32(1 << 21)
    spread = np.uint64(0x9E3779B97F4A7C15)
    found = 0
    for document in range(len(offsets) - 1):
        before = np.uint64(0)
        only_han = by_han[document]
        i = offsets[document]
        end = offsets[document + 1]
        while i < end:
            c = entries[i]
            if c < zero or c > nine:
                if not only_han or c >= han:
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
