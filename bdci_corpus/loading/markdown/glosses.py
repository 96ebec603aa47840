"""Tell a reading (pinyin, bopomofo, kana) from a gloss in other words."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS, pinyin_dictionary

_SOUNDS = lazily(r"[\u3040-\u30ff\u31a0-\u31bf\u3100-\u312fーˊˇˋ˙・\s]+")

_LETTERS = lazily(r"[a-zü]+")

_TONES = frozenset("\u0300\u0301\u0304\u030c")

_HAN = lazily(f"[{HAN_CLASS}]")

_LONGEST = 64
"""The longest reading that is taken for a gloss, in characters."""


def is_reading(gloss: str, base: str) -> bool:
    """Return whether a gloss says how its base is read: in kana or bopomofo, or in pinyin of its characters."""
    if _SOUNDS.fullmatch(gloss):
        return True
    han = _HAN.findall(base)
    if not han or len(gloss) > _LONGEST:
        return False
    letters = "".join(c for c in _toneless(gloss) if not c.isspace() and c not in "'’-·1234")
    return bool(_LETTERS.fullmatch(letters)) and letters in _spelled(tuple(han[:_LONGEST]), letters)


def _spelled(han: tuple[str, ...], letters: str) -> frozenset[str]:
    """Return the spelling if the characters can be read so: the beginnings that match, character by character."""
    reached = {0}
    for character in han:
        reached = {
            at + len(syllable)
            for at in reached
            for syllable in _syllables(character)
            if letters.startswith(syllable, at)
        }
    return frozenset({letters} if len(letters) in reached else ())


@lru_cache(maxsize=4096)
def _syllables(character: str) -> frozenset[str]:
    """Return how a character may be read, without tones."""
    readings = pinyin_dictionary().get(ord(character), "").split(",")
    return frozenset(_toneless(reading) for reading in readings if reading)


def _toneless(reading: str) -> str:
    """Return pinyin in lower case without its tones; the dots of ü stay."""
    plain = unicodedata.normalize("NFD", reading.lower().replace("v", "ü"))
    return unicodedata.normalize("NFC", "".join(c for c in plain if c not in _TONES))
