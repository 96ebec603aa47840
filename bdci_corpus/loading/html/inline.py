"""What inline markup comes down to in plain text: raised numbers, and readings above words."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile("[+-]?[0-9]{1,4}")

_SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")

_SUBSCRIPTS = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")

_PINYIN = re.compile(r"(?:[\s'·-]*(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aoeiuvɑ]{1,3}(?:n[gɡ]?|r)?[1-5]?)*+\s*")

_KANA_OR_BOPOMOFO = re.compile(r"[\s\u3040-\u30ff\u3100-\u312fˊˇˋ˙·]*")


def raised(name: str, text: str) -> str | None:
    """Return a number in ``sup`` or ``sub`` as Unicode writes it; None where it is no short number."""
    if not _NUMBER.fullmatch(text):
        return None
    return text.translate(_SUPERSCRIPTS if name == "sup" else _SUBSCRIPTS)


def is_reading(text: str) -> bool:
    """Return whether what stands above a word is its sound, and no gloss: pinyin, kana or bopomofo."""
    letters = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return bool(_PINYIN.fullmatch(letters.lower()) or _KANA_OR_BOPOMOFO.fullmatch(text))
