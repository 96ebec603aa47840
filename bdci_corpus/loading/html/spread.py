"""What the verdicts on some blocks say of others: of paragraphs of one kind, of islands, of lists under a heading."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.html.blocks import VisibleBlocks
from bdci_corpus.loading.html.elements import TextBlock
from bdci_corpus.loading.html.places import Floats
from bdci_corpus.loading.html.words import NAMES, PHRASES, name_bits
from bdci_corpus.patterns import lazily

_SURE = 0.8
"""From which likelihood on a paragraph speaks for others of its kind."""

_POSSIBLE = 0.1
"""What the model holds less likely is no paragraph of the article, wherever it stands."""

_BARELY = 0.03
"""The same for what stands in a box of the same names as the article's own."""

_SENTENCE = 60
"""The weight of a short sentence, 20 Han: less may be a label."""

_SHORE = 6
"""More blocks left out in a row part an island from the article: on made and real pages 4 to 10 do as well."""

_CERTAIN = 0.75
"""An island with a block so likely is a second part of the article."""

_MOST = 0.5
"""What holds more than this share of the likely text is the article, however it is headed or parted."""

HEAD = 120
"""How much of a block is searched for phrases of furniture, in characters."""

_MAX_HEADING = 45
"""What heads a list of other texts is short, by weight: fifteen Han."""

_ELSEWHERE = lazily(
    r"[\W\d]{0,3}(?:(?:您?你?您?可能(?:还|也|会)?(?:感兴趣|喜欢)的?|猜你|大家[都还]在|[为為]?[你您]|作者|编辑|編輯|小编"
    r"|今日|本周|本月|一周|\d{1,2}小时|[点點][击擊]|[阅閱][读讀]|[相關关]{2}|关联|[关關]注|延伸|拓展|推[荐薦]"
    r"|[热熱][门門点點]|精彩|精选|最新|更多|往期|其他){1,2}"
    r"(?:喜[欢歡]|看|推[荐薦]|[阅閱][读讀]|文章|新[闻聞]|[报報]道|[链鏈]接|[内內]容|[资資][讯訊]|[话話]题|[视視][频頻]"
    r"|[专專]题|精选|回[顾顧]|热文|[热熱][点點]|图书|[产產]品|榜|排行榜?|排名|帖子|稿件|博文){1,2}"
    r"|related(?:\s(?:articles?|stories|story|posts?|content|news|links|reading|topics|coverage))?"
    r"|you (?:may|might) also .{4,20}|more (?:from .{2,40}|stories|news|articles|posts|top stories|like this)"
    r"|read (?:next|also|this next)|recommended(?: for you| stories| reading| articles)?"
    r"|most (?:read|popular|viewed|shared|commented)(?: .{3,16})?|trending(?: .{3,16})?"
    r"|popular (?:posts|stories|articles|now)|up next|don['’]t miss"
    r"|(?:latest|recent|top|other) (?:news|stories|posts|articles)"
    r"|editors?['’]?s? picks?|what to read next|in other news"
    r"|share(?: this)?(?: (?:article|post|story|page|on))?|分享(?:到|至)?)[\W\d]{0,3}",
    re.IGNORECASE,
)
"""What heads the beginnings of other texts."""

_CONTENTS = lazily(
    r"[\W\d]{0,3}(?:文章|本文|内容)?(?:目录|目錄|导航|導航)[\W\d]{0,3}"
    r"|(?:table of )?contents|(?:in this article|on this page):?",
    re.IGNORECASE,
)
"""What heads the links to an article's own sections."""

_COMMENTS = sum(1 << at for at, group in enumerate(NAMES) if group == "comment")

_BEHIND = sum(1 << at for at, group in enumerate(NAMES) if group in {"comment", "foot"})

_ENOUGH = 180
"""The least weight of an article behind which comments and the page's foot are told by their names alone: 60 Han."""

_LINKED = 0.8
"""From which share on a block is a link."""

_MAJORITY = 0.6
"""What holds this share of an article's prose holds the article."""

_MENU = 6
"""So many links in a list lead elsewhere; fewer may be what is attached to the article."""

_LEVELS = 2
"""So many elements without names may stand between a paragraph's and the one that names its box."""

_Look = tuple[str, str, str]


