"""Walk through the parser's events, and keep what they say is text.

Everything is put together from what stays: the marks of headings, emphasis, links, pictures, the definitions of
links, rules and underlines are what lies between, and are edits. Lists, quotations and rows of tables keep one mark a
line, which carries meaning; code keeps its fences and blanks, and its container's indentation goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bdci_corpus.loading.markdown.events import Event
from bdci_corpus.loading.markdown.html_blocks import depth_of, html_block
from bdci_corpus.loading.markdown.inlines import INLINE_ACTIONS, Inlines
from bdci_corpus.loading.markdown.paragraph import habit, settle
from bdci_corpus.loading.markdown.pieces import Piece

_BLANK_LINE = re.compile(r"\n[ \t>]*\n")

_MARKER = re.compile(r"[ \t>]*(?P<marker>[-+*]|\d{1,9}[.)])")

_CLOSING_FENCE = re.compile(r"(?:`{3,}|~{3,})[ \t]*$")

_FENCE = re.compile(r"(?P<fence>`{3}|~{3})[`~]*")

_SOMETHING = re.compile(r"\S")

_OTHER_FENCE = re.compile(r"^[ \t>]{0,12}(?:```|~~~)[ \t]*$", re.MULTILINE)

_WORD = re.compile(r"[^\W_]")

_CONTENTS = re.compile(r"\[toc\]|\[\[_?toc_?\]\]|@\[toc\](?:\([^()\n]*\))?|\$\{toc\}|\{:toc\}", re.IGNORECASE)


@dataclass(slots=True)
class Heading:
    """A heading: what it says, its span, its level, and how many paragraphs of prose stand before it."""

    text: str
    start: int
    end: int
    level: int
    after: int
    pieces: tuple[int, int]


@dataclass(slots=True)
class Block:
    """A paragraph as it was written: its span of pieces, what it says, and what it is made of."""

    kind: str
    pieces: tuple[int, int]
    text: str
    labels: list[str]
    is_autolink: bool
    in_container: bool


@dataclass(slots=True)
class Blocks(Inlines):
    """The reader of one text: its blocks, and by them its paragraphs.

    ``surplus`` is what a fence has too much, where that leaves the rest of the text in code.
    """

    headings: list[Heading] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    surplus: tuple[int, int] | None = None
    _kind: str = ""
    _level: int = 0
    _lists: list[int] = field(default_factory=list)
    _markers: list[int] = field(default_factory=list)
    _last: int = 0
    _html: tuple[int, int] | None = None
    _depth: int = 0
    _loose: int = 0
    _prose: int = 0
    _habit: bool | None = None
    _is_fenced: bool = False

    def read(self, events: Iterable[Event]) -> None:
        """Read all events."""
        actions: dict[str, Callable[[Event], None]] = {
            name: getattr(self, f"_{method}") for name, method in _ACTIONS.items()
        }
        for event in events:
            if action := actions.get(event[0] + event[1]):
                action(event)
        self._close()
        self._flush()

    # Blocks

    def _open(self, kind: str, start: int) -> list[Piece]:
        """Begin a paragraph, a heading or a row: apart from what is above, with its containers' marks."""
        self._close()
        if kind != "html":
            self._flush()
        lead: list[Piece] = []
        markers = [] if kind == "code" else self._markers
        if self.written.pieces:
            gap = self.source[self._last : start]
            nested = len(self._lists) > 1 or (bool(self._lists) and self._lists[-1] > 1)
            tight = (kind == "row" or (bool(markers) and nested)) and not _BLANK_LINE.search(gap)
            lead.append(Piece("put", start, start, "\n" if tight else "\n\n"))
        if self._quotes and kind != "code":
            lead.append(Piece("put", start, start, "> " * self._quotes))
        for at in markers:
            marker = _MARKER.match(self.source, at)
            if marker:
                lead += (Piece("keep", *marker.span("marker")), Piece("put", marker.end(), marker.end(), " "))
        self._markers = []
        self._leaf, self._kind, self._loose = [], kind, len(self.written.pieces)
        self.written.pieces += lead
        self._labels, self._autolink = [], False
        return self._leaf

    def _close(self, _event: Event | None = None) -> None:
        """End what is open, if anything."""
        if self._leaf is None:
            return
        pieces, self._leaf, source = self._leaf, None, self.source
        if self._unsettled:
            pieces, self._unsettled = settle(pieces, source, self._puts_blanks), False
        said = "".join([piece.shown(source) for piece in pieces])
        if not said.strip(" \t\n|") or (self._kind == "paragraph" and _CONTENTS.fullmatch(said.strip())):
            del self.written.pieces[self._loose :]
            return
        self.written.pieces += pieces
        self._last = pieces[-1].end
        span = (self._loose, len(self.written.pieces))
        inside = bool(self._quotes or self._lists)
        self.blocks.append(Block(self._kind, span, said, self._labels, self._autolink, inside))
        self._prose += self._kind == "paragraph"
        if self._kind == "heading":
            kept = [p for p in pieces if p.kind != "put"] or pieces
            self._head(said, kept[0].start, kept[-1].end, self._level)

    def _puts_blanks(self) -> bool:
        """Return whether the text puts blanks between Chinese and Latin."""
        if self._habit is None:
            self._habit = habit(self.source)
        return self._habit

    def _head(self, said: str, start: int, end: int, level: int) -> None:
        """Note a heading, if it holds a letter."""
        if _WORD.search(said):
            self.written.mark("heading", start, end)
            self.headings.append(Heading(said, start, end, level, self._prose, self.blocks[-1].pieces))

    def _paragraph(self, event: Event) -> None:
        self._open("paragraph", event.start)

    def _heading(self, event: Event) -> None:
        self._open("heading", event.start)
        self._level = int(event.value["level"][1:])

    def _quote(self, event: Event) -> None:
        self._close()
        self._flush()
        self._quotes += 1 if event.edge == "+" else -1

    def _list(self, event: Event) -> None:
        self._close()
        self._flush()
        if event.edge == "+":
            self._lists.append(0)
        elif self._lists:
            self._lists.pop()

    def _item(self, event: Event) -> None:
        self._close()
        self._flush()
        if event.edge == "-":
            self._markers = self._markers[:-1]
        elif self._lists:
            self._lists[-1] += 1
            self._markers.append(event.start)

    def _rule(self, _event: Event) -> None:
        self._close()
        self._flush()

    # Code

    def _code_block(self, event: Event) -> None:
        if event.edge == "+":
            self._close()
            self._lines = []
            self._is_fenced = isinstance(event.value, dict)
            return
        lines, self._lines = self._lines or [], None
        first = lines[0].start if lines else event.start
        if not self._is_fenced and self._html and self._depth > 0 and self.source.startswith("<", first):
            self._extend(self._html[0], event.end)
            return
        leaf = self._open("code", event.start)
        if self._is_fenced:
            self._fenced(leaf, event, lines)
        else:
            self._indented(leaf, lines)
        kept = [piece for piece in leaf if piece.kind != "put"]
        if kept:
            self.written.mark("verbatim", kept[0].start, kept[-1].end)
        self._close()

    def _fenced(self, leaf: list[Piece], code: Event, lines: Sequence[Event]) -> None:
        """Keep a fenced block line by line, without its container's indentation."""
        eol = self.source.find("\n", code.start, code.end)
        if eol < 0:
            leaf.append(Piece("keep", code.start, code.end))
            return
        leaf.append(Piece("keep", code.start, eol + 1))
        for line in lines:
            self._as_written(leaf, line)
        here = max(eol + 1, lines[-1].end if lines else 0)
        closing = _CLOSING_FENCE.search(self.source, here, code.end)
        if closing:
            leaf.append(Piece("keep", closing.start(), code.end))
        else:
            self._left_open(code, eol)
            _chomp(leaf, self.source)

    def _left_open(self, code: Event, eol: int) -> None:
        """Note a fence that is too long to be closed by the fences below it, so that all that follows is code."""
        fence = _FENCE.match(self.masked, code.start, eol)
        if fence and not _SOMETHING.search(self.masked, code.end) and _OTHER_FENCE.search(self.masked, eol, code.end):
            self.surplus = (fence.end("fence"), fence.end()) if fence.end("fence") < fence.end() else None

    def _indented(self, leaf: list[Piece], lines: Sequence[Event]) -> None:
        """Keep an indented block; in a list or quotation four blanks stand for its indentation."""
        for line in lines:
            begins = self.source.rfind("\n", 0, line.start) + 1
            if not self.source[begins : line.start].strip(" \t") and not self._lists:
                leaf.append(Piece("keep", begins, line.start))
            elif line.value.strip():
                leaf.append(Piece("put", line.start, line.start, "    "))
            self._as_written(leaf, line)
        _chomp(leaf, self.source)

    def _as_written(self, leaf: list[Piece], line: Event) -> None:
        same = self.masked[line.start : line.end] == line.value
        leaf.append(Piece("keep" if same else "swap", line.start, line.end, "" if same else line.value))

    # HTML

    def _html_block(self, event: Event) -> None:
        self._close()
        if self._html and self.source[self._html[1] : event.start].strip():
            self._flush()
        self._extend(self._html[0] if self._html else event.start, event.end)

    def _extend(self, start: int, end: int) -> None:
        since = self._html[1] if self._html else start
        self._depth = max(0, self._depth + depth_of(self.source, since, end))
        self._html = (start, end)

    def _flush(self) -> None:
        """Write the blocks of HTML that stood together."""
        if self._html is None:
            return
        (start, end), self._html = self._html, None
        pieces, marks = html_block(self.source, start, end)
        if not pieces:
            self.written.marks += (mark for mark in marks if mark.kind == "media")
            return
        self._open("html", pieces[0].start).extend(pieces)
        self._close()
        self.written.marks += (mark for mark in marks if mark.kind != "heading")
        for mark in marks:
            if mark.kind == "heading":
                said = re.sub(r"<[^<>]*>", "", self.source[mark.start : mark.end]).strip()
                self._head(said, mark.start, mark.end, 1)

    # Tables

    def _row(self, event: Event) -> None:
        if event.edge == "+":
            self._open("row" if event.kind == "TableRow" else "table", event.start)
            self._in_row = True
            return
        self._in_row = False
        if self._leaf is not None:
            kept = [piece for piece in self._leaf if piece.kind != "put"]
            if kept:
                self.written.mark("verbatim", kept[0].start, kept[-1].end)
            self._leaf.append(Piece("put", event.end, event.end, " |"))
        self._close()

    def _cell(self, event: Event) -> None:
        if event.edge == "+" and self._leaf is not None:
            self._leaf.append(Piece("put", event.start, event.start, " | " if self._leaf else "| "))
            self._parents.append(event.start + 1)
        elif event.edge == "-" and len(self._parents) > 1:
            self._parents.pop()


