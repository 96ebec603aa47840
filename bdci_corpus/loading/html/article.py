"""Put together what a page is read to: its article's blocks with the title, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.html.beside import with_siblings
from bdci_corpus.loading.html.blocks import VisibleBlocks
from bdci_corpus.loading.html.edges import trimmed, within_edges
from bdci_corpus.loading.html.elements import HEADINGS, TextBlock
from bdci_corpus.loading.html.lines import lines_around
from bdci_corpus.loading.html.meta import scripted
from bdci_corpus.loading.html.title import Title, is_way, title_of
from bdci_corpus.loading.html.tokens import plain
from bdci_corpus.loading.html.words import NAMES, name_bits
from bdci_corpus.records import Field

REPEATS = 3
"""Among how many first blocks of an article its title is looked for once more."""


_ENCLOSED = re.compile("[（(][^（）()]{12,}[)）]")
"""What stands in brackets from end to end below a title is text, though it tells a day: when a law was passed."""


_EDITED = re.compile(r"[（(【\[]?\s?(?:责任编辑|責任編輯|责编|責編|编辑|編輯)\s?[：:].{0,20}")

_NOTE = re.compile(r"[（(【\[][^（）()\n]*[）)】\]]$|(?:注|註|附|资料|来源|图片|原标题|参考)[^。]{0,12}[：:]")
"""What an article says of itself, wherever it stands."""

_EMPTY = re.compile(r"(?:(?:责任|責任)?(?:编辑|編輯)|责编|責編|来源|來源|作者|[记記]者)\s?[：:]")
"""A label whose value the page leaves out."""

_LITTLE = 0.15
"""What stands below the editors is of another text, if it is no more than this share of the article."""

_TO_EDIT = re.compile(
    r"[\[［【]?\s?(?:(?:编辑|編輯|锁定|讨论|本段|播报|源代码|上传视频|查看历史|\||收藏|分享)\s?){1,6}[\]］】]?|\[?edit\]?"
)
"""What an encyclopedia offers beside its headings."""

_IN_LINK = re.compile(r"<a\b[^<>]{0,300}>(?:\s|<[^<>/]{1,100}>|</[a-z]{1,8}>){0,4}\Z", re.IGNORECASE)

_BEFORE = 600
"""How far before a block its link's tag is looked for, in characters."""

_DECK = 15
"""The least weight of a title's second line: five Han."""

_DECK_REACH = 6
"""How many blocks may stand between it and the article: who wrote it, when, buttons."""

_SUMMARY = sum(1 << at for at, group in enumerate(NAMES) if group == "summary")


@dataclass(frozen=True, slots=True)
class Article:
    """The blocks of a page's text, in order, and its fields."""

    blocks: list[TextBlock]
    fields: list[Field]


def article_of(shown: VisibleBlocks, chosen: NDArray[np.bool_], fields: Sequence[Field]) -> Article:
    """Return the article of a page, of which ``chosen`` are the blocks, and ``fields`` what its tags say."""
    kept = [int(at) for at in chosen.nonzero()[0]]
    title = page_title(shown, kept, fields)
    kept = within_edges(shown, kept, title.block if title else None)
    kept = with_siblings(shown, _above_editors(shown, kept), title.block if title else None)
    lines = list(lines_around(shown, kept, title.block if title else None))
    stated = [*with_title(title, fields), *(field for _, line in lines for field in line)]
    outlets = {field.value for field in stated if field.name == "outlet"}
    stated = [field for field in stated if field.name != "author" or field.value not in outlets]
    if all(field.name != "published" for field in stated) and (time := scripted(shown.page.text)):
        stated.append(time)
    return Article(_blocks(shown, kept, title, {at for at, _ in lines}), stated)


def _above_editors(shown: VisibleBlocks, kept: list[int]) -> list[int]:
    """Return an article's blocks without what little stands below the line that names its editors, or should."""
    at = next((n for n in range(len(kept) - 1, 0, -1) if _EDITED.fullmatch(shown.texts[kept[n]])), len(kept) - 1)
    above, notes = kept[: at + 1], {n for n in kept[at + 1 :] if _NOTE.match(shown.texts[n])}
    below = [n for n in kept[at + 1 :] if n not in notes]
    above += sorted(notes)
    return above if shown.weight[below].sum() < _LITTLE * shown.weight[above].sum() else kept


