"""Where the work is done: with NumPy for a handful of texts, else with kernels on all processors.

Both ways give the same results to the last bit. The plain way starts within a fraction of a
second, because numba is not even imported.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bdci_corpus import matchkey
from bdci_corpus.neardup import following, overlaps, prefixes, sketch, verify
from bdci_corpus.neardup.clusters import components
from bdci_corpus.neardup.columns import Rows
from bdci_corpus.neardup.texts import Texts, strings
from bdci_corpus.neardup.threads import in_threads

PLAIN_BYTES: Final = 1 << 20
"""Up to this many bytes of UTF-8 in all, numba is not worth its start."""


def is_plain(texts: Texts) -> bool:
    """Return whether these texts are few enough to do without kernels."""
    return texts.nbytes <= PLAIN_BYTES


def fold(texts: Texts) -> prefixes.Fold:
    """Return the way to fold batches of these texts."""
    if is_plain(texts):
        return fold_plainly
    from bdci_corpus.neardup import swift  # noqa: PLC0415 - numba only where it pays

    return swift.fold


def fold_plainly(texts: pa.LargeStringArray) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return key entries of all texts end to end, and where each begins."""
    folded = matchkey.keys(strings(texts))
    return folded.entries, folded.offsets


def sketched(texts: Texts, known: tuple[Rows, sketch.Sketches], *, workers: int) -> sketch.Sketches:
    """Sketch all texts but those of the ``known`` rows, whose sketches are given."""
    rows, kept = known
    if not len(rows):
        return _sketched(texts, workers)
    result = sketch.Sketches.empty(len(texts))
    result.put(rows, kept)
    rest = np.setdiff1d(np.arange(len(texts)), rows)
    result.put(rest, _sketched(Texts.of([texts.take(rest)]), workers))
    return result


def _sketched(texts: Texts, workers: int) -> sketch.Sketches:
    if is_plain(texts):
        return sketch.Sketches.joined([sketch.sketch_plainly(part) for _, part in texts.batches()])
    from bdci_corpus.neardup import swift  # noqa: PLC0415 - numba only where it pays

    def one(batch: tuple[int, pa.LargeStringArray]) -> tuple[int, sketch.Sketches]:
        return batch[0], swift.sketched(batch[1])

    result = sketch.Sketches.empty(len(texts))
    for first, part in in_threads(one, texts.batches(), workers):
        result.put(slice(first, first + len(part)), part)
    return result


def verified(
    texts: Texts,
    speaks: NDArray[np.bool_],
    pairs: tuple[Rows, Rows],
    threshold: float,
    workers: int,
) -> verify.Verified:
    """Compare pairs of rows exactly; ``speaks`` says by row whether its Han stream counts."""
    left, right = pairs
    if is_plain(texts) or not len(left):
        return verify.verify_plainly(texts, speaks, left, right, threshold)
    from bdci_corpus.neardup import swift  # noqa: PLC0415 - numba only where it pays

    order = _near_each_other(left, right)
    left, right = left[order], right[order]

    def one(part: slice) -> verify.Verified:
        return swift.verified(texts, speaks, left[part], right[part], threshold)

    parts = in_threads(one, verify.chunks(texts.sizes(), left, right), workers)
    return verify.Verified.joined(list(parts))


def _near_each_other(left: Rows, right: Rows) -> Rows:
    """Return an order of pairs in which those of one component are together."""
    rows, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, other = ends[: len(left)], ends[len(left) :]
    return np.lexsort((right, left, components(len(rows), one, other)[one]))


def fingerprints(texts: Texts, rows: Rows, *, workers: int) -> overlaps.Fingerprints:
    """Winnow the texts of these ascending rows."""
    if is_plain(texts):
        return overlaps.fingerprints_plainly(texts, rows)
    from bdci_corpus.neardup import swift  # noqa: PLC0415 - numba only where it pays

    def one(part: slice) -> overlaps.Fingerprints:
        return swift.fingerprints(texts.take(rows[part]), rows[part])

    parts = verify.chunks(texts.sizes(), rows, rows)
    return overlaps.Fingerprints.joined(list(in_threads(one, parts, workers)))


def followed(texts: Texts, seeds: overlaps.Seeds, *, workers: int) -> following.Runs:
    """Extend sorted seeds to shared runs."""
    if is_plain(texts) or not len(seeds.left):
        return following.follow_plainly(texts, seeds)
    from bdci_corpus.neardup import swift  # noqa: PLC0415 - numba only where it pays

    return swift.followed(texts, seeds, workers)
