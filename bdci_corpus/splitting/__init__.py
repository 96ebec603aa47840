"""Splits that do not leak and do not move: from documents, links and the ledger to an assignment.

What is in the ledger stays where it is; who is linked to it follows, or is quarantined
(``quarantine``); the others are placed group by group so that the shares come out as asked
(``apportion``). Everything here is a pure function of its arguments, whose order does not matter.
"""

from __future__ import annotations

from bdci_corpus.splitting.apportion import Policy
from bdci_corpus.splitting.assigning import Assignment, assign, events_for
from bdci_corpus.splitting.balance import Share, shares_of
from bdci_corpus.splitting.by_groups import assign_splits
from bdci_corpus.splitting.graph import Link, LinkReason
from bdci_corpus.splitting.quarantine import LeftOut, Quarantined
from bdci_corpus.splitting.recognition import Candidate, renames

__all__ = [
    "Assignment",
    "Candidate",
    "LeftOut",
    "Link",
    "LinkReason",
    "Policy",
    "Quarantined",
    "Share",
    "assign",
    "assign_splits",
    "events_for",
    "renames",
    "shares_of",
]
