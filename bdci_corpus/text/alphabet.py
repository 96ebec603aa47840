"""The kinds of character that rules ask for, as the bits of a table over all code points."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.script import one_script_only

HAN_CLASS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af\u3007"
"""Han characters, as the inside of a character class."""

KANA_CLASS = "\u3041-\u30ff\u31f0-\u31ff"

FINAL_MARKS = "。！？!?…；;"
"""What ends a sentence."""

CLOSERS = "”’」』）)】〉》〕］]\"'"
"""What may still follow the end of a sentence."""

OPENERS = "“‘「『（(【〈《〔［["

SENTENCE_END = re.compile(f"[{FINAL_MARKS}][{re.escape(CLOSERS)}“‘]*$")
"""A sentence's end at the end of a text; quotes may have lost which way they face."""

Flags = NDArray[np.uint32]

(
    BLANK,
    LINE_END,
    INVISIBLE,
    UNSTABLE,
    MARK,
    BRACKET,
    QUOTE,
    CHINESE,
    HAN,
    KANA,
    SYMBOL,
    LATIN_LEAD,
    _FREE,  # compiled loops are cached with the bits they were compiled with: these do not move
    DIGIT,
    LATIN,
    TONED,
    TEN_THOUSAND,
    FINAL,
    CLOSER,
    FULL_MARK,
    EITHER_MARK,
    TRADITIONAL,
    SIMPLIFIED,
    LOST,
    LABEL,
    SPACE,
    NON_ASCII,
    OPENS_READING,
    CHROME_START,
    CHROME_SIGN,
    CREDIT_END,
    OPENER,
) = (1 << bit for bit in range(32))

CLASSES: dict[int, str] = {
    BLANK: " \t",
    LINE_END: "\n",
    INVISIBLE: (
        "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u000b\u000c\u0085\u2028\u2029\u0000-\u0008\u000e-\u001f"
        "\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
        "\ufe00-\ufe0f\U000e0000-\U000e007f\U000e0100-\U000e01ef"
    ),
    MARK: ",;:!?",
    BRACKET: "()",
    QUOTE: "“”\"‘’'",
    CHINESE: (
        "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af\u3041-\u30ff\u31f0-\u31ff"
        "，。、；：？！（）《》〈〉【】「」『』〔〕—…“”‘’"
    ),
    HAN: "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af",
    KANA: "\u3041-\u30ff\u31f0-\u31ff",
    SYMBOL: "\u02c7-\u02d9\u2500-\u259f\u3105-\u312f\ue000-\uf8ff",
    LATIN_LEAD: "\u00c2\u00c3\u00e2-\u00ef",
    DIGIT: "0-9",
    LATIN: "A-Za-z",
    TONED: "ɑɡāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿếề",
    TEN_THOUSAND: "万萬亿億",
    FINAL: "。！？!?…；;",
    CLOSER: "”’」』）)】〉》〕］\\]\"'“‘",
    FULL_MARK: "，。、；：？！（）《》〈〉【】「」『』〔〕",
    EITHER_MARK: "“”‘’…—",
    LOST: "\ufffd",
    LABEL: "读讀",
    SPACE: "\t-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
    NON_ASCII: "\u0080-\U0010ffff",
    OPENS_READING: "(（\\[",
    CHROME_START: (
        "\\-—–·第P扫掃长長微本发發【\\[SB回返上下打关關收分联网版登注点展阅加设使举只倒电楼沙板地复显道支反转评檢列"
    ),
    CHROME_SIGN: ":：/>»›扫掃|",
    CREDIT_END: "图圖摄攝影)）",
    OPENER: "“‘「『（(【〈《〔［\\[",
}
"""The characters of each kind, as the inside of a character class."""

_RANGE = re.compile(r"(\\?.)(?:-(\\?.))?", re.DOTALL)


@cache
def table() -> Flags:
    """Return the flags of every code point."""
    flags = np.zeros(sys.maxunicode + 1, np.uint32)
    for flag, characters in CLASSES.items():
        for first, last in _RANGE.findall(characters):
            flags[ord(first[-1]) : ord((last or first)[-1]) + 1] |= flag
    traditional, simplified = one_script_only()
    _add(flags, traditional, TRADITIONAL)
    _add(flags, simplified, SIMPLIFIED)
    _add(flags, _unstable(), UNSTABLE)
    return flags


def _add(flags: Flags, characters: frozenset[str], flag: int) -> None:
    codes = np.fromiter(map(ord, characters), np.int64, len(characters))
    flags[codes] |= np.uint32(flag)


@cache
def _unstable() -> frozenset[str]:
    """Return the characters that NFC changes, or that may combine with what stands before them."""
    jamo = {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    assigned = (*range(0x300, 0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x12000), *range(0x16A00, 0x1F000))
    others = (*range(0x1F000, 0x20000), *range(0x2F800, 0x2FA20))
    unstable = (
        char
        for char in map(chr, (*assigned, *others))
        if unicodedata.combining(char) or not unicodedata.is_normalized("NFC", char)
    )
    return frozenset(jamo.union(unstable))
