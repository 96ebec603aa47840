"""Prove repairs: candidates from lost bytes, and what in the file bears witness to one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bdci_corpus.records import Edit
from bdci_corpus.rules import bytestream
from bdci_corpus.rules.context import HAN
from bdci_corpus.rules.damage import Site
from bdci_corpus.rules.pinyin import LETTERS, is_reading
from bdci_corpus.script import common_han

_BEFORE, _BEHIND = 3, 5
"""A slip begins at most this many characters before its first sign, and ends so many behind the last."""

_NEEDED = 2
"""How many witnesses a repair needs, one of them for each character with an unknown byte."""

_LONGEST = 12
_READING = re.compile(f"[(（][{LETTERS}]{{1,7}}[)）]")
_HAN_ONLY = re.compile(f"[{HAN}]+")
_CLOSING = {"”": "“", "）": "（(", "’": "‘", "》": "《"}
_PLAIN = "，。、；：？！“”‘’（）《》—…"


@dataclass(frozen=True)
class Evidence:
    """A text in which witnesses are looked for."""

    text: str

    @cached_property
    def legible(self) -> str:
        """The text without readings: there words stand together."""
        return _READING.sub("", self.text)

    def elsewhere(self, word: str) -> bool:
        """Return whether a word of three or more Han characters stands anywhere."""
        return len(word) > _NEEDED and bool(_HAN_ONLY.fullmatch(word)) and word in self.legible

    def before(self, position: int, count: int) -> str:
        """Return the legible characters before a position."""
        return _READING.sub("", self.text[max(0, position - 12 * count) : position])[-count:]

    def behind(self, position: int, count: int) -> str:
        """Return the legible characters from a position on."""
        return _READING.sub("", self.text[position : position + 12 * count])[:count]

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


def repair(evidence: Evidence, site: Site) -> Edit | None:
    """Return the one repair of a damaged place that replays and has its witnesses, or None."""
    found: dict[tuple[int, int, str], int] = {}
    for start, end in _spans(evidence.text, site):
        damaged = evidence.text[start:end]
        for original, first_known, last_known in _candidates(evidence, damaged, end):
            count = _witnesses(evidence, original, start, end, first_known=first_known, last_known=last_known)
            if count >= _NEEDED:
                found[start, end, original] = count
    results = {
        evidence.text[site.start - _BEFORE - 1 : start] + original + evidence.text[end : site.end + _BEHIND + 1]
        for start, end, original in found
    }
    if len(results) != 1:
        return None
    start, end, original = min(found, key=lambda key: (key[1] - key[0], key))
    return Edit(start=start, end=end, replacement=original, rule="mojibake")


def _spans(text: str, site: Site) -> Iterator[tuple[int, int]]:
    """Yield where the damage may begin and end, within its line."""
    for start in range(site.start, max(-1, site.start - _BEFORE - 1), -1):
        if start < 0 or text[start] == "\n":
            break
        for end in range(site.end, min(len(text), site.end + _BEHIND) + 1):
            if text[end - 1] == "\n" or end - start > _LONGEST:
                break
            yield start, end


def _candidates(evidence: Evidence, damaged: str, end: int) -> Iterator[tuple[str, bool, bool]]:
    """Yield originals of a stretch, and whether their first and last characters have no unknown byte."""
    for stream in bytestream.streams(damaged):
        for first in range(0x81, 0xFF):
            whole = bytes([first]) + stream
            if len(whole) % 2 == 0 or any(byte < 0x40 for byte in stream):  # noqa: PLR2004 - no GBK half
                if (text := bytestream.in_step(whole)) is not None and _plain(text):
                    yield text, False, True
                continue
            reading = evidence.reading_at(end)
            head = bytestream.in_step(whole[:-1])
            if reading and head is not None and _plain(head):
                for last in range(0x40, 0xFF):
                    char = bytestream.character(whole[-1:] + bytes([last]))
                    if char and is_reading(char, reading):
                        yield head + char, False, False
        if len(stream) > 1 and (text := bytestream.in_step(stream)) is not None:
            continue


def _plain(text: str) -> bool:
    """Return whether a text holds nothing that is itself a sign of damage."""
    common = common_han()
    return all(char in common or char in _PLAIN for char in text)


def _witnesses(
    evidence: Evidence, original: str, start: int, end: int, *, first_known: bool, last_known: bool
) -> int:
    """Count the witnesses, or return 0 where a character with an unknown byte has none."""
    left, right = evidence.before(start, 2), evidence.behind(end, 2)
    around = left + original + right
    first = len(left)
    last = first + len(original) - 1
    count = 0
    word = _word_with(evidence, around, first)
    closes = evidence.left_open(original[0], start)
    if not first_known and not (word or closes):
        return 0
    count += word + closes
    reading = evidence.reading_at(end)
    read = bool(reading) and is_reading(original[-1], reading)
    if not last_known and not read:
        return 0
    count += read
    if last > first:
        count += _word_with(evidence, around, last)
    for position, char in enumerate(original[1:], start + 1):
        count += char in _CLOSING and evidence.left_open(char, min(position, start))
    return count


def _word_with(evidence: Evidence, around: str, place: int) -> bool:
    """Return whether three characters around a place stand together elsewhere as well."""
    starts = range(max(0, place - 2), min(place, len(around) - 3) + 1)
    return any(evidence.elsewhere(around[start : start + 3]) for start in starts)
