r"""Recognize lines ``key: value`` at the top or the end of a post, in whatever decoration.

Translation projects, mail-like exports and blogs write ``[#]: author: (Jane)``, ``> * 原文作者：[甲](u)``,
``**作者**：甲 | 发布时间：2020-01-01`` or ``| 译者 | 乙 |``. All are one thing: a short key whose meaning is
known, a colon or a cell's border, and a value. Evidence is counted over the lines that stand together: two keys
that only a header has, or one with a value that is a name, a date or an address. ``时间：`` or ``来源：`` alone also
begin lines of running text, and prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bdci_corpus.loading.markdown.fields import Entry
from bdci_corpus.loading.markdown.keys import NEXT_KEY, KeyMeaning, meaning
from bdci_corpus.patterns import lazily
from bdci_corpus.text import is_furniture

MAX_LINES = 60
"""How many lines at the top are looked at."""

LAST_LINES = 32
"""How many lines at the end are, not counting definitions of links."""

_LONGEST = 2000
"""The longest line of a header, in characters."""

_LONGEST_KEY = 80
"""How far into its line a key ends, with its decoration, in characters."""

_SIGN = lazily("[:：|】」]")

_SHORT = 60
"""The longest value that by itself shows a line to be of a header, in characters."""

_LONG_VALUE = 200
"""The longest value of a line that the decoration of the others takes along, in characters."""

_MOST_AROUND = 6
"""How many lines of breadcrumbs and navigation stand above a title at most, blank ones among them."""

_ENOUGH = 2
"""How many keys that are surely known make a header, and how many lines of prose end it."""

_PAIR = lazily(
    r"(?P<lead>(?:[ \t>*+•·|#%-]|\[#\]:|\[//\]:[ \t]?#|<!--|//|_{2}){0,24}+)(?P<open>[【\[「《<`(（]?)"
    r"(?P<key>[^\W\d_][\w \t\u3000/-]{0,23}?(?:[（(][^()（）\n]{1,12}[)）])?)"
    r"(?:(?:[ \t\u3000】\]」》>`*]|_{2}){0,6}(?P<sign>[:：|])|(?P<bracket>[】」])[ \t]*)(?P<value>[^\n]*)"
)

_RULED = lazily(r"[ \t>*_=|:-]*|[ \t]*<!--[ \t]*")

_BORDER = lazily(r"\n[ \t>]*\|[ \t|:-]+(?=\n|\Z)")

_HEADING = lazily(r"[ \t]{0,3}(?:#{1,6}[ \t]|<h[1-6]\b)")

_UNDERLINE = lazily(r"[ \t]{0,3}(?:={2,}|-{2,})[ \t]*$")

_DEFINITION = lazily(r"[ \t]{0,3}\[[^\]\n]{1,200}\]:")

_PICTURE = lazily(r"[ \t]*!\[[^\n]*\)[ \t]*$")

_LINK = lazily(
    r"\[(?P<label>(?:[^\[\]\n]|\\[\[\]]){0,300})\]"
    r"(?:\([ \t]*(?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^()\n]{0,200}\)|\[[^\[\]\n]{0,60}\])"
)

_URL = lazily(r"<?(?P<url>https?://[^\s<>\"'，。；、]+)>?", re.IGNORECASE)

_EDGE = " \t\u3000*_|>`"

_WRAPS = {"(": ")", "（": "）", '"': '"', "“": "”", "'": "'", "[": "]", "「": "」"}

_SENTENCE = lazily(r"[。！？!?…；;，,].|[。！？!?…；;]$")

_DATE = lazily(r"(?:19|20)\d\d\s?[年/.-]\s?\d{1,2}")

_THEN_DATE = lazily(r"[ \t\u3000|｜/,，（(]+(?=(?:19|20)\d\d\s?[年/.-]\s?\d{1,2}[^\n]{0,24}$)", re.MULTILINE)

_ACCOUNT = lazily(
    r"[ \t*_]*(?P<own>原创|转载)?[ \t*_]*(?P<author>[^\s*]{1,20})[ \t*_]+(?:(?P<outlet>[^\s*]{1,20})[ \t*_]+)?"
    r"(?P<published>(?:19|20)\d\d[-年/]\d{1,2}[-月/]\d{1,2}日?(?:[ \t]\d{1,2}:\d{2}(?::\d{2})?)?)"
    r"[ \t*_]*(?P<place>(?:发表于|发布于)[^\s*]{0,8})?[ \t*_]*"
)

_DAY = lazily(r"(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:[ \tT]{1,2}\d{1,2}:\d{2}(?::\d{2})?)?")

_COUNTS = lazily(
    r"(?:全文)?(?:字数|(?:阅读|浏览|点击|评论|点赞|收藏)[量数]?|赞|喜欢|围观)[ \t:：(（]{0,3}"
    r"\d[\d,.]{0,9}[wWkK万千]?[+)）]?"
)

_POSTED_BY = lazily(r"[ \t]+(?:by[ \t]+)?(?P<author>[^\s\d|·,，][^\n|·,，]{0,29}?)[ \t]+(?=阅读|评论|views)")
"""Who posted a text in cnblogs, behind the day."""

_POSTED = lazily(
    r"[ \t*_]*(?:(?:置顶|原创|转载|翻译)[ \t*_]+)*(?:(?P<author>[^\s*：:，。]{1,20})[ \t*_]+)?"
    r"(?:最新推荐文章)?(?:已?于)[ \t]*"
    r"(?P<published>(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:[ \t]\d{1,2}:\d{2}(?::\d{2})?)?)[ \t]*"
    r"(?:首次)?(?:发布|发表|修改|编辑)(?P<rest>[^。！？\n]{0,80})"
)
"""The line below the title of a post in CSDN: ``原创 甲 于 2020-11-05 10:32:19 发布 阅读量3.6w 收藏 214``."""

_AROUND_POSTED = frozenset({"版权", "原创", "置顶", "转载", "收藏"})
"""What stands alone beside that line."""

_ROLE = lazily(
    r"[ \t*_]*(?P<key>文字?|撰文|撰稿|作者|记者|記者|采写|采访|採訪|口述|整理|图片?|摄影|攝影|编辑|編輯|责编|校对"
    r"|翻译|译者|翻譯)[ \t]*[/／|｜丨][ \t]*"
    r"(?P<value>[^\s，。！？：:/／|｜丨][^，。！？：:\n]{0,29})"
)
"""A role and who filled it: ``文 | 许立``, ``记者 / 何田田``."""

_FOLLOWED = lazily(
    r"[ \t]*(?P<author>[^\s，。！？：:]{1,20})[ \t]+(?:[+＋]?[ ]?关注"
    r"|评论[ \t][^\n，。]{1,40}?[ \t★☆]*"
    r"(?P<published>(?:19|20)\d\d-\d{1,2}-\d{1,2}(?:[ ]\d{1,2}:\d{2}(?::\d{2})?)?))[ \t]*"
)
"""Who wrote a text, beside what follows him: ``甲 关注`` (Jianshu), ``甲 评论 一部电影 ★★★★★ 2015-06-20`` (Douban)."""

_SENT = lazily(
    r"\s*(?P<author>[^\s，。！？：:]{1,30})[ \t]*\n[ \t]*(?P<published>(?:19|20)\d\d-\d{1,2}-\d{1,2}[ ]\d{1,2}:\d{2})"
    r"[ \t]+来自[ \t]*(?P<client>[^\n，。]{1,20}?)[ \t]*(?=\n)"
)
"""How Weibo heads a message."""

_SUBTITLE = lazily(r"[ \t\u3000]*——[^\n]{2,60}(?=\n)")

_OFFICE = lazily(r"(?:本报|本報|本刊|本网|见习|特约)?(?:记者|記者|通讯员|通訊員|撰稿人|撰稿)[ \t\u3000]+(?=\S)")
"""What a writer is, before his name."""

_WRITERS = frozenset({"文", "文字", "撰文", "撰稿", "作者", "记者", "記者", "采写", "采访", "採訪"})

_BODY = frozenset({"正文", "内容", "內容", "全文", "body", "content", "text"})
"""A key of these introduces the text."""

_MARKED = ("[#]:", "[//]:", "<!--", "#+")


class HeaderLine(NamedTuple):
    """A line ``key: value`` of the source: its span, its pairs, and the decoration before its key."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    lead: str


