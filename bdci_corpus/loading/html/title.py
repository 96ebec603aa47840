"""Find where a page's title stands: a block that says what the head says, else the head itself."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set as AbstractSet
from dataclasses import dataclass

from bdci_corpus.loading.html.blocks import VisibleBlocks
from bdci_corpus.loading.html.elements import HEADINGS, TextBlock
from bdci_corpus.loading.html.tokens import plain
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Field

MAX_HEAD = 800
"""How long a title may be with the names of channels and site, in characters."""

MAX_SITE = 24
"""The longest last part of a title that may be the site's name, in characters."""

MAX_CHANNEL = 8
"""The longest name of a site's channel behind a title, in characters, as in 标题_国内新闻_网站."""

MIN_WITHIN = 8
"""How much of the head's title the one first heading of a page must say to be the title, in characters."""

_SEPARATOR = lazily(r"\s*[_|｜]+\s*|\s+[-–—·«»]+\s+|[-–—]+(?=[^-–—_|｜]{2,12}$)")

_SITE = lazily(
    r"(?:网|網|报|報|社|台|站|在线|在線|频道|頻道|新闻|新聞|论坛|論壇|博客|社区|门户|首页|中心|百科|知乎|专栏|政府|学校|大学|学院|医院|公司|集团|协会|学会|研究院|研究所|图书馆|法院|检察院|委员会|办公室|[局厅]|com|cn|net|org)$"
)

_POWERED = lazily(r"\s*[-–—|_]?\s*(?:Powered by|由.{2,12}(?:强力)?驱动).{0,40}$", re.IGNORECASE)
"""What some programs print behind the title of every page."""

_TITLED = lazily(r"title|subject|headline|biaoti|\bbt\b", re.IGNORECASE)

_ARTICLE_TITLE = lazily(
    r"(?<![a-z-])(?:art(?:icle)?|post|news|entry|content|doc)[-_]?(?:title|biaoti)|(?:class|id)=[\"']?(?:title|biaoti)\b",
    re.IGNORECASE,
)
"""How elements are called that hold an article's title and no site's."""

_ABOVE = 4
"""How many blocks above an article its title stands, at most: byline, time and counters come between."""

_LONGEST_CALLED = 80
"""The longest title that only its element's name tells, in characters."""

_HEAD_REACH = 8
"""How many blocks above an article its page's one first heading is looked for."""

_PROSE = 60
"""From which weight on what is no heading is text: 20 Han."""

_WAY = lazily(r"(?:[您你当當].{0,3}位置|首页|首頁|主页|[Hh]ome)\s?(?:[-–—>»›/·：:|]|$)")
"""How the way to a page begins, which is no title."""

_LEAST_NAME = 3
"""The least name of a site that a part of a title may begin with, or that may begin with it, in characters."""

_LEAST = 18
"""The least weight of a title that only its place tells: six Han."""

_SET_BEFORE = lazily(r"(?:原创|转载|置顶|精华|推荐|独家|热门?|顶|荐)(?=\s?\S)")
"""What sites set before a title in an element of its own."""

_NO_TITLE = frozenset({"button", "option", "li", "select"})


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its field, the number of its block, and the span of the head, or part of that block, as a block."""

    field: Field
    block: int | None
    head: TextBlock | None


def title_of(shown: VisibleBlocks, kept: AbstractSet[int], stated: str, site: str) -> Title | None:
    """Return a page's title. ``stated`` is what its meta tags call it, ``site`` who publishes it."""
    page = shown.page
    head = next((note for note in page.notes if note.kind == "title"), None)
    names = [stated] if stated else []
    if head is not None:
        names += _prefixes(plain(page.text[head.start : head.end][:MAX_HEAD]).strip())
    # Some sites part the title from their name by a blank.
    shorter = [_folded(name.rpartition(" ")[0]) for name in names]
    folded = [_folded(name) for name in names]
    block = _shown_title(shown, kept, folded, shorter, {_folded(rest) for name in names for _, rest in _cuts(name)})
    tops = {_folded(text) for at, text in enumerate(shown.texts) if page.names[shown.blocks[at].element] == "h1"}
    site = next((rest for name in names for _, rest in _cuts(name) if _folded(rest) in tops), site)
    own = None if head is None else _own_head(page.text, head.start, min(head.end, head.start + MAX_HEAD), site, stated)
    if block is None:
        short = "" if own is None else page.text[own.start : own.end]
        block = _heading_above(shown, kept, names, site, plain(short))
    if block is not None:
        return _shown(shown, block, names)
    return None if own is None else Title(own, None, TextBlock(0, [(own.start, own.end)]))


