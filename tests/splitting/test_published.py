"""What is published does not move, and who is linked to two splits stays out of both."""

from __future__ import annotations

from dataclasses import replace

import pytest
from candidates import (
    EIGHT_TWO,
    chain,
    counted,
    declared,
    document,
    documents,
    frozen,
    grown,
    leaks,
    near,
    released,
    remembered,
)

from bdci_corpus.errors import FrozenSplitError
from bdci_corpus.ledger.events import Ledger, withdrawal
from bdci_corpus.splitting.assigning import assign, events_for
from bdci_corpus.splitting.graph import Link


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
    with pytest.raises(ExceptionGroup, match="2 problems while joining what is declared") as both:
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


@pytest.mark.parametrize("edited", ["t", "v"])
def test_what_was_edited_into_containment_is_left_out_on_the_train_side_for_good(edited: str) -> None:
    """Whichever it was, and also in the release after the edit was frozen."""
    ledger = frozen({"t": "train", "v": "validation"})
    links = [Link(a="t", b="v", reason="contained")]
    assert set(assign([document("t"), document("v")], links, ledger, EIGHT_TWO).splits) == {"t", "v"}
    live = [document(name, content="edited" if name == edited else "") for name in "tv"]
    found = assign(live, links, ledger, EIGHT_TWO)
    assert [entry.id for entry in found.left_out] == ["t"]
    ledger = grown(ledger, events_for(found, "2", live))
    again = assign(live, links, ledger, EIGHT_TWO)
    assert [entry.id for entry in again.left_out] == ["t"]


def test_a_train_document_edited_into_a_copy_of_a_withdrawn_one_is_left_out() -> None:
    ledger = frozen({"t": "train", "u": "train", "v": "validation"})
    ledger = grown(ledger, [withdrawal(ledger, "v", version="2", reason="rights")])
    links = [near("t", "v"), near("u", "v")]
    found = assign([document("t", content="edited"), document("u")], links, ledger, EIGHT_TWO)
    assert [entry.id for entry in found.left_out] == ["t"]
    assert found.splits == {"u": "train"}


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
        "train holds 10 of 20 documents instead of 16.0, because validation keeps 10.",
        (
            "validation holds 10 of 20 documents instead of 4.0: 10 were published in it, or are "
            "linked to such documents."
        ),
    )


def test_a_split_that_gets_nothing_new_is_the_reason_why_the_others_hold_less() -> None:
    ledger = frozen({f"d{number:04}": "test" for number in range(20)})
    policy = replace(EIGHT_TWO, ratios={"train": 0.6, "validation": 0.4, "test": 0.0})
    found = assign(documents(40), [], ledger, policy)
    assert counted(found) == {"train": 12, "validation": 8, "test": 20}
    assert found.notes == (
        "train holds 12 of 40 documents instead of 24.0, because test keeps 20.",
        "validation holds 8 of 40 documents instead of 16.0, because test keeps 20.",
        "test gets nothing new, and keeps the 20 documents that were published in it.",
    )


@pytest.mark.parametrize(("taken", "free"), [(20, 0), (10, 10)])
def test_shares_that_a_column_decides_are_said_to_be_its(taken: int, free: int) -> None:
    parts = ["train", "validation"]
    named = [replace(one, taken=parts[number % 2]) for number, one in enumerate(documents(taken))]
    found = assign(named + documents(free, "free"), [], Ledger(), EIGHT_TWO)
    if free:
        assert found.notes == ()
        assert counted(found) == {"train": 15, "validation": 5}
    else:
        assert found.notes == tuple(
            f"{split} holds 10 of 20 documents instead of {quota}: "
            "so many were taken over in it, and none were left to assign."
            for split, quota in (("train", "16.0"), ("validation", "4.0"))
        )


def test_what_was_taken_over_beyond_a_share_is_not_said_to_be_published() -> None:
    named = [replace(one, taken="validation") for one in documents(10)]
    found = assign(named + documents(10, "free"), [], Ledger(), EIGHT_TWO)
    assert found.notes == (
        "train holds 10 of 20 documents instead of 16.0, because validation keeps 10.",
        (
            "validation holds 10 of 20 documents instead of 4.0: 10 were taken over in it, or are "
            "linked to such documents."
        ),
    )


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
