"""Pinyin readings that a site put behind characters: ``漢(hàn)``, ``關(guan) ``, ``什[读:shén]``.

Within a page a character is always annotated or never, so a page has a table: the characters it
annotates. Sites differ in their tables and in how they write a reading.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Set as AbstractSet
from typing import Literal

import pypinyin
from pypinyin.constants import PINYIN_DICT

from noise.clean import traditional
from noise.truth import Noisy, Tape

Style = Literal["half", "full", "decomposed", "letters", "toneless", "labelled"]
STYLES: tuple[Style, ...] = ("half", "full", "decomposed", "letters", "toneless", "labelled")

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
_PHONETIC = str.maketrans("ag", "ɑɡ")


def annotate(
    text: str,
    rng: random.Random,
    *,
    style: Style | None = None,
    table: AbstractSet[str] | None = None,
) -> Noisy:
    """Put a reading behind every character of the table.

    Args:
        text: clean text, Simplified or Traditional.
        rng: where chance comes from.
        style: ``half`` and ``full`` are the width of the brackets; ``decomposed`` writes accents as
            combining marks, ``letters`` writes ɑ and ɡ, ``toneless`` has no tone and a blank behind
            the bracket, ``labelled`` is ``[读:shén]``. Drawn once for the text if not given.
        table: the characters annotated; a random quarter of those met if not given.

    Returns:
        The annotated text; kinds are ``pinyin:`` and the style.
    """
    style = rng.choice(STYLES) if style is None else style
    table = drawn(text, rng, share=0.25) if table is None else table
    label = "读" if traditional(text) != text else "讀"
    tape = Tape()
    for character, reading in zip(text, readings(text), strict=True):
        tape.keep(character)
        if character in table and reading in known_readings(character):
            tape.put(_written(reading, style, label), "", f"pinyin:{style}")
    return tape.noisy()


def drawn(text: str, rng: random.Random, *, share: float) -> frozenset[str]:
    """Return a site's table drawn by lot: about ``share`` of the different characters of a text."""
    met = sorted(character for character in set(text) if known_readings(character))
    return frozenset(rng.sample(met, round(share * len(met))))


def traditional_only(text: str) -> frozenset[str]:
    """Return the table of a site that annotates what GB 2312 lacks: Traditional characters."""
    return frozenset(character for character in set(text) if known_readings(character) and not _in_gb2312(character))


def known_readings(character: str) -> frozenset[str]:
    """Return all readings of a character, with tone marks; none for what is no Han character."""
    return frozenset(filter(None, PINYIN_DICT.get(ord(character), "").split(",")))


def readings(text: str) -> list[str]:
    """Return the reading of each character in its context, empty for what has none."""
    found = pypinyin.lazy_pinyin(text, style=pypinyin.Style.TONE, errors=lambda run: [""] * len(run))
    if len(found) != len(text):
        message = f"{len(found)} readings for {len(text)} characters"
        raise ValueError(message)
    return found


def _written(reading: str, style: Style, label: str) -> str:
    """Return the reading as a page writes it."""
    match style:
        case "half":
            return f"({reading})"
        case "full":
            return f"（{reading}）"
        case "decomposed":
            return f"({unicodedata.normalize('NFD', reading)})"
        case "letters":
            letters = unicodedata.normalize("NFD", reading).translate(_PHONETIC)
            return f"({unicodedata.normalize('NFC', letters)})"
        case "toneless":
            plain = unicodedata.normalize("NFD", reading).translate(_TONES)
            return f"({unicodedata.normalize('NFC', plain)}) "
        case "labelled":
            return f"[{label}:{reading}]"


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
