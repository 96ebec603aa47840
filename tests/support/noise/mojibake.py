"""Damage to GBK text: bytes that were lost, and bytes that were replaced across characters.

A lost byte puts a decoder out of step: it reads the second half of one character with the first
half of the next, until an ASCII byte or a pair that means nothing puts it back. So ``異常火爆。``
without the byte B3 reads ``異；鸨。``. A replacement that works on bytes instead of characters
(`務` by `務(wù)`) hits wherever one character ends and the next begins with those bytes: ``獎章獲``
becomes ``獎?wù)芦@``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from noise.pinyin import known_readings
from noise.truth import Change, Noisy, Tape

Habit = Literal["drop", "mark"]
"""What a decoder does with a pair that means nothing.

``drop`` leaves out its first byte and goes on with the second; ``mark`` shows ``?`` for both.
"""

LONGEST = 14
_ATTEMPTS = 40
_TWO = 0.4
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]+")
_READING = re.compile(r"[(（](?:\w+:)?([^()（）]{1,7})[)）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """What proves the original: a span of the noisy text outside the damage.

    ``reading`` is the pinyin behind the last damaged character; ``elsewhere`` a word that holds the
    broken character and stands intact in another place; ``replacement`` the remains of a byte-wise
    replacement, which replays one way only.
    """

    kind: Literal["reading", "elsewhere", "replacement"]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Damaged(Noisy):
    """A damaged text, with the witnesses of each of its changes (in the same order)."""

    witnesses: tuple[tuple[Witness, ...], ...]


class _Byte(NamedTuple):
    """A byte of the stream and the index of the character it belongs to; -1 if it was inserted."""

    value: int
    owner: int


def slip(text: str, rng: random.Random, *, events: int = 1, repeated: bool = False) -> Damaged:
    """Lose one or two bytes in up to ``events`` different lines.

    With ``repeated`` only characters are broken that belong to a three-character word that stands
    elsewhere in the text too. Lines that GBK cannot encode stay whole, and so do those where no
    slip of at most ``LONGEST`` characters was found. Kinds are ``slip:one`` and ``slip:two``.
    """
    lines = text.split("\n")
    encodable = [number for number, line in enumerate(lines) if _encodable(line)]
    chosen = set(rng.sample(encodable, min(events, len(encodable))))
    tape, broken, offset = Tape(), [], 0
    for number, line in enumerate(lines):
        tape.keep("\n" if number else "")
        slipped = _slipped(line, rng, text if repeated else "") if number in chosen else None
        if slipped is None:
            tape.keep(line)
        else:
            noisy, index = slipped
            _copy(noisy, tape)
            broken.append(offset + index)
        offset += len(line) + 1
    noisy = tape.noisy()
    witnesses = (
        (*_readings(noisy.text, change), *_elsewhere(noisy, change, index))
        for change, index in zip(noisy.changes, broken, strict=True)
    )
    return _damaged(noisy, tuple(witnesses))


def lose(text: str, lost: Sequence[int], kind: str = "slip:one") -> Noisy:
    """Return how a text reads whose GBK bytes at the given places were lost."""
    stream = [byte for place, byte in enumerate(_stream(text)) if place not in lost]
    return _read(text, stream, "drop", kind)


def replace_bytes(text: str, table: Mapping[str, str]) -> Damaged:
    """Put a reading behind characters as a replacement of GBK bytes does, seams and all.

    ``table`` gives the reading of each character. Where its bytes are those of the character, kind
    is ``reading``; where they are the end of one and the beginning of the next, it is ``seam``.
    Lines that GBK cannot encode stay whole.
    """
    tape = Tape()
    for number, line in enumerate(text.split("\n")):
        tape.keep("\n" if number else "")
        if _encodable(line):
            _copy(_read(line, _replaced(line, table), "mark", "seam"), tape)
        else:
            tape.keep(line)
    noisy = tape.noisy()
    witnesses = (
        (Witness(kind="replacement", start=change.start, end=change.end),) if change.kind == "seam" else ()
        for change in noisy.changes
    )
    return _damaged(noisy, tuple(witnesses))


def seams(text: str, rng: random.Random, *, entries: int = 3) -> Damaged:
    """Replace bytes by a random table whose every entry hits at least one seam of the text."""
    met = sorted({seam for line in text.split("\n") if _encodable(line) for seam in _seams(line)})
    drawn = rng.sample(met, min(entries, len(met)))
    return replace_bytes(text, {entry: min(known_readings(entry)) for entry in drawn})


def decode(data: bytes, habit: Habit) -> Iterator[tuple[int, int, str]]:
    """Yield ``(start, end, shown)`` for every unit of GBK bytes, read with a habit."""
    place = 0
    while place < len(data):
        width = 1 if data[place] < 0x80 else 2
        unit = data[place : place + width]
        shown = unit.decode("gbk", "ignore") if len(unit) == width else ""
        if len(shown) != 1 or (width == 2 and shown.isascii()):
            shown, width = ("", 1) if habit == "drop" else ("?", width)
        yield place, min(place + width, len(data)), shown
        place += width


def _read(text: str, stream: Sequence[_Byte], habit: Habit, kind: str) -> Noisy:
    """Return how a changed stream of the text's bytes reads.

    What is read from exactly the bytes of one character is kept; each stretch between is a change:
    a ``reading`` where it stands for nothing, else of the kind given.
    """
    tape, shown, done = Tape(), "", 0
    for start, end, piece in decode(bytes(byte.value for byte in stream), habit):
        owners = [byte.owner for byte in stream[start:end]]
        owner = owners[0]
        if owner >= 0 and owners == [owner] * len(text[owner].encode("gbk")):
            tape.put(shown, text[done:owner], kind if text[done:owner] else "reading")
            tape.keep(text[owner])
            shown, done = "", owner + 1
        else:
            shown += piece
    tape.put(shown, text[done:], kind if text[done:] else "reading")
    return tape.noisy()


def _stream(text: str) -> list[_Byte]:
    return [_Byte(value, owner) for owner, character in enumerate(text) for value in character.encode("gbk")]


def _slipped(line: str, rng: random.Random, elsewhere: str) -> tuple[Noisy, int] | None:
    """Return the line with one slip and the index of the character that lost the first byte."""
    stream = _stream(line)
    places = [place for place, byte in enumerate(stream) if known_readings(line[byte.owner])]
    if elsewhere:
        places = [p for p in places if _repeated(line, stream[p].owner, elsewhere)]
    for _ in range(_ATTEMPTS if places else 0):
        lost = [rng.choice(places)]
        if rng.random() < _TWO:
            lost.append(lost[0] + rng.randint(2, 9))
        noisy = lose(line, lost, "slip:one" if len(lost) == 1 else "slip:two")
        if len(noisy.changes) == 1 and _visible(noisy):
            return noisy, stream[lost[0]].owner
    return None


def _visible(noisy: Noisy) -> bool:
    """Tell whether a damage shows: it is short, and more than characters left out."""
    (change,) = noisy.changes
    shown = noisy.shown(change)
    rest = iter(change.original)
    only_left_out = all(character in rest for character in shown)
    return len(shown) <= LONGEST and not only_left_out


def _replaced(line: str, table: Mapping[str, str]) -> list[_Byte]:
    """Return the line's bytes with a bracketed reading behind every match of an entry."""
    stream = _stream(line)
    if not table:
        return stream
    entries = {entry.encode("gbk"): f"({reading})".encode("gbk") for entry, reading in table.items()}
    pattern = re.compile(b"|".join(map(re.escape, sorted(entries))))
    made: list[_Byte] = []
    done = 0
    for match in pattern.finditer(line.encode("gbk")):
        made += stream[done : match.end()]
        made += (_Byte(value, -1) for value in entries[match[0]])
        done = match.end()
    return made + stream[done:]


