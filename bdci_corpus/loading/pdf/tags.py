"""What a tagged PDF says of its own structure: for each marked content, the block it belongs to.

Word, Chromium, Typst and LibreOffice write such trees; a tree is worth reading if it holds most of the page's glyphs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bdci_corpus.loading.pdf.pdfium import StructureTag

HEADINGS = frozenset({"Title", "H", "H1", "H2", "H3", "H4", "H5", "H6"})

CELLS = frozenset({"TD", "TH"})

ITEMS = frozenset({"LI", "TOCI"})

CONTAINERS = frozenset({"Document", "Part", "Art", "Sect", "Div", "NonStruct", "BlockQuote", "L", "Figure"})
"""Elements that hold blocks; text that stands in one directly may be several, and its places tell."""

_INLINE = frozenset(
    (
        *(
            "Annot",
            "Artifact",
            "BibEntry",
            "Code",
            "Em",
            "Form",
            "Formula",
            "LBody",
            "Lbl",
            "Link",
            "NonStruct",
            "Quote",
        ),
        *("RB", "RP", "RT", "Reference", "Ruby", "Span", "Strong", "Sub", "WP", "WT", "Warichu", ""),
    )
)
"""Elements within a block; the body and label of a list's item are one block with it."""


class TaggedBlock(NamedTuple):
    """The block that marked content belongs to, by its number in the reading order of the tree.

    ``role`` is its type; ``row`` and ``cell`` number the table row and cell it stands in, or are -1.
    """

    number: int
    role: str
    row: int
    cell: int


def blocks_of(tags: Sequence[StructureTag]) -> Mapping[int, TaggedBlock]:
    """Return for each marked content the block it belongs to: parents come before their children."""
    found: dict[int, TaggedBlock] = {}
    blocks: list[TaggedBlock] = []
    first: dict[int, int] = {}
    latest = -1
    for number, tag in enumerate(tags):
        above = blocks[tag.parent] if tag.parent >= 0 else _NO_BLOCK
        block = above if tag.content >= 0 else _block(number, tag, above)
        blocks.append(block)
        if tag.content >= 0:
            if block.role in CONTAINERS and block.number != latest:
                first[block.number] = number
            latest = block.number
            found.setdefault(tag.content, block._replace(number=first.setdefault(block.number, number)))
    return found


_NO_BLOCK = TaggedBlock(-1, "", -1, -1)


def _block(number: int, tag: StructureTag, above: TaggedBlock) -> TaggedBlock:
    if tag.role == "TR":
        return TaggedBlock(number, tag.role, number, -1)
    if tag.role in CELLS:
        return TaggedBlock(number, tag.role, above.row, number)
    if tag.role in _INLINE and above.number >= 0:
        return above
    if above.role in HEADINGS | ITEMS and tag.role == "P":  # a paragraph within an item is the item
        return above
    role = "TD" if above.row >= 0 and above.cell >= 0 and tag.role != "Caption" else tag.role
    return TaggedBlock(number, role, above.row, above.cell)
