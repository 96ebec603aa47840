"""The verb ``publish``: gate, plan, carry out."""

from __future__ import annotations

from bdci_corpus.publishing.plan import Published
from bdci_corpus.publishing.publish import publish

__all__ = ["Published", "publish"]
