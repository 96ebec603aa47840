"""A file that was renamed, edited or withdrawn is recognized by its bytes."""

from __future__ import annotations

from dataclasses import replace

from candidates import (
    EIGHT_TWO,
    document,
    frozen,
    grown,
    near,
    sha256,
)

from bdci_corpus.ledger.events import Ledger, withdrawal
from bdci_corpus.splitting.assigning import assign, events_for
from bdci_corpus.splitting.recognition import renames


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
