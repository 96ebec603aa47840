"""Walk through the parser's events, and keep what they say is text.

Everything is put together from what stays: the marks of headings, emphasis, links, pictures, the definitions of
links, rules and underlines are what lies between, and are edits. Lists, quotations and rows of tables keep one mark a
line, which carries meaning; code keeps its fences and blanks, and its container's indentation goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bdci_corpus.loading.markdown import inlines
from bdci_corpus.loading.markdown.code import fenced, indented, surplus
from bdci_corpus.loading.markdown.events import stream
from bdci_corpus.loading.markdown.html_blocks import depth_of, html_block
from bdci_corpus.loading.markdown.inlines import Inlines
from bdci_corpus.loading.markdown.paragraph import habit, settle
from bdci_corpus.loading.markdown.pieces import Inline, InlineRow, written_text
from bdci_corpus.patterns import lazily

_BLANK_LINE = lazily(r"\n[ \t>]*\n")

_MARKER = lazily(r"\n?[ \t>]*(?P<marker>[-+*]|\d{1,9}[.)])")
"""What begins an item; to the parser, one indented by a tab may begin with the line feed before."""

_TAG = lazily(r"[ \t]*</?[A-Za-z]")

_RULE = lazily(r"={3,}|-{3,}|_{3,}|\*{3,}")

_WORD = lazily(r"[^\W_]")

_CONTENTS = lazily(r"\[toc\]|\[\[_?toc_?\]\]|@(?:\[toc\](?:\([^()\n]*\))?|toc)|\$\{toc\}|\{:toc\}", re.IGNORECASE)


LONGEST_CHOICE = 160
"""How long a paragraph that begins with a word and offers other languages is at most, its addresses included."""

_FIRST = 2
"""The first blocks, where a byline or a line of navigation may stand."""

_NOTHING: InlineRow = ("", 0, 0, "", 0)
"""A piece that stands for none, so that the last needs no case of its own."""


class MarkdownBlock(NamedTuple):
    """A block as it was written: its number, its span of pieces, what it says, and what it is made of."""

    number: int
    kind: str
    pieces: tuple[int, int]
    text: str
    labels: list[str]
    has_links: bool
    is_autolink: bool
    in_container: bool


class MarkdownHeading(NamedTuple):
    """A heading: what it says, its span, its level, how many paragraphs of prose stand before it, its pieces."""

    text: str
    start: int
    end: int
    level: int
    after: int
    pieces: tuple[int, int]


@dataclass(slots=True)
class Blocks(Inlines):
    """The reader of one text: its blocks, and by them its paragraphs.

    ``first`` are the first two blocks, ``linked`` the paragraphs that are nothing but links, ``many`` is how many
    blocks there are, ``tight`` the paragraphs that begin with ``#`` and a letter. ``surplus`` is what a fence has
    too much, where that leaves the rest of the text in code.
    """

    headings: list[MarkdownHeading] = field(default_factory=list)
    first: list[MarkdownBlock] = field(default_factory=list)
    linked: list[MarkdownBlock] = field(default_factory=list)
    tight: list[MarkdownHeading] = field(default_factory=list)
    many: int = 0
    surplus: tuple[int, int] | None = None
    _kind: str = ""
    _level: int = 0
    _lists: list[int] = field(default_factory=list)
    _markers: list[int] = field(default_factory=list)
    _widths: list[int] = field(default_factory=list)
    _outside: list[int] = field(default_factory=lambda: [0])
    _last: int = 0
    _html: tuple[int, int] | None = None
    _depth: int = 0
    _loose: int = 0
    _prose: int = 0
    _habit: bool | None = None
    _code: tuple[int, int, bool] = (0, 0, False)
    _row_end: int = 0

    def read(self) -> None:
        """Read what the parser says of the text.

        One loop, and text that stands as it is handled in it: a call an event would cost as much as all else.
        """
        starts, ends = _STARTS, _ENDS
        pieces, parents = self.pieces, self._parents
        is_plain = "\0" not in self.masked  # then what is as long as it was says what it said
        events, points = stream(self.masked)
        for event, span in events:
            kind, value = event, None
            if type(event) is dict:
                kind, value = event.popitem()
                if kind == "Text":
                    start, end, parent = points[span["start"]], points[span["end"]], parents[-1]
                    if not (self._is_open and pieces and is_plain) or value[0] == "*" or end - start != len(value):
                        self._text(start, end, value)
                    elif (last := pieces[-1])[2] == start and last[0] == "keep" and last[4] == parent:
                        pieces[-1] = ("keep", last[1], end, "", parent)
                    else:
                        pieces.append(("keep", start, end, "", parent))
                    continue
                if kind == "End":
                    if close := ends.get(value if type(value) is str else next(iter(value))):
                        close(self)
                    continue
                if kind == "Start":
                    kind, value = value.popitem() if type(value) is dict else (value, None)
            if begin := starts.get(kind):
                begin(self, points[span["start"]], points[span["end"]], value)
        self._close()
        self._flush()

    # Blocks

    def _open(self, kind: str, start: int) -> list[InlineRow]:
        """Begin a paragraph, a heading or a row: apart from what is above, with its containers' marks."""
        if self._is_open:
            self._close()
        if self._html is not None and kind != "html":
            self._flush()
        pieces, markers = self.pieces, self._markers
        self._loose, self._markers = len(pieces), []
        if kind == "code":
            markers = []
        if pieces:
            tight = False
            if kind == "row" or markers:
                nested = len(self._lists) > 1 or (bool(self._lists) and self._lists[-1] > 1)
                tight = (kind == "row" or nested) and not _BLANK_LINE.search(self.source[self._last : start])
            pieces.append(("put", start, start, "\n" if tight else "\n\n", 0))
        if self._quotes and kind != "code":
            pieces.append(("put", start, start, "> " * self._quotes, 0))
        if markers:
            self._put_markers(markers, start)
        self._is_open, self._kind, self._body = True, kind, len(pieces)
        self._labels, self._autolink = [], False
        return pieces

    def _put_markers(self, markers: Sequence[int], start: int) -> None:
        """Write the marks of the items that begin here, below the text of those around them."""
        pieces, widths = self.pieces, self._widths
        first_item = len(widths) - len(markers)
        if inside := sum(widths[self._outside[-1] : first_item]):
            pieces.append(("put", start, start, " " * inside, 0))
        for number, at in enumerate(markers):
            marker = _MARKER.match(self.source, at)
            if marker:
                first, end = marker.span("marker")
                if end - first == 1 and number + 1 < len(markers):  # a bullet whose item begins with a list
                    pieces.append(("put", first, end, "", 0))
                else:
                    pieces += (("keep", first, end, "", 0), ("put", end, end, " ", 0))
                    widths[first_item + number] = end - first + 1

    def _close(self) -> None:
        """End what is open, if anything."""
        if not self._is_open:
            return
        self._is_open, pieces, body, kind = False, self.pieces, self._body, self._kind
        way, first, _, _, parent = pieces[body] if body < len(pieces) else _NOTHING
        is_word = way == "keep" and self.source[first].isalnum()
        is_long = is_word and parent == 0 and pieces[-1][2] - first > LONGEST_CHOICE
        is_linked = bool(self._labels) and kind == "paragraph" and not is_long
        labels = self._link_texts() if is_linked else []
        if self._unsettled:
            self._unsettled = False
            pieces[body:] = settle([Inline._make(row) for row in pieces[body:]], self.source, self._puts_blanks)
        if not is_word and self._is_empty():
            del pieces[self._loose :]
            return
        self._last = pieces[-1][2]
        number, self.many = self.many, self.many + 1
        if is_linked or number < _FIRST:
            self._note(number, labels)
        if kind == "paragraph":
            if not is_word and way == "keep" and self.source[first] == "#":
                span, text = (self._loose, len(pieces)), written_text(pieces[body:], self.source)
                self.tight.append(MarkdownHeading(text, first, self._last, 1, self._prose, span))
            self._prose += 1
        elif kind == "heading":
            kept = [row for row in pieces[body:] if row[0] != "put"] or pieces[body:]
            self._head(written_text(pieces[body:], self.source), kept[0][1], kept[-1][2], self._level)

    def _is_empty(self) -> bool:
        """Return whether a block shows nothing, or stands for a table of contents."""
        shown = written_text(self.pieces[self._body :], self.source)
        if self._kind == "paragraph" and (_CONTENTS.fullmatch(shown.strip()) or _RULE.fullmatch(shown.strip())):
            return True
        return not shown.strip(" \t\n|")

    def _link_texts(self) -> list[str]:
        """Return what the links of a block say."""
        kept = ([row for row in self.pieces[first:end] if row[0] == "keep"] for first, end in self._labels)
        return [written_text(rows, self.source) for rows in kept]

    def _note(self, number: int, labels: list[str]) -> None:
        """Remember a block: it is one of the first, or, with labels, perhaps nothing but links."""
        inside = bool(self._quotes or self._lists)
        text = written_text(self.pieces[self._body :], self.source)
        span = (self._loose, len(self.pieces))
        block = MarkdownBlock(number, self._kind, span, text, labels, bool(self._labels), self._autolink, inside)
        if number < _FIRST:
            self.first.append(block)
        if labels and not inside:
            self.linked.append(block)

    def _puts_blanks(self) -> bool:
        """Return whether the text puts blanks between Chinese and Latin."""
        if self._habit is None:
            self._habit = habit(self.source)
        return self._habit

    def _head(self, text: str, start: int, end: int, level: int) -> None:
        """Note a heading, if it holds a letter."""
        if _WORD.search(text):
            self.mark("heading", start, end)
            span = (self._loose, len(self.pieces))
            self.headings.append(MarkdownHeading(text, start, end, level, self._prose, span))

    def _paragraph(self, start: int, _end: int, _value: object) -> None:
        self._open("paragraph", start)

    def _heading(self, start: int, _end: int, value: Mapping[str, str]) -> None:
        self._open("heading", start)
        self._level = int(value["level"][1:])

    def _part(self, *_event: object) -> None:
        """End what is open: a rule, or a container begins or ends."""
        if self._is_open:
            self._close()
        if self._html is not None:
            self._flush()

    def _quote(self, *_event: object) -> None:
        self._part()
        self._quotes += 1
        self._outside.append(len(self._widths))

    def _end_quote(self) -> None:
        self._part()
        self._quotes -= 1
        self._outside.pop()

    def _list(self, *_event: object) -> None:
        self._part()
        self._lists.append(0)

    def _end_list(self) -> None:
        self._part()
        self._lists.pop()

    def _item(self, start: int, _end: int, _value: object) -> None:
        self._part()
        self._lists[-1] += 1
        self._markers.append(start)
        self._widths.append(0)

    def _end_item(self) -> None:
        self._part()
        self._markers = self._markers[:-1]
        self._widths.pop()

    # Code

    def _code_block(self, start: int, end: int, value: object) -> None:
        self._close()
        self._lines, self._code = [], (start, end, isinstance(value, dict))

    def _end_code_block(self) -> None:
        lines, self._lines = self._lines or [], None
        start, end, is_fenced = self._code
        first = lines[0][0] if lines else start
        if not is_fenced and self._html and self._depth > 0 and _TAG.match(self.source, first):
            self._extend(self._html[0], end)
            return
        self._open("code", start)
        if is_fenced:
            rows = fenced(self.source, self.masked, start, end, lines)
            self.surplus = surplus(self.source, self.masked, start, end, lines) or self.surplus
        else:
            rows = indented(self.source, self.masked, lines, in_list=bool(self._lists))
        self.pieces += rows
        self._enclose()
        self._close()

    def _enclose(self) -> None:
        """Note that what is open is verbatim."""
        kept = [row for row in self.pieces[self._body :] if row[0] != "put"]
        if kept:
            self.mark("verbatim", kept[0][1], kept[-1][2])

    # HTML

    def _html_block(self, start: int, end: int, _value: object) -> None:
        self._close()
        if self._html and self.source[self._html[1] : start].strip():
            self._flush()
        self._extend(self._html[0] if self._html else start, end)

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
            marks = [mark for mark in marks if mark.kind == "media"]
        else:
            self._open("html", pieces[0].start).extend(pieces)
            self._close()
        self.marks += ((mark.kind, mark.start, mark.end) for mark in marks if mark.kind != "heading")
        for mark in marks:
            if mark.kind == "heading":
                text = re.sub(r"<[^<>]*>", "", self.source[mark.start : mark.end]).strip()
                self._head(text, mark.start, mark.end, 1)

    # Tables

    def _table_head(self, start: int, end: int, _value: object) -> None:
        self._open("table", start)
        self._in_row, self._row_end = True, end

    def _row(self, start: int, end: int, _value: object) -> None:
        self._open("row", start)
        self._in_row, self._row_end = True, end

    def _end_row(self) -> None:
        self._in_row = False
        if self._is_open:
            self._enclose()
            self.pieces.append(("put", self._row_end, self._row_end, " |", 0))
        self._close()

    def _cell(self, start: int, _end: int, _value: object) -> None:
        if self._is_open:
            self.pieces.append(("put", start, start, " | " if len(self.pieces) > self._body else "| ", 0))
            self._parents.append(start + 1)


def _methods(names: Mapping[str, str]) -> dict[str, Callable[..., None]]:
    return {name: getattr(Blocks, f"_{method}") for name, method in names.items()}


_STARTS = _methods(
    {
        **inlines.STARTS,
        "Paragraph": "paragraph",
        "Heading": "heading",
        "BlockQuote": "quote",
        "List": "list",
        "Item": "item",
        "CodeBlock": "code_block",
        "HtmlBlock": "html_block",
        **dict.fromkeys(("FootnoteDefinition", "Rule", "Table"), "part"),
        "TableHead": "table_head",
        "TableRow": "row",
        "TableCell": "cell",
    }
)
"""Which method reads what has no inside, or starts."""

_ENDS = _methods(
    {
        **inlines.ENDS,
        **dict.fromkeys(("Paragraph", "Heading"), "close"),
        "BlockQuote": "end_quote",
        "List": "end_list",
        "Item": "end_item",
        "CodeBlock": "end_code_block",
        **dict.fromkeys(("FootnoteDefinition", "Table"), "part"),
        **dict.fromkeys(("TableHead", "TableRow"), "end_row"),
        "TableCell": "end_nested",
    }
)
"""Which method reads what ends."""
