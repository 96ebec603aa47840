"""Short stretches in brackets: what a page in pinyin says thousands of times is looked at once."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.alphabet import HAN_CLASS
from bdci_corpus.text.flags import OPENS_READING
from bdci_corpus.text.latest import Latest
from bdci_corpus.text.readings import pinyin_dictionary
from bdci_corpus.text.scan import Places, scan_of

LONGEST = 13
"""The longest stretch between brackets, in characters."""

_NEW_LINE = ord("\n")

_ROUND, _WIDE, _SQUARE = (tuple(map(ord, pair)) for pair in ("()", "（）", "[]"))

_FACTOR, _LOW = 0x01000193, 0xFFFFFFFF
"""The prime of FNV-1a, and the bits that it keeps."""

Codes = NDArray[np.uint32]

Rows = NDArray[np.int64]


def alike(codes: Codes, places: Rows, slots: Rows, found: Rows) -> int:
    """Write start, end and the number of the first alike of each short stretch in brackets; count them.

    Two are alike that say the same behind the same character. ``places`` are opening brackets;
    ``slots`` are -1, and a power of two, twice as many at least.
    """
    count = 0
    for place in places:
        end = _end(codes, place)
        if end == 0:
            continue
        slot = _mixed(codes, place, end) & (len(slots) - 1)
        while slots[slot] >= 0 and not _same(codes, found[slots[slot], 0], found[slots[slot], 1], place, end):
            slot = (slot + 1) & (len(slots) - 1)
        if slots[slot] < 0:
            slots[slot] = count
        found[count, 0], found[count, 1], found[count, 2] = place, end, slots[slot]
        count += 1
    return count


def _end(codes: Codes, place: int) -> int:
    """Return the end of the stretch whose bracket opens here, or 0 if it is none."""
    opened = codes[place]
    closing = _ROUND[1] if opened == _ROUND[0] else _WIDE[1] if opened == _WIDE[0] else _SQUARE[1]
    for at in range(place + 1, min(place + LONGEST + 2, len(codes))):
        if codes[at] == closing:
            return at + 1
        if codes[at] == _NEW_LINE:
            return 0
    return 0


def _mixed(codes: Codes, place: int, end: int) -> np.int64:
    mixed = np.int64(0)
    for at in range(max(place - 1, 0), end):
        mixed = (mixed ^ np.int64(codes[at])) * _FACTOR & _LOW
    return mixed ^ mixed >> 15


def _same(codes: Codes, start: int, end: int, place: int, close: int) -> bool:
    """Return whether two stretches, and the characters before them, are the same."""
    if end - start != close - place or (start == 0) != (place == 0):
        return False
    before = 1 if place else 0
    return np.array_equal(codes[start - before : end], codes[place - before : close])


LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêếềɑɡ\u0300-\u030c"

_LETTERFORMS = str.maketrans("ɑɡ", "ag")

_TONE_MARKS = "\u0300\u0301\u0304\u030c"


@lru_cache(maxsize=1 << 16)
def is_reading(char: str, syllable: str) -> bool:
    """Return whether a syllable, with tone marks or without, is a known reading of a character."""
    if not char:
        return False
    syllable = unicodedata.normalize("NFC", syllable.translate(_LETTERFORMS).lower())
    toned, plain = readings_of(char) or (frozenset(), frozenset())
    return syllable in plain or syllable in toned


@cache
def readings_of(char: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return a character's readings with tone marks, and without; None if the dictionary lacks it."""
    readings = pinyin_dictionary().get(ord(char))
    if readings is None:
        return None
    toned = frozenset(unicodedata.normalize("NFC", reading) for reading in readings.split(","))
    return toned, frozenset(map(_without_tone, toned))


def _without_tone(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONE_MARKS))


TONED_READING = r"\([A-Za-z]{0,6}[À-ʯ][A-Za-z]{0,6}\)"
"""A reading in pinyin with a tone, in brackets, as a pattern."""

_IS_TONED_READING = re.compile(TONED_READING)


READING, MISREAD, PARTS, ASCII = 1, 2, 4, 8
"""Is a reading of the character before it; is a syllable with a tone, and none of its readings; parts
the words of a notice; has no character beyond ASCII."""

_HAN = re.compile(f"[{HAN_CLASS}]")

_READING = re.compile(
    f"\\([{LETTERS}]{{1,9}}\\)|（[{LETTERS}]{{1,9}}）|\\[[读讀][:：][{LETTERS}]{{1,9}}\\]",
    re.IGNORECASE,
)

_SYLLABLE = re.compile(f"\\([{LETTERS}]{{1,7}}\\)")


class Brackets:
    """The stretches of a text in ``()``, ``（）`` or ``[]`` that are as short as readings are.

    ``starts`` and ``ends`` are their spans, in code points; ``kinds`` what each is, and ``like``
    the number of the first that says the same behind the same character.
    """

    def __init__(self, text: str) -> None:
        """Find them; of those alike, behind one character, one is looked at."""
        scan = scan_of(text)
        places = scan.places(OPENS_READING)
        found = np.empty((len(places), 3), np.int64)
        slots = np.full(1 << (2 * len(places)).bit_length(), -1, np.int64)
        self.starts: Places
        self.ends: Places
        self.starts, self.ends, like = found[: scan.run(alike, scan.codes, places, slots, found)].T
        kinds = np.zeros(len(like), np.uint8)
        firsts = np.flatnonzero(like == np.arange(len(like)))
        spans = zip(self.starts[firsts].tolist(), self.ends[firsts].tolist(), strict=True)
        kinds[firsts] = [_kind(text[max(start - 1, 0) : start], text[start:end]) for start, end in spans]
        self.like: Places = like
        self.kinds: NDArray[np.uint8] = kinds[like]


@lru_cache(maxsize=1 << 16)
def _kind(char: str, stretch: str) -> int:
    """Return what a stretch is behind a character, or at a text's start."""
    kind = (PARTS if _IS_TONED_READING.fullmatch(stretch) else 0) | (ASCII if stretch.isascii() else 0)
    if not _HAN.match(char):
        return kind
    if _READING.fullmatch(stretch) and is_reading(char, stretch.strip("()（）[]读讀:：")):
        return kind | READING
    misread = not stretch.isascii() and _SYLLABLE.fullmatch(stretch) and readings_of(char) is not None
    return kind | (MISREAD if misread else 0)


brackets_in = Latest(Brackets)
"""Return the short brackets of a text."""
