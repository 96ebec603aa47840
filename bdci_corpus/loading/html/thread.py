"""Find the posts of a saved forum thread, by the names that forum software gives them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from bdci_corpus.loading.html.blocks import VisibleBlocks, shown_of
from bdci_corpus.loading.html.elements import TextBlock, WebPage
from bdci_corpus.records import Field

_MESSAGE = re.compile(
    r"""(?<![\w-])(?:id\s{0,4}=\s{0,4}["']?(?:postmessage_\d|read_(?:\d|tpc)|post_message_\d|post_content_\d)"""
    r"""|class\s{0,4}=\s{0,4}["'][^"'<>]{0,200}(?:\bt_f\b|\bd_post_content\b|\btpc_content\b|\bRichContent-inner\b))""",
    re.IGNORECASE,
)
"""The element of a post's text: Discuz, PHPWind, vBulletin, Tieba; of an answer of Zhihu's."""

_POST = re.compile(
    r"""(?<![\w-])(?:id\s{0,4}=\s{0,4}["']?(?:post_\d|pid\d|post\d|tr_\d|readfloor_)|class\s{0,4}=\s{0,4}["'][^"'<>]{0,200}"""
    r"""(?:\bl_post\b|\bplhin\b|\bread_t\b|\bpostbit|\bAnswerItem\b))""",
    re.IGNORECASE,
)
"""The element around a post, its author and its time."""

_AUTHOR = re.compile(
    r"""(?<![\w-])class\s{0,4}=\s{0,4}["'][^"'<>]{0,200}(?:\bauthi\b|\bxw1\b|\bp_author_name\b|\breadName\b|\bbigusername\b|\bd_name\b|\bAuthorInfo(?:-name|-head|-content)?(?![\w-]))""",
    re.IGNORECASE,
)

_POSTED = re.compile(
    r"(?:发表于|發表於|发布于|编辑于|Posted)?[:：]?\s{0,4}(?P<published>(?:19|20)\d{2}[-/年]\d{1,2}[-/月]\d{1,2}日?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?)"
)

_BESIDE = 40
"""In a line of no more characters beside a post, its time may stand behind floor and client."""

_QUOTE = re.compile(
    r"""(?<![\w-])class\s{0,4}=\s{0,4}["']?[^"'<>]{0,100}\b(?:quote|blockquote|bbcodeblock)\b""", re.IGNORECASE
)

_QUOTED = re.compile(r"\s*(?:引用[:：]|(?:原帖由|引用)\s?\S{1,30}|\S{1,30}\s{1,3}(?:发表于|發表於|wrote|said))")
"""How a post that is quoted in another begins."""

_NAME = re.compile(
    r"(?!(?:发表于|發表於|发布于|發佈於|Posted\b|楼主|樓主|沙发|板凳|只看|来自|來自|\d{1,5}[#楼樓]))(?P<author>[^\s|<]{1,30})"
)
"""An author's name, and not what stands beside one."""


@dataclass(frozen=True, slots=True)
class ThreadPost:
    """A post: where all that belongs to it begins, its blocks of text, and its fields."""

    start: int
    blocks: list[TextBlock]
    fields: tuple[Field, ...]


def posts_of(page: WebPage) -> list[ThreadPost]:
    """Return the posts of a thread, in order; none if the page is no thread."""
    message = _numbered(page, _MESSAGE)
    if not any(message):
        return []
    shown, around, quotes = shown_of(page, page.blocks), _numbered(page, _POST), _numbered(page, _QUOTE)
    held: dict[int, list[int]] = {}
    quoted: dict[int, list[int]] = {}
    for at, block in enumerate(shown.blocks):
        if number := message[block.element]:
            held.setdefault(number, []).append(at)
            if quote := quotes[block.element]:
                quoted.setdefault(quote, []).append(at)
    gone = {at for quote in quoted.values() if _QUOTED.match(shown.texts[quote[0]]) for at in quote}
    held = {number: rest for number, blocks in held.items() if (rest := [at for at in blocks if at not in gone])}
    posts: list[ThreadPost] = []
    for number, blocks in held.items():
        whole = around[number] or number
        start = page.starts[whole]
        if posts and start <= posts[-1].start:
            start = page.starts[number]
        fields = tuple(_byline_fields(shown, whole, blocks))
        posts.append(ThreadPost(start, [shown.blocks[at] for at in blocks], fields))
    return posts


def _numbered(page: WebPage, names: re.Pattern[str]) -> list[int]:
    """Return for every element the outermost one around it, or itself, of which the names hold; or 0."""
    found = [0] * len(page.names)
    for number in range(1, len(page.names)):
        tag_text = page.attributes[number]
        found[number] = found[page.parents[number]] or (number if tag_text and names.search(tag_text) else 0)
    return found


def _byline_fields(shown: VisibleBlocks, whole: int, blocks: list[int]) -> Iterator[Field]:
    """Yield author and time: what stands in the element around a post and not in its text."""
    page = shown.page
    start, end = page.starts[whole], page.ends[whole]
    names: set[str] = set()
    own = frozenset(blocks)
    first, last = (bisect_left(shown.blocks, place, key=lambda block: block.start) for place in (start, end))
    for at in range(first, last):
        block = shown.blocks[at]
        if at in own:
            continue
        raw = page.text[block.start : block.end]
        tag_text = page.attributes[block.element] + page.attributes[page.parents[block.element]]
        for name, pattern, wanted in (("author", _NAME, bool(_AUTHOR.search(tag_text))), ("published", _POSTED, True)):
            found = pattern.match if len(shown.texts[at]) > _BESIDE or name == "author" else pattern.search
            if wanted and name not in names and (match := found(raw)):
                names.add(name)
                yield Field(
                    name=name,
                    start=block.start + match.start(name),
                    end=block.start + match.end(name),
                    value=match[name],
                )
