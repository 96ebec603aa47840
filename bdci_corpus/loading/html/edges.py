"""What sites set at the ends of an article, in its own box: rights, buttons, advertisements, links back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bdci_corpus.loading.html.blocks import VisibleBlocks
from bdci_corpus.loading.html.elements import TextBlock
from bdci_corpus.loading.html.tokens import plain
from bdci_corpus.loading.html.words import NAMES, name_bits
from bdci_corpus.patterns import lazily

_MAX_TOLD = 400
"""The longest block that is asked whether it speaks for the site, in characters."""

_SENTENCE = 180
"""The weight of text behind which an article goes on: 60 Han."""

_PART = 0.5
"""What stands behind a footer holds at most this share of an article's text."""

_REACH = 4
"""How many blocks from either end of an article are asked for what stands there only."""

_REPEATED = 30
"""A lead that the text begins with once more is at least so long, in characters without blanks."""

_LISTING = 6_000
"""Words without sentences, of more weight, are set for search engines."""

_RIGHTS = lazily(
    r"违法和不良信息|不良信息举报|[本該该][站网網].{0,4}郑重声明|[Cc](?:opyright|OPYRIGHT)\s{0,4}(?:©|\(c\)|&copy;|[：:]?\s?(?:19|20)\d\d)"
    r"|©\s?(?:19|20)\d\d|版[权權]所有|(?i:all rights reserved|powered by\s)|ICP[备备證证]|公网安备"
)
"""How the foot of a page speaks."""

_ANYWHERE = lazily(
    r"(?:\W{0,3}(?:广告|廣告|(?i:publicité|advertisement|werbung|anzeige|publicidad|comments are closed|share this)"
    r"|(?:用|打开)?微信.{0,4}(?:扫一扫|扫描二维码|掃一掃)|分享[至到给].{0,10}(?:朋友圈|好友|微博|微信)|このニュースをシェア"
    r"|(?:返回|回到).{0,12}(?:首页|首頁|列表)|(?:点击|點擊)(?:进入|查看|下载|投票|進入)[^。，,]{0,20}(?:>|》|»|→|＞)"
    r"|(?i:follow [\w .'’-]{3,40} on (?:twitter|facebook|instagram|x)))\W{0,4}){1,3}"
)
"""Buttons, and words that stand alone for something else."""

_FIRST = lazily(
    r".{0,100}(?:下载客户端|[【\[](?:下载地址|点击(?:投票|下载|查看|进入|报名))[】\]]|[客户端APap]{3}.{0,8}第一时间.{0,30}资讯).{0,60}"
)
"""An advertisement before the first sentence."""

_LAST = lazily(
    r"(?:免责|郑重|特别|版权|重要)?[声聲]明\s?[：:].{0,300}|[（(【\[]?免责声明.{0,300}|分享\s?[：:]|责任编辑\s?[：:]"
    r"|(?i:notice: the content above).*"
)
"""What a site says of an article behind its last sentence."""

_SUMMARY = lazily(r"(?:内容)?(?:摘要|导语|導語|导读|導讀|核心提示|提要)\s?[：:】]?\s{0,2}")

_CALLED = sum(1 << at for at, group in enumerate(NAMES) if group == "summary")

_HOME = lazily(
    r"\s{0,4}(?:返回|回到).{0,10}(?:首页|首頁)\s?[>》»＞]{0,2}\s{0,4}|\s{0,4}(?:点击|點擊)进入.{0,16}[>》»＞]{1,2}\s{0,4}"
)

_COUNTER = lazily(r"\s{0,4}\d{1,3}\s?/\s?\d{1,3}\s{0,4}")
"""The number of a picture among the others of its gallery."""


def within_edges(shown: VisibleBlocks, kept: Sequence[int], title: int | None) -> list[int]:
    """Return the blocks of an article without what speaks for its site at either end, or stands for a button."""
    own = [at for at in kept if at == title or not (_told(shown, at, _ANYWHERE) or _is_listing(shown, at))]
    body = [at for at in own if at != title]
    gone = {at for at in body[:_REACH] if _told(shown, at, _FIRST)} | _repeated(shown, body[:_REACH])
    for at in reversed(body[-_REACH:]):
        if not _told(shown, at, _LAST):
            break
        gone.add(at)
    gone |= _foot(shown, body)
    rest = [at for at in own if at not in gone]
    return rest if any(at != title for at in rest) else list(kept)


def trimmed(text: str, block: TextBlock) -> TextBlock:
    """Return a block without a link home behind its text, or the number of its picture before it."""
    pieces = block.pieces
    while len(pieces) > 1 and _said(text, pieces[-1]) and _HOME.fullmatch(_said(text, pieces[-1])):
        pieces = pieces[:-1]
    if len(pieces) > 1 and _COUNTER.fullmatch(_said(text, pieces[0])):
        pieces = pieces[1:]
    return block if pieces is block.pieces else TextBlock(block.element, pieces, block.linked, block.links)


def _said(text: str, piece: tuple[int, int] | tuple[int, int, str]) -> str:
    """Return a short piece as it is read."""
    if len(piece) > 2 or piece[1] - piece[0] > _REPEATED * 2:  # noqa: PLR2004
        return ""
    return plain(text[piece[0] : piece[1]])


def _told(shown: VisibleBlocks, at: int, words: re.Pattern[str]) -> bool:
    text = shown.texts[at]
    return len(text) <= _MAX_TOLD and words.fullmatch(text) is not None


def _foot(shown: VisibleBlocks, body: Sequence[int]) -> set[int]:
    """Return what of an article is the foot of its page: from what says whose it is, behind the last sentence."""
    whole, behind = int(shown.weight[list(body)].sum()), 0
    found: set[int] = set()
    for number in range(len(body) - 1, 0, -1):
        at = body[number]
        behind += int(shown.weight[at])
        signs = len({sign[:2] for sign in _RIGHTS.findall(shown.texts[at])}) if len(shown.texts[at]) <= _MAX_TOLD else 0
        if not signs and (behind > _PART * whole or (shown.weight[at] > _SENTENCE and shown.counts["stop"][at])):
            break
        if signs > (behind > _PART * whole):
            found = set(body[number:])
    return found


def _repeated(shown: VisibleBlocks, head: Sequence[int]) -> set[int]:
    """Return the leads that the text soon begins with once more."""
    folded = {at: "".join(_SUMMARY.sub("", shown.texts[at], count=1).split()) for at in head}
    leads = [(number, at) for number, at in enumerate(head) if len(folded[at]) >= _REPEATED and _is_lead(shown, at)]
    return {at for number, at in leads if any(folded[other].startswith(folded[at]) for other in head[number + 1 :])}


def _is_lead(shown: VisibleBlocks, at: int) -> bool:
    """Return whether a block is called a summary: by its first word, or by its element's name."""
    page, element = shown.page, shown.blocks[at].element
    called = name_bits(page.attributes[element]) | name_bits(page.attributes[page.parents[element]])
    return _SUMMARY.match(shown.texts[at]) is not None or bool(called & _CALLED)


def _is_listing(shown: VisibleBlocks, at: int) -> bool:
    """Return whether a block is a mass of words parted by blanks, without sentences."""
    if shown.weight[at] < _LISTING or shown.page.names[shown.blocks[at].element] in {"pre", "tr"}:
        return False
    text = shown.texts[at]
    marks = int(shown.counts["stop"][at] + shown.counts["comma"][at])
    return marks * 100 < len(text) and text.count(" ") * 20 > len(text) and int(shown.counts["han"][at]) * 3 > len(text)
