"""A ZIP container and its members, within limits: one may be made to unpack to more than there is room for."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import unquote

from bdci_corpus.errors import DecodingError, LoaderError
from bdci_corpus.loading.member_names import member_name
from bdci_corpus.loading.office.properties import PropertyValue
from bdci_corpus.loading.xml.events import NotXml, XmlEvent, events
from bdci_corpus.records import Edit, Field, Layer, Mark, Member
from bdci_corpus.text import decode

LARGEST_MEMBER = 64_000_000
"""The most bytes that one member may unpack to: some thirty novels."""

LARGEST = 256_000_000
"""The most bytes that all members read may unpack to."""

MOST_MEMBERS = 65_535
"""The most members of a container: as many as a plain ZIP can have."""

_ENCRYPTED = 0x1
"""The bit of a member's flags that says it is encrypted (APPNOTE 4.4.4)."""

_UNPACKING = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)

_ANEW = "Open it in a program of its kind and save it anew."


@dataclass(slots=True)
class MemberText:
    """A member of text, and what is to be made of it."""

    member: Member
    raw: str
    events: list[XmlEvent] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def say(self, name: str, value: PropertyValue) -> None:
        """Note what a property says of the document."""
        self.fields.append(Field(name=name, start=value.start, end=value.end, value=value.text))

    def leave(self, value: PropertyValue | None, rule: str) -> None:
        """Take all out of the text but one value, which stands apart from what follows."""
        start, end, length = (value.start, value.end, len(self.raw)) if value else (0, 0, len(self.raw))
        if value is None:
            spans = [(0, length, "")]
        elif value.plain:
            spans = [(0, start, ""), (end, length, "")]
        else:
            spans = [(0, end, value.text), (end, length, "")]
        self.edits = [Edit(start=first, end=last, replacement=new_text, rule=rule) for first, last, new_text in spans]

    def layer(self, extra: Mapping[str, object]) -> Layer:
        """Return the layer; all its line ends are settled."""
        return Layer(
            text=self.raw,
            member=self.member,
            fields=tuple(self.fields),
            marks=(*self.marks, Mark(kind="settled", start=0, end=len(self.raw))),
            edits=tuple(self.edits),
            extra=extra,
        )


class Container:
    """The members of a container by name, case and kind of slash apart."""

    def __init__(self, data: bytes, kind: str) -> None:
        """Open a container; ``kind`` is what errors call it.

        Raises:
            LoaderError: it is broken.
        """
        self.kind = kind
        self._left = LARGEST
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
            self.refuse(f"The archive cannot be opened: {error}")
        infos = self._zip.infolist()
        if len(infos) > MOST_MEMBERS:
            self.refuse(f"It has {len(infos):,} members, more than {MOST_MEMBERS:,}")
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            self._infos.setdefault(_key(member_name(info)), info)

    def refuse(self, problem: str) -> NoReturn:
        """Raise an error that says what is wrong."""
        raise LoaderError(self.kind, f"{problem.rstrip('.')}.", _ANEW) from None

    def names(self) -> list[str]:
        """Return the names of all members, in lower case, sorted."""
        return sorted(self._infos)

    def events(self, name: str) -> MemberText | None:
        """Return a member of XML; None where there is none of that name.

        Raises:
            LoaderError: as ``member``, or it is no XML.
        """
        found = self.member(name) if name else None
        if found is None:
            return None
        try:
            return MemberText(*found, events(found[1]))
        except NotXml as error:
            self.refuse(f'Its member "{name}" is no XML that can be read: {error}')

    def read(self, name: str) -> bytes | None:
        """Return a member's bytes; None where there is none of that name.

        Raises:
            LoaderError: it is broken, closed by a password, or too large.
        """
        info = self._infos.get(_key(name))
        if info is None:
            return None
        if info.flag_bits & _ENCRYPTED:
            raise LoaderError(self.kind, f'Its member "{name}" is closed by a password.', "Save a copy without it.")
        most = min(LARGEST_MEMBER, self._left)
        try:
            with self._zip.open(info) as file:
                raw = file.read(most + 1)
        except _UNPACKING as error:
            self.refuse(f'Its member "{name}" cannot be unpacked: {error}')
        if len(raw) > most:
            self.refuse(f'Its member "{name}" unpacks to more than {most // 1_000_000} MB')
        self._left -= len(raw)
        return raw

    def member(self, name: str) -> tuple[Member, str] | None:
        """Return a member of text, and what it says; None where there is none of that name.

        Raises:
            LoaderError: as ``read``, or it is no text.
        """
        raw = self.read(name)
        if raw is None:
            return None
        try:
            decoded = decode(raw, name)
        except DecodingError as error:
            self.refuse(f'Its member "{name}" is no text: {error.problem}')
        own = self._infos[_key(name)].filename
        return Member(name=own, raw=raw, encoding=decoded.encoding), decoded.plain()


def _key(name: str) -> str:
    return name.replace("\\", "/").removeprefix("/").lower()


def resolved(base: str, target: str) -> str:
    """Return the name that a reference in the member ``base`` means, without what stands behind ``#``."""
    path = unquote(target.partition("#")[0])
    if path.startswith("/"):
        return posixpath.normpath(path).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
