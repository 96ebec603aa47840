"""Write chosen blocks of a page as text: edits of the raw page, one for each gap and each reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bdci_corpus.loading.html.elements import HEADINGS, TextBlock, TextSpan, WebPage
from bdci_corpus.loading.html.emphasis import bold_headings
from bdci_corpus.loading.html.tokens import REFERENCES, plain
from bdci_corpus.records import Edit, Mark

RULE = "markup"

_RUN = re.compile(r"[^ \t\n\f]+(?: [^ \t\n\f]+)*")

_PREFORMATTED = re.compile(r"white-space\s{0,4}:\s{0,4}(?:pre|break-spaces)", re.IGNORECASE)

_BLANKS = " \t\n\f"

_EITHER = "“”‘’—…"

MAX_BREAKS = 2
"""How many empty lines that a page asks for are kept: paragraphs are parted by one."""


def write(kinds: Kinds, blocks: Sequence[TextBlock], start: int, end: int) -> Iterator[Edit | Mark]:
    """Yield sorted edits of a page from ``start`` to ``end`` that leave the text of some blocks, then their marks.

    Blocks are in order and disjoint. Blanks run together as a browser shows them, and between Chinese
    characters a line end is nothing (CSS Text 4, segment break transformation).
    """
    writer = _EditWriter(kinds.text, start)
    marks: list[Mark] = []
    table, heads = -1, kinds.headings(blocks)
    for at, block in enumerate(blocks):
        row = kinds.table(block)
        writer.part("\n" if row >= 0 and row == table else "\n\n")
        table = row
        first = len(writer.kept)
        writer.block(block.pieces, verbatim=kinds.is_verbatim(block))
        kind = "heading" if at in heads else kinds.mark(block)
        if kind and first < len(writer.kept):
            marks.append(Mark(kind=kind, start=writer.kept[first][0], end=writer.kept[-1][1]))
    writer.close(end)
    yield from writer.edits
    yield from marks


class Kinds:
    """What the elements around a block make of it."""

    def __init__(self, page: WebPage) -> None:
        """Look at each element of a page once."""
        self.text = page.text
        self._page = page
        self._verbatim = [False] * len(page.names)
        self._caption = [False] * len(page.names)
        for number in range(1, len(page.names)):
            parent, name = page.parents[number], page.names[number]
            style = "white-space" in page.attributes[number] and _PREFORMATTED.search(page.attributes[number])
            self._verbatim[number] = self._verbatim[parent] or name == "pre" or bool(style)
            self._caption[number] = self._caption[parent] or name == "figcaption"

    def headings(self, blocks: Sequence[TextBlock]) -> frozenset[int]:
        """Return which blocks are headings though no tag says so, by number."""
        return bold_headings(self._page, blocks)

    def is_verbatim(self, block: TextBlock) -> bool:
        """Return whether blanks and line ends are shown as they stand."""
        return self._verbatim[block.element]

    def mark(self, block: TextBlock) -> str:
        """Return what kind of text a block is, or nothing."""
        if self._page.names[block.element] in HEADINGS:
            return "heading"
        if self._caption[block.element]:
            return "caption"
        return "verbatim" if self._verbatim[block.element] else ""

    def table(self, block: TextBlock) -> int:
        """Return the table that a row stands in, or -1."""
        number, page = block.element, self._page
        if page.names[number] != "tr":
            return -1
        parent = page.parents[number]
        return parent if page.names[parent] == "table" else page.parents[parent]


class _EditWriter:
    """Collects edits. ``gap`` is what is to be written between what was kept last and what is kept next."""

    def __init__(self, text: str, start: int) -> None:
        self.edits: list[Edit] = []
        self.kept: list[tuple[int, int]] = []
        self._text = text
        self._here = start
        self._gap = ""
        self._last = ""
        self._written = self._blank = self._wrapped = False
        self._breaks = 0

    def part(self, between: str) -> None:
        """End a block; another follows."""
        if self._written:
            self._gap += between
        self._written = self._blank = self._wrapped = False
        self._breaks = 0

    def close(self, end: int) -> None:
        """Leave out what is left."""
        self._edit(end)

    def block(self, pieces: Sequence[TextSpan], *, verbatim: bool) -> None:
        """Write a block's pieces."""
        opening = verbatim
        for piece in pieces:
            start, end = piece[0], piece[1]
            if len(piece) > 2:  # noqa: PLR2004
                self._instead(piece[2])
            elif verbatim:
                lines = self._text[start:end]
                start += len(lines) - len(lines.lstrip("\n")) if opening else 0
                self._words(start, end)
            else:
                self._flow(start, end)
            opening = opening and self._text[start:end].isspace()
        if verbatim:
            self._trim()

    def _flow(self, start: int, end: int) -> None:
        """Write text as a browser does: blanks run together."""
        here = start
        for run in _RUN.finditer(self._text, start, end):
            self._note(here, run.start())
            self._words(*run.span())
            here = run.end()
        self._note(here, end)

    def _note(self, start: int, end: int) -> None:
        """Remember blanks."""
        if start < end:
            self._blank = True
            self._wrapped = self._wrapped or "\n" in self._text[start:end]

    def _words(self, start: int, end: int) -> None:
        """Write text as it stands, its references resolved."""
        for reference in REFERENCES.finditer(self._text, start, end):
            self._keep(start, reference.start())
            character = plain(reference.group()).replace("\r", "")
            if character in {" ", "\n", "\t"}:
                self._blank = True
            else:
                self._instead(character)
            start = reference.end()
        self._keep(start, end)

    def _instead(self, new_text: str) -> None:
        """Write what does not stand in the raw text."""
        if new_text == "\n":
            self._breaks += 1
        elif new_text == " ":
            self._blank = True
        elif new_text:
            self._settle(new_text[0])
            self._gap += new_text
            self._last = new_text[-1]

    def _keep(self, start: int, end: int) -> None:
        if start < end:
            self._settle(self._text[start])
            self._edit(start)
            self.kept.append((start, end))
            self._here, self._last = end, self._text[end - 1]

    def _settle(self, following: str) -> None:
        """Decide what the blanks before a character come down to; at a block's start, to nothing."""
        if not self._written:
            pass
        elif self._breaks and not self._gap.endswith("\n\n"):
            self._gap += "\n" * min(self._breaks, MAX_BREAKS)
        elif self._blank and self._last not in ("\t", "\n") and not self._gap.endswith(("\n", "\t")):
            self._gap += "" if self._wrapped and _wide(self._last, following) else " "
        self._written = True
        self._blank = self._wrapped = False
        self._breaks = 0

    def _edit(self, end: int) -> None:
        if self._text[self._here : end] != self._gap:
            self.edits.append(Edit(start=self._here, end=end, replacement=self._gap, rule=RULE))
        self._gap = ""
        self._here = end

    def _trim(self) -> None:
        """Take back the blanks that a preformatted block ends with."""
        while self.kept and self.kept[-1][1] == self._here and self._text[self._here - 1] in _BLANKS:
            start, _ = self.kept[-1]
            self._here = start + len(self._text[start : self._here].rstrip(_BLANKS))
            self.kept[-1] = (start, self._here)
            if start < self._here:
                self._last = self._text[self._here - 1]
                return
            self.kept.pop()
            break


def _wide(before: str, after: str) -> bool:
    """Return whether no blank belongs between two characters: both are Chinese, or marks beside one."""
    kinds = [_is_wide(before), _is_wide(after)]
    return all(kinds) or (any(kinds) and (before in _EITHER or after in _EITHER))


def _is_wide(character: str) -> bool:
    return character >= "\u2e80" and not "\uac00" <= character <= "\ud7a3"
