"""XML as a list of events, each text with its place.

Expat says at which byte every event begins; it resolves no external entities, and a document type that declares
any of its own is refused: next to no file has one, and a billion laughs does.
"""

from __future__ import annotations

import html
from array import array
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple
from xml.parsers import expat

import numpy as np

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.idpf.org/2007/opf": "opf",
    "http://openebook.org/namespaces/oeb-package/1.0/": "opf",
    "urn:oasis:names:tc:opendocument:xmlns:container": "container",
    "http://www.w3.org/2001/04/xmlenc#": "enc",
}
"""What the kit calls the namespaces it reads, of both editions of the standard."""

_Kind = Literal["start", "end", "text"]

_NONE: Mapping[str, str] = MappingProxyType({})
"""The attributes of what has none."""


class XmlEvent(NamedTuple):
    """A start tag, an end tag, or text that stands at ``[start, end)`` of the member, in code points.

    ``name`` is that of an element with its namespace's short name; ``attributes`` go by their local names. ``text``
    is what the text says; it is shorter than its span where it is a reference.
    """

    kind: _Kind
    name: str
    start: int
    end: int
    attributes: Mapping[str, str]
    text: str


class NotXml(Exception):  # noqa: N818 - says what it is
    """The text is not well-formed, or declares entities; the message says where and why."""


def events(text: str, *, named: bool = False) -> list[XmlEvent]:
    """Return the events of an XML text, in order.

    With ``named`` a reference by a name that HTML knows is what it says there, though XML knows five only.

    Raises:
        NotXml: it is none that may be read.
    """
    reader = _XmlReader(text.encode("utf-8", "surrogatepass"))
    if named:
        reader.read_names()
    try:
        reader.parser.Parse(reader.data, True)  # noqa: FBT003 - expat takes no keyword
    except expat.ExpatError as error:
        raise NotXml(str(error)) from None
    except UnicodeError as error:
        raise NotXml(str(error)) from None
    return reader.events()


class _XmlReader:
    """Collects what expat calls out, with places in bytes: in columns, since a short file may have a million events."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._kinds: list[_Kind] = []
        self._words: list[str] = []
        self._places = array("q")
        self._attributes: list[Mapping[str, str]] = []
        self._texts: list[str] = []
        self._names: dict[str, str] = {}
        self._letters: dict[str, str] = {}
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = _refuse

    def read_names(self) -> None:
        """Take names that nobody declares for those of HTML; a document type elsewhere is not fetched."""
        self.parser.UseForeignDTD(True)  # noqa: FBT003 - expat takes no keyword
        self.parser.SkippedEntityHandler = self._reference

    def _reference(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - expat calls it
        if not is_parameter:
            self._text(html.unescape(f"&{name};"))

    def events(self) -> list[XmlEvent]:
        """Return what was found, with places in code points."""
        places = np.array(self._places)
        if not self.data.isascii():
            points = np.zeros(len(self.data) + 1, np.int64)
            np.cumsum((np.frombuffer(self.data, np.uint8) & 0xC0) != 0x80, out=points[1:])  # noqa: PLR2004 - UTF-8
            places = points[places]
        starts = places[::2].tolist()
        ends = [end if end != start else start for start, end in zip(starts, places[1::2].tolist(), strict=True)]
        return list(map(XmlEvent, self._kinds, self._words, starts, ends, self._attributes, self._texts))

    def _name(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            space, _, local = name.rpartition(" ")
            known = self._names[name] = f"{_PREFIXES.get(space, '?' if space else '')}:{local}"
        return known

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        here = self.parser.CurrentByteIndex
        local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self._add("start", self._name(name), (here, here), local or _NONE)

    def _end(self, name: str) -> None:
        here = self.parser.CurrentByteIndex
        self._add("end", self._name(name), (here, here))

    def _text(self, text: str) -> None:
        here, raw = self.parser.CurrentByteIndex, text.encode()
        end = here + len(raw)
        if not self.data.startswith(raw, here):
            end = self.data.index(b";", here) + 1
        if len(text) == 1:  # expat tells of references one by one
            text = self._letters.setdefault(text, text)
        self._add("text", "", (here, end), text=text)

    def _add(
        self, kind: _Kind, name: str, place: tuple[int, int], attributes: Mapping[str, str] = _NONE, text: str = ""
    ) -> None:
        self._kinds.append(kind)
        self._words.append(name)
        self._places.extend(place)
        self._attributes.append(attributes)
        self._texts.append(text)


def _refuse(*_: object) -> None:
    message = "it declares entities, which no file of its kind needs"
    raise NotXml(message)
