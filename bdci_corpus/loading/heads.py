"""The first characters of a file, by which its kind and its encoding are told before it is read."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from bdci_corpus.errors import DecodingError
from bdci_corpus.text import guess_encoding

HEAD = 65_536
"""How much of a file is looked at, in bytes."""

SNIFF_CHARACTERS = 4096
"""How much of a decoded file a loader's ``sniff`` is shown."""

_PICTURE = "Leave it out; recognize its text first (OCR) if it has some."

_SAVE = "Save it as PDF, HTML or text."

_UNPACK = "Unpack it."

_LEAVE = "Leave it out."

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)", _PICTURE),
    (b"\xff\xd8\xff", "a picture (JPEG)", _PICTURE),
    (b"GIF8", "a picture (GIF)", _PICTURE),
    (b"II*\0", "a picture (TIFF)", _PICTURE),
    (b"MM\0*", "a picture (TIFF)", _PICTURE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old Microsoft Office (doc, xls or ppt)", _SAVE),
    (b"{\\rtf", "a rich text file (RTF)", _SAVE),
    (b"PK\x03\x04", "a ZIP archive", _UNPACK),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh91AY&SY", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"SQLite format 3\0", "an SQLite database", "Export its texts as JSON Lines or CSV."),
    (b"\x7fELF", "a program", _LEAVE),
    (b"RIFF", "a sound, film or picture (RIFF)", _LEAVE),
    (b"ID3", "a sound (MP3)", _LEAVE),
    (b"OggS", "a sound or film (Ogg)", _LEAVE),
)

_IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document (docx)"),
    (b"xl/", "an Excel workbook (xlsx)"),
    (b"ppt/", "a PowerPoint presentation (pptx)"),
    (b"application/epub", "an e-book (EPUB)"),
    (b"opendocument", "an OpenDocument file"),
)

_WIDE = re.compile(rb"[\x80-\xff]")


def peek(head: bytes, encoding: str | None = None) -> str:
    """Return the first bytes of a file as characters: decoded, or where they are no text one for each byte."""
    whole = head[: head.rfind(b"\n") + 1] or head
    try:
        codec = encoding or guess_encoding(whole, "")
    except DecodingError:
        return head.decode("latin-1")
    decoder = codecs.getincrementaldecoder(codec)("replace")
    return decoder.decode(whole).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def kind_of_binary(head: bytes) -> tuple[str, str] | None:
    """Return what a file that is no text is, by its signature, and what to do about it; None if it may be text."""
    for signature, kind, remedy in _SIGNATURES:
        if head.startswith(signature) and not (signature.isascii() and b"\0" not in head and signature[:1] != b"{"):
            office = next((name for mark, name in _IN_ZIP if signature[:2] == b"PK" and mark in head), None)
            return (office, _SAVE) if office else (kind, remedy)
    return None


def encoding_of(file: BinaryIO, name: str) -> str:
    """Return the encoding of a text file by its first lines that are not all ASCII, and go back to its start.

    Raises:
        DecodingError: they are no text.
    """
    first = sample = file.read(HEAD)
    while sample and not _WIDE.search(sample):
        sample = file.read(HEAD)
    sample = sample or first
    file.seek(0)
    return guess_encoding(sample[: sample.rfind(b"\n") + 1] or sample, name)
