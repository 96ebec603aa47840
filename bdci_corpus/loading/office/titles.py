"""Which paragraph of a Word document is its title, and which are headings and captions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bdci_corpus.loading.office.blocks import WordParagraph
from bdci_corpus.loading.office.lines import StoryLine
from bdci_corpus.loading.office.styles import Means, Styles
from bdci_corpus.text import FINAL_MARKS

_FIRST = 8
"""A title stands among so many first paragraphs."""

_LONGEST_HEADING = 150
"""The longest heading that a style may name, in characters; longer ones are body text that was styled for its
looks."""

_LONGEST_TITLE = 120
"""The longest title, in characters."""

_LARGER = 1.12
"""A title that no style names is at least so much larger than the body (as in PDF)."""

_OF_A_TABLE = re.compile(r"\s*(?:表|[Tt]able|TABLE|[Tt]ab\.)")


class Looks:
    """What each line of a document looks like: its style's meaning, its size, and the size of the body."""

    def __init__(self, raw: str, lines: Sequence[StoryLine], styles: Styles) -> None:
        """Look at every line once."""
        self.lines = lines
        self.texts = [line.text(raw) for line in lines]
        self.means = [_means(line.paragraph, styles) for line in lines]
        self.sizes = [_size(line.paragraph, means) for line, means in zip(lines, self.means, strict=True)]
        counts: Counter[int] = Counter()
        for text, size in zip(self.texts, self.sizes, strict=True):
            counts[size] += len(text)
        self.body = max(counts, key=lambda size: (counts[size], -size), default=0)

    def headings(self) -> list[int]:
        """Return the lines that are headings: by style or level; where none is, what is larger than the body."""
        styled = [at for at, means in enumerate(self.means) if means.level is not None and self._may_head(at)]
        if styled:
            return styled
        return [
            at for at, size in enumerate(self.sizes) if size >= _LARGER * self.body and self._may_head(at, strict=True)
        ]

    def captions(self) -> list[int]:
        """Return the captions of pictures; a table's stays in the text, above or below it."""
        return [at for at, means in enumerate(self.means) if means.caption and not _OF_A_TABLE.match(self.texts[at])]

    def author(self) -> int | None:
        """Return the line that names the author, by its style."""
        return next((at for at, means in enumerate(self.means[:_FIRST]) if means.author), None)

    def title(self, named: str | None) -> int | None:
        """Return the line that is the title: by style, or as the properties name it, or by its size."""
        first = range(min(_FIRST, len(self.texts)))
        by_style = next((at for at, means in enumerate(self.means[:40]) if means.title and self._may_head(at)), None)
        if by_style is not None:
            return by_style
        if named:
            same = next((at for at in first if _squeezed(self.texts[at]) == _squeezed(named)), None)
            if same is not None:
                return same
        heads = [at for at, means in enumerate(self.means) if means.level == 0]
        if len(heads) == 1 and heads[0] in first and self._opens(heads[0]):
            return heads[0]
        return None if named or heads[:1] == [0] else self._by_size(first)

    def _by_size(self, first: range) -> int | None:
        large = [at for at in first if self.sizes[at] >= _LARGER * self.body and self._may_head(at, strict=True)]
        most = max((self.sizes[at] for at in large), default=0)
        found = next((at for at in large if self.sizes[at] == most), None)
        if found is None:
            found = next((at for at in first[:1] if self._centered(at) and self._may_head(at, strict=True)), None)
        return found if found is not None and self._opens(found) and len(self.texts[found]) <= _LONGEST_TITLE else None

    def _centered(self, at: int) -> bool:
        paragraph = self.lines[at].paragraph
        return paragraph is not None and paragraph.centered and len(self.lines) > 1

    def _opens(self, at: int) -> bool:
        """Return whether nothing but short lines stands above."""
        return all(self._may_head(above) for above in range(at))

    def _may_head(self, at: int, *, strict: bool = False) -> bool:
        """Return whether a line may be a heading: a paragraph, not long, with a letter; where strict, no sentence."""
        text = self.texts[at]
        if self.lines[at].paragraph is None or len(text) > _LONGEST_HEADING or not any(map(str.isalpha, text)):
            return False
        return not (strict and text.rstrip().endswith(tuple(FINAL_MARKS)))


def _means(paragraph: WordParagraph | None, styles: Styles) -> Means:
    if paragraph is None:
        return Means()
    means = styles.means(paragraph.style)
    if paragraph.outline is None:
        return means
    level = paragraph.outline if paragraph.outline < 9 else None  # noqa: PLR2004 - 9 is body text
    return replace(means, level=level)


def _size(paragraph: WordParagraph | None, means: Means) -> int:
    if paragraph is None or not paragraph.sizes:
        return means.size
    return max(paragraph.sizes, key=lambda size: (paragraph.sizes[size], size)) or means.size


def _squeezed(text: str) -> str:
    return "".join(text.split())
