"""Bytes to text and back: find a file's encoding, and keep every byte recoverable.

Decoding is the first layer of a document's trace. A byte order mark, a line end other than LF, a
sequence that does not encode back to its own bytes, and bytes that are damaged are all *edits* of
it, so that undoing gives exactly the file's bytes back.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from bdci_corpus.errors import DecodingError
from bdci_corpus.records import Edit
from bdci_corpus.text.charsets import declared_codec

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
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MARKS = tuple(mark for mark, _ in _BOMS)

_CJK_MULTIBYTE = ("gb18030", "big5hkscs")

_MIN_COMMON_SHARE = 0.5
"""Below this share of common characters, a decoded text is not Chinese and the bytes are something else."""

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a]")
"""Bytes that multi-byte text does not hold, and pictures and programs do."""

_WIDE = re.compile(rb"[\x80-\xff]")

_NEAR_TIE = 0.9

_LINE_ENDS = re.compile("\r\n?")

_HKSCS_PAIRS = re.compile("[\u00ca\u00ea][\u0304\u030c]")
"""One Big5-HKSCS code is two code points, which no longer encode back when edited apart."""

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


@dataclass(frozen=True, slots=True)
class Span:
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
    odd: tuple[Span, ...]

    def edits(self) -> Iterator[Edit]:
        """Yield the edits of this layer, sorted: the mark, line ends, and what does not encode back."""
        found = [Edit(start=s.start, end=s.end, replacement=self.text[s.start : s.end], rule=RULE) for s in self.odd]
        if self.text.startswith("\ufeff"):
            found.append(Edit(start=0, end=1, replacement="", rule=RULE))
        if "\r" in self.text:
            found += (
                Edit(start=m.start(), end=m.end(), replacement="\n", rule=RULE) for m in _LINE_ENDS.finditer(self.text)
            )
        yield from sorted(found, key=lambda edit: edit.start)

    def encoded(self, start: int, end: int) -> bytes:
        """Return the raw bytes of ``text[start:end]``, which cuts no odd span. Linear in its length."""
        pieces, here = [], start
        for odd in self.odd:
            if odd.start >= end:
                break
            if odd.start >= start:
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
    if encoding is None and (plain := _plain_utf8(raw)) is not None:
        return Decoded(plain, "utf-8", ())
    name = encoding or guess_encoding(raw, where)
    text, odd = _decode_leniently(raw, name, where)
    odd += _not_encoding_back(raw, text, name, odd)
    return Decoded(text, name, tuple(sorted(odd, key=lambda span: span.start)))


def guess_encoding(raw: bytes, where: str) -> str:
    """Name the codec a file is written in: mark, UTF-8, UTF-16 by its zero bytes or Han, GB or Big5.

    Every Big5 file also decodes as GB18030, so the two are told apart by how common the
    characters are that they give.

    Raises:
        DecodingError: no encoding gives text.
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return name
    offset = _first_invalid_utf8(raw)
    if offset is None and b"\0" not in raw[:SNIFF_BYTES]:
        return "utf-8"
    head = raw[: SNIFF_BYTES - SNIFF_BYTES % 2]
    if wide := _guess_utf16(head):
        return wide
    if offset is None:
        return "utf-8"
    binary = len(_CONTROL.findall(head)) > MAX_DAMAGED_SHARE * len(head)
    if not binary and (multibyte := _guess_multibyte(raw, offset)):
        return multibyte
    if _mostly_utf8(raw):
        return "utf-8"
    raise DecodingError(
        where,
        f"Byte {offset} is not valid UTF-8, and the file reads neither as UTF-16, GB18030 nor Big5.",
        _REMEDY,
    )


def _guess_multibyte(raw: bytes, offset: int) -> str | None:
    """Name the codec that gives the most common characters; what a page declares decides a near tie.

    ``offset`` is that of the first byte that is not UTF-8.
    """
    declared = declared_codec(raw)
    wide = _WIDE.search(raw)
    first = 0 if offset < SNIFF_BYTES or wide is None else wide.start()
    head = raw[first : first + SNIFF_BYTES]
    shares = {name: _common_share(_prefix(head, name)) for name in _CJK_MULTIBYTE}
    best = max(_CJK_MULTIBYTE, key=lambda name: shares[name])
    if declared and shares[declared] >= max(_MIN_COMMON_SHARE, _NEAR_TIE * shares[best]):
        return declared
    return best if shares[best] >= _MIN_COMMON_SHARE else None


