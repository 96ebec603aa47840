"""One raw file to its documents: loader, rules, notices, script."""

from __future__ import annotations

from bdci_corpus.documents.normalize import normalize
from bdci_corpus.documents.prepare import FileFacts, Prepared
from bdci_corpus.documents.read import PART, read_file
from bdci_corpus.documents.settings import Settings, settings_for

__all__ = ["PART", "FileFacts", "Prepared", "Settings", "normalize", "read_file", "settings_for"]
