r"""Take out what belongs to the page and not to the document: markers, navigation, captions.

Evidence: a marker no author writes (``<PAGE_DIV>``, media comments), a line that is nothing but
navigation or forum chrome, and what the loader marked as furniture. A caption moves out only on
evidence: a credit (…供图), or a block of short lines without a final mark that stands between a media marker
and another, or a page's end. A short line between a marker and body text may be a heading, and stays.

Rationale: a model should not learn "Scroll to Top"; a caption in the middle of a sentence breaks it.

Known failures: navigation in words not listed stays; a caption without a credit, followed by body
text, stays.

>>> from bdci_corpus.rules.context import Context
>>> text = "正文。\n\nScroll to Top"
>>> [text[found.start : found.end] for found in find(text, Context(file_text=text)) if isinstance(found, Edit)]
['Scroll to Top']
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from bdci_corpus.records import Edit, Mark
from bdci_corpus.rules.context import HAN, SENTENCE_END, Context, stripped
from bdci_corpus.rules.flags import CREDIT_END
from bdci_corpus.rules.line_kernels import CHROME, CREDIT, FIGURES, MAX_CHROME, MOST_FIGURES
from bdci_corpus.rules.lines import HEADED, LIST_ITEM, ends_open, lines_in
from bdci_corpus.rules.scan import scan_of

NAME = "furniture"

Place = tuple[int, int]

_REPEATED = 3
_MOST_CAPTIONS = 3
_FINAL = re.compile("[。！？!?…；;，,、：:][”’」』）)】》\"']*$")

MAX_CAPTION = 60
"""The longest caption without a credit, in characters."""

_MARKER = re.compile(
    "<PAGE_DIV>|<!-- ?(?:Media|Meanless|figureText|Footnote|PageHeader|PageFooter|PageNumber)\\b[^>]{0,2000}-->"
)
_NAVIGATION = re.compile(
    "[【\\[]?(?:Scroll to [Tt]op|Back to [Tt]op|回到?顶部|返回顶部|回到頂部|返回頂部|返回首页|返回首頁"
    "|返回列表"
    "|返回目录"
    "|上一[页篇頁]|下一[页篇頁]|打印本页|打印|关闭窗口|关闭|收藏本文|收藏|分享|联系我们|网站地图|关于我们|版权声明|登录|注册"
    "|点击展开全文|展开全文|阅读全文|加入收藏|设为首页"
    "|使用道具|举报|只看该作者|倒序浏览|电梯直达|楼主|沙发|板凳|地板|复制链接|显示全部楼层|道具|回复|支持|反对|点赞|转发|评论"
    "|發表回覆|回覆|檢舉|只看該作者|列印本頁|關閉視窗)[】\\]]?(?:[ |｜·/]+|$)"
)
_LABELED = re.compile(
    "[【（(]?(?:分享到|分享至|上一[篇页頁]|下一[篇页頁]|字号|字號|字体大小|字体|字體|当前位置|當前位置|您(?:现)?在的位置|您現在的位置"
    "|相关(?:链接|阅读|新闻|文章)"
    "|相關(?:連結|閱讀|新聞)|延伸阅读"
    "|标签|關鍵字)[：:].{0,80}"
    "|本帖最后由 .{1,40} 于 .{1,30} 编辑|本帖最後由 .{1,40} 於 .{1,30} 編輯|发表于 ?\\d{4}-.{0,60}"
    "|發表於 ?\\d{4}-.{0,60}"
    "|[（(【]?(?:责任编辑|責任編輯|责编|責編|本[期版文][编編][辑輯]|编辑|編輯|校对|校對|审核|審核|来源|來源|作者)"
    "[：:][^()（）。，]{1,50}[)）】]?"
    "|.{0,6}扫一扫[，,]?.{0,20}|.{0,6}掃一掃[，,]?.{0,20}"
)
_BREADCRUMBS = re.compile("[^<>»›。，]{1,20}(?: ?(?:>{1,2}|»|›) ?[^<>»›。，]{1,30}){2,8}")
_PAGE_NUMBER = re.compile(
    "(?:[-—–·] ?\\d{1,4} ?[-—–·]|第 ?\\d{1,4} ?页(?:[ ,，/]*共 ?\\d{1,4} ?页)?|Page \\d{1,4} of \\d{1,4})"
)
_FOLLOW = re.compile(
    f"(?:[扫掃][描码碼]|长按|長按|微信[扫掃]).{{0,12}}(?:关注|關注|二[维維][码碼])[{HAN} 、，]{{0,40}}"
)
_SOURCED = ("图片来源", "圖片來源", "图源", "圖源", "摄影：", "攝影：")
_CREDIT = re.compile(
    f"[{HAN}](?:供图|供圖)$"
    f"|[。，,！!？?”）)\\s][{HAN}·/、 ]{{1,30}}(?:摄|攝|摄影|攝影)$"
    f"|[（(][{HAN}·/、 ]{{1,30}}(?:摄|攝|摄影|攝影|供图|供圖)[)）]$"
    f"|(?:^|[。 ])(?:图片来源|圖片來源|图源|圖源|摄影|攝影)[：:/][^。]{{2,40}}$"
    f"|[（(](?:资料图片?|資料圖片?|视频截图|網路截圖|网络截图)[)）]$"
)


def find(text: str, context: Context) -> Iterator[Edit | Mark]:
    """Yield edits that remove furniture, and a mark for each caption moved. Linear."""
    spans = context.spans("furniture", "notice", "figure", "caption")
    if scan_of(text).holds("<"):
        spans += [match.span() for match in _MARKER.finditer(text)]
    pieces = _Pieces(text)
    captions = list(_captions(text, context, pieces))
    spans += _chrome(text, pieces)
    spans += captions
    for start, end in captions:
        yield Mark(kind="caption", start=start, end=end)
    here = 0
    for start, end in sorted(spans):
        if max(start, here) < end:
            yield Edit(start=max(start, here), end=end, replacement="", rule=NAME)
            yield Mark(kind="gap", start=start, end=end)
            here = max(here, end)


def _chrome(text: str, pieces: _Pieces) -> list[tuple[int, int]]:
    """Return the lines that are nothing but navigation, a page number or an invitation to follow.

    A short line that stands beside page numbers or page markers three times is a running head.
    """
    found = [(start, end) for start, end in _short(text, pieces.chrome()) if _is_chrome(text[start:end])]
    found += _counted(text, pieces.figures())
    if not found and not scan_of(text).holds("<PAGE_DIV>"):
        return found
    numbers = {start for start, end in found if _PAGE_NUMBER.fullmatch(text[start:end]) or text[start:end].isdigit()}
    if scan_of(text).holds("<PAGE_DIV>"):
        numbers.update(marker.start() for marker in _MARKER.finditer(text) if marker.group() == "<PAGE_DIV>")
    if len(numbers) >= _REPEATED:
        short = _short(text, pieces.all())
        counts = Counter(text[start:end] for start, end in short)
        heads = [(s, e) for s, e in short if counts[text[s:e]] >= _REPEATED and not SENTENCE_END.search(text[s:e])]
        found = sorted({*found, *heads})
    return found


def _short(text: str, spans: Sequence[Place]) -> list[Place]:
    return [(start, end) for start, end in spans if end - start <= MAX_CHROME and text[end - 1] not in "。，；"]


def _counted(text: str, short: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the lines that are bare numbers and count pages: each is the last one's successor."""
    numbers = [(start, end) for start, end in short if end - start <= MOST_FIGURES and text[start:end].isdecimal()]
    values = [int(text[start:end]) for start, end in numbers]
    counting = len(values) >= _REPEATED and values == list(range(values[0], values[0] + len(values)))
    return numbers if counting else []


