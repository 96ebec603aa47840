"""Splits of a corpus without a past: no group is cut, and the shares come out as asked."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from candidates import (
    EIGHT_ONE_ONE,
    EIGHT_TWO,
    SIX_TWO_TWO,
    Fresh,
    chain,
    counted,
    declared,
    document,
    documents,
    fresh,
    leaks,
    near,
)
from hypothesis import given, strategies as st
from places import ROOT

from bdci_corpus.errors import SplitError
from bdci_corpus.ledger.events import Ledger
from bdci_corpus.splitting.apportion import Policy
from bdci_corpus.splitting.assigning import assign


@given(fresh())
def test_no_group_is_ever_cut(corpus: Fresh) -> None:
    found = assign(corpus.candidates, corpus.links, Ledger(), corpus.policy)
    assert not leaks(found, corpus.links)
    assert found.splits.keys() == {candidate.id for candidate in corpus.candidates}
    for group in found.groups:
        assert len({found.splits[name] for name in group.members}) == 1
        assert len({found.fold_of[name] for name in group.members}) == 1
        assert group.id == min(group.members)
    assert sorted(len(group.members) for group in found.groups) == sorted(corpus.sizes)


@given(fresh())
def test_every_split_that_can_be_filled_is(corpus: Fresh) -> None:
    found = assign(corpus.candidates, corpus.links, Ledger(), corpus.policy)
    filled = set(found.splits.values())
    assert len(filled) == min(len(corpus.policy.ratios), len(corpus.sizes))
    assert set(found.empty_splits) == corpus.policy.ratios.keys() - filled
    for split in found.empty_splits:
        assert f"{split} is not declared: no group is left for it." in found.notes


@given(fresh(largest=3, most_splits=3))
def test_shares_are_within_one_group_of_what_was_asked(corpus: Fresh) -> None:
    """Where groups are small: the walk promises it for up to three splits."""
    found = assign(corpus.candidates, corpus.links, Ledger(), corpus.policy)
    total, largest = len(corpus.candidates), max(corpus.sizes)
    shares = corpus.policy.shares
    few = len(corpus.sizes) < len(shares)
    if few or (largest > 1 and 2 * largest > min(shares.values()) * total):
        return
    for share in found.shares:
        if share.stratum is None:
            assert abs(share.documents - share.target * total) <= largest
            assert (share.of, share.target) == (total, shares[share.split])
    assert not any(note.startswith("Group") for note in found.notes)


@given(fresh())
def test_a_share_that_was_missed_is_explained(corpus: Fresh) -> None:
    found = assign(corpus.candidates, corpus.links, Ledger(), corpus.policy)
    for share in found.shares:
        missed = abs(share.documents - share.target * len(corpus.candidates))
        if share.stratum is None and share.documents and missed > max(corpus.sizes):
            assert any(note.startswith((f"{share.split} holds", "Group ")) for note in found.notes)


@given(fresh(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(corpus: Fresh, chance: random.Random) -> None:
    found = assign(corpus.candidates, corpus.links, Ledger(), corpus.policy)
    candidates = chance.sample(corpus.candidates, len(corpus.candidates))
    links = [
        near(link.b, link.a) if chance.random() < 0.5 else link
        for link in chance.sample(corpus.links, len(corpus.links))
    ]
    ratios = dict(chance.sample(sorted(corpus.policy.ratios.items()), len(corpus.policy.ratios)))
    again = assign(candidates, links + links, Ledger(), replace(corpus.policy, ratios=ratios))
    assert again == found


@given(fresh())
def test_strata_are_spread_over_the_splits(corpus: Fresh) -> None:
    """Where each document is a group of its own, no stratum's share is off by more than one."""
    singles = [replace(candidate, id=f"{candidate.id}!") for candidate in corpus.candidates]
    found = assign(singles, [], Ledger(), replace(corpus.policy, ratios={"train": 8, "test": 2}))
    if len(singles) > 2:
        assert all(abs(share.documents - share.target * share.of) <= 1 for share in found.shares)


ELSEWHERE = """
import json, sys
from bdci_corpus.ledger import Ledger
from bdci_corpus.splitting import LiveDocument, Link, Policy, assign
candidates = [LiveDocument(id=f"文{n}", stratum=str(n % 7), region_sha256=str(n)) for n in range(500)]
links = [Link(a=f"文{n}", b=f"文{n * 7 % 500}", reason="overlap") for n in range(0, 500, 5)]
policy = Policy(ratios={"train": 0.7, "validation": 0.2, "test": 0.1}, salt="盐", folds=4)
found = assign(candidates, links, Ledger(), policy)
print(json.dumps([sorted(found.splits.items()), sorted(found.fold_of.items())]))
"""


def test_the_assignment_is_the_same_on_every_machine_and_under_every_hash_seed() -> None:
    outputs = {
        subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", ELSEWHERE],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "4294967295")
    }
    (output,) = outputs
    splits, _ = json.loads(output)
    assert Counter(split for _, split in splits) == {"train": 350, "validation": 100, "test": 50}
    assert hashlib.sha256(output.rstrip()).hexdigest()[:16] == "77d4d3dd1c03ff53"


def test_five_documents_in_five_strata_at_eight_to_two() -> None:
    five = [document(name, stratum=name) for name in "abcde"]
    for salt in range(50):
        found = assign(five, [], Ledger(), replace(EIGHT_TWO, salt=str(salt)))
        assert counted(found) == {"train": 4, "validation": 1}
        assert found.notes == ()