class Header(NamedTuple):
    """What the lines of a header say, and the spans that are no text."""

    entries: list[Entry]
    spans: list[tuple[int, int]]


def header_at_top(text: str, start: int) -> Header:
    """Return the header that begins a text from ``start``, before its first heading or after it."""
    found, block, has_heading = Header([], []), list[HeaderLine](), False
    left = MAX_LINES
    while left > 0 and start <= len(text):
        line = (start, _line_end(text, start))
        written = text[slice(*line)].strip(" \t")
        if written and not _is_ruled(text, line, written):
            below = (line[1] + 1, _line_end(text, line[1] + 1)) if left > 1 else line
            if not has_heading and (many := _heading(text, line, below)):
                has_heading = True
                left -= many - 1
                line = below if many > 1 else line
            elif pair := _posted(text, *line) or _named(text, *line) or pair_of(text, *line) or _dated(text, *line):
                block.append(pair)
            elif written in _AROUND_POSTED and any(each.entries for each in block):
                block.append(HeaderLine(*line, (), ""))
            else:
                break
        left -= 1
        start = line[1] + 1
    if block:
        _accept(text, block, found)
    return found


def header_of_plain(text: str) -> Header:
    """Return the header of a plain text, at its top or below its first line, if it has a key that only headers have."""
    found = header_at_top(text, 0)
    if sent := _SENT.match(text):
        names = (("作者", "author"), ("发布时间", "published"), ("客户端", "client"))
        return Header([Entry(key, sent[name], *sent.span(name)) for key, name in names], [sent.span()])
    if not found.entries or meaning(found.entries[0].key) is None:  # 对话甲：乙 may be the title
        below = header_at_top(text, _below_first_line(text))
        found = below if below.spans else found
    known = [meaning(entry.key) for entry in found.entries]
    marked = bool(found.spans) and text.startswith("#+", found.spans[0][0])
    return found if marked or any(each and each.sure for each in known) else Header([], [])


