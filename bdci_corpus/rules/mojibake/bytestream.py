"""How GBK text is damaged when its bytes are: what a loss or a replacement makes of it.

A lost byte puts a decoder out of step: it pairs the second half of one character with the first
half of the next, until an ASCII byte or a pair that means nothing puts it back in step. Decoders
drop the first byte of such a pair, or show ``?`` for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Habit = Literal["drop", "mark"]

MAX_LOST = 2
"""Replay tries the loss of this many bytes."""

LONGEST = 24
"""The longest original, in characters, that replay is tried on."""

_FOLD = str.maketrans("，：；！？（）", ",:;!?()")


def decode(stream: bytes, habit: Habit) -> str:
    """Decode GBK as a tolerant reader does."""
    pieces: list[str] = []
    position = 0
    while position < len(stream):
        byte = stream[position]
        if byte < 0x80:  # noqa: PLR2004 - ASCII
            pieces.append(chr(byte))
            position += 1
            continue
        char = character(stream[position : position + 2])
        if char:
            pieces.append(char)
            position += 2
        else:
            pieces.append("?" if habit == "mark" else "")
            position += 2 if habit == "mark" else 1
    return "".join(pieces)


def character(code: bytes) -> str:
    """Return the character of a two-byte code, or nothing."""
    try:
        return code.decode("gbk") if len(code) == 2 else ""  # noqa: PLR2004 - GBK's codes
    except UnicodeDecodeError:
        return ""


def encode(text: str) -> bytes | None:
    """Return a text in GBK, or None if it has no such form."""
    try:
        return text.encode("gbk")
    except UnicodeEncodeError:
        return None


def folded(text: str) -> str:
    """Return a text with its full-width marks folded to ASCII, to compare what folding came after."""
    return text.translate(_FOLD)


def replays(original: str, damaged: str) -> bool:
    """Return whether losing one or two bytes of ``original`` reproduces ``damaged``."""
    stream = encode(original)
    if stream is None or original == damaged or len(original) > LONGEST:
        return False
    wanted = folded(damaged)
    return any(folded(decode(rest, habit)) == wanted for rest in _lossy(stream) for habit in ("drop", "mark"))


def _lossy(stream: bytes) -> Iterator[bytes]:
    for count in range(1, MAX_LOST + 1):
        for places in combinations(range(len(stream)), count):
            yield _without(stream, places)


def _without(stream: bytes, places: Sequence[int]) -> bytes:
    return bytes(byte for place, byte in enumerate(stream) if place not in places)


@cache
def codes() -> NDArray[np.uint16]:
    """Return the two bytes of each character of the basic plane as one number; 0 where it has no such form."""
    found = np.zeros(0x10000, np.uint16)
    han = "".join(map(chr, range(0x4E00, 0x9FA6)))
    found[0x4E00:0x9FA6] = np.frombuffer(han.encode("gbk"), ">u2")
    symbols = [high << 8 | low for high in range(0xA1, 0xAA) for low in range(0x40, 0xFF)]
    shown = {character(code.to_bytes(2, "big")): code for code in symbols}
    found[[ord(char) for char in shown if char > "\x7f"]] = [code for char, code in shown.items() if char > "\x7f"]
    return found


def in_step(stream: bytes) -> str | None:
    """Return the characters of a stream that is in step throughout, or None."""
    try:
        return stream.decode("gbk")
    except UnicodeDecodeError:
        return None


def streams(damaged: str) -> Iterator[bytes]:
    """Yield the bytes of a damaged text, as it stands and as if its ASCII marks had been folded."""
    for shape in _unfolded(damaged):
        stream = encode(shape)
        if stream is not None:
            yield stream


def _unfolded(damaged: str) -> Iterator[str]:
    """Yield the damaged text as it stands, and with its ASCII marks full-width."""
    yield damaged
    wide = damaged.translate({ord(a): b for a, b in zip(",:;!?()", "，：；！？（）", strict=True)})
    if wide != damaged:
        yield wide


@dataclass(frozen=True, slots=True)
class Seam:
    """What a byte-wise replacement of a character by itself and its reading left behind.

    ``previous`` is the character before it, ``reading`` the orphaned reading; the orphan is
    ``[start, after)`` of the text, and ``following`` what stands behind.
    """

    previous: str
    reading: str
    habit: Habit
    start: int
    after: int
    following: str


@dataclass(frozen=True, slots=True)
class Restored:
    """The original text of a damaged place, and how many of the following characters it replaces."""

    text: str
    consumed: int


def before_replacement(seam: Seam, read: Callable[[str, str], bool]) -> Restored | None:
    """Return what stood there before the replacement, if exactly one text replays; ``read`` knows readings.

    The replaced code is the second half of ``previous`` and the first half of the lost character:
    some character with that reading.
    """
    code = encode(seam.previous)
    if code is None or len(code) != 2:  # noqa: PLR2004 - GBK's codes
        return None
    found = {
        restored
        for half in range(0x81, 0xFF)
        if read(character(bytes([code[1], half])), seam.reading)
        and (restored := _resumed(bytes([half]), seam)) is not None
    }
    return found.pop() if len(found) == 1 else None


def _resumed(half: bytes, seam: Seam) -> Restored | None:
    """Return the text from a first half on, to where the stream falls in step again."""
    for consumed in range(1, len(seam.following) + 1):
        tail = encode(seam.following[:consumed])
        if tail is None or seam.following[consumed - 1] == "\n":
            return None
        text = in_step(half + tail)
        if text is not None and decode(tail, seam.habit) == seam.following[:consumed]:
            return Restored(text, consumed)
    return None
