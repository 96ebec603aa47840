"""Candidates among short documents, whose sketches say too little: none is missed.

Order the shingles of every document by hash. Of two documents of which one has ``s`` shingles and
whose Jaccard similarity reaches ``t``, one of the first ``s - ceil(t * s) + 1`` is shared (prefix
filtering, Chaudhuri, Ganti and Kaushik 2006): whoever shares none of them shares too few of all.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.bands import SHORT, Nodes, kept_pairs, least_equal
from bdci_corpus.neardup.node_pairs import HALF, LOW, distinct, pairs_in_runs
from bdci_corpus.neardup.sketch import SHINGLE, STREAMS, shingle_hashes
from bdci_corpus.neardup.texts import Texts
from bdci_corpus.neardup.verify import chunks
from bdci_corpus.text import KEY_HAN

Fold = Callable[[pa.LargeStringArray], tuple[NDArray[np.uint32], NDArray[np.int64]]]


def short_candidates(
    texts: Texts, first: Rows, nodes: Nodes, threshold: float, fold: Fold, *, plain: bool
) -> NDArray[np.uint64]:
    """Return pairs of nodes (packed) of which one is short; ``first`` is the row of each node."""
    found: list[NDArray[np.uint64]] = []
    least = least_equal(nodes.shingles, threshold)
    for stream in range(len(STREAMS)):
        sizes = nodes.shingles[:, stream]
        (short,) = np.nonzero((sizes > 0) & (sizes <= SHORT / threshold))
        if (sizes[short] <= SHORT).any():
            packed = _postings(texts, first[short], short, stream, threshold, fold)
            found.extend(
                kept_pairs(nodes, stream, pairs, least, plain=plain) for pairs in pairs_in_runs(packed, nodes.border)
            )
    return distinct(found)


def _postings(texts: Texts, rows: Rows, nodes: Rows, stream: int, threshold: float, fold: Fold) -> NDArray[np.uint64]:
    """Return hash and node of the prefix of every document, sorted."""
    order = np.argsort(rows)
    rows, nodes = rows[order], nodes[order]
    parts = [
        _prefixes(*fold(texts.take(rows[part])), nodes[part], stream, threshold)
        for part in chunks(texts.sizes(), rows, rows)
    ]
    packed = np.concatenate([np.empty(0, np.uint64), *parts])
    packed.sort()
    return packed


def _prefixes(
    entries: NDArray[np.uint32], offsets: NDArray[np.int64], nodes: Rows, stream: int, threshold: float
) -> NDArray[np.uint64]:
    owners = np.repeat(np.arange(len(nodes)), np.diff(offsets))
    if stream:
        han = entries >= KEY_HAN
        entries, owners = entries[han], owners[han]
    hashes = shingle_hashes(entries)
    whole = owners[: len(hashes)] == owners[SHINGLE - 1 :][: len(hashes)]
    packed = distinct([owners[: len(hashes)][whole].astype(np.uint64) << HALF | hashes[whole]])
    owner = (packed >> HALF).astype(np.int64)
    size = np.bincount(owner, minlength=len(nodes))
    rank = np.arange(len(owner)) - (np.cumsum(size) - size)[owner]
    prefix = size - np.ceil(threshold * size - 1e-9).astype(np.int64) + 1
    early = rank < prefix[owner]
    return np.asarray((packed[early] & LOW) << HALF | nodes[owner[early]].astype(np.uint64))
