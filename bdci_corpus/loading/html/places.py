"""Where a page's blocks stand: in which elements, beside which blocks, before or behind the prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.html.blocks import Ints, VisibleBlocks

Floats = NDArray[np.floating[Any]]

LEVELS = 4
"""How many elements around a block are looked at, from the inside."""

MAX_CHAIN = 48
"""How many elements around the best container are looked at."""

_MIN_PROSE = 60
"""From how many letters outside of links a block that ends as a sentence does is prose."""

_LONG_PROSE = 240
"""A block is prose with so much weight and the end of a sentence, or with so much more without one."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A page's elements as arrays, and the blocks' places among them.

    ``last`` is the number behind the last element inside each; ``around[k]`` the element *k* levels
    around each block, where only an element that holds more text than the one in it is a level: wrappers
    of one paragraph are as good as the paragraph.
    """

    parents: Ints
    last: Ints
    element: Ints
    around: list[Ints]

    def inside(self, weights: Floats | Ints) -> Floats:
        """Return the sum of the blocks' weights in every element, those in it included."""
        own = np.bincount(self.element, weights=weights, minlength=len(self.parents))
        total = np.concatenate([[0.0], np.cumsum(own)])
        return np.asarray(total[self.last] - total[:-1])


def tree_of(shown: VisibleBlocks) -> Tree:
    """Return the elements of a page as arrays."""
    page = shown.page
    parents = np.array(page.parents, np.int64)
    last = np.searchsorted(np.array(page.starts, np.int64), np.array(page.ends, np.int64), "left")
    last = np.maximum(last, np.arange(len(parents)) + 1)
    element = np.fromiter((block.element for block in shown.blocks), np.int64, len(shown.blocks))
    own = np.bincount(element, weights=shown.weight + 1.0, minlength=len(parents))
    total = np.concatenate([[0.0], np.cumsum(own)])
    sums = (total[last] - total[:-1]).tolist()
    wider = [0] * len(sums)
    for number in range(1, len(sums)):
        parent = page.parents[number]
        wider[number] = parent if sums[parent] > sums[number] else wider[parent]
    levels = np.array(wider, np.int64)
    alone = np.array(sums)[element] <= shown.weight + 1.0
    around = [element, np.where(alone, levels[element], element)]
    for _ in range(2, LEVELS + 1):
        around.append(levels[around[-1]])
    return Tree(parents, last, element, around)


def prose_of(shown: VisibleBlocks, free: Floats) -> Floats:
    """Return what of each block's weight is prose; ``free`` is the weight outside of links."""
    ends = shown.counts["stop"] > 0
    return np.where(((free >= _MIN_PROSE) & ends) | (free >= _LONG_PROSE), free, 0.0)


@dataclass(frozen=True, slots=True)
class Best:
    """The container that holds the most paragraphs: by block, whether it is in it, and how far from it."""

    number: int
    inside: NDArray[np.bool_]
    steps: Ints


def best_of(tree: Tree, prose: Floats) -> Best:
    """Return the best container: a paragraph counts for the element around it, and half for the next."""
    count = len(tree.parents)
    score = np.bincount(tree.around[1], weights=prose, minlength=count)
    score += np.bincount(tree.around[2], weights=prose / 2, minlength=count)
    number = int(np.argmax(score))
    chain = [number]
    while chain[-1] and len(chain) < MAX_CHAIN:
        chain.append(int(tree.parents[chain[-1]]))
    met = np.zeros(len(tree.element), np.int64)
    for each in chain:
        met += (tree.element >= each) & (tree.element < tree.last[each])
    inside = (tree.element >= number) & (tree.element < tree.last[number])
    return Best(number, inside, len(chain) - met)


def smallest_with(tree: Tree, prose: Floats, share: float) -> NDArray[np.bool_]:
    """Return which blocks stand in the smallest element that holds more than a share of the prose; at least half."""
    sums = tree.inside(prose)
    holding = np.flatnonzero(sums > share * sums[0])
    number = int(holding[-1]) if len(holding) else 0
    return np.asarray((tree.element >= number) & (tree.element < tree.last[number]))


def inherited(parents: list[int], own: list[int]) -> Ints:
    """Return for every element the bits of those around it, its own left out."""
    bits = [0] * len(parents)
    for number in range(1, len(parents)):
        parent = parents[number]
        bits[number] = bits[parent] | own[parent]
    return np.array(bits, np.int64)
