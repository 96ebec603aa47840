"""What a rule may know beyond the text it looks at, and character classes that rules share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bdci_corpus.records import Mark

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af\u3007"
"""Han characters, as the inside of a character class."""

KANA = "\u3041-\u30ff\u31f0-\u31ff"

FINAL_MARKS = "。！？!?…；;"
"""What ends a sentence."""

CLOSERS = "”’」』）)】〉》〕］]\"'"
"""What may still follow the end of a sentence."""

OPENERS = "“‘「『（(【〈《〔［["

CJK_MARKS = "，。、；：？！“”‘’（）《》〈〉【】「」『』〔〕…—～"
"""Full-width marks, beside which a blank has no meaning."""

SENTENCE_END = re.compile(f"[{FINAL_MARKS}][{re.escape(CLOSERS)}“‘]*$")
"""A sentence's end at the end of a text; quotes may have lost which way they face."""


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


def lines_of(text: str) -> Iterable[tuple[int, int]]:
    """Yield the span of each line, without its line feed."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, end
        start = end + 1
    yield start, len(text)


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the blanks at its ends."""
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return start + lead, start + lead + len(piece)
