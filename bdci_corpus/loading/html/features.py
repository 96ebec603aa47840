"""What the model knows of a block of text: its characters, its elements, its neighbors, its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.html.blocks import Ints, VisibleBlocks
from bdci_corpus.loading.html.comments import in_comments
from bdci_corpus.loading.html.elements import HEADINGS
from bdci_corpus.loading.html.places import (
    LEVELS,
    Best,
    Floats,
    Tree,
    best_of,
    inherited,
    prose_of,
    smallest_with,
    tree_of,
)
from bdci_corpus.loading.html.tokens import plain
from bdci_corpus.loading.html.words import ALWAYS, NAMES, PHRASES, name_bits

Columns = dict[str, Floats]

_HEAD = 120
"""How much of a block is searched for phrases, in characters."""

_OWN_TAGS = (
    *({"p"}, {"h1"}, {"h2"}, HEADINGS - {"h1", "h2"}, {"li"}, {"td", "th"}, {"tr"}, {"div"}, {"blockquote"}, {"pre"}),
    *({"figcaption", "caption"}, {"dd", "dt", "dl"}, {"section", "article", "main"}, {"button", "option", "select"}),
)

_AROUND_TAGS = (
    *("article", "main", "aside", "footer", "header", "nav", "form", "figure", "ul", "ol", "table", "blockquote"),
    *("section", "dl", "button", "select", "details", "dialog"),
)

_SEVERAL = 3
"""So many texts that are cut in mid-sentence make a list of teasers."""

_MOST = 0.5
"""An element that holds more than this share of all prose names the article, by its class and id."""

_TAG_BIT = {name: 1 << at for at, name in enumerate(_AROUND_TAGS)}


@dataclass(frozen=True, slots=True)
class Features:
    """A row of numbers for each block, the names of the columns, and what the second stage asks again."""

    names: tuple[str, ...]
    rows: Floats
    tree: Tree
    kinds: Ints
    weight: Floats


def features_of(shown: VisibleBlocks) -> Features:
    """Return the features of a page's blocks. Linear in the page."""
    tree = tree_of(shown)
    free, link_share = _links(shown)
    comments = in_comments(shown, tree, prose_of(shown, free))
    teasers = _teasers(shown)
    prose = prose_of(shown, np.where(comments | teasers, 0.0, free))
    best = best_of(tree, prose)
    kinds = _kinds(shown)
    columns: Columns = {}
    columns |= _characters(shown, link_share)
    columns |= _tags(shown, tree)
    columns |= _names(shown, tree, tree.inside(prose) > _MOST * max(1.0, prose.sum()))
    columns |= _containers(shown, tree, prose, link_share)
    columns |= _places(shown, tree, best, prose)
    columns |= _phrases(shown, prose)
    columns |= _titles(shown)
    columns |= _alike(kinds, link_share, shown)
    columns |= {"in comments": comments * 1.0, "is a teaser": teasers * 1.0}
    columns |= _together(columns)
    columns |= _neighbors({key: columns[key] for key in ("weight", "link share", "stops", "prose", "is heading")})
    rows = np.stack([np.asarray(column, np.float64) for column in columns.values()], axis=1)
    return Features(tuple(columns), rows, tree, kinds, shown.weight.astype(np.float64))


def _links(shown: VisibleBlocks) -> tuple[Floats, Floats]:
    """Return each block's weight outside of links, and the share of its characters in links."""
    raw = np.array([sum(piece[1] - piece[0] for piece in block.pieces) for block in shown.blocks], np.float64)
    linked = np.array([block.linked for block in shown.blocks], np.float64)
    share = np.minimum(1.0, linked / np.maximum(1.0, raw))
    return shown.weight * (1 - share), share


def _teasers(shown: VisibleBlocks) -> NDArray[np.bool_]:
    """Return which blocks are cut in mid-sentence, on a page where several are: the beginnings of other texts."""
    cut = np.array([text.endswith(("...", "…", "[…]", "[...]")) and not text.endswith("……") for text in shown.texts])
    return cut & (np.count_nonzero(cut) >= _SEVERAL)


