"""Bytes to text and back: find a file's encoding, and keep every byte recoverable.

Decoding is the first layer of a document's trace. A byte order mark, a line end other than LF, a
sequence that does not encode back to its own bytes, and bytes that are damaged are all *edits* of
it, so that undoing gives exactly the file's bytes back.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace

from bdci_corpus.errors import DecodingError
from bdci_corpus.records import Edit
from bdci_corpus.text import guessing
from bdci_corpus.text.charsets import STATEFUL, UNKNOWN, canonical, declared_codec, fitting, seven_bit
from bdci_corpus.text.latest import Latest
from bdci_corpus.text.misread import Reread, may_be_misread, reread

RULE = "encoding"

SNIFF_BYTES = 65_536
"""How much of a file is looked at to choose its encoding."""

MAX_DAMAGED_SHARE = 0.01
"""Above this share of bytes that are not valid in the encoding, a file is refused as not being text."""

MAX_DAMAGED_BYTES = 3
"""A cut last character is forgiven in a file of any length, if most of it is valid."""

_REMEDY = 'Convert it to UTF-8, or name its encoding in corpus.toml (encoding = "…" in its source).'

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WITH_MARK = {
    "utf_8_sig": ("utf-8",),
    "utf_16": ("utf-16-le", "utf-16-be"),
    "utf_32": ("utf-32-le", "utf-32-be"),
}

_MARKS = tuple(mark for mark, _ in _BOMS)

_CONTROLS = bytes((*range(9), *range(0x0E, 0x1B)))
"""Bytes that multi-byte text does not hold, and pictures and programs do."""

_WIDE = re.compile(rb"[\x80-\xff]")

_LINE_ENDS = re.compile("\r\n?")

_HKSCS_PAIRS = re.compile("[\u00ca\u00ea][\u0304\u030c]")
"""One Big5-HKSCS code is two code points, which no longer encode back when edited apart."""


@dataclass(frozen=True, slots=True)
class OddSpan:
    """A stretch of decoded text whose bytes are not what its characters encode to."""

    start: int
    end: int
    raw: bytes
    damaged: bool


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, as decoded, with what is needed to give its bytes back.

    ``text`` still has its byte order mark and line ends; ``odd`` are sorted, disjoint spans of it.
    """

    text: str
    encoding: str
    odd: tuple[OddSpan, ...]

    def edits(self) -> Iterator[Edit]:
        """Yield the edits of this layer, sorted: the mark, line ends, and what does not encode back."""
        found = [
            Edit(start=s.start, end=s.end, replacement=self.text[s.start : s.end], rule=RULE)
            for s in self.odd
            if self.text[s.start] != "\r"
            and self.text[max(s.start - 1, 0) : s.end] != "\r\n"
            and (s.start or self.text[0] != "\ufeff")
        ]
        if self.text.startswith("\ufeff"):
            found.append(Edit(start=0, end=1, replacement="", rule=RULE))
        if "\r" in self.text:
            found += (
                Edit(start=m.start(), end=m.end(), replacement="\n", rule=RULE) for m in _LINE_ENDS.finditer(self.text)
            )
        yield from sorted(found, key=lambda edit: edit.start)

    def plain(self) -> str:
        """Return the text as these edits leave it."""
        text = self.text.removeprefix("\ufeff")
        return _LINE_ENDS.sub("\n", text) if "\r" in text else text

    def encoded(self, start: int, end: int) -> bytes:
        """Return the raw bytes of ``text[start:end]``, which cuts no odd span. Linear in its length."""
        pieces, here = [], start
        first, last = (bisect_left(self.odd, place, key=lambda odd: odd.start) for place in (start, end))
        for odd in self.odd[first:last]:
            pieces += [self.text[here : odd.start].encode(self.encoding), odd.raw]
            here = odd.end
        pieces.append(self.text[here:end].encode(self.encoding))
        return b"".join(pieces)


