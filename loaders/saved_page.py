"""The plain text of a saved news page: kicker, title, date and source line, byline, editor line."""

import re
from collections.abc import Iterator

from bdci_corpus import Field, Mark, Reading

_DATE = r"\d{4}\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d{1,2}\s?[日號号]?(?:\s*\d{1,2}[:：]\d{2}(?::\d{2})?)?"
_SOURCE = re.compile(
    rf"^[ \t]*(?P<published>{_DATE})[ \t|｜]*"
    r"(?:(?:稿件|信息|文章)?[来來]源[（(]?[\w()（）]{0,8}[：:][ \t]*(?P<outlet>[^\s|｜]{1,40}))?"
    r"(?:[ \t|｜]*(?:作者|記者|记者)[：:][ \t]*(?P<author>\S{1,30}))?[^\n]{0,60}$",
    re.MULTILINE,
)
_EDITORS = re.compile(
    r"^[ \t]*[（(【\[]?(?:责任编辑|責任編輯|责编|責編|编辑|編輯)(?:\(\w+\))?[：:]"
    r"[ \t]*(?P<editors>[^()（）【】\]\n]{1,60})[)）】\]]?[ \t]*$",
    re.MULTILINE,
)
_DATELINE = re.compile(
    r"^[ \t]*(?P<dateline>[^\s，,。、]{2,12}\d{1,2}月\d{1,2}日(?:[电電]|讯|訊))[ \t]*"
    r"(?:[（(](?:本[报報]|新华社)?(?:[记記]者|通[讯訊]员)?[ ]?(?P<author>[^()（）。\n]{2,30})[)）])?",
    re.MULTILINE,
)
_ORIGIN = re.compile(
    r"^[ \t]*[（(](?:文章|原文|稿件)?[来來]源[：:][ \t]*(?P<outlet>[^()（）\n]{2,40})[)）][ \t]*$",
    re.MULTILINE,
)
_EVIDENCE = re.compile(rf"{_DATE}\s{{0,8}}[|｜]?\s{{0,8}}[来來]源")
_EDITOR_EVIDENCE = re.compile(
    r"[责責](?:\(\w{1,6}\))?(?:任(?:\(\w{1,6}\))?)?[编編](?:\(\w{1,6}\))?[辑輯]?(?:\(\w{1,6}\))?[：:]"
)
_LINE = re.compile(r"\S.*")
_HEAD_LINES = 12
MAX_DATE = 60
"""The longest date before the word for source, in characters."""

MAX_TITLE = 80
MAX_KICKER = 40
MAX_LINK = 120
_CHANNEL = re.compile(r"[-－—–·].*$")


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its date and source line, or its editor line."""
    for word in ("来源", "來源"):
        place = head.find(word)
        while place >= 0:
            if _EVIDENCE.search(head, max(0, place - MAX_DATE), place + len(word)):
                return 0.8
            place = head.find(word, place + 1)
    edited = ("编" in head or "編" in head) and ("责" in head or "責" in head)
    return 0.4 if edited and _EDITOR_EVIDENCE.search(head) else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document; its parts are found once it is legible."""
    yield Reading(start=0, end=len(text))


def annotate(text: str) -> Iterator[Field | Mark]:
    """Find the lines above the text, its dateline, and the editor line below it."""
    body = 0
    head_end = _nth_line_end(text, _HEAD_LINES)
    source = _SOURCE.search(text, 0, head_end)
    if source:
        yield Mark(kind="furniture", start=source.start(), end=source.end())
        yield from _groups(source, "published", "author", "outlet")
        yield from _publisher(source)
        yield from _headline(text, source.start())
        body = source.end()
    dateline = _DATELINE.search(text, body, body + 400)
    if dateline:
        yield from _groups(dateline, "dateline", "author")
    for editors in list(_EDITORS.finditer(text, body))[-1:]:
        yield Mark(kind="furniture", start=editors.start(), end=editors.end())
        yield from _groups(editors, "editors")
        yield from _after(text, editors.end())
    for origin in list(_ORIGIN.finditer(text, body))[-1:]:
        yield Mark(kind="furniture", start=origin.start(), end=origin.end())
        if not (source and source["outlet"]):
            yield from _groups(origin, "outlet")
            yield from _publisher(origin)


def _groups(match: re.Match[str], *names: str) -> Iterator[Field]:
    for name in names:
        if match[name]:
            yield Field(name=name, start=match.start(name), end=match.end(name))


def _publisher(match: re.Match[str]) -> Iterator[Field]:
    """Yield the publisher: the outlet without its channel."""
    if match["outlet"]:
        name = _CHANNEL.sub("", match["outlet"])
        yield Field(name="publisher", start=match.start("outlet"), end=match.start("outlet") + len(name))


def _headline(text: str, end: int) -> Iterator[Field | Mark]:
    """Yield the title above the date line and, above that, the kicker."""
    lines = list(_LINE.finditer(text, 0, end))
    if not lines:
        return
    title = lines[-1]
    if len(title.group()) > MAX_TITLE or title.group().rstrip().endswith(("。", "！", "？", "；", "，")):
        return
    yield Field(name="title", start=title.start(), end=title.start() + len(title.group().rstrip()))
    if len(lines) > 1 and len(lines[-2].group()) <= MAX_KICKER:
        kicker = lines[-2]
        yield Field(name="kicker", start=kicker.start(), end=kicker.start() + len(kicker.group().rstrip()))
        yield Mark(kind="furniture", start=kicker.start(), end=kicker.end())


def _after(text: str, position: int) -> Iterator[Mark]:
    """Yield the short lines below the editor line: invitations, related links."""
    for line in _LINE.finditer(text, position, position + 4000):
        if len(line.group()) <= MAX_LINK and not line.group().rstrip().endswith("。"):
            yield Mark(kind="furniture", start=line.start(), end=line.end())


def _nth_line_end(text: str, count: int) -> int:
    position = 0
    for _ in range(count):
        position = text.find("\n", position) + 1
        if position == 0:
            return len(text)
    return position
