"""Find the license notices that a corpus declares, however they are spaced and wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bdci_corpus.licenses.spans import notice_span

_BLANKS = re.compile(r"\s+")
MAX_GAP = 8
"""How many blanks and readings may stand between two characters of a notice."""

_GAP = rf"(?:\s|\([A-Za-z]{{0,6}}[À-ʯ][A-Za-z]{{0,6}}\)){{0,{MAX_GAP}}}"


@dataclass(frozen=True, slots=True)
class FoundNotice:
    """A declared notice in a text: which, and the span of its sentences."""

    id: str
    start: int
    end: int


def find_notices(text: str, declared: Sequence[tuple[str, str]]) -> list[FoundNotice]:
    """Find declared notices, given as ``(id, match)``; blanks and line breaks do not matter.

    Returns spans as ``notice_span`` gives them, sorted; those of two notices may be the same.
    """
    found = {
        FoundNotice(name, *notice_span(text, start, end))
        for name, match in declared
        for start, end in occurrences(text, match)
    }
    return sorted(found, key=lambda notice: (notice.start, notice.end, notice.id))


def occurrences(text: str, match: str) -> Iterator[tuple[int, int]]:
    """Yield where ``match`` stands in a text, whatever blanks are in either, and readings in the text."""
    characters = _BLANKS.sub("", match)
    if characters[:1] not in text:
        return
    pattern = _GAP.join(map(re.escape, characters))
    for hit in re.finditer(pattern, text):
        yield hit.span()
