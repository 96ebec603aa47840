"""Candidates: which documents are worth comparing exactly.

Two sketches that agree in all rows of a band fall into one bucket, and documents of a bucket are
candidates (locality-sensitive hashing). Short documents, whose sketches say little, are also found
by the rarest hashes of their shingles (prefix filtering, Chaudhuri et al. 2006), which misses
nothing. A candidate whose sketch is far below the threshold is dropped at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bdci_corpus.compiling import compiled
from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.clusters import components
from bdci_corpus.neardup.node_pairs import LARGE, LOW, Pairs, distinct, in_large_runs, pack, pairs_in_runs, unpack
from bdci_corpus.neardup.sketch import BINS, STREAMS
from bdci_corpus.neardup.threads import in_threads

RECALL: Final = 0.999
"""What banding must find of the pairs that stand exactly at the threshold, short ones too."""

SHORT: Final = 96
"""Documents with at most this many shingles are found by prefix, whatever banding does."""

DEVIATIONS: Final = 4.5
"""A sketch rejects a pair this many standard deviations below the threshold (3 in a million)."""

CROWDED: Final = 128
"""Two documents with so many candidates each, all of one crowd, are not paired any more."""

_MOST_ROWS: Final = 8
"""The longest bands that are tried."""

_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)

_AT_ONCE: Final = 1 << 20
"""How many candidates are held before they are merged: 8 MB."""

_SLICE: Final = 1 << 12
"""How many pairs are looked at at a time: their bins lie in the cache."""

_AT_LEAST: Final = 1 << 14
"""Room for candidates of one band to begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Banding:
    """So many bands of so many rows, and the recall they promise at the threshold."""

    rows: int
    bands: int
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """Documents with different keys, as the comparison sees them.

    ``bins`` and ``shingles`` as in ``Sketches``, a row a node. Nodes from ``border`` on are the
    other side, and only pairs across it count; None where there is but one side. The order of
    nodes depends on their texts alone.
    """

    bins: NDArray[np.uint8]
    shingles: NDArray[np.int64]
    border: int | None

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.shingles)