def kin_of(shown: VisibleBlocks, likely: Floats, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which possible paragraphs look as most of the sure ones do: an article in several boxes."""
    looks = _looks(shown)
    sure: dict[_Look, int] = defaultdict(int)
    for at in np.flatnonzero(kept & (likely >= _SURE) & (shown.weight > _SENTENCE)):
        sure[looks[at]] += int(shown.weight[at])
    main = max(sure, key=lambda look: sure[look], default=None)
    if main is None or not main[-1] or name_bits(main[-1]) & _COMMENTS:
        return np.zeros(len(kept), np.bool_)
    alike = np.array([look == main for look in looks], np.bool_)
    return _possible(shown, likely, _BARELY, alike & (likely < _CERTAIN))


def with_tails(shown: VisibleBlocks, likely: Floats, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Add the possible paragraphs right behind one of an article's, in its box: the last may end without a stop."""
    page = shown.page
    boxes = [page.parents[block.element] if page.names[block.element] == "p" else -1 for block in shown.blocks]
    grown = kept.copy()
    for at in np.flatnonzero(_possible(shown, likely, _POSSIBLE, ~kept)):
        grown[at] |= at > 0 and grown[at - 1] and boxes[at] == boxes[at - 1] >= 0
    return grown


def _possible(shown: VisibleBlocks, likely: Floats, least: float, where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which of some blocks may be paragraphs: sentences, few links, no words of what is around articles."""
    marks = shown.counts["stop"] + shown.counts["comma"]
    prose = where & (marks > 0) & (shown.weight > _SENTENCE) & (likely >= least)
    for at in np.flatnonzero(prose):
        block = shown.blocks[at]
        prose[at] = 4 * block.linked < block.end - block.start and not _speaks_of_site(shown.texts[at])
    return prose


def _looks(shown: VisibleBlocks) -> list[_Look]:
    """Return by block what its element and the one around it are, and what the nearest around with names is called."""
    names, stated, parents = shown.page.names, shown.page.attributes, shown.page.parents
    looks = []
    for block in shown.blocks:
        own, box = block.element, parents[block.element]
        called, above = stated[box], box
        for _ in range(_LEVELS):
            above = parents[above]
            called = called or stated[above]
        looks.append((names[own], names[box], called or stated[own]))
    return looks


def _speaks_of_site(text: str) -> bool:
    """Return whether a block begins as what stands around articles does."""
    head = text[:HEAD].lower()
    return any(phrase in head for phrases in PHRASES.values() for phrase in phrases)


def without_islands(
    shown: VisibleBlocks, likely: Floats, kept: NDArray[np.bool_], kin: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Leave out what is unlikely, stands apart and has no kin: a sentence of a box at the foot, or at the side."""
    numbers = np.flatnonzero(kept)
    islands = np.split(numbers, np.flatnonzero(np.diff(numbers) > _SHORE) + 1)
    if len(islands) == 1:
        return kept
    masses = [float((shown.weight[island] * likely[island]).sum()) for island in islands]
    rest = kept.copy()
    for island, mass in zip(islands, masses, strict=True):
        if likely[island].max() < _CERTAIN and not kin[island].any() and mass < _MOST * max(masses):
            rest[island] = False
    return rest


def without_boxes(shown: VisibleBlocks, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Leave out what stands behind an article in a box called comments, or the page's foot, if the rest is enough."""
    page = shown.page
    bits = [name_bits(stated) if stated else 0 for stated in page.attributes]
    inside, commented = [False] * len(page.names), [False] * len(page.names)
    for number in range(1, len(page.names)):
        parent = page.parents[number]
        inside[number] = inside[parent] or bool(bits[number] & _BEHIND)
        commented[number] = commented[parent] or bool(bits[number] & _COMMENTS)
    boxed = np.array([inside[block.element] for block in shown.blocks], np.bool_)
    own = np.flatnonzero(kept & ~boxed & (shown.weight > _SENTENCE))
    if not len(own) or shown.weight[own].sum() < _ENOUGH:
        return kept
    gone = kept & boxed & (np.arange(len(kept)) > own[-1])
    named = gone & np.array([commented[block.element] for block in shown.blocks], np.bool_)
    small = shown.weight[gone].sum() <= shown.weight[own].sum()
    return np.asarray(kept & ~(gone if small else named), np.bool_)


def without_menus(shown: VisibleBlocks, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Leave out lists of links outside of the smallest box that holds most of the prose: a short text has many."""
    page = shown.page
    links: dict[int, list[int]] = defaultdict(list)
    prose = 0
    holders: dict[int, int] = defaultdict(int)
    for at in np.flatnonzero(kept):
        block, weight = shown.blocks[at], int(shown.weight[at])
        if _is_link(block):
            links[page.parents[block.element]].append(int(at))
        elif weight > _SENTENCE:
            prose += weight
            element = page.parents[block.element]
            while element:
                holders[element] += weight
                element = page.parents[element]
    holder = max((element for element, weight in holders.items() if weight >= _MAJORITY * prose), default=0)
    rest = kept.copy()
    for box, numbers in links.items():
        outside = not page.starts[holder] <= page.starts[box] < page.ends[holder]
        if holder and outside and len(numbers) >= _MENU:
            rest[numbers] = False
    return rest


def _is_link(block: TextBlock) -> bool:
    return _LINKED * (block.end - block.start) < block.linked


def without_others(shown: VisibleBlocks, likely: Floats, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Leave out what stands under a heading of other texts in that heading's box, if it is not most of the text."""
    short = np.flatnonzero(shown.weight <= _MAX_HEADING)
    heads = [at for at in short if _ELSEWHERE.fullmatch(shown.texts[at]) or _CONTENTS.fullmatch(shown.texts[at])]
    if not heads:
        return kept
    mass = shown.weight * likely * kept
    rest = kept.copy()
    for at in heads:
        start, end = _box(shown, int(at))
        leads = _ELSEWHERE.fullmatch(shown.texts[at]) or all(map(_is_link, shown.blocks[at + 1 : end]))
        if leads and not kept[start:at].any() and mass[at:end].sum() < _MOST * mass.sum():
            rest[at:end] = False
    return rest if rest.any() else kept


def _box(shown: VisibleBlocks, at: int) -> tuple[int, int]:
    """Return which blocks stand in the box of a heading: the smallest element that holds a block behind it."""
    page, element, count = shown.page, shown.blocks[at].element, len(shown.blocks)
    following = shown.blocks[at + 1].start if at + 1 < count else 0
    while element and page.ends[element] <= following:
        element = page.parents[element]
    start, end = at, at + 1
    while start and shown.blocks[start - 1].start >= page.starts[element]:
        start -= 1
    while end < count and shown.blocks[end].start < page.ends[element]:
        end += 1
    return start, end