def _shown(shown: VisibleBlocks, at: int, names: Sequence[str]) -> Title:
    """Return a title that a block shows, without what sites set before it in an element of its own: 原创, 置顶."""
    block, text, head = shown.blocks[at], shown.page.text, None
    start, end = block.start, block.end
    label = _label(shown, at)
    rest = [piece for piece in block.pieces[1:] if text[piece[0] : piece[1]].strip()]
    if label and rest and not any(name.startswith(label) for name in names):
        head, start = TextBlock(block.element, rest), rest[0][0]
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip())
    return Title(Field(name="title", start=start, end=start + len(raw.strip())), at, head)


def _label(shown: VisibleBlocks, at: int) -> str:
    """Return what a site set before a title in an element of its own, if it did."""
    found, first = _SET_BEFORE.match(shown.texts[at]), shown.blocks[at].pieces[0]
    return found.group() if found and shown.page.text[first[0] : first[1]].strip() == found.group() else ""


def _shown_title(
    shown: VisibleBlocks, kept: AbstractSet[int], names: list[str], shorter: list[str], tails: AbstractSet[str]
) -> int | None:
    """Return the block that is the title: the one that says most of what the head says, in the article if one is.

    ``names`` may stand within a page's one first heading; ``shorter`` ones only as a whole block; a heading
    that says one of the ``tails`` names the site.
    """
    rank = {name: -at for at, name in reversed(list(enumerate([*names, *shorter]))) if name}
    found = {at: _folded(text) for at, text in enumerate(shown.texts) if len(text) <= MAX_HEAD and _may_be(shown, at)}
    found |= {at: found[at].removeprefix(_label(shown, at)) for at in found if _SET_BEFORE.match(shown.texts[at])}
    same = [at for at, text in found.items() if text in rank and (_is_named(shown, at) or at in kept)]
    if same:
        return max(same, key=lambda at: (rank[found[at]], _is_named(shown, at), at in kept, -at))
    first = [at for at in found if shown.page.names[shown.blocks[at].element] == "h1"]
    if not first and (called := _called_title(shown, kept, list(found))) is not None:
        return called
    if len(first) != 1:
        return None
    text = found[first[0]]
    if text in tails:
        return None
    within = len(text) >= MIN_WITHIN and any(text in name or name in text for name in names if len(name) >= MIN_WITHIN)
    return first[0] if within or not rank else None


def _heading_above(
    shown: VisibleBlocks, kept: AbstractSet[int], names: Sequence[str], site: str, short: str
) -> int | None:
    """Return the block soon above an article that heads it, where the head says another thing.

    It is what the head says behind the site's name; else the page's one first heading; else, where the head
    names but a channel (``short``), the heading next above the text.
    """
    if not kept:
        return None
    page, head = shown.page, _folded(names[0] if names else site)
    texts = (at for at in sorted(kept) if shown.weight[at] > _PROSE and not _is_heading(shown, at))
    start = next(texts, min(kept))
    behind = {_folded(rest) for name in names for before, rest in _cuts(name) if _is_site(before, site)}
    near = [at for at in range(max(0, start - _HEAD_REACH), start + 1) if _may_head(shown, at, site)]
    for at in near:
        if at >= start - _ABOVE and _folded(shown.texts[at]) in behind:
            return at
    first = [at for at, block in enumerate(shown.blocks) if page.names[block.element] == "h1"]
    if len(first) == 1 and first[0] in near and _folded(shown.texts[first[0]]) not in head:
        return first[0]
    headings = [at for at in near if _is_heading(shown, at) and at >= start - _ABOVE]
    return headings[-1] if headings and len(_folded(short)) <= MAX_CHANNEL else None


def is_way(text: str) -> bool:
    """Return whether a block says the way to its page, as 首页 - 新闻动态."""
    return _WAY.match(text) is not None


def _is_heading(shown: VisibleBlocks, at: int) -> bool:
    return shown.page.names[shown.blocks[at].element] in HEADINGS


