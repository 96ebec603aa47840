"""Read what stands within a paragraph: text, code, formulas, emphasis, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set as AbstractSet
from dataclasses import dataclass, field

from bdci_corpus.loading.markdown.pieces import InlineRow
from bdci_corpus.patterns import lazily

_STARS = lazily(r"\*+")

_DUNDER = lazily(r"__[a-z][a-z0-9_]*__")

_LINE_BREAK = lazily(r"<br\b", re.IGNORECASE)

_PLACEHOLDER = lazily(
    r"在这里插入图片描述|这里写图片描述|输入图片说明|输入图片描述|图片描述|图片|圖片|点击并拖拽以移动"
    r"|alt|alt text|image|img|[^\s/\\]{1,80}\.(?:png|jpe?g|gif|webp|svg|bmp)",
    re.IGNORECASE,
)
"""What editors call a picture that nobody named; its file's name is none, either."""

_BADGE = lazily(
    r"(?:shields\.io|badge|badgen\.net|travis-ci|codecov|coveralls|circleci|appveyor|snyk\.io|hits\.|visitor|star-history"
    r"|githubusercontent\.com/u/|opencollective|contrib\.rocks|actions/workflows)",
    re.IGNORECASE,
)
"""Where pictures come from that count or certify something; they are no figures of the text."""

_NOTHING: InlineRow = ("", 0, 0, "", 0)
"""A piece that stands for none, so that the first needs no case of its own."""

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
    pieces: list[InlineRow] = field(default_factory=list)
    marks: list[tuple[str, int, int]] = field(default_factory=list)
    _is_open: bool = False
    _body: int = 0
    _lines: list[tuple[int, int, str]] | None = None
    _quotes: int = 0
    _in_row: bool = False
    _unsettled: bool = False
    _parents: list[int] = field(default_factory=lambda: [0])
    _delimiters: list[tuple[int, int, bool]] = field(default_factory=list)
    _images: list[int] = field(default_factory=list)
    _is_badge: bool = False
    _links: list[tuple[int, str]] = field(default_factory=list)
    _labels: list[tuple[int, int]] = field(default_factory=list)
    _autolink: bool = False

    def _open(self, kind: str, start: int) -> list[InlineRow]:
        """Begin a paragraph or another block, and return the pieces, to which its own are added from ``_body`` on."""
        raise NotImplementedError

    def _begun(self, start: int) -> list[InlineRow]:
        """See to it that a paragraph is open; in a tight list the parser opens none."""
        return self.pieces if self._is_open else self._open("paragraph", start)

    def mark(self, kind: str, start: int, end: int) -> None:
        """Note what a span of the source is."""
        if start < end:
            self.marks.append((kind, start, end))

    def _text(self, start: int, end: int, value: str) -> None:
        if self._lines is not None:
            self._lines.append((start, end, value))
            return
        pieces, parent = self._begun(start), self._parents[-1]
        if self.masked[start:end] != value:
            pieces.append(("put", start, end, value, 0))
            return
        touches = len(pieces) > self._body and pieces[-1][2] == start
        escaped = self.source[start - 1 : start] == "\\" and not touches  # the parser took a backslash off
        if value[0] == "*" and not escaped and _STARS.fullmatch(value):
            pieces += [("star", at, at + 1, "", parent) for at in range(start, end)]
            self._unsettled = True
            return
        kind, first, _, _, around = pieces[-1] if touches else _NOTHING
        if kind == "keep" and around == parent:
            pieces[-1] = ("keep", first, end, "", parent)
        else:
            pieces.append(("keep", start, end, "", parent))

    def _code_span(self, start: int, end: int, value: str) -> None:
        pieces = self._begun(start)
        first = start
        while first < end and self.masked[first] == "`":
            first += 1
        last = end - (first - start)
        inner = self.masked[first:last]
        if inner == value or inner.strip(" ") == value.strip(" "):
            pieces.append(("keep", start, end, "", 0))
        else:
            pieces += (
                ("keep", start, first, "", 0),
                ("swap", first, last, _spanned(inner, value), 0),
                ("keep", last, end, "", 0),
            )
        self.marks.append(("verbatim", start, end))

    def _formula(self, start: int, end: int, _value: str) -> None:
        self._begun(start).append(("keep", start, end, "", 0))
        self.mark("verbatim", start, end)

    def _tag(self, start: int, end: int, _value: str) -> None:
        pieces = self._begun(start)
        if self._in_row and _LINE_BREAK.match(self.source, start):
            pieces.append(("put", start, end, " ", 0))
            return
        pieces.append(("tag", start, end, "", 0))
        self._unsettled = True

    def _soft_break(self, start: int, end: int, _value: None) -> None:
        if self.breaks and any(at in self.breaks for at in range(start, end)):
            self._hard_break(start, end, None)
            return
        self._begun(start).append(("join", start, end, "\n" + "> " * self._quotes, 0))
        self._unsettled = True

    def _hard_break(self, start: int, end: int, _value: None) -> None:
        self._begun(start).append(("put", start, end, "\n" + "> " * self._quotes, 0))

    def _task(self, start: int, end: int, value: object) -> None:
        self._begun(start).append(("put", start, end, BOX[bool(value)], 0))

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
        pieces = self._begun(start)
        if stays:
            pieces.append(("keep", start, end, "", 0))
        elif self.masked[start] == "*":
            parent = self._parents[-1]
            pieces += [("put", at, at + 1, "", parent) for at in range(start, end)]

    def _strike(self, start: int, end: int, _value: None) -> None:
        """Take out ``~~``; a single ``~`` is a range or a word's, whatever GFM says."""
        pieces = self._begun(start)
        is_single = not self.source.startswith("~~", start)
        if is_single:
            pieces.append(("keep", start, start + 1, "", 0))
        self._delimiters.append((end - 1, end, is_single))
        self._parents.append(start + 1)

    def _end_strike(self) -> None:
        start, end, is_single = self._delimiters.pop()
        if is_single:
            self._begun(start).append(("keep", start, end, "", 0))
        self._end_nested()

    def _link(self, start: int, _end: int, value: Mapping[str, str]) -> None:
        self._links.append((len(self._begun(start)), value["link_type"]))
        self._parents.append(start + 1)

    def _end_link(self) -> None:
        first, kind = self._links.pop()
        self._labels.append((first, len(self.pieces)))
        self._autolink = kind == "Autolink" and first == self._body
        self._end_nested()

    def _image(self, start: int, _end: int, value: Mapping[str, str]) -> None:
        self._images.append(len(self._begun(start)))
        self._is_badge = _BADGE.search(value["dest_url"]) is not None
        self._parents.append(start + 1)

    def _end_image(self) -> None:
        first = self._images.pop()
        shown = [piece for piece in self.pieces[first:] if piece[0] != "put"]
        label = "".join([self.source[start:end] for _, start, end, _, _ in shown]).strip()
        if not label or self._is_badge or _PLACEHOLDER.fullmatch(label):
            del self.pieces[first:]
        elif not self._images:
            self.mark("caption", shown[0][1], shown[-1][2])
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
