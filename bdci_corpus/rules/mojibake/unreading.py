"""Undo a replacement of GBK bytes by themselves and a reading, where it hit the seams between characters.

A page that puts ``(fàn)`` behind the bytes B9 A0 does so within 抗爭的 as well, whose bytes are BF B9 A0 8E B5 C4: a
decoder shows 抗 and, for A0 with the bracket behind it, ``?``; the rest reads out of step until another byte is lost
so, or an ASCII letter is the second half of a character. Without what was put in, the bytes are those of the original.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bdci_corpus.patterns import lazily
from bdci_corpus.rules.mojibake import bytestream
from bdci_corpus.text import HAN_CLASS, LETTERS, common_han, is_reading

LONGEST = 24
"""So many characters or readings behind the first seam the bytes are in step again, or they are not followed."""

_ORPHAN = lazily(f"\\?([{LETTERS}]{{1,6}})\\)")

_READING = lazily(f"\\(([{LETTERS}]{{1,6}})\\)")

_LETTER_READ = lazily(f"(?P<before>[^\\n])(?P<letter>[A-Za-z])\\((?P<reading>[{LETTERS}]{{1,6}})\\)")

_ANNOTATED = lazily(f"([{HAN_CLASS}])\\([{LETTERS}]{{1,6}}\\)")

_FEWEST, _ENOUGH = 5, 0.9
"""How many readings a page has, and which share of them behind Traditional characters, that explains no others."""

_ASCII_MARK = lazily("[,;:!.]")
"""What puts a decoder in step again if it was ASCII already."""

_NEAR_MARK = lazily(f"\\?[{LETTERS}]{{1,6}}\\)[{HAN_CLASS}]{{0,6}}(?=[,;:!.])")
"""What is thought to be out of step as far as there."""

_WIDE = dict(zip(",:;!", "，：；！", strict=True))

_PLAIN = frozenset("，。、；：？！“”‘’（）《》—…·")

_FIRST_TRAIL, _DELETE = 0x40, 0x7F

_GB_2312 = 0xA1
"""Both bytes of its characters are at least that."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands out of step: ``end`` is behind it, and ``original`` what it was, if exactly one text replays."""

    end: int
    original: str | None


@dataclass(frozen=True, slots=True)
class _Stream:
    """Bytes, some of them unknown, and the readings that were put behind them, by the place of the byte before."""

    end: int
    values: tuple[int | None, ...]
    readings: tuple[tuple[int, str], ...]


def out_of_step(text: str, at: int, previous: str) -> Stretch | None:
    """Return what stands out of step from the ``?`` of a lost byte on; ``previous`` is the character before it."""
    stream = _stream(text, at, previous)
    if stream is None:
        mark = _NEAR_MARK.match(text, at)
        return Stretch(mark.end(), None) if mark else None
    found = dict(_originals(stream))
    if not found and (mark := _ASCII_MARK.search(text, at + 1, stream.end)):
        return Stretch(mark.start(), None)
    if len(found) > 1 and _explains_traditional_only(text):
        found = {original: codes for original, codes in found.items() if all(map(_is_traditional, codes))}
    return Stretch(stream.end, found.popitem()[0] if len(found) == 1 else None)


def behind_letters(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield letters that a reading follows, being with half of what stands before them a character read so.

    A word that goes on (``款A(yù)pp``) is sound without it; else the letter is what a lost byte left (``，F(xiàn)在``).
    """
    for match in _LETTER_READ.finditer(text):
        code = _code(match["before"])
        if code is None or len(code) == 1 or match["reading"].isascii():
            continue
        if is_reading(bytestream.character(bytes([code[1], ord(match["letter"])])), match["reading"]):
            place = match.start("letter")
            yield place, match.end(), text[match.end() : match.end() + 1].isascii()


def _stream(text: str, at: int, previous: str) -> _Stream | None:
    """Return the bytes from a character on to where they are in step again, without the readings put in."""
    values: list[int | None] = [*(bytestream.encode(previous) or b"")]
    readings: list[tuple[int, str]] = []
    for _ in range(LONGEST):
        if orphan := _ORPHAN.match(text, at):
            values.append(None)
            readings.append((len(values) - 1, orphan[1]))
            at = orphan.end()
        elif reading := _READING.match(text, at):
            readings.append((len(values) - 1, reading[1]))
            at = reading.end()
        else:
            code = _code(text[at : at + 1])
            if code is None:
                return None
            values += code
            at += 1
        if len(values) % 2 == 0:
            if reading := _READING.match(text, at):
                readings.append((len(values) - 1, reading[1]))
                at = reading.end()
            return _Stream(at, tuple(values), tuple(readings))
    return None


def _code(char: str) -> bytes | None:
    """Return the bytes of a character, of a mark as if it had not been folded; None if it is in step by itself."""
    code = bytestream.encode(_WIDE.get(char, char))
    if not code or (len(code) == 1 and not _FIRST_TRAIL <= code[0] < _DELETE):
        return None
    return code


def _originals(stream: _Stream) -> Iterator[tuple[str, tuple[bytes, ...]]]:
    """Yield the texts that the bytes may be, with the codes that were replaced; all readings fit their characters."""
    common = common_han()
    for values in _filled(stream, list(stream.values), 0):
        text = bytestream.in_step(bytes(values[2:]))
        if text and all(char in common or char in _PLAIN for char in text):
            yield text, tuple(bytes(values[place - 1 : place + 1]) for place, _ in stream.readings)


def _filled(stream: _Stream, values: list[int | None], number: int) -> Iterator[Sequence[int]]:
    """Yield the bytes with the unknown ones filled in, so that each reading is one of the character before it."""
    if number == len(stream.readings):
        yield [value for value in values if value is not None]
        return
    place, reading = stream.readings[number]
    first, known = values[place - 1], stream.values[place]
    for second in range(_FIRST_TRAIL + 0x41, 0xFF) if known is None else [known]:
        if first is not None and is_reading(bytestream.character(bytes([first, second])), reading):
            yield from _filled(stream, [*values[:place], second, *values[place + 1 :]], number + 1)


def _explains_traditional_only(text: str) -> bool:
    """Return whether a page puts readings behind characters that Simplified text has not, and hardly others."""
    explained = _ANNOTATED.findall(text)
    count = sum(_is_traditional(bytestream.encode(char) or b"") for char in explained)
    return len(explained) >= _FEWEST and count >= _ENOUGH * len(explained)


def _is_traditional(code: bytes) -> bool:
    """Return whether a code is of a common character that GB 2312 has in another form only."""
    return min(code, default=_GB_2312) < _GB_2312 and bytestream.character(code) in common_han()