def _characters(shown: VisibleBlocks, link_share: Floats) -> Columns:
    counts, weight = shown.counts, shown.weight.astype(np.float64)
    sizes = np.maximum(1, np.fromiter(map(len, shown.texts), np.int64, len(shown.texts)))
    links = np.array([block.links for block in shown.blocks], np.float64)
    breaks = np.array([sum(len(piece) > 2 for piece in block.pieces) for block in shown.blocks], np.float64)  # noqa: PLR2004
    ends = np.array([text[-1] in '.!?。！？…”"’」' for text in shown.texts], np.float64)
    columns: Columns = {"weight": np.log1p(weight)}
    columns |= {f"weight > {size}": (weight > size) * 1.0 for size in (6, 15, 30, 60, 120, 240, 480, 1200)}
    columns |= {f"link share > {share}": (link_share > share) * 1.0 for share in (0, 0.25, 0.5, 0.8, 0.95)}
    columns |= {"link share": link_share, "links": np.log1p(links), "breaks": np.log1p(breaks)}
    columns |= {f"share of {kind}": counts[kind] / sizes for kind in ("digit", "upper", "sign", "quote", "han")}
    columns |= {"stops": np.log1p(counts["stop"]), "commas": np.log1p(counts["comma"])}
    columns |= {"no stop": (counts["stop"] == 0) * 1.0, "comma density": np.minimum(0.1, counts["comma"] / sizes)}
    columns |= {"ends a sentence": ends, "sentence": ends * (weight > 60)}  # noqa: PLR2004
    columns |= {"has a sign": (counts["sign"] > 0) * 1.0, "has a quote": (counts["quote"] > 0) * 1.0}
    columns |= {"ends in a colon": np.array([text[-1] in ":：" for text in shown.texts], np.float64)}
    columns |= {"has a colon": (counts["colon"] > 0) * 1.0, "no letters": (counts["letter"] + counts["han"] == 0) * 1.0}
    return columns | {"small first": np.array([text[0].islower() for text in shown.texts], np.float64)}


def _tags(shown: VisibleBlocks, tree: Tree) -> Columns:
    tags = [_TAG_BIT.get(name, 0) for name in shown.page.names]
    around = (inherited(shown.page.parents, tags) | np.array(tags, np.int64))[tree.element]
    own = [shown.page.names[number] for number in tree.element]
    columns: Columns = {f"tag {min(names)}": np.array([n in names for n in own], np.float64) for names in _OWN_TAGS}
    columns |= {f"in {name}": ((around & bit) > 0) * 1.0 for name, bit in _TAG_BIT.items()}
    heading = np.array([name in HEADINGS for name in own], np.float64)
    return columns | {"is heading": heading}


def _names(shown: VisibleBlocks, tree: Tree, large: NDArray[np.bool_]) -> Columns:
    """Return what the names of the elements around say; those of most of the prose say only where it may be."""
    page = shown.page
    bits = [name_bits(stated) if stated else 0 for stated in page.attributes]
    bits = [each & ALWAYS if big else each for each, big in zip(bits, large.tolist(), strict=True)]
    near = np.array(bits, np.int64)
    own = near[tree.element] | near[tree.parents[tree.element]]
    far = inherited(page.parents, bits)[tree.parents[tree.element]]
    columns: Columns = {}
    for at, group in enumerate(NAMES):
        columns[f"named {group}"] = ((own >> at) & 1).astype(np.float64)
        columns[f"within {group}"] = ((far >> at) & 1).astype(np.float64)
    return columns


