"""Recognize documents that the ledger knows under another name, by their bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bdci_corpus.ledger import Ledger
from bdci_corpus.splitting.graph import Link
from bdci_corpus.splitting.quarantine import Quarantined


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveDocument:
    """A live document: its id, the stratum it is counted in, and the hash of its raw bytes.

    ``date`` is what a split in time goes by (ISO 8601, as exact as it is known), and ``taken`` the split
    that it has already by a column of the corpus.
    """

    id: str
    stratum: str
    region_sha256: str
    date: str | None = None
    taken: str | None = None


def renames(candidates: Iterable[LiveDocument], ledger: Ledger) -> dict[str, str]:
    """Recognize renamed files by their bytes: return the published id of each new id.

    A published document is gone when no candidate has its id. New ids get the gone ones that ever
    had their SHA-256, the latest first, both in order; where those are of several splits, which one
    is meant cannot be told, and none is taken.
    """
    ordered = sorted(candidates, key=lambda candidate: candidate.id)
    present = {candidate.id for candidate in ordered}
    gone: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for event in reversed(ledger.events):
        if event.document_id in ledger.frozen and event.document_id not in present:
            gone[event.region_sha256].setdefault(event.document_id, event.split)
    arrived: defaultdict[str, list[str]] = defaultdict(list)
    for candidate in ordered:
        if candidate.id not in ledger.pinned:
            arrived[candidate.region_sha256].append(candidate.id)
    found: dict[str, str] = {}
    for digest, names in arrived.items():
        if len(set(gone[digest].values())) == 1:
            found.update(zip(names, gone[digest], strict=False))
    return found


def resurfaced(newcomers: Mapping[str, str], ledger: Ledger) -> tuple[Quarantined, ...]:
    """Return the newcomers (id to SHA-256) whose bytes are those of a withdrawn document.

    Renaming a file does not undo a withdrawal; which one it was is for the ledger to say, not for a
    release. Bytes that a document still published has as well
    are not held back.
    """
    gone = {event.region_sha256: event for event in ledger.withdrawn.values()}
    kept = {event.region_sha256 for event in ledger.frozen.values()}
    return tuple(
        Quarantined(
            id=name,
            reason=f"Has the bytes of a document withdrawn in version {event.version} (see splits/ledger.tsv).",
            groups=(),
            splits=(event.split,),
            pairs=(),
        )
        for name, digest in sorted(newcomers.items())
        if digest not in kept and (event := gone.get(digest)) is not None
    )


def same_bytes(live: Mapping[str, LiveDocument], ledger: Ledger) -> list[Link]:
    """Return a link from each live document to those that were published with its bytes and have others now.

    Two files that swapped names are told by it without any sketch.
    """
    published: defaultdict[str, set[str]] = defaultdict(set)
    for event in ledger.events:
        document = live.get(event.document_id)
        if document is None or document.region_sha256 != event.region_sha256:
            published[event.region_sha256].add(event.document_id)
    return [
        Link(a=name, b=other, reason="remembered")
        for name, candidate in live.items()
        for other in sorted(published.get(candidate.region_sha256, ()))
        if other != name
    ]
