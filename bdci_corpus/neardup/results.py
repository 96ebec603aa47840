"""What a comparison found, as Arrow tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bdci_corpus.errors import ComparisonError
from bdci_corpus.neardup import sketch_tables
from bdci_corpus.neardup.arrow import Rows, arrow
from bdci_corpus.neardup.clusters import components, stars
from bdci_corpus.neardup.nodes import Collapsed
from bdci_corpus.neardup.shared_runs import Runs
from bdci_corpus.neardup.sketch import STREAMS, Sketches
from bdci_corpus.neardup.texts import Texts
from bdci_corpus.neardup.verify import DUPLICATE, Verified
from bdci_corpus.records import Group

KINDS: Final = ("duplicate", "template", "boilerplate", "contained")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NearDuplicates:
    """Pairs, clusters and overlaps of one comparison, with their evidence.

    Ids are those given, or row numbers (int64) where none were. Rows are sorted by id.

    - ``pairs``: id_a, id_b, jaccard, containment (float64), shared (int64), kind and stream (all or
      han). ``id_a < id_b``; with ``against``, a is of the first texts and b of the others. Documents
      with equal match keys are paired with their representative only. Kinds: ``duplicate``;
      ``template``, one form with other facts; ``boilerplate``, alike by what many documents share;
      ``contained``, most of one stands in the other, whatever their Jaccard. Templates and boilerplate
      are listed, and link nothing.
    - ``clusters``: id, representative. Only documents of clusters of two or more; a
      representative represents itself. Empty with ``against``.
    - ``overlaps``: id_a, start_a, end_a, id_b, start_b, end_b, length. Spans are half-open and in
      code points of the texts as given, lengths in key characters. Of duplicates only the one that
      represents them is looked at, and who has its very key. Empty unless asked for.

    ``recall`` is what the banding promises of pairs exactly at ``threshold``. ``counts`` says how
    many documents were compared, sketched anew, and how many candidates and pieces of boilerplate
    there were. ``crowded`` are the documents of which not every candidate was looked at, because very
    many are like them: with these, pairs are a sample, and groups are as a rule whole.

    ``at`` moves the threshold up without comparing anew. In a notebook, a result shows itself.
    """

    pairs: pa.Table
    clusters: pa.Table
    overlaps: pa.Table
    threshold: float
    recall: float
    counts: Mapping[str, int]
    crowded: pa.Array
    ids: tuple[pa.Array, ...]
    comparison: Compared = field(repr=False)

    @property
    def common(self) -> NDArray[np.uint32]:
        """What is boilerplate here: hashes to be given to a later comparison (``common=``), sorted."""
        return self.comparison.common

    def at(self, threshold: float) -> NearDuplicates:
        """Return the same comparison at a higher threshold; only the pairs found are looked at again.

        Counts and overlaps stay as they are.

        Raises:
            ComparisonError: the threshold is lower, so that pairs were not looked for, or is none.
        """
        return self.comparison.at(threshold)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from bdci_corpus.neardup.notebook import shown

        return shown(self)

    def sketches(self) -> pa.Table:
        """Return the sketches of all texts, to be given to a later comparison or kept in Parquet.

        See ``bdci_corpus.neardup.sketch_tables``, which also finds near-copies by sketches alone.
        """
        if len(self.ids) > 1:
            problem = "Documents of two sides have no sketches in common."
            where = "sketches"
            raise ComparisonError(where, problem, "Compare each side with itself instead.")
        return sketch_tables.table(self.ids[0], self.comparison.texts, self.comparison.sketches)

    def same_key(self) -> Rows:
        """Return a number for each text (int64), the same for texts with equal match keys; -1 for empty ones."""
        sketches = self.comparison.sketches
        lengths = sketches.lengths[:, 0]
        order = np.lexsort((lengths, sketches.digests))
        numbers = np.empty(len(order), np.int64)
        numbers[order] = np.cumsum(_changing([sketches.digests[order], lengths[order]])) - 1
        return np.where(lengths > 0, numbers, -1)

    def groups(self) -> tuple[Group, ...]:
        """Return every document in its group: the connected components of all duplicates and contained documents.

        These are what no split may cut. Sorted by id; a group's id is its smallest member's.
        """
        if len(self.ids) > 1:
            problem = "Documents of two sides have no groups."
            where = "groups"
            raise ComparisonError(where, problem, "Compare all texts with each other instead.")
        place = places(self.ids)
        listed = self.comparison.listed
        linked = listed.linked
        labels = components(len(place), place[listed.left[linked]], place[listed.right[linked]])
        members: dict[int, list[str]] = {}
        names = self.ids[0].take(arrow(ranked(self.ids[0]))).to_pylist()
        for label, name in zip(labels.tolist(), names, strict=True):
            members.setdefault(label, []).append(str(name))
        return tuple(Group(id=group[0], members=tuple(group)) for group in members.values())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """What the tables were made of."""

    texts: Texts
    sketches: Sketches
    listed: Verified
    common: NDArray[np.uint32]
    """The anchors that many documents have (see ``frequency``), sorted."""
    containment: float | None
    at: Callable[[float], NearDuplicates]


def ranked(ids: pa.Array) -> Rows:
    """Return the rows in the order of their ids: by code point, or by number."""
    _, order = pc.array_sort_indices(ids).buffers()  # to_numpy would import pandas
    return np.frombuffer(order, np.uint64, len(ids)).astype(np.int64)


def places(sides: Sequence[pa.Array]) -> Rows:
    """Return the place of every row in the order of ids, the other side after the first."""
    orders, done = [], 0
    for ids in sides:
        place = np.empty(len(ids), np.int64)
        place[ranked(ids)] = np.arange(done, done + len(ids))
        orders.append(place)
        done += len(ids)
    return np.concatenate(orders)


def _named(sides: Sequence[pa.Array], left: Rows, right: Rows) -> tuple[pa.Array, pa.Array]:
    """Return the ids of these rows; on the right they are of the last side."""
    start = sum(len(side) for side in sides[:-1])
    return sides[0].take(arrow(left)), sides[-1].take(arrow(right - start))


def pair_table(listed: Verified, sides: Sequence[pa.Array], place: Rows) -> pa.Table:
    """Return verified pairs of rows, each with the smaller place first, sorted."""
    turned = place[listed.left] > place[listed.right]
    left = np.where(turned, listed.right, listed.left)
    right = np.where(turned, listed.left, listed.right)
    order = np.lexsort((place[right], place[left]))
    names_a, names_b = _named(sides, left[order], right[order])
    return pa.table(
        {
            "id_a": names_a,
            "id_b": names_b,
            "jaccard": arrow(listed.jaccard[order]),
            "containment": arrow(listed.containment[order]),
            "shared": arrow(listed.shared[order]),
            "kind": sketch_tables.named(KINDS, listed.kind[order]),
            "stream": sketch_tables.named(STREAMS, listed.stream[order]),
        }
    )


def representatives(place: Rows, collapsed: Collapsed, found: Verified) -> Rows:
    """Return the node that represents each, by duplicates only; itself where it has none."""
    weights = np.bincount(collapsed.of_row[collapsed.of_row >= 0], minlength=len(collapsed.first))
    linked = found.of_kind(DUPLICATE)
    left, right = collapsed.of_row[linked.left], collapsed.of_row[linked.right]
    return stars(weights.astype(np.int64), place[collapsed.first], left, right)


def cluster_table(sides: Sequence[pa.Array], place: Rows, collapsed: Collapsed, found: Verified) -> pa.Table:
    """Return the members of star clusters; ``found`` are the pairs of rows that stand for nodes."""
    if len(sides) > 1:
        empty = sides[0].slice(0, 0)
        return pa.table({"id": empty, "representative": empty})
    (rows,) = np.nonzero(collapsed.of_row >= 0)
    node = representatives(place, collapsed, found)
    representative = collapsed.first[node[collapsed.of_row[rows]]]
    several = np.bincount(representative, minlength=len(place))[representative] > 1
    rows, representative = rows[several], representative[several]
    order = np.argsort(place[rows])
    ids = sides[0]
    return pa.table(
        {
            "id": ids.take(arrow(rows[order])),
            "representative": ids.take(arrow(representative[order])),
        }
    )


def overlap_table(runs: Runs, sides: Sequence[pa.Array], place: Rows) -> pa.Table:
    """Return shared runs, each with the smaller place first, sorted by ids and offsets."""
    turned = place[runs.left] > place[runs.right]
    names = ("left", "left_start", "left_end", "right", "right_start", "right_end")
    given = [getattr(runs, name) for name in names]
    swapped = given[3:] + given[:3]
    columns = [np.where(turned, b, a) for a, b in zip(given, swapped, strict=True)]
    order = np.lexsort((columns[4], columns[1], place[columns[3]], place[columns[0]]))
    order = order[_changing([column[order] for column in columns])]
    order = _once_each(columns, order)
    left, start_a, end_a, right, start_b, end_b = (column[order] for column in columns)
    names_a, names_b = _named(sides, left, right)
    return pa.table(
        {
            "id_a": names_a,
            "start_a": arrow(start_a),
            "end_a": arrow(end_a),
            "id_b": names_b,
            "start_b": arrow(start_b),
            "end_b": arrow(end_b),
            "length": arrow(runs.length[order]),
        }
    )


def _once_each(columns: Sequence[Rows], order: Rows) -> Rows:
    """Return an order of runs without those that stand within another of the same pair, in the one text or the other.

    A passage that a text repeats is found at each place; one of them tells.
    """
    for start, end, other in ((1, 2, 4), (4, 5, 1)):
        left, first, last, right, second = (columns[k][order] for k in (0, start, end, 3, other))
        nested = np.lexsort((second, -last, first, right, left))
        pair = np.cumsum(_changing([left[nested], right[nested]]))
        reached = pair * (int(last.max(initial=0)) + 1) + last[nested]
        kept = np.ones(len(order), np.bool_)
        kept[1:] = reached[1:] > np.maximum.accumulate(reached)[:-1]
        chosen = np.zeros(len(order), np.bool_)
        chosen[nested[kept]] = True
        order = order[chosen]
    return order


def _changing(columns: Sequence[NDArray[Any]]) -> NDArray[np.bool_]:
    """Return which rows differ from the one before: a run can be found from several seeds."""
    changes = np.ones(len(columns[0]), np.bool_)
    changes[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return changes
