"""XML that holds a line at a time: comments that fly over a film, captions of videos, units of translations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bdci_corpus.loading.xml.nested import write_characters
from bdci_corpus.loading.xml.opened import XmlFile
from bdci_corpus.loading.xml.prose import write_prose
from bdci_corpus.loading.xml.tree import XmlNode
from bdci_corpus.loading.xml.writing import XmlWriter
from bdci_corpus.records import Mark, Reading

_MAX_LOCATOR = 200
"""The longest name of a unit that names its document, in characters."""


def lines(file: XmlFile, *names: str) -> Iterator[Reading]:
    """Yield a file as one document, each element of some names a line."""
    writer = XmlWriter()
    for node in file.root.within(*names):
        _line(writer, file, node)
    marks = [*writer.marks, Mark(kind="settled", start=0, end=len(file.text))]
    yield _reading(file, writer, (0, len(file.text)), "", marks)


def units(file: XmlFile, name: str, *texts: str) -> Iterator[Reading]:
    """Yield each unit of a translation as a document, a line for each language."""
    names = set[str]()
    for number, unit in enumerate(file.root.within(name), 1):
        writer = XmlWriter()
        for node in unit.within(*texts):
            _line(writer, file, node)
        called = unit.attributes.get("id", "") or unit.attributes.get("tuid", "")
        fit = called.isprintable() and 0 < len(called) <= _MAX_LOCATOR and called not in names
        names.add(called if fit else str(number))
        if writer.pieces:
            mark = Mark(kind="settled", start=unit.start, end=unit.end)
            yield _reading(file, writer, (unit.start, unit.end), called if fit else str(number), [mark])


def _line(writer: XmlWriter, file: XmlFile, node: XmlNode) -> None:
    said = file.said(node)
    if said.text.strip():
        writer.put("\n" if writer.pieces else "")
        write_prose(writer, file, node) if node.children else write_characters(writer, said)


def _reading(file: XmlFile, writer: XmlWriter, region: tuple[int, int], locator: str, marks: Sequence[Mark]) -> Reading:
    edits = tuple(writer.edits(file.text, *region))
    return Reading(start=region[0], end=region[1], marks=tuple(marks), edits=edits, locator=locator)