def page_title(shown: VisibleBlocks, kept: Sequence[int], fields: Sequence[Field]) -> Title | None:
    """Return where a page's title stands."""
    stated = {field.name: field.value or "" for field in fields}
    return title_of(shown, frozenset(kept), stated.get("title", ""), stated.get("publisher", ""))


def with_title(title: Title | None, fields: Sequence[Field]) -> list[Field]:
    """Return the fields of a page, its title first, where it stands in the text if it does."""
    if title is None:
        return list(fields)
    return [title.field, *(field for field in fields if field.name != "title")]


def _blocks(shown: VisibleBlocks, kept: Sequence[int], title: Title | None, lines: Collection[int]) -> list[TextBlock]:
    """Return the blocks of the text, in order: the title once, and no line that has become fields."""
    numbers = set(kept) - {at for at in lines if not _ENCLOSED.fullmatch(shown.texts[at])}
    numbers -= _beside_facts(shown, numbers, lines)
    numbers -= {at for at in numbers if _EMPTY.fullmatch(shown.texts[at])}
    numbers -= {at for at in numbers if _TO_EDIT.fullmatch(shown.texts[at]) and _is_link(shown, at)}
    head: list[TextBlock] = []
    if title is not None:
        raw = shown.page.text[title.field.start : title.field.end]
        same = _folded(shown.texts[title.block] if title.block is not None else plain(raw))
        first = sorted(numbers)[:REPEATS]
        numbers -= {at for at in first if _folded(shown.texts[at]) == same}
        pairs = (pair for pair in pairwise(first) if _folded("".join(shown.texts[at] for at in pair)) == same)
        numbers -= {at for pair in pairs for at in pair}
        own = {title.block} if title.block is not None else set()
        numbers = numbers | own if title.head is None else numbers - own
        numbers -= {at for at in numbers if own and at < min(own) and is_way(shown.texts[at])}
        head = [title.head] if title.head is not None else []
        if title.block is not None and _is_deck(shown, title.block + 1, min(kept)) and title.block + 1 not in lines:
            numbers.add(title.block + 1)
    rest = (trimmed(shown.page.text, shown.blocks[at]) for at in numbers)
    return sorted([*head, *rest], key=lambda block: block.start)


def _is_link(shown: VisibleBlocks, at: int) -> bool:
    """Return whether a block begins with a link, if only by its element."""
    start = shown.blocks[at].start
    return _IN_LINK.search(shown.page.text, max(0, start - _BEFORE), start) is not None


def _beside_facts(shown: VisibleBlocks, numbers: Collection[int], lines: Collection[int]) -> set[int]:
    """Return the other rows of a table of which a row has become fields: the head of a public document."""
    tables = {table for at in lines if at >= 0 and (table := _table_of(shown, at))}
    rows = {at for at in numbers if _table_of(shown, at) in tables} if tables else set()
    rest = sorted(set(numbers) - rows)
    return rows if shown.weight[rest].sum() > shown.weight[sorted(rows)].sum() else set()


def _table_of(shown: VisibleBlocks, at: int) -> int:
    """Return the table that a row of data stands in, or 0."""
    page, element = shown.page, shown.blocks[at].element
    if page.names[element] != "tr":
        return 0
    parent = page.parents[element]
    return parent if page.names[parent] == "table" else page.parents[parent]


def _is_deck(shown: VisibleBlocks, at: int, first: int) -> bool:
    """Return whether the block right behind a title is its second line: in Chinese, and a heading or called so.

    In other languages what stands there is the site's summary: in none of fifteen real pages it was of the article.
    """
    if (
        not at < first <= at + _DECK_REACH
        or shown.blocks[at].linked
        or shown.weight[at] < _DECK
        or not shown.counts["han"][at]
    ):
        return False
    element = shown.blocks[at].element
    lower = shown.page.names[element] in HEADINGS - {"h1"}
    return lower or bool(name_bits(shown.page.attributes[element]) & _SUMMARY)


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
