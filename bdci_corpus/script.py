"""Simplified and Traditional: tell which a text is written in, and convert by character with context.

Conversion is OpenCC's ``t2s`` and ``s2t``, which never change vocabulary and so keep the length,
with one correction: the particle 著 of a verb (隨著, 看著) becomes 着, which OpenCC leaves.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, Protocol

Script = Literal["keep", "zh-Hans", "zh-Hant"]

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_KANA = re.compile("[\u3041-\u30fa]")
_MIN_HAN_SHARE = 0.2
_MIN_KANA_SHARE = 0.1

_ZHU_WORDS = "作|名|述|称|者|有|书|录|文|说|于|译|录|论|迹"
_ZHU_BEFORE = "显卓土昭原专名编巨论合遗译新拙旧大共学撰自所较彰炳顯專編論遺譯舊學較"
_PARTICLE = re.compile(f"(?<=[\u3400-\u9fff])(?<![{_ZHU_BEFORE}])著(?!{_ZHU_WORDS})(?=[\u3400-\u9fff])")
"""著 after a Han character that does not make a noun of it, and before one that it does not govern."""


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter(name: str) -> _Converter:
    """Return this process's converter: it takes 9 ms to make and cannot be pickled."""
    import opencc  # noqa: PLC0415 - a native library that most commands do not need

    converter: _Converter = opencc.OpenCC(name)
    return converter


def to_simplified(text: str) -> str:
    """Convert Traditional characters to Simplified ones; the length stays."""
    converted = _converter("t2s").convert(text)
    return _PARTICLE.sub("着", converted) if "著" in converted else converted


def to_traditional(text: str) -> str:
    """Convert Simplified characters to Traditional ones; the length stays."""
    return _converter("s2t").convert(text)


def language_of(text: str) -> str:
    """Name the language as far as characters tell: zh-Hans, zh-Hant, ja, en or und (BCP 47).

    Chinese is told by which conversion changes more of the text: one that is Traditional is
    changed by ``t2s``, and hardly by ``s2t``.
    """
    han = len(_HAN.findall(text))
    letters = sum(map(str.isalpha, text))
    if not letters:
        return "und"
    if len(_KANA.findall(text)) > _MIN_KANA_SHARE * letters:
        return "ja"
    if han < _MIN_HAN_SHARE * letters:
        return "en" if text.isascii() else "und"
    traditional = _changed(text, to_simplified(text))
    simplified = _changed(text, to_traditional(text))
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _changed(before: str, after: str) -> int:
    return sum(a != b for a, b in zip(before, after, strict=True))


@cache
def common_han() -> frozenset[str]:
    """Return the 3,755 characters of GB 2312 level 1 and their Traditional forms.

    They are over 99 % of running text.
    """
    codes = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    common = frozenset(code.decode("gb2312", "ignore") for code in codes)
    every = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = _converter("t2s").convert("\n".join(every)).split("\n")
    return common.union(char for char, plain in zip(every, simplified, strict=True) if plain in common)