def _below_first_line(text: str) -> int:
    """Return where the line begins that stands below a text's first line which is none of the page around it."""
    start = len(text) - len(text.lstrip())
    for _ in range(_MOST_AROUND):
        end = _line_end(text, start)
        if not is_furniture(text[start:end].strip() or "-"):
            break
        start = end + 1
    below = _line_end(text, start) + 1
    return _line_end(text, below) + 1 if _SUBTITLE.match(text, below) else below


def header_at_end(text: str, start: int) -> Header:
    """Return the credits that end a text: two pairs or more that only a header has, near its end."""
    found, block, prose = Header([], []), list[HeaderLine](), 0
    lines = _last_lines(text, start)
    pairs = [pair for line in lines if (pair := pair_of(text, *line, is_known=True)) and _sure(pair)]
    if sum(len(_sure(pair)) for pair in pairs) < _ENOUGH:
        return found
    known = {pair.start: pair for pair in pairs}
    for line in lines:
        if line[0] < pairs[0].start:
            continue
        if pair := known.get(line[0]):
            block.append(pair)
        elif not _has_sign(text, *line) and _RULED.fullmatch(text, *line):
            continue
        elif block and (prose := prose + 1) > _ENOUGH:
            block, prose = [], 0
    if sum(len(_sure(line)) for line in block) >= _ENOUGH:
        _accept(text, block, found)
    return found


def _is_ruled(text: str, line: tuple[int, int], written: str) -> bool:
    """Return whether a line holds nothing but rules, or a picture."""
    if written[-1].isalnum():
        return False
    return _RULED.fullmatch(text, *line) is not None or (written[0] == "!" and _PICTURE.match(written) is not None)


