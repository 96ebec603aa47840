"""Which syllables of pinyin are readings of a character, by pypinyin's dictionary."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

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
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - 40,000 entries, needed by few documents

    if ord(char) not in PINYIN_DICT:
        return None
    toned = frozenset(unicodedata.normalize("NFC", reading) for reading in PINYIN_DICT[ord(char)].split(","))
    return toned, frozenset(map(_without_tone, toned))


def _without_tone(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONE_MARKS))
