"""Books and papers in XML (TEI, DocBook, JATS, FictionBook): a head that describes them, and prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bdci_corpus.loading.xml.opened import XmlFile
from bdci_corpus.loading.xml.prose import write_prose
from bdci_corpus.loading.xml.tree import XmlNode
from bdci_corpus.loading.xml.writing import XmlWriter
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Field, Reading

_NUMBERED = lazily(r"[^\n]{1,80}, No\. ?\w{1,8} (?P<title>[^\n]+)")
"""What an edition calls a text: its own name, the number of the text, and its title."""

_TERMS = ("availability", "legalnotice", "license-p", "copyright-statement")
"""What holds the terms under which a text may be used."""


def tei(file: XmlFile) -> Iterator[Reading]:
    """Yield a text by the Text Encoding Initiative; of a corpus of them each."""
    texts = [file.root] if file.root.name != "teiCorpus" else list(file.root.found("TEI", "TEI.2"))
    for number, text in enumerate(texts, 1):
        header = text.child("teiHeader")
        stated = next(header.within("titleStmt"), None) if header else None
        fields = [
            _titled(file, _main(header) if header else None),
            file.field("author", stated.child("author") if stated else None),
        ]
        locator = "" if len(texts) == 1 else text.attributes.get("id") or str(number)
        for body in text.found("text"):
            yield _reading(file, (body,), fields, text, locator)
            break


def _main(header: XmlNode) -> XmlNode | None:
    """Return the title of the work: that of a monograph where titles say of what they are, in Chinese if it is there.

    What a file is called (an electronic version of it) is the title where no source is described.
    """
    titles = [each for each in header.within("title") if each.attributes.get("level", "m") not in {"s", "j"}]
    for wanted in ({"level": "m"}, {"type": "main"}, {}):
        fit = [each for each in titles if wanted.items() <= each.attributes.items()]
        chinese = [each for each in fit if each.attributes.get("lang", "").startswith("zh")]
        if found := chinese or fit:
            return found[0]
    return None


def _titled(file: XmlFile, node: XmlNode | None) -> Field | None:
    """Return a title, without the edition and the number that stand before it."""
    numbered = _NUMBERED.fullmatch(file.word(node))
    return file.field("title", node, numbered["title"] if numbered else None)


def fiction(file: XmlFile) -> Iterator[Reading]:
    """Yield a FictionBook."""
    info = next(file.root.within("title-info"), None)
    author = info.child("author") if info else None
    fields = [
        file.field("title", info.child("book-title") if info else None),
        file.field("author", author, _name(file, author) if author else None),
        file.field("published", info.child("date") if info else None),
    ]
    notes = info.child("annotation") if info else None
    extra = {"summary": file.word(notes)} if notes else {}
    yield _reading(file, tuple(file.root.found("body")), fields, file.root, "", extra)


def _name(file: XmlFile, author: XmlNode) -> str:
    """Return a name whose parts are elements: a Chinese one has no blanks, and the last name first."""
    parts = [file.word(author.child(name)) for name in ("first-name", "middle-name", "last-name", "given-names")]
    first, middle, last, given = parts
    family = file.word(author.child("surname")) or last
    names = [each for each in (given or first, middle, family) if each]
    if names and not any(map(str.isascii, names)):
        return family + "".join(each for each in (given or first, middle) if each)
    return " ".join(names) or file.word(author.child("nickname", "name"))


def paper(file: XmlFile) -> Iterator[Reading]:
    """Yield a paper by the Journal Article Tag Suite."""
    meta = next(file.root.within("article-meta"), None)
    if meta is None:
        yield from handbook(file)
        return
    names = [each for group in meta.within("contrib") for each in group.within("name", "string-name")]
    authors = [name for each in names if (name := _name(file, each) or file.word(each))]
    day = next((each for each in meta.found("pub-date")), None)
    parts = [file.word(day.child(part)) for part in ("year", "month", "day")] if day else []
    date = "-".join(part.zfill(2) for part in parts if part) if parts and all(p.isdigit() for p in parts if p) else ""
    journal = next(file.root.within("journal-title"), None)
    fields = [
        file.field("title", next(meta.within("article-title"), None)),
        file.field("author", names[0] if authors else None, "、".join(authors)),
        file.field("published", day, date),
        file.field("outlet", journal),
    ]
    wanted = (*meta.found("abstract"), *file.root.found("body", "back"))
    yield _reading(file, wanted, fields, file.root, "")


def handbook(file: XmlFile) -> Iterator[Reading]:
    """Yield a book or an article of DocBook."""
    root = file.root
    info = root.child("info", "bookinfo", "articleinfo", "chapterinfo")
    author = next(info.within("author"), None) if info else None
    fields = [
        file.field("title", root.child("title") or (info.child("title") if info else None)),
        file.field("author", author),
        file.field("published", info.child("pubdate", "date") if info else None),
    ]
    yield _reading(file, (root,), fields, root, "")


def _reading(
    file: XmlFile,
    parts: tuple[XmlNode, ...],
    fields: list[Field | None],
    region: XmlNode,
    locator: str,
    extra: Mapping[str, object] | None = None,
) -> Reading:
    """Return what stands in some parts of a region, its notes in ``extra``."""
    writer, notes = XmlWriter(), list[str]()
    for part in parts:
        writer.put("\n\n" if writer.pieces else "")
        notes += write_prose(writer, file, part)
    start, end = (0, len(file.text)) if not locator else (region.start, region.end)
    terms = " ".join(filter(None, map(file.word, region.within(*_TERMS))))
    known = {"license": terms, "notes": notes, **(extra or {})}
    return Reading(
        start=start,
        end=end,
        fields=tuple(field for field in fields if field),
        marks=tuple(writer.marks),
        edits=tuple(writer.edits(file.text, start, end)),
        locator=locator,
        extra={name: value for name, value in known.items() if value},
    )
