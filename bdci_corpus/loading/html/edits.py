"""Turn HTML into edits and marks with exact offsets, for loaders."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bdci_corpus.loading.html.elements import BLOCKS, CELLS, Element, Markup, parse
from bdci_corpus.loading.html.tokens import Token, plain
from bdci_corpus.records import Edit, Mark

RULE = "markup"

_FURNITURE = frozenset({"nav", "footer", "aside", "button", "select", "textarea"})

_MARK_OF = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(_FURNITURE, "furniture"),
    "figcaption": "caption",
    "pre": "verbatim",
}

_ROWS = frozenset({"tr", "tbody", "thead", "tfoot"})

_BLANKS = re.compile("[ \t\n\f\r]*[\t\n\f\r][ \t\n\f\r]*|  +|(?<![ \t\n\f\r]) (?![ \t\n\f\r])")

_PREFORMATTED = re.compile(r"white-space\s{0,4}:\s{0,4}pre", re.IGNORECASE)

_RAISED = {
    "sup": str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"),
    "sub": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}

_DIGITS = re.compile("[+-]?[0-9]{1,4}")

MAX_CELL = 80
"""A table is one of data, a row a line, if no cell holds more characters."""


class Piece(NamedTuple):
    """A span of HTML that stays or goes; ``apart`` says that a paragraph begins with it, or ends there."""

    start: int
    end: int
    apart: bool


def html_edits(text: str, start: int = 0, end: int | None = None) -> Iterator[Edit | Mark]:
    """Yield sorted edits that turn HTML in Markdown, ``text[start:end]``, into plain text, and marks.

    Offsets are those of ``text``. What looks like a tag and is none stays. Scripts, styles and hidden
    elements go with their content. Blanks and line ends outside of tags stay: they may be those of Markdown.
    """
    markup = parse(text, start, end, markdown=True)
    whole = markup.elements[0]
    hidden = [piece_of(element) for element in markup.elements if element.hidden]
    yield from markup_edits(markup, [Piece(whole.start, whole.end, apart=False)], hidden, flow=False)


def piece_of(element: Element) -> Piece:
    """Return an element with its tags."""
    return Piece(element.start, element.end, element.name in BLOCKS)


def markup_edits(
    markup: Markup, keep: Sequence[Piece], drop: Sequence[Piece], *, flow: bool = True
) -> Iterator[Edit | Mark]:
    """Yield sorted edits that leave the text of what is kept and not dropped, then marks.

    Both are sorted, and what is kept is disjoint. With ``flow``, blanks and line
    ends run together as a browser shows them, and between Chinese characters a line end is nothing
    (CSS Text 4, segment break transformation).
    """
    spans = _without(keep, drop)
    writer = _Writer(markup, flow=flow)
    whole, here = markup.elements[0], markup.elements[0].start
    starts = [token.start for token in markup.tokens]
    for span in spans:
        writer.gap(here, span.start, apart=span.apart)
        _write(markup, writer, span, bisect_left(starts, span.start))
        here = span.end
    writer.gap(here, whole.end, apart=True)
    yield from sorted(writer.edits, key=lambda edit: (edit.start, edit.end))
    yield from _marks(markup, spans)


def _write(markup: Markup, writer: _Writer, span: Piece, at: int) -> None:
    """Write the text and the tokens of one kept span, of which the first token is number ``at``."""
    here = span.start
    while at < len(markup.tokens) and markup.tokens[at].end <= span.end:
        token = markup.tokens[at]
        if token.start >= here:
            writer.text(here, token.start)
            here = writer.token(token, at)
        at += 1
    writer.text(here, span.end)


def _without(keep: Sequence[Piece], dropped: Sequence[Piece]) -> list[Piece]:
    """Return what is left of the kept spans once others are dropped. Both are in order."""
    spans: list[Piece] = []
    at = reach = 0
    for span in keep:
        here, apart = max(span.start, reach), span.apart
        while at < len(dropped) and dropped[at].start < span.end:
            gone = dropped[at]
            at += 1
            if gone.end <= here:
                continue
            if gone.start > here:
                spans.append(Piece(here, gone.start, apart))
                apart = False
            apart = apart or gone.apart
            here = reach = gone.end
        if here < span.end:
            spans.append(Piece(here, span.end, apart))
    return spans


def _marks(markup: Markup, spans: Sequence[Piece]) -> Iterator[Mark]:
    """Yield what elements say their content is, where all of it is kept."""
    ends = [span.end for span in spans]
    for element in markup.elements:
        kind = _MARK_OF.get(element.name)
        if kind and element.inner < element.stop:
            at = bisect_left(ends, element.inner + 1)
            if at < len(spans) and spans[at].start <= element.inner:
                yield Mark(kind=kind, start=element.inner, end=element.stop)


def data_cells(markup: Markup) -> set[int]:
    """Return the numbers of the cells of tables that hold data, not the layout of a page."""
    cells: dict[int, list[int]] = {}
    inside: list[tuple[int, int]] = []  # the table and the cell each element stands in, itself included
    nests: set[int] = set()
    for number, element in enumerate(markup.elements):
        table, cell = inside[element.parent] if number else (0, 0)
        if element.name == "table":
            nests.add(table)
            table, cell = number, 0
        elif element.name in CELLS and table:
            cells.setdefault(table, []).append(number)
            cell = number
        inside.append((table, cell))
    sizes: Counter[int] = Counter()
    for number, start, end in markup.pieces():
        sizes[inside[number][1]] += len(markup.text[start:end].strip())
    found: set[int] = set()
    for table, own in cells.items():
        rows = {markup.elements[number].parent for number in own}
        is_grid = 1 < len(rows) <= len(own) // 2 and table not in nests
        if is_grid and max(sizes[number] for number in own) <= MAX_CELL:
            found.update(own)
    return found


class _Writer:
    """Collects edits, and knows what the text so far ends with."""

    def __init__(self, markup: Markup, *, flow: bool) -> None:
        self.edits: list[Edit] = []
        self._markup = markup
        self._text = markup.text
        self._flow = flow
        self._blanks: list[tuple[int, int]] = []
        self._last = "\n"  # the last character written
        self._broken = 2  # how many line ends the text so far ends with
        self._preformatted = _preformatted(markup) if flow else set()
        self._in_cell = markup.inside(data_cells(markup)) if flow else set()
        self._verbatim = False

    def _edit(self, start: int, end: int, replacement: str) -> None:
        if self._text[start:end] != replacement:
            self.edits.append(Edit(start=start, end=end, replacement=replacement, rule=RULE))

    def gap(self, start: int, end: int, *, apart: bool) -> None:
        """Leave out what is not kept."""
        if start < end and apart:
            self._break(start, end, 2)
        elif start < end:
            self._edit(start, end, "")

    def text(self, start: int, end: int) -> None:
        """Keep text between two tokens."""
        if not self._flow or self._verbatim:
            self._characters(start, end)
            return
        for blanks in _BLANKS.finditer(self._text, start, end):
            self._characters(start, blanks.start())
            self._blanks.append(blanks.span())
            start = blanks.end()
        self._characters(start, end)

    def token(self, token: Token, number: int) -> int:
        """Turn a token into what it means, and return where it ends."""
        owner = self._markup.owner[number]
        if token.kind == "reference":
            self._reference(token)
        elif token.kind == "comment":
            self._edit(token.start, token.end, "")
        elif token.kind == "start" and (raised := self._raised(token, owner)):
            return raised
        else:
            self._tag(token, owner)
            self._verbatim = self._markup.within[number] in self._preformatted
        return token.end

    def _tag(self, token: Token, owner: int) -> None:
        name = token.name
        in_cell = owner in self._in_cell
        if name in CELLS and (in_cell or not self._flow):
            self._cell(token)
        elif in_cell and (name in BLOCKS - _ROWS or name == "br"):
            self._edit(token.start, token.end, "")
            self._blanks.append((token.end, token.end))
        elif name in BLOCKS:
            self._break(token.start, token.end, 1 if name in _ROWS and self._flow else 2)
        elif name == "br":
            self._break(token.start, token.end, min(self._broken + 1, 2) if self._flow else 1)
        else:
            self._edit(token.start, token.end, "")

    def _cell(self, token: Token) -> None:
        """Begin a cell apart from the one before it, or end it."""
        self._settle(None)
        apart = not self._flow or (token.kind == "start" and not self._broken)
        self._edit(token.start, token.end, "\t" if apart else "")
        self._last = "\t" if apart else self._last

    def _raised(self, token: Token, owner: int) -> int:
        """Write a raised or lowered number as Unicode does, lest 10 to the 4th become 104; return its end."""
        element = self._markup.elements[owner]
        table = _RAISED.get(token.name)
        content = self._text[element.inner : element.stop] if table and element.stop - element.inner < 6 else ""  # noqa: PLR2004
        if table is None or not _DIGITS.fullmatch(content) or element.hidden:
            return 0
        self._settle(content)
        self._edit(element.start, element.end, content.translate(table))
        self._last, self._broken = content[-1], 0
        return element.end

    def _reference(self, token: Token) -> None:
        character = plain(self._text[token.start : token.end]).replace("\r", "")
        if self._flow and not self._verbatim and character in {" ", "\n", "\t"}:
            self._edit(token.start, token.end, "")
            self._blanks.append((token.end, token.end))
            return
        self._settle(character)
        self._edit(token.start, token.end, character)
        if character:
            self._last, self._broken = character[-1], 0

    def _characters(self, start: int, end: int) -> None:
        if start < end:
            self._settle(self._text[start])
            self._last, self._broken = self._text[end - 1], 0

    def _break(self, start: int, end: int, lines: int) -> None:
        """End the paragraph, or the line."""
        self._settle(None)
        missing = max(0, lines - self._broken) if self._flow else lines
        self._edit(start, end, "\n" * missing)
        self._broken = max(self._broken, lines)
        self._last = "\n"

    def _settle(self, following: str | None) -> None:
        """Decide what the blanks before a character, or before a break, come down to."""
        if not self._blanks:
            return
        shown = ""
        if following and not self._broken and self._last != "\t":
            wrapped = any("\n" in self._text[start:end] for start, end in self._blanks)
            shown = "" if wrapped and _wide(self._last, following) else " "
        for start, end in self._blanks:
            self._edit(start, end, shown)
            shown = ""
        self._blanks.clear()


def _wide(before: str, after: str) -> bool:
    """Return whether no blank belongs between two characters: both are Chinese, or marks beside one."""
    kinds = [_is_wide(before), _is_wide(after[0])]
    return all(kinds) or (any(kinds) and (before in _EITHER or after[0] in _EITHER))


_EITHER = "“”‘’—…"


def _is_wide(character: str) -> bool:
    return character >= "\u2e80" and not "\uac00" <= character <= "\ud7a3"


def _preformatted(markup: Markup) -> set[int]:
    """Return the elements whose blanks and line ends are shown as they stand."""
    return markup.inside(
        {
            number
            for number, element in enumerate(markup.elements)
            if element.name == "pre" or _PREFORMATTED.search(markup.value(element, "style"))
        }
    )
