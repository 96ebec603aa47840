"""The verb ``withdraw``: a tombstone in the ledger."""

from __future__ import annotations

from pathlib import Path

from bdci_corpus.errors import ProjectError
from bdci_corpus.ledger import Event, append_events, read_ledger, withdrawal
from bdci_corpus.project.files import open_project


def withdraw_document(folder: str | Path, document_id: str, reason: str) -> Event:
    """Append the withdrawal of a released document to a project's ledger, and return it.

    The next release has the document in no table; it stays pinned to its split, so that a
    near-copy cannot slip into another.

    Raises:
        ProjectError: the folder is no corpus project, or the reason is empty.
        SplitError: the document was never released, or is withdrawn already.
    """
    project = open_project(Path(folder))
    if not project.declared:
        raise ProjectError(str(folder), "Only a corpus project has a ledger.", "Name the project's folder.")
    if not reason.strip():
        problem = "No reason is given, and a withdrawal cannot be undone."
        raise ProjectError(where="reason", problem=problem, remedy="Say why.")
    path = project.root / "splits" / "ledger.tsv"
    ledger = read_ledger(path)
    event = withdrawal(ledger, document_id, version=project.config.corpus.version, reason=reason)
    append_events(path, [event], after=ledger)
    return event