def _is_chrome(line: str) -> bool:
    if any(pattern.fullmatch(line) for pattern in (_PAGE_NUMBER, _FOLLOW, _LABELED, _BREADCRUMBS)):
        return True
    here = 0
    while here < len(line) and (match := _NAVIGATION.match(line, here)):
        here = match.end()
    return here == len(line)


def _captions(text: str, context: Context, pieces: _Pieces) -> Iterator[tuple[int, int]]:
    """Yield the lines that are captions, by their credit or by standing beside a media marker."""
    markers = sorted(start for start, _ in context.spans("media"))
    heads = context.spans("heading")
    sourced = scan_of(text).sources and any(word in text for word in _SOURCED)
    for start, end in _outside(pieces.all() if sourced else pieces.credits(), heads):
        if _is_credit(text[start:end]):
            yield start, end
    if markers:
        stops = sorted({*markers, *(end for _, end in context.spans("page")), len(text)})
        lines = _outside(pieces.all(), heads)
        yield from _between(text, lines[1:], markers, stops)  # the first line may be the title


def _outside(spans: list[Place], heads: list[Place]) -> list[Place]:
    """Return the spans that touch no heading; both are sorted."""
    if not heads:
        return spans
    starts = [start for start, _ in heads]
    reach = list(accumulate((end for _, end in heads), max))
    return [(s, e) for s, e in spans if not (at := bisect_left(starts, e)) or reach[at - 1] <= s]