def pair_of(text: str, start: int, end: int, *, is_known: bool = False) -> HeaderLine | None:
    """Return what a line states, or None if it is no ``key: value``; with ``is_known``, of a key that is known."""
    if end - start > _LONGEST or not _has_sign(text, start, end):
        return None
    pair = _PAIR.match(text, start, end)
    if pair is None:
        return None
    lead, opening, key, sign, bracket, value = pair.groups()
    known = meaning(key)
    if known is None and (is_known or bracket or ("20" in key and _DATE.search(key))):  # 甲 2020-01-01 07:30
        return None
    if (bracket and not opening) or (sign == ":" and value.startswith("//")):
        return None
    if sign == "|" and "|" not in lead and not (known and known.sure):
        return None
    entries, here = list[Entry](), pair.start("value")
    if known and ("：" in value or ":" in value.replace("://", "")):
        for following in NEXT_KEY.finditer(text, here, end):
            entries += _entries(text, key, here, following.start())
            key, here = following["key"], following.end()
    entries += _entries(text, key, here, end)
    return HeaderLine(start, end, tuple(entries), lead)


def _dated(text: str, start: int, end: int) -> HeaderLine | None:
    """Return what a line states that holds a year, in one of the forms that have no key."""
    if text.find("20", start, end) < 0 and text.find("19", start, end) < 0:  # as most
        return None
    return _account(text, start, end) or _counted(text, start, end)


def _account(text: str, start: int, end: int) -> HeaderLine | None:
    """Return what the line below the title of a post in WeChat states: author, account, day and place."""
    found = _ACCOUNT.fullmatch(text, start, end) if end - start <= _SHORT * 2 else None
    if found is None or not (found["own"] or found["place"]):
        return None
    keys = (("作者", "author"), ("来源", "outlet"), ("发布时间", "published"))
    entries = (Entry(key, found[name], *found.span(name)) for key, name in keys if found[name])
    return HeaderLine(start, end, tuple(entries), "")


def _posted(text: str, start: int, end: int) -> HeaderLine | None:
    """Return who posted a text and when, in one line with counts of readers; of a recommended post nothing is."""
    if end - start > _LONG_VALUE or text.find("于", start, end) < 0:  # as most
        return None
    found = _POSTED.fullmatch(text, start, end)
    if found is None or (_COUNTS.sub("", found["rest"]).strip(" \t*_·|") not in _AROUND_POSTED | {""}):
        return None
    keys = (("作者", "author"), ("发布时间", "published"))
    entries = (Entry(key, found[name], *found.span(name)) for key, name in keys if found[name])
    return HeaderLine(start, end, () if "推荐文章" in found[0] else tuple(entries), "")


def _named(text: str, start: int, end: int) -> HeaderLine | None:
    """Return who filled a role by a line of its own, or wrote a text that he is followed for."""
    if end - start > _SHORT:
        return None
    if found := _ROLE.fullmatch(text, start, end):
        key, stop = "作者" if found["key"] in _WRITERS else found["key"], found.end("value")
        office = _OFFICE.match(text, found.start("value"), stop)
        first = office.end() if office else found.start("value")
        return HeaderLine(start, end, (Entry(key, text[first:stop].strip(), first, stop),), "")
    found = _FOLLOWED.fullmatch(text, start, end)
    if found is None:
        return None
    keys = (("作者", "author"), ("发布时间", "published"))
    entries = tuple(Entry(key, found[name], *found.span(name)) for key, name in keys if found[name])
    return HeaderLine(start, end, entries, "")


def _counted(text: str, start: int, end: int) -> HeaderLine | None:
    """Return the day in a line that also counts readers, words or comments, as blogs print below a title."""
    if end - start > _LONG_VALUE or not _COUNTS.search(text, start, end):
        return None
    day = _DAY.search(text, start, end)
    known = "".join(_COUNTS.sub("", _DAY.sub("", text[start:end])).split())
    if day is None or len(known) > _SHORT // 2 or _SENTENCE.search(known):
        return None
    entries = [Entry("发布时间", day.group(), *day.span())]
    if author := _POSTED_BY.match(text, day.end(), end) if text.startswith("posted", start) else None:
        entries.append(Entry("作者", author["author"], *author.span("author")))
    return HeaderLine(start, end, tuple(entries), "")


