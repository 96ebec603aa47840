"""Choose what of a web page is its article: the blocks that the model takes, whole tables, and never nothing."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.html.blocks import VisibleBlocks, shown_of
from bdci_corpus.loading.html.elements import WebPage
from bdci_corpus.loading.html.features import features_of
from bdci_corpus.loading.html.model import ArticleModel, likelihood, shipped_model
from bdci_corpus.loading.html.places import Floats
from bdci_corpus.loading.html.tables import with_rows
from bdci_corpus.loading.html.words import NAMES, name_bits

SMALL = 450
"""A page of so little text has no room for furniture but what is named so: 150 Han."""

MAX_BLOCKS = 30_000
"""A page of more blocks is a listing that no model knows, and would take a gigabyte to ask: it is kept likewise."""

_FURNITURE = frozenset({"nav", "footer", "aside", "button", "select", "option", "form"})

_NAMED = sum(1 << at for at, group in enumerate(NAMES) if group in {"nav", "crumb", "foot", "share"})

_FEWEST_LINKS = 4
"""A list of so many links and nothing else leads away, and is no part of the article."""


def choose(page: WebPage, model: ArticleModel | None = None) -> tuple[VisibleBlocks, NDArray[np.bool_]]:
    """Return what a page shows, and which of its blocks are the article's."""
    shown = shown_of(page, with_rows(page))
    if not shown.blocks:
        return shown, np.zeros(0, np.bool_)
    if len(shown.blocks) > MAX_BLOCKS:
        return shown, _not_furniture(shown)
    model = model or shipped_model()
    likely = likelihood(features_of(shown), model)
    return shown, chosen(shown, likely, model.threshold)


def chosen(shown: VisibleBlocks, likely: Floats, threshold: float) -> NDArray[np.bool_]:
    """Return which blocks are the article's, given how likely each is."""
    return _not_furniture(shown) if shown.weight.sum() <= SMALL else _whole_tables(shown, likely > threshold)


def _not_furniture(shown: VisibleBlocks) -> NDArray[np.bool_]:
    """Return what of a page is not plainly furniture: by tag, by name, or as a list of links."""
    page = shown.page
    furniture = [False] * len(page.names)
    for number in range(1, len(page.names)):
        named = page.names[number] in _FURNITURE or bool(name_bits(page.attributes[number]) & _NAMED)
        furniture[number] = furniture[page.parents[number]] or named
    links: dict[int, int] = defaultdict(int)
    for block in shown.blocks:
        links[page.parents[block.element]] += block.linked > 0
    kept = np.array(
        [
            not furniture[block.element] and not (block.linked and links[page.parents[block.element]] >= _FEWEST_LINKS)
            for block in shown.blocks
        ],
        np.bool_,
    )
    return kept if kept.any() else np.ones(len(kept), np.bool_)


def _whole_tables(shown: VisibleBlocks, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Let the rows of a table of data stay or go together, as most of its text does."""
    rows: dict[int, list[int]] = defaultdict(list)
    page, before = shown.page, kept.copy()
    for at, block in enumerate(shown.blocks):
        if page.names[block.element] == "tr":
            parent = page.parents[block.element]
            rows[parent if page.names[parent] == "table" else page.parents[parent]].append(at)
    for own in rows.values():
        weight = shown.weight[own] + 1
        kept[own] = 2 * weight[kept[own]].sum() >= weight.sum()
    return kept if kept.any() else before
