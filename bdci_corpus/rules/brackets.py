"""Short stretches in brackets: what a page in pinyin says thousands of times is looked at once."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.licenses import is_passed_over
from bdci_corpus.rules import reading_kernels
from bdci_corpus.rules.context import HAN
from bdci_corpus.rules.flags import OPENS_READING
from bdci_corpus.rules.readings import LETTERS, is_reading, readings_of
from bdci_corpus.rules.scan import Places, scan_of

READING, MISREAD, PARTS, ASCII = 1, 2, 4, 8
"""Is a reading of the character before it; is a syllable with a tone, and none of its readings; parts
the words of a notice; has no character beyond ASCII."""

_HAN = re.compile(f"[{HAN}]")
_READING = re.compile(
    f"\\([{LETTERS}]{{1,9}}\\)|（[{LETTERS}]{{1,9}}）|\\[[读讀][:：][{LETTERS}]{{1,9}}\\]",
    re.IGNORECASE,
)
_SYLLABLE = re.compile(f"\\([{LETTERS}]{{1,7}}\\)")


class Brackets:
    """The stretches of a text in ``()``, ``（）`` or ``[]`` that are as short as readings are.

    ``starts`` and ``ends`` are their spans, in code points; ``kinds`` what each is.
    """

    def __init__(self, text: str) -> None:
        """Find them; of those alike, behind one character, one is looked at."""
        scan = scan_of(text)
        places = scan.places(OPENS_READING)
        found = np.empty((len(places), 3), np.int64)
        slots = np.full(1 << (2 * len(places)).bit_length(), -1, np.int64)
        self.starts: Places
        self.ends: Places
        self.starts, self.ends, like = found[: scan.run(reading_kernels.alike, scan.codes, places, slots, found)].T
        kinds = np.zeros(len(like), np.uint8)
        firsts = np.flatnonzero(like == np.arange(len(like)))
        spans = zip(self.starts[firsts].tolist(), self.ends[firsts].tolist(), strict=True)
        kinds[firsts] = [_kind(text[max(start - 1, 0) : start], text[start:end]) for start, end in spans]
        self.kinds: NDArray[np.uint8] = kinds[like]


@lru_cache(maxsize=1 << 16)
def _kind(char: str, stretch: str) -> int:
    """Return what a stretch is behind a character, or at a text's start."""
    kind = (PARTS if is_passed_over(stretch) else 0) | (ASCII if stretch.isascii() else 0)
    if not _HAN.match(char):
        return kind
    if _READING.fullmatch(stretch) and is_reading(char, stretch.strip("()（）[]读讀:：")):
        return kind | READING
    misread = not stretch.isascii() and _SYLLABLE.fullmatch(stretch) and readings_of(char) is not None
    return kind | (MISREAD if misread else 0)


@lru_cache(maxsize=2)
def brackets_in(text: str) -> Brackets:
    """Return the short brackets of a text; the last ones are kept, since several rules look at one text."""
    return Brackets(text)