def decode(raw: bytes, where: str, encoding: str | None = None) -> Decoded:
    """Decode a whole file, in the encoding named or the one its bytes show.

    A few damaged bytes become U+FFFD each and are kept in ``odd``.

    Raises:
        DecodingError: the bytes are no text; names the offset of the first that is not.
    """
    if encoding is None and (plain := plain_utf8.known(raw) or _plain_utf8(raw)) is not None:
        return Decoded(plain, "utf-8", ())
    name = _marked(raw, encoding) if encoding else guess_encoding(raw, where)
    text, odd = _decode_leniently(raw, name, where)
    if encoding is None and name == "utf-8" and not odd and may_be_misread(raw, text) and (found := reread(text)):
        return _undone(text, found)
    odd += _not_encoding_back(raw, text, name, odd)
    return Decoded(text, name, tuple(sorted(odd, key=lambda span: span.start)))


def _undone(text: str, found: Sequence[Reread]) -> Decoded:
    """Return what a misread text said, with the bytes that stand for each character."""
    odd, length = list[OddSpan](), 0
    for start, end, shown in found:
        if text[start:end] != shown:
            raw = text[start:end].encode()
            odd.append(OddSpan(length, length + len(shown), raw, damaged="\ufffd" in shown))
        length += len(shown)
    return Decoded("".join([each.shown for each in found]), "utf-8", tuple(odd))


def _marked(raw: bytes, encoding: str) -> str:
    """Return the codec that a person named; of one that takes away or puts a mark, the one that keeps it."""
    forms = _WITH_MARK.get(canonical(encoding))
    if not forms:
        return encoding
    return next((name for mark, name in _BOMS if raw.startswith(mark) and name in forms), forms[0])


