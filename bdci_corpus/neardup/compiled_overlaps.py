"""The compiled way to overlaps: the same results as the plain one, with few of the texts unfolded at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.compiling import compiled
from bdci_corpus.neardup import overlaps
from bdci_corpus.neardup.arrow import ArrowColumns, Rows
from bdci_corpus.neardup.compiled import Folded, fold, room_for
from bdci_corpus.neardup.kernels import runs as follow_kernels, winnow as winnow_kernels
from bdci_corpus.neardup.overlaps import SHORTEST, Fingerprints, Postings
from bdci_corpus.neardup.shared_runs import Runs
from bdci_corpus.neardup.texts import Texts
from bdci_corpus.neardup.threads import in_threads
from bdci_corpus.neardup.verify import chunks

_BLOCK_ENTRIES: Final = 1 << 25
"""How many entries a block of texts has: 128 MB of keys."""

_TASKS: Final = 8
"""Into how many pieces of work a block is cut, so that a processor that is done takes another."""

_AT_LEAST: Final = 1 << 14
"""Room for runs to begin with."""


def fingerprints(texts: Texts, rows: Rows) -> Fingerprints:
    """Winnow some rows (ascending)."""
    entries, offsets = fold(texts, rows)
    room = len(entries)
    hashes, owners, places = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(room, np.int32)
    multiplier = overlaps.MULTIPLIER
    lead = pow(multiplier, overlaps.GRAM, 1 << 64)
    found = compiled(winnow_kernels.winnow)(
        entries, offsets, np.uint64(multiplier), np.uint64(lead), hashes, owners, places
    )
    own = rows.astype(np.int32)[owners[:found]]
    return Fingerprints(hashes=hashes[:found].copy(), rows=own, places=places[:found].copy())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunSpans(ArrowColumns):
    """Shared runs as places in the keys of two rows (int64)."""

    left: Rows
    left_place: Rows
    right: Rows
    right_place: Rows
    length: Rows


def followed(texts: Texts, held: Postings, lengths: Rows, border: int | None, *, workers: int) -> RunSpans:
    """Follow shared hashes to shared runs; ``lengths`` are the key characters of every row."""
    rows = np.flatnonzero(np.bincount(held.rows))
    found = [np.empty((0, 5), np.int32)]
    ends = np.cumsum(lengths[rows])
    cuts = np.flatnonzero(np.diff(ends // _BLOCK_ENTRIES)) + 1
    blocks = [slice(start, stop) for start, stop in pairwise([0, *cuts.tolist(), len(rows)])]
    search = _RunSearch.of(held, rows, border)
    for right in blocks:
        own = _folded(texts, rows[right], lengths, workers)
        for left in blocks[: blocks.index(right) + 1]:
            other = own if left == right else _folded(texts, rows[left], lengths, workers)
            found += in_threads(partial(search.part, (left, other), (right, own)), search.parts(right), workers)
    one, place, other_one, other_place, length = np.concatenate(found).astype(np.int64).T
    return RunSpans(left=rows[one], left_place=place, right=rows[other_one], right_place=other_place, length=length)


def _folded(texts: Texts, rows: Rows, lengths: Rows, workers: int) -> Folded:
    """Return entries and offsets of these ascending rows."""
    offsets = np.concatenate([[0], np.cumsum(lengths[rows])]).astype(np.int64)
    entries = np.empty(offsets[-1], np.uint32)

    def one(part: slice) -> None:
        entries[offsets[part.start] : offsets[part.stop]] = fold(texts, rows[part])[0]

    for _ in in_threads(one, chunks(texts.sizes(), rows, rows), workers):
        pass
    return entries, offsets


_Block = tuple[slice, Folded]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _RunSearch:
    """The search for shared runs: what ``follow_kernels.shared_runs`` asks for."""

    documents: NDArray[np.int32]
    places: NDArray[np.int32]
    starts: NDArray[np.int32]
    by_text: NDArray[np.int32]
    bounds: Rows
    border: int

    @classmethod
    def of(cls, held: Postings, rows: Rows, border: int | None) -> _RunSearch:
        """Prepare for documents that are numbered as ``rows`` are."""
        number = np.zeros(int(rows[-1]) + 1 if len(rows) else 0, np.int32)
        number[rows] = np.arange(len(rows))
        documents = number[held.rows]
        new = np.ones(len(held), np.bool_)
        new[1:] = held.groups[1:] != held.groups[:-1]
        posting = np.arange(len(held), dtype=np.int32)
        in_order = np.full(int(held.order.max(initial=-1)) + 1, -1, np.int32)
        in_order[held.order] = posting
        return cls(
            documents=documents,
            places=held.places,
            starts=np.maximum.accumulate(np.where(new, posting, np.int32(0))),
            by_text=in_order[in_order >= 0],
            bounds=np.concatenate([[0], np.cumsum(np.bincount(documents, minlength=len(rows)))]),
            border=-1 if border is None else int(np.searchsorted(rows, border)),
        )

    def parts(self, block: slice) -> Iterator[tuple[int, int]]:
        """Cut the documents of a block into ranges of about equally many pairs of hashes."""
        pairs = np.concatenate([[0], np.cumsum((np.arange(len(self.starts)) - self.starts)[self.by_text])])
        sums = pairs[self.bounds[block.start : block.stop + 1]]
        aims = sums[0] + (sums[-1] - sums[0]) * np.arange(1, _TASKS) // _TASKS
        cuts = block.start + np.searchsorted(sums, aims)
        return pairwise([block.start, *cuts.tolist(), block.stop])

    def part(self, left: _Block, right: _Block, own: tuple[int, int]) -> NDArray[np.int32]:
        """Return what documents of the range ``own`` share with those of the left block."""
        (lefts, (entries, offsets)), (rights, (other_entries, other_offsets)) = left, right
        found = np.empty((max(_AT_LEAST, int(self.bounds[own[1]] - self.bounds[own[0]])), 5), np.int32)
        for _ in range(2):
            number = compiled(follow_kernels.shared_runs)(
                entries, offsets, (lefts.start, lefts.stop), other_entries, other_offsets, (*own, rights.start),
                self.documents, self.places, self.starts, self.by_text, self.bounds, self.border, SHORTEST, found,
            )  # fmt: skip
            if number <= len(found):
                break
            found = np.empty((number, 5), np.int32)
        return found[:number]


def not_all_common(found: RunSpans, common: Rows) -> RunSpans:
    """Return the runs that boilerplate does not explain."""
    return found[overlaps.beyond_common(common, found.left, found.left_place, found.length)]


def with_equal(found: RunSpans, pairs: tuple[Rows, Rows], lengths: Rows) -> RunSpans:
    """Add pairs of documents whose keys are equal, and so long that they count: they share everything."""
    long = lengths[pairs[0]] >= SHORTEST
    left, right = pairs[0][long], pairs[1][long]
    start = np.zeros(len(left), np.int64)
    equal = RunSpans(left=left, left_place=start, right=right, right_place=start, length=lengths[left])
    return RunSpans.joined([found, equal])


def in_texts(texts: Texts, found: RunSpans, *, workers: int) -> Runs:
    """Return spans of keys as spans of texts, which are folded once more for their positions."""
    last = found.length - 1
    rows = np.concatenate([found.left, found.left, found.right, found.right])
    places = np.concatenate([found.left_place, found.left_place + last, found.right_place, found.right_place + last])
    order = np.argsort(rows)
    counts = np.bincount(rows)
    own = np.flatnonzero(counts)
    counts = counts[own]
    ends = np.concatenate([[0], np.cumsum(counts)])
    result = np.empty(len(rows), np.int64)

    def one(part: slice) -> None:
        positions = np.empty(room_for(texts, own[part]), np.int32)
        _, offsets = fold(texts, own[part], positions)
        asked = order[ends[part.start] : ends[part.stop]]
        document = np.repeat(np.arange(len(offsets) - 1), counts[part])
        result[asked] = positions[offsets[document] + places[asked]]

    for _ in in_threads(one, chunks(texts.sizes(), own, own), workers):
        pass
    left_start, left_last, right_start, right_last = result.reshape(4, -1)
    return Runs(
        left=found.left, left_start=left_start, left_end=left_last + 1,
        right=found.right, right_start=right_start, right_end=right_last + 1, length=found.length,
    )  # fmt: skip
