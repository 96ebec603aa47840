"""Which rows are linked with which, counted by splits and kind, without ever listing all pairs.

Rows with the same match key are one *class*, of which the comparison pairs one row with other classes. So
the pairs of rows of two splits are products of counts: exact, however many copies there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bdci_corpus.auditing.report import Kind
from bdci_corpus.neardup import NearDuplicates
from bdci_corpus.text import SIMPLIFIED, TRADITIONAL, table as flags_table

EXACT, SCRIPT, NEAR, CONTAINED, PASSAGE, TEMPLATE, BOILERPLATE = range(7)

KINDS: Final[tuple[Kind, ...]] = ("exact", "cross-script", "near", "contained", "passage", "template", "boilerplate")
"""The kinds of links, the strongest first; the last two are no leaks."""

LEAKS: Final = KINDS[:TEMPLATE]

_NONE: Final = len(KINDS)

_OF_PAIRS: Final = {"duplicate": NEAR, "contained": CONTAINED, "template": TEMPLATE, "boilerplate": BOILERPLATE}

_SLICE: Final = 1 << 22
"""So many bytes of text are looked at for their script at once."""

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """Pairs of classes, by a row of each: the kind, and what evidence there is (NaN or 0 where there is none)."""

    left: Rows
    right: Rows
    kind: Rows
    jaccard: NDArray[np.float64]
    containment: NDArray[np.float64]
    length: Rows
    """Key characters of the longest passage that both share, where passages were looked for."""
    spans: Rows
    """Where that stands: start and end in the left text, then in the right, in code points (edges by 4)."""

    def __len__(self) -> int:
        """Return the number of edges."""
        return len(self.left)

    def __getitem__(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> Edges:
        """Return some of them."""
        return Edges(**{name: getattr(self, name)[chosen] for name in self.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linked:
    """The rows that are linked with others. All arrays but ``edges`` have a place for each of ``rows``.

    ``of`` are numbers of classes, ``raw`` of equal texts, ``sign`` is 1 for Traditional, -1 for Simplified
    and 0 for neither, ``split`` the number of the row's split.
    """

    rows: Rows
    of: Rows
    raw: Rows
    sign: NDArray[np.int64]
    split: Rows
    edges: Edges
    """Their ends are numbers of classes."""
    ends: tuple[Rows, Rows]
    """The rows that stand for the ends of edges."""
    splits: int

    @property
    def classes(self) -> int:
        """The number of classes."""
        return int(self.of.max()) + 1 if len(self.of) else 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinkCounts:
    """Pairs and rows by kind and splits: ``pairs[kind, s, t]`` is symmetric, ``rows[kind, s, t]`` are rows of ``s``.

    A row counts once for each other split: as the strongest of its links there.
    """

    pairs: NDArray[np.int64]
    rows: NDArray[np.int64]
    strongest: NDArray[np.int8]
    """The kind of each linked row's strongest link to each split, ``len(KINDS)`` where it has none."""


def edges_of(found: NearDuplicates) -> Edges:
    """Return what a comparison whose ids are row numbers found; passages of pairs that are listed are no edges."""
    pairs = found.pairs
    known = _numbers(pairs, "id_a") << 32 | _numbers(pairs, "id_b")
    kind = np.array([_OF_PAIRS.get(name, NEAR) for name in pairs["kind"].to_pylist()], np.int64)
    packed, length, spans = _longest(found.overlaps)
    both = np.concatenate([known, packed[~np.isin(packed, known)]])
    at = np.minimum(np.searchsorted(packed, both), max(len(packed) - 1, 0))
    met = packed[at] == both if len(packed) else np.zeros(len(both), np.bool_)
    missing = np.full(len(both) - len(known), np.nan)
    return Edges(
        left=both >> 32,
        right=both & 0xFFFFFFFF,
        kind=np.concatenate([kind, np.full(len(missing), PASSAGE)]),
        jaccard=np.concatenate([_numbers(pairs, "jaccard"), missing]),
        containment=np.concatenate([_numbers(pairs, "containment"), missing]),
        length=np.where(met, length[at] if len(length) else 0, 0),
        spans=np.where(met[:, None], spans[at] if len(length) else 0, np.zeros((len(both), 4), np.int64)),
    )


