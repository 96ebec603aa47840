"""A lead between a title and its article's box, and a note right behind the box: siblings of what is chosen.

They are single Chinese paragraphs that no other text of their page stands beside, so that little tells the model that
they are the article's; in other languages what stands there is the site's own summary.
"""

from __future__ import annotations

from collections.abc import Sequence

from bdci_corpus.loading.html.blocks import VisibleBlocks
from bdci_corpus.patterns import lazily

_LEAST = 60
"""The least weight of a lead: 20 Han."""

_LONGEST = 300
"""The longest lead or note, in characters."""

_AGAIN = 15
"""A lead whose first so many characters the article says again is a summary."""

_ENDS = lazily("[。！？…][”’」』）)]?$")

_NOTE = lazily(r"(?:[注註]|附[注註]|[编編]者按|[编編]后|说明|說明|备注|備註)\s?[：:]")


def with_siblings(shown: VisibleBlocks, kept: Sequence[int], title: int | None) -> list[int]:
    """Return an article's blocks with its lead, right below the title, and its note, right behind the last."""
    found = list(kept)
    if not kept:
        return found
    lead, note = kept[0] - 1, kept[-1] + 1
    if title is not None and title == lead - 1 and _is_of(shown, lead, kept[0]) and _is_lead(shown, lead, kept):
        element = shown.blocks[title].element
        if shown.page.parents[element] == shown.page.parents[shown.blocks[lead].element]:
            found.insert(0, lead)
    if note < len(shown.texts) and _is_of(shown, note, kept[-1]) and _NOTE.match(shown.texts[note]):
        found.append(note)
    return found


def _is_lead(shown: VisibleBlocks, at: int, kept: Sequence[int]) -> bool:
    text = shown.texts[at]
    again = any(text[:_AGAIN] in shown.texts[other] for other in kept[:3])
    return shown.weight[at] >= _LEAST and not again


def _is_of(shown: VisibleBlocks, at: int, other: int) -> bool:
    """Return whether a block is a Chinese sentence without links whose parent holds another block, too."""
    page, text = shown.page, shown.texts[at]
    if shown.blocks[at].linked or not shown.counts["han"][at] or len(text) > _LONGEST or not _ENDS.search(text):
        return False
    parent, above = page.parents[shown.blocks[at].element], shown.blocks[other].element
    while above and above != parent:
        above = page.parents[above]
    return above == parent and page.names[parent] != "body"
