"""The compiled way: the same results as the plain one, a batch of texts at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.compiling import compiled
from bdci_corpus.neardup import facts, sketch
from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.containment import LEAST_SHINGLES
from bdci_corpus.neardup.kernels import (
    exact as exact_kernels,
    facts as fact_kernels,
    keys as key_kernels,
    sketch as sketch_kernels,
)
from bdci_corpus.neardup.sketch import Sketches
from bdci_corpus.neardup.texts import Span, Texts, buffers, no_utf8
from bdci_corpus.neardup.verify import ALL, CONTAINED, HAN, Verified, kinds_of
from bdci_corpus.text import KEY_VERSION, key_table, learn_keys

if TYPE_CHECKING:
    import pyarrow as pa

_UNKNOWN_AT_ONCE = 4096
"""How many code points that the table does not know yet are learned at a time."""

_LONGEST = 4
"""Bytes of the longest character in UTF-8."""

_SPREAD = 0x9E3779B97F4A7C15
"""2**64 over the golden ratio, odd: scatters what is told apart by it."""

_OWNER = np.uint64(42)
"""Above the 42 bits of a place (two code points) stands which document has it: the pairs of a chunk that differ have
five bytes a document at least, and a chunk less than 2**22 documents."""

_BELOW_OWNER = np.uint64((1 << 42) - 1)

Folded = tuple[NDArray[np.uint32], NDArray[np.int64]]


@cache
def constants() -> NDArray[np.uint32]:
    """Return what ``sketch_kernels`` calls constants."""
    return np.array([*sketch.MULTIPLIERS, *sketch.MIX, sketch.STEP], np.uint32)


def fold(
    texts: Texts, rows: Rows, places: NDArray[np.int32] | None = None, marks: NDArray[np.uint8] | None = None
) -> Folded:
    """Return key entries (uint32) of some rows (ascending) end to end, and where each begins (int64).

    Texts are read where they stand. ``places``, if given, get the code-point position of each entry in its text,
    ``marks`` what stands between entries (see ``facts.marks_of``); both need the room that ``room_for`` says.
    """
    entries = np.empty(room_for(texts, rows), np.uint32)
    offsets = np.zeros(len(rows) + 1, np.int64)
    done = 0
    for span in texts.spans(rows):
        own = offsets[done : done + len(span[0]) + 1]
        first = int(own[0])
        own_places, own_marks = places if places is None else places[first:], marks if marks is None else marks[first:]
        _decode(span, entries[first:], own, own_places, own_marks)
        own += first
        done += len(span[0])
    return entries[: offsets[-1]], offsets


def room_for(texts: Texts, rows: Rows) -> int:
    """Return how many entries some rows can have, and one more."""
    return sum(int((ends - begins).sum()) for begins, ends, _ in texts.spans(rows)) + 1


def _decode(
    span: Span,
    entries: NDArray[np.uint32],
    offsets: NDArray[np.int64],
    places: NDArray[np.int32] | None = None,
    marks: NDArray[np.uint8] | None = None,
    key_version: int = KEY_VERSION,
) -> None:
    """Fold texts with a table that learns the code points it meets."""
    begins, ends, data = span
    if _overruns(data[: ends.max(initial=0)][-_LONGEST:]):
        raise no_utf8()
    unknown = np.empty(_UNKNOWN_AT_ONCE, np.uint32)
    decode = compiled(key_kernels.decode)
    numbers = None if marks is None else facts.mark_numbers()
    while missing := decode(
        data, begins, ends, key_table(key_version), entries, offsets, unknown, places, numbers, marks
    ):
        if missing < 0:
            raise no_utf8()
        learn_keys(unknown[:missing], key_version)


def _overruns(tail: NDArray[np.uint8]) -> bool:
    """Return whether a character that begins in the last bytes would end behind them."""
    sizes = np.array([1, 2, 3, 4])[np.searchsorted([0xC0, 0xE0, 0xF0], tail, side="right")]
    return bool((sizes > np.arange(len(tail), 0, -1)).any())


def sketched(texts: pa.LargeStringArray, key_version: int = KEY_VERSION) -> Sketches:
    """Sketch a batch."""
    bounds, data = buffers(texts)
    entries = np.empty(int(bounds[-1] - bounds[0]) + 1, np.uint32)
    offsets = np.empty(len(bounds), np.int64)
    _decode((bounds[:-1], bounds[1:], data), entries, offsets, key_version=key_version)
    entries = entries[: offsets[-1]]
    result = Sketches.empty(len(texts))
    anchors = np.empty(2 * len(entries), np.uint32)
    compiled(sketch_kernels.sketch)(
        entries,
        offsets,
        sketch.lending_order(),
        constants(),
        result.bins,
        result.lengths,
        result.digests,
        anchors,
        result.bounds,
    )
    return replace(result, anchors=anchors[: result.bounds[-1]].copy())


def only_han(folded: Folded, wanted: Rows) -> Folded:
    """Return the Han streams of these documents of a chunk, and nothing of the others."""
    entries, offsets = folded
    chosen = np.zeros(len(offsets) - 1, np.bool_)
    chosen[wanted] = True
    han, han_offsets = np.empty_like(entries), np.empty_like(offsets)
    compiled(exact_kernels.only_han)(entries, offsets, chosen, han, han_offsets)
    return han[: han_offsets[-1]], han_offsets


def _shared(folded: Folded, left: Rows, right: Rows) -> Rows:
    """Return for every pair of documents the shingles shared, the left one's and the right one's."""
    counts = np.empty((len(left), 3), np.int64)
    compiled(exact_kernels.shared)(*folded, constants(), left, right, counts)
    return counts


def _alike(folded: Folded, counts: Rows, left: Rows, right: Rows, threshold: float) -> NDArray[np.bool_]:
    """Return which pairs reach the threshold; without shingles, those with equal keys."""
    entries, offsets = folded
    shared, union = counts[:, 0], counts[:, 1] + counts[:, 2] - counts[:, 0]
    result: NDArray[np.bool_] = np.divide(shared, union, out=np.zeros(len(union)), where=union > 0) >= threshold
    for i in np.flatnonzero(union == 0):
        one, other = (entries[offsets[document] : offsets[document + 1]] for document in (left[i], right[i]))
        result[i] = len(one) > 0 and np.array_equal(one, other)
    return result


def verified(texts: Texts, speaks: NDArray[np.bool_], left: Rows, right: Rows, threshold: float) -> Verified:
    """Compare a chunk of pairs of rows exactly; see ``verify.verify_plainly``."""
    rows, local = np.unique(np.concatenate([left, right]), return_inverse=True)
    a, b = local[: len(left)].astype(np.int64), local[len(left) :].astype(np.int64)
    speaks = speaks[rows]
    marks = np.zeros(room_for(texts, rows), np.uint8)
    folded = fold(texts, rows, marks=marks)
    counts = _shared(folded, a, b)
    alike = _alike(folded, counts, a, b, threshold)
    stream = np.full(len(left), ALL, np.int8)
    (rest,) = np.nonzero(~alike & speaks[a] & speaks[b])
    if rest.size:
        han = only_han(folded, np.concatenate([a[rest], b[rest]]))
        counts[rest] = _shared(han, a[rest], b[rest])
        alike[rest] = _alike(han, counts[rest], a[rest], b[rest], threshold)
        stream[rest] = HAN
    (kept,) = np.nonzero(alike)
    shared, one, other = counts[kept].T
    (differ,) = np.nonzero((stream[kept] != ALL) | (shared != one) | (shared != other))
    template = np.zeros(len(kept), np.bool_)
    template[differ] = _templates(folded, marks, speaks, a[kept[differ]], b[kept[differ]])
    return Verified(
        left=left[kept], right=right[kept], shared=shared, one=one, other=other,
        stream=stream[kept], kind=kinds_of(template, shared, one, other, stream[kept]),
    )  # fmt: skip


def contained(texts: Texts, speaks: NDArray[np.bool_], left: Rows, right: Rows, share: float) -> Verified:
    """Look at a chunk of pairs for containment; see ``verify.contained_plainly``."""
    rows, local = np.unique(np.concatenate([left, right]), return_inverse=True)
    a, b = local[: len(left)].astype(np.int64), local[len(left) :].astype(np.int64)
    folded = fold(texts, rows)
    speaks = speaks[rows]
    counts = _shared(folded, a, b)
    inside = _inside(counts, share)
    stream = np.full(len(left), ALL, np.int8)
    (rest,) = np.nonzero(~inside & (speaks[a] | speaks[b]))
    if rest.size:
        counts[rest] = _shared(only_han(folded, np.concatenate([a[rest], b[rest]])), a[rest], b[rest])
        heard = np.where(counts[rest, 1] <= counts[rest, 2], speaks[a[rest]], speaks[b[rest]])
        inside[rest] = _inside(counts[rest], share) & heard
        stream[rest] = HAN
    (kept,) = np.nonzero(inside)
    shared, one, other = counts[kept].T
    return Verified(
        left=left[kept], right=right[kept], shared=shared, one=one, other=other,
        stream=stream[kept], kind=np.full(len(kept), CONTAINED, np.int8),
    )  # fmt: skip


def _inside(counts: Rows, share: float) -> NDArray[np.bool_]:
    """Return where the smaller document is large enough, and has this share of its shingles in the other."""
    smaller = np.minimum(counts[:, 1], counts[:, 2])
    return np.asarray((smaller >= LEAST_SHINGLES) & (counts[:, 0] / np.maximum(smaller, 1) >= share))


def _templates(
    folded: Folded, marks: NDArray[np.uint8], speaks: NDArray[np.bool_], a: Rows, b: Rows
) -> NDArray[np.bool_]:
    """Return the fact guard's verdict on every pair of a chunk's documents."""
    entries, offsets = folded
    starts = np.empty(len(offsets), np.int64)
    places, kinds, values = (np.empty(len(entries), np.int64) for _ in range(3))
    wanted = np.zeros(len(offsets) - 1, np.bool_)
    wanted[a] = wanted[b] = True
    arguments = (wanted, speaks, facts.classes(), starts, places, kinds, values)
    compiled(fact_kernels.facts_of_all)(entries, marks, offsets, *arguments)
    found = slice(int(starts[-1]))
    owners = np.repeat(np.cumsum(wanted).astype(np.uint64) << _OWNER, np.diff(starts))
    counts = []
    for column in (places[found].astype(np.uint64), _mixed(places[found], kinds[found], values[found])):
        numbers = owners | column & _BELOW_OWNER
        numbers.sort()
        numbers &= _BELOW_OWNER
        same = np.empty(len(a), np.int64)
        compiled(fact_kernels.agreeing)(numbers, starts, a, b, same)
        counts.append(same)
    comparable, agreeing = counts
    return (comparable >= facts.COMPARABLE) & (agreeing < facts.AGREEING * comparable)


def _mixed(places: Rows, kinds: Rows, values: Rows) -> NDArray[np.uint64]:
    """Return one number for each fact."""
    total = np.zeros(len(places), np.uint64)
    for part in (places, kinds, values):
        total = (total ^ part.astype(np.uint64)) * np.uint64(_SPREAD)
        total ^= total >> np.uint64(29)
    return total