def _plain_utf8(raw: bytes) -> str | None:
    """Return the text of bytes that are UTF-8 without a doubt: valid, with no mark and no zero byte."""
    if raw.startswith(_MARKS) or raw.find(b"\0", 0, SNIFF_BYTES) >= 0:
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _first_invalid_utf8(raw: bytes) -> int | None:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def _mostly_utf8(raw: bytes) -> bool:
    head = raw[:SNIFF_BYTES]
    text = head.decode("utf-8", "replace")
    valid = sum(1 for _ in re.finditer("[^\x00-\x7f\ufffd]", text))
    return text.count("\ufffd") <= max(1, MAX_DAMAGED_SHARE * len(head)) and valid > 4 * text.count("\ufffd")


def _guess_utf16(head: bytes) -> str | None:
    if len(head) < 4:  # noqa: PLR2004 - two characters
        return None
    best, best_share = None, 0.0
    for name in ("utf-16-le", "utf-16-be"):
        text = head.decode(name, "replace")
        plain = sum(
            1
            for c in text
            if c in "\n\r\t" or " " <= c <= "~" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uff5e"
        )
        share = (plain + len(_HAN.findall(text))) / len(text)
        if share > best_share:
            best, best_share = name, share
    evidence = b"\0" in head or _common_share(head.decode(best or "utf-16-le", "replace")) > 0.9  # noqa: PLR2004
    return best if best_share > 0.9 and evidence else None  # noqa: PLR2004


def _prefix(head: bytes, name: str) -> str:
    """Decode the first bytes of a file, whose last character may be cut."""
    return codecs.getincrementaldecoder(name)("replace").decode(head)


def _common_share(text: str) -> float:
    """Return the share of common characters and marks among all that are not ASCII, 0 to 1."""
    from bdci_corpus.text.script import common_han

    wide = [c for c in text[:4096] if c > "\x7f"]
    if not wide:
        return 0.0
    common = common_han()
    marks = "“”‘’…—·"
    good = sum(c in common or "\u3000" <= c <= "\u303f" or "\uff01" <= c <= "\uff5e" or c in marks for c in wide)
    return good / len(wide)


_damage: ContextVar[list[tuple[int, int]]] = ContextVar("_damage")


def _note_damage(error: UnicodeError) -> tuple[str, int]:
    """Put U+FFFD for damaged bytes and note where they stood (a codec error handler)."""
    if not isinstance(error, UnicodeDecodeError):  # pragma: no cover - it serves decoding only
        raise error
    _damage.get().append((error.start, error.end))
    return "\ufffd", error.end


codecs.register_error("bdci_corpus.note_damage", _note_damage)


def _decode_leniently(raw: bytes, name: str, where: str) -> tuple[str, list[Span]]:
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
        odd.append(Span(length - 1, length, raw[start:end], damaged=True))
        here = end
    return text, odd


def _not_encoding_back(raw: bytes, text: str, name: str, damaged: list[Span]) -> list[Span]:
    """Find the sequences that decode but do not encode to the same bytes, cut anywhere."""
    if name.startswith("utf-"):
        return []
    try:
        whole = Decoded(text, name, tuple(damaged)).encoded(0, len(text)) == raw
    except UnicodeEncodeError:
        whole = False
    if whole and not (name == "big5hkscs" and _HKSCS_PAIRS.search(text)):
        return []
    known = {span.start for span in damaged}
    return [span for span in _one_by_one(raw, name) if span.start not in known]


def _one_by_one(raw: bytes, name: str) -> Iterator[Span]:
    """Feed the decoder byte by byte and compare what each code encodes back to."""
    decoder = codecs.getincrementaldecoder(name)("replace")
    code_start = length = 0
    for position in range(len(raw)):
        out = decoder.decode(raw[position : position + 1], final=position + 1 == len(raw))
        if not out:
            continue
        code = raw[code_start : position + 1]
        pending = decoder.getstate()[0]
        if pending:
            code = code[: len(code) - len(pending)]
        try:
            same = len(out) == 1 and out.encode(name) == code
        except UnicodeEncodeError:
            same = False
        if not same:
            yield Span(length, length + len(out), code, damaged="\ufffd" in out)
        length += len(out)
        code_start += len(code)
