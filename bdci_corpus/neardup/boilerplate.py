"""The boilerplate guard: what many documents share does not make two of them duplicates.

A pair is ``boilerplate`` if both of these hold:

- *What they share is common.* Without what many documents have (``frequency``), less than half of the threshold is
  left of their similarity.
- *They say different things.* What is in one and not in the other stands together: a third of it at least in runs of
  9 or more shingles, and these are 4 % of both documents. Noisy copies of one text, mirrors with 1 % of edits, are
  different everywhere a little and nowhere for long; these stay duplicates, however many there are.

Copies of each other then count once, and a pair whose common part turns out to be one text with its copies is looked at
again: a mirror with a paragraph of its own is a duplicate of the others.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.clusters import components
from bdci_corpus.neardup.frequency import Frequency, Hashes, among, loop
from bdci_corpus.neardup.kernels import anchors as kernels

LEFT: Final = 0.5
"""Below this share of the threshold, what is left of a similarity is too little."""

SHORTEST: Final = 9
"""Shingles in a row that are not in the other: one edit leaves 5, two less than four characters apart at most 8."""

TOGETHER: Final = 0.33
"""So much of what differs stands in such runs: of copies with 2 % of edits each a quarter, of forms nearly all."""

OWN: Final = 0.04
"""The share of both documents that such runs are at least. Families with 90 % in common have 10 %, mirrors with 1 % of
edits 0.5 %."""

LISTED: Final = 16
"""So many of its pairs of this kind are listed of a document, at least, and no more unless its partners have fewer."""

Differing = Callable[[Rows, Rows, NDArray[np.int8]], tuple[Rows, Rows]]
"""``dispatch.differing`` of nodes on the left and on the right, and their streams."""


def judge(
    frequency: Frequency,
    pairs: tuple[Rows, Rows],
    stream: NDArray[np.int8],
    threshold: float,
    differing: Differing,
) -> tuple[NDArray[np.bool_], Hashes]:
    """Return which of these pairs of nodes, which all reach the threshold, are boilerplate, and what is common."""
    verdict = np.zeros(len(pairs[0]), np.bool_)
    tainted = np.zeros(len(frequency.rows), np.bool_)
    nodes = np.unique(np.concatenate(pairs))
    tainted[nodes] = frequency.may_share_common(nodes)
    (asked,) = np.nonzero(tainted[pairs[0]] & tainted[pairs[1]])
    every = np.arange(len(frequency.rows))
    if not len(asked):
        return verdict, frequency.known
    common = frequency.common(every)
    asked = asked[_common_alone(frequency, (pairs[0][asked], pairs[1][asked]), common, threshold)]
    if len(asked):
        strange, whole = differing(pairs[0][asked], pairs[1][asked], stream[asked])
        together, in_all = strange[:, :2].sum(axis=1), strange[:, 2:].sum(axis=1)
        asked = asked[(together >= OWN * whole.sum(axis=1)) & (together >= TOGETHER * in_all)]
    verdict[asked] = True
    for _ in range(2):
        label = components(len(every), pairs[0][~verdict], pairs[1][~verdict])
        fewer = frequency.common(label)
        again, common = len(asked) > 0 and len(fewer) < len(common), fewer
        if not again:
            break
        kept = _common_alone(frequency, (pairs[0][asked], pairs[1][asked]), common, threshold)
        verdict[asked[~kept]] = False
        asked = asked[kept]
    return verdict, common


def _common_alone(
    frequency: Frequency, pairs: tuple[Rows, Rows], common: Hashes, threshold: float
) -> NDArray[np.bool_]:
    """Return which pairs share something common, and without it too little."""
    counts, _ = anchors_shared(frequency, pairs, common)
    shared, of_common, one, other = counts.T
    rare = shared - of_common
    union = one + other - rare
    return np.asarray((of_common > 0) & (rare < LEFT * threshold * union) | (of_common > 0) & (union == 0))


def anchors_shared(frequency: Frequency, pairs: tuple[Rows, Rows], common: Hashes) -> tuple[Rows, Rows]:
    """Return what ``kernels.shares`` counts of pairs of nodes (pairs by 4), and how many anchors each has (by 2)."""
    nodes, ends = np.unique(np.concatenate(pairs), return_inverse=True)
    anchors, bounds = frequency.distinct_anchors(nodes)
    counts = np.zeros((len(pairs[0]), 4), np.int64)
    left, right = ends[: len(pairs[0])].astype(np.int64), ends[len(pairs[0]) :].astype(np.int64)
    loop(kernels.shares, plain=frequency.plain)(anchors, among(anchors, common), bounds, left, right, counts)
    sizes = np.diff(bounds)
    return counts, np.stack([sizes[left], sizes[right]], axis=1)


def differing_plainly(
    hashes: NDArray[np.uint32], offsets: Rows, left: Rows, right: Rows, shortest: int, counts: Rows
) -> None:
    """Count with NumPy what ``kernels.differing`` counts."""
    own = [hashes[start:end] for start, end in pairwise(offsets)]
    ordered = [np.sort(each) for each in own]
    for k, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        for side, (one, other) in enumerate(((a, b), (b, a))):
            edges = np.diff(np.concatenate([[0], ~among(own[one], ordered[other]), [0]]).astype(np.int8))
            runs = np.flatnonzero(edges < 0) - np.flatnonzero(edges > 0)
            counts[k, side] = runs[runs >= shortest].sum()
            counts[k, 2 + side] = runs.sum()


def sample(left: Rows, right: Rows) -> NDArray[np.bool_]:
    """Return which of these pairs are listed: of each end the first ``LISTED``."""
    kept = np.zeros(len(left), np.bool_)
    for ends, others in ((left, right), (right, left)):
        order = np.lexsort((others, ends))
        new = np.ones(len(order), np.bool_)
        new[1:] = ends[order][1:] != ends[order][:-1]
        rank = np.arange(len(order)) - np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
        kept[order[rank < LISTED]] = True
    return kept
