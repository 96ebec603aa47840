"""Documents with the same match key are one node: only one of them is compared with others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bdci_corpus.neardup.arrow import Rows
from bdci_corpus.neardup.bands import Nodes
from bdci_corpus.neardup.node_pairs import Pairs
from bdci_corpus.neardup.sketch import Sketches
from bdci_corpus.neardup.verify import Verified


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Collapsed:
    """Which documents (rows) are which node.

    ``of_row`` is the node of every row, -1 for empty documents; ``first`` the row of each node
    that stands for it, the one whose id comes first. Nodes are in the order of their keys'
    digests, those of the other side after the rest.
    """

    of_row: Rows
    first: Rows
    border: int | None

    @property
    def members(self) -> tuple[Rows, Rows]:
        """The rows that do not stand for their node, and for each the row that does."""
        (rows,) = np.nonzero(self.of_row >= 0)
        standing = self.first[self.of_row[rows]]
        return rows[standing != rows], standing[standing != rows]


def collapse(sketches: Sketches, rank: Rows, border_row: int | None) -> Collapsed:
    """Find equal keys by digest and length; ``rank`` is the place of each row's id in order.

    Rows from ``border_row`` on are the other side, and are never one node with the rest.
    """
    (rows,) = np.nonzero(sketches.lengths[:, 0])
    side = rows >= (len(sketches) if border_row is None else border_row)
    digests, lengths = sketches.digests[rows], sketches.lengths[rows, 0]
    order = np.lexsort((rank[rows], lengths, digests, side))
    rows, side, digests, lengths = rows[order], side[order], digests[order], lengths[order]
    new = np.ones(len(rows), np.bool_)
    new[1:] = (digests[1:] != digests[:-1]) | (lengths[1:] != lengths[:-1]) | (side[1:] != side[:-1])
    of_row = np.full(len(sketches), -1, np.int64)
    of_row[rows] = np.cumsum(new) - 1
    border = None if border_row is None else int((~side[new]).sum())
    return Collapsed(of_row=of_row, first=rows[new], border=border)


def as_nodes(collapsed: Collapsed, sketches: Sketches) -> Nodes:
    """Return the sketches of the nodes."""
    return Nodes(
        bins=sketches.bins[collapsed.first],
        shingles=sketches.shingles()[collapsed.first],
        border=collapsed.border,
    )


def equal_across(collapsed: Collapsed, sketches: Sketches) -> Pairs:
    """Return the pairs of nodes of the two sides that have one key."""
    border = collapsed.border
    if border is None:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    digests = sketches.digests[collapsed.first]
    _, own, other = np.intersect1d(digests[:border], digests[border:], assume_unique=False, return_indices=True)
    return own.astype(np.int64), border + other.astype(np.int64)


def spread(found: Verified, collapsed: Collapsed, border_row: int) -> Verified:
    """Return pairs of nodes of two sides as pairs of rows, so that no row goes unmentioned.

    Every row of one node is paired with the row that stands for the other; pairing all with all
    would be quadratic.
    """
    members, standing = collapsed.members
    parts = [found]
    for side in (members < border_row, members >= border_row):
        rows, stand = members[side], standing[side]
        own = found.left if rows.size and rows[0] < border_row else found.right
        order = np.argsort(stand, kind="stable")
        rows, stand = rows[order], stand[order]
        starts, ends = np.searchsorted(stand, own), np.searchsorted(stand, own, side="right")
        pair = np.repeat(np.arange(len(own)), ends - starts)
        skip = np.cumsum(ends - starts) - (ends - starts)
        extra = rows[np.arange(len(pair)) + (starts - skip)[pair]]
        same = found[pair]
        left, right = (extra, same.right) if own is found.left else (same.left, extra)
        parts.append(same.at(left, right))
    return Verified.joined(parts)
