"""What an audit cannot look at."""

from __future__ import annotations

from bdci_corpus.errors import CorpusError


class AuditError(CorpusError):
    """What was given cannot be audited: there is no such file, no text in it, or no split of that name."""
