"""A chat as QQ, WeChat and others export it, or a transcript: what was said, turn by turn, behind who said it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bdci_corpus.records import Edit, Field, Reading
from bdci_corpus.text import to_iso

_DAY = r"(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
_TIME = r"(?:(?:上午|下午|中午|凌晨|晚上|早上)[ ]?)?\d{1,2}:\d{2}(?::\d{2})?(?:[ ][AP]M)?"
_NAME = r"[^\s:：，。！？,!?'‘’“”\"|｜\[\]][^\n:：，。！？!?|｜\[\]]{0,38}?"
_QUOTED = r"['‘’\"“”]?"

_FORMS = {
    "stamped": re.compile(
        rf"^(?P<when>{_DAY}[ T]{{1,2}}{_TIME})[ \t]+"
        rf"{_QUOTED}(?P<who>(?:【[^【】\n]{{1,12}}】)?{_NAME}){_QUOTED}[ \t]*$",
        re.MULTILINE,
    ),
    "named": re.compile(
        rf"^{_QUOTED}(?P<who>{_NAME}){_QUOTED}[ \t]+(?P<when>(?:{_DAY}[ ])?{_TIME})[ \t]*$", re.MULTILINE
    ),
    "inline": re.compile(
        rf"^\[?(?P<when>(?:{_DAY}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})[, ]{{1,2}}{_TIME})\]?(?:[ ]-)?[ \t]+"
        rf"{_QUOTED}(?P<who>{_NAME}){_QUOTED}[:：][ \t]*",
        re.MULTILINE,
    ),
    "clocked": re.compile(r"^(?P<who>)\[?(?P<when>\d{1,2}:\d{2}(?::\d{2})?)\]?[ \t]*$", re.MULTILINE),
}
"""Lines above what was said, and what stands before it in its own line (``inline``)."""

_SIGN = re.compile(r":(?<=\d:)\d\d")
_NUMBER = re.compile(r"[(（<](?:\d{5,11}|[^\s()<>（）]{1,40}@[^\s()<>（）]{1,40})[)）>]$")
_RANK = re.compile(r"【[^【】]{1,12}】")
"""What QQ writes around a name: a number or an address, and a rank."""

_SYSTEM = re.compile(r"系统消息|系統訊息|System(?: Message)?|10000")
_MEDIA = re.compile(
    r"[ \t]*(?:\[(?:图片|圖片|表情|动画表情|語音|语音|视频|影片|文件|檔案|位置|链接|红包|转账|名片"
    r"|小程序|视频通话|语音通话|照片|贴图|聊天记录|撤回[^\[\]\n]{0,20})\][ \t]*)+"
    r"|.{0,30}(?:撤回了一条消息|拍了拍.{0,20})|<Media omitted>|<省略多媒体文件>"
)
_HEAD = re.compile(r"消息(?:对象|對象)[:：][ \t]*(?P<name>[^\n]{1,60})")
_RECORD = re.compile(r"\s*消息[记記][录錄]")
_NO_NAME = re.compile(r"(?:晴|阴|陰|雨|雪|多云|多雲|小雨|大雨|中雨)\Z|(?:INFO|DEBUG|WARN|WARNING|ERROR|TRACE|FATAL)\b")
"""The weather in a diary, and the level of a message in a log."""
_LINE = re.compile(r"\S[^\n]*")
_FEWEST = 3
_LEAST_FILLED = 0.6
_LEAST_SHARE = 0.12
_LOOKED_AT = 65_536
_LONGEST_TITLE = 40


class _Turn(NamedTuple):
    """Who said something when, and the lines of it."""

    name_start: int
    name_end: int
    when: str
    said: list[tuple[int, int]]


def _headers(text: str) -> tuple[str, list[re.Match[str]]]:
    """Return the form that most turns have, and what begins each."""
    best: tuple[str, list[re.Match[str]]] = ("", [])
    if ":" not in text or not _SIGN.search(text):
        return best
    fewest = 1 if _RECORD.match(text) else _FEWEST
    for form, pattern in _FORMS.items():
        found = [match for match in pattern.finditer(text) if not _NO_NAME.match(match["who"])]
        if len(found) >= max(fewest, len(best[1]) + 1) and _is_chat(text, form, found):
            best = form, found
    return best


def _is_chat(text: str, form: str, found: Sequence[re.Match[str]]) -> bool:
    """Return whether something is said below most headers, they are many, and somebody speaks again or has a number.

    Times without a day count up.
    """
    lines = text.count("\n", found[0].start()) + 1
    bounds = zip(found, [*(match.start() for match in found[1:]), len(text)], strict=True)
    said = sum(bool(text[match.end() : end].strip()) for match, end in bounds)
    names = [match["who"] for match in found]
    known = form == "clocked" or len(set(names)) < len(names) or any(map(_NUMBER.search, names))
    bare = [match["when"] for match in found if not re.match(_DAY, match["when"])]
    counted = [tuple(map(int, re.findall(r"\d+", time))) for time in bare]
    rising = all(len(a) != len(b) or a <= b for a, b in pairwise(counted))
    return said >= _LEAST_FILLED * len(found) and len(found) >= _LEAST_SHARE * lines and known and rising


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: three turns or more that begin alike, with a name and a time."""
    if not _SIGN.search(head) or name.lower().endswith(
        (".md", ".html", ".htm", ".csv", ".json", ".srt", ".vtt", ".lrc")
    ):
        return 0.0
    form, found = _headers(head)
    if not found:
        return 0.0
    return 0.95 if _RECORD.match(head) or form == "stamped" else 0.85


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole chat as one document."""
    form, _ = _headers(text[:_LOOKED_AT])
    found = [m for m in _FORMS[form].finditer(text) if not _NO_NAME.match(m["who"])] if form else []
    if not found:
        yield Reading(start=0, end=len(text))
        return
    turns = [_turn(text, match, after) for match, after in zip(found, [*found[1:], None], strict=True)]
    yield _reading(text, found[0], [turn for turn in turns if turn.said])


def _turn(text: str, header: re.Match[str], following: re.Match[str] | None) -> _Turn:
    """Return what was said below a header: nothing, if that is a picture or the program's own message."""
    end = following.start() if following else len(text)
    lines = [match.span() for match in _LINE.finditer(text, header.end(), end)]
    said = [line for line in lines if not _MEDIA.fullmatch(text, *line)]
    start, stop = header.span("who")
    if rank := _RANK.match(text, start, stop):
        start = rank.end()
    if number := _NUMBER.search(text[start:stop]):
        stop = start + number.start()
    system = _SYSTEM.match(text, *header.span("who"))
    return _Turn(start, start + len(text[start:stop].rstrip()), header["when"], [] if system else said)


