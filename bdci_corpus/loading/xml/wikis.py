"""The dump of a wiki by MediaWiki: each page a document, its last revision in wiki text."""

from __future__ import annotations

from collections.abc import Iterator

from bdci_corpus.loading.lightweight.dialects import MEDIAWIKI
from bdci_corpus.loading.lightweight.reading import read_lightweight
from bdci_corpus.loading.xml.opened import XmlFile
from bdci_corpus.loading.xml.tree import XmlNode
from bdci_corpus.loading.xml.writing import XmlWriter
from bdci_corpus.records import Reading

_NO_PAGES = frozenset({"6", "8", "10", "14", "274", "710", "828"})
"""The numbers of namespaces whose pages are pictures, the site's words, templates, categories and programs."""


def dump(file: XmlFile) -> Iterator[Reading]:
    """Yield the pages of a dump that hold text."""
    for page in file.root.found("page"):
        space = file.word(page.child("ns"))
        revisions = list(page.found("revision"))
        if space in _NO_PAGES or page.child("redirect") or not revisions:
            continue
        if reading := _page(file, page, revisions[-1], space):
            yield reading


def _page(file: XmlFile, page: XmlNode, revision: XmlNode, space: str) -> Reading | None:
    node, title = revision.child("text"), file.field("title", page.child("title"))
    writer = XmlWriter()
    if node is not None:
        said = file.said(node)
        read = read_lightweight(said.text, MEDIAWIKI)
        writer.text(said, read.edits, read.marks)
    if not writer.pieces:
        return None
    model, contributor = file.word(revision.child("format")), revision.child("contributor")
    if model not in {"", "text/x-wiki"}:
        return None
    extra = {
        "namespace": "" if space == "0" else space,
        "updated": file.word(revision.child("timestamp")),
        "contributor": file.word(contributor.child("username", "ip")) if contributor else "",
    }
    return Reading(
        start=page.start,
        end=page.end,
        fields=(title,) if title else (),
        marks=tuple(writer.marks),
        edits=tuple(writer.edits(file.text, page.start, page.end)),
        locator=file.word(page.child("id")) or file.word(page.child("title")),
        extra={name: value for name, value in extra.items() if value},
    )
