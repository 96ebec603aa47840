"""Simplified and Traditional: tell which a text is written in, and convert by character with context.

Conversion is OpenCC's ``t2s`` and ``s2t``, which never change vocabulary and so keep the length,
with one correction: the particle 著 of a verb (隨著, 看著) becomes 着, which OpenCC leaves.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, Protocol

Script = Literal["keep", "zh-Hans", "zh-Hant"]

_ZHU_WORDS = "作|名|述|称|者|有|书|录|文|说|于|译|录|论|迹"

_ZHU_BEFORE = "显卓土昭原专名编巨论合遗译新拙旧大共学撰自所较彰炳顯專編論遺譯舊學較"

_PARTICLE = re.compile(f"(?<=[\u3400-\u9fff])(?<![{_ZHU_BEFORE}])著(?!{_ZHU_WORDS})(?=[\u3400-\u9fff])")
"""著 after a Han character that does not make a noun of it, and before one that it does not govern."""


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter(name: str) -> _Converter:
    """Return this process's converter: it takes 9 ms to make and cannot be pickled."""
    import opencc

    converter: _Converter = opencc.OpenCC(name)
    return converter


def to_simplified(text: str) -> str:
    """Convert Traditional characters to Simplified ones; the length stays."""
    converted = _converter("t2s").convert(text)
    return _PARTICLE.sub("着", converted) if "著" in converted else converted


def to_traditional(text: str) -> str:
    """Convert Simplified characters to Traditional ones; the length stays."""
    return _converter("s2t").convert(text)


@cache
def common_han() -> frozenset[str]:
    """Return the 3,755 characters of GB 2312 level 1 and their Traditional forms.

    They are over 99 % of running text.
    """
    codes = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    common = frozenset(char for code in codes if (char := code.decode("gb2312", "ignore")))
    every = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = _converter("t2s").convert("\n".join(every)).split("\n")
    return common.union(char for char, plain in zip(every, simplified, strict=True) if plain in common)


@cache
def one_script_only() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that only Traditional writing has, and those that only Simplified has."""
    every = [chr(code) for code in range(0x4E00, 0xA000)]
    simplified = _converter("t2s").convert("\n".join(every)).split("\n")
    traditional = _converter("s2t").convert("\n".join(every)).split("\n")
    of_traditional = {char for char, plain in zip(every, simplified, strict=True) if char != plain}
    of_simplified = {char for char, full in zip(every, traditional, strict=True) if char != full}
    return frozenset(of_traditional - of_simplified), frozenset(of_simplified - of_traditional)