def _containers(shown: VisibleBlocks, tree: Tree, prose: Floats, link_share: Floats) -> Columns:
    """Return how much text, prose and how many links the elements around a block hold."""
    weight = shown.weight.astype(np.float64)
    total, linked, proses = (tree.inside(each) for each in (weight, weight * link_share, prose))
    number = tree.inside((prose > 0) * 1.0)
    columns: Columns = {}
    for level in range(LEVELS):
        at = tree.around[level]
        columns[f"share of prose {level}"] = proses[at] / max(1.0, proses[0])
        columns[f"link share {level}"] = linked[at] / np.maximum(1.0, total[at])
        columns[f"prose share {level}"] = proses[at] / np.maximum(1.0, total[at])
        columns[f"proses {level}"] = np.log1p(number[at])
    return columns | {"prose": np.log1p(prose), "is prose": (prose > 0) * 1.0}


def _places(shown: VisibleBlocks, tree: Tree, best: Best, prose: Floats) -> Columns:
    """Return where a block stands on the page and beside the best container and its prose."""
    count, weight = len(prose), shown.weight.astype(np.float64)
    position = np.arange(count)
    behind = np.concatenate([[0.0], np.cumsum(weight)])
    columns: Columns = {"index": position / max(1, count), "way": behind[:-1] / max(1.0, behind[-1])}
    columns |= {"in best": best.inside * 1.0, "steps": np.minimum(8, best.steps) / 8}
    columns |= {f"steps {n}": (best.steps == n) * 1.0 for n in (1, 2, 3)}
    columns |= {f"in {share} of prose": smallest_with(tree, prose, share) * 1.0 for share in (0.5, 0.75, 0.9)}
    sure = np.flatnonzero(best.inside & (prose > 0))
    columns |= _beside(position, behind, sure, "best")
    columns |= _beside(position, behind, np.flatnonzero(prose > 0), "prose")
    return columns | {
        "page": np.full(count, np.log1p(weight.sum())),
        "page prose": np.full(count, np.log1p(prose.sum())),
    }


def _beside(position: Ints, behind: Floats, sure: Ints, name: str) -> Columns:
    """Return whether blocks stand before the first or behind the last of some, and how far from the nearest."""
    if not len(sure):
        nothing = np.zeros(len(position))
        return {f"{what} {name}": nothing for what in ("before", "behind", "far before", "far behind", "from", "to")}
    first, last = int(sure[0]), int(sure[-1])
    at = np.searchsorted(sure, position)
    previous, following = sure[np.maximum(at - 1, 0)], sure[np.minimum(at, len(sure) - 1)]
    since = np.where(at > 0, behind[position] - behind[previous + 1], 1e5)
    until = np.where(at < len(sure), behind[following] - behind[np.minimum(position + 1, following)], 1e5)
    return {
        f"before {name}": (position < first) * 1.0,
        f"behind {name}": (position > last) * 1.0,
        f"far before {name}": np.log1p(np.maximum(0, behind[first] - behind[position + 1])),
        f"far behind {name}": np.log1p(np.maximum(0, behind[position] - behind[last + 1])),
        f"from {name}": np.log1p(np.maximum(0, since)),
        f"to {name}": np.log1p(np.maximum(0, until)),
    }


def _phrases(shown: VisibleBlocks, prose: Floats) -> Columns:
    """Return which phrases a block holds, and how much prose stands between it and a short one with them."""
    heads = [text[:_HEAD].lower() for text in shown.texts]
    joined = "\n" + "\n".join(heads) + "\n"
    starts = list(accumulate((len(head) + 1 for head in heads), initial=1))[:-1]
    short = shown.weight <= _HEAD
    since = np.cumsum(prose)
    columns: Columns = {}
    for group, phrases in PHRASES.items():
        stated = np.zeros(len(heads))
        stated[sorted(_holding(joined, starts, phrases))] = 1.0
        columns[f"says {group}"], columns[f"says {group}, short"] = stated, stated * short
        columns[f"under {group}"] = _under(np.flatnonzero(stated * short), since)
    return columns


def _holding(joined: str, starts: list[int], phrases: Iterable[str]) -> set[int]:
    """Return the numbers of the texts that hold one of some phrases."""
    found: set[int] = set()
    for phrase in phrases:
        at = joined.find(phrase)
        while at >= 0:
            number = max(0, bisect_right(starts, at + (phrase[0] == "\n")) - 1)
            found.add(number)
            at = joined.find(phrase, starts[number + 1] - 1) if number + 1 < len(starts) else -1
    return found