def _reading(text: str, first: re.Match[str], turns: Sequence[_Turn]) -> Reading:
    """Return a chat: with whom it was is its title, its day that of the first turn; who spoke and when is ``extra``."""
    edits, here, fields = list[Edit](), 0, list[Field]()
    if title := _HEAD.search(text, 0, first.start()):
        fields.append(Field(name="title", start=title.start("name"), end=title.end("name")))
        edits.append(_cut(0, title.start("name")))
        here = title.end("name")
    elif above := list(_LINE.finditer(text, 0, first.start())):
        here = above[-1].end()
        if len(above) == 1 and here - above[0].start() <= _LONGEST_TITLE:
            fields.append(Field(name="title", start=above[0].start(), end=here))
    for turn in turns:
        if turn.name_start < turn.name_end:
            edits += (_cut(here, turn.name_start, "\n\n" if here else ""), _cut(turn.name_end, turn.said[0][0], "："))
        else:
            edits.append(_cut(here, turn.said[0][0], "\n\n" if here else ""))
        here = turn.said[0][0]
        for start, end in turn.said:
            if text[here:start].strip():
                edits.append(_cut(here, start, "\n"))
            here = end
    edits.append(_cut(here, len(text)))
    extra: dict[str, object] = {"times": [turn.when for turn in turns]}
    if any(turn.name_start < turn.name_end for turn in turns):
        extra["speakers"] = [text[turn.name_start : turn.name_end] for turn in turns]
    if re.match(_DAY, first["when"]) and (value := to_iso(first["when"])):
        fields.append(Field(name="published", start=first.start("when"), end=first.end("when"), value=value))
    kept = tuple(edit for edit in edits if edit.start < edit.end or edit.replacement)
    return Reading(start=0, end=len(text), fields=tuple(fields), edits=kept, extra=extra)


def _cut(start: int, end: int, put: str = "") -> Edit:
    return Edit(start=start, end=end, replacement=put, rule="chat")
