"""What a rule may know beyond the text it looks at, and character classes that rules share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bdci_corpus.records import Mark

CJK_MARKS = "，。、；：？！“”‘’（）《》〈〉【】「」『』〔〕…—～"
"""Full-width marks, beside which a blank has no meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A person's word that ``damaged`` stood for ``original``; used only if replay agrees."""

    damaged: str
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known of the document a text belongs to.

    ``file_text`` is the whole decoded raw file, where witnesses are looked for; ``marks`` are spans
    of the text at hand; ``annotated`` says whether the document is densely annotated with pinyin.
    """

    file_text: str
    marks: Sequence[Mark] = ()
    repairs: Sequence[Repair] = ()
    annotated: bool | None = None

    def with_marks(self, marks: Sequence[Mark]) -> Context:
        """Return the same with other marks."""
        return Context(file_text=self.file_text, marks=marks, repairs=self.repairs, annotated=self.annotated)

    def spans(self, *kinds: str) -> list[tuple[int, int]]:
        """Return the spans of the marks of these kinds, sorted."""
        if not self.marks:
            return []
        return sorted((mark.start, mark.end) for mark in self.marks if mark.kind in kinds)
