"""What characters cost in a language: minus the logarithm of how often they are used, in quarters.

Tables are made from the order of letters in ``languages``, as if each were used by a fixed share less
than the one before; characters of no order have costs by kind, from what is usual in running text.
"""

from __future__ import annotations

from functools import cache
from math import exp, log
from operator import mul
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.text.alphabet import HAN_BLOCK
from bdci_corpus.text.languages import HAN, HANGUL, HIRAGANA, LANGUAGES
from bdci_corpus.text.script import common_han, folded_han

_JAPANESE = ("euc_jp", "shift_jis")

_KOREAN = ("euc_kr", "cp949", "johab")

ASCII, _CONTROL, _LOST = 12, 48, 80
"""Costs, in quarters of a natural logarithm: of ASCII, of control characters, of what was lost already."""

_MARKS = "。，、；：？！“”‘’（）《》「」『』【】〈〉…—·～　"

_ABOVE = 7
"""By how much more than expected of a language a text in it may cost on average."""

_UPPER, _FOREIGN_LETTER, _SYMBOL, _QUOTE = 4, 44, 32, 22
"""Costs, in quarters of a natural logarithm: of a capital beside its small letter, of letters of other languages,
signs and quotes."""

_QUOTES = "“”„‘’‚–—…«»°§€·\u00a0"

_BEYOND_LATIN = "\u0370"
"""The letters before this one, and the marks that combine with them, are Latin."""

_FEW_GREEK = 16
"""Latin encodings hold so many letters of others at most: π and its like."""

_HAN = slice(HAN_BLOCK[0], HAN_BLOCK[1] + 1)

Costs = NDArray[np.uint8]


@cache
def table(codec: str) -> Costs:
    """Return what each code point of the basic plane costs in the language of an encoding."""
    costs = np.full(0x10000, 60, np.uint8)
    costs[:0x80] = ASCII
    costs[[*range(9), *range(0xE, 0x1B), *range(0x1C, 0x20), 0x7F]] = _CONTROL
    costs[0xA0:0x3000], costs[0xD800:0xE000], costs[0xE000:0xF900] = 44, 60, 68
    costs[0xFF01:0xFF5F], costs[0x3000:0x3040] = 28, 36
    fill = _korean if codec in _KOREAN else _japanese if codec in _JAPANESE else _chinese
    fill(costs)
    costs[_points(_MARKS)] = 16
    costs[0xFFFD] = _LOST
    return costs


def _chinese(costs: Costs) -> None:
    costs[_HAN] = 56
    costs[0x3040:0x3100], costs[0xAC00:0xD7A4] = 40, 56
    costs[_points(common_han())] = 42
    rank = dict(zip(HAN, _by_rank(len(HAN)), strict=True))
    every, plain = folded_han()
    known = [(ord(char), rank[simple]) for char, simple in zip(every, plain, strict=True) if simple in rank]
    points, values = zip(*known, strict=True)
    costs[list(points)] = values


def _japanese(costs: Costs) -> None:
    costs[_HAN] = 52
    costs[_points(_decodable("euc_jp", range(0xB0, 0xD0)))] = 33
    costs[0x3041:0x30A0], costs[0x30A1:0x3100], costs[0xFF61:0xFFA0] = 36, 23, 34
    costs[_points(HIRAGANA)] = _by_rank(len(HIRAGANA))


def _korean(costs: Costs) -> None:
    costs[_HAN], costs[0x3040:0x3100], costs[0xAC00:0xD7A4] = 46, 48, 56
    costs[_points(_decodable("euc_kr", range(0xB0, 0xC9)))] = 38
    costs[_points(HANGUL)] = _by_rank(len(HANGUL))


def _decodable(codec: str, rows: range) -> str:
    """Return the characters of some rows of an encoding."""
    return b"".join(bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF)).decode(codec, "ignore")


def _points(characters: str | frozenset[str]) -> list[int]:
    return [ord(char) for char in characters]


def _by_rank(count: int) -> list[int]:
    """Return costs of letters in order of frequency, as if each were used by a share less than the one before."""
    spread = count / 4
    return [round(4 * (log(spread) + at / spread)) for at in range(count)]


class Letters(NamedTuple):
    """What each byte costs, a row for each language and encoding; its encoding, and the most on average."""

    costs: NDArray[np.int64]
    codecs: tuple[str, ...]
    most: tuple[float, ...]