@cache
def plan(threshold: float) -> Banding:
    """Return the most selective banding that keeps ``RECALL`` at this Jaccard similarity.

    The number of equal bins of two documents is taken as binomial; for documents of ``SHORT``
    shingles it has fewer trials than there are bins, because empty bins repeat others.
    """
    found = Banding(rows=1, bands=BINS, recall=_recall(threshold, 1))
    for rows in range(2, _MOST_ROWS + 1):
        recall = _recall(threshold, rows)
        if recall >= RECALL:
            found = Banding(rows=rows, bands=BINS // rows, recall=recall)
    return found


def _recall(similarity: float, rows: int) -> float:
    trials = round(float(_effective_bins(SHORT)))
    equal = np.arange(trials + 1)
    chance = np.array([math.comb(trials, n) * similarity**n * (1 - similarity) ** (trials - n) for n in equal])
    miss = (1 - (equal / trials) ** rows) ** (BINS // rows)
    return float(1 - (chance * miss).sum())


def _effective_bins(shingles: ArrayLike) -> NDArray[np.float64]:
    """Return how many bins that many shingles fill, on average."""
    return np.asarray(BINS * -np.expm1(-np.asarray(shingles) / BINS))


def candidates(
    nodes: Nodes,
    threshold: float,
    *,
    workers: int,
    plain: bool,
    crowded: int = CROWDED,
    large: int = LARGE,
    sampled: NDArray[np.bool_] | None = None,
) -> Pairs:
    """Return candidate pairs of nodes, each once; ``plain`` does without kernels.

    Nodes with ``crowded`` partners of one crowd get no more of it, and in buckets of more than ``large`` nodes not
    every pair is looked at; ``sampled`` becomes true for these nodes.
    """
    least = least_equal(nodes.shingles, threshold)
    sampled = np.zeros(len(nodes), np.bool_) if sampled is None else sampled
    search = _CandidateSearch(nodes, plan(threshold), least, plain, crowded, large, sampled)
    each = max(1, workers // len(STREAMS))
    found = in_threads(partial(search.stream, workers=each), range(len(STREAMS)), min(workers, len(STREAMS)))
    return unpack(distinct(list(found)))


def _crowds(count: int, found: NDArray[np.uint64], least: int) -> Rows:
    """Return the crowd of each node, or what no other has.

    A crowd is a connected component, of which only the nodes with ``least`` partners count.
    """
    left, right = unpack(found)
    degrees = np.bincount(left, minlength=count) + np.bincount(right, minlength=count)
    crowded = degrees >= least
    own = -1 - np.arange(count)
    return np.where(crowded, components(count, left, right), own) if crowded.any() else own


_Bands = Callable[[int, Rows, range], NDArray[np.uint64]]


class _LargeBucketError(Exception):
    """A bucket is too large for all of its pairs to be looked at."""


@dataclass(frozen=True, slots=True)
class _CandidateSearch:
    """The search for candidates, a stream at a time."""

    nodes: Nodes
    plan: Banding
    least: NDArray[np.int64]
    plain: bool
    crowded: int
    large: int
    sampled: NDArray[np.bool_]
    """Marked, node by node, where not all pairs are looked at."""

    def stream(self, stream: int, workers: int) -> NDArray[np.uint64]:
        """Return the candidates of all bands of a stream, packed.

        Kernels leave out pairs that an earlier band brought together. Where a bucket is large that
        is not sure, because not all of its pairs are looked at; then they are not used.
        """
        if not self.plain:
            with suppress(_LargeBucketError):
                return self._rounds(self._every_pair, stream, workers)
        return self._rounds(self._bounded, stream, workers)

    def _rounds(self, search: _Bands, stream: int, workers: int) -> NDArray[np.uint64]:
        """Go through the bands in rounds, each twice as long, and see after each who is in a crowd."""
        found = np.empty(0, np.uint64)
        done = 0
        while done < self.plan.bands:
            crowds = _crowds(len(self.nodes), found, self.crowded)
            self.sampled[crowds >= 0] = True
            bands = range(done, min(2 * done or 2, self.plan.bands))
            parts = [found]
            cuts = np.linspace(bands.start, bands.stop, workers + 1).astype(int).tolist()
            shares = [range(*share) for share in pairwise(cuts)]
            for part in in_threads(partial(search, stream, crowds), shares, workers):
                parts.append(part)
                if sum(map(len, parts[1:])) > max(_AT_ONCE, len(parts[0])):
                    parts = [distinct(parts)]
            found = distinct(parts)
            done = bands.stop
        return found

    def _every_pair(self, stream: int, crowds: Rows, share: range) -> NDArray[np.uint64]:
        """Return the candidates of some bands, packed."""
        from bdci_corpus.neardup.kernels import bands as band_kernels

        nodes, rows = self.nodes, self.plan.rows
        border = len(nodes) if nodes.border is None else nodes.border
        speaking = self.speaking(stream)
        bands = nodes.bins, stream, share.start, share.stop, rows, _SPREAD
        found = np.empty(max(_AT_LEAST, len(nodes)), np.uint64)
        for _ in range(2):
            number = compiled(band_kernels.bucket_pairs)(
                *bands, speaking, self.least, crowds, border, self.large, found
            )
            if number < 0:
                raise _LargeBucketError
            if number <= len(found):
                break
            found = np.empty(number, np.uint64)
        return distinct([found[:number]])

    def _bounded(self, stream: int, crowds: Rows, share: range) -> NDArray[np.uint64]:
        """Return the same with a bound on the pairs of a bucket."""
        found = np.empty(0, np.uint64)
        for band in share:
            packed = self._packed(stream, band)
            self.sampled[in_large_runs(packed, self.large)] = True
            parts = [found]
            for left, right in pairs_in_runs(packed, self.nodes.border, self.large):
                apart = crowds[left] != crowds[right]
                pairs = left[apart], right[apart]
                parts.append(kept_pairs(self.nodes, stream, pairs, self.least, plain=self.plain))
            found = distinct(parts)
        return found

    def speaking(self, stream: int) -> Rows:
        """Return the nodes that have this stream, ascending."""
        return np.flatnonzero(self.nodes.shingles[:, stream])

    def _packed(self, stream: int, band: int) -> NDArray[np.uint64]:
        """Return bucket and node, in the upper and lower half of sorted numbers."""
        rows, first = self.plan.rows, band * self.plan.rows
        speaking = self.speaking(stream)
        cells = np.zeros((len(speaking), 8), np.uint8)
        cells[:, :rows] = self.nodes.bins[speaking, stream, first : first + rows]
        packed: NDArray[np.uint64] = cells.view("<u8").ravel() * _SPREAD & ~LOW | speaking.astype(np.uint64)
        packed.sort()
        return packed


def kept_pairs(nodes: Nodes, stream: int, pairs: Pairs, least: NDArray[np.int64], *, plain: bool) -> NDArray[np.uint64]:
    """Return the pairs whose sketches do not rule the threshold out (see ``least_equal``), packed."""
    left, right = pairs
    needed = np.minimum(least[left, stream], least[right, stream])
    keep = equal_bins(nodes.bins, stream, left, right, plain=plain) >= needed
    return pack(left[keep], right[keep])


def equal_bins(bins: NDArray[np.uint8], stream: int, left: Rows, right: Rows, *, plain: bool) -> Rows:
    """Return how many of the 256 bins two nodes share, for every pair."""
    counts = np.empty(len(left), np.int64)
    if not plain:
        from bdci_corpus.neardup.kernels import bands as band_kernels

        words = bins.view(np.uint64)
        compiled(band_kernels.equal_bins)(words, stream, left, right, counts)
        return counts
    for start in range(0, len(left), _SLICE):
        part = slice(start, start + _SLICE)
        counts[part] = (bins[left[part], stream] == bins[right[part], stream]).sum(axis=1)
    return counts


def least_equal(shingles: Rows, threshold: float) -> NDArray[np.int64]:
    """Return how many bins at least are equal at the threshold, ``DEVIATIONS`` below the mean.

    Never less for more shingles, so the smaller document of a pair decides.
    """
    effective = np.maximum(_effective_bins(shingles), 1e-9)
    deviation = np.sqrt(threshold * (1 - threshold) / effective)
    similarity = np.maximum(threshold - DEVIATIONS * deviation, 0)
    chance = 1 / BINS
    return np.floor(BINS * (similarity + (1 - similarity) * chance)).astype(np.int64)
