"""The verb ``withdraw``: tombstones in the ledger, and their taking back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bdci_corpus.errors import ProjectError
from bdci_corpus.ledger import Event, append_events, read_ledger, readmission, withdrawal
from bdci_corpus.project.files import open_project


def withdraw_document(folder: str | Path, document_id: str, reason: str) -> Event:
    """Append the withdrawal of a released document to a project's ledger, and return it.

    The next release has the document in no table; it stays pinned to its split, so that a
    near-copy cannot slip into another.

    Raises:
        ProjectError: the folder is no corpus project, or the reason is empty.
        SplitError: the document was never released, or is withdrawn already.
    """
    return change_documents(folder, [document_id], reason)[0]


def change_documents(
    folder: str | Path, document_ids: Sequence[str], reason: str, *, readmit: bool = False
) -> list[Event]:
    """Append the withdrawals of released documents, or take withdrawals back; all of them or none.

    A document that is taken back is in the next release again, in the split where it was, if its raw file is there.

    Raises:
        ProjectError: the folder is no corpus project, or the reason is empty.
        SplitError: a document was never released, is withdrawn already, or is not withdrawn.
    """
    project = open_project(Path(folder))
    if not project.declared:
        raise ProjectError(str(folder), "Only a corpus project has a ledger.", "Name the project's folder.")
    if not reason.strip():
        raise ProjectError(where="reason", problem="No reason is given, and the ledger keeps it.", remedy="Say why.")
    path = project.root / "splits" / "ledger.tsv"
    ledger = read_ledger(path)
    event_of = readmission if readmit else withdrawal
    version = project.config.corpus.version
    events = [event_of(ledger, name, version=version, reason=reason) for name in dict.fromkeys(document_ids)]
    append_events(path, events, after=ledger)
    return events