def _may_head(shown: VisibleBlocks, at: int, site: str) -> bool:
    """Return whether a block can be a title by itself: long enough, no link, no site's name."""
    text = shown.texts[at]
    if is_way(text):
        return False
    long_enough = MIN_WITHIN <= len(text) <= _LONGEST_CALLED or shown.weight[at] >= _LEAST
    return long_enough and _may_be(shown, at) and not _SITE.search(text) and _folded(text) != _folded(site)


def _cuts(title: str) -> list[tuple[str, str]]:
    """Return a title of the head in two parts, at each mark that may part it from the site's name."""
    cuts = [(title[: found.start()].strip(), title[found.end() :].strip()) for found in _SEPARATOR.finditer(title)]
    channel, dashes, rest = title.partition("--")
    return [*cuts, ("", rest.strip())] if dashes and channel else cuts


def _is_site(name: str, site: str) -> bool:
    """Return whether what a head begins with is no part of its title."""
    return not name or _folded(name) == _folded(site) or _SITE.search(name) is not None


def _called_title(shown: VisibleBlocks, kept: AbstractSet[int], found: Sequence[int]) -> int | None:
    """Return the block soon before an article, or its first, that is called its title, whatever the head says."""
    start = min(kept, default=0)
    near = [at for at in found if start - _ABOVE <= at <= start and len(shown.texts[at]) <= _LONGEST_CALLED]
    page = shown.page
    called = [at for at in near if _ARTICLE_TITLE.search(page.attributes[shown.blocks[at].element])]
    return called[0] if len(called) == 1 else None


def _prefixes(title: str) -> list[str]:
    """Return a title of the head, whole and without one, two, ... of its last parts."""
    cuts = [found.start() for found in _SEPARATOR.finditer(title)]
    return [title.strip(), *(title[:cut].strip() for cut in reversed(cuts))]


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _may_be(shown: VisibleBlocks, at: int) -> bool:
    """Return whether a block is no link."""
    block = shown.blocks[at]
    name = shown.page.names[block.element]
    return name in HEADINGS or (block.linked == 0 and name not in _NO_TITLE)


def _is_named(shown: VisibleBlocks, at: int) -> bool:
    """Return whether a block is a heading, or is called one."""
    page, element = shown.page, shown.blocks[at].element
    around = (element, page.parents[element])
    return page.names[element] in HEADINGS or any(_TITLED.search(page.attributes[each]) for each in around)


def _own_head(text: str, start: int, end: int, site: str, stated: str) -> Field:
    """Return the title of the head: what the page states, if the head begins with that and goes on behind a mark.

    One that a forum's program printed names its board and the forum behind it.
    """
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if stated and text.startswith(stated, start) and _SEPARATOR.match(text, start + len(stated), end):
        return Field(name="title", start=start, end=start + len(stated))
    powered = _POWERED.search(text, start, end)
    if powered is None:
        return _head_title(text, start, end, site)
    end = powered.start()
    cuts = list(_SEPARATOR.finditer(text, start, end))
    return _head_title(text, start, cuts[-2].start() if len(cuts) > 1 else end, site)


def _head_title(text: str, start: int, end: int, site: str) -> Field:
    """Return the title of the head without the site's name behind it."""
    named = False
    for cut in reversed(list(_SEPARATOR.finditer(text, start, min(end, start + MAX_HEAD)))):
        part = plain(text[cut.end() : end]).strip()
        channel = named and "_" in cut.group() and len(part) <= MAX_CHANNEL
        if not (_names_site(part, site) or (len(part) <= MAX_SITE and _SITE.search(part)) or channel):
            break
        named, end = True, cut.start()
    start += _before_title(text[start:end], site)
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip())
    return Field(name="title", start=start, end=start + len(raw.strip()))


def _names_site(part: str, site: str) -> bool:
    """Return whether a last part of a title is the site's name, or that of one of its channels: CNN, CNN Politics."""
    one, other = _folded(part), _folded(site)
    if one == other:
        return True
    within = one.startswith(other) or (other.startswith(one) and len(one) >= _LEAST_NAME)
    return len(part) <= MAX_SITE and len(other) >= _LEAST_NAME and within


def _before_title(title: str, site: str) -> int:
    """Return how many characters of a title are the site's name before it, with the mark that parts them."""
    found = re.match(rf"\s*{re.escape(site)}\s*[:：|–—-]\s*(?=\S)", plain(title)) if site and site in title else None
    return found.end() if found and "&" not in title[: found.end()] else 0
