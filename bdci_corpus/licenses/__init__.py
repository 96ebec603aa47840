"""Licenses and notices: what a document's terms are, how we know, and what they come to together."""

from bdci_corpus.licenses.declared import FoundNotice, find_notices
from bdci_corpus.licenses.rolling import Finding, Licensed, roll_up
from bdci_corpus.licenses.terms import (
    BLOCKS_PUBLIC,
    REDISTRIBUTABLE,
    STRICTNESS,
    UNKNOWN,
    Terms,
    may_redistribute,
    strictest,
)

__all__ = [
    "BLOCKS_PUBLIC",
    "REDISTRIBUTABLE",
    "STRICTNESS",
    "UNKNOWN",
    "Finding",
    "FoundNotice",
    "Licensed",
    "Terms",
    "find_notices",
    "may_redistribute",
    "roll_up",
    "strictest",
]