def _has_sign(text: str, start: int, end: int) -> bool:
    """Return whether a line has what may end a key, early enough."""
    return _SIGN.search(text, start, min(end, start + _LONGEST_KEY)) is not None


def _entries(text: str, key: str, start: int, end: int) -> Iterator[Entry]:
    """Yield what a key states, without decoration, links and brackets; of an original its title, too."""
    value = text[start:end].lstrip(_EDGE)
    start = end - len(value)
    end = start + len(value.rstrip(_EDGE + "\\"))
    known = meaning(key)
    is_author = known and known.name == "author" and ("19" in value or "20" in value)
    if is_author and (dated := _THEN_DATE.search(text, start, end)):
        yield Entry("date", text[dated.end() : end], dated.end(), end)
        end = dated.start()
    raw = _unwrapped(text[start:end])
    if known is None or known.name != "url":
        yield Entry(key.strip(), _words(raw), start, end)
        return
    link = _LINK.search(raw) if "[" in raw else None
    address = (link and link["url"]) or ((bare := _URL.search(raw)) and bare["url"]) or raw
    yield Entry(key.strip(), address.strip(), start, end)
    if link and known.rank == 1 and not _URL.match(link["label"]):
        yield Entry("subject", link["label"].strip(), start, end)


def _unwrapped(raw: str) -> str:
    """Return a value without the brackets or quotes around all of it."""
    raw = raw.strip()
    while len(raw) > 1 and _WRAPS.get(raw[0]) == raw[-1] and _closes_at_end(raw):
        raw = raw[1:-1].strip()
    if raw.endswith((")", "）")) and raw.count("(") + raw.count("（") < raw.count(")") + raw.count("）"):
        raw = raw[:-1].strip()
    return raw


def _closes_at_end(raw: str) -> bool:
    """Return whether the first bracket of a value closes with its last character."""
    opening, closing, depth = raw[0], raw[-1], 0
    if raw.find(opening, 1) < 0 or opening == closing:
        return raw.find(closing, 1) == len(raw) - 1
    for at, character in enumerate(raw):
        depth += (character == opening) - (character == closing)
        if depth == 0:
            return at == len(raw) - 1
    return False


def _words(raw: str) -> str:
    """Return what a value says: its links' labels, and no address unless it is nothing else."""
    named = _LINK.sub(lambda found: found["label"], raw) if "[" in raw else raw
    without = (_URL.sub("", named) if "://" in named else named).strip(" \t")
    return (without or named).strip("*_ \t").removesuffix("-->").strip()


def _accept(text: str, block: Sequence[HeaderLine], found: Header) -> None:
    """Take over the lines of a block that prove to be a header."""
    block = _until_talk(block)
    sure = sum(len(_sure(line)) for line in block)
    marked = any(line.lead.strip().startswith(_MARKED) for line in block)
    mail = bool(block) and not block[0].lead and text[: block[0].start].strip() == "" and _is_mail(block)
    if sure and _are_properties(block):
        chosen = list(block)
    elif sure >= _ENOUGH or (sure and len(block) > 1 and _all_known(block)) or marked or mail:
        chosen = [line for line in block if _belongs(line, block)]
    else:
        listed = len(block) > _ENOUGH and not _all_known(block)  # the time of a meeting, above its place and who came
        chosen = [line for line in block if _alone(line) and not (listed and line.lead.strip() and not _sure(line))]
    while chosen and _greets(chosen[-1]):
        chosen.pop()
    for line in chosen:
        found.entries.extend(line.entries)
        border = _BORDER.match(text, line.end) if "|" in line.lead else None
        found.spans.append((line.start, border.end() if border else line.end))


