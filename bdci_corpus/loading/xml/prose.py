"""Prose in XML: TEI, DocBook, JATS, FictionBook and XHTML agree on what a block is, if not on its name."""

from __future__ import annotations

from bdci_corpus.loading.markdown.paragraph import between
from bdci_corpus.loading.xml.events import XmlEvent
from bdci_corpus.loading.xml.opened import XmlFile
from bdci_corpus.loading.xml.tree import XmlNode
from bdci_corpus.loading.xml.writing import XmlWriter


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HEADS = _names("head title subtitle jhead h1 h2 h3 h4 h5 h6 article-title bridgehead")

_BLOCKS = _HEADS | _names(
    "p para simpara formalpara ab lg poem stanza item listitem li "
    "list-item byline docAuthor dateline opener closer salute signed trailer argument epigraph "
    "sp speaker stage div div1 div2 div3 div4 section sect1 sect2 "
    "sect3 sec chapter appendix preface list ul ol table tgroup figure "
    "caption docTitle titlePart docImprint titlePage cite blockquote text-author empty-line ref abstract "
    "note footnote warning tip important caution varlistentry term bibl biblStruct entryFree "
    "annotation body text front back group castItem pre dialog juan programlisting "
    "screen literallayout preformat"
)
"""What stands apart, a paragraph or several."""

_LINES = _names("l v row tr verse-line line")
"""What has a line of its own."""

_CELLS = _names("cell entry td th")

_PARTERS = {"br": "\n", "caesura": " ", "label": " "}
"""What parts a line where it stands."""

_VERBATIM = _names("programlisting screen literallayout preformat pre")

_SKIPPED = _names(
    "teiHeader binary mulu rdg fw figDesc indexterm docNumber del surplus charDecl "
    "info metadata script style object-id remark bookinfo articleinfo chapterinfo sectioninfo"
)
"""What a reader does not see: what describes a file, other readings, what was corrected, running heads."""

_ASIDE = _names("note footnote fn")
"""Notes; those that stand within the line are text in brackets."""

_APPARATUS = ("apparatus", "notes")
"""What the kind of a division ends in that holds an edition's other readings, and notes."""

_INLINE = frozenset({"inline", "interlinear", "inline2"})

_BLANKS = " \t\r\n"


def write_prose(writer: XmlWriter, file: XmlFile, node: XmlNode) -> list[str]:
    """Write down the prose within an element, and return its notes that stand outside of the line."""
    walk = _Walk(writer, file)
    for event in file.events[node.first : node.last]:
        walk.take(event)
    return walk.notes


class _Walk:
    """What is open, and what must come before the next text."""

    def __init__(self, writer: XmlWriter, file: XmlFile) -> None:
        self._writer, self._file = writer, file
        self._opened: list[tuple[str, int]] = []
        self._skipped = self._heads = self._verbatim = 0
        self._gap = self._blank = self._last = ""
        self._note: list[str] | None = None
        self._closing, self._apparatus = False, 0
        self.notes: list[str] = []

    def take(self, event: XmlEvent) -> None:
        """Read one event."""
        name = event.name.rpartition(":")[2]
        if event.kind == "text":
            if self._note is not None:
                self._note.append(event.text)
            elif not self._skipped and not self._apparatus:
                self._text(event)
        elif event.kind == "start":
            self._start(name, event)
        else:
            self._end(name)

    def _start(self, name: str, event: XmlEvent) -> None:
        if self._skipped or _is_hidden(name, self._opened[-1][0] if self._opened else ""):
            self._skipped += 1
            return
        if name in _ASIDE and event.attributes.get("place", "") not in _INLINE:
            self._skipped, self._note = 1, []
            return
        self._opened.append((name, len(self._writer.pieces)))
        if self._apparatus or (name.startswith("div") and event.attributes.get("type", "").endswith(_APPARATUS)):
            self._apparatus = self._apparatus or len(self._opened)
            return
        self._closing = self._closing or event.attributes.get("fun") == "close"  # the end of a scroll says its name
        self._part(name)
        self._heads += name in _HEADS
        self._verbatim += name in _VERBATIM
        if name in _ASIDE:
            self._say("（")

    def _end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            if not self._skipped and self._note is not None:
                self.notes += filter(None, [" ".join("".join(self._note).split())])
                self._note = None
            return
        _, first = self._opened.pop()
        if self._apparatus:
            self._apparatus = self._apparatus if len(self._opened) >= self._apparatus else 0
            return
        if name in _ASIDE:
            self._say("）")
        self._heads -= name in _HEADS
        self._verbatim -= name in _VERBATIM
        if (name in _HEADS and not self._heads and not self._closing) or name in _VERBATIM:
            self._writer.mark("heading" if name in _HEADS else "verbatim", first)
        self._closing = self._closing and name != "juan"
        self._part(name)

    def _say(self, bracket: str) -> None:
        """Put a bracket around a note; it belongs to the text beside it."""
        if bracket == "（":
            self._before(bracket)
        self._blank = ""
        self._writer.put(bracket)
        self._last = bracket

    def _part(self, name: str) -> None:
        """Note that a block, a line or a cell begins or ends."""
        wanted = "\n\n" if name in _BLOCKS and name not in _ASIDE else "\n" if name in _LINES else ""
        wanted = "\t" if name in _CELLS else wanted
        if self._heads:
            wanted = " " if wanted else ""
        if len(wanted) > len(self._gap) or (wanted == "\n" and self._gap == "\t"):
            self._gap = wanted
        elif name in {"lb", "pb", "cb", "milestone"} and not self._blank and not self._gap:
            self._blank = "\n"
        if name in _PARTERS:
            self._gap = self._gap or _PARTERS[name]

    def _text(self, event: XmlEvent) -> None:
        text = event.text
        if self._verbatim and (text.strip() or self._last):
            self._before(text[0])
            self._writer.keep(event.start, event.end, None if self._is_plain(event) else text)
            self._last = text[-1]
            return
        core = text.strip(_BLANKS)
        if not core:
            self._blank = "\n" if "\n" in text + self._blank else " "
            return
        lead = len(text) - len(text.lstrip(_BLANKS))
        self._blank = self._blank or text[:lead]
        self._before(core[0])
        if self._is_plain(event):
            self._writer.keep(event.start + lead, event.start + lead + len(core))
        else:
            self._writer.keep(event.start, event.end, text)
        self._last, self._blank = core[-1], text[lead + len(core) :]

    def _before(self, first: str) -> None:
        """Put what stands between two texts."""
        if self._gap and self._writer.pieces:
            self._writer.put(self._gap)
        elif self._blank and self._last and self._last != "（":
            self._writer.put(between(self._last, first) if "\n" in self._blank else " ")
        self._gap = self._blank = ""

    def _is_plain(self, event: XmlEvent) -> bool:
        return self._file.text.startswith(event.text, event.start)


def _is_hidden(name: str, parent: str) -> bool:
    """Return whether a reader does not see an element."""
    return name in _SKIPPED or (parent == "choice" and name in {"sic", "orig", "abbr"})