def _numbers(table: pa.Table, name: str) -> NDArray[np.int64]:
    column = table.column(name)
    values: NDArray[np.int64] = column.to_numpy()
    return values


def _longest(runs: pa.Table) -> tuple[Rows, Rows, Rows]:
    """Return packed pairs of rows, ascending, and of the longest run of each the length and both spans."""
    packed = _numbers(runs, "id_a") << 32 | _numbers(runs, "id_b")
    length = _numbers(runs, "length")
    order = np.lexsort((-length, packed))
    first = np.ones(len(packed), np.bool_)
    first[1:] = packed[order][1:] != packed[order][:-1]
    order = order[first]
    spans = np.stack([_numbers(runs, name)[order] for name in ("start_a", "end_a", "start_b", "end_b")], axis=1)
    return packed[order], length[order], spans


def linked(found: NearDuplicates, split: Rows, splits: int) -> Linked:
    """Return the rows that are linked with another, and how."""
    keys = found.same_key()
    edges = edges_of(found)
    edges = edges[keys[edges.left] != keys[edges.right]]
    touched = np.bincount(keys[keys >= 0], minlength=len(keys) + 1) > 1
    touched[keys[edges.left]] = touched[keys[edges.right]] = True
    (rows,) = np.nonzero((keys >= 0) & touched[keys])
    distinct, of = np.unique(keys[rows], return_inverse=True)
    ends = edges.left, edges.right
    numbered = [np.searchsorted(distinct, keys[end]) for end in ends]
    raw, sign = _texts(found, rows)
    return Linked(
        rows=rows, of=of, raw=raw, sign=sign, split=split[rows], splits=splits, ends=ends,
        edges=Edges(
            left=numbered[0], right=numbered[1], kind=edges.kind,
            jaccard=edges.jaccard, containment=edges.containment, length=edges.length, spans=edges.spans,
        ),
    )  # fmt: skip


def _texts(found: NearDuplicates, rows: Rows) -> tuple[Rows, NDArray[np.int64]]:
    """Return a number for each different text of these rows, and the sign of its script."""
    texts = found.comparison.texts.take(rows)
    encoded = texts.dictionary_encode()
    raw = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return raw, script_signs(encoded.dictionary)[raw] if len(rows) else raw


def script_signs(texts: pa.LargeStringArray) -> NDArray[np.int64]:
    """Return 1 for every text that is more Traditional than Simplified, -1 for the opposite, else 0."""
    signs = np.zeros(len(texts), np.int64)
    flags = flags_table()
    sizes = pc.binary_length(texts).to_numpy(zero_copy_only=False)
    ends = np.cumsum(sizes)
    start = 0
    while start < len(texts):
        done = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, done + _SLICE, side="right")), start + 1)
        whole = "".join(part := texts.slice(start, stop - start).to_pylist())
        codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
        own = flags[codes]
        score = (own & TRADITIONAL != 0).astype(np.int64) - (own & SIMPLIFIED != 0)
        sums = np.concatenate([[0], np.cumsum(score)])
        offsets = np.cumsum([0, *map(len, part)])
        signs[start:stop] = np.sign(sums[offsets[1:]] - sums[offsets[:-1]])
        start = stop
    return signs


