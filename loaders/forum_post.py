"""A post or thread scraped from a forum, with its anti-copy strings and chrome."""

import re
from collections.abc import Iterator
from itertools import islice

from bdci_corpus.records import Field, Mark, Reading

_JAMMER = re.compile(r" [?-~](?:[ -;]? [?-~]){4}")
_CHROME = re.compile(
    "本帖最后由|发表于|發表於|使用道具|只看该作者|只看該作者|楼主|樓主|Discuz!|Powered by|回复本帖|回復本帖"
)
_CHROME_SIGNS = {
    "帖": re.compile("帖"),
    "楼": re.compile("楼主"),
    "樓": re.compile("樓主"),
    "具": re.compile("道具"),
    "于": re.compile("表于"),
    "於": re.compile("表於"),
    "看": re.compile("只看"),
    "z": re.compile("Discuz!"),
    "P": re.compile("Powered by"),
}
"""What all chrome holds, behind its rarest character: one is looked for ten times as fast as several."""

_FEWEST_BLANKS = 10
_POSTED_WORDS = ("发表于", "發表於")
_POSTED = re.compile(
    r"^[ \t]*(?:(?:楼主|樓主|沙发|沙發|板凳|地板|\d{1,5}[#楼樓])[ \t|]+)?"
    r"(?:(?P<author>[^\s|]{1,30})[ \t|]+)?(?:发表于|發表於)[ \t]*"
    r"(?P<published>\d{4}-\d{1,2}-\d{1,2}(?:[ \t]\d{1,2}:\d{2}(?::\d{2})?)?)[^\n]{0,60}$",
    re.MULTILINE,
)
_LABELED = re.compile(r"^[ \t]*(?:标题|標題|主题|主題)[：:][ \t]*(?P<title>[^\n]{2,80}?)[ \t]*$", re.MULTILINE)
_LINKED = re.compile(
    r"^[ \t]*(?P<title>[^\n]{2,80}?)[ \t]*(?:\n[ \t]*){0,3}\[(?:复制链接|複製鏈接|複製連結)\]", re.MULTILINE
)
_COUNTER = re.compile(r"^[ \t]*查看[：:][ \t]?\d{1,9}[ \t]?\|?[ \t]?回[复復][：:][ \t]?\d{1,9}", re.MULTILINE)
_HEAD = 2000
"""How far the title of a thread without posts is looked for, in characters."""

_PANEL = 400
"""The longest panel of its author between a thread's title and its first post, in characters."""


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its anti-copy strings or its chrome."""
    jammed = len(list(islice(_JAMMER.finditer(head), 2))) if head.count(" ") >= _FEWEST_BLANKS else 0
    if jammed > 1:
        return 0.95
    chrome = (
        len(_CHROME.findall(head)) if any(c in head and sign.search(head) for c, sign in _CHROME_SIGNS.items()) else 0
    )
    return min(0.9, 0.3 * jammed + 0.25 * chrome)


def read(text: str, name: str) -> Iterator[Reading]:
    """Take each post as a document: a line "… 发表于 …" begins one; without any, there is one."""
    posts = list(_posts(text)) if any(word in text for word in _POSTED_WORDS) else []
    title, head = _title(text, posts[0].start() if posts else None)
    if not posts:
        yield Reading(start=0, end=len(text), fields=title, marks=head)
        return
    starts = [0, *(post.start() for post in posts[1:])]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        post = posts[number]
        said = [
            Field(name=key, start=post.start(key), end=post.end(key)) for key in ("author", "published") if post[key]
        ]
        marks = [*(head if number == 0 else ()), Mark(kind="furniture", start=post.start(), end=post.end())]
        locator = f"post-{number + 1}" if len(posts) > 1 else ""
        yield Reading(start=start, end=end, fields=(*title, *said), marks=tuple(marks), locator=locator)


def _posts(text: str) -> Iterator[re.Match[str]]:
    """Yield the lines that begin posts; directly below one, another that was met before heads a quotation."""
    met: set[tuple[str | None, str]] = set()
    end = -1
    for post in _POSTED.finditer(text):
        who = (post["author"], post["published"])
        if who not in met or text[end : post.start()].strip():
            yield post
        met.add(who)
        end = post.end()


def _title(text: str, first_post: int | None) -> tuple[tuple[Field, ...], tuple[Mark, ...]]:
    """Return a thread's title, labeled or with a link to copy, and what belongs to the page around it."""
    limit = _HEAD if first_post is None else first_post
    match = _LABELED.search(text, 0, limit) or _LINKED.search(text, 0, limit)
    if not match:
        return (), ()
    start, end = match.span("title")
    above = 0 if _COUNTER.search(text, 0, start) else match.start()
    marks = [
        (above, start),
        (end, first_post if first_post is not None and first_post - end <= _PANEL else match.end()),
    ]
    return (Field(name="title", start=start, end=end),), tuple(
        Mark(kind="furniture", start=s, end=e) for s, e in marks if text[s:e].strip()
    )
