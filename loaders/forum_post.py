"""A post or thread scraped from a forum, with its anti-copy strings and chrome."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bdci_corpus.loading import apart, tags_left
from bdci_corpus.loading.forums import Post, headers_in, is_of_page, is_tool, moment, posts_in
from bdci_corpus.records import Edit, Field, Mark, Reading
from bdci_corpus.rules import count_jammers
from bdci_corpus.text import Words, may_be_title

_CHROME = (
    *(
        "本帖最后由",
        "本帖最後由",
        "发表于",
        "發表於",
        "使用道具",
        "只看该作者",
        "只看該作者",
        "楼主",
        "樓主",
        "Discuz!",
    ),
    *("Powered by", "回复本帖", "回復本帖"),
)
_POSTED = frozenset({"发表于", "發表於"})
_POSTED_THEN = re.compile("[发發]表[于於][ \\t\u3000:：]{0,3}(?:\\d|[昨前今半])")
"""WeChat names a place instead."""

_ANY_CHROME = Words(*_CHROME)

_TABLE = (".csv", ".tsv", ".tab", ".psv", ".json", ".jsonl", ".ndjson", ".parquet")
_LABELS = ("标题", "標題", "主题", "主題", "帖子", "查看完整版本")
_LABELED = re.compile(
    rf"^[ \t]*(?:{'|'.join(_LABELS)})[：:  ][ \t]*(?P<title>[^\n]{{2,80}}?)"
    r"(?:[ \t]*\[(?:打印本页|列印本頁)\])?[ \t]*$",
    re.MULTILINE,
)
_ARCHIVED = re.compile(
    r"^[ \t]*查看完整版本[：:][ \t]*(?P<title>[^\n]{2,80}?)[ \t]*$(?=[^。！？]{0,200}\Z)", re.MULTILINE
)
"""The title at the foot of a thread as Discuz's Archiver prints it."""

_LINKS = ("复制链接", "複製鏈接", "複製連結")
_LINKED = re.compile(
    rf"^[ \t]*(?P<title>[^\n]{{2,80}}?)[ \t]*(?:\n[ \t]*){{0,3}}\[(?:{'|'.join(_LINKS)})\]", re.MULTILINE
)
_ANY_LABEL, _ANY_LINK = Words(*_LABELS), Words(*_LINKS)
_COUNTER = re.compile(r"^[ \t]*查看[：:][ \t]?\d{1,9}[ \t]?\|?[ \t]?回[复復][：:][ \t]?\d{1,9}", re.MULTILINE)
_BAR = re.compile(
    r"(?:【图片】)?(?P<title>[^\n]+?)[ \t]*(?:【[^【】\n]{1,20}吧】|[_—-][^_\n]{1,20}吧)?"
    r"[ \t]*[_—-][ \t]*百度贴吧[^\n]*"
)
"""A thread's title as Tieba's page has it, between the kind and the name of the bar."""

_KIND = re.compile(r"[\[【][^\[\]【】\n]{1,10}[\]】][ \t]*")
"""What kind of thread it is, before its title."""

_CODES = re.compile(
    r"(?:Reply to[ \t]+)?\[pid=[^\[\]\n]{0,60}\]Reply\[/pid\][ \t]*(?:\[b\])?"
    r"Post by \[uid(?:=[^\[\]\n]{0,20})?\][^\[\]\n]{1,40}"
    r"\[/uid\][ \t]*(?:\([^()\n]{6,24}\))?:?(?:\[/b\])?[ \t]*\n?|\[img(?:=[^\[\]\n]{0,20})?\][^\[\]\n]{0,400}\[/img\]"
    r"|\[/?(?:b|i|u|s|quote|code|url|size|color|font|align|list|indent|table|tr|td|center|media|hide|free|back|pid|tid|uid|del|collapse|h)"
    r"(?:=[^\[\]\n]{0,200})?\]",
    re.IGNORECASE,
)
"""What BBCode writes around words, and a picture's address."""

_LINE = re.compile(r"\S[^\n]*")
_ASKED = "？！?!"
_HEAD = 2000
"""How far the title of a thread without posts is looked for, in characters."""

