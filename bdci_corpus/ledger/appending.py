"""Add lines to the ledger: at once, durably, and one process at a time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bdci_corpus.errors import SplitError, working_in
from bdci_corpus.ledger.events import Event, History, Ledger
from bdci_corpus.ledger.text import HEADER, columns_of, read_sealed, sealed

LOCK_SECONDS = 60.0
"""How long to wait for another build; an append takes a fraction of a second."""


def append_events(
    path: Path, events: Iterable[Event], *, after: Ledger | None = None, patience: float = LOCK_SECONDS
) -> Ledger:
    """Append ``events`` as one sealed batch, and return the whole ledger.

    Readers see the file before or after, never between: it is written beside itself, synced and
    renamed, with the old bytes unchanged in front. Events that are their document's last already
    are left out, so that repeating an append changes nothing.

    Args:
        path: the ledger; it and its folder are made where missing.
        events: what to add, in any order; each document at most once.
        after: the ledger these events were computed from. If given, an append by anybody else in
            the meantime is an error, because nobody has compared its documents with these.
        patience: how many seconds to wait for another who writes.

    Raises:
        SplitError: the ledger is damaged, has grown since ``after``, contradicts the events, or is
            locked for longer than that.

    """
    path = Path(os.path.realpath(path))
    with held(path, patience):
        return _append(path, events, after)


@contextmanager
def held(path: Path, patience: float = LOCK_SECONDS) -> Iterator[None]:
    """Keep other processes from writing this file meanwhile.

    Raises:
        SplitError: another does so for longer than ``patience`` seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        problem = f"Another build has held it for {patience:.0f} seconds."
        raise SplitError(path.as_posix(), problem, "Let it end, then build again.") from None
    try:
        yield
    finally:
        lock.release()


def _append(path: Path, events: Iterable[Event], after: Ledger | None) -> Ledger:
    """Check against what is there now, and write; the caller holds the lock."""
    before, digest = read_sealed(path)
    if after is not None and after.events != before.events:
        problem = f"The ledger has {len(before.events)} events, but had {len(after.events)} when this build began."
        remedy = "Build again, so that its new documents are compared with yours."
        raise SplitError(path.as_posix(), problem, remedy)
    new = _checked(path, before, events)
    if not new:
        return before
    above = path.read_bytes() if path.exists() else HEADER
    replace_durably(path, above + sealed(new, digest))
    return Ledger(events=(*before.events, *new), ends=(*before.ends, len(before.events) + len(new)))


def _checked(path: Path, before: Ledger, events: Iterable[Event]) -> list[Event]:
    """Return the events that are new, sorted, after making sure that they may follow."""
    new = {event for event in events if before.pinned.get(event.document_id) != event}
    ordered = sorted(new, key=columns_of)
    history = History(before.events)
    for event in ordered:
        objection = history.objection(event)
        if objection:
            remedy = "Build again from the ledger as it is now."
            where = f"{path.as_posix()} > {event.document_id}"
            raise SplitError(where, objection, remedy)
        history.add(event, "the same append")
    return ordered


def replace_durably(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` at once, so that it survives a power cut. Not for two at a time."""
    beside = path.with_name(f".{path.name}.new")
    try:
        with working_in(path), beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:  # of a disk that is full, what was written takes room
        beside.unlink(missing_ok=True)
        raise
    if path.exists():
        shutil.copymode(path, beside)
    beside.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
