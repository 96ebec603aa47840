"""Adversarial validation: how well do categories tell one split from another?

If a classifier that sees no text tells validation from train, then a model can, too, and the validation
score is of another distribution than the training data. The classifier is a ridge regression on one-hot
columns, cross-validated by group. Because it is linear in the labels, one fit serves the true labels and all
their permutations together, and the permutation test is exact at the price of one cross-validation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10
"""A number is the tenth of all documents that it falls into."""

RATE = 0.01
"""Of splits that give nothing away, at most this share is flagged."""

LEAST_AUC = 0.6
"""A smaller AUC is of no consequence, however sure."""

FEWEST_GROUPS = 10
"""With fewer groups in a split, chance looks like anything."""

PERMUTATIONS = 499
"""The least p that so many can show is 1 in 500, below ``RATE``."""

FOLDS = 5
"""Into how many parts groups are dealt; each part is guessed by a model of the others."""

MOST_DOCUMENTS = 10_000
"""Of more, as many are drawn: the fit is of time and memory that grow with documents times permutations."""

MOST_CATEGORIES = 20
"""Of one feature; the others are one category together."""

SEED = 20_240_501
"""Any number: it makes the permutations the same every time."""

Floats = NDArray[np.float64]

Labels = NDArray[np.bool_]

Folds = Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]
"""Rows to fit and rows to hold out, of each fold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Giveaway:
    """How well something tells two splits apart; ``p`` is the share of permuted labels it tells as well."""

    name: str
    auc: float
    p: float

    @property
    def flagged(self) -> bool:
        """Whether a person should look at it."""
        return self.p < RATE and self.auc >= LEAST_AUC

    def __str__(self) -> str:
        """Return the numbers for people."""
        return f"{self.name} (AUC {self.auc:.2f}, p {self.p:.3f})"


def told_apart(
    features: Mapping[str, Sequence[str]], labels: Labels, groups: NDArray[np.int64], permutations: int = PERMUTATIONS
) -> tuple[Giveaway, list[Giveaway]]:
    """Return how well all features tell what is labeled, and if too well, which features do alone.

    Each feature has a category for each document, in an order that does not depend on the labels. The AUC is
    of pairs of documents that were held out together, one of each split. Labels are permuted between groups
    of equal size, because large groups go to train by rule.
    """
    from sklearn.model_selection import GroupKFold
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    permuted = _permuted(labels, groups, permutations)
    folds = list(GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(groups, groups=groups))
    with threadpool_limits(1):  # small matrices: quicker, and the same sums on any number of cores
        whole = _told("all of it", np.hstack([_one_hot(values) for values in features.values()]), permuted, folds)
        if not whole.flagged:
            return whole, []
        single = [_told(name, _one_hot(values), permuted, folds) for name, values in features.items()]
    return whole, sorted((found for found in single if found.flagged), key=lambda found: (-found.auc, found.name))


def by_rank(values: Sequence[int] | Sequence[float | None] | Sequence[str | None]) -> list[str]:
    """Return the tenth that each value falls into; what is missing is a category of its own."""
    known = sorted(value for value in values if value is not None)
    ranks: Mapping[object, int] = {value: rank for rank, value in enumerate(known)}
    return ["missing" if value is None else str(ranks[value] * BINS // len(known)) for value in values]


def _permuted(labels: Labels, groups: NDArray[np.int64], count: int) -> Labels:
    """Return the labels in the first column, and permutations of them between groups of equal size in the others."""
    draw = np.random.default_rng(SEED)
    result = np.repeat(labels[:, None], 1 + count, axis=1)
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups)
    starts = np.cumsum(sizes) - sizes
    for size in np.unique(sizes):
        members = order[starts[sizes == size][:, None] + np.arange(size)]
        for column in range(1, 1 + count):
            result[members, column] = labels[draw.permutation(members)]
    return result


def _one_hot(values: Sequence[str]) -> Floats:
    """Return a column for each of the commonest categories, and one for the others together."""
    from sklearn.preprocessing import OneHotEncoder

    encoder = OneHotEncoder(max_categories=MOST_CATEGORIES, sparse_output=False)
    return np.asarray(encoder.fit_transform(np.array(values, dtype=object)[:, None]), np.float64)


def _told(name: str, columns: Floats, labels: Labels, folds: Folds) -> Giveaway:
    """Cross-validate the true labels and all permutations of them at once."""
    from sklearn.linear_model import Ridge

    ahead, pairs = np.zeros(labels.shape[1]), np.zeros(labels.shape[1])
    for fitted, held_out in folds:
        model = Ridge(solver="cholesky").fit(columns[fitted], labels[fitted].astype(np.float64))
        scores = np.round(model.predict(columns[held_out]), 9)
        own = labels[held_out]
        count = own.sum(axis=0)
        ahead += _wins(scores, own)
        pairs += count * (len(own) - count)
    areas = np.divide(ahead, pairs, out=np.full(len(pairs), 0.5), where=pairs > 0)
    as_good = int((areas[1:] >= areas[0] - 1e-9).sum())
    return Giveaway(name=name, auc=float(areas[0]), p=(1 + as_good) / labels.shape[1])


def _wins(scores: Floats, own: Labels) -> Floats:
    """Count in every column the pairs in which the own one scores higher; equal scores count half.

    That is the sum of the own ranks, where equal scores share their mean rank, less the least it can be.
    """
    order = np.argsort(scores, axis=0)
    ordered = np.take_along_axis(scores, order, axis=0)
    rank = np.arange(len(scores))[:, None]
    edge = np.ones((1, scores.shape[1]), np.bool_)
    differs = ordered[1:] != ordered[:-1]
    first = np.maximum.accumulate(np.where(np.vstack([edge, differs]), rank, 0), axis=0)
    last = np.where(np.vstack([differs, edge]), rank, len(scores))
    last = np.minimum.accumulate(last[::-1], axis=0)[::-1]
    mean = 1 + (first + last) / 2
    count = own.sum(axis=0)
    return np.asarray((mean * np.take_along_axis(own, order, axis=0)).sum(axis=0) - count * (count + 1) / 2)
