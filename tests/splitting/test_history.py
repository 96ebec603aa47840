# ruff: noqa: D102, D107 - the methods of the state machine are tests
"""Any history at all: a corpus that is added to, edited, renamed and withdrawn from, under changing rules.

A document's content is a place on a line, and two documents are near-duplicates if their places are near: so, as in
life, the relation is not transitive, and a newcomer can bridge two that are far apart.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace

from candidates import (
    SIX_TWO_TWO,
    declared,
    grown,
    leaks,
    near,
    remembered,
    sha256,
)
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bdci_corpus.errors import FrozenSplitError
from bdci_corpus.ledger.events import Ledger, withdrawal
from bdci_corpus.splitting.assigning import Assignment, assign, events_for
from bdci_corpus.splitting.graph import Link, families
from bdci_corpus.splitting.recognition import LiveDocument, renames

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

    def candidates(self) -> list[LiveDocument]:
        return [LiveDocument(id=name, stratum=digest[0], region_sha256=digest) for name, digest in self.files.items()]

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
        beside |= {name for family in kin.values() if not pinned.isdisjoint(family) for name in family}
        free = [g for g in found.groups if not (set(g.members) & (pinned | beside))]
        fixed = {found.splits[g.id] for g in found.groups if g not in free}
        filled = asked & set(found.splits.values())
        assert len(filled) == min(len(asked), len(asked & fixed) + len(free))
        assert set(found.empty_splits) == asked - filled


TestHistory = CorpusHistory.TestCase
TestHistory.settings = settings(max_examples=50, stateful_step_count=20, deadline=None)
