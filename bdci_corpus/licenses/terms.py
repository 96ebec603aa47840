"""What a license comes down to: eight restrictions in order, and the terms of one document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

_SYNTHETIC = {"1": "generated", "2": "unknown", "3": "unknown"}


def labeled_synthetic(extra: Mapping[str, object]) -> str | None:
    """Return what a document's AIGC label says: generated, or unknown; None where there is no label.

    A label that cannot be read, or says that the content may be generated, gives unknown.
    """
    labels = [_label(value) for key, value in extra.items() if "AIGC" in key.upper()]
    values = {_SYNTHETIC.get(label, "unknown") for label in labels}
    return "generated" if "generated" in values else "unknown" if values else None


def _label(value: object) -> str:
    """Return the value of ``Label``, or "" where there is none."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return ""
    if not isinstance(value, Mapping):
        return ""
    folded = {str(key).casefold(): inner for key, inner in value.items()}
    if "label" not in folded and isinstance(folded.get("aigc"), Mapping):
        return _label(folded["aigc"])
    label = folded.get("label")
    return str(label).strip() if isinstance(label, str | int) else ""


UNKNOWN = "LicenseRef-Unknown"
"""The license of what nobody declared."""

Restriction = Literal[
    "open",
    "attribution",
    "share-alike",
    "non-commercial",
    "no-derivatives",
    "competition-only",
    "all-rights-reserved",
    "unknown",
]
"""What a license comes down to, from the most to the least permissive; what is unknown may turn out to be anything."""

STRICTNESS: tuple[Restriction, ...] = get_args(Restriction)
"""The restrictions in that order."""

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
