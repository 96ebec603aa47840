"""Candidates, links and ledgers in a line each, and corpora of groups drawn by hypothesis."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from bdci_corpus.ledger.events import Event, History, Ledger
from bdci_corpus.splitting.apportion import Policy
from bdci_corpus.splitting.assigning import Assignment, assign, events_for
from bdci_corpus.splitting.graph import Link
from bdci_corpus.splitting.recognition import LiveDocument

EIGHT_TWO = Policy(ratios={"train": 0.8, "validation": 0.2}, salt="test")
SIX_TWO_TWO = Policy(ratios={"train": 0.6, "validation": 0.2, "test": 0.2}, salt="test")
EIGHT_ONE_ONE = Policy(ratios={"train": 0.8, "validation": 0.1, "test": 0.1}, salt="test")


def sha256(text: str) -> str:
    """Return the hash that stands for a content."""
    return hashlib.sha256(text.encode()).hexdigest()


def document(name: str, stratum: str = "", *, content: str = "") -> LiveDocument:
    """Return a candidate; its content is its name unless another is given."""
    return LiveDocument(id=name, stratum=stratum, region_sha256=sha256(content or name))


def documents(count: int, prefix: str = "d") -> list[LiveDocument]:
    """Return so many candidates in three strata."""
    return [document(f"{prefix}{number:04}", str(number % 3)) for number in range(count)]


def near(a: str, b: str) -> Link:
    """Link two near-duplicates."""
    return Link(a=a, b=b, reason="near-duplicate")


def declared(a: str, b: str) -> Link:
    """Link a document to what it was declared to be made from."""
    return Link(a=a, b=b, reason="declared")


def remembered(a: str, b: str) -> Link:
    """Link a document to the text that another once had."""
    return Link(a=a, b=b, reason="remembered")


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
    """Return how many documents each split has."""
    return dict(Counter(assignment.splits.values()))


def leaks(assignment: Assignment, links: Iterable[Link]) -> list[Link]:
    """Return the links whose ends stand in two splits of the release."""
    splits = assignment.splits
    return [link for link in links if link.a in splits and link.b in splits and splits[link.a] != splits[link.b]]


@dataclass(frozen=True)
class Fresh:
    """Groups of documents, each a chain of near-duplicates, and what is asked for."""

    candidates: list[LiveDocument]
    links: list[Link]
    sizes: list[int]
    policy: Policy


@st.composite
def fresh(draw: st.DrawFn, *, largest: int = 6, most_splits: int = 4) -> Fresh:
    """Draw a corpus without a past."""
    sizes = draw(st.lists(st.integers(1, largest), min_size=1, max_size=40))
    weights = draw(st.lists(st.integers(1, 10), min_size=1, max_size=most_splits))
    names = ["train", "validation", "test", "extra"]
    ratios = {name: weight / sum(weights) for name, weight in zip(names, weights, strict=False)}
    candidates: list[LiveDocument] = []
    links: list[Link] = []
    for number, size in enumerate(sizes):
        members = [f"g{number}-{member}" for member in range(size)]
        stratum = draw(st.sampled_from("abc"))
        candidates += [document(name, stratum) for name in members]
        links += chain(members)
    folds = draw(st.integers(0, 5))
    salt = draw(st.text(st.characters(codec="utf-8"), max_size=3))
    return Fresh(candidates, links, sizes, Policy(ratios=ratios, salt=salt, folds=folds))


def released(count: int, policy: Policy) -> tuple[list[LiveDocument], Assignment, Ledger]:
    """Return a corpus, its first assignment and the ledger that froze it."""
    candidates = documents(count)
    found = assign(candidates, [], Ledger(), policy)
    return candidates, found, grown(Ledger(), events_for(found, "1", candidates))
