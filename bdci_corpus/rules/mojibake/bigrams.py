"""How improbable it is that one character follows another in Chinese: a small table of pairs, and its look-up.

Costs are minus the logarithm of a probability, in quarters of a natural unit: 4 is a factor of e. The
table is made by ``tests/scripts/bigrams.py`` from the words of a dictionary and their frequencies.
Characters are those of GB 2312, to which Traditional forms fold; marks, other symbols by their row,
and everything else as one kind, a break. The pairs of words that found no slot stand behind the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text import HAN_RANGES, to_simplified

PATH = Path(__file__).with_name("bigrams.npy")

HAN_COUNT = 72 * 94
"""The numbers below are Han characters, in the order of GB 2312."""

MARKS = "，。、“”：；（）《》？！…—‘’·"

ALIKE = {
    "「": "“",
    "」": "”",
    "『": "‘",
    "』": "’",
    "〈": "《",
    "〉": "》",
    "【": "《",
    "】": "》",
    "〔": "（",
    "〕": "）",
}
"""Marks that stand where others do."""

BREAK = HAN_COUNT + len(MARKS)

LETTER = BREAK + 1
"""The number of ASCII letters and marks that are the second byte of a character in GBK."""

RARE = LETTER + 1
"""The number of a Han character that is not in GB 2312, not even in another form."""

SYMBOLS = RARE + 1
"""The numbers from here on are other symbols, one for each row of GB 2312."""

IDS = 1 << 13
"""More than there are numbers."""

MOST = 63
"""The largest cost that a slot holds."""

START_LEAST, ANY_LEAST = 8, 20
"""What is taken off the costs of beginning a word and of standing anywhere, so that six bits hold them."""

SLOTS = 1 << 18
"""Slots of the hash table."""

VALUE_BITS, PRINT_BITS = 6, 10
"""Bits of a slot: the cost, and a print of the pair that it is of."""

EMPTY = 0xFFFF
"""A slot without a pair."""

LEAST_SAVED = 2
"""A pair is worth a slot if its cost is lower by more than this than that of its characters apart."""

_URO = range(0x4E00, 0x9FA6)
"""The Han characters of the first Unicode, all of which GBK has, and no others."""

_FIRST_HAN, _FIRST_TRAIL, _ROW, _ROWS = 0xB0, 0xA1, 94, 9
"""GB 2312: the first row of Han and cell of a row, cells of a row, and rows of symbols."""

_FACTOR = 0x9E3779B1
"""2³² through the golden ratio, which spreads keys over slots (Knuth, 6.4)."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BigramModel:
    """The costs of single characters, by code point and packed, and of pairs, by slot."""

    single: NDArray[np.uint32]
    pairs: NDArray[np.uint16]


def slot_of(keys: Ints) -> tuple[Ints, Ints]:
    """Return the slots of pairs, and what tells them from others in the same slot."""
    mixed = keys * _FACTOR & 0xFFFFFFFF
    return mixed >> 14, mixed >> 4 & (1 << PRINT_BITS) - 1


def pack(ends: Ints, starts: Ints, anywhere: Ints) -> Ints:
    """Pack the costs of ending a word, of beginning one, and of standing anywhere."""
    return ends << 13 | starts << 19 | anywhere << 25


def separate(single: NDArray[np.uint32], left: Ints, right: Ints) -> Ints:
    """Return what pairs cost, given by numbers, whose characters belong to different words."""
    first, second = single[left].astype(np.int64), single[right].astype(np.int64)
    starts, anywhere = (second >> 19 & MOST) + START_LEAST, (second >> 25 & MOST) + ANY_LEAST
    cheaper: Ints = np.minimum((first >> 13 & MOST) + starts, anywhere)
    return cheaper


@cache
def ids() -> Ints:
    """Return the number of every code point of the basic plane."""
    found = np.full(0x10000, BREAK, np.int64)
    for first, last in HAN_RANGES:
        found[first : last + 1] = RARE
    for row in range(0xA1, 0xAA):
        codes = [bytes((row, low)).decode("gb2312", "ignore") for low in range(_FIRST_TRAIL, 0xFF)]
        found[[ord(char) for char in codes if char and ord(char) >= 0x80]] = SYMBOLS + row - 0xA1  # noqa: PLR2004
    plain = to_simplified("\n".join(map(chr, _URO)))[::2]
    found[_URO.start : _URO.stop] = _han_ids(plain)
    found[[ord(mark) for mark in MARKS]] = HAN_COUNT + np.arange(len(MARKS))
    found[[ord(mark) for mark in ALIKE]] = found[[ord(mark) for mark in ALIKE.values()]]
    found[[0x3000, 0xA0]] = BREAK
    found[0x40:0x7F] = LETTER
    return found


def _han_ids(characters: str) -> Ints:
    """Return the numbers of unified ideographs, all of which have a code in GBK."""
    uro = "".join(char if ord(char) in _URO else "\u9fa5" for char in characters)
    code = np.frombuffer(uro.encode("gbk"), np.uint8).reshape(-1, 2).astype(np.int64)
    row, cell = code[:, 0] - _FIRST_HAN, code[:, 1] - _FIRST_TRAIL
    number = row * _ROW + cell
    return np.where((row >= 0) & (cell >= 0) & (number < HAN_COUNT), number, RARE)


@cache
def model() -> BigramModel:
    """Return the table, read when first needed."""
    single, pairs, _ = _stored()
    numbers = ids()
    return BigramModel(single.view(np.uint32)[numbers] | numbers.astype(np.uint32), pairs)


def _stored() -> tuple[NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16]]:
    """Return the file's parts: single characters, slots, and other pairs as differences of sorted numbers."""
    stored = np.load(PATH, allow_pickle=False)
    behind = 2 * (SYMBOLS + _ROWS)
    return stored[:behind], stored[behind : behind + SLOTS], stored[behind + SLOTS :]


@cache
def others() -> frozenset[int]:
    """Return the pairs of words that have no slot; read when a run is looked at closely."""
    return frozenset(np.cumsum(_stored()[2], dtype=np.int64).tolist())


def is_in_words(left: str, right: str) -> bool:
    """Return whether two characters stand beside each other in words, though they have no slot."""
    first, second = (int(ids()[ord(char)]) if char <= "\uffff" else BREAK for char in (left, right))
    return first * IDS + second in others()
