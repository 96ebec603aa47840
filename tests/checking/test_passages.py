"""Passages: every one that two splits share, and no boilerplate."""

from __future__ import annotations

import random

import planted
from dealing import documents

from bdci_corpus.checking.keys import keyed
from bdci_corpus.checking.passages import COMMON, RUN, shared_passages


def test_every_shared_passage_is_found_and_its_length_is_exact() -> None:
    texts, passages = planted.passages(40, 7)
    dealt = documents(texts, ("train", "validation"))
    expected = {(f"{p.first:04}", f"{p.second:04}") for p in passages}
    found = {(shared.one.id, shared.other.id): shared for shared in shared_passages(dealt)}
    assert found.keys() == expected
    assert all(shared.telling for shared in found.values())
    for shared in found.values():
        runs = {shared.one.key[i : i + shared.length] for i in range(len(shared.one.key))}
        others = {shared.other.key[i : i + shared.length] for i in range(len(shared.other.key))}
        assert any(len(run) == shared.length for run in runs & others)


def test_a_passage_in_many_documents_is_boilerplate() -> None:
    draw = random.Random(9)
    footer = planted.synthetic(draw, 60)
    texts = [planted.synthetic(draw, 200) + footer for _ in range(COMMON + 2)]
    assert shared_passages(documents(texts)) == []
    assert len(shared_passages(documents(texts[:2]))) == 1


def test_a_run_that_is_too_short_or_in_one_split_only_is_none() -> None:
    draw = random.Random(4)
    one, other = (planted.synthetic(draw, 200) for _ in range(2))
    shared = keyed("train", "x", planted.synthetic(draw, 300)).key
    cut = [one + shared[: RUN - 1] + "壹" + other, other + shared[: RUN - 1] + "贰" + one[:20]]
    assert all(found.length >= RUN for found in shared_passages(documents(cut)))
    assert shared_passages(documents([one, one], ["train"])) == []
