"""Prove repairs: candidates from lost bytes, and what in the file bears witness to one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from bdci_corpus.records import Edit
from bdci_corpus.rules.mojibake import bytestream
from bdci_corpus.rules.mojibake.damage import Site
from bdci_corpus.text import HAN_CLASS, LETTERS, common_han, is_reading

_BEFORE, _BEHIND = 3, 5
"""A slip begins at most this many characters before its first sign, and ends so many behind the last."""

_NEEDED = 2
"""How many witnesses a repair needs, one of them for each character with an unknown byte."""

_LONGEST = 12
"""The longest word that another place in the text may spell whole."""

_BITS = 21
"""A code point has no more bits."""

_READING = re.compile(f"[(（][{LETTERS}]{{1,7}}[)）]")

_HAN_ONLY = re.compile(f"[{HAN_CLASS}]+")

_CLOSING = {"”": "“", "）": "（(", "’": "‘", "》": "《"}

_PLAIN = "，。、；：？！“”‘’（）《》—…"


@dataclass(frozen=True)
class Evidence:
    """A text in which witnesses are looked for."""

    text: str

    @cached_property
    def words(self) -> _Words:
        """Return where the words of its legible text stand."""
        return _Words(self.text)

    def around(self, site: Site) -> _Elsewhere:
        """Return the legible text on both sides of a damaged place, which is no witness for itself."""
        return _Elsewhere(self.words, max(0, site.start - _BEFORE), site.end + _BEHIND)

    def before(self, position: int, count: int) -> str:
        """Return the legible characters before a position."""
        return _legible(self.text[max(0, position - 12 * count) : position])[-count:]

    def behind(self, position: int, count: int) -> str:
        """Return the legible characters from a position on."""
        return _legible(self.text[position : position + 12 * count])[:count]

    def reading_at(self, position: int) -> str:
        """Return the reading in brackets that stands at a position, or nothing."""
        match = _READING.match(self.text, position)
        return match.group().strip("()（）") if match else ""

    def left_open(self, mark: str, position: int) -> bool:
        """Return whether a closing mark has something to close in its paragraph."""
        openers = _CLOSING.get(mark, "")
        start = self.text.rfind("\n", 0, position) + 1
        before = self.text[start:position]
        opened = sum(before.count(opener) for opener in openers)
        closed = before.count(mark) + (before.count(")") if mark == "）" else 0)
        return opened > closed


class _Words:
    """Where each three characters of a text that follow one another, readings apart, stand first and last.

    A place asks for hundreds of words; to look for each in the whole text takes longer than to sort them all once.
    """

    def __init__(self, text: str) -> None:
        """Sort them."""
        legible = np.ones(len(text), np.bool_)
        for reading in _READING.finditer(text):
            legible[reading.start() : reading.end()] = False
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)[legible].astype(np.int64)
        keys = codes[:-2] << 2 * _BITS | codes[1:-1] << _BITS | codes[2:]
        self._places = np.flatnonzero(legible)
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]

    def stand_outside(self, word: str, start: int, end: int) -> bool:
        """Return whether three characters stand together before ``start`` or from ``end`` on."""
        first, second, third = map(ord, word)
        key = first << 2 * _BITS | second << _BITS | third
        lowest = int(self._keys.searchsorted(key))
        if lowest == len(self._keys) or self._keys[lowest] != key:
            return False
        highest = int(self._keys.searchsorted(key, "right")) - 1
        return bool(
            self._places[self._order[lowest] + 2] < start or self._places[self._order[highest]] >= end,
        )


@dataclass(frozen=True)
class _Elsewhere:
    """The rest of a text: what stands before ``start``, and from ``end`` on."""

    words: _Words
    start: int
    end: int

    def has_word_at(self, around: str, place: int) -> bool:
        """Return whether three Han characters, the one at a place among them, stand together here."""
        starts = range(max(0, place - 2), min(place, len(around) - 3) + 1)
        words = [around[start : start + 3] for start in starts]
        return any(_HAN_ONLY.fullmatch(word) and self.words.stand_outside(word, self.start, self.end) for word in words)


def _legible(text: str) -> str:
    return _READING.sub("", text) if "(" in text or "（" in text else text


def repair(evidence: Evidence, site: Site) -> Edit | None:
    """Return the one repair of a damaged place that replays and is best witnessed, or None."""
    elsewhere = evidence.around(site)
    best: dict[str, Edit] = {}
    most = _NEEDED
    for start, end in _spans(evidence.text, site):
        damaged = evidence.text[start:end]
        for original in _candidates(evidence, damaged, end):
            if original[0] == damaged[0] or original[-1] == damaged[-1]:
                continue  # a shorter stretch says the same
            count = len(_witnesses(evidence, elsewhere, original, start, end))
            if count > most:
                best, most = {}, count
            if count == most:
                result = evidence.text[max(0, site.start - 9) : start] + original + evidence.text[end : site.end + 9]
                edit = Edit(start=start, end=end, replacement=original, rule="mojibake")
                best.setdefault(result, edit)
    return next(iter(best.values())) if len(best) == 1 else None


def _spans(text: str, site: Site) -> Iterator[tuple[int, int]]:
    """Yield where the damage may begin and end, within its line; the shortest first."""
    spans = [
        (start, end)
        for start in range(max(0, site.start - _BEFORE), site.start + 1)
        for end in range(site.end, min(len(text), site.end + _BEHIND) + 1)
        if end - start <= _LONGEST and "\n" not in text[start:end]
    ]
    return iter(sorted(spans, key=lambda span: (span[1] - span[0], span)))


def _candidates(evidence: Evidence, damaged: str, end: int) -> Iterator[str]:
    """Yield originals of a stretch: a byte put into its first character, and one behind its last.

    The latter only where a reading names that character. A byte beside the first moves none of those behind it, so
    that all but the first character are the same for every byte.
    """
    reading = evidence.reading_at(end)
    for stream in bytestream.streams(damaged):
        if any(byte < 0x40 for byte in stream):  # noqa: PLR2004 - no half of a GBK code
            continue
        whole = len(stream) % 2 == 1
        if not whole and (not reading or stream[-1] < 0x80):  # noqa: PLR2004 - ASCII
            continue
        behind = bytestream.in_step(stream[1:] if whole else stream[1:-1])
        if behind is None or not _plain(behind):
            continue
        lasts = [""] if whole else [char for char in _led_by(stream[-1]) if is_reading(char, reading)]
        yield from (first + behind + last for first in _firsts(stream[0]) for last in lasts)


@cache
def _firsts(byte: int) -> tuple[str, ...]:
    """Return the characters without a sign of damage that have this byte second, and those that have it first."""
    codes = [bytes([lead, byte]) for lead in range(0x81, 0xFF)] + [bytes([byte, half]) for half in range(0x40, 0xFF)]
    return tuple(char for code in codes if (char := bytestream.character(code)) and _plain(char))


@cache
def _led_by(byte: int) -> tuple[str, ...]:
    """Return the characters that have this byte first."""
    return tuple(char for half in range(0x40, 0xFF) if (char := bytestream.character(bytes([byte, half]))))


def _plain(text: str) -> bool:
    """Return whether a text holds nothing that is itself a sign of damage."""
    common = common_han()
    return all(char in common or char in _PLAIN for char in text)


def _witnesses(evidence: Evidence, elsewhere: _Elsewhere, original: str, start: int, end: int) -> set[str]:
    """Return the kinds of witness an original has; none at all if its first character has none.

    The first character has an unknown byte, and the last one where a byte was put behind it; that
    one has its reading. The bytes of all others stand in the damaged text.
    """
    left, right = evidence.before(start, 2), evidence.behind(end, 2)
    around, first = left + original + right, len(left)
    found = set()
    if elsewhere.has_word_at(around, first):
        found.add("word")
    if evidence.left_open(original[0], start):
        found.add("closes")
    if not found:
        return found
    if any(char in _CLOSING and evidence.left_open(char, start) for char in original[1:]):
        found.add("closes")
    reading = evidence.reading_at(end)
    if reading and is_reading(original[-1], reading):
        found.add("reading")
    if len(original) > 1 and elsewhere.has_word_at(around, first + len(original) - 1):
        found.add("word")
    return found
