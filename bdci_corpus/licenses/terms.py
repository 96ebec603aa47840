"""What a license comes down to: eight restrictions in order, and the terms of one document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

UNKNOWN = "LicenseRef-Unknown"
"""The license of what nobody declared."""

STRICTNESS = (
    "open",
    "attribution",
    "share-alike",
    "non-commercial",
    "no-derivatives",
    "competition-only",
    "all-rights-reserved",
    "unknown",
)
"""From the most to the least permissive; what is unknown may turn out to be anything, so it comes last."""

REDISTRIBUTABLE = frozenset({"open", "attribution", "share-alike", "non-commercial"})
"""Restrictions under which a cleaned copy may be passed on."""

BLOCKS_PUBLIC = frozenset({"competition-only", "all-rights-reserved", "unknown"})
"""A release with such a row goes to a private or gated repository only."""


def strictest(restrictions: Iterable[str]) -> str:
    """Return the least permissive of some restrictions; of none, ``open``."""
    return max(restrictions, key=STRICTNESS.index, default="open")


def may_redistribute(restriction: str, *, altered: bool) -> bool:
    """Return whether a copy may be passed on; no-derivatives allows it while the text is as it was."""
    return restriction in REDISTRIBUTABLE or (restriction == "no-derivatives" and not altered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Under what terms a document stands, and how we know: detected, declared or assumed."""

    license: str = UNKNOWN
    restriction: str = "unknown"
    evidence: str = "assumed"
    rights_holder: str | None = None
    attribution: str | None = None
    synthetic: str = "unknown"
