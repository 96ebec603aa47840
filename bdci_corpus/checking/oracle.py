"""Oracle: near-duplicates across splits among all documents, counted shingle by shingle.

It shares no code with ``neardup``: who is compared is found by other hashes in another way (``neighbors``), and how
much alike two documents are is counted, of all their shingles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from bdci_corpus.checking.keys import ALL, HAN, Keyed, stream_of
from bdci_corpus.checking.neighbors import candidates
from bdci_corpus.checking.shingles import SHINGLE, Hashes, Shingles, Slots, distinct, hashes_of, shared_by

PIECE = 13
"""Key characters of a piece: what stands in so many by chance stands in few documents."""

COMMON = 10
"""A piece of so many characters in more documents than this is boilerplate (the least that the builder goes by)."""


class Near(NamedTuple):
    """Two documents of different splits and their exact Jaccard, in the stream where it is greater."""

    one: Keyed
    other: Keyed
    jaccard: float
    stream: str


def near_duplicates(documents: Sequence[Keyed], threshold: float) -> Iterator[Near]:
    """Yield every pair of documents of different splits at or above the threshold, by split and id."""
    found: set[tuple[int, int]] = set()
    for stream in (ALL, HAN):
        pairs = candidates(stream_of(documents, stream), [one.split for one in documents], SHINGLE, threshold)
        found.update(map(tuple, pairs.tolist()))
    shingles = Shingles(documents)
    for i, j in sorted(found):
        counts = [(_jaccard(shingles(i, n), shingles(j, n)), name) for n, name in ((ALL, "all"), (HAN, "han"))]
        jaccard, name = max(counts, key=lambda count: count[0])
        if jaccard >= threshold:
            yield Near(documents[i], documents[j], jaccard, name)


def _jaccard(one: Hashes, other: Hashes) -> float:
    """Return shared through all; 0 where either is empty, because equal keys are found by their digests."""
    shared = shared_by(one, other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def common_alone(documents: Sequence[Keyed], pairs: Sequence[Near], threshold: float) -> set[tuple[str, str]]:
    """Return which pairs, by id, are alike only by what more than ``COMMON`` documents have in common.

    Of the pieces of ``PIECE`` characters that no more have, less than half of the threshold is shared.
    """
    if not pairs:
        return set()
    wanted = {document.id: _pieces(document) for pair in pairs for document in pair[:2]}
    asked = distinct(np.concatenate(list(wanted.values())))
    met, held = Slots(len(asked)), np.zeros(len(asked), np.int64)
    met.add(asked)
    for own in hashes_of(stream_of(documents, ALL), PIECE):
        few = distinct(own[met(own)])
        places = np.minimum(np.searchsorted(asked, few), len(asked) - 1)
        held[places[asked[places] == few]] += 1
    rare = {name: own[held[np.searchsorted(asked, own)] <= COMMON] for name, own in wanted.items()}
    found = set()
    for pair in pairs:
        one, other = rare[pair.one.id], rare[pair.other.id]
        shared = shared_by(one, other)
        if shared <= threshold / 2 * (len(one) + len(other) - shared):
            found.add((pair.one.id, pair.other.id))
    return found


def _pieces(document: Keyed) -> Hashes:
    return distinct(next(hashes_of([document.points()], PIECE)))
