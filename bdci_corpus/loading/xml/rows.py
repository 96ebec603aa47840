"""Collections in XML of somebody's own: elements of one name, each with a text and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bdci_corpus.loading.markdown.fields import Entry, stated
from bdci_corpus.loading.xml.nested import write_characters
from bdci_corpus.loading.xml.opened import XmlFile
from bdci_corpus.loading.xml.prose import write_prose
from bdci_corpus.loading.xml.tree import XmlNode
from bdci_corpus.loading.xml.writing import XmlWriter
from bdci_corpus.records import Reading

_TEXTS = (
    *("text", "content", "contents", "contenttext", "content_text", "body", "article", "passage", "story"),
    *("short_text", "sentence", "comment", "review", "abstract", "正文", "内容", "內容", "全文", "文本"),
)
"""What holds the text of a row, the surest first."""

_NAMES = frozenset({"id", "docid", "docno", "doc_id", "no", "编号"})

_MAX_LOCATOR = 200
"""The longest name of a row that names its document, in characters."""

_FEWEST = 8
"""How long the text of a row is at least somewhere, in characters: settings are shorter."""


def rows_of(file: XmlFile) -> list[XmlNode]:
    """Return the elements of a file that are rows: the children of the root that have a text, or the root alone."""
    for parent in (file.root, *file.root.children[:1]):
        names = Counter(child.name for child in parent.children)
        for name, _ in names.most_common(1):
            rows = [row for row in parent.found(name) if _text(file, row)]
            if rows and any(len(file.word(_text(file, row))) >= _FEWEST for row in rows):
                return rows
    alone = _text(file, file.root)
    return [file.root] if alone and len(file.word(alone)) >= _FEWEST else []


def _text(file: XmlFile, row: XmlNode) -> XmlNode | None:
    """Return the element of a row that holds its text, if it says anything."""
    by_name = {child.name.lower(): child for child in reversed(row.children)}
    found = (by_name[name] for name in _TEXTS if name in by_name)
    return next((node for node in found if file.word(node)), None)


def rows(file: XmlFile, found: list[XmlNode]) -> Iterator[Reading]:
    """Yield each row as a document, what else it says as fields or ``extra``."""
    names = set[str]()
    for number, row in enumerate(found, 1):
        body, writer = _text(file, row), XmlWriter()
        if body is not None and body.children:
            write_prose(writer, file, body)
        elif body is not None:
            write_characters(writer, file.said(body))
        others = [child for child in row.children if child is not body and file.word(child)]
        entries = [Entry(key, value, row.start, row.start) for key, value in row.attributes.items()]
        entries += [Entry(child.name, file.shown(child), *file.place(child)) for child in others]
        called = next((str(entry.value) for entry in entries if entry.key.lower() in _NAMES), "")
        fit = called.isprintable() and 0 < len(called) <= _MAX_LOCATOR and called not in names
        names.add(called if fit else str(number))
        fields, extra = stated(entries, canonical=True)
        if writer.pieces:
            yield Reading(
                start=row.start,
                end=row.end,
                fields=tuple(fields),
                marks=tuple(writer.marks),
                edits=tuple(writer.edits(file.text, row.start, row.end)),
                locator=(called if fit else str(number)) if row is not file.root else "",
                extra=extra,
            )
