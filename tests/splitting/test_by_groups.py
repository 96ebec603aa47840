"""Splits of rows by groups that the caller brings."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, strategies as st

from bdci_corpus.splitting.by_groups import assign_splits


def test_rows_are_split_by_the_labels_they_bring() -> None:
    labels = [f"author{number % 40}" for number in range(200)]
    splits = assign_splits(labels, {"train": 0.8, "test": 0.2}, "salt")
    assert Counter(splits) == {"train": 160, "test": 40}
    assert all(len({s for s, own in zip(splits, labels, strict=True) if own == label}) == 1 for label in labels)


def test_a_mapping_of_ids_gives_a_mapping() -> None:
    groups = {f"row{number}": number // 2 for number in range(20)}
    splits = assign_splits(groups, {"train": 8, "test": 2}, "salt")
    assert Counter(splits.values()) == {"train": 16, "test": 4}
    assert all(splits[f"row{n}"] == splits[f"row{n + 1}"] for n in range(0, 20, 2))
    listed = assign_splits(list(groups.values()), {"train": 8, "test": 2}, "salt")
    assert listed == list(splits.values())


def test_strata_of_ones_own_are_spread() -> None:
    strata = ["rare" if number % 10 == 0 else "common" for number in range(100)]
    splits = assign_splits(list(range(100)), {"train": 8, "test": 2}, "s", strata=strata)
    assert Counter(zip(strata, splits, strict=True)) == {
        ("common", "train"): 72,
        ("common", "test"): 18,
        ("rare", "train"): 8,
        ("rare", "test"): 2,
    }


def test_groups_that_are_published_stay() -> None:
    first = assign_splits(list(range(50)), {"train": 8, "test": 2}, "s")
    kept = dict(enumerate(first))
    second = assign_splits(list(range(60)), {"train": 5, "test": 5}, "s", frozen=kept)
    assert second[:50] == first
    assert Counter(second) == {"train": 40, "test": 20}


def test_strata_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="1 strata do not fit 2 rows"):
        assign_splits(["a", "b"], {"train": 1}, "s", strata=["x"])


@given(st.lists(st.integers(0, 9), max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(labels: list[int], chance: random.Random) -> None:
    rows = {f"row{number}": label for number, label in enumerate(labels)}
    shuffled = dict(chance.sample(sorted(rows.items()), len(rows)))
    ratios = {"train": 0.8, "test": 0.2}
    assert assign_splits(shuffled, ratios, "s") == assign_splits(rows, ratios, "s")


def test_the_example_in_the_docstring_is_true() -> None:
    assert assign_splits(["a", "a", "b", "c"], {"train": 8, "test": 2}, "my-corpus") == [
        "train",
        "train",
        "train",
        "test",
    ]
