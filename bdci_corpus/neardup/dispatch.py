"""Where the work is done: with NumPy for a handful of texts, else with kernels on all processors.

Both ways give the same results to the last bit. The plain way starts within a fraction of a
second, because numba is not even imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bdci_corpus.compiling import compiled
from bdci_corpus.neardup import boilerplate, overlaps, prefixes, shared_runs, sketch, verify
from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.bands import CROWDED
from bdci_corpus.neardup.clusters import components
from bdci_corpus.neardup.kernels import anchors as anchor_kernels
from bdci_corpus.neardup.node_pairs import LARGE
from bdci_corpus.neardup.texts import Texts, batches, strings
from bdci_corpus.neardup.threads import in_threads, while_reading
from bdci_corpus.text import KEY_HAN, match_keys

PLAIN_BYTES: Final = 1 << 20
"""Up to this many bytes of UTF-8 in all, numba is not worth its start.

``python tests/bench/neardup.py start``, seconds of processor time of a new process, without kernels and with kept
ones, on two loaded cores: 0.5 and 1.4 for 100 KB, 0.9 and 1.6 for 1 MB, 1.6 and 1.8 for 3 MB.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeThresholds:
    """From which sizes on another way is taken; tests make them small, to go each way with few texts.

    Up to ``plain_bytes`` of text (UTF-8) no kernel is used. ``crowded`` and ``large`` are those of ``candidates``.
    """

    plain_bytes: int = PLAIN_BYTES
    crowded: int = CROWDED
    large: int = LARGE


LIMITS: Final = SizeThresholds()


def fold(*, plain: bool) -> prefixes.Fold:
    """Return the way to fold batches of texts."""
    if plain:
        return fold_plainly
    from bdci_corpus.neardup import compiled as machine

    return machine.fold


def fold_plainly(texts: Texts, rows: Rows) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return key entries of some rows (ascending) end to end, and where each begins."""
    folded = match_keys(strings(texts.take(rows)))
    return folded.entries, folded.offsets


def taken(chunks: Iterator[pa.LargeStringArray], *, plain_bytes: int, workers: int) -> tuple[Texts, sketch.Sketches]:
    """Take texts in, and sketch them while more are read; without kernels up to so many bytes."""
    every: list[pa.LargeStringArray] = []

    def coming() -> Iterator[pa.LargeStringArray]:
        for chunk in chunks:
            every.append(chunk)
            yield chunk

    waiting = coming()
    ahead = []
    while Texts.of(every).nbytes <= plain_bytes:
        try:
            ahead.append(next(waiting))
        except StopIteration:
            whole = Texts.of(every)
            return whole, _sketched(every, plain=True, workers=workers)
    sketches = _sketched(chain(ahead, waiting), plain=False, workers=workers)
    return Texts.of(every), sketches


def renewed(texts: Texts, known: tuple[Rows, sketch.Sketches], *, plain: bool, workers: int) -> sketch.Sketches:
    """Sketch all texts but those of the ``known`` rows, whose sketches are given."""
    rows, kept = known
    if not len(rows):
        return _sketched(texts.chunks, plain=plain, workers=workers)
    rest = np.setdiff1d(np.arange(len(texts)), rows)
    fresh = _sketched([texts.take(rest)], plain=plain, workers=workers)
    return sketch.Sketches.joined([kept, fresh]).take(np.argsort(np.concatenate([rows, rest])))


def sketched_under(texts: Texts, key_version: int, *, plain: bool, workers: int) -> sketch.Sketches:
    """Sketch texts by the match key of an earlier version."""
    if plain:
        return sketch.Sketches.joined([sketch.sketch_plainly(part, key_version) for _, part in batches(texts.chunks)])
    from bdci_corpus.neardup import compiled as machine

    def one(part: pa.LargeStringArray) -> sketch.Sketches:
        return machine.sketched(part, key_version)

    return sketch.Sketches.joined(list(in_threads(one, (part for _, part in batches(texts.chunks)), workers)))


def _sketched(chunks: Iterable[pa.LargeStringArray], *, plain: bool, workers: int) -> sketch.Sketches:
    if plain:
        return sketch.Sketches.joined([sketch.sketch_plainly(part) for _, part in batches(chunks)])
    from bdci_corpus.neardup import compiled as machine

    groups = ([part for _, part in batches([chunk])] for chunk in chunks)
    return sketch.Sketches.joined(while_reading(machine.sketched, groups, workers))


def verified(
    texts: Texts,
    speaks: NDArray[np.bool_],
    pairs: tuple[Rows, Rows],
    threshold: float,
    *,
    plain: bool,
    workers: int,
) -> verify.Verified:
    """Compare pairs of rows exactly; ``speaks`` says by row whether its Han stream counts."""
    left, right = pairs
    if plain or not len(left):
        return verify.verify_plainly(texts, speaks, left, right, threshold)
    from bdci_corpus.neardup import compiled as machine

    order = _near_each_other(left, right)
    left, right = left[order], right[order]

    def one(part: slice) -> verify.Verified:
        return machine.verified(texts, speaks, left[part], right[part], threshold)

    parts = in_threads(one, verify.chunks(texts.sizes(), left, right), workers)
    return verify.Verified.joined(list(parts))


def contained(
    texts: Texts,
    speaks: NDArray[np.bool_],
    pairs: tuple[Rows, Rows],
    share: float,
    *,
    plain: bool,
    workers: int,
) -> verify.Verified:
    """Return the pairs of rows of which one is contained in the other."""
    left, right = pairs
    if plain or not len(left):
        return verify.contained_plainly(texts, speaks, left, right, share)
    from bdci_corpus.neardup import compiled as machine

    order = np.lexsort((right, left))
    left, right = left[order], right[order]

    def one(part: slice) -> verify.Verified:
        return machine.contained(texts, speaks, left[part], right[part], share)

    return verify.Verified.joined(list(in_threads(one, verify.chunks(texts.sizes(), left, right), workers)))


def differing(
    texts: Texts, pairs: tuple[Rows, Rows], stream: NDArray[np.int8], *, plain: bool, workers: int
) -> tuple[Rows, Rows]:
    """Return how many shingles of each row of a pair the other lacks, and how many there are, in the pair's stream.

    The first is of shape (pairs, 4): of the left and of the right one those in long runs, then all. The second is of
    shape (pairs, 2).
    """
    result, whole = np.zeros((len(stream), 4), np.int64), np.zeros((len(stream), 2), np.int64)
    kernel = boilerplate.differing_plainly if plain else compiled(anchor_kernels.differing)

    def one(part: tuple[int, Rows]) -> None:
        number, chosen = part
        rows, local = np.unique(np.concatenate([pairs[0][chosen], pairs[1][chosen]]), return_inverse=True)
        hashes, offsets = hashed(*fold(plain=plain)(texts, rows), number)
        left, right = local[: len(chosen)].astype(np.int64), local[len(chosen) :].astype(np.int64)
        counts = np.zeros((len(chosen), 4), np.int64)
        kernel(hashes, offsets, left, right, boilerplate.SHORTEST, counts)
        result[chosen] = counts
        sizes = np.diff(offsets)
        whole[chosen] = np.stack([sizes[left], sizes[right]], axis=1)

    def parts() -> Iterator[tuple[int, Rows]]:
        for number in (verify.ALL, verify.HAN):
            (own,) = np.nonzero(stream == number)
            own = own[np.lexsort((pairs[1][own], pairs[0][own]))]
            for part in verify.chunks(texts.sizes(), pairs[0][own], pairs[1][own]):
                yield number, own[part]

    for _ in in_threads(one, parts(), 1 if plain else workers):
        pass
    return result, whole


def hashed(
    entries: NDArray[np.uint32], offsets: NDArray[np.int64], stream: int
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the hashes of the shingles of each document of a batch, in a stream, and where those of each begin."""
    sizes = np.diff(offsets)
    if stream == verify.HAN:
        is_han = entries >= KEY_HAN
        sizes = np.diff(np.concatenate([[0], np.cumsum(is_han)])[offsets])
        entries = entries[is_han]
    starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    sizes = np.maximum(sizes - (sketch.SHINGLE - 1), 0)
    bounds = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    every = sketch.shingle_hashes(entries)
    return every[np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], sizes)], bounds


