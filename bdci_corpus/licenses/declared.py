"""Find the license notices that a corpus declares, however they are spaced and wrapped."""

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
