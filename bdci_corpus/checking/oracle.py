"""Oracle: near-duplicates across splits among all documents, counted by Python sets.

It shares no code with ``neardup``: who is compared is found by other hashes in another way (``neighbors``), and how
much alike two documents are is counted, shingle by shingle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bdci_corpus.checking.keys import Keyed
from bdci_corpus.checking.neighbors import candidates

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SHINGLE = 5
"""Characters of a shingle, as docs/explanation/near-duplicates.md defines it."""

COLUMNS = 1 << 22
"""Hashed features: with 4,000 shingles a document, one in a thousand of them shares its column with another."""

MARGIN = 0.02
"""What a count is allowed to be lower for shingles that share a column."""

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
    for number in range(2):
        texts = [one.streams[number] for one in documents]
        found |= candidates(texts, [one.split for one in documents], SHINGLE, threshold)

    @lru_cache(maxsize=1_000)
    def shingles(place: int, number: int) -> frozenset[str]:
        text = documents[place].streams[number]
        return frozenset(text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1))

    for i, j in sorted(found):
        counts = [(_jaccard(shingles(i, n), shingles(j, n)), name) for n, name in enumerate(("all", "han"))]
        jaccard, stream = max(counts, key=lambda count: count[0])
        if jaccard >= threshold:
            yield Near(documents[i], documents[j], jaccard, stream)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return shared through all; 0 where either is empty, because equal keys are found by their digests."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def vectors_of(texts: Sequence[str], norm: str | None = None) -> csr_matrix:
    """Return which shingles texts have: a row a text, a column each, but for few that share one."""
    import numpy as np
    from sklearn.feature_extraction.text import HashingVectorizer

    vectorizer = HashingVectorizer(
        analyzer="char",
        ngram_range=(SHINGLE, SHINGLE),
        lowercase=False,
        n_features=COLUMNS,
        binary=True,
        alternate_sign=False,
        norm=norm,
        dtype=np.float32,
    )
    return vectorizer.transform(texts)


def common_alone(documents: Sequence[Keyed], pairs: Sequence[Near], threshold: float) -> set[tuple[str, str]]:
    """Return which pairs, by id, are alike only by what more than ``COMMON`` documents have in common.

    Of the pieces of ``PIECE`` characters that no more have, less than half of the threshold is shared.
    """
    wanted = {document.id: _pieces(document.key) for pair in pairs for document in pair[:2]}
    asked = set().union(*wanted.values())
    held = Counter(piece for document in documents for piece in asked & _pieces(document.key)) if asked else Counter()
    rare = {name: {piece for piece in own if held[piece] <= COMMON} for name, own in wanted.items()}
    found = set()
    for pair in pairs:
        one, other = rare[pair.one.id], rare[pair.other.id]
        if len(one & other) <= threshold / 2 * len(one | other):
            found.add((pair.one.id, pair.other.id))
    return found


def _pieces(key: str) -> frozenset[str]:
    return frozenset(key[i : i + PIECE] for i in range(len(key) - PIECE + 1))
