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
from bdci_corpus.loading.html.spread import (
    kin_of,
    with_tails,
    without_boxes,
    without_islands,
    without_menus,
    without_others,
)
from bdci_corpus.loading.html.tables import with_rows
from bdci_corpus.loading.html.words import NAMES, name_bits

SMALL = 450
"""A page of so little text has no room for furniture but what is named so: 150 Han."""

MAX_BLOCKS = 30_000
"""A page of more blocks is a listing that no model knows, and would take a gigabyte to ask: it is kept likewise."""

UNLIKELY = 0.12
"""So unlikely a block of a small page is none of its article's, as navigation, a box beside it, a counter."""

_MAIN = 0.4
"""How much of a small page's text the model must know to be believed."""

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
    if shown.weight.sum() <= SMALL:
        return _with_captions(shown, _of_small(shown, likely))
    kept = _whole_tables(shown, likely > threshold)
    kin = kin_of(shown, likely, kept)
    kept = _without_gaps(shown, with_tails(shown, likely, kept | kin))
    kept = without_boxes(shown, without_menus(shown, without_others(shown, likely, kept)))
    return _with_captions(shown, without_islands(shown, likely, kept, kin))


def _of_small(shown: VisibleBlocks, likely: Floats) -> NDArray[np.bool_]:
    """Return what of a small page is not plainly furniture, without what is most unlikely, if that is less of it."""
    kept = _not_furniture(shown)
    rest = kept & (likely >= UNLIKELY)
    return rest if shown.weight[rest].sum() >= _MAIN * shown.weight[kept].sum() else kept


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


def _without_gaps(shown: VisibleBlocks, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Add the one paragraph between two of an article's that is of their kind and leads nowhere: a day, a name."""
    page = shown.page
    parents = np.array([page.parents[block.element] for block in shown.blocks])
    plain = np.array([page.names[block.element] == "p" and not block.linked for block in shown.blocks])
    filled = kept.copy()
    within = (parents[1:-1] == parents[:-2]) & (parents[1:-1] == parents[2:])
    filled[1:-1] |= within & plain[1:-1] & kept[:-2] & kept[2:]
    return filled


def _with_captions(shown: VisibleBlocks, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Add the captions of figures between an article's blocks, and that of a figure that opens it."""
    if "figcaption" not in shown.page.names or not kept.any():
        return kept
    page, first, last = shown.page, int(kept.argmax()), len(kept) - 1 - int(kept[::-1].argmax())
    root = max(_ancestors(page, shown.blocks[first].element) & _ancestors(page, shown.blocks[last].element))
    captions = [False] * len(page.names)
    for number in range(1, len(page.names)):
        captions[number] = captions[page.parents[number]] or page.names[number] == "figcaption"
    for at, block in enumerate(shown.blocks[:last]):
        kept[at] |= captions[block.element] and (at > first or page.inners[root] <= block.start)
    return kept


def _ancestors(page: WebPage, element: int) -> set[int]:
    """Return an element and all that it stands in."""
    found = {element}
    while element:
        element = page.parents[element]
        found.add(element)
    return found


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
