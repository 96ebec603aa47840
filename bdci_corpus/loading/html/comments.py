"""Where a page's readers write: behind its article, in elements called so or under a heading that says so.

Comments may hold more prose than the article. So they are told before anything is measured by where the
prose of a page stands.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.loading.html.blocks import VisibleBlocks
from bdci_corpus.loading.html.places import Floats, Tree, inherited
from bdci_corpus.loading.html.words import NAMES, name_bits

LEAST = 180
"""Without so much other prose, by weight, nothing is a comment: a thread, or an article in a box called reply."""

_MAX_HEADING = 40
"""What heads comments is short, by weight: a dozen Han."""

_HEADING = re.compile(
    r"(?:(?:全部|所有|网友|網友|最新|最热|精[选選彩]|[热熱][门門]|用户|[读讀]者|查看|商品|已有)\s?){0,2}"
    r"(?:\d{1,7}\s?[条條則个]?\s?)?(?:[評评][論论价價]|留言|跟[帖贴貼]|回[复覆]|讨论|討論)(?:[区區]|列表)?\s?"
    r"(?:[(（\[]?\s?\d{1,7}\+?\s?[条條則个]?\s?[)）\]]?)?\s?[:：]?"
    r"|(?:\d{1,5}|all|latest|user|reader)?\s?(?:comments?|replies|responses)\s?(?:\(\d{1,5}\))?\s?:?"
    r"|(?:leave|post|add) a (?:comment|reply)",
    re.IGNORECASE,
)

_NAMED = sum(1 << at for at, group in enumerate(NAMES) if group == "comment")


def in_comments(shown: VisibleBlocks, tree: Tree, prose: Floats) -> NDArray[np.bool_]:
    """Return which blocks are comments, given how much prose each holds; none if too little prose were left."""
    page = shown.page
    own = [int(bool(tag_text and name_bits(tag_text) & _NAMED)) for tag_text in page.attributes]
    named = (inherited(page.parents, own) | np.array(own, np.int64))[tree.element] > 0
    others = np.flatnonzero((prose > 0) & ~named)
    none = np.zeros(len(prose), np.bool_)
    if not len(others):
        return none
    behind = np.arange(len(prose)) > others[0]
    found = named & behind
    headed = (
        at for at in np.flatnonzero(behind & (shown.weight <= _MAX_HEADING)) if _HEADING.fullmatch(shown.texts[at])
    )
    heading = next(headed, None)
    if heading is not None:
        found |= np.arange(len(prose)) >= heading
    return found if prose[~found].sum() >= LEAST else none
