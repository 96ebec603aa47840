"""XML as a list of events, each text with its place.

Expat says at which byte every event begins; it resolves no external entities, and a document type that declares
any of its own is refused: no office file has one, and a billion laughs does.
"""

from __future__ import annotations

from collections.abc import Mapping
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

_Raw = tuple[Literal["start", "end", "text"], str, int, int, Mapping[str, str], str]


class XmlEvent(NamedTuple):
    """A start tag, an end tag, or text that stands at ``[start, end)`` of the member, in code points.

    ``name`` is that of an element with its namespace's short name; ``attributes`` go by their local names. ``text``
    is what the text says; it is shorter than its span where it is a reference.
    """

    kind: Literal["start", "end", "text"]
    name: str
    start: int
    end: int
    attributes: Mapping[str, str]
    text: str


class NotXml(Exception):  # noqa: N818 - says what it is
    """The text is not well-formed, or declares entities; the message says where and why."""


def events(text: str) -> list[XmlEvent]:
    """Return the events of an XML text, in order.

    Raises:
        NotXml: it is none that may be read.
    """
    reader = _XmlReader(text.encode("utf-8", "surrogatepass"))
    try:
        reader.parser.Parse(reader.data, True)  # noqa: FBT003 - expat takes no keyword
    except expat.ExpatError as error:
        raise NotXml(str(error)) from None
    except UnicodeError as error:
        raise NotXml(str(error)) from None
    return reader.events()


class _XmlReader:
    """Collects what expat calls out, with places in bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._found: list[_Raw] = []
        self._names: dict[str, str] = {}
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = _refuse

    def events(self) -> list[XmlEvent]:
        """Return what was found, with places in code points."""
        if self.data.isascii():
            return list(map(XmlEvent._make, self._found))
        leads = (np.frombuffer(self.data, np.uint8) & 0xC0) != 0x80  # noqa: PLR2004 - UTF-8
        points = np.concatenate([[0], np.cumsum(leads)])
        starts = points[np.array([each[2] for each in self._found], np.int64)].tolist()
        ends = points[np.array([each[3] for each in self._found], np.int64)].tolist()
        return [
            XmlEvent(kind, name, start, end, attributes, text)
            for (kind, name, _, _, attributes, text), start, end in zip(self._found, starts, ends, strict=True)
        ]

    def _name(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            space, _, local = name.rpartition(" ")
            known = self._names[name] = f"{_PREFIXES.get(space, '?' if space else '')}:{local}"
        return known

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        here = self.parser.CurrentByteIndex
        local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        self._found.append(("start", self._name(name), here, here, local, ""))

    def _end(self, name: str) -> None:
        here = self.parser.CurrentByteIndex
        self._found.append(("end", self._name(name), here, here, {}, ""))

    def _text(self, text: str) -> None:
        here, raw = self.parser.CurrentByteIndex, text.encode()
        end = here + len(raw)
        if not self.data.startswith(raw, here):
            end = self.data.index(b";", here) + 1
        self._found.append(("text", "", here, end, {}, text))


def _refuse(*_: object) -> None:
    message = "it declares entities, which no file of its kind needs"
    raise NotXml(message)