def _near_each_other(left: Rows, right: Rows) -> Rows:
    """Return an order of pairs in which those of one component are together."""
    rows, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, other = ends[: len(left)], ends[len(left) :]
    return np.lexsort((right, left, components(len(rows), one, other)[one]))


def fingerprints(texts: Texts, rows: Rows, *, plain: bool, workers: int) -> overlaps.Fingerprints:
    """Winnow the texts of these ascending rows."""
    if plain:
        return overlaps.fingerprints_plainly(texts, rows)
    from bdci_corpus.neardup import compiled_overlaps

    def one(part: slice) -> overlaps.Fingerprints:
        return compiled_overlaps.fingerprints(texts, rows[part])

    parts = verify.chunks(texts.sizes(), rows, rows)
    return overlaps.Fingerprints.joined([overlaps.no_fingerprints(), *in_threads(one, parts, workers)])


def find_shared_runs(  # noqa: PLR0913 - what runs are followed from
    texts: Texts,
    held: overlaps.Postings,
    common: Rows,
    equal: tuple[Rows, Rows],
    lengths: Rows,
    border: int | None,
    *,
    plain: bool,
    workers: int,
) -> shared_runs.Runs:
    """Return the runs that postings lead to, but for what is ``common``, and those of documents with ``equal`` keys.

    ``lengths`` are the key characters of every row.
    """
    if plain:
        seeds = overlaps.with_equal(overlaps.seeds(held, border), equal)
        return shared_runs.follow_plainly(texts, seeds, common, len(equal[0]))
    from bdci_corpus.neardup import compiled_overlaps

    found = compiled_overlaps.followed(texts, held, lengths, border, workers=workers)
    found = compiled_overlaps.not_all_common(found, common)
    return compiled_overlaps.in_texts(texts, compiled_overlaps.with_equal(found, equal, lengths), workers=workers)
