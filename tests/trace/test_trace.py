"""Law 1: edits compose, and undoing gives exactly what was there."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, strategies as st

from bdci_corpus.records import Edit
from bdci_corpus.text.encoding import Decoded
from bdci_corpus.trace.changes import Change, _undo as undo_text, apply, carry, compose, trace_of

TEXTS = st.text(st.sampled_from("ab漢\n "), max_size=30)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Sorted, disjoint edits of a text, touching ones and insertions among them."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=10)))
    pairs = zip(places[::2], places[1::2], strict=False)
    return [
        Edit(start=start, end=end, replacement=draw(st.text("xy字", max_size=3)), rule="test") for start, end in pairs
    ]


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[tuple[str, list[Change]]]]:
    """A text, and the texts and changes of some steps from it."""
    first = text = draw(TEXTS)
    steps = []
    for step in range(draw(st.integers(1, 5))):
        text, changes = apply(text, draw(edits_of(text)), step)
        steps.append((text, changes))
    return first, steps


def replay(first: str, last: str, changes: list[Change]) -> str:
    """Put the old text back by the changes alone."""
    pieces, here = [], 0
    for change in changes:
        pieces += [last[here : change.new_start], first[change.old_start : change.old_end]]
        here = change.new_end
    return "".join([*pieces, last[here:]])


@given(histories())
def test_composed_changes_lead_back_to_the_first_text(
    history: tuple[str, list[tuple[str, list[Change]]]],
) -> None:
    first, steps = history
    changes: list[Change] = []
    for _, made in steps:
        changes = compose(changes, made)
    assert replay(first, steps[-1][0], changes) == first


@given(histories())
def test_changes_are_strictly_separated(
    history: tuple[str, list[tuple[str, list[Change]]]],
) -> None:
    changes: list[Change] = []
    for _, made in history[1]:
        changes = compose(changes, made)
    for last, following in pairwise(changes):
        assert last.new_end < following.new_start
        assert last.old_end < following.old_start


@given(histories())
def test_composing_is_associative(history: tuple[str, list[tuple[str, list[Change]]]]) -> None:
    changes = [made for _, made in history[1]]
    from_left: list[Change] = []
    for made in changes:
        from_left = compose(from_left, made)
    from_right: list[Change] = []
    for made in reversed(changes):
        from_right = compose(made, from_right)
    assert from_left == from_right


@given(histories())
def test_the_trace_undoes_to_the_raw_bytes(
    history: tuple[str, list[tuple[str, list[Change]]]],
) -> None:
    first, steps = history
    changes: list[Change] = []
    for _, made in steps:
        changes = compose(changes, made)
    decoded = Decoded(first, "utf-8", ())
    trace = trace_of(decoded, (0, len(first)), changes, [f"step {n}" for n in range(5)])
    edits = [(edit.start, edit.end, edit.before) for edit in trace.edits]
    assert undo_text(steps[-1][0], "utf-8", edits) == first.encode()
    assert (trace.region_start, trace.region_end) == (0, len(first.encode()))


def test_rules_are_named_in_order_of_application() -> None:
    text, first = apply("a  b", [Edit(start=1, end=2, replacement="", rule="")], 1)
    _, second = apply(text, [Edit(start=1, end=2, replacement="", rule="")], 0)
    decoded = Decoded("a  b", "utf-8", ())
    trace = trace_of(decoded, (0, 4), compose(first, second), ["late", "early"])
    assert [(edit.before, edit.rules) for edit in trace.edits] == [(b"  ", ("late", "early"))]


@given(histories(), st.data())
def test_a_span_of_kept_characters_is_carried_to_the_same_characters(
    history: tuple[str, list[tuple[str, list[Change]]]], data: st.DataObject
) -> None:
    first, steps = history
    last, changes = steps[0]
    start = data.draw(st.integers(0, len(first)))
    end = data.draw(st.integers(start, len(first)))
    if any(change.old_start < end and start < change.old_end for change in changes):
        return
    if any(start <= c.old_start == c.old_end <= end for c in changes):
        return
    (new_start, new_end), *_ = carry([(start, end)], changes)
    assert last[new_start:new_end].strip("xy字") == first[start:end]
