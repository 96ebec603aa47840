"""The worst pairs of each kind: those across splits first, then the most alike and the longest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.auditing.links import CONTAINED, EXACT, KINDS, NEAR, PASSAGE, SCRIPT, Linked
from bdci_corpus.auditing.report import End, Example

EACH = 20
"""So many pairs of each kind are shown."""

Bounds = tuple[int, int]


class Ends(Protocol):
    """What shows rows, around spans of their texts."""

    def __call__(self, rows: Sequence[int], spans: Sequence[Bounds | None] = (), /) -> list[End]:
        """Return rows as they are shown."""


class ExamplePair(NamedTuple):
    """A pair that may be shown."""

    kind: int
    one: int
    other: int
    jaccard: float | None = 1.0
    containment: float | None = 1.0
    length: int = 0
    spans: tuple[Bounds | None, Bounds | None] = (None, None)


def examples_of(given: Linked, ends: Ends) -> Iterator[Example]:
    """Yield the worst pairs, kind after kind."""
    found = [*_of_equal(given), *_of_edges(given)]
    splits = dict(zip(given.rows.tolist(), given.split.tolist(), strict=True)) if found else {}
    for kind in range(len(KINDS)):
        own = [pair for pair in found if pair.kind == kind]
        own.sort(key=lambda p: (splits[p.one] == splits[p.other], -(p.jaccard or 0), -p.length, p.one, p.other))
        for pair in own[:EACH]:
            a, b = ends([pair.one, pair.other], pair.spans)
            yield Example(
                kind=KINDS[kind], a=a, b=b,
                jaccard=pair.jaccard, containment=pair.containment, length=pair.length,
            )  # fmt: skip


def _of_equal(given: Linked) -> Iterator[ExamplePair]:
    """Yield some neighbors among rows of one class: of each class rows of one text, then others, split by split."""
    order = np.lexsort((given.rows, given.split, given.raw, given.of))
    one, other = order[:-1], order[1:]
    same = given.of[one] == given.of[other]
    kind = np.where(given.sign[one] * given.sign[other] < 0, SCRIPT, NEAR)
    kind = np.where(given.raw[one] == given.raw[other], EXACT, kind)
    across = given.split[one] != given.split[other]
    for number in (EXACT, SCRIPT, NEAR):
        for wanted in (across, ~across):
            (places,) = np.nonzero(same & (kind == number) & wanted)
            for place in places[:EACH].tolist():
                first, second = sorted((int(given.rows[one[place]]), int(given.rows[other[place]])))
                yield ExamplePair(number, first, second)


def _of_edges(given: Linked) -> Iterator[ExamplePair]:
    """Yield the worst edges; a class that stands in several splits is shown by a row of another split."""
    edges = given.edges
    left, right = (np.searchsorted(given.rows, end) for end in given.ends)
    crossed = given.sign[left] * given.sign[right] < 0
    kinds = np.where((edges.kind == NEAR) & crossed, SCRIPT, edges.kind)
    across = given.split[left] != given.split[right]
    spreads = _spreads(given)
    across |= spreads[edges.left] | spreads[edges.right]
    likeness = np.nan_to_num(edges.jaccard)
    for number in range(SCRIPT, len(KINDS)):
        (own,) = np.nonzero(kinds == number)
        keys = (own, -edges.length[own], -likeness[own]) if number != PASSAGE else (own, -edges.length[own])
        for place in own[np.lexsort((*keys, ~across[own]))][:EACH].tolist():
            yield _pair(given, place, number, int(left[place]), int(right[place]))


def _pair(given: Linked, place: int, kind: int, left: int, right: int) -> ExamplePair:
    """Return an edge as a pair of rows; ``left`` and ``right`` are the places of those that stand for its classes."""
    edges = given.edges
    one, other = _apart(given, int(edges.left[place]), int(edges.right[place]), left, right)
    length = int(edges.length[place])
    spans: tuple[Bounds | None, Bounds | None] = (None, None)
    stands = (int(given.rows[left]), int(given.rows[right])) == (one, other)  # else another writing of the same key
    if kind in {CONTAINED, PASSAGE} and length and stands:
        starts = edges.spans[place].tolist()
        spans = ((starts[0], starts[1]), (starts[2], starts[3]))
    if kind == PASSAGE:
        return ExamplePair(kind, one, other, None, None, length, spans)
    likeness = round(float(edges.jaccard[place]), 4), round(float(edges.containment[place]), 4)
    return ExamplePair(kind, one, other, *likeness, length, spans)


def _spreads(given: Linked) -> NDArray[np.bool_]:
    """Return which classes have rows of several splits."""
    low = np.full(given.classes, given.splits)
    high = np.full(given.classes, -1)
    np.minimum.at(low, given.of, given.split)
    np.maximum.at(high, given.of, given.split)
    return np.asarray(low != high)


def _apart(given: Linked, left: int, right: int, one: int, other: int) -> tuple[int, int]:
    """Return a row of each class, of two splits if there are such."""
    if given.split[one] == given.split[other]:
        for number, kept in ((right, one), (left, other)):
            (members,) = np.nonzero((given.of == number) & (given.split != given.split[kept]))
            if len(members):
                return int(given.rows[kept]), int(given.rows[members[0]])
    return int(given.rows[one]), int(given.rows[other])
