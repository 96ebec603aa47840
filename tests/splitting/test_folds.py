"""Fold numbers: even, in train alone, and unmoved while a corpus grows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from candidates import (
    EIGHT_TWO,
    Fresh,
    document,
    documents,
    fresh,
    grown,
    near,
)
from hypothesis import given, strategies as st

from bdci_corpus.errors import SplitError
from bdci_corpus.ledger.events import Ledger
from bdci_corpus.splitting.apportion import Policy
from bdci_corpus.splitting.assigning import assign, events_for


@given(fresh())
def test_folds_number_train_evenly(corpus: Fresh) -> None:
    found = assign(corpus.candidates, corpus.links, Ledger(), corpus.policy)
    train = {name for name, split in found.splits.items() if split == "train"}
    groups = {found.group_of[name] for name in train}
    sizes = Counter(found.fold_of[name] for name in train)
    assert all(found.fold_of[name] is None for name in found.splits.keys() - train)
    if not corpus.policy.folds:
        assert sizes.keys() <= {None}
        return
    assert sizes.keys() == set(range(min(corpus.policy.folds, len(groups))))
    if sizes:
        assert max(sizes.values()) - min(sizes.values()) <= max(corpus.sizes)


def test_a_negative_number_of_folds_is_refused() -> None:
    with pytest.raises(SplitError, match="-1 folds are asked for"):
        replace(EIGHT_TWO, folds=-1)


@given(st.lists(st.integers(1, 8), min_size=2, max_size=6), st.integers(1, 5))
def test_folds_do_not_move_while_the_corpus_grows(batches: list[int], folds: int) -> None:
    policy = Policy(ratios={"train": 1}, salt="folds", folds=folds)
    candidates = [document("seed0", "0"), document("seed1", "0"), *documents(20, "base")]
    ledger, links = Ledger(), [near("seed0", "seed1")]
    before: dict[str, int | None] = {}
    for number, size in enumerate(batches):
        found = assign(candidates, links, ledger, policy)
        assert {name: found.fold_of[name] for name in before} == before
        before = dict(found.fold_of)
        ledger = grown(ledger, events_for(found, str(number), candidates))
        arrivals = documents(size, f"batch{number}-")
        candidates = [*candidates, *arrivals]
        links = [*links, near("seed0", arrivals[0].id)]
