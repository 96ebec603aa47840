"""Probe: can metadata alone tell which split a document is in?

Adversarial validation. If a classifier that sees no text tells validation from train, then a model
can, too, and the validation score is of another distribution than the training data. The classifier
is a ridge regression on one-hot columns, cross-validated by group. Because it is linear in the
labels, one fit serves the true labels and all their permutations together, and the permutation test
is exact at the price of one cross-validation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.check.metadata import Metadata, features_of, read_metadata
from bdci_corpus.check.opened import Opened
from bdci_corpus.check.report import Finding, Outcome, counted
from bdci_corpus.errors import CheckError

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RATE = 0.01
"""Of splits that give nothing away, at most this share is flagged."""

LEAST_AUC = 0.6
"""A smaller AUC is of no consequence, however sure."""

FEWEST_GROUPS = 10
"""With fewer groups in a split, chance looks like anything."""

PERMUTATIONS = 999
FOLDS = 5
MOST_DOCUMENTS = 20_000
SEED = 20_240_501

NO_SKLEARN = CheckError(
    "scikit-learn",
    "It is not installed, so what metadata gives away was not looked for.",
    "Install it: pip install scikit-learn.",
)

Floats = NDArray[np.float64]
Labels = NDArray[np.bool_]


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
    splits = opened.splits()
    train = "train" if "train" in splits else max(splits, key=lambda name: opened.manifest.tables[f"documents/{name}"].rows, default="")
    findings, problems, said = [], [], []
    own = read_metadata(opened)
    for split in splits:
        if split == train:
            continue
        pair = [row for row in own if row.split in {split, train}]
        try:
            findings.append(_finding(pair, split, train))
        except ImportError:
            problems.append(NO_SKLEARN)
            break
        said.append(split)
    did = f"tried to tell {', '.join(said)} from {train} by metadata alone" if said else "had no two splits to tell apart"
    return Outcome(did=did, value=None, problems=problems, findings=findings)


def _finding(rows: Sequence[Metadata], split: str, train: str) -> Finding:
    where = f"{split} from {train}"
    groups = [len({row.group_id for row in rows if row.split == name}) for name in (split, train)]
    if min(groups) < FEWEST_GROUPS:
        text = (
            f"Too few documents to tell whether metadata gives the split away: {groups[0]:,} and "
            f"{groups[1]:,} groups, and it takes {FEWEST_GROUPS} in each."
        )
        return Finding(where=where, text=text)
    whole, single = probe(rows, split)
    told = f"Metadata alone tells the splits apart with an AUC of {whole.auc:.2f} (permutation p {whole.p:.3f}"
    told += f", of {MOST_DOCUMENTS:,} documents)" if len(rows) > MOST_DOCUMENTS else ")"
    if not whole.flagged:
        return Finding(where=where, text=f"{told}: nothing to worry about.")
    names = ", ".join(map(str, single)) or "none of them by itself"
    return Finding(where=where, text=f"{told}. What gives it away: {names}.", flagged=True)
