"""Read what stands within a paragraph: text, code, formulas, emphasis, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set as AbstractSet
from dataclasses import dataclass, field

from bdci_corpus.loading.markdown.pieces import Piece, Written



_STARS = re.compile(r"\*+")

_DUNDER = re.compile(r"__[a-z][a-z0-9_]*__")

_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)

_PLACEHOLDER = re.compile(
    r"在这里插入图片描述|这里写图片描述|输入图片说明|输入图片描述|图片描述|点击并拖拽以移动|alt|alt text|image|img",
    re.IGNORECASE,
)
"""What editors call a picture that nobody named."""

BOX = {False: "☐ ", True: "☑ "}
"""What stands for the box of a task."""


@dataclass(slots=True)
class Inlines:
    """The reader of a paragraph's inside; blocks open and close the paragraphs.

    ``source`` is the text, ``masked`` what the parser was shown of it; line ends at ``breaks`` stay. What starts is
    told its span and its value; what ends is told nothing.
    """

    source: str
    masked: str
    breaks: AbstractSet[int] = frozenset()
    written: Written = field(default_factory=Written)
    _leaf: list[Piece] | None = None
    _lines: list[tuple[int, int, str]] | None = None
    _quotes: int = 0
    _in_row: bool = False
    _unsettled: bool = False
    _parents: list[int] = field(default_factory=lambda: [0])
    _delimiters: list[tuple[int, int, bool]] = field(default_factory=list)
    _images: list[int] = field(default_factory=list)
    _links: list[tuple[int, str]] = field(default_factory=list)
    _labels: list[str] = field(default_factory=list)
    _autolink: bool = False

    def _open(self, kind: str, start: int) -> list[Piece]:
        """Begin a paragraph or another block that holds pieces."""
        raise NotImplementedError

    def _begun(self, start: int) -> list[Piece]:
        """Return the open paragraph; in a tight list the parser opens none."""
        return self._open("paragraph", start) if self._leaf is None else self._leaf

    def _text(self, start: int, end: int, value: str) -> None:
        if self._lines is not None:
            self._lines.append((start, end, value))
            return
        leaf = self._open("paragraph", start) if self._leaf is None else self._leaf
        if self.masked[start:end] != value:
            leaf.append(Piece("put", start, end, value))
            return
        parent = self._parents[-1]
        if value[0] == "*" and _STARS.fullmatch(value) and not self._escaped(leaf, start):
            leaf += (Piece("star", at, at + 1, "", parent) for at in range(start, end))
            self._unsettled = True
            return
        if leaf:
            kind, first, last, _, around = leaf[-1]
            if last == start and kind == "keep" and around == parent:
                leaf[-1] = tuple.__new__(Piece, ("keep", first, end, "", parent))
                return
        leaf.append(tuple.__new__(Piece, ("keep", start, end, "", parent)))

    def _escaped(self, leaf: list[Piece], start: int) -> bool:
        """Return whether the parser took a backslash off what begins here."""
        return self.source[start - 1 : start] == "\\" and not (leaf and leaf[-1].end == start)

    def _code_span(self, start: int, end: int, value: str) -> None:
        leaf = self._begun(start)
        first = start
        while first < end and self.masked[first] == "`":
            first += 1
        last = end - (first - start)
        inner = self.masked[first:last]
        if inner == value or inner.strip(" ") == value.strip(" "):
            leaf.append(tuple.__new__(Piece, ("keep", start, end, "", 0)))
        else:
            leaf += (
                Piece("keep", start, first),
                Piece("swap", first, last, _spanned(inner, value)),
                Piece("keep", last, end),
            )
        self.written.marks.append(("verbatim", start, end))

    def _formula(self, start: int, end: int, _value: str) -> None:
        self._begun(start).append(Piece("keep", start, end))
        self.written.mark("verbatim", start, end)

    def _tag(self, start: int, end: int, _value: str) -> None:
        leaf = self._begun(start)
        if self._in_row and _LINE_BREAK.match(self.source, start):
            leaf.append(Piece("put", start, end, " "))
            return
        leaf.append(Piece("tag", start, end))
        self._unsettled = True

    def _soft_break(self, start: int, end: int, _value: None) -> None:
        if self.breaks and any(at in self.breaks for at in range(start, end)):
            self._hard_break(start, end, None)
            return
        self._begun(start).append(Piece("join", start, end, "\n" + "> " * self._quotes))
        self._unsettled = True

    def _hard_break(self, start: int, end: int, _value: None) -> None:
        self._begun(start).append(Piece("put", start, end, "\n" + "> " * self._quotes))

    def _task(self, start: int, end: int, value: object) -> None:
        self._begun(start).append(Piece("put", start, end, BOX[bool(value)]))

    def _end_nested(self) -> None:
        if len(self._parents) > 1:
            self._parents.pop()

    def _strong(self, start: int, end: int, _value: None) -> None:
        self._delimit(start, end, 2)

    def _emphasis(self, start: int, end: int, _value: None) -> None:
        self._delimit(start, end, 1)

    def _delimit(self, start: int, end: int, width: int) -> None:
        """Begin emphasis: its marks are taken out, but for those of ``2*3*4`` and of ``__init__``."""
        if self.masked[start] == "_":
            is_word = _DUNDER.fullmatch(self.masked, start, end) is not None
        else:
            before, after = self.masked[start - 1 : start] if start else "", self.masked[start + width]
            is_word = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
        self._delimiters.append((end - width, end, is_word))
        self._delimiter(start, start + width, is_word)

    def _end_emphasis(self) -> None:
        self._delimiter(*self._delimiters.pop())

    def _delimiter(self, start: int, end: int, stays: bool) -> None:  # noqa: FBT001 - one of three values on the stack
        leaf = self._begun(start)
        if stays:
            leaf.append(Piece("keep", start, end))
        elif self.masked[start] == "*":
            parent = self._parents[-1]
            leaf += [tuple.__new__(Piece, ("put", at, at + 1, "", parent)) for at in range(start, end)]

    def _strike(self, start: int, end: int, _value: None) -> None:
        """Take out ``~~``; a single ``~`` is a range or a word's, whatever GFM says."""
        leaf = self._begun(start)
        is_single = not self.source.startswith("~~", start)
        if is_single:
            leaf.append(Piece("keep", start, start + 1))
        self._delimiters.append((end - 1, end, is_single))
        self._parents.append(start + 1)

    def _end_strike(self) -> None:
        start, end, is_single = self._delimiters.pop()
        if is_single:
            self._begun(start).append(Piece("keep", start, end))
        self._end_nested()

    def _link(self, start: int, _end: int, value: Mapping[str, str]) -> None:
        self._links.append((len(self._begun(start)), value["link_type"]))
        self._parents.append(start + 1)

    def _end_link(self) -> None:
        leaf = self._leaf
        if self._links and leaf is not None:
            first, kind = self._links.pop()
            self._labels.append("".join([self.source[p.start : p.end] for p in leaf[first:] if p.kind == "keep"]))
            self._autolink = kind == "Autolink" and first == 0
        self._end_nested()

    def _image(self, start: int, _end: int, _value: object) -> None:
        self._images.append(len(self._begun(start)))
        self._parents.append(start + 1)

    def _end_image(self) -> None:
        leaf = self._leaf
        if self._images and leaf is not None:
            first = self._images.pop()
            shown = [piece for piece in leaf[first:] if piece.kind != "put"]
            said = "".join([self.source[piece.start : piece.end] for piece in shown]).strip()
            if not said or _PLACEHOLDER.fullmatch(said):
                del leaf[first:]
            elif not self._images:
                self.written.mark("caption", shown[0].start, shown[-1].end)
        self._end_nested()


def _spanned(inner: str, value: str) -> str:
    """Return the inside of inline code whose line ends became blanks, with the blanks at its edges."""
    lead = " " if inner[:1] in " \n" and not value.startswith(" ") else ""
    tail = " " if inner[-1:] in " \n" and not value.endswith(" ") else ""
    return lead + value + tail


STARTS = {
    "Code": "code_span",
    "InlineMath": "formula",
    "DisplayMath": "formula",
    "InlineHtml": "tag",
    "SoftBreak": "soft_break",
    "HardBreak": "hard_break",
    "TaskListMarker": "task",
    "Emphasis": "emphasis",
    "Strong": "strong",
    "Strikethrough": "strike",
    "Link": "link",
    "Image": "image",
}
"""Which method reads what has no inside, or starts."""

ENDS = {
    "Emphasis": "end_emphasis",
    "Strong": "end_emphasis",
    "Strikethrough": "end_strike",
    "Link": "end_link",
    "Image": "end_image",
}
"""Which method reads what ends."""
