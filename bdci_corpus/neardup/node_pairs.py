"""Pairs of nodes that share something: sorted numbers whose upper halves are equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.neardup.arrow import Rows

LARGE: Final = 256
"""In a bucket of more documents than this, each is compared with its neighbors only."""

NEIGHBORS: Final = 16
"""With how many neighbors each text of a crowd is compared."""

HUBS: Final = 4
"""With how many texts all of a crowd are compared."""

HALF: Final = np.uint64(32)

LOW: Final = np.uint64(0xFFFFFFFF)

_AT_ONCE: Final = 1 << 20
"""How many pairs are made at a time."""

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


def pairs_in_runs(packed: NDArray[np.uint64], border: int | None, large: int = LARGE) -> Iterator[Pairs]:
    """Give the pairs of nodes whose upper halves are equal, smaller first, a million at a time.

    ``packed`` is sorted. In runs of more than ``large`` each is paired with neighbors and hubs
    only, so that the work grows with the run and not with its square.
    """
    members = (packed & LOW).astype(np.int64)
    starts, ends = runs(packed >> HALF)
    if border is None:
        left, begin, count = _within(starts, ends, large)
    else:
        middle = starts + _counts_between(members < border, starts, ends)
        left, begin, count = _across(starts, middle, ends, large)
    for part in _parts(count):
        first = np.repeat(left[part], count[part])
        step = np.arange(len(first)) - np.repeat(np.cumsum(count[part]) - count[part], count[part])
        second = np.repeat(begin[part], count[part]) + step
        one, other = members[first], members[second]
        apart = one != other
        yield np.minimum(one, other)[apart], np.maximum(one, other)[apart]


def in_large_runs(packed: NDArray[np.uint64], large: int) -> Rows:
    """Return the nodes of runs of more than ``large``."""
    starts, ends = runs(packed >> HALF)
    many = ends - starts > large
    place, _ = places(starts[many], ends[many])
    return (packed[place] & LOW).astype(np.int64)


def runs(values: NDArray[np.uint64]) -> Pairs:
    """Return starts and ends of the runs of two or more equal values."""
    changes = np.flatnonzero(values[1:] != values[:-1]) + 1
    starts = np.concatenate([[0], changes]).astype(np.int64)
    ends = np.concatenate([changes, [len(values)]]).astype(np.int64)
    several = ends - starts > 1
    return starts[several], ends[several]


_Partners = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _within(starts: NDArray[np.int64], ends: NDArray[np.int64], most: int) -> _Partners:
    """Return places, and for each the first place and the number of its partners, in one run."""
    place, run = places(starts, ends)
    following = ends[run] - place - 1
    large = (ends - starts > most)[run]
    count = np.where(large, np.minimum(following, NEIGHBORS), following)
    hubbed = place[large]
    return (
        np.concatenate([place, hubbed]),
        np.concatenate([place + 1, starts[run][large]]),
        np.concatenate([count, np.full(len(hubbed), HUBS)]),
    )


def _across(starts: NDArray[np.int64], middle: NDArray[np.int64], ends: NDArray[np.int64], most: int) -> _Partners:
    """Return the same for runs whose sides meet at ``middle``; both sides get their partners."""
    near, run = places(starts, middle)
    far_size = ends - middle
    large = (middle - starts) * far_size > most * most
    room = np.where(large, np.minimum(far_size, NEIGHBORS), far_size)
    begin = middle[run] + (near - starts[run]) % (far_size - room + 1)[run]
    several = large & (far_size > 0)
    far, far_run = places(middle[several], ends[several])
    near_size = (middle - starts)[several]
    far_room = np.minimum(near_size, NEIGHBORS)
    far_begin = starts[several][far_run]
    far_begin += (far - middle[several][far_run]) % (near_size - far_room + 1)[far_run]
    return (
        np.concatenate([near, far]),
        np.concatenate([begin, far_begin]),
        np.concatenate([room[run], far_room[far_run]]),
    )


def places(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Pairs:
    """Return every place in these runs, and the number of its run."""
    sizes = ends - starts
    run = np.repeat(np.arange(len(sizes)), sizes)
    return np.arange(len(run)) + (starts - np.cumsum(sizes) + sizes)[run], run


def _counts_between(flags: NDArray[np.bool_], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    sums = np.concatenate([[0], np.cumsum(flags, dtype=np.int64)])
    return np.asarray(sums[ends] - sums[starts], np.int64)


def _parts(count: NDArray[np.int64]) -> Iterator[slice]:
    """Cut into slices whose counts sum to about ``_AT_ONCE``."""
    sums = np.cumsum(count)
    start = 0
    while start < len(count):
        done = sums[start - 1] if start else 0
        stop = max(int(np.searchsorted(sums, done + _AT_ONCE, side="right")), start + 1)
        yield slice(start, stop)
        start = stop


def pack(left: Rows, right: Rows) -> NDArray[np.uint64]:
    """Return pairs as one number each, the left in the upper half."""
    return left.astype(np.uint64) << HALF | right.astype(np.uint64)


def unpack(packed: NDArray[np.uint64]) -> Pairs:
    """Return the halves of each."""
    return (packed >> HALF).astype(np.int64), (packed & LOW).astype(np.int64)


def distinct(parts: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Return every number of all parts once, sorted."""
    numbers = np.concatenate([np.empty(0, np.uint64), *parts])
    numbers.sort()
    new = np.ones(len(numbers), np.bool_)
    new[1:] = numbers[1:] != numbers[:-1]
    return numbers[new]
