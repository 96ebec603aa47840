"""Which XML is read, by its root element, and by what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.xml.books import fiction, handbook, paper, tei
from bdci_corpus.loading.xml.events import NotXml
from bdci_corpus.loading.xml.feeds import feed
from bdci_corpus.loading.xml.lines import lines, units
from bdci_corpus.loading.xml.opened import XmlFile
from bdci_corpus.loading.xml.rows import rows, rows_of
from bdci_corpus.loading.xml.wikis import dump
from bdci_corpus.records import Reading


def _lines(*names: str) -> Callable[[XmlFile], Iterator[Reading]]:
    return lambda file: lines(file, *names)


def _units(unit: str, *texts: str) -> Callable[[XmlFile], Iterator[Reading]]:
    return lambda file: units(file, unit, *texts)


ROOTS: Mapping[str, Callable[[XmlFile], Iterator[Reading]]] = {
    **dict.fromkeys(("rss", "feed", "RDF"), feed),
    "mediawiki": dump,
    **dict.fromkeys(("TEI", "TEI.2", "teiCorpus"), tei),
    "FictionBook": fiction,
    "article": paper,
    **dict.fromkeys(("book", "chapter", "part", "section", "refentry", "set"), handbook),
    "i": _lines("d"),
    **dict.fromkeys(("transcript", "timedtext"), _lines("text", "p")),
    "tt": _lines("p"),
    "tmx": _units("tu", "seg"),
    "xliff": _units("trans-unit", "source", "target"),
}
"""What reads a file, by the local name of its root element."""


def read_xml(text: str, name: str) -> Iterator[Reading]:
    """Yield the documents of an XML file.

    Raises:
        LoaderError: it is none that may be read, or of a kind that is not read.
    """
    try:
        file = XmlFile(text)
    except NotXml as error:
        raise LoaderError(name, f"This is XML that cannot be read: {error}.", "Correct it, or leave it out.") from None
    read = ROOTS.get(file.root.name)
    if read is None and (found := rows_of(file)):
        yield from rows(file, found)
        return
    if read is None:
        problem = f"This is XML of a kind that is not read: its root element is <{file.root.name}>."
        raise LoaderError(name, problem, "Save its texts as text, HTML or a table, or write a loader for it.")
    yield from read(file)
