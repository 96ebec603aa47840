"""From pairs to clusters (whose members were compared with their representative) and groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def components(count: int, left: ArrayLike, right: ArrayLike) -> NDArray[np.int64]:
    """Return, for each of ``count`` nodes, the smallest index in its connected component.

    ``left`` and ``right`` are the two ends of every edge. Label propagation: each round hooks the
    larger root of an edge to the smaller one and then halves every path to its root, so the rounds
    grow with the logarithm of the longest path, not with its length.

    Raises:
        ValueError: the two sides differ in length, or an index is not below ``count``.
    """
    labels = np.arange(count, dtype=np.int64)
    first = np.asarray(left, dtype=np.int64)
    second = np.asarray(right, dtype=np.int64)
    _check_edges(count, first, second)
    while first.size:
        low, high = np.minimum(first, second), np.maximum(first, second)
        np.minimum.at(labels, high, low)
        labels = _flattened(labels)
        first, second = labels[first], labels[second]
        apart = first != second
        first, second = first[apart], second[apart]
    return labels


def _check_edges(count: int, first: NDArray[np.int64], second: NDArray[np.int64]) -> None:
    if first.shape != second.shape or first.ndim != 1:
        message = f"the ends of edges have shapes {first.shape} and {second.shape}"
        raise ValueError(message)
    for side in (first, second):
        if side.size and not 0 <= side.min() <= side.max() < count:
            message = f"an edge ends outside 0 to {count - 1}"
            raise ValueError(message)


def _flattened(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Point every node at its root."""
    while True:
        jumped: NDArray[np.int64] = labels[labels]
        if np.array_equal(jumped, labels):
            return labels
        labels = jumped


def stars(
    weights: NDArray[np.int64],
    order: NDArray[np.int64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return the representative of each node, itself where it has none.

    ``left`` and ``right`` are the ends of verified pairs. Nodes become representatives by the
    ``weights`` they reach with one step, heaviest first and ties by ``order`` (a rank, distinct);
    each takes those of its neighbors that nobody took before. So a node's representative is one
    it was verified against directly.
    """
    linked, source = np.unique(np.concatenate([left, right]), return_inverse=True)
    target = np.concatenate([source[len(left) :], source[: len(left)]])
    by_source = np.argsort(source, kind="stable")
    starts = np.searchsorted(source[by_source], np.arange(len(linked) + 1)).tolist()
    neighbors = target[by_source].tolist()
    reach = weights[linked]
    np.add.at(reach, source, weights[linked[target]])
    owner = [-1] * len(linked)
    for node in np.lexsort((order[linked], -reach)).tolist():
        if owner[node] < 0:
            for neighbor in neighbors[starts[node] : starts[node + 1]]:
                if owner[neighbor] < 0:
                    owner[neighbor] = node
            owner[node] = node
    representative = np.arange(len(weights))
    representative[linked] = linked[np.array(owner, np.int64)]
    return representative
