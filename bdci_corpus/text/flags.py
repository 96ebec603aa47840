"""The kinds of character that rules ask for, as the bits of a table over all code points."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.alphabet import EITHER_MARKS, FULL_MARKS, HAN_CLASS, KANA_CLASS, OPENERS
from bdci_corpus.text.script import one_script_only
from bdci_corpus.text.vocabulary import CHROME_SIGNS, CHROME_STARTS, CREDIT_ENDS

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
    CHINESE: HAN_CLASS + KANA_CLASS + FULL_MARKS + EITHER_MARKS,
    HAN: HAN_CLASS,
    KANA: KANA_CLASS,
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
    CHROME_START: re.escape(CHROME_STARTS),
    CHROME_SIGN: CHROME_SIGNS,
    CREDIT_END: CREDIT_ENDS,
    OPENER: re.escape(OPENERS),
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