def test_five_documents_at_six_two_two() -> None:
    for salt in range(50):
        found = assign(documents(5), [], Ledger(), replace(SIX_TWO_TWO, salt=str(salt)))
        assert counted(found) == {"train": 3, "validation": 1, "test": 1}


@pytest.mark.parametrize(
    ("groups", "filled"),
    [(0, set()), (1, {"train"}), (2, {"train", "test"}), (3, {"train", "validation", "test"})],
)
def test_eight_one_one_with_fewer_groups_than_splits(groups: int, filled: set[str]) -> None:
    found = assign(documents(groups), [], Ledger(), EIGHT_ONE_ONE)
    assert set(found.splits.values()) == filled
    assert set(found.empty_splits) == {"train", "validation", "test"} - filled
    for split in found.empty_splits:
        assert f"{split} is not declared: no group is left for it." in found.notes


def test_a_share_that_was_missed_to_fill_another_split_is_explained() -> None:
    found = assign(documents(3), [], Ledger(), EIGHT_ONE_ONE)
    (note,) = found.notes
    (name,) = (name for name in found.splits if f'"{name}"' in note)
    assert found.splits[name] in {"validation", "test"}
    assert note == (
        f'train holds 1 of 3 documents instead of 2.4: it ceded group "{name}" to a split that would have been empty.'
    )


def test_one_group_of_thirty_per_cent_goes_to_train_and_the_shares_are_met() -> None:
    hundred = documents(100)
    links = chain([candidate.id for candidate in hundred[:30]])
    found = assign(hundred, links, Ledger(), EIGHT_TWO)
    assert {found.splits[candidate.id] for candidate in hundred[:30]} == {"train"}
    assert counted(found) == {"train": 80, "validation": 20}
    assert found.notes == (
        (
            'Group "d0000" of 30 documents went to train: it is larger than half of what any '
            "evaluation split is to hold."
        ),
    )


def test_one_group_of_ninety_per_cent_makes_the_shares_impossible_and_is_named() -> None:
    hundred = documents(100)
    links = chain([candidate.id for candidate in hundred[:90]])
    found = assign(hundred, links, Ledger(), EIGHT_TWO)
    assert counted(found) == {"train": 90, "validation": 10}
    assert found.notes[1:] == (
        ('train holds 90 of 100 documents instead of 80.0: group "d0000" of 90 documents is never cut.'),
        "validation holds 10 of 100 documents instead of 20.0, because the others hold more.",
    )


def test_two_large_groups_still_fill_two_splits() -> None:
    """That every split gets a group outranks that large groups go to train."""
    ten = documents(10)
    links = chain([candidate.id for candidate in ten[:6]])
    links += chain([candidate.id for candidate in ten[6:]])
    found = assign(ten, links, Ledger(), EIGHT_TWO)
    assert counted(found) == {"train": 6, "validation": 4}


def test_three_splits_of_a_thousand() -> None:
    found = assign(documents(1000), [], Ledger(), EIGHT_ONE_ONE)
    assert counted(found) == {"train": 800, "validation": 100, "test": 100}
    for share in found.shares:
        assert abs(share.documents - share.target * share.of) <= 1


def test_a_split_without_a_share_receives_nothing() -> None:
    policy = replace(EIGHT_TWO, ratios={"train": 1, "validation": 0})
    found = assign(documents(10), [], Ledger(), policy)
    assert counted(found) == {"train": 10}
    assert found.empty_splits == ()


def test_without_train_the_largest_split_takes_what_fits_nowhere_else() -> None:
    policy = Policy(ratios={"seen": 9, "unseen": 1}, salt="", folds=2)
    hundred = documents(100)
    found = assign(hundred, chain([c.id for c in hundred[:40]]), Ledger(), policy)
    assert found.splits["d0000"] == "seen"
    assert {found.fold_of[name] for name, s in found.splits.items() if s == "seen"} == {0, 1}


@pytest.mark.parametrize(
    ("ratios", "message"),
    [
        ({}, "[splits > ratios] No split has a share above 0. Ask for at least one, such as"),
        ({"train": 0.0}, "[splits > ratios] No split has a share above 0. Ask for at least"),
        ({"train": -1.0}, "[splits > ratios] The share of train is -1.0. Give a number of 0 or"),
        ({"a": float("nan")}, "[splits > ratios] The share of a is nan. Give a number of 0 or"),
        ({"a": float("inf")}, "[splits > ratios] The share of a is inf. Give a number of 0 or"),
    ],
)
def test_shares_that_make_no_sense_are_refused(ratios: dict[str, float], message: str) -> None:
    with pytest.raises(SplitError) as caught:
        Policy(ratios=ratios, salt="")
    assert str(caught.value).startswith(message)


def test_shares_are_exact_decimals() -> None:
    shares = Policy(ratios={"train": 0.7, "a": 0.1, "b": 0.2}, salt="").shares
    assert shares == {"a": Fraction(1, 10), "b": Fraction(2, 10), "train": Fraction(7, 10)}


def test_two_documents_of_one_id_are_refused() -> None:
    with pytest.raises(SplitError, match=r"\[a\] Two documents have this id\."):
        assign([document("a"), document("a")], [], Ledger(), EIGHT_TWO)


def test_a_link_to_nobody_is_refused() -> None:
    with pytest.raises(SplitError, match=r'\[a\] A link \(near-duplicate\) names "b", which is no'):
        assign([document("a")], [near("a", "b")], Ledger(), EIGHT_TWO)
    with pytest.raises(SplitError, match=r'\[b\] A link \(declared\) names "a", which is no'):
        assign([document("b")], [declared("a", "b")], Ledger(), EIGHT_TWO)