def _chomp(leaf: list[Piece], source: str) -> None:
    """Leave out the line end of the last line of code."""
    while leaf and not leaf[-1].shown(source).strip():
        leaf.pop()
    if not leaf:
        return
    last = leaf[-1]
    if last.kind == "keep":
        last.end = last.start + len(source[last.start : last.end].rstrip("\n"))
    else:
        last.text = last.text.rstrip("\n")


_ACTIONS = {
    **INLINE_ACTIONS,
    "+Paragraph": "paragraph",
    "-Paragraph": "close",
    "+Heading": "heading",
    "-Heading": "close",
    **dict.fromkeys(("+BlockQuote", "-BlockQuote"), "quote"),
    **dict.fromkeys(("+List", "-List"), "list"),
    **dict.fromkeys(("+Item", "-Item"), "item"),
    **dict.fromkeys(("+CodeBlock", "-CodeBlock"), "code_block"),
    "+HtmlBlock": "html_block",
    **dict.fromkeys(("+FootnoteDefinition", "-FootnoteDefinition", "Rule", "+Table", "-Table"), "rule"),
    **dict.fromkeys(("+TableHead", "-TableHead", "+TableRow", "-TableRow"), "row"),
    **dict.fromkeys(("+TableCell", "-TableCell"), "cell"),
}
"""Which method reads which event."""
