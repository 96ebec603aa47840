"""What a story of a Word document is made of: paragraphs and tables, their text in pieces with places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class FieldCode:
    """A field of a document on its way: its instruction, and whether what comes next is still that."""

    code: str = ""
    in_code: bool = True
    closed: bool = False

    @property
    def generated(self) -> bool:
        """Whether its result repeats the document: a table of contents, an index."""
        return self.code.split()[:1] in (["TOC"], ["INDEX"], ["TOA"])


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text at ``[start, end)`` of the member: as it stands, or ``replacement`` in its place.

    ``veils`` are the fields whose instruction it is a part of, or whose result only repeats the document.
    """

    start: int
    end: int
    replacement: str | None = None
    veils: tuple[FieldCode, ...] = ()

    @property
    def hidden(self) -> bool:
        """Whether it is not shown: a field that never ends hides nothing."""
        return any(veil.closed for veil in self.veils)


@dataclass(slots=True)
class WordParagraph:
    """A paragraph: its pieces, style, outline level (0 is the topmost), and what it looks like.

    ``sizes`` counts characters by font size in half points; ``boxes`` are text boxes, each with the number of the
    piece that it stands before. ``joined`` says that the next one goes on with it: its end is deleted, or it
    is the large first letter of the next.
    """

    pieces: list[TextRun] = field(default_factory=list)
    style: str = ""
    outline: int | None = None
    centered: bool = False
    sizes: Counter[int] = field(default_factory=Counter)
    boxes: list[tuple[int, list[WordBlock]]] = field(default_factory=list)
    joined: bool = False

    def take_over(self, other: WordParagraph) -> None:
        """Go on with the paragraph behind, whose properties hold for both, as Word has it."""
        self.boxes += ((len(self.pieces) + at, blocks) for at, blocks in other.boxes)
        self.pieces += other.pieces
        self.sizes += other.sizes
        self.style, self.outline, self.centered, self.joined = other.style, other.outline, other.centered, other.joined


@dataclass(slots=True)
class Cell:
    """A cell: its blocks, how many columns it spans, and whether it goes on with the cell above."""

    blocks: list[WordBlock] = field(default_factory=list)
    span: int = 1
    continues: bool = False
    begins: bool = False


@dataclass(slots=True)
class WordRow:
    """A row of a table; ``deleted`` in a tracked change."""

    cells: list[Cell] = field(default_factory=list)
    deleted: bool = False


@dataclass(slots=True)
class WordTable:
    """A table of rows."""

    rows: list[WordRow] = field(default_factory=list)


WordBlock = WordParagraph | WordTable
