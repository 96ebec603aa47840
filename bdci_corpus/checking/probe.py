"""Probe: can metadata alone tell which split a document is in?

Adversarial validation. If a classifier that sees no text tells validation from train, then a model
can, too, and the validation score is of another distribution than the training data. The classifier
is a ridge regression on one-hot columns, cross-validated by group. Because it is linear in the
labels, one fit serves the true labels and all their permutations together, and the permutation test
is exact at the price of one cross-validation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.report import Finding, Outcome

BINS = 10
"""A number is the tenth of all documents that it falls into."""

_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """One document without its text; ``length`` is in code points."""

    id: str
    split: str
    group_id: str
    path: str
    source: str
    license: str
    published: str | None
    length: int


def read_metadata(opened: Opened) -> list[Metadata]:
    """Return all documents of a release, sorted by id."""
    names = ["id", "group_id", "path", "source", "license", "published"]
    rows = []
    for split in opened.splits():
        for values, (text,) in zip(
            opened.columns("documents", split, names), opened.columns("documents", split, ["text"]), strict=True
        ):
            known = dict(zip(names, values, strict=True))
            rows.append(Metadata(split=split, length=len(text), **known))
    return sorted(rows, key=lambda row: row.id)


def sampled(rows: Sequence[Metadata], split: str, most: int) -> list[Metadata]:
    """Return at most so many documents, at least half of them of ``split`` if there are so many, sorted by id."""
    ordered = sorted(rows, key=lambda row: sha256(row.id.encode()).digest())
    others = [row for row in ordered if row.split != split]
    own = [row for row in ordered if row.split == split][: max(most // 2, most - len(others))]
    return sorted(own + others[: most - len(own)], key=lambda row: row.id)


def features_of(rows: Sequence[Metadata]) -> dict[str, list[str]]:
    """Return what the probe may look at: the features' names, and a category for each document.

    ``rows`` are sorted by id. A file's name gives its extension, its shape (runs of digits as 0),
    its length, and the last digit in it, by which "every tenth file" shows.
    """
    names = [PurePosixPath(row.path) for row in rows]
    digits = [_DIGITS.findall(name.stem) for name in names]
    return {
        "source": [row.source for row in rows],
        "license": [row.license for row in rows],
        "published": _by_rank([row.published for row in rows]),
        "length": _by_rank([row.length for row in rows]),
        "position of the id": _by_rank(range(len(rows))),
        "position of the id, last digit": [str(place % 10) for place in range(len(rows))],
        "folder": [name.parent.as_posix() for name in names],
        "file extension": [name.suffix.lower() for name in names],
        "file name, shape": [_DIGITS.sub("0", name.stem)[:16] for name in names],
        "file name, length": _by_rank([len(name.name) for name in names]),
        "file name, last digit": [found[-1][-1] if found else "" for found in digits],
    }


def _by_rank(values: Sequence[int] | Sequence[str | None]) -> list[str]:
    """Return the tenth that each value falls into; what is missing is a category of its own."""
    known = sorted(value for value in values if value is not None)
    ranks: Mapping[object, int] = {value: rank for rank, value in enumerate(known)}
    return ["missing" if value is None else str(ranks[value] * BINS // len(known)) for value in values]


RATE = 0.01
"""Of splits that give nothing away, at most this share is flagged."""

LEAST_AUC = 0.6
"""A smaller AUC is of no consequence, however sure."""

FEWEST_GROUPS = 10
"""With fewer groups in a split, chance looks like anything."""

PERMUTATIONS = 499
"""The least p that so many can show is 1 in 500, below ``RATE``."""

FOLDS = 5

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


def check_giveaways(opened: Opened) -> Outcome[None]:
    """Try to tell every other split from train by what is known of its documents but their texts."""
    rows = read_metadata(opened)
    counts = Counter(row.split for row in rows)
    train = "train" if "train" in counts else max(sorted(counts), key=counts.__getitem__, default="")
    others = sorted(counts.keys() - {train})
    if not others:
        return Outcome(did="had no two splits to tell apart", value=None)
    did = f"tried to tell {', '.join(others)} from {train} by metadata alone"
    findings = [finding_of([row for row in rows if row.split in {split, train}], split, train) for split in others]
    return Outcome(did=did, value=None, findings=findings)


def finding_of(rows: Sequence[Metadata], split: str, train: str, most: int = MOST_DOCUMENTS) -> Finding:
    """Say what one split gives away, or that there are too few documents to say; of more than ``most``, a sample."""
    where = f"{split} against {train}"
    groups = [len({row.group_id for row in rows if row.split == name}) for name in (split, train)]
    if min(groups) < FEWEST_GROUPS:
        text = (
            f"Too few documents to say whether metadata gives the split away: it takes {FEWEST_GROUPS} groups "
            f"on each side, and there are {groups[0]:,} and {groups[1]:,}."
        )
        return Finding(where=where, text=text)
    whole, single = probe(sampled(rows, split, most), split)
    told = f"Metadata alone tells the splits apart with an AUC of {whole.auc:.2f}, permutation p {whole.p:.3f}"
    if len(rows) > most:
        told += f" (from {most:,} of {len(rows):,} documents)"
    if not whole.flagged:
        return Finding(where=where, text=f"{told}: it gives nothing away.")
    names = ", ".join(map(str, single)) or "nothing by itself, only together"
    return Finding(where=where, text=f"{told}. What gives it away: {names}.", flagged=True)


def probe(rows: Sequence[Metadata], split: str, permutations: int = PERMUTATIONS) -> tuple[Giveaway, list[Giveaway]]:
    """Return how well all metadata tells ``split`` from the others, and if too well, which features do alone.

    ``rows`` are of two splits and sorted by id. The AUC is of pairs of documents that were held out
    together, one of each split. Labels are permuted between groups of equal size, because large
    groups go to train by rule.
    """
    from sklearn.model_selection import GroupKFold
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    groups = np.unique([row.group_id for row in rows], return_inverse=True)[1]
    labels = _permuted(np.array([row.split == split for row in rows]), groups, permutations)
    folds = list(GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(groups, groups=groups))
    features = features_of(rows)
    with threadpool_limits(1):  # small matrices: quicker, and the same sums on any number of cores
        whole = _told("all of it", np.hstack([_one_hot(values) for values in features.values()]), labels, folds)
        if not whole.flagged:
            return whole, []
        single = [_told(name, _one_hot(values), labels, folds) for name, values in features.items()]
    return whole, sorted((found for found in single if found.flagged), key=lambda found: (-found.auc, found.name))


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
