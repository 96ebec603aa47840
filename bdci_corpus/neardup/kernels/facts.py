"""The loops that read facts, interpreted over lists or compiled by ``compiling.compiled`` over arrays.

A document is its key entries and ``marks``: what stood before each entry, and last behind the last one
(``facts.MARKS``, ``MANY`` added where there was more than one character). ``classes`` says of code points
below 65,536 what they are (``facts.CLASSES``). All numbers are kept below 2**62.
"""

# ruff: noqa: FBT001, PLR0911, PLR0913, PLR0917, PLR1714, PLR2004 - kernels take arrays, not objects; codes of facts.py

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def telling(
    entries: NDArray[np.uint32], marks: NDArray[np.uint8], kept: NDArray[np.uint32], kept_marks: NDArray[np.uint8]
) -> int:
    """Write the Han and digits of a key and what stands between, and return how many; left out letters are a mark."""
    n = 0
    kept_marks[0] = 0
    for i in range(len(entries)):
        c = entries[i]
        if c >= 2097152 or 48 <= c <= 57:
            kept_marks[n] |= marks[i]
            kept[n] = c
            n += 1
            kept_marks[n] = 0
        else:
            kept_marks[n] = 15
    kept_marks[n] |= marks[len(entries)]
    return n


def letters(entries: NDArray[np.uint32]) -> int:
    """Return how many entries are neither Han nor digits."""
    number = 0
    for c in entries:
        number += (c < np.uint32(2097152)) & ((c < np.uint32(48)) | (c > np.uint32(57)))
    return number


def class_at(entries: NDArray[np.uint32], classes: NDArray[np.uint8], i: int) -> int:
    """Return the class of an entry, 0 outside the key."""
    if i < 0 or i >= len(entries):
        return 0
    c = entries[i] & 2097151
    return int(classes[c]) if c < 65536 else 0


def arabic(
    entries: NDArray[np.uint32], marks: NDArray[np.uint8], classes: NDArray[np.uint8], i: int
) -> tuple[int, int]:
    """Return a number of digits that nothing parts, its last 17 digits, and where it ends; the same place if none."""
    value, start = 0, i
    while 1 <= class_at(entries, classes, i) <= 10 and (i == start or marks[i] == 0):
        value = (value * 10 + class_at(entries, classes, i) - 1) % 100000000000000000
        i += 1
    return value, i


def chinese(entries: NDArray[np.uint32], classes: NDArray[np.uint8], i: int) -> tuple[int, int, int]:
    """Return a number in Chinese numerals, where it ends, and how many digits it has if it has nothing else."""
    total, section, digit, start, units = 0, 0, -1, i, 0
    while i - start < 16:
        c = class_at(entries, classes, i)
        if 11 <= c <= 20:
            digit = max(digit, 0) * 10 + c - 11
        elif 21 <= c <= 23:
            section += (1 if digit < 0 else digit) * 10 ** (c - 20)
            digit, units = -1, units + 1
        elif 26 <= c <= 27:
            section += 10 * (c - 24)
            digit, units = -1, units + 1
        elif 24 <= c <= 25 and i > start:
            total = (total + section + max(digit, 0)) * (10000 if c == 24 else 100000000) % 100000000000000000
            section, digit, units = 0, -1, units + 1
        else:
            break
        i += 1
    return total + section + max(digit, 0), i, 0 if units else i - start


def number_at(
    entries: NDArray[np.uint32], marks: NDArray[np.uint8], classes: NDArray[np.uint8], i: int
) -> tuple[int, int]:
    """Return a number of either kind and where it ends; the same place if there is none."""
    if 1 <= class_at(entries, classes, i) <= 10:
        return arabic(entries, marks, classes, i)
    value, end, _ = chinese(entries, classes, i)
    return value, end


def in_words(
    entries: NDArray[np.uint32], marks: NDArray[np.uint8], classes: NDArray[np.uint8], year: int, end: int
) -> tuple[int, int]:
    """Return a date that has come to its year (0 if it has none), and where it ends: month and day may follow."""
    value, after = number_at(entries, marks, classes, end)
    if after == end or class_at(entries, classes, after) != 32 or not 1 <= value <= 12:
        return year * 10000, end
    date, end = year * 10000 + value * 100, after + 1
    value, after = number_at(entries, marks, classes, end)
    if after == end or class_at(entries, classes, after) != 33 or not 1 <= value <= 31:
        return date, end
    return date + value, after + 1


def century(year: int, digits: int, of_republic: bool) -> int:
    """Return a year in full."""
    if of_republic:
        return year + 1911
    if digits == 2:
        return year + (2000 if year < 50 else 1900)
    return year


def clock(
    entries: NDArray[np.uint32], marks: NDArray[np.uint8], classes: NDArray[np.uint8], hour: int, end: int
) -> tuple[int, int]:
    """Return a time in words that has come to its 时 or 点 at ``end``, in seconds, and where it ends, 0 if nowhere."""
    minute, after = number_at(entries, marks, classes, end + 1)
    if after == end + 1 or class_at(entries, classes, after) != 36 or minute > 59:
        return hour * 3600, end + 1 if class_at(entries, classes, end) == 34 else 0
    second, behind = number_at(entries, marks, classes, after + 1)
    if behind == after + 1 or class_at(entries, classes, behind) != 37 or second > 59:
        return hour * 3600 + minute * 60, after + 1
    return hour * 3600 + minute * 60 + second, behind + 1


