"""The splits of a release as scikit-learn takes them: for ``cross_val_score``, ``GridSearchCV``, any ``cv=``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.errors import SplitError

Ints = NDArray[np.intp]

WHERE = "LedgerSplit"
"""What errors name as their place."""


class LedgerSplit:
    """A splitter of scikit-learn's that gives the cuts that a release was made with, and makes none of its own.

    With folds: one cut for each fold of the rows that have one (``train``); other rows are in no cut. Without: one cut
    for each evaluation split, ``train`` against it. Near-duplicates are never on both sides, since groups were kept
    whole; a shuffle of rows would separate them.

    >>> cuts = LedgerSplit(["train", "train", "train", "validation"], folds=[0, 1, 0, None])
    >>> [(train.tolist(), test.tolist()) for train, test in cuts.split()]
    [([1], [0, 2]), ([0, 2], [1])]
    >>> [(train.tolist(), test.tolist()) for train, test in LedgerSplit(["train", "test", "train"]).split()]
    [([0, 2], [1])]
    """

    def __init__(
        self, splits: Sequence[str], folds: Sequence[int | float | None] | None = None, *, train: str = "train"
    ) -> None:
        """Keep the columns ``split`` and, if given, ``fold`` of the rows that X and y will have, in their order.

        Raises:
            SplitError: there are not as many folds as rows, or no cut can be made.
        """
        self.splits = [str(name) for name in splits]
        self.folds = None if folds is None else [_fold(value) for value in folds]
        self.train = train
        if self.folds is not None and len(self.folds) != len(self.splits):
            problem = f"There are {len(self.folds)} folds for {len(self.splits)} rows."
            raise SplitError(WHERE, problem, "Give the columns split and fold of the same rows.")
        if not self._cuts():
            problem = f"No cut can be made: the splits are {', '.join(sorted(set(self.splits))) or 'none'}."
            remedy = f'Give rows of "{train}" and of another split, or folds of two numbers at least.'
            raise SplitError(WHERE, problem, remedy)

    @classmethod
    def of(cls, rows: Mapping[str, Any], *, folds: bool = False) -> LedgerSplit:
        """Return the splitter of rows: a data frame, a ``Dataset``, a table or a dictionary of columns."""
        return cls(list(map(str, rows["split"])), list(rows["fold"]) if folds else None)

    def split(self, X: object = None, y: object = None, groups: object = None) -> Iterator[tuple[Ints, Ints]]:  # noqa: N803 - scikit-learn's name
        """Yield the places of training and of test rows of each cut.

        Raises:
            SplitError: X has another number of rows than the splitter knows.
        """
        del y, groups
        rows = getattr(X, "shape", (None,))[0] if hasattr(X, "shape") else len(X) if isinstance(X, Sequence) else None
        if rows is not None and rows != len(self.splits):
            problem = f"X has {rows} rows, and the splitter knows {len(self.splits)}."
            raise SplitError(WHERE, problem, "Make it of the rows that X was made of, in the same order.")
        yield from self._cuts()

    def get_n_splits(self, X: object = None, y: object = None, groups: object = None) -> int:  # noqa: N803 - as above
        """Return the number of cuts."""
        del X, y, groups
        return len(self._cuts())

    def _cuts(self) -> list[tuple[Ints, Ints]]:
        names = np.array(self.splits, dtype=object)
        if self.folds is None:
            train = np.flatnonzero(names == self.train)
            others = [np.flatnonzero(names == name) for name in sorted(set(self.splits) - {self.train})]
            return [(train, other) for other in others] if len(train) else []
        folds = np.array([-1 if fold is None else fold for fold in self.folds])
        numbers = sorted(set(folds[folds >= 0].tolist()))
        if len(numbers) < 2:  # noqa: PLR2004 - one fold has nothing to train on
            return []
        return [(np.flatnonzero((folds >= 0) & (folds != n)), np.flatnonzero(folds == n)) for n in numbers]

    def __repr__(self) -> str:
        """Return what it is made of, in short: scikit-learn prints it."""
        return f"LedgerSplit({len(self.splits)} rows, {self.get_n_splits()} cuts)"


def _fold(value: float | None) -> int | None:
    """Return a fold's number; what pandas makes of a null is none."""
    return None if value is None or value != value else int(value)  # noqa: PLR0124 - NaN is not itself
