"""Put the members of a container together as one decoded text, whose bytes are theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from bdci_corpus.documents.prepare import DecodedFile
from bdci_corpus.documents.settings import Settings
from bdci_corpus.loading import Loader
from bdci_corpus.records import Edit, Member
from bdci_corpus.text import Decoded, OddSpan, decode
from bdci_corpus.trace import apply_apart


def unpacked(
    members: Sequence[Member], name: str, digest: str, loader: Loader, settings: Settings
) -> tuple[DecodedFile, dict[str, int]]:
    """Return members as one file, their bytes one behind the other, and how many bytes each has, by name."""
    encoding = members[0].encoding
    pieces: list[str] = []
    odd: list[OddSpan] = []
    edits: list[Edit] = []
    length = 0
    for member in members:
        decoded = decode(member.raw, member.name, member.encoding)
        own = decoded if decoded.encoding == encoding else _recoded(decoded, encoding)
        odd += (replace(span, start=span.start + length, end=span.end + length) for span in own.odd)
        edits += (replace(edit, start=edit.start + length, end=edit.end + length) for edit in own.edits())
        pieces.append(decoded.text)
        length += len(decoded.text)
    raw = b"".join(member.raw for member in members)
    whole = Decoded("".join(pieces), encoding, tuple(odd))
    text, changes = apply_apart(whole.text, edits, 0)
    known = raw, sha256(raw).hexdigest()
    file = DecodedFile(name, digest, known, whole, text, changes, loader, settings, "part")
    return file, {member.name: len(member.raw) for member in members}


def _recoded(decoded: Decoded, encoding: str) -> Decoded:
    """Return a text as one of another encoding: each character that has other bytes there is odd."""
    return Decoded(decoded.text, encoding, tuple(_odd(decoded, encoding)))


def _odd(decoded: Decoded, encoding: str) -> Iterator[OddSpan]:
    here = 0
    for span in decoded.odd:
        yield from _singly(decoded, encoding, here, span.start)
        yield span
        here = span.end
    yield from _singly(decoded, encoding, here, len(decoded.text))


def _singly(decoded: Decoded, encoding: str, start: int, end: int) -> Iterator[OddSpan]:
    for at in range(start, end):
        raw = decoded.text[at].encode(decoded.encoding)
        if raw != decoded.text[at].encode(encoding, "replace"):
            yield OddSpan(at, at + 1, raw, damaged=False)
