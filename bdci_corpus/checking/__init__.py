"""The verb ``check``: does a release say the truth about itself, and do its splits leak?

    files ── rows ── provenance ── leakage ── probe

A check reads nothing but the release. It has no leniency flags, collects every problem before it
stops, and says of each where it is and what to do. What is worth knowing and no fault is a finding.
See docs/explanation/check.md.
"""

from __future__ import annotations

from bdci_corpus.checking.check import check
from bdci_corpus.checking.release import Manifest

__all__ = ["Manifest", "check"]