def _under(cues: Ints, since: Floats) -> Floats:
    """Return how near above a block a cue stands, 1 to 0, by the prose between them."""
    if not len(cues):
        return np.zeros(len(since))
    at = np.searchsorted(cues, np.arange(len(since)), "right")
    between = np.maximum(0.0, since - since[cues[np.maximum(at - 1, 0)]])
    return np.where(at > 0, 1 / (1 + between / 500), 0.0)


def _titles(shown: VisibleBlocks) -> Columns:
    """Return which blocks say what the page's head calls its title, and which stand above it."""
    head = next((note for note in shown.page.notes if note.kind == "title"), None)
    title = "".join(plain(shown.page.text[head.start : head.end][:1000]).split()).casefold() if head else ""
    stated = np.zeros(len(shown.texts))
    for at, text in enumerate(shown.texts):
        if 8 <= len(text) <= 300:  # noqa: PLR2004
            folded = "".join(text.split()).casefold()
            stated[at] = len(folded) >= 6 and folded in title  # noqa: PLR2004
    first = np.flatnonzero(stated)
    above = np.arange(len(stated)) < first[0] if len(first) else np.zeros(len(stated), np.bool_)
    return {"is title": stated, "above title": above * 1.0, "no title": np.full(len(stated), float(not len(first)))}


def _kinds(shown: VisibleBlocks) -> Ints:
    """Number the blocks by what their element and the one around it look like."""
    page = shown.page
    known: dict[tuple[str, str, str], int] = {}
    names, stated, parents = page.names, page.attributes, page.parents
    looks = ((names[e], stated[e], names[parents[e]]) for e in (block.element for block in shown.blocks))
    return np.array([known.setdefault(look, len(known)) for look in looks], np.int64)


def _alike(kinds: Ints, link_share: Floats, shown: VisibleBlocks) -> Columns:
    """Return how many blocks look alike, and what they are on the whole."""
    count = np.bincount(kinds)
    links = np.bincount(kinds, weights=link_share) / np.maximum(1, count)
    weight = np.bincount(kinds, weights=shown.weight.astype(np.float64)) / np.maximum(1, count)
    return {"alike": np.log1p(count[kinds]), "links alike": links[kinds], "weight alike": np.log1p(weight[kinds])}


def _together(columns: Columns) -> Columns:
    """Return what two facts say together that neither says alone."""
    pairs = (
        *(
            ("tag p", "in best"),
            ("tag p", "is prose"),
            ("is prose", "in best"),
            ("tag li", "in best"),
            ("tag li", "link share > 0.5"),
        ),
        *(
            ("is heading", "in best"),
            ("is heading", "link share > 0.5"),
            ("weight > 60", "behind best"),
            ("tag div", "is prose"),
        ),
        *(
            ("weight > 60", "before best"),
            ("in 0.75 of prose", "is prose"),
            ("link share > 0.8", "in best"),
            ("tag li", "is prose"),
        ),
        *(
            ("in best", "under related"),
            ("in best", "under comment"),
            ("in best", "alike"),
            ("is prose", "steps"),
            ("is prose", "under comment"),
        ),
    )
    return {f"{one} and {other}": columns[one] * columns[other] for one, other in pairs}


def _neighbors(columns: Columns) -> Columns:
    """Return what stands up to two blocks before and behind."""
    found: Columns = {}
    for name, column in columns.items():
        for step in (-2, -1, 1, 2):
            found[f"{name} {step:+}"] = shifted(column, step)
    return found


def shifted(column: Floats, step: int) -> Floats:
    """Return a column moved, so that each row holds what stands ``step`` rows behind it; nothing is 0."""
    moved = np.zeros_like(column)
    if abs(step) < len(column):
        if step > 0:
            moved[:-step] = column[step:]
        else:
            moved[-step:] = column[:step]
    return moved