def guess_encoding(raw: bytes, where: str) -> str:
    """Name the codec a file is written in: mark, escapes, UTF-8, UTF-16 by zero bytes or Han, or the likeliest.

    Any bytes can be read in many encodings, so what decides is how common the characters are that
    each gives; what a page declares is believed unless its bytes are Chinese.

    Raises:
        DecodingError: no encoding gives text, or several do.
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return name
    offset = _first_invalid_utf8(raw)
    head = raw[:SNIFF_BYTES]
    if offset is None and b"\0" not in head:
        return _seven_bit(raw, where) or "utf-8"
    if wide := guessing.wide_codec(head):
        return wide
    if offset is None:
        if (zeros := _zeros_inside(raw)) > max(MAX_DAMAGED_BYTES, MAX_DAMAGED_SHARE * len(head)):
            first = head.find(b"\0")
            raise DecodingError(where, f"Byte {first} is zero, as {zeros - 1} more are, and text has none.", _REMEDY)
        return "utf-8"
    found, near = _guess_multibyte(raw, offset) if not _is_binary(head) else (None, [])
    if found:
        return found
    if _mostly_utf8(head):
        return "utf-8"
    maybe = f" It may be {', '.join(near)}." if near else ""
    raise DecodingError(
        where,
        f"Byte {offset} is not valid UTF-8, and the file is for sure in no encoding that is known.{maybe}",
        _REMEDY,
    )


def _zeros_inside(raw: bytes) -> int:
    """Return how many of the first bytes are zero, but for those with which a file was filled up behind its text."""
    return (raw.rstrip(b"\0") or raw)[:SNIFF_BYTES].count(0)


def _seven_bit(raw: bytes, where: str) -> str | None:
    """Name the encoding of ASCII bytes that stand for other characters (HZ, ISO-2022), if they do.

    Raises:
        DecodingError: it is one that Python cannot read.
    """
    if not raw.isascii() or not _may_shift(raw):
        return None
    for mark, name in UNKNOWN.items():
        if mark in raw:
            raise DecodingError(where, f"Byte {raw.find(mark)} begins text in {name}, which cannot be read.", _REMEDY)
    found = seven_bit(raw)
    return found if found != "hz" or guessing.is_chinese(raw, "hz") else None


def _may_shift(raw: bytes) -> bool:
    """Return whether ASCII bytes may say that others stand for Chinese, Japanese or Korean."""
    return b"\x1b$" in raw or b"~{" in raw


def _guess_multibyte(raw: bytes, offset: int) -> tuple[str | None, list[str]]:
    """Name the codec that a file is in for sure, or those that it may be in.

    ``offset`` is that of the first byte that is not UTF-8.
    """
    wide = _WIDE.search(raw)
    first = 0 if offset < SNIFF_BYTES or wide is None else wide.start()
    name, near = guessing.choose(guessing.sample_of(raw, first, SNIFF_BYTES), declared_codec(raw))
    return fitting(raw, name) if name else None, near


def _is_binary(head: bytes) -> bool:
    return len(head) - len(head.translate(None, _CONTROLS)) > MAX_DAMAGED_SHARE * len(head)


def _plain_utf8(raw: bytes) -> str | None:
    """Return the text of bytes that are UTF-8 without a doubt: valid, with no mark, escape or zero byte."""
    if raw.startswith(_MARKS) or raw.find(b"\0", 0, SNIFF_BYTES) >= 0 or (raw.isascii() and _may_shift(raw)):
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if may_be_misread(raw, text) else text


plain_utf8 = Latest(_plain_utf8)
"""Return the text of such bytes, of a small file: it is asked for to choose a loader, and again to read it."""


def _first_invalid_utf8(raw: bytes) -> int | None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def _mostly_utf8(head: bytes) -> bool:
    text = head.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    valid = len(text) - lost - len(text.encode("ascii", "ignore"))
    return lost <= max(1, MAX_DAMAGED_SHARE * len(head)) and valid > 4 * lost


_damage: ContextVar[list[tuple[int, int]]] = ContextVar("_damage")


def _note_damage(error: UnicodeError) -> tuple[str, int]:
    """Put U+FFFD for damaged bytes and note where they stood (a codec error handler)."""
    if not isinstance(error, UnicodeDecodeError):  # pragma: no cover - it serves decoding only
        raise error
    _damage.get().append((error.start, error.end))
    return "\ufffd", error.end


codecs.register_error("bdci_corpus.note_damage", _note_damage)


def _decode_leniently(raw: bytes, name: str, where: str) -> tuple[str, list[OddSpan]]:
    """Decode, putting U+FFFD for each damaged sequence; refuse a file of too many."""
    damage: list[tuple[int, int]] = []
    token = _damage.set(damage)
    try:
        text = raw.decode(name, "bdci_corpus.note_damage")
    finally:
        _damage.reset(token)
    lost = sum(end - start for start, end in damage)
    if lost and (lost > max(MAX_DAMAGED_BYTES, MAX_DAMAGED_SHARE * len(raw)) or 2 * lost > len(raw)):
        raise DecodingError(
            where,
            f"Byte {damage[0][0]} is not valid {name}, nor are {lost - 1} more of {len(raw)}.",
            _REMEDY,
        )
    odd, here, length = [], 0, 0
    for start, end in damage:
        length += len(raw[here:start].decode(name)) + 1
        odd.append(OddSpan(length - 1, length, raw[start:end], damaged=True))
        here = end
    return text, odd


def _not_encoding_back(raw: bytes, text: str, name: str, damaged: list[OddSpan]) -> list[OddSpan]:
    """Find the sequences that decode but do not encode to the same bytes, cut anywhere."""
    if name.startswith("utf-"):
        return []
    try:
        whole = Decoded(text, name, tuple(damaged)).encoded(0, len(text)) == raw
    except UnicodeEncodeError:
        whole = False
    cut = canonical(name) in STATEFUL or (name == "big5hkscs" and _HKSCS_PAIRS.search(text))
    if whole and not cut:
        return []
    known = {span.start for span in damaged}
    return [span for span in _one_by_one(raw, name) if span.start not in known]


def _one_by_one(raw: bytes, name: str) -> Iterator[OddSpan]:
    """Feed the decoder byte by byte and compare what each code encodes back to.

    Bytes that shift a state belong to the character behind them, or at the end to the last one.
    """
    decoder = codecs.getincrementaldecoder(name)("replace")
    code_start = length = 0
    last: OddSpan | None = None
    same = True
    for position in range(len(raw)):
        out = decoder.decode(raw[position : position + 1], final=position + 1 == len(raw))
        if not out:
            continue
        code = raw[code_start : position + 1]
        pending = decoder.getstate()[0]
        if pending:
            code = code[: len(code) - len(pending)]
        if last and not same:
            yield last
        try:
            same = len(out) == 1 and out.encode(name) == code
        except UnicodeEncodeError:
            same = False
        last = OddSpan(length, length + len(out), code, damaged="\ufffd" in out)
        length += len(out)
        code_start += len(code)
    if last and code_start < len(raw):
        yield replace(last, raw=last.raw + raw[code_start:])
    elif last and not same:
        yield last