_PANEL = 400
"""The longest panel of its author between a thread's title and its first post, in characters."""

_BOARD = re.compile(
    r"\A\s*作者[:：]?[ \t]+(?P<author>[^\s(（]+)[^\n]*\n(?:[ \t]*[看站]板[:：]?[^\n]*\n)?"
    r"[ \t]*(?:標題|标题)[:：]?[ \t]+(?P<title>[^\n]+?)[ \t]*\n"
    r"[ \t]*(?:時間|时间)[:：]?[ \t]+(?P<when>[^\n]+?)[ \t]*\n"
)
"""The head of a post on a bulletin board (PTT)."""

_BBS = re.compile(
    r"\A\s*[发發]信人[:：][ \t]*(?P<author>[^\s(（,，]+)[^\n]*\n"
    r"[ \t]*[标標][ \u3000]*[题題][:：][ \t]*(?P<title>[^\n]+?)[ \t]*\n"
    r"[ \t]*[发發]信站[:：][^\n(（]*[(（](?P<when>[^()（）\n]+)[)）][^\n]*\n"
)
"""The same of those on the mainland (SMTH)."""

_STATION = re.compile(
    r"^[ \t]*(?:※[ \t]*(?:来源|來源|修改|發信站|文章網址|編輯|轉錄|发信站)"
    r"|◆[ \t]*From:|[─━—_=-]{4,}[ \t]*$|--[ \t]*$)[^\n]*$",
    re.MULTILINE,
)


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its anti-copy strings, its posts' headers or its chrome."""
    if name.lower().endswith(_TABLE):
        return 0.0
    jammed = count_jammers(head)
    if jammed > 1 or _BOARD.match(head) or _BBS.match(head):
        return 0.95
    form, headers = headers_in(head)
    if len(headers) > 1 or form == "by":
        return 0.9
    said = list(_ANY_CHROME.within(head))
    chrome = sum(head.count(word) for word in said if word not in _POSTED)
    chrome += sum(1 for _ in _POSTED_THEN.finditer(head)) if not _POSTED.isdisjoint(said) else 0
    return min(0.9, 0.3 * jammed + 0.25 * chrome)


def read(text: str, name: str) -> Iterator[Reading]:
    """Take each post as a document: its header begins one; without any, there is one."""
    if board := _BOARD.match(text) or _BBS.match(text):
        yield _on_board(text, board)
        return
    posts = posts_in(text)
    title, head = _title(text, posts[0].start if posts else None)
    if not posts:
        page = (Mark(kind="furniture", start=start, end=end) for start, end in _of_page(text, (0, len(text)), title))
        marks, edits = (*head, *page), tuple(tags_left(text))
        yield Reading(start=0, end=len(text), fields=title, marks=marks, edits=tuple(apart(edits, ())))
        return
    tags = apart(tags_left(text), ())
    places = [each.start for each in tags]
    head = (*head, *_said_again(text, title, posts[0].furniture[0][1]))
    starts = [0, *(post.start for post in posts[1:])]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        locator = f"post-{number + 1}" if len(posts) > 1 else ""
        post = _reading(text, posts[number], (start, end), title, head if number == 0 else (), locator)
        inside = tags[bisect_left(places, start) : bisect_left(places, end)]
        yield replace(post, edits=tuple(apart((*post.edits, *inside), ()))) if tags else post


def _reading(
    text: str, post: Post, region: tuple[int, int], title: Sequence[Field], head: Sequence[Mark], locator: str
) -> Reading:
    """Return one post: its header, panel and tools are furniture; a date without a year is ``extra``."""
    fields = [*title]
    if post.author:
        fields.append(Field(name="author", start=post.author[0], end=post.author[1]))
    if post.value:
        fields.append(Field(name="published", start=post.when[0], end=post.when[1], value=post.value))
    spans = [*post.furniture, *_tools(text, post.furniture[0][1], region[1]), *_of_page(text, region, title)]
    marks = [*head, *(Mark(kind="furniture", start=start, end=end) for start, end in spans)]
    return Reading(
        start=region[0],
        end=region[1],
        fields=tuple(fields),
        marks=tuple(marks),
        edits=tuple(_codes(text, *region)),
        locator=locator,
        extra={} if post.value else {"published": post.said},
    )


