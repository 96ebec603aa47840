"""Names of encodings: those that Python knows, and the one that a web page gives in its first bytes."""

from __future__ import annotations

import codecs
import re

DECLARED_WITHIN = 4096
"""How much of a page is looked at for the encoding it names, in bytes."""

_CHARSET = re.compile(
    rb"""<(?:meta\b[^<>]{0,400}?\bcharset|\?xml\b[^<>]{0,200}?\bencoding)\s{0,4}=\s{0,4}["']?([\w-]{2,20})""",
    re.IGNORECASE,
)

_CODEC_OF = {
    **dict.fromkeys((b"gb2312", b"gbk", b"gb18030", b"x-gbk", b"gb_2312-80"), "gb18030"),
    **dict.fromkeys((b"big5", b"big5-hkscs", b"big5hkscs", b"x-x-big5", b"cn-big5"), "big5hkscs"),
}
"""Codecs by the labels of the Encoding Standard; any byte is valid in a single-byte one, so none of them count."""


def declared_codec(raw: bytes) -> str | None:
    """Return the codec of the multi-byte Chinese encoding that a page names, if it names one."""
    found = _CHARSET.search(raw, 0, DECLARED_WITHIN)
    return _CODEC_OF.get(found[1].lower()) if found else None


def is_text_codec(name: str) -> bool:
    """Return whether a name is that of an encoding of text."""
    try:
        return bool(codecs.lookup(name)._is_text_encoding)  # noqa: SLF001 - what bytes.decode itself asks
    except LookupError:
        return False
