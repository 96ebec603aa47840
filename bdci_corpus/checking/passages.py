"""Overlaps: passages that documents of different splits share, counted without winnowing.

Every window of 28 key characters of every document is hashed, and windows that stand in two splits
are compared. A passage in more than ten documents is boilerplate. One is *telling* if nothing in it
or near it is: these are the overlaps that the builder, which counts boilerplate by smaller pieces
and in the whole corpus, must have found too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.checking.keys import Keyed, Points
from bdci_corpus.checking.shingles import BATCH, LARGEST_TABLE, Hashes, Owners

RUN = 28
"""Key characters of the shortest overlap that counts (DESIGN: winnowing finds every one of these)."""

PIECE = 13
"""Characters of the pieces by which a common run is recognized, as docs/explanation/near-duplicates.md defines it."""

NEAR = 16
"""Boilerplate is told by pieces of so many key characters, within so many of the run."""

COMMON = 10
"""A passage in more documents than this is boilerplate."""

_FACTOR = 0x5851F42D4C957F2D
"""An odd factor: the multiplier of Knuth's 64-bit linear congruential generator."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """Two documents of different splits that share a passage; ``telling`` if no boilerplate is near it."""

    one: Keyed
    other: Keyed
    length: int
    telling: bool


def shared_passages(documents: Sequence[Keyed]) -> list[SharedPassage]:
    """Return the pairs of documents of different splits that share a passage, each once, by split and id."""
    splits = sorted({document.split for document in documents})
    sizes = [document.size for document in documents]
    if len(splits) < 2 or sum(sizes) < RUN:  # noqa: PLR2004 - one split cannot leak
        return []
    points, end = np.empty(sum(sizes), np.uint32), 0
    for document in documents:
        points[end : end + document.size] = document.points()
        end += document.size
    owner = np.repeat(np.arange(len(documents), dtype=np.int32), sizes)
    split = np.array([splits.index(document.split) for document in documents], np.int64)
    runs = _hashes(points, RUN)
    rare = _rare(runs, owner, split, len(splits))
    telling = rare & ~_near_boilerplate(points, owner, rare)
    found: dict[tuple[int, int], SharedPassage] = {}
    for one, other, length in _matches(runs, owner, rare):
        i, j = int(owner[one]), int(owner[other])
        if split[i] == split[j] or not np.array_equal(points[one : one + RUN], points[other : other + RUN]):
            continue
        windows = length - RUN + 1
        apart = bool((telling[one : one + windows] & telling[other : other + windows]).any())
        known = found.get((i, j), SharedPassage(documents[i], documents[j], 0, telling=False))
        found[i, j] = replace(known, length=max(length, known.length), telling=apart or known.telling)
    return [found[pair] for pair in sorted(found)]


def _hashes(points: Points, length: int) -> Hashes:
    """Return a 64-bit hash of the ``length`` points from every place on; it may run into the next document."""
    hashes = np.zeros(max(len(points) - length + 1, 0), np.uint64)
    for start in range(0, len(hashes), BATCH):
        total = hashes[start : start + BATCH]
        for place in range(start, start + length):
            total *= np.uint64(_FACTOR)
            total += points[place : place + len(total)]
        total ^= total >> np.uint64(32)
        total *= np.uint64(_FACTOR)
    return hashes


def _inside(owner: Owners, length: int) -> NDArray[np.bool_]:
    """Tell of every place whether ``length`` points from it on are of one document."""
    return np.asarray(owner[: len(owner) - length + 1] == owner[length - 1 :])


def _rare(runs: Hashes, owner: Owners, split: Places, splits: int) -> NDArray[np.bool_]:
    """Tell of every place whether its run stands in several splits, and is no boilerplate."""
    bits = _slot_bits(runs)
    slots = _slots(runs, bits)
    slots[~_inside(owner, RUN)] = -1
    own_splits = split.astype(np.int16)[owner[: len(runs)]]
    seen, several = np.zeros(1 << bits, np.bool_), np.zeros(1 << bits, np.bool_)
    for number in range(splits):
        own = slots[(own_splits == number) & (slots >= 0)]
        several[own[seen[own]]] = True
        seen[own] = True
    places = np.flatnonzero(several[slots] & (slots >= 0))
    del slots, seen, several
    in_documents, in_splits = (_spans(runs[places], of) for of in (owner[places], own_splits[places]))
    rare = np.zeros(len(runs), np.bool_)
    rare[places[(in_splits > 1) & (in_documents <= COMMON)]] = True
    return rare