def _until_talk(block: Sequence[HeaderLine]) -> Sequence[HeaderLine]:
    """Return the lines above those of people who talk: a key of one letter or one that comes again, or a question."""
    keys = [line.entries[0].key.strip() if line.entries and not any(_known(line)) else "" for line in block]
    for at, (line, key) in enumerate(zip(block, keys, strict=True)):
        if key and not line.lead.strip() and (len(key) == 1 or keys.count(key) > 1 or _asks(line)):
            return block[:at]
    return block


def _asks(line: HeaderLine) -> bool:
    """Return whether a value is a question."""
    return str(line.entries[0].value).endswith(("?", "？"))


def _greets(line: HeaderLine) -> bool:
    """Return whether a line is a salutation (各位同事：) rather than a key without a value."""
    empty = bool(line.entries) and not any(str(entry.value).strip() for entry in line.entries)
    return empty and not any(_known(line)) and not any(entry.key.strip().lower() in _BODY for entry in line.entries)


def _known(line: HeaderLine) -> Iterator[KeyMeaning | None]:
    return (meaning(entry.key) for entry in line.entries)


def _sure(line: HeaderLine) -> list[KeyMeaning]:
    return [known for known in _known(line) if known and known.sure]


def _all_known(block: Sequence[HeaderLine]) -> bool:
    return all(all(_known(line)) for line in block)


def _are_properties(block: Sequence[HeaderLine]) -> bool:
    """Return whether lines are such as a page of Notion begins with: three or more, plain, each with a short value."""
    values = [str(entry.value) for line in block for entry in line.entries]
    plain = not any(line.lead.strip() for line in block)
    short = all(len(stated) <= _SHORT and not any(mark in stated for mark in "。！？；") for stated in values)
    return plain and short and len(block) > _ENOUGH


def _is_mail(block: Sequence[HeaderLine]) -> bool:
    """Return whether lines at a file's very top are such as ``Title: …`` and ``Date: …``."""
    keys = [entry.key for line in block for entry in line.entries if meaning(entry.key)]
    return len(keys) >= _ENOUGH and all(key.isascii() for key in keys) and _all_known(block)


def _belongs(line: HeaderLine, block: Sequence[HeaderLine]) -> bool:
    """Return whether a line of a header states something: a known key, or one decorated as known ones are."""
    if all(_known(line)):
        return True
    leads = {each.lead.strip() for each in block if _sure(each)}
    value = str(line.entries[0].value)
    return line.lead.strip() in leads - {""} and len(value) <= _LONG_VALUE and "。" not in value


def _alone(line: HeaderLine) -> bool:
    """Return whether a line states something by itself: a short value, and no sentence."""
    if len(line.entries) > 1 and all(_known(line)) and _sure(line):
        return True
    known = meaning(line.entries[0].key)
    value = str(line.entries[0].value)
    if known is None or not value or len(value) > _SHORT:
        return False
    dated = known.name == "published" and _DATE.match(value) and len(value) < _SHORT // 2
    return bool(dated) or (known.sure and (known.name == "url" or not _SENTENCE.search(value)))


def _heading(text: str, line: tuple[int, int], below: tuple[int, int]) -> int:
    """Return how many lines the heading at a line takes; 0 if there is none."""
    if _HEADING.match(text, *line):
        return 1
    if _UNDERLINE.match(text, *below):
        return 0 if text[slice(*line)].lstrip().startswith((">", "[#]", "- ", "* ")) else 2
    return 0


def _line_end(text: str, start: int) -> int:
    """Return where the line ends that holds a place."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _last_lines(text: str, start: int) -> list[tuple[int, int]]:
    """Return the last lines that are no definitions, from ``start`` on, in order."""
    spans: list[tuple[int, int]] = []
    end = len(text)
    while end > start and len(spans) < LAST_LINES:
        first = max(start, text.rfind("\n", start, end) + 1)
        if text[first : first + 1] not in ("[", " ") or not _DEFINITION.match(text, first, end):
            spans.append((first, end))
        end = first - 1
    return spans[::-1]
