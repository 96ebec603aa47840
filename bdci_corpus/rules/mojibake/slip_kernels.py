"""The loops that look for text read out of step: where Chinese is improbable, and how it reads re-paired.

Plain Python over arrays; ``compiled`` makes machine code of it. Costs are those of ``bigrams``: a
character comes here packed with its number and its own costs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.rules.mojibake.bigrams import ANY_LEAST, IDS, MOST, PRINT_BITS, START_LEAST, VALUE_BITS

SUSPECT = 78
"""What a character's two pairs cost together where a slip is looked for."""

STARTING = 78, 81
"""What they cost together in Traditional and Simplified text where a slip is thought to begin or end."""

LONGEST = 24
"""The longest run that is looked at, in characters."""

LEAST = 16
"""How much cheaper the re-paired reading must be to be looked at any further."""

TERM = 3
"""What stands in a document so often is a term of its subject: the same bytes are not lost so often."""

_FAR = 1 << 20
"""A cost above all others."""

_FACTOR = 0x9E3779B1
"""That of the table of pairs."""

_BLANK, _FIRST_TRAIL, _DELETE = 0x20, 0x40, 0x7F
"""Bounds of what may be a second byte: above a blank, from 0x40, below delete."""

_CHEAP = 2
"""No pair of a reading's end is thought to cost less."""

_UNLIKELY = 24
"""Text that costs less a character is likely as it stands."""

_HOPELESS = 36
"""A reading that costs so much more than the best is not followed."""

Ints = NDArray[np.int64]

Codes = NDArray[np.uint32]

Wide = NDArray[np.uint32]

Short = NDArray[np.uint16]

INTERPRETED = True
"""Whether Python runs these loops, to which arrays are cheaper than numbers; ``compiled`` sees it as False."""

Number = int | np.int64
"""A number of 64 bits: ``int`` would make unsigned ones of the arrays' when compiled."""


class Tables(NamedTuple):
    """What the loops look up.

    ``single`` gives packed characters by code point, ``pairs`` costs by slot; ``bytes_of`` the code
    in GBK by code point, ``chars`` code points by code (0: none). ``options``, cut at ``offsets``,
    are the packed characters that hold a byte. ``least`` is one of ``STARTING``.
    """

    single: Wide
    pairs: Short
    bytes_of: Short
    chars: Short
    options: Ints
    offsets: Ints
    least: int


class Repaired(NamedTuple):
    """What a run says re-paired, as far as it was read.

    ``last`` is the last character, ``half`` the byte that is left over behind it, ``cost`` what the
    reading costs. Before the first whole character ``first`` holds those that may stand there, and
    ``last`` is what stands before the run.
    """

    last: Number
    first: Ints
    half: Number
    cost: Number


def costs(left: Any, right: Any, pairs: Short) -> Any:  # noqa: ANN401 - numbers or arrays of them
    """Return what it costs that one packed character follows another."""
    key = ((left & (IDS - 1)) * IDS + (right & (IDS - 1))) * _FACTOR & 0xFFFFFFFF
    slot = pairs[key >> 14].astype(np.int64)
    met = slot >> VALUE_BITS == key >> 4 & (1 << PRINT_BITS) - 1
    return np.minimum(apart(left, right), np.where(met, slot & MOST, _FAR))


def apart(left: Any, right: Any) -> Any:  # noqa: ANN401 - numbers or arrays of them
    """Return what it costs that one packed character follows another, of which nothing is known as a pair."""
    starts = (left >> 13 & MOST) + (right >> 19 & MOST) + START_LEAST
    return np.minimum(starts, (right >> 25 & MOST) + ANY_LEAST)


def suspects(codes: Codes, single: Wide, pairs: Short, found: Ints) -> int:
    """Fill in where a character's two pairs are improbable, and return how many such places there are."""
    count = 0
    last, last_apart = np.int64(single[0]), np.int64(0)
    before = np.int64(single[0])
    for at in range(len(codes)):
        code = codes[at]
        here = np.int64(single[code]) if code < len(single) else np.int64(single[0])
        apart = min((last >> 13 & MOST) + (here >> 19 & MOST) + START_LEAST, (here >> 25 & MOST) + ANY_LEAST)
        if apart + last_apart >= SUSPECT and _cost(before, last, pairs) + _cost(last, here, pairs) >= SUSPECT:
            found[count] = at - 1
            count += 1
        before, last, last_apart = last, here, apart
    return count


def suspects_each(codes: Codes, bounds: Ints, single: Wide, pairs: Short, found: Ints, found_bounds: Ints) -> None:
    """Do so for texts that stand one behind the other, each by itself; ``found_bounds`` are where each one's begin."""
    count = 0
    for text in range(len(bounds) - 1):
        count += suspects(codes[bounds[text] : bounds[text + 1]], single, pairs, found[count:])
        found_bounds[text + 1] = count