class _Pieces:
    """The lines of a text that are not blank, cut at markers, and which of them are worth a look.

    Without markers they are the lines of ``lines_in``, and what kinds of character they hold tells.
    """

    def __init__(self, text: str) -> None:
        """Find them."""
        self._lines, self._flags = lines_in(text), scan_of(text).flags
        self._cut: list[Place] | None = None
        if scan_of(text).holds("<") and _MARKER.search(text):
            spans = self._lines.spans(slice(None))
            self._cut = [piece for span in spans for piece in _without_markers(text, *span)]

    def all(self) -> list[Place]:
        """Return all of them."""
        return self._lines.spans(slice(None)) if self._cut is None else self._cut

    def chrome(self) -> list[Place]:
        """Return at least those that are navigation, page numbers and the like."""
        if self._cut is not None:
            return self._cut
        return self._lines.spans(self._lines.that_may_be(CHROME))

    def figures(self) -> list[Place]:
        """Return at least those that are bare numbers of a few figures."""
        return self._lines.spans(self._lines.that_may_be(FIGURES)) if self._cut is None else self._cut

    def credits(self) -> list[Place]:
        """Return those that end like a credit."""
        if self._cut is not None:
            return [(start, end) for start, end in self._cut if self._flags[end - 1] & CREDIT_END]
        return self._lines.spans(self._lines.that_may_be(CREDIT))


def _without_markers(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for marker in _MARKER.finditer(text, start, end):
        yield from _visible(text, start, marker.start())
        start = marker.end()
    yield from _visible(text, start, end)


def _visible(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = stripped(text, start, end)
    if start < end:
        yield start, end


def _is_credit(line: str) -> bool:
    return len(line) <= 2 * MAX_CAPTION and bool(_CREDIT.search(line))


def _between(
    text: str, lines: list[tuple[int, int]], markers: Sequence[int], stops: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the blocks of short lines from a media marker to the next marker or page's end."""
    at = 0
    for marker in markers:
        later = bisect_right(stops, marker)
        stop = stops[later] if later < len(stops) else len(text)
        while at < len(lines) and lines[at][0] < marker:
            at += 1
        first = at
        while at < len(lines) and lines[at][1] <= stop:
            at += 1
        block = lines[first:at]
        if len(block) <= _MOST_CAPTIONS and all(_caption_like(text[start:end]) for start, end in block):
            yield from block
        elif block and _caption_like(text[slice(*block[0])]) and _alone(text, *block[0]):
            yield block[0]


def _alone(text: str, start: int, end: int) -> bool:
    """Return whether a line has empty lines around it, as no line of verse has."""
    above, below = text[max(0, start - 80) : start].rstrip(" "), text[end : end + 80].lstrip(" ")
    return (not above or above.endswith(("\n\n", "-->"))) and below.startswith("\n\n")


def _caption_like(line: str) -> bool:
    """Return whether a line is short, one phrase without a final mark, and no heading or list item."""
    numbered = LIST_ITEM.match(line) or HEADED.match(line)
    whole = not _FINAL.search(line) and not any(mark in line for mark in "。！？，,；;…") and not ends_open(line)
    return len(line) <= MAX_CAPTION and whole and not numbered and not _is_credit(line)
