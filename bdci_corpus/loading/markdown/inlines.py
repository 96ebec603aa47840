"""Read what stands within a paragraph: text, code, formulas, emphasis, links, pictures."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bdci_corpus.loading.markdown.events import Event
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

    ``source`` is the text, ``masked`` what the parser was shown of it; line ends at ``breaks`` stay.
    """

    source: str
    masked: str
    breaks: AbstractSet[int] = frozenset()
    written: Written = field(default_factory=Written)
    _leaf: list[Piece] | None = None
    _lines: list[Event] | None = None
    _quotes: int = 0
    _in_row: bool = False
    _unsettled: bool = False
    _parents: list[int] = field(default_factory=lambda: [0])
    _images: list[int] = field(default_factory=list)
    _links: list[tuple[int, str]] = field(default_factory=list)
    _labels: list[str] = field(default_factory=list)
    _autolink: bool = False

    def _open(self, kind: str, start: int) -> list[Piece]:
        """Begin a paragraph or another block that holds pieces."""
        raise NotImplementedError

    def _begun(self, event: Event) -> list[Piece]:
        """Return the open paragraph; in a tight list the parser opens none."""
        return self._open("paragraph", event.start) if self._leaf is None else self._leaf

    def _text(self, event: Event) -> None:
        if self._lines is not None:
            self._lines.append(event)
            return
        leaf = self._begun(event) if self._leaf is None else self._leaf
        _, _, start, end, value = event
        parent = self._parents[-1]
        if self.masked[start:end] != value:
            leaf.append(Piece("put", start, end, value))
        elif value[0] == "*" and _STARS.fullmatch(value) and not self._escaped(leaf, start):
            leaf += (Piece("star", at, at + 1, "", parent) for at in range(start, end))
            self._unsettled = True
        elif leaf and (last := leaf[-1]).end == start and last.kind == "keep" and last.parent == parent:
            last.end = end
        else:
            leaf.append(Piece("keep", start, end, "", parent))

    def _escaped(self, leaf: list[Piece], start: int) -> bool:
        """Return whether the parser took a backslash off what begins here."""
        return self.source[start - 1 : start] == "\\" and not (leaf and leaf[-1].end == start)

    def _code_span(self, event: Event) -> None:
        leaf = self._begun(event)
        start, end = event.start, event.end
        while start < end and self.masked[start] == "`":
            start += 1
        ticks = start - event.start
        inner = self.masked[start : end - ticks]
        if inner == event.value or inner.strip(" ") == event.value.strip(" "):
            leaf.append(Piece("keep", event.start, event.end))
        else:
            leaf += (
                Piece("keep", event.start, start),
                Piece("swap", start, end - ticks, _spanned(inner, event.value)),
                Piece("keep", end - ticks, end),
            )
        self.written.mark("verbatim", event.start, event.end)

    def _formula(self, event: Event) -> None:
        self._begun(event).append(Piece("keep", event.start, event.end))
        self.written.mark("verbatim", event.start, event.end)

    def _tag(self, event: Event) -> None:
        leaf = self._begun(event)
        if self._in_row and _LINE_BREAK.match(self.source, event.start):
            leaf.append(Piece("put", event.start, event.end, " "))
            return
        leaf.append(Piece("tag", event.start, event.end))
        self._unsettled = True

    def _soft_break(self, event: Event) -> None:
        if self.breaks and any(at in self.breaks for at in range(event.start, event.end)):
            self._hard_break(event)
            return
        self._begun(event).append(Piece("join", event.start, event.end, "\n" + "> " * self._quotes))
        self._unsettled = True

    def _hard_break(self, event: Event) -> None:
        self._begun(event).append(Piece("put", event.start, event.end, "\n" + "> " * self._quotes))

    def _task(self, event: Event) -> None:
        self._begun(event).append(Piece("put", event.start, event.end, BOX[bool(event.value)]))

    def _nest(self, event: Event) -> None:
        self._begun(event)
        if event.edge == "+":
            self._parents.append(event.start + 1)
        elif len(self._parents) > 1:
            self._parents.pop()

    def _emphasis(self, event: Event) -> None:
        """Take out stars and underscores, but for those of ``2*3*4`` and of ``__init__``."""
        leaf = self._begun(event)
        mark = 1 + (event.kind == "Strong")
        start, end = (event.start, event.start + mark) if event.edge == "+" else (event.end - mark, event.end)
        if self._is_word(event, mark):
            leaf.append(Piece("keep", start, end))
        elif self.masked[start] == "*":
            leaf += (Piece("put", at, at + 1, "", self._parents[-1]) for at in range(start, end))

    def _is_word(self, event: Event, mark: int) -> bool:
        """Return whether what the parser takes for emphasis is arithmetic, or a name of Python's."""
        start = event.start
        if self.masked[start] == "_":
            return _DUNDER.fullmatch(self.masked, start, event.end) is not None
        before, after = self.masked[start - 1 : start] if start else "", self.masked[start + mark]
        return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()

    def _strike(self, event: Event) -> None:
        """Take out ``~~``; a single ``~`` is a range or a word's, whatever GFM says."""
        leaf = self._begun(event)
        if not self.source.startswith("~~", event.start):
            at = event.start if event.edge == "+" else event.end - 1
            leaf.append(Piece("keep", at, at + 1))
        self._nest(event)

    def _link(self, event: Event) -> None:
        leaf = self._begun(event)
        if event.edge == "+":
            self._links.append((len(leaf), str(event.value["link_type"])))
        elif self._links:
            first, kind = self._links.pop()
            self._labels.append("".join(self.source[p.start : p.end] for p in leaf[first:] if p.kind == "keep"))
            self._autolink = kind == "Autolink" and first == 0
        self._nest(event)

    def _image(self, event: Event) -> None:
        leaf = self._begun(event)
        if event.edge == "+":
            self._images.append(len(leaf))
        elif self._images:
            first = self._images.pop()
            shown = [piece for piece in leaf[first:] if piece.kind != "put"]
            said = "".join(self.source[piece.start : piece.end] for piece in shown).strip()
            if not said or _PLACEHOLDER.fullmatch(said):
                del leaf[first:]
            elif not self._images:
                self.written.mark("caption", shown[0].start, shown[-1].end)
        self._nest(event)


def _spanned(inner: str, value: str) -> str:
    """Return the inside of inline code whose line ends became blanks, with the blanks at its edges."""
    lead = " " if inner[:1] in " \n" and not value.startswith(" ") else ""
    tail = " " if inner[-1:] in " \n" and not value.endswith(" ") else ""
    return lead + value + tail


INLINE_ACTIONS = {
    "Text": "text",
    "Code": "code_span",
    **dict.fromkeys(("InlineMath", "DisplayMath"), "formula"),
    "InlineHtml": "tag",
    "SoftBreak": "soft_break",
    "HardBreak": "hard_break",
    "TaskListMarker": "task",
    **dict.fromkeys(("+Emphasis", "-Emphasis", "+Strong", "-Strong"), "emphasis"),
    **dict.fromkeys(("+Strikethrough", "-Strikethrough"), "strike"),
    **dict.fromkeys(("+Link", "-Link"), "link"),
    **dict.fromkeys(("+Image", "-Image"), "image"),
}
"""Which method reads which event."""