def _seams(line: str) -> Iterator[str]:
    """Yield the Han characters whose bytes lie across two neighbors of the line."""
    for left, right in pairwise(line):
        both = left.encode("gbk") + right.encode("gbk")
        if len(both) == 4:
            across = both[1:3].decode("gbk", "ignore")
            if len(across) == 1 and any(map(_encodable, known_readings(across))):
                yield across


def _repeated(line: str, index: int, text: str) -> bool:
    """Tell whether a three-character word around an index stands in the text more than once."""
    words = (line[start : start + 3] for start in range(max(index - 2, 0), index + 1))
    return any(_HAN_WORD.fullmatch(word) and text.count(word) > 1 for word in words)


def _readings(text: str, change: Change) -> Iterator[Witness]:
    """Yield the reading behind a damage, if it is one of the last damaged character."""
    match = _READING.match(text, change.end)
    if match and match[1] in known_readings(change.original[-1:] or " "):
        yield Witness(kind="reading", start=match.start(), end=match.end())


def _elsewhere(noisy: Noisy, change: Change, index: int) -> Iterator[Witness]:
    """Yield one place of the longest word, two to four characters, that holds the broken one."""
    for length in (4, 3, 2):
        for start in range(max(index - length + 1, 0), index + 1):
            word = noisy.clean[start : start + length]
            if not _HAN_WORD.fullmatch(word):
                continue
            for match in re.finditer(word, noisy.text):
                if match.end() <= change.start or match.start() >= change.end:
                    yield Witness(kind="elsewhere", start=match.start(), end=match.end())
                    return


def _encodable(line: str) -> bool:
    try:
        line.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _copy(noisy: Noisy, tape: Tape) -> None:
    """Write a noisy text on a tape."""
    done = 0
    for change in noisy.changes:
        tape.keep(noisy.text[done : change.start])
        tape.put(noisy.shown(change), change.original, change.kind)
        done = change.end
    tape.keep(noisy.text[done:])


def _damaged(noisy: Noisy, witnesses: tuple[tuple[Witness, ...], ...]) -> Damaged:
    return Damaged(text=noisy.text, clean=noisy.clean, changes=noisy.changes, witnesses=witnesses)