def _cost(left: Number, right: Number, pairs: Short) -> Number:
    """Do as ``costs`` does, for one pair."""
    key = ((left & (IDS - 1)) * IDS + (right & (IDS - 1))) * _FACTOR & 0xFFFFFFFF
    slot = np.int64(pairs[key >> 14])
    apart = min((left >> 13 & MOST) + (right >> 19 & MOST) + START_LEAST, (right >> 25 & MOST) + ANY_LEAST)
    if slot >> VALUE_BITS == key >> 4 & (1 << PRINT_BITS) - 1:
        return min(apart, slot & MOST)
    return apart


def slips(places: Ints, codes: Codes, tables: Tables, times: Ints, found: Ints) -> int:
    """Fill in start, end and score of the runs that read better re-paired; return how many they are.

    ``times`` is empty, and long enough to count in it how often a suspect stands between the same two.
    """
    for place in places:
        times[_mixed(codes, place, len(times))] += 1
    count, done = 0, 0
    for place in places:
        if (
            place < done
            or times[_mixed(codes, place, len(times))] >= TERM
            or _stands(codes, place, tables) < tables.least
        ):
            continue
        best: Number = LEAST - 1
        start = end = 0
        for first in range(max(place - 1, done), place + 1):
            score, reached = _run(codes, first, place, best, tables)
            if score > best:
                best, start, end = score, first, reached
        if best >= LEAST:
            found[count, 0], found[count, 1], found[count, 2] = start, end, best
            count += 1
            done = end
    return count


def slips_each(  # noqa: PLR0913, PLR0917 - kernels take arrays, not objects
    places: Ints,
    place_bounds: Ints,
    codes: Codes,
    bounds: Ints,
    others: NDArray[np.bool_],
    one: Tables,
    other: Tables,
    found: Ints,
) -> None:
    """Count the runs of texts that stand one behind the other, those of ``others`` by other tables."""
    for text in range(len(bounds) - 1):
        own = places[place_bounds[text] : place_bounds[text + 1]]
        found[text] = 0
        if len(own):
            size = 1
            while size <= 8 * len(own):
                size *= 2
            tables = other if others[text] else one
            runs = np.empty((len(own), 3), np.int64)
            times = np.zeros(size, np.int64)
            found[text] = slips(own, codes[bounds[text] : bounds[text + 1]], tables, times, runs)


def _stands(codes: Codes, place: int, tables: Tables) -> Number:
    """Return what a character's two pairs cost together."""
    here = _packed_at(codes, place, tables)
    before, behind = _packed_at(codes, place - 1, tables), _packed_at(codes, place + 1, tables)
    return _cost(before, here, tables.pairs) + _cost(here, behind, tables.pairs)


def _mixed(codes: Codes, place: int, size: int) -> Number:
    """Return a number below a power of two for three characters that stand together."""
    mixed = np.int64(codes[place]) * 31
    if place > 0:
        mixed += np.int64(codes[place - 1]) * 961
    if place + 1 < len(codes):
        mixed += np.int64(codes[place + 1])
    return mixed & (size - 1)


def _run(codes: Codes, start: int, place: int, least: Number, tables: Tables) -> tuple[Number, int]:
    """Return the best score above ``least`` of a run from ``start`` that holds ``place``, and where it ends.

    The score is what the run costs as it stands, less what it costs re-paired: the second byte of
    each character with the first of the next, and at both ends any character that has the one byte
    left over. It ends in step, or with the ASCII character that its last byte makes a character of.
    """
    best, reached = least, start
    code = _bytes_at(codes, start, tables)
    left, here = _packed_at(codes, start - 1, tables), _packed_at(codes, start, tables)
    kept_cost = _cost(left, here, tables.pairs)
    if start < place and kept_cost < _UNLIKELY:
        return best, reached
    firsts = _options(code >> 8, tables)
    if len(firsts) == 0:
        return best, reached
    reading = Repaired(left, firsts, code & 0xFF, np.int64(0))
    for end in range(start + 1, min(start + LONGEST, len(codes)) + 1):
        if code == 0 or kept_cost - reading.cost + _HOPELESS < best:
            break
        right = _packed_at(codes, end, tables)
        stood = kept_cost + _cost(here, right, tables.pairs)
        if end > place:
            score = stood - _in_step(reading, right, stood - best - 1, tables)
            if score > best:
                best, reached = score, end
            score = stood + _with_ascii(codes, end, reading, tables)
            if score > best:
                best, reached = score, end + 1
        code = _bytes_at(codes, end, tables)
        middle = _character(reading.half, code >> 8, tables)
        if middle < 0:
            break
        cost = reading.cost + _through(reading, middle, tables)
        reading = Repaired(middle, reading.first[:0], code & 0xFF, cost)
        here, kept_cost = right, stood
    return best, reached


