"""Licenses and notices: what a document's terms are, how we know, and what they come to together."""

from bdci_corpus.licenses.aigc import labeled_synthetic
from bdci_corpus.licenses.candidates import Candidate, find_candidates, is_passed_over
from bdci_corpus.licenses.declared import FoundNotice, find_notices, occurrences
from bdci_corpus.licenses.family import Family
from bdci_corpus.licenses.rolling import Finding, Licensed, roll_up
from bdci_corpus.licenses.shipped import shipped_ids, shipped_text
from bdci_corpus.licenses.spans import notice_span
from bdci_corpus.licenses.spdx import REF, expression_of, license_ids, license_problem, restriction_of
from bdci_corpus.licenses.terms import (
    BLOCKS_PUBLIC,
    REDISTRIBUTABLE,
    STRICTNESS,
    UNKNOWN,
    Terms,
    may_redistribute,
    strictest,
)
from bdci_corpus.licenses.vocabulary import FAMILIES

__all__ = [
    "BLOCKS_PUBLIC",
    "FAMILIES",
    "REDISTRIBUTABLE",
    "REF",
    "STRICTNESS",
    "UNKNOWN",
    "Candidate",
    "Family",
    "Finding",
    "FoundNotice",
    "Licensed",
    "Terms",
    "expression_of",
    "find_candidates",
    "find_notices",
    "is_passed_over",
    "labeled_synthetic",
    "license_ids",
    "license_problem",
    "may_redistribute",
    "notice_span",
    "occurrences",
    "restriction_of",
    "roll_up",
    "shipped_ids",
    "shipped_text",
    "strictest",
]