def joined(entries: NDArray[np.uint32], marks: NDArray[np.uint8], classes: NDArray[np.uint8], i: int) -> int:
    """Return the mark before the digit at a place; 0 if there is no digit, or the mark joins none."""
    return int(marks[i]) if 1 <= class_at(entries, classes, i) <= 10 and 1 <= marks[i] <= 5 else 0


def by_marks(
    entries: NDArray[np.uint32],
    marks: NDArray[np.uint8],
    classes: NDArray[np.uint8],
    i: int,
    of_republic: bool,
) -> tuple[int, int, int]:
    """Return kind, value and end of a date or time whose digits marks part; kind 0 if it is none."""
    one, a = arabic(entries, marks, classes, i)
    sign = joined(entries, marks, classes, a)
    if a - i == 8 and 1900 <= one // 10000 <= 2099 and 1 <= one // 100 % 100 <= 12 and 1 <= one % 100 <= 31:
        return 1, one, a
    if sign == 0 or sign == 2:
        return 0, 0, i
    two, b = arabic(entries, marks, classes, a)
    again = joined(entries, marks, classes, b)
    three, c = arabic(entries, marks, classes, b)
    if sign == 5:
        if one > 24 or b - a != 2 or two > 59:
            return 0, 0, i
        if again == 5 and c - b == 2 and three < 60:
            return 2, one * 3600 + two * 60 + three, c
        return 2, one * 3600 + two * 60, b
    if again == sign and joined(entries, marks, classes, c) != sign and b - a <= 2:
        first = a - i == 4 or a - i == 2 or of_republic
        if first and 1 <= two <= 12 and 1 <= three <= 31 and c - b <= 2:
            return 1, century(one, a - i, of_republic) * 10000 + two * 100 + three, c
        if c - b == 4 and a - i <= 2 and 1 <= one <= 31 and 1 <= two <= 31 and min(one, two) <= 12:
            month = one if one <= 12 else two
            return 1, three * 10000 + month * 100 + one + two - month, c
    if again == 0 and sign >= 3 and a - i == 4 and b - a == 2 and 1 <= two <= 12 and 1000 <= one <= 2999:
        return 1, one * 10000 + two * 100, b
    return 0, 0, i


def amount(
    entries: NDArray[np.uint32], marks: NDArray[np.uint8], classes: NDArray[np.uint8], i: int
) -> tuple[int, int, int]:
    """Return a number without its decimal point, how many digits stand behind that, and where it ends."""
    value, end = arabic(entries, marks, classes, i)
    start, scale = i, 0
    while end - start <= 3 and joined(entries, marks, classes, end) == 2:
        group, after = arabic(entries, marks, classes, end)
        if after - end != 3:
            break
        value = (value * 1000 + group) % 100000000000000000
        start, end = end, after
    if joined(entries, marks, classes, end) == 1:
        part, after = arabic(entries, marks, classes, end)
        if joined(entries, marks, classes, after) != 1 and after - end <= 8:
            for _ in range(after - end):
                value = value * 10 % 100000000000000000
            value, scale, end = value + part, after - end, after
    return value, scale, end


def scaled(
    entries: NDArray[np.uint32], classes: NDArray[np.uint8], value: int, scale: int, end: int
) -> tuple[int, int]:
    """Return a number with what 万 and 亿 behind it say, as one integer, and where it ends."""
    while True:
        c, behind = class_at(entries, classes, end), class_at(entries, classes, end + 1)
        if 21 <= c <= 23 and 24 <= behind <= 25:
            scale -= c - 20
        elif 24 <= c <= 25:
            scale -= 4 * (c - 23)
        else:
            break
        end += 1
    while scale > 0 and value % 10 == 0:
        value, scale = value // 10, scale - 1
    while scale < 0:
        value, scale = value * 10 % 100000000000000000, scale + 1
    return value * 16 + scale, end


def of_calendar(
    entries: NDArray[np.uint32],
    marks: NDArray[np.uint8],
    classes: NDArray[np.uint8],
    i: int,
    number: tuple[int, int, int],
    of_republic: bool,
    spelled: int,
) -> tuple[int, int, int]:
    """Return kind, value and end of the date or time in words that begins with a number; kind 0 if it is none.

    ``number`` is its value, where it ends, and how many digits it has. In Chinese numerals (``spelled`` is 1) a year
    has two digits or four, and an hour by itself is no time.
    """
    value, end, digits = number
    unit = class_at(entries, classes, end)
    if unit == 31 and (spelled == 0 or digits == 2 or digits == 4 or of_republic):
        date, end = in_words(entries, marks, classes, century(value, digits, of_republic), end + 1)
        return 1, date, end
    if unit == 32 and 1 <= value <= 12:
        date, end = in_words(entries, marks, classes, 0, i)
        return 1, date, end
    if 34 <= unit <= 35 and value <= 24:
        time, after = clock(entries, marks, classes, value, end)
        if after > end + spelled:
            return 2, time, after
    return 0, 0, end