@cache
def letters() -> Letters:
    """Return what bytes cost in languages of one byte a letter."""
    rows, names, most = [], [], []
    for language in LANGUAGES.values():
        latin = all(char < _BEYOND_LATIN for char in language.letters)
        ranked = _by_rank(max(6, len(language.letters)))
        shares = [exp(-cost / 4) for cost in ranked]
        expected = sum(map(mul, shares, ranked)) / sum(shares) + (ASCII if latin else 0)
        rank = dict(zip(language.letters, ranked, strict=False))
        for codec in language.codecs:
            rows.append([_cost_of(char, rank, latin) for char in _alphabet(codec)])
            names.append(codec)
            most.append(expected + _ABOVE)
    return Letters(np.array(rows, np.int64), tuple(names), tuple(most))


def _cost_of(char: str, rank: dict[str, int], latin: bool) -> int:  # noqa: FBT001 - of one call
    """Return what a character costs in a language whose letters have these costs."""
    if char < "\x80":
        return ASCII if char >= " " or char in "\t\n\r\f" else _CONTROL
    small = char.lower() if len(char.lower()) == 1 else char
    if small in rank:
        return rank[small] + (ASCII if latin else 0) + (_UPPER if small != char else 0)
    if char == "\ufffd" or "\x80" <= char <= "\x9f":
        return _LOST
    if char in _QUOTES:
        return _QUOTE
    return _FOREIGN_LETTER if char.isalpha() else _SYMBOL


@cache
def _alphabet(codec: str) -> str:
    """Return what each byte is in an encoding."""
    return bytes(range(256)).decode(codec, "replace")


_KINDS = 7
"""How many kinds of character stand beside each other."""

_OTHER, _SMALL, _LARGE, _SMALL_WIDE, _LARGE_WIDE, _SIGN, _COMBINING = range(_KINDS)


def _kind(char: str) -> int:
    if char.isalpha():
        return (_LARGE if char.isupper() else _SMALL) + (2 if char > "\x7f" else 0)
    if "\u0300" <= char <= "\u036f":
        return _COMBINING
    return _SIGN if char > "\x7f" and char not in _QUOTES else _OTHER


@cache
def joined(codec: str) -> NDArray[np.int64]:
    """Return by what two bytes cost more beside each other than apart, by the first and the second."""
    kinds = np.array([_kind(char) for char in _alphabet(codec)])
    between = np.zeros((_KINDS, _KINDS), np.int64)
    between[_SMALL, _LARGE_WIDE] = between[_SMALL_WIDE, _LARGE] = between[_SMALL_WIDE, _LARGE_WIDE] = 20
    between[_SIGN, _SMALL : _LARGE_WIDE + 1] = between[_SMALL : _LARGE_WIDE + 1, _SIGN] = 10
    between[_SIGN, _SIGN] = between[_OTHER, _COMBINING] = between[_SIGN, _COMBINING] = 16
    wide = [_SMALL_WIDE, _LARGE_WIDE]
    if sum(char > _BEYOND_LATIN and char.isalpha() for char in _alphabet(codec)) > _FEW_GREEK:
        between[np.ix_([_SMALL, _LARGE], wide)] = between[np.ix_(wide, [_SMALL, _LARGE])] = 20
    else:
        between[np.ix_(wide, wide)] += 8
    found: NDArray[np.int64] = between[kinds[:, None], kinds[None, :]].reshape(-1)
    return found


_BLOCKS = (
    (0x20, 0x7F, 1), (9, 11, 1), (13, 14, 1), (0x2010, 0x2040, 1), (0x3000, 0x3040, 1), (0x3400, 0xA000, 1),
    (0xD800, 0xE000, 1), (0xF900, 0xFB00, 1), (0xFF00, 0xFF5F, 1), (0xA0, 0x250, 2), (0x1E00, 0x1F00, 2),
    (0x300, 0x370, 2), (0x370, 0x400, 3), (0x1F00, 0x2000, 3), (0x400, 0x530, 4), (0x590, 0x600, 5), (0x600, 0x700, 6),
    (0xE00, 0xE80, 7), (0x3040, 0x3100, 8), (0xAC00, 0xD7A4, 9),
)  # fmt: skip
"""Blocks of characters, half-open, and the script of each; 1 goes with any."""

SCRIPTS = 10
"""How many there are, with none."""


@cache
def scripts_of() -> NDArray[np.uint8]:
    """Return the script of each code point of the basic plane."""
    scripts = np.zeros(0x10000, np.uint8)
    for start, end, script in _BLOCKS:
        scripts[start:end] = script
    return scripts
