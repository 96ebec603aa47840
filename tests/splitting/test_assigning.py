# ruff: noqa: D102, D107 - the methods of the state machine are tests
"""Splits: nothing leaks, nothing moves, and the shares come out as asked.

Where a corpus with near-duplicates is needed, a document's content is a place on a line, and two
documents are near-duplicates if their places are near: so, as in life, the relation is not
transitive, and a newcomer can bridge two that are far apart.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from places import ROOT

from bdci_corpus.errors import FrozenSplitError, SplitError
from bdci_corpus.ledger.events import Event, History, Ledger, withdrawal
from bdci_corpus.splitting.apportion import Policy
from bdci_corpus.splitting.assigning import Assignment, assign, events_for
from bdci_corpus.splitting.by_groups import assign_splits
from bdci_corpus.splitting.graph import Link, families
from bdci_corpus.splitting.recognition import Candidate, renames

EIGHT_TWO = Policy(ratios={"train": 0.8, "validation": 0.2}, salt="test")
SIX_TWO_TWO = Policy(ratios={"train": 0.6, "validation": 0.2, "test": 0.2}, salt="test")
EIGHT_ONE_ONE = Policy(ratios={"train": 0.8, "validation": 0.1, "test": 0.1}, salt="test")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def document(name: str, stratum: str = "", *, content: str = "") -> Candidate:
    return Candidate(id=name, stratum=stratum, region_sha256=sha256(content or name))


def documents(count: int, prefix: str = "d") -> list[Candidate]:
    return [document(f"{prefix}{number:04}", str(number % 3)) for number in range(count)]


def near(a: str, b: str) -> Link:
    return Link(a=a, b=b, reason="near-duplicate")


def declared(a: str, b: str) -> Link:
    return Link(a=a, b=b, reason="declared")


def chain(names: Sequence[str]) -> list[Link]:
    """Link each name to the next, so that all are one group."""
    return [near(a, b) for a, b in itertools.pairwise(names)]


def grown(ledger: Ledger, events: Iterable[Event]) -> Ledger:
    """Append in memory, under the rules of the file."""
    added = tuple(events)
    history = History(ledger.events)
    for event in added:
        assert history.objection(event) == ""
        history.add(event, "this append")
    total = len(ledger.events) + len(added)
    return Ledger(events=(*ledger.events, *added), ends=(*ledger.ends, total))


def frozen(splits: Mapping[str, str], ledger: Ledger | None = None) -> Ledger:
    """Return a ledger in which these documents have these splits."""
    events = [
        Event(
            document_id=name,
            event="assigned",
            group_id=name,
            split=split,
            version="1",
            reason="new",
            region_sha256=sha256(name),
        )
        for name, split in sorted(splits.items())
    ]
    return grown(ledger or Ledger(), events)


def counted(assignment: Assignment) -> dict[str, int]:
    return dict(Counter(assignment.splits.values()))


def leaks(assignment: Assignment, links: Iterable[Link]) -> list[Link]:
    """Return the links whose ends stand in two splits of the release."""
    splits = assignment.splits
    return [link for link in links if link.a in splits and link.b in splits and splits[link.a] != splits[link.b]]


# A corpus without a past.


@dataclass(frozen=True)
class Fresh:
    """Groups of documents, each a chain of near-duplicates, and what is asked for."""

    candidates: list[Candidate]
    links: list[Link]
    sizes: list[int]
    policy: Policy


@st.composite
def fresh(draw: st.DrawFn, *, largest: int = 6, most_splits: int = 4) -> Fresh:
    sizes = draw(st.lists(st.integers(1, largest), min_size=1, max_size=40))
    weights = draw(st.lists(st.integers(1, 10), min_size=1, max_size=most_splits))
    names = ["train", "validation", "test", "extra"]
    ratios = {name: weight / sum(weights) for name, weight in zip(names, weights, strict=False)}
    candidates: list[Candidate] = []
    links: list[Link] = []
    for number, size in enumerate(sizes):
        members = [f"g{number}-{member}" for member in range(size)]
        stratum = draw(st.sampled_from("abc"))
        candidates += [document(name, stratum) for name in members]
        links += chain(members)
    folds = draw(st.integers(0, 5))
    salt = draw(st.text(st.characters(codec="utf-8"), max_size=3))
    return Fresh(candidates, links, sizes, Policy(ratios=ratios, salt=salt, folds=folds))


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
from bdci_corpus.splitting import Candidate, Link, Policy, assign
candidates = [Candidate(id=f"文{n}", stratum=str(n % 7), region_sha256=str(n)) for n in range(500)]
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


# The edge cases.


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


def test_a_negative_number_of_folds_is_refused() -> None:
    with pytest.raises(SplitError, match="-1 folds are asked for"):
        replace(EIGHT_TWO, folds=-1)


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


# What is published does not move.


def released(count: int, policy: Policy) -> tuple[list[Candidate], Assignment, Ledger]:
    candidates = documents(count)
    found = assign(candidates, [], Ledger(), policy)
    return candidates, found, grown(Ledger(), events_for(found, "1", candidates))


def test_a_thousand_released_a_hundred_more_then_fifty_withdrawn() -> None:
    """The scenario of the design: 0 moves, 5 quarantined by name with what they bridge."""
    policy = replace(EIGHT_TWO, folds=5)
    old, first, ledger = released(1000, policy)
    train = [name for name, split in first.splits.items() if split == "train"]
    validation = [name for name, split in first.splits.items() if split == "validation"]
    new = documents(100, "new")
    bridges = [(candidate.id, train[number], validation[number]) for number, candidate in enumerate(new[:5])]
    links = [near(name, end) for name, *ends in bridges for end in ends]
    links += [near(candidate.id, validation[50]) for candidate in new[5:8]]

    second = assign(old + new, links, ledger, policy)
    assert {name: second.splits[name] for name in first.splits} == first.splits
    assert {name: second.fold_of[name] for name in first.splits} == first.fold_of
    assert [(entry.id, entry.groups, entry.splits, entry.pairs) for entry in second.quarantined] == [
        (
            name,
            tuple(sorted(ends)),
            ("train", "validation"),
            tuple(sorted(near(*sorted((name, end))) for end in ends)),
        )
        for name, *ends in bridges
    ]
    assert second.quarantined[0].reason == (
        "Would join splits that are kept apart: "
        + " and ".join(f'a near-duplicate of "{end}" ({first.splits[end]})' for end in sorted(bridges[0][1:]))
        + "."
    )
    assert {second.splits[candidate.id] for candidate in new[5:8]} == {"validation"}
    assert not leaks(second, links)
    assert counted(second) == {"train": 876, "validation": 219}
    ledger = grown(ledger, events_for(second, "2", old + new))

    gone = [*validation[100:130], *train[100:120]]
    ledger = grown(ledger, (withdrawal(ledger, name, version="2", reason="rights") for name in gone))
    copies = [document("copy-of-validation"), document("copy-of-train")]
    links += [near("copy-of-validation", gone[0]), near("copy-of-train", gone[-1])]
    third = assign(old + new + copies, links, ledger, policy)
    assert third.splits["copy-of-validation"] == "validation"
    assert third.splits["copy-of-train"] == "train"
    assert third.splits.keys().isdisjoint(gone)
    assert all(third.splits[name] == split for name, split in second.splits.items() if name not in gone)
    assert third.provisional == {"copy-of-validation", "copy-of-train"}


def test_adding_one_document_moves_none_even_before_the_freeze_of_the_second() -> None:
    old, first, ledger = released(200, EIGHT_TWO)
    for extra in documents(5, "extra"):
        second = assign([*old, extra], [], ledger, EIGHT_TWO)
        assert all(second.splits[name] == split for name, split in first.splits.items())
        assert second.provisional == {extra.id}


def test_a_chain_of_newcomers_is_cut_at_one_and_the_rest_follows() -> None:
    """Of t - 1 - 2 - 3 - v, 1 and 3 are settled first; 2 sees both and is quarantined alone."""
    names = ["t", "1", "2", "3", "v"]
    found = assign(
        [document(name) for name in names],
        chain(names),
        frozen({"t": "train", "v": "validation"}),
        EIGHT_TWO,
    )
    assert found.splits == {"t": "train", "1": "train", "3": "validation", "v": "validation"}
    assert [(entry.id, entry.groups) for entry in found.quarantined] == [("2", ("1", "3"))]


def test_of_two_newcomers_at_one_distance_the_later_id_is_quarantined() -> None:
    names = ["t", "1", "2", "v"]
    ledger = frozen({"t": "train", "v": "validation"})
    found = assign([document(name) for name in names], chain(names), ledger, EIGHT_TWO)
    assert found.splits == {"t": "train", "1": "train", "v": "validation"}
    assert [(entry.id, entry.pairs) for entry in found.quarantined] == [("2", (near("1", "2"), near("2", "v")))]


def test_who_is_quarantined_passes_nothing_on() -> None:
    names = ["t", "bridge", "v", "tail", "tip"]
    links = [near("t", "bridge"), near("bridge", "v"), near("bridge", "tail"), near("tail", "tip")]
    ledger = frozen({"t": "train", "v": "validation"})
    found = assign([document(name) for name in names], links, ledger, EIGHT_TWO)
    assert [entry.id for entry in found.quarantined] == ["bridge"]
    assert found.group_of["tail"] == found.group_of["tip"] == "tail"
    assert found.provisional == {"tail", "tip"}


def test_declared_lineage_between_published_splits_is_an_error() -> None:
    ledger = frozen({"a": "train", "b": "validation", "c": "validation"})
    three = [document(name) for name in "abc"]
    with pytest.raises(FrozenSplitError) as caught:
        assign(three, [declared("b", "a"), near("a", "c")], ledger, EIGHT_TWO)
    assert str(caught.value) == (
        '[a > derived_from] Declared to share its origin with "b", but the one was published in '
        "train and the other in validation. Withdraw one of them, or correct the declaration."
    )
    with pytest.raises(ExceptionGroup, match="2 problems while joining declared lineage") as both:
        assign(three, [declared("b", "a"), declared("a", "c")], ledger, EIGHT_TWO)
    assert [type(error) for error in both.value.exceptions] == [FrozenSplitError] * 2


def test_the_remedy_of_that_error_works() -> None:
    ledger = frozen({"a": "train", "b": "validation"})
    ledger = grown(ledger, [withdrawal(ledger, "b", version="2", reason="derived from a")])
    found = assign([document("a"), document("b")], [declared("a", "b")], ledger, EIGHT_TWO)
    assert found.splits == {"a": "train"}


def test_a_newcomer_declared_to_come_from_two_splits_is_quarantined() -> None:
    ledger = frozen({"a": "train", "b": "validation"})
    links = [declared("new", "a"), declared("new", "b")]
    found = assign([document(name) for name in ("a", "b", "new")], links, ledger, EIGHT_TWO)
    assert [entry.reason for entry in found.quarantined] == [
        (
            'Would join splits that are kept apart: declared to share its origin with "a" (train) and '
            'declared to share its origin with "b" (validation).'
        ),
    ]


@pytest.mark.parametrize("salt", ["0", "1", "2", "3"])
def test_documents_made_from_what_is_no_document_share_a_group(salt: str) -> None:
    policy = replace(EIGHT_TWO, ratios={"train": 5, "validation": 5}, salt=salt)
    made = [declared(name, "a book.pdf") for name in ("d0000", "d0003", "d0007")]
    found = assign(documents(10), made, Ledger(), policy)
    assert [group.members for group in found.groups if len(group.members) > 1] == [("d0000", "d0003", "d0007")]
    assert len({found.splits[link.a] for link in made}) == 1


def test_a_newcomer_follows_its_published_sibling_and_its_withdrawn_origin() -> None:
    ledger = frozen({"a": "validation", "origin": "validation", "b": "train"})
    ledger = grown(ledger, [withdrawal(ledger, "origin", version="2", reason="rights")])
    made = [declared("a", "a book.pdf"), declared("new", "a book.pdf"), declared("newer", "origin")]
    live = [document(name) for name in ("a", "b", "new", "newer")]
    assert assign(live, made, ledger, EIGHT_TWO).splits == {
        "a": "validation",
        "b": "train",
        "new": "validation",
        "newer": "validation",
    }


def test_siblings_stay_together_though_their_origin_is_quarantined() -> None:
    """Each is near another split and their origin near both: whoever settles first binds the others."""
    ledger = frozen({"t": "train", "v": "validation"})
    links = [near("x", "t"), near("y", "v"), near("origin", "t"), near("origin", "v")]
    links += [declared("x", "origin"), declared("y", "origin"), declared("z", "y")]
    live = [document(name) for name in ("t", "v", "x", "y", "z", "origin")]
    found = assign(live, links, ledger, EIGHT_TWO)
    assert [entry.id for entry in found.quarantined] == ["origin", "y"]
    assert found.splits == {"t": "train", "v": "validation", "x": "train", "z": "train"}
    assert found.quarantined[1].reason == (
        'Would join splits that are kept apart: a near-duplicate of "v" (validation) and '
        'declared to share its origin with "x" (train).'
    )


def test_published_siblings_in_two_splits_are_an_error() -> None:
    ledger = frozen({"a": "train", "b": "validation"})
    links = [declared("a", "a book.pdf"), declared("b", "a book.pdf")]
    with pytest.raises(FrozenSplitError, match=r'\[a > derived_from\] Declared to share its origin with "b"'):
        assign([document("a"), document("b")], links, ledger, EIGHT_TWO)


def test_a_circle_of_declarations_is_one_family_with_all_that_was_made_from_it() -> None:
    ledger = frozen({"y": "validation"})
    links = [declared("x", "y"), declared("y", "x"), declared("a", "x"), declared("b", "a"), declared("y", "y")]
    found = assign([document(name) for name in "abxy"], links, ledger, EIGHT_TWO)
    assert set(found.splits.values()) == {"validation"}


def test_a_large_family_takes_no_longer_than_it_has_members() -> None:
    count = 20_000
    links = [declared(f"d{number:04}", "a book.pdf") for number in range(count)]
    found = assign(documents(count), links, frozen({"d0000": "validation"}), EIGHT_TWO)
    assert counted(found) == {"validation": count}


def test_published_near_duplicates_keep_their_splits_and_the_train_side_is_left_out() -> None:
    ledger = frozen({"a": "train", "b": "validation", "c": "train"})
    links = [near("a", "b"), near("a", "c")]
    found = assign([document(name) for name in "abc"], links, ledger, EIGHT_TWO)
    assert found.splits == {"b": "validation", "c": "train"}
    (entry,) = found.left_out
    assert (entry.id, entry.split, entry.pairs) == ("a", "train", (near("a", "b"),))
    assert entry.reason == 'Published in train, but a near-duplicate of "b" (validation).'
    assert not leaks(found, links)
    assert assign([document("a"), document("c")], links, ledger, EIGHT_TWO).splits["a"] == "train"


def test_between_evaluation_splits_the_larger_one_gives_way() -> None:
    policy = replace(EIGHT_TWO, ratios={"train": 6, "validation": 3, "test": 1})
    ledger = frozen({"t": "train", "v": "validation", "x": "test"})
    links = [near("t", "v"), near("v", "x")]
    found = assign([document(name) for name in "tvx"], links, ledger, policy)
    assert [entry.id for entry in found.left_out] == ["v"]
    assert found.splits == {"t": "train", "x": "test"}


def test_an_edit_into_what_an_evaluation_split_holds_gives_way() -> None:
    """Else the text would pass from validation, where it was published, to a test split that matters more."""
    policy = replace(EIGHT_TWO, ratios={"train": 6, "validation": 3, "test": 1})
    ledger = frozen({"t": "train", "v": "validation", "x": "test"})
    live = [document("t"), document("v"), document("x", content="edited")]
    found = assign(live, [near("v", "x")], ledger, policy)
    assert [entry.id for entry in found.left_out] == ["x"]
    assert found.splits == {"t": "train", "v": "validation"}


def test_an_evaluation_text_that_is_left_out_is_not_taken_up_by_an_edit_in_train() -> None:
    policy = replace(EIGHT_TWO, ratios={"train": 6, "validation": 3, "test": 1})
    ledger = frozen({"t": "train", "v": "validation", "x": "test"})
    live = [document("t", content="edited"), document("v"), document("x")]
    found = assign(live, [near("t", "v"), near("v", "x")], ledger, policy)
    assert [entry.id for entry in found.left_out] == ["t", "v"]


@pytest.mark.parametrize("edited", ["t", "v"])
def test_whichever_was_edited_the_train_side_is_left_out(edited: str) -> None:
    ledger = frozen({"t": "train", "v": "validation"})
    live = [document(name, content="edited" if name == edited else "") for name in "tv"]
    found = assign(live, [near("t", "v")], ledger, EIGHT_TWO)
    assert [entry.id for entry in found.left_out] == ["t"]


def test_a_train_document_edited_into_a_copy_of_a_withdrawn_one_is_left_out() -> None:
    ledger = frozen({"t": "train", "u": "train", "v": "validation"})
    ledger = grown(ledger, [withdrawal(ledger, "v", version="2", reason="rights")])
    links = [near("t", "v"), near("u", "v")]
    found = assign([document("t", content="edited"), document("u")], links, ledger, EIGHT_TWO)
    assert [entry.id for entry in found.left_out] == ["t"]
    assert found.splits == {"u": "train"}


def remembered(a: str, b: str) -> Link:
    return Link(a=a, b=b, reason="remembered")


def test_an_edit_holds_nobody_back_who_stood_beside_the_old_text() -> None:
    """Its sketch cannot say that the two are of one template; that they were released beside each other does."""
    ledger = frozen({"t": "train", "v": "validation"})
    live = [document("t"), document("v", content="edited")]
    assert assign(live, [remembered("t", "v")], ledger, EIGHT_TWO).splits == {"t": "train", "v": "validation"}


@pytest.mark.parametrize(("edited", "other"), [("t", "v"), ("v", "t")])
def test_an_edit_into_what_another_split_once_held_is_left_out(edited: str, other: str) -> None:
    ledger = frozen({"t": "train", "v": "validation"})
    live = [document(edited, content="edited"), document(other, content="another edit")]
    found = assign(live, [remembered(edited, other)], ledger, EIGHT_TWO)
    assert found.splits == {other: ledger.pinned[other].split}
    (entry,) = found.left_out
    assert entry.reason == (
        f"Published in {ledger.pinned[edited].split}, but a near-duplicate of the text "
        f'once published as "{other}" ({ledger.pinned[other].split}).'
    )


def test_a_newcomer_near_a_withdrawn_and_a_published_document_is_quarantined() -> None:
    ledger = frozen({"t": "train", "v": "validation"})
    ledger = grown(ledger, [withdrawal(ledger, "v", version="2", reason="rights")])
    links = [near("new", "t"), near("new", "v")]
    found = assign([document("t"), document("new")], links, ledger, EIGHT_TWO)
    assert [(entry.id, entry.groups) for entry in found.quarantined] == [("new", ("t", "v"))]


def test_a_split_that_is_no_longer_asked_for_keeps_its_documents() -> None:
    ledger = frozen({"a": "train", "b": "dev", "c": "validation"})
    found = assign([document(name) for name in "abc"], [], ledger, EIGHT_TWO)
    assert found.splits == {"a": "train", "b": "dev", "c": "validation"}


def test_shares_that_the_published_documents_already_exceed_are_explained() -> None:
    ledger = frozen({f"d{number:04}": "validation" for number in range(10)})
    found = assign(documents(20), [], ledger, EIGHT_TWO)
    assert counted(found) == {"train": 10, "validation": 10}
    assert found.notes == (
        "train holds 10 of 20 documents instead of 16.0, because the others hold more.",
        (
            "validation holds 10 of 20 documents instead of 4.0: 10 were published in it, or are "
            "linked to such documents."
        ),
    )


# Renames, edits, withdrawals.


def test_a_renamed_file_keeps_its_split_and_the_freeze_records_it() -> None:
    ledger = frozen({"old": "validation", "other": "train"})
    moved = [document("new", content="old"), document("other")]
    assert renames(moved, ledger) == {"new": "old"}
    found = assign(moved, [], ledger, replace(EIGHT_TWO, ratios={"train": 1}))
    assert found.splits["new"] == "validation"
    assert found.renamed == {"new": "old"}
    assert found.provisional == {"new"}
    (event,) = events_for(found, "2", moved)
    assert (event.document_id, event.split) == ("new", "validation")
    assert event.reason == 'the bytes of "old", which is gone'
    ledger = grown(ledger, [event])
    assert assign(moved, [], ledger, EIGHT_TWO).provisional == frozenset()
    again = [document("newer", content="old"), document("other")]
    assert renames(again, ledger) == {"newer": "new"}
    back = [document("old"), document("other")]
    assert assign(back, [], ledger, EIGHT_TWO).splits == {"old": "validation", "other": "train"}


def test_a_copy_is_no_rename_while_the_original_is_there() -> None:
    ledger = frozen({"old": "validation"})
    assert renames([document("old"), document("copy", content="old")], ledger) == {}


def test_equal_files_renamed_together_are_recognized_if_they_share_a_split() -> None:
    def twice(first: str, second: str) -> Ledger:
        ledger = frozen({"a": first, "b": second})
        events = tuple(replace(event, region_sha256=sha256("same")) for event in ledger.events)
        return replace(ledger, events=events)

    moved = [document("x", content="same"), document("y", content="same")]
    assert renames(moved, twice("train", "train")).keys() == {"x", "y"}
    assert renames(moved, twice("train", "validation")) == {}


def test_an_edited_document_stays_and_its_new_bytes_are_recorded() -> None:
    ledger = frozen({"a": "validation", "b": "train"})
    edited = [document("a", content="edited"), document("b")]
    found = assign(edited, [], ledger, EIGHT_TWO)
    assert found.splits["a"] == "validation"
    assert found.edited == {"a"}
    assert not found.provisional
    (event,) = events_for(found, "2", edited)
    assert (event.reason, event.region_sha256) == ("edited", sha256("edited"))
    moved = [document("c", content="edited"), document("b")]
    assert renames(moved, grown(ledger, [event])) == {"c": "a"}


def test_renaming_does_not_undo_a_withdrawal() -> None:
    ledger = frozen({"a": "validation", "b": "train"})
    ledger = grown(ledger, [withdrawal(ledger, "a", version="2", reason="the author asked")])
    moved = [document("moved", content="a"), document("b"), document("next")]
    found = assign(moved, [near("moved", "next"), near("moved", "a")], ledger, EIGHT_TWO)
    (entry,) = found.quarantined
    assert entry.reason == "Has the bytes of a document withdrawn in version 2 (see splits/ledger.tsv)."
    assert (entry.id, entry.groups, entry.splits) == ("moved", (), ("validation",))
    assert found.splits.keys() == {"b", "next"}


def test_bytes_that_are_still_published_elsewhere_may_come_again() -> None:
    ledger = frozen({"a": "train"})
    twin = replace(ledger.events[0], document_id="twin")
    ledger = grown(ledger, [twin])
    ledger = grown(ledger, [withdrawal(ledger, "twin", version="2", reason="a copy")])
    found = assign([document("a"), document("b", content="a")], [near("a", "b")], ledger, EIGHT_TWO)
    assert found.splits == {"a": "train", "b": "train"}


def test_a_freeze_freezes_everything_and_nothing_twice() -> None:
    candidates, found, ledger = released(30, EIGHT_TWO)
    again = assign(candidates, [], ledger, EIGHT_TWO)
    assert again.splits == found.splits
    assert again.provisional == frozenset()
    assert events_for(again, "2", candidates) == ()


def test_a_group_is_named_by_a_published_member() -> None:
    """A withdrawn document holds its group together, but its name is not shown."""
    ledger = frozen({"a": "train"})
    ledger = grown(ledger, [withdrawal(ledger, "a", version="2", reason="rights")])
    links = [near("a", "b"), near("a", "c")]
    found = assign([document("b"), document("c")], links, ledger, EIGHT_TWO)
    assert found.group_of == {"b": "b", "c": "b"}
    assert [group.members for group in found.groups] == [("b", "c")]


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


# Any history at all.


PLACES = st.integers(0, 40)
CHOICES = st.integers(0, 30)


class CorpusHistory(RuleBasedStateMachine):
    """A corpus that is added to, edited, renamed, withdrawn from, and built under changing rules.

    The machine plays the caller: it finds the links among live documents, and from them to every
    version of a document the ledger knows, as builds do from texts and sketches.
    """

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, str] = {}
        self.places: dict[str, int] = {}
        self.declared: set[Link] = set()
        self.ledger = Ledger()
        self.policy = replace(SIX_TWO_TWO, folds=3)
        self.reach = 1
        self.published: dict[str, str] = {}
        self.released: dict[str, set[str]] = {}

    def content(self, place: int) -> str:
        digest = sha256(f"content {len(self.places)}")
        self.places[digest] = place
        return digest

    def new_name(self) -> str:
        return sha256(f"name {len(self.places)} {len(self.files)}")[:4] + f"-{len(self.places)}"

    def pick(self, names: Iterable[str], choice: int) -> str | None:
        ordered = sorted(names)
        return ordered[choice % len(ordered)] if ordered else None

    def links(self) -> list[Link]:
        def alike(pair: tuple[tuple[str, str], tuple[str, str]]) -> bool:
            (a, first), (b, second) = pair
            return a != b and abs(self.places[first] - self.places[second]) <= self.reach

        live = sorted(self.files.items())
        gone = sorted({(event.document_id, event.region_sha256) for event in self.ledger.events} - set(live))
        return [
            *sorted(self.declared),
            *(near(a, b) for (a, _), (b, _) in filter(alike, itertools.combinations(live, 2))),
            *(remembered(a, b) for (a, _), (b, _) in filter(alike, itertools.product(live, gone))),
        ]

    def candidates(self) -> list[Candidate]:
        return [Candidate(id=name, stratum=digest[0], region_sha256=digest) for name, digest in self.files.items()]

    def build(self) -> tuple[Assignment, list[Link]]:
        """Build; where a declaration contradicts what is published, correct it and build again."""
        try:
            links = self.links()
            return assign(self.candidates(), links, self.ledger, self.policy), links
        except (FrozenSplitError, ExceptionGroup):
            frozen_splits = {name: event.split for name, event in self.ledger.frozen.items()}
            known = frozen_splits | {
                new: frozen_splits[old] for new, old in renames(self.candidates(), self.ledger).items()
            }
            wrong = {link for link in self.declared if link.a in known}
            assert wrong
            self.declared -= wrong
            return self.build()

    @initialize(places=st.lists(PLACES, min_size=8, max_size=16, unique=True))
    def release(self, places: list[int]) -> None:
        self.add(places)
        self.freeze()

    @rule(places=st.lists(PLACES, min_size=1, max_size=8))
    def add(self, places: list[int]) -> None:
        for place in places:
            digest = self.content(place)
            self.files[self.new_name()] = digest

    @rule(choice=CHOICES, place=PLACES)
    def edit(self, choice: int, place: int) -> None:
        if (name := self.pick(self.files, choice)) is not None:
            self.files[name] = self.content(place)

    @rule(choice=CHOICES, prefix=st.sampled_from("0z"))
    def rename(self, choice: int, prefix: str) -> None:
        if (name := self.pick(self.files, choice)) is not None:
            self.declared = {link for link in self.declared if link.a != name}
            new = f"{prefix}{name}"
            if new not in self.files:
                self.files[new] = self.files.pop(name)

    @rule(choice=CHOICES)
    def copy(self, choice: int) -> None:
        if (name := self.pick(self.files, choice)) is not None:
            self.files[f"{name}-copy"] = self.files[name]

    @rule(first=CHOICES, second=CHOICES)
    def swap(self, first: int, second: int) -> None:
        one, other = self.pick(self.files, first), self.pick(self.files, second)
        if one is not None and other is not None:
            self.files[one], self.files[other] = self.files[other], self.files[one]

    @rule(choice=CHOICES)
    def delete(self, choice: int) -> None:
        if (name := self.pick(self.files, choice)) is not None:
            self.delete_name(name)

    @rule(choice=CHOICES, place=PLACES)
    def edit_release_and_rename(self, choice: int, place: int) -> None:
        if (name := self.pick(self.files, choice)) is not None:
            self.files[name] = self.content(place)
            self.freeze()
            self.rename(sorted(self.files).index(name), "z")

    @rule(choice=CHOICES, keeps_file=st.booleans())
    def withdraw(self, choice: int, *, keeps_file: bool) -> None:
        if (name := self.pick(self.ledger.frozen, choice)) is not None:
            tombstone = withdrawal(self.ledger, name, version="x", reason="rights")
            self.ledger = grown(self.ledger, [tombstone])
            if not keeps_file and name in self.files:
                self.delete_name(name)

    def delete_name(self, name: str) -> None:
        self.declared = {link for link in self.declared if link.a != name}
        del self.files[name]

    @rule(first=CHOICES, second=CHOICES)
    def declare(self, first: int, second: int) -> None:
        a, b = self.pick(self.files, first), self.pick(self.files, second)
        if a is not None and b is not None and a != b:
            self.declared.add(declared(a, b))

    @rule(choice=CHOICES, origin=st.sampled_from(["a book.pdf", "a page"]))
    def declare_what_is_no_document(self, choice: int, origin: str) -> None:
        if (name := self.pick(self.files, choice)) is not None:
            self.declared.add(declared(name, origin))

    @rule(weights=st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any))
    def change_ratios(self, weights: list[int]) -> None:
        names = ("train", "validation", "test", "extra")
        self.policy = replace(self.policy, ratios=dict(zip(names, weights, strict=True)))

    @rule(reach=st.integers(0, 4))
    def change_threshold(self, reach: int) -> None:
        self.reach = reach

    @rule()
    def freeze(self) -> None:
        found, _ = self.build()
        self.ledger = grown(self.ledger, events_for(found, "x", self.candidates()))
        for name, split in found.splits.items():
            assert self.published.setdefault(name, split) == split
            there = self.released.setdefault(self.files[name], set())
            assert split in there or there <= {self.policy.training}
            there.add(split)

    @invariant()
    def everyone_is_somewhere(self) -> None:
        found, _ = self.build()
        places = [
            *found.splits,
            *(entry.id for entry in found.quarantined),
            *(entry.id for entry in found.left_out),
        ]
        assert sorted(places) == sorted(self.files.keys() - self.ledger.withdrawn.keys())

    @invariant()
    def nothing_leaks(self) -> None:
        found, links = self.build()
        assert not leaks(found, [link for link in links if link.reason != "remembered"])
        origins: dict[str, set[str]] = {}
        for link in links:
            if link.reason == "declared" and link.a in found.splits:
                origins.setdefault(link.b, set()).add(found.splits[link.a])
        assert all(len(splits) == 1 for splits in origins.values())
        for link in links:
            for gone, name in ((link.a, link.b), (link.b, link.a)):
                pinned = self.ledger.pinned.get(gone)
                newcomer = name not in self.ledger.pinned and name not in found.renamed
                if pinned is not None and newcomer and name in found.splits:
                    assert found.splits[name] == pinned.split

    @invariant()
    def nothing_moves(self) -> None:
        found, _ = self.build()
        left_out = {entry.id for entry in found.left_out}
        gone = {event.region_sha256 for event in self.ledger.withdrawn.values()}
        kept = {event.region_sha256 for event in self.ledger.frozen.values()}
        for name, digest in self.files.items():
            if name in self.ledger.frozen:
                assert name in left_out or found.splits[name] == self.published[name]
            elif digest in gone - kept:
                assert name not in found.splits
            elif name in found.splits and digest in self.released:
                assert {found.splits[name]} == self.released[digest]

    @invariant()
    def every_split_that_can_be_filled_is(self) -> None:
        found, links = self.build()
        asked = {split for split, ratio in self.policy.ratios.items() if ratio}
        pinned = self.ledger.pinned.keys() | found.renamed.keys()
        beside = {a for link in links for a, b in ((link.a, link.b), (link.b, link.a)) if b in pinned}
        kin = families(links, self.files.keys() | pinned)
        beside |= {name for family in kin if not pinned.isdisjoint(family) for name in family}
        free = [g for g in found.groups if not (set(g.members) & (pinned | beside))]
        fixed = {found.splits[g.id] for g in found.groups if g not in free}
        filled = asked & set(found.splits.values())
        assert len(filled) == min(len(asked), len(asked & fixed) + len(free))
        assert set(found.empty_splits) == asked - filled


TestHistory = CorpusHistory.TestCase
TestHistory.settings = settings(max_examples=50, stateful_step_count=20, deadline=None)


# Groups of one's own.


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