def _said_again(text: str, title: Sequence[Field], start: int) -> Iterator[Mark]:
    """Yield the first line of a thread's first post if it is the title again."""
    line = _LINE.search(text, start)
    if line and any(line.group().rstrip() == text[field.start : field.end] for field in title if field.end <= start):
        yield Mark(kind="furniture", start=line.start(), end=line.end())


def _codes(text: str, start: int, end: int) -> Iterator[Edit]:
    """Yield edits that take BBCode out of a post that has both halves of some."""
    if text.find("[/", start, end) >= 0:
        for code in _CODES.finditer(text, start, end):
            yield Edit(start=code.start(), end=code.end(), replacement="", rule="markup")


def _tools(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines at a post's end that offer what one can do with it."""
    for line in reversed(list(_LINE.finditer(text, start, end))):
        if not is_tool(line.group().rstrip()):
            return
        yield line.span()


def _of_page(text: str, region: tuple[int, int], title: Sequence[Field]) -> Iterator[tuple[int, int]]:
    """Yield the lines that belong to the forum's page and stand among those of a post; one may hold the title."""
    for line in _LINE.finditer(text, *region):
        if is_of_page(line.group().rstrip()) and not any(line.start() <= field.start < line.end() for field in title):
            yield line.span()


def _on_board(text: str, board: re.Match[str]) -> Reading:
    """Return a post of a bulletin board; what others pushed below it is text."""
    fields = [Field(name=name, start=board.start(name), end=board.end(name)) for name in ("title", "author")]
    read = moment(board["when"])
    if read.value:
        fields.append(Field(name="published", start=board.start("when"), end=board.end("when"), value=read.value))
    around = [(0, board.start("title")), (board.end("title"), board.end())]
    around += [match.span() for match in _STATION.finditer(text, board.end())]
    marks = tuple(Mark(kind="furniture", start=start, end=end) for start, end in around)
    extra = {} if read.value else {"published": read.said}
    return Reading(start=0, end=len(text), fields=tuple(fields), marks=marks, extra=extra)


def _title(text: str, first_post: int | None) -> tuple[tuple[Field, ...], tuple[Mark, ...]]:
    """Return a thread's title, labeled, with a link to copy or above the first post, and the page around it."""
    limit = _HEAD if first_post is None else first_post
    head = text[:limit]
    match = _LABELED.search(text, 0, limit) if any(_ANY_LABEL.within(head)) else None
    if match is None and any(_ANY_LINK.within(head)):
        match = _LINKED.search(text, 0, limit)
    if match is None and first_post is not None and "完整版本" in text:
        match = _ARCHIVED.search(text, first_post)
        if match:
            return (Field(name="title", start=match.start("title"), end=match.end("title"), value=match["title"]),), ()
    if not match:
        return _first_line(text, limit) if first_post else ((), ())
    start, end = match.span("title")
    above = 0 if _COUNTER.search(text, 0, start) or first_post is not None else match.start()
    marks = [
        (above, start),
        (end, first_post if first_post is not None and first_post - end <= _PANEL else match.end()),
    ]
    return (Field(name="title", start=start, end=end),), tuple(
        Mark(kind="furniture", start=s, end=e) for s, e in marks if text[s:e].strip()
    )


def _first_line(text: str, limit: int) -> tuple[tuple[Field, ...], tuple[Mark, ...]]:
    """Return the first line above the first post that can be a title; what else stands there stays."""
    for line in _LINE.finditer(text, 0, limit):
        line_text = line.group().rstrip()
        if bar := _BAR.fullmatch(line_text):
            start, end = (line.start() + at for at in bar.span("title"))
            below = limit if limit - end <= _PANEL else line.end()
            around = ((line.start(), start), (end, below))
            return (Field(name="title", start=start, end=end),), tuple(
                Mark(kind="furniture", start=s, end=e) for s, e in around if s < e
            )
        if not is_tool(line_text) and may_be_title(_KIND.sub("", line_text) or line_text):
            return (Field(name="title", start=line.start(), end=line.start() + len(line_text)),), ()
    return (), ()