def _slot_bits(hashes: Hashes) -> int:
    """Return how large a table must be for few different hashes to fall into one slot."""
    return min(len(hashes).bit_length() + 3, LARGEST_TABLE)


def _slots(hashes: Hashes, bits: int) -> NDArray[np.int32]:
    """Return the slot of every hash in a table of ``2**bits``."""
    slots = np.empty(len(hashes), np.int32)
    for start in range(0, len(hashes), BATCH):
        slots[start : start + BATCH] = hashes[start : start + BATCH] >> np.uint64(64 - bits)
    return slots


def _among(hashes: Hashes, values: Hashes) -> Places:
    """Return the places of hashes that are among ``values``, and few others."""
    bits = _slot_bits(hashes)
    asked = np.zeros(1 << bits, np.bool_)
    asked[_slots(values, bits)] = True
    return np.flatnonzero(asked[_slots(hashes, bits)])


def _spans(hashes: Hashes, of: NDArray[Any]) -> Places:
    """Return for every hash in how many different documents, or splits, it stands."""
    order = np.lexsort((of, hashes))
    new_hash = np.append(True, hashes[order][1:] != hashes[order][:-1])[: len(order)]
    new = new_hash | np.append(True, of[order][1:] != of[order][:-1])[: len(order)]
    group = np.cumsum(new_hash) - 1
    result = np.empty(len(order), np.int64)
    result[order] = np.bincount(group, weights=new).astype(np.int64)[group] if len(order) else 0
    return result


def _near_boilerplate(points: Points, owner: Owners, rare: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell of every place whether a common piece stands in its run, or within ``NEAR`` of it."""
    reach = RUN - PIECE + NEAR
    pieces = _hashes(points, PIECE)
    asked = _spread(rare, NEAR, reach, len(pieces)) & _inside(owner, PIECE)
    places = _among(pieces, pieces[asked])
    places = places[_inside(owner, PIECE)[places]]
    common = np.zeros(len(pieces), np.bool_)
    common[places[_spans(pieces[places], owner[places]) > COMMON]] = True
    return _spread(common, reach, NEAR, len(rare))


def _spread(marked: NDArray[np.bool_], back: int, forth: int, size: int) -> NDArray[np.bool_]:
    """Mark every place from ``back`` before to ``forth`` behind a marked one."""
    count = np.zeros(max(size, len(marked)) + back + forth + 1, np.int32)
    np.cumsum(marked, out=count[forth + 1 : forth + 1 + len(marked)], dtype=np.int32)
    count[forth + 1 + len(marked) :] = count[forth + len(marked)]
    return np.asarray(count[back + forth + 1 :][:size] > count[:size])


def _matches(runs: Hashes, owner: Owners, rare: NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
    """Yield where two documents begin to share something rare, and for how many key characters."""
    (places,) = np.nonzero(rare)
    places = places[np.argsort(runs[places], kind="stable")]
    cuts = np.flatnonzero(runs[places[1:]] != runs[places[:-1]]) + 1
    for same in np.split(places, cuts):
        for one, other in combinations(same.tolist(), 2):
            begins = not (one and rare[one - 1] and rare[other - 1] and runs[one - 1] == runs[other - 1])
            if begins and owner[one] != owner[other]:
                yield one, other, _length(runs, rare, one, other)


def _length(runs: Hashes, rare: NDArray[np.bool_], one: int, other: int) -> int:
    """Return how many key characters are shared from two places on."""
    windows = 1
    while other + windows < len(runs) and rare[one + windows] and runs[one + windows] == runs[other + windows]:
        windows += 1
    return windows + RUN - 1
