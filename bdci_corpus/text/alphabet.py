"""What a character is: the classes of characters that everything else asks for."""

from __future__ import annotations

import re

HAN_RANGES = (
    (0x3007, 0x3007),  # the zero 〇
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
"""The code points of Han characters, ends included (Unicode 16, Blocks.txt; 〇 is used like one)."""

HAN_BLOCK = (0x4E00, 0x9FFF)
"""The code points, ends included, where nearly all Han of running text stands: enough for a quick look at many."""

KANA_RANGES = ((0x3041, 0x30FF), (0x31F0, 0x31FF))
"""The code points of kana, ends included: Hiragana and Katakana from the first letter on, and their extensions."""


def class_of(ranges: tuple[tuple[int, int], ...]) -> str:
    """Return ranges of code points as the inside of a character class."""
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in ranges)


HAN_CLASS = class_of(HAN_RANGES)
"""Han characters, as the inside of a character class."""

KANA_CLASS = class_of(KANA_RANGES)

FINAL_MARKS = "。！？!?…；;"
"""What ends a sentence."""

CLOSERS = "”’」』）)】》〉》〕］]\"'"
"""What may still follow the end of a sentence."""

OPENERS = "“‘「『（(【〈《〔［["

FULL_MARKS = "，。、；：？！（）《》〈〉【】「」『』〔〕"
"""Marks of Chinese writing that no other writing has."""

EITHER_MARKS = "“”‘’…—"
"""Marks that Chinese shares with other writing."""

SENTENCE_END = re.compile(f"[{FINAL_MARKS}][{re.escape(CLOSERS)}“‘]*$")
"""A sentence's end at the end of a text; quotes may have lost which way they face."""
