"""License notices: find the ones a corpus declares in a text, and keep them verbatim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BLANKS = re.compile(r"\s+")
MAX_GAP = 8
"""How many blanks may stand between two characters of a notice that was wrapped or spaced."""


@dataclass(frozen=True, slots=True)
class FoundNotice:
    """A declared notice in a text: which, and the span of the paragraph that holds it."""

    id: str
    start: int
    end: int


def find_notices(text: str, declared: Sequence[tuple[str, str]]) -> list[FoundNotice]:
    """Find declared notices, given as ``(id, match)``; blanks and line breaks do not matter.

    Returns the spans of whole paragraphs, sorted.
    """
    found = []
    for name, match in declared:
        characters = _BLANKS.sub("", match)
        pattern = rf"\s{{0,{MAX_GAP}}}".join(map(re.escape, characters))
        for hit in re.finditer(pattern, text):
            start = text.rfind("\n", 0, hit.start()) + 1
            end = _paragraph_end(text, hit.end())
            found.append(FoundNotice(name, start, end))
    return sorted(found, key=lambda notice: notice.start)


def _paragraph_end(text: str, position: int) -> int:
    end = text.find("\n\n", position)
    return len(text) if end < 0 else end


UNKNOWN = "LicenseRef-Unknown"

REDISTRIBUTABLE = frozenset({"open", "attribution", "share-alike", "non-commercial"})
"""Restrictions under which a cleaned copy may be passed on. Cleaning derives, so no-derivatives is not one."""

STRICTNESS = (
    "open",
    "attribution",
    "share-alike",
    "non-commercial",
    "no-derivatives",
    "unknown",
    "competition-only",
    "all-rights-reserved",
)
"""From the most to the least permissive."""

BLOCKS_PUBLIC = frozenset({"unknown", "competition-only", "all-rights-reserved"})
"""A release with such a row goes to a private or gated repository only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Under what terms a document stands, and how we know."""

    license: str = UNKNOWN
    restriction: str = "unknown"
    evidence: str = "assumed"
    rights_holder: str | None = None
    attribution: str | None = None
    synthetic: str = "unknown"

    @property
    def redistributable(self) -> bool:
        """Whether a cleaned copy may be passed on."""
        return self.restriction in REDISTRIBUTABLE
