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

from bdci_corpus.neardup import overlaps, prefixes, shared_runs, sketch, verify
from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.bands import CROWDED
from bdci_corpus.neardup.clusters import components
from bdci_corpus.neardup.node_pairs import LARGE
from bdci_corpus.neardup.texts import Texts, batches, strings
from bdci_corpus.neardup.threads import in_threads, while_reading
from bdci_corpus.text import match_keys

PLAIN_BYTES: Final = 1 << 20
"""Up to this many bytes of UTF-8 in all, numba is not worth its start.

``python tests/bench/neardup.py start``, seconds of processor time of a new process, without kernels and with kept
ones, on two loaded cores: 0.5 and 1.4 for 100 KB, 0.9 and 1.6 for 1 MB, 1.6 and 1.8 for 3 MB.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From which sizes on another way is taken; tests make them small, to go each way with few texts.

    Up to ``plain_bytes`` of text (UTF-8) no kernel is used. ``crowded`` and ``large`` are those of ``candidates``.
    """

    plain_bytes: int = PLAIN_BYTES
    crowded: int = CROWDED
    large: int = LARGE


LIMITS: Final = Limits()


def fold(*, plain: bool) -> prefixes.Fold:
    """Return the way to fold batches of texts."""
    if plain:
        return fold_plainly
    from bdci_corpus.neardup import compiled

    return compiled.fold


def fold_plainly(texts: pa.LargeStringArray) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return key entries of all texts end to end, and where each begins."""
    folded = match_keys(strings(texts))
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
    result = sketch.Sketches.empty(len(texts))
    result.put(rows, kept)
    result.put(rest, _sketched([texts.take(rest)], plain=plain, workers=workers))
    return result


def sketched_under(texts: Texts, key_version: int, *, plain: bool, workers: int) -> sketch.Sketches:
    """Sketch texts by the match key of an earlier version."""
    if plain:
        return sketch.Sketches.joined([sketch.sketch_plainly(part, key_version) for _, part in batches(texts.chunks)])
    from bdci_corpus.neardup import compiled

    def one(part: pa.LargeStringArray) -> sketch.Sketches:
        return compiled.sketched(part, key_version)

    return sketch.Sketches.joined(list(in_threads(one, (part for _, part in batches(texts.chunks)), workers)))


def _sketched(chunks: Iterable[pa.LargeStringArray], *, plain: bool, workers: int) -> sketch.Sketches:
    if plain:
        return sketch.Sketches.joined([sketch.sketch_plainly(part) for _, part in batches(chunks)])
    from bdci_corpus.neardup import compiled

    groups = ([part for _, part in batches([chunk])] for chunk in chunks)
    return sketch.Sketches.joined(while_reading(compiled.sketched, groups, workers))


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
    from bdci_corpus.neardup import compiled

    order = _near_each_other(left, right)
    left, right = left[order], right[order]

    def one(part: slice) -> verify.Verified:
        return compiled.verified(texts, speaks, left[part], right[part], threshold)

    parts = in_threads(one, verify.chunks(texts.sizes(), left, right), workers)
    return verify.Verified.joined(list(parts))


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
        return compiled_overlaps.fingerprints(texts.take(rows[part]), rows[part])

    parts = verify.chunks(texts.sizes(), rows, rows)
    return overlaps.Fingerprints.joined([overlaps.no_fingerprints(), *in_threads(one, parts, workers)])


def find_shared_runs(
    texts: Texts,
    held: overlaps.Postings,
    equal: tuple[Rows, Rows],
    lengths: Rows,
    border: int | None,
    *,
    plain: bool,
    workers: int,
) -> shared_runs.Runs:
    """Return the runs that postings lead to, and those of documents with ``equal`` keys.

    ``lengths`` are the key characters of every row.
    """
    if plain:
        seeds = overlaps.with_equal(overlaps.seeds(held, border), equal)
        return shared_runs.follow_plainly(texts, seeds)
    from bdci_corpus.neardup import compiled_overlaps

    found = compiled_overlaps.followed(texts, held, lengths, border, workers=workers)
    return compiled_overlaps.in_texts(texts, compiled_overlaps.with_equal(found, equal, lengths), workers=workers)