def in_digits(
    entries: NDArray[np.uint32],
    marks: NDArray[np.uint8],
    classes: NDArray[np.uint8],
    i: int,
    of_republic: bool,
    of_hundred: bool,
) -> tuple[int, int, int]:
    """Return kind, value and end of the fact that begins with the digit at a place."""
    value, end = arabic(entries, marks, classes, i)
    kind, found, after = of_calendar(entries, marks, classes, i, (value, end, end - i), of_republic, 0)
    if kind == 0:
        kind, found, after = by_marks(entries, marks, classes, i, of_republic)
    if kind:
        return kind, found, after
    value, scale, end = amount(entries, marks, classes, i)
    percent = of_hundred or marks[end] & 7 == 6
    value, end = scaled(entries, classes, value, scale, end)
    return 4 if percent else 3, value, end


def in_numerals(
    entries: NDArray[np.uint32],
    marks: NDArray[np.uint8],
    classes: NDArray[np.uint8],
    i: int,
    of_republic: bool,
    of_hundred: bool,
) -> tuple[int, int, int]:
    """Return the same for Chinese numerals, which are a fact in dates, amounts and percentages only."""
    number = chinese(entries, classes, i)
    kind, found, after = of_calendar(entries, marks, classes, i, number, of_republic, 1)
    if kind:
        return kind, found, after
    value, end, _ = number
    unit = class_at(entries, classes, end)
    if of_hundred:
        scale = 0
        if unit == 35:
            part, after, scale = chinese(entries, classes, end + 1)
            if scale:
                value, end = value * 10**scale + part, after
        value, end = scaled(entries, classes, value, scale, end)
        return 4, value, end
    return (3, value * 16, end) if unit == 38 else (0, 0, end)


def facts(
    entries: NDArray[np.uint32],
    marks: NDArray[np.uint8],
    classes: NDArray[np.uint8],
    places: NDArray[np.int64],
    kinds: NDArray[np.int64],
    values: NDArray[np.int64],
) -> int:
    """Write the facts of a document and return how many: their places, which are two characters, kinds and values.

    A place is what stands before a fact, other facts, 公元, 民国 and 百分之 left out.
    """
    found, end, i = 0, 0, 0
    before = 0
    while i < len(entries):
        point = entries[i] & 2097151
        c = int(classes[point]) if point < 65536 else 0
        if c == 0 or c > 27 or 24 <= c <= 25:
            i += 1
            continue
        skip = 0
        one, two = class_at(entries, classes, i - 2), class_at(entries, classes, i - 1)
        of_republic = one == 39 and two == 40 and i - 2 >= end
        of_hundred = one == 36 and two == 43 and class_at(entries, classes, i - 3) == 22 and i - 3 >= end
        if of_republic:
            full = class_at(entries, classes, i - 4) == 44 and class_at(entries, classes, i - 3) == 45 and i - 4 >= end
            skip = 4 if full else 2
        elif of_hundred:
            skip = 3
        elif 41 <= one <= 42 and two == 38 and i - 2 >= end:
            skip = 2
        if c <= 10:
            kind, value, after = in_digits(entries, marks, classes, i, of_republic, of_hundred)
        else:
            kind, value, after = in_numerals(entries, marks, classes, i, of_republic, of_hundred)
        if kind == 0:
            i = max(after, i + 1)
            continue
        for j in range(max(end, i - skip - 2), i - skip):
            before = (before & 2097151) << 21 | (entries[j] & 2097151)
        places[found] = before
        kinds[found] = kind
        values[found] = value
        found += 1
        i = end = max(after, i + 1)
    return found


def facts_of_all(
    entries: NDArray[np.uint32],
    marks: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    wanted: NDArray[np.bool_],
    by_han: NDArray[np.bool_],
    classes: NDArray[np.uint8],
    starts: NDArray[np.int64],
    places: NDArray[np.int64],
    kinds: NDArray[np.int64],
    values: NDArray[np.int64],
) -> None:
    """Write the facts of the documents wanted, from all of a key or by Han and digits, and where each one's begin."""
    longest = 0
    for document in range(len(offsets) - 1):
        longest = max(longest, int(offsets[document + 1] - offsets[document]))
    kept, kept_marks = np.empty(longest, np.uint32), np.empty(longest + 1, np.uint8)
    found = 0
    for document in range(len(offsets) - 1):
        starts[document] = found
        if not wanted[document]:
            continue
        first, last = offsets[document], offsets[document + 1]
        own, own_marks = entries[first:last], marks[first : last + 1]
        if by_han[document] and letters(own):
            size = telling(own, own_marks, kept, kept_marks)
            own, own_marks = kept[:size], kept_marks[: size + 1]
        found += facts(own, own_marks, classes, places[found:], kinds[found:], values[found:])
    starts[len(offsets) - 1] = found


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
