"""The names of members as their authors wrote them: a ZIP seldom says in which encoding."""

from __future__ import annotations

import zipfile

_IS_UTF8 = 0x800
"""The bit of a member's flags that says its name is UTF-8 (APPNOTE 4.4.4)."""


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name: UTF-8 where it says so or is valid, else GB 18030, else as Python reads it.

    Backslashes, which some programs write, are slashes.
    """
    return _decoded(info).replace("\\", "/")


def _decoded(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _IS_UTF8 or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
