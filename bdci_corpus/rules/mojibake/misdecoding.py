"""Find text that was decoded as what it is not: UTF-8 as GBK or Latin-1, and what could not be decoded at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.compiling import compiled
from bdci_corpus.rules.mojibake import bytestream
from bdci_corpus.rules.mojibake.bigrams import BREAK, ids
from bdci_corpus.rules.mojibake.slips import BatchSuspects
from bdci_corpus.text import LATIN_LEAD, LOST, Answers, Places, Scan, TextBatch

_LEAD, _HIGH_BITS, _CONTINUES = 0xE2, 0xC0, 0x80
"""What three bytes of UTF-8 begin with, at least, and the high bits of the other two."""

_LAST_OF_PLANE = 0xFFFF
"""The last code point of the first plane: GBK has none above."""

Ints = NDArray[np.int64]

Codes = NDArray[np.uint32]

Short = NDArray[np.uint16]


def sequences(places: Ints, codes: Codes, bytes_of: Short, found: Ints) -> int:
    """Fill in where a character's bytes begin a sequence of UTF-8, and the next one's end it and begin another."""
    count = 0
    for place in places:
        if place < 0 or place + 1 >= len(codes) or codes[place] > _LAST_OF_PLANE or codes[place + 1] > _LAST_OF_PLANE:
            continue
        here, behind = np.int64(bytes_of[codes[place]]), np.int64(bytes_of[codes[place + 1]])
        begins = here >> 8 >= _LEAD and here & _HIGH_BITS == _CONTINUES
        if begins and behind >> 8 & _HIGH_BITS == _CONTINUES and behind & 0xFF >= _LEAD:
            found[count] = place
            count += 1
    return count


Bounds = tuple[int, int]

_LOST = re.compile("\ufffd+")

_LOST_TWICE = re.compile("(?:锟斤拷)+(?:锟斤|锟)?|锟斤|斤拷(?=锟)")
"""U+FFFD, written as UTF-8 and read as GBK."""

KUN = "锟"

_BEHIND = "\u00a1-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What Latin-1 and Windows-1252 show for bytes 80 to BF; controls and the soft hyphen are gone by now."""

_AS_LATIN = re.compile(f"(?:[\u00e2-\u00ef][{_BEHIND}]{{1,2}}){{2,}}|â€[{_BEHIND}]?|[ÂÃ][\u00a1-\u00bf]")

_UTF_8 = re.compile(rb"(?:[\xe2-\xef][\x80-\xbf]{2}){2,}")

_LAST_CONTROL, _LAST_MARK = 0xA0, 0x2122
"""What stands behind a first byte lies between these: of the letters with tones, few do."""

_PIECE = 63
"""How many characters are looked at together: their bytes are 42 of UTF-8's sequences of three."""


def spans(scan: Scan, suspects: Places) -> Iterator[Bounds]:
    """Yield the stretches of a text that are legible in no encoding but another; ``suspects`` from ``slips``."""
    if scan.has(LOST):
        yield from (match.span() for match in _LOST.finditer(scan.text))
    if scan.has(LATIN_LEAD):
        yield from _as_latin(scan)
    if KUN in scan.text:
        yield from (match.span() for match in _LOST_TWICE.finditer(scan.text))
    done = 0
    for start in _starts(scan, suspects):
        if start >= done and (length := _as_gbk(scan.text[start : start + _PIECE])):
            done = start + length
            yield start, done


def _as_latin(scan: Scan) -> Iterator[Bounds]:
    """Yield what Latin-1 or Windows-1252 made of UTF-8; most letters that may begin it are followed by others."""
    places = scan.places(LATIN_LEAD)
    behind = scan.codes.take(places + 1, mode="clip")
    done = 0
    for place in places[(behind > _LAST_CONTROL) & (behind <= _LAST_MARK)].tolist():
        match = _AS_LATIN.match(scan.text, place) if place >= done else None
        if match:
            done = match.end()
            yield match.span()


def _starts(scan: Scan, suspects: Places) -> list[int]:
    """Return which suspects begin as UTF-8 does."""
    found = np.empty(len(suspects), np.int64)
    count = scan.run(sequences, suspects, scan.codes, bytestream.codes(), found) if len(suspects) else 0
    return [int(place) for place in found[:count]]


def may_be_gbk(batch: TextBatch, suspects: BatchSuspects) -> Answers:
    """Return in which texts of a batch any suspect begins as UTF-8 does."""
    places = suspects.in_batch(batch)
    found = np.empty(len(places), np.int64)
    count = compiled(sequences)(places, batch.codes, bytestream.codes(), found)
    return batch.of_places(found[:count])


def _as_gbk(piece: str) -> int:
    """Return how many characters from the first on are UTF-8 when written in GBK, and then common characters."""
    codes = [char.encode("gbk", "replace") for char in piece]
    match = _UTF_8.match(b"".join(codes))
    if not match or not all(
        char < "\uffff" and ids()[ord(char)] < BREAK for char in match.group().decode("utf-8", "replace")
    ):
        return 0
    ends = np.cumsum([len(code) for code in codes])
    return int(np.searchsorted(ends, match.end())) + 1
