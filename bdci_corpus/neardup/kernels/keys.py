"""The loops that numba compiles: decoding, hashing, comparing and following runs.

Every function here is plain Python over arrays and is compiled when first called through
``compiling.compiled``. None holds the interpreter's lock. numba widens uint32 arithmetic to 64 bits, hence the casts.
"""

# ruff: noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def decode(
    data: NDArray[np.uint8],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    table: NDArray[np.uint32],
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    unknown: NDArray[np.uint32],
    places: NDArray[np.int32] | None,
    numbers: NDArray[np.uint8] | None,
    marks: NDArray[np.uint8] | None,
) -> int:
    """Fold UTF-8 into key entries; return how many code points the table did not know.

    ``begins`` and ``ends`` are the documents' places in ``data``; ``entries`` has room for a character a byte,
    and ``offsets`` for one number more than documents. Unknown code points are written to
    ``unknown``, as many as it holds; then the table is to be filled and all this done again.
    ``places`` get the code-point offset of each entry in its text, if given; ``marks`` what stands before
    each entry but the first of a document, and behind its last (see ``facts.marks_of``, ``facts.mark_numbers``).
    Returns -1 where a text is no UTF-8. No character may begin so late that it ends behind ``data``.
    """
    missing = 0
    broken = np.uint32(0)
    n = np.uint64(0)
    one, two, three, four = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
    for document in range(len(begins)):
        offsets[document] = n
        place = np.int32(0)
        pending = np.uint8(0)
        i = np.uint64(begins[document])
        end = np.uint64(ends[document])
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
            if places is not None:
                places[n] = place
                place += np.int32(1)
            if entry == np.uint32(0xFFFFFFFF):
                if missing < len(unknown):
                    unknown[missing] = point
                missing += 1
                entry = np.uint32(0)
            if marks is not None and numbers is not None:
                if entry != np.uint32(0):
                    if n > np.uint64(offsets[document]):
                        marks[n] = pending
                    pending = np.uint8(0)
                elif pending == np.uint8(0):
                    pending = numbers[point] if point < np.uint32(65536) else np.uint8(7)
                else:
                    pending |= np.uint8(8)
            n += np.uint64(entry != np.uint32(0))
        if marks is not None:
            marks[n] = pending
        broken |= np.uint32(i != end) << np.uint32(7)
    offsets[len(begins)] = n
    return -1 if broken > np.uint32(0x3F) else missing
