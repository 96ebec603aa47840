"""The first characters of a file, by which its kind and its encoding are told before it is read."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from bdci_corpus.errors import DecodingError
from bdci_corpus.text import guess_encoding, may_be_misread, plain_utf8, reread

HEAD = 65_536
"""How much of a file is looked at, in bytes."""

SNIFF_CHARACTERS = 4096
"""How much of a decoded file a loader's ``sniff`` is shown."""

_WIDE = re.compile(rb"[\x80-\xff]")


def peek(head: bytes, encoding: str | None = None) -> str:
    """Return the first bytes of a file as characters: decoded, or where they are no text one for each byte."""
    if encoding is None and len(head) < HEAD and b"\r" not in head and (plain := plain_utf8(head)) is not None:
        return plain  # as of most small files
    whole = head[: head.rfind(b"\n") + 1] or head
    try:
        codec = encoding or guess_encoding(whole, "")
    except DecodingError:
        return head.decode("latin-1")
    decoder = codecs.getincrementaldecoder(codec)("replace")
    text = decoder.decode(whole)
    if encoding is None and codec == "utf-8" and may_be_misread(whole, text) and (found := reread(text)):
        text = "".join([each.shown for each in found])
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


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
