"""The verb ``build``: raw files to a whole release."""

from __future__ import annotations

from bdci_corpus.building.build import build
from bdci_corpus.building.result import BuildResult

__all__ = ["BuildResult", "build"]
