"""The rules, in the order they run in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bdci_corpus.records import Edit, Mark
from bdci_corpus.rules import (
    furniture,
    invisible,
    jammer,
    linebreaks,
    mojibake,
    paragraphs,
    pinyin,
    punctuation,
    spacing,
)
from bdci_corpus.rules.context import Context
from bdci_corpus.trace import Edits

Find = Callable[[str, Context], Iterator[Edit | Mark]]

RULES: dict[str, Find] = {
    invisible.NAME: invisible.find,
    jammer.NAME: jammer.find,
    mojibake.NAME: mojibake.find,
    pinyin.NAME: pinyin.find,
    furniture.NAME: furniture.find,
    linebreaks.NAME: linebreaks.find,
    punctuation.NAME: punctuation.find,
    spacing.NAME: spacing.find,
    paragraphs.NAME: paragraphs.find,
}
"""Every rule by name, in the order of application."""

FindColumns = Callable[[str, Context], tuple[Edits, list[Mark]]]

ARRAY_FORMS: dict[str, FindColumns] = {
    module.NAME: module.find_columns for module in (invisible, jammer, pinyin, punctuation, spacing, paragraphs)
}
"""The rules whose noise may be in every line, as functions that return their edits as arrays."""

ANNOTATE_BEFORE = furniture.NAME
"""Loaders annotate text that is legible, but still has its furniture."""
