"""Events, the ledger they make up, and which event may follow which."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Literal

from bdci_corpus.errors import SplitError, nearest

EventKind = Literal["assigned", "withdrawn"]

PROVISIONAL = "provisional"
"""In a release, the version of the event of a document that the ledger does not hold yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the ledger: a document was assigned to a split, or withdrawn from it.

    ``group_id`` is the group at that time, ``version`` the corpus version the event belongs to,
    ``reason`` a phrase for the reader, and ``region_sha256`` the hash of the document's raw bytes.
    """

    document_id: str
    event: EventKind
    group_id: str
    split: str
    version: str
    reason: str
    region_sha256: str


COLUMNS = tuple(field.name for field in fields(Event))


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The events in the order they were appended.

    ``ends`` holds for each append the number of events there were after it. Without it all events
    count as one append.
    """

    events: tuple[Event, ...] = ()
    ends: tuple[int, ...] = ()

    @cached_property
    def pinned(self) -> Mapping[str, Event]:
        """The last event of every document the ledger knows: its split is taken for ever."""
        return {event.document_id: event for event in self.events}

    @cached_property
    def frozen(self) -> Mapping[str, Event]:
        """The last event of every document that is assigned and not withdrawn."""
        return {key: event for key, event in self.pinned.items() if event.event == "assigned"}

    @cached_property
    def withdrawn(self) -> Mapping[str, Event]:
        """The tombstone of every document that is withdrawn."""
        return {key: event for key, event in self.pinned.items() if event.event == "withdrawn"}

    @cached_property
    def first(self) -> Mapping[str, tuple[int, Event]]:
        """The first event of every document, and the number of its append, from 0."""
        found: dict[str, tuple[int, Event]] = {}
        for index, event in enumerate(self.events):
            found.setdefault(event.document_id, (bisect_right(self.ends, index), event))
        return found


def withdrawal(ledger: Ledger, document_id: str, *, version: str, reason: str) -> Event:
    """Return the tombstone of a released document, to be appended.

    Raises:
        SplitError: the document was never released, or is withdrawn already.

    """
    if (gone := ledger.withdrawn.get(document_id)) is not None:
        problem = f'It was withdrawn in version {gone.version} ("{gone.reason}").'
        raise SplitError(where=document_id, problem=problem, remedy="To take that back: withdraw ID --undo.")
    if (event := ledger.frozen.get(document_id)) is None:
        raise SplitError(
            where=document_id,
            problem="It was never released.",
            remedy=f"{nearest(document_id, ledger.frozen)}Name an id that splits/ledger.tsv holds; "
            "what was never released goes by taking its file out of the raw folder.",
        )
    return replace(event, event="withdrawn", version=version, reason=reason)


def readmission(ledger: Ledger, document_id: str, *, version: str, reason: str) -> Event:
    """Return the event that assigns a withdrawn document again, to the split it was in, to be appended.

    Raises:
        SplitError: the document is not withdrawn.

    """
    if (gone := ledger.withdrawn.get(document_id)) is None:
        problem = "It is not withdrawn." if document_id in ledger.frozen else "It was never released."
        remedy = f"{nearest(document_id, ledger.withdrawn)}Name an id that was withdrawn."
        raise SplitError(where=document_id, problem=problem, remedy=remedy)
    return replace(gone, event="assigned", version=version, reason=reason)


class History:
    """What has been said of each document so far, and whether the next event may follow it."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        """Start from events that are known to be consistent."""
        self._last: dict[str, tuple[Event, str]] = {}
        for event in events:
            self.add(event, "the ledger")

    def add(self, event: Event, place: str) -> None:
        """Take note of an event; ``place`` is how a message will call it."""
        self._last[event.document_id] = (event, place)

    def objection(self, event: Event) -> str:
        """Say why ``event`` cannot come next; empty where it can."""
        name = f'"{event.document_id}"'
        if event.document_id not in self._last:
            return "" if event.event == "assigned" else f"{name} is withdrawn before it is assigned."
        last, place = self._last[event.document_id]
        if event.split != last.split:
            return f"{name} is in {event.split} here and in {last.split} by {place}."
        if event.event != last.event:
            return ""
        if event.event == "withdrawn":
            return f"{name} is withdrawn twice, first by {place}."
        if event.region_sha256 == last.region_sha256:
            return f"{name} is assigned twice, first by {place}."
        return ""