def _through(reading: Repaired, middle: Number, tables: Tables) -> Number:
    """Return what one more character costs."""
    if len(reading.first):
        return _between(reading.last, reading.first, middle, tables)
    return _cost(reading.last, middle, tables.pairs)


def _between(left: Number, options: Ints, right: Number, tables: Tables) -> Number:
    """Return what the cheapest of some characters costs between two others."""
    if INTERPRETED and len(options):
        return np.int64(np.min(costs(left, options, tables.pairs) + costs(options, right, tables.pairs)))
    least: Number = _FAR
    for option in options:
        cost = _cost(left, option, tables.pairs)
        if cost < least:
            least = min(least, cost + _cost(option, right, tables.pairs))
    return least


def _in_step(reading: Repaired, right: Number, most: Number, tables: Tables) -> Number:
    """Return what a reading costs that ends before ``right``, where that is at most ``most``."""
    options = _options(reading.half, tables)
    if reading.cost + 2 * _CHEAP > most or len(options) == 0:
        return _FAR
    if len(reading.first) == 0:
        return reading.cost + _between(reading.last, options, right, tables)
    starts, ends = _behind(reading.last, reading.first, tables), _before(options, right, tables)
    likely, least = _cheaper(ends, most - _CHEAP - _least(starts)), np.int64(_FAR)
    for at in _cheaper(starts, most - _CHEAP - _least(ends)):
        for to in likely:
            between = _cost(reading.first[at], options[to], tables.pairs)
            least = min(least, starts[at] + between + ends[to])
    return least


def _least(numbers: Ints) -> Number:
    """Return the least of some numbers."""
    if INTERPRETED:
        return np.int64(np.min(numbers))
    least = np.int64(_FAR)
    for number in numbers:
        least = min(least, number)
    return least


def _cheaper(numbers: Ints, most: Number) -> Ints:
    """Return which numbers are no larger than one."""
    if INTERPRETED:
        return np.flatnonzero(numbers <= most)
    found, count = np.empty(len(numbers), np.int64), 0
    for at in range(len(numbers)):
        if numbers[at] <= most:
            found[count] = at
            count += 1
    return found[:count]


def _behind(left: Number, options: Ints, tables: Tables) -> Ints:
    """Return what it costs that each of some characters follows one."""
    found = np.empty(len(options), np.int64)
    if INTERPRETED:
        found[:] = costs(left, options, tables.pairs)
        return found
    for at in range(len(options)):
        found[at] = _cost(left, options[at], tables.pairs)
    return found


def _before(options: Ints, right: Number, tables: Tables) -> Ints:
    """Return what it costs that one follows each of some characters."""
    found = np.empty(len(options), np.int64)
    if INTERPRETED:
        found[:] = costs(options, right, tables.pairs)
        return found
    for at in range(len(options)):
        found[at] = _cost(options[at], right, tables.pairs)
    return found


def _with_ascii(codes: Codes, end: int, reading: Repaired, tables: Tables) -> Number:
    """Return by how much more ``end``'s ASCII character costs as it stands than the reading that it ends."""
    trail = np.int64(codes[end]) if end < len(codes) else np.int64(0)
    middle = _character(reading.half, trail, tables) if _FIRST_TRAIL <= trail < _DELETE else np.int64(-1)
    if middle < 0 or (end + 1 < len(codes) and _BLANK < codes[end + 1] < _DELETE):
        return -_FAR
    right = _packed_at(codes, end + 1, tables)
    kept_cost = _cost(_packed_at(codes, end, tables), right, tables.pairs)
    return kept_cost - reading.cost - _through(reading, middle, tables) - _cost(middle, right, tables.pairs)


def _packed_at(codes: Codes, place: int, tables: Tables) -> Number:
    """Return the packed character at a place; a break beyond the text and the basic plane."""
    inside = 0 <= place < len(codes) and codes[place] < len(tables.single)
    return np.int64(tables.single[codes[place] if inside else 0])


def _bytes_at(codes: Codes, place: int, tables: Tables) -> Number:
    """Return the two bytes of a character, or 0 if it has no such form."""
    inside = place < len(codes) and codes[place] < len(tables.bytes_of)
    return np.int64(tables.bytes_of[codes[place]] if inside else 0)


def _character(lead: Number, trail: Number, tables: Tables) -> Number:
    """Return the packed character of two bytes, or -1."""
    char = tables.chars[lead << 8 | trail]
    return np.int64(tables.single[char]) if char else np.int64(-1)


def _options(half: Number, tables: Tables) -> Ints:
    """Return the characters that have a byte, as their first one or their second."""
    return tables.options[tables.offsets[half] : tables.offsets[half + 1]]