def counted(given: Linked) -> LinkCounts:
    """Count pairs and rows by kind and splits."""
    size, splits = given.classes, given.splits
    total = _by_split(given.of, given.split, size, splits)
    signed = {
        sign: _by_split(given.of[given.sign == sign], given.split[given.sign == sign], size, splits) for sign in (1, -1)
    }
    pairs = np.zeros((len(KINDS), splits, splits), np.int64)
    raw = _by_split(given.raw, given.split, int(given.raw.max()) + 1 if len(given.raw) else 0, splits)
    pairs[EXACT] = _within(raw)
    pairs[SCRIPT] = signed[1].T @ signed[-1]
    pairs[SCRIPT] += pairs[SCRIPT].T
    np.fill_diagonal(pairs[SCRIPT], np.diag(pairs[SCRIPT]) // 2)
    pairs[NEAR] = _within(total) - pairs[EXACT] - pairs[SCRIPT]
    for kind in range(NEAR, len(KINDS)):
        own = given.edges.kind == kind
        left, right = given.edges.left[own], given.edges.right[own]
        every = _between(total, total, left, right)
        if kind == NEAR:
            crossing = _between(signed[1], signed[-1], left, right) + _between(signed[-1], signed[1], left, right)
            pairs[SCRIPT] += crossing
            every = every - crossing
        pairs[kind] += every
    strongest, apart = _strongest(given, total, signed, raw)
    rows = np.zeros_like(pairs)
    for kind in range(len(KINDS)):
        marked = strongest == kind if kind < TEMPLATE else apart[kind - TEMPLATE]
        for own in range(splits):
            rows[kind, own] = marked[given.split == own].sum(axis=0)
    return LinkCounts(pairs=pairs, rows=rows, strongest=strongest)


def _by_split(of: Rows, split: Rows, size: int, splits: int) -> NDArray[np.int64]:
    """Return how many rows of each split every class has."""
    return np.bincount(of * splits + split, minlength=size * splits).reshape(size, splits)


def _within(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the pairs of rows inside classes, by splits."""
    pairs = counts.T @ counts
    np.fill_diagonal(pairs, (counts * (counts - 1) // 2).sum(axis=0))
    return np.asarray(pairs, np.int64)


def _between(one: NDArray[np.int64], other: NDArray[np.int64], left: Rows, right: Rows) -> NDArray[np.int64]:
    """Return the pairs of rows of these pairs of classes, by splits; both ways, but for a split with itself."""
    pairs = one[left].T @ other[right]
    own = np.diag(pairs).copy()
    pairs = pairs + pairs.T
    np.fill_diagonal(pairs, own)
    return np.asarray(pairs, np.int64)


def _strongest(
    given: Linked, total: NDArray[np.int64], signed: dict[int, NDArray[np.int64]], raw: NDArray[np.int64]
) -> tuple[NDArray[np.int8], list[NDArray[np.bool_]]]:
    """Return each row's strongest leak to each split, and which rows have a template or boilerplate there."""
    count, splits = len(given.rows), given.splits
    own = np.zeros((count, splits), np.int64)
    own[np.arange(count), given.split] = 1
    best = np.full((count, splits), _NONE, np.int8)
    apart = [_reached(given, total, kind)[given.of] > 0 for kind in (TEMPLATE, BOILERPLATE)]
    for kind in (PASSAGE, CONTAINED):
        best[_reached(given, total, kind)[given.of] > 0] = kind
    same = total[given.of] - raw[given.raw]
    best[(same > 0) | (_reached(given, total, NEAR)[given.of] > 0)] = NEAR
    for sign in (1, -1):
        opposite = signed[-sign] + _reached(given, signed[-sign], NEAR)
        best[(given.sign == sign)[:, None] & (opposite[given.of] > 0)] = SCRIPT
    best[raw[given.raw] - own > 0] = EXACT
    return best, apart


def _reached(given: Linked, total: NDArray[np.int64], kind: int) -> NDArray[np.int64]:
    """Return how many rows of each split the edges of a kind lead every class to."""
    own = given.edges.kind == kind
    left, right = given.edges.left[own], given.edges.right[own]
    sums = np.zeros((given.classes, given.splits), np.int64)
    np.add.at(sums, left, total[right])
    np.add.at(sums, right, total[left])
    return sums
