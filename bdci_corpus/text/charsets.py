"""Names of encodings: those that Python knows, and the one that a page gives in its first bytes."""

from __future__ import annotations

import codecs
import re

DECLARED_WITHIN = 4096
"""How much of a page is looked at for the encoding it names, in bytes."""

_CHARSET = re.compile(
    rb"""(?:<(?:meta\b[^<>]{0,400}?\bcharset|\?xml\b[^<>]{0,200}?\bencoding)"""
    rb"""|\bcontent-type\s{0,4}:\s{0,4}text/[^<>\r\n]{1,60};\s{0,4}charset)\s{0,4}=\s{0,4}["']?([\w-]{2,20})""",
    re.IGNORECASE,
)

_CODEC_OF = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "chinese", "csgb2312"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "big5hkscs", "x-x-big5", "cn-big5", "csbig5"), "big5hkscs"),
    **dict.fromkeys(("hz-gb-2312", "hz"), "hz"),
    **dict.fromkeys(("x-sjis", "ms_kanji", "windows-31j", "shift-jis", "csshiftjis"), "shift_jis"),
    **dict.fromkeys(("x-euc-jp", "cseucpkdfmtjapanese"), "euc_jp"),
    **dict.fromkeys(("ks_c_5601-1987", "ks_c_5601-1989", "korean", "ksc_5601", "ksc5601", "windows-949"), "euc_kr"),
    **dict.fromkeys(("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "l1"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "iso8859-9", "latin5", "l5"), "cp1254"),
    **dict.fromkeys(("tis-620", "iso-8859-11", "dos-874"), "cp874"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8-e", "logical", "visual"), "iso8859_8"),
    **dict.fromkeys(("koi8-ru",), "koi8_u"),
    **dict.fromkeys(("macintosh", "x-mac-roman"), "mac_roman"),
    **dict.fromkeys(("x-mac-cyrillic", "x-mac-ukrainian"), "mac_cyrillic"),
    **dict.fromkeys(("dos-866",), "cp866"),
}
"""Codecs by those labels of the Encoding Standard that Python does not know, or understands otherwise."""

_FAMILIES = (
    ("shift_jis", "cp932", "shift_jisx0213"),
    ("euc_jp", "euc_jisx0213"),
    ("euc_kr", "cp949"),
    ("tis_620", "cp874", "iso8859_11"),
    ("cp1252", "iso8859_1"),
    ("cp1254", "iso8859_9"),
)
"""Codecs of one name in the wild, the narrowest first."""

_WIDER = {codec: family for family in _FAMILIES for codec in family}

_ESCAPED = (
    (b"\x1b$)C", ("iso2022_kr",)),
    (b"\x1b$B", ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2")),
    (b"\x1b$@", ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2")),
    (b"~{", ("hz",)),
)
"""What announces characters of several bytes in encodings of seven bits."""

UNKNOWN = {b"\x1b$)A": "ISO-2022-CN", b"\x1b$)G": "ISO-2022-CN"}
"""What announces encodings that Python cannot read."""

STATEFUL = frozenset(
    ("hz", "iso2022_kr", "utf_7", *(f"iso2022_jp{more}" for more in ("", "_1", "_2", "_2004", "_3", "_ext")))
)
"""Encodings in which the bytes of a character depend on what stands before it."""


def declared_codec(raw: bytes) -> str | None:
    """Return the codec of the encoding that a page names, if it names one that is not Unicode."""
    head = raw[:DECLARED_WITHIN]
    small = head.lower()
    found = _CHARSET.search(head) if b"charset" in small or b"encoding" in small else None
    if not found:
        return None
    label = found[1].decode().lower()
    name = _CODEC_OF.get(label, label)
    codec = canonical(name) if is_text_codec(name) else ""
    return fitting(raw, codec) if codec and not codec.startswith("utf_") else None


def fitting(raw: bytes, codec: str) -> str:
    """Return the codec that reads the bytes, of those that go by the same name; the widest if none does."""
    family = _WIDER.get(codec)
    if not family:
        return codec
    return next((each for each in family if _reads(raw, each)), family[-1])


def seven_bit(raw: bytes) -> str | None:
    """Return the codec of a text of ASCII bytes some of which stand for other characters, or None."""
    found = next((names for mark, names in _ESCAPED if mark in raw), ())
    return next((name for name in found if _reads(raw, name) and not raw.decode(name).isascii()), None)


def _reads(raw: bytes, codec: str) -> bool:
    try:
        raw.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def canonical(name: str) -> str:
    """Return Python's name of a codec, as its module is called."""
    return codecs.lookup(name).name.replace("-", "_")


def is_text_codec(name: str) -> bool:
    """Return whether a name is that of an encoding of text."""
    try:
        return bool(codecs.lookup(name)._is_text_encoding)  # noqa: SLF001 - what bytes.decode itself asks
    except LookupError:
        return False
