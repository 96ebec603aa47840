"""Two texts side by side: what differs between them once script, width and punctuation are folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from bdci_corpus.text import match_key

SHOWN = 3_000
"""How many characters of each text are compared and shown."""

CLOSELY = 300
"""Up to how many characters of a stretch are compared one by one."""

_SENTENCE = re.compile("[^。！？!?；;\n]*[。！？!?；;\n]+|[^。！？!?；;\n]+")


class DiffSpan(NamedTuple):
    """A stretch of one text, and whether the other has something else there."""

    text: str
    differs: bool


def marked_pieces(one: str, other: str) -> tuple[list[DiffSpan], list[DiffSpan]]:
    """Return both texts in pieces, sentence by sentence and then character by character; cut after ``SHOWN``."""
    sentences = [_SENTENCE.findall(text[:SHOWN]) for text in (one, other)]
    sides: tuple[list[DiffSpan], list[DiffSpan]] = ([], [])
    for same, left, right in _blocks(*sentences):
        stretches = ["".join(left), "".join(right)]
        if same or max(map(len, stretches)) > CLOSELY:
            for side, stretch in zip(sides, stretches, strict=True):
                side.append(DiffSpan(stretch, not same))
            continue
        for equal, first, second in _blocks(*stretches):
            sides[0].append(DiffSpan("".join(first), not equal))
            sides[1].append(DiffSpan("".join(second), not equal))
    return _merged(sides[0]), _merged(sides[1])


def _blocks(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Yield stretches of two sequences that are alike in the match key, or not."""
    left, right = ([match_key(item) for item in items] for items in (one, other))
    for name, first, last, start, end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield name == "equal", one[first:last], other[start:end]


def _merged(pieces: Sequence[DiffSpan]) -> list[DiffSpan]:
    """Join neighbors of a kind; what has no key, such as a comma, differs from nothing."""
    merged: list[DiffSpan] = []
    for text, differs in pieces:
        significant = differs and bool(match_key(text))
        if merged and merged[-1].differs == significant:
            merged[-1] = DiffSpan(merged[-1].text + text, significant)
        elif text:
            merged.append(DiffSpan(text, significant))
    return merged
