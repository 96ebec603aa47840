"""A chapter of an EPUB: its text as a browser shows it, without the numbers that lead to notes and back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bdci_corpus.loading.html.blocks import shown_of, text_of
from bdci_corpus.loading.html.elements import TextBlock, TextSpan, WebPage
from bdci_corpus.loading.html.parser import parse
from bdci_corpus.loading.html.tables import with_rows
from bdci_corpus.loading.html.tokens import attributes, plain, tokens
from bdci_corpus.loading.html.writer import Kinds, write
from bdci_corpus.loading.office.container import MemberText
from bdci_corpus.records import Edit, Mark

_TAG = re.compile(r"<[^<>]{0,1000}>")

_NUMBER = re.compile(
    r"\s*(?:[\[［（(【〔〈]?\s*(?:注|註|note\s)?\s*[\d０-９*＊†‡§①-⑳❶-❿⓵-⓾a-z一二三四五六七八九十]{1,4}\s*[\]］）)】〕〉]?[.、:：]?"
    r"|[↩↑↵⏎⤴^←]\ufe0e?)\s*",
    re.IGNORECASE,
)
"""What stands in a link to a note, or back from it."""

_LONGEST_LINK = 400
"""How far the end of a link that may be a note's number is looked for, in characters."""

_LEADS = frozenset({"cover", "toc", "titlepage", "halftitlepage", "landmarks", "page-list", "loi", "lot", "index"})
"""What EPUB's structural semantics call pages that only lead around in a book, or show its cover."""

_MOST_LINKED = 0.75
"""A page of at least so large a share of links, and of so many, is a table of contents."""

_FEWEST_LINKS = 4
"""From how many links on a chapter may be a table of contents."""

_TYPE = re.compile(r"""(?:epub:type|role)\s{0,4}=\s{0,4}["']([^"']{0,200})["']""")


class Chapter:
    """A member of a book that holds text: its blocks, and what they say."""

    def __init__(self, part: MemberText) -> None:
        """Read a chapter."""
        self.part = part
        self._page = parse(part.raw)
        shown = shown_of(self._page, with_rows(self._page))
        veiled = list(_references(part.raw))
        self.blocks = [cut for block in shown.blocks if (cut := _without(block, veiled)).pieces]
        self.blocks = [block for block in self.blocks if text_of(part.raw, block)]
        self.linked = sum(block.linked for block in shown.blocks)
        self.links = sum(block.links for block in shown.blocks)

    def text(self, block: int) -> str:
        """Return what a block says."""
        return text_of(self.part.raw, self.blocks[block]) if block < len(self.blocks) else ""

    def leads_around(self) -> bool:
        """Return whether it is a cover, a title page or a table of contents, by what it says or by its links."""
        if not self.blocks or self._is_called(self._page):
            return True
        size = sum(piece[1] - piece[0] for block in self.blocks for piece in block.pieces)
        return self.links >= _FEWEST_LINKS and self.linked >= _MOST_LINKED * size

    @staticmethod
    def _is_called(page: WebPage) -> bool:
        """Return whether the body, or the one section that holds all, is called so."""
        body = next((note for note in page.notes if note.kind == "body"), None)
        texts = [page.text[body.start : body.end]] if body else []
        outer = [at for at in range(1, len(page.names)) if page.parents[at] == 0]
        texts += [page.attributes[outer[0]]] if len(outer) == 1 else []
        types = {word.removeprefix("doc-") for one in texts for found in _TYPE.findall(one) for word in found.split()}
        return not types.isdisjoint(_LEADS)

    def write(self, label: str, *, opened: bool) -> None:
        """Write the chapter down; where no element is a heading, its first block is if it says the label."""
        part, kinds = self.part, Kinds(self._page)
        found = list(write(kinds, self.blocks, 0, len(part.raw)))
        part.edits = [item for item in found if isinstance(item, Edit)]
        part.marks = [item for item in found if isinstance(item, Mark)]
        if label and not any(mark.kind == "heading" for mark in part.marks) and squeezed(self.text(0)) == label:
            part.marks.append(Mark(kind="heading", start=self.blocks[0].start, end=self.blocks[0].end))
        if opened:
            first = part.edits[0] if part.edits and part.edits[0].start == 0 else None
            texts = f"\n\n{first.replacement}" if first else "\n\n"
            edit = (
                replace(first, replacement=texts) if first else Edit(start=0, end=0, replacement=texts, rule="markup")
            )
            part.edits[: 1 if first else 0] = [edit]


def squeezed(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())


def _references(raw: str) -> Iterator[tuple[int, int]]:
    """Yield where links stand that only number a note, there and back."""
    start = None
    for token in tokens(raw):
        if token.name != "a":
            continue
        if token.kind == "start":
            href = attributes(raw, token).get("href", (0, 0))
            start = token.end if "#" in raw[slice(*href)] and not token.closed else None
        elif start is not None:
            inside = raw[start : token.start]
            if len(inside) <= _LONGEST_LINK and _NUMBER.fullmatch(plain(_TAG.sub("", inside))):
                yield start, token.start
            start = None


def _without(block: TextBlock, veiled: Sequence[tuple[int, int]]) -> TextBlock:
    """Return a block without the pieces in some spans, which are sorted."""
    if not veiled or veiled[-1][1] <= block.start or veiled[0][0] >= block.end:
        return block
    starts = [start for start, _ in veiled]
    kept: list[TextSpan] = []
    for piece in block.pieces:
        at = bisect_right(starts, piece[0]) - 1
        if at < 0 or piece[0] >= veiled[at][1]:
            kept.append(piece)
    return replace(block, pieces=kept)
