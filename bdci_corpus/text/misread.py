"""Undo whole files that were read in a wrong encoding and saved again as UTF-8.

UTF-8 was read as Latin-1 or GBK, or GBK as Latin-1. It is undone where the bytes say so: written in the wrong
encoding, nearly all of the file is valid in the right one, and Chinese. Each character found so is an edit over those
that stood for it. Bytes that the wrong reading lost stay lost: a U+FFFD, which is damage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from bdci_corpus.text import guessing
from bdci_corpus.text.alphabet import HAN_BLOCK

_HEAD = 65_536
"""In how many first bytes, or characters, signs are looked for."""

MOST = 4_000_000
"""The longest text that is undone, in characters: each takes an object."""

_AS_GBK = ("锛", "銆", "鐨")
"""What GBK makes of marks and of 的 in UTF-8; they are rare in sound text."""

_FEWEST_SIGNS, _SIGNS_SHARE = 2, 333
"""How many of them show a text that may be such, and in how many characters at most one is."""

_LATIN_LEADS, _FEWEST_LEADS = (b"\xc2", b"\xc3"), 24
"""What begins the characters of Latin-1 in UTF-8, and how many there are at least."""

_FEWEST = 8
"""How many Han characters come out at least."""

_MOST_LOST = 0.2
"""The share of characters that the wrong reading may have lost."""

_LATIN = {
    ord(bytes([byte]).decode("cp1252")): byte for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"
}
"""The bytes that Windows-1252 shows as characters behind U+00FF."""

_LOST = "\ufffd"

_CONTINUING = bytes(range(0x80, 0xC0))
"""Bytes of UTF-8 that begin no character."""

_LONGEST = 32
"""How many bytes are held at most that are no whole characters."""


class Reread(NamedTuple):
    """A character of the right text: the span of the misread one that stands for it, and whether it is lost."""

    start: int
    end: int
    shown: str


def may_be_misread(raw: bytes, text: str) -> bool:
    """Return whether text in UTF-8 is worth undoing: cheap, for it is asked of every file."""
    return sum(raw.count(lead, 0, _HEAD) for lead in _LATIN_LEADS) >= _FEWEST_LEADS or _may_be_out_of_gbk(text)


def _may_be_out_of_gbk(text: str) -> bool:
    """Return whether there are enough signs of UTF-8 that was read as GBK: to look for it takes a while."""
    signs = sum(text.count(sign, 0, _HEAD) for sign in _AS_GBK)
    return signs >= _FEWEST_SIGNS and signs * _SIGNS_SHARE >= min(len(text), _HEAD)


def reread(text: str) -> list[Reread] | None:
    """Return the right characters of a misread text, in order, or None if it is none for sure."""
    if len(text) > MOST:
        return None
    found = _as_latin(text)
    if found and (again := _as_latin("".join([each.shown for each in found]))):
        found = [Reread(found[each.start].start, found[each.end - 1].end, each.shown) for each in again]
    if not found and _may_be_out_of_gbk(text):  # not so where accents alone are signs
        found = list(_one_loss(_out_of_gbk(text)))
    found = found or []
    return found if _is_sure(found) else None


def _is_sure(found: Sequence[Reread]) -> bool:
    """Return whether enough came out, and hardly anything was lost."""
    wide = [char for each in found for char in each.shown if char > "\x7f"]
    first, last = map(chr, HAN_BLOCK)
    han = sum(first <= char <= last for char in wide)
    return han >= _FEWEST and wide.count(_LOST) <= _MOST_LOST * len(wide) and 2 * han >= len(wide)


def _as_latin(text: str) -> list[Reread] | None:
    """Return what stood there before it was read as Latin-1 or Windows-1252."""
    try:
        raw = text.translate(_LATIN).encode("latin-1")
    except UnicodeEncodeError:
        return None
    for codec in ("utf-8", "gb18030"):
        if codec != "utf-8" and guessing.choose(guessing.sample_of(raw, 0, _HEAD), None)[0] not in ("gbk", "gb18030"):
            return None
        try:
            right = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        ends = list(accumulate(len(char.encode(codec)) for char in right))
        return [Reread(start, end, char) for start, end, char in zip([0, *ends], ends, right, strict=False)]
    return None


def _out_of_gbk(text: str) -> Iterator[Reread]:
    """Yield characters of UTF-8 that the bytes of others hold in GBK; those that end together come together.

    What was lost ends what stands before it, and bytes that begin nothing are lost with it.
    """
    start, held = 0, b""
    for at, char in enumerate(text):
        lost = char in (_LOST, "?") and (held or char == _LOST)
        if not lost and char.isascii():
            if held:
                yield Reread(start, at, _shown(held))
                held = b""
            yield Reread(at, at + 1, char)
            start = at + 1
            continue
        start = start if held else at
        if not lost:
            held += b"\x80" if char == "€" else char.encode("gb18030", "replace")
        if lost or _is_whole(held):
            shown = _shown(held)  # of a character that is cut, what was lost is the end
            yield Reread(start, at + 1, shown + _LOST if lost and not shown.endswith(_LOST) else shown)
            held = b""
    if held:
        yield Reread(start, len(text), _shown(held))


def _one_loss(found: Iterator[Reread]) -> Iterator[Reread]:
    """Yield characters with those together that are lost together."""
    before: Reread | None = None
    for each in found:
        if before and before.shown.endswith(_LOST) and each.shown.startswith(_LOST):
            before = Reread(before.start, each.end, before.shown + each.shown[1:])
            continue
        if before:
            yield before
        before = each
    if before:
        yield before


def _is_whole(held: bytes) -> bool:
    """Return whether bytes are whole characters of UTF-8, behind what ends one that is lost."""
    try:
        held.lstrip(_CONTINUING).decode()
    except UnicodeDecodeError:
        return len(held) > _LONGEST
    return True


def _shown(held: bytes) -> str:
    whole = held.lstrip(_CONTINUING)
    return _LOST * (len(whole) < len(held)) + whole.decode("utf-8", "replace")
