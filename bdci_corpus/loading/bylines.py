"""Find the lines around an article that say when, where and by whom it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bdci_corpus.records import Field, Mark
from bdci_corpus.text import HAN_CLASS

_DATE = r"\d{4}\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d{1,2}\s?[日號号]?(?:\s*\d{1,2}[:：]\d{2}(?::\d{2})?)?"

_LABEL = r"(?:(?:发布|發布|發佈|更新|刊登|发稿|发表|上传)?(?:时间|時間|日期)[：:][ \t]*)?"

_NEXT = (
    r"(?=[\s|｜]|$|(?:作者|[记記]者|[责責]任[编編][辑輯]|[责責][编編]|[编編][辑輯]|字[体體号號]"
    r"|[浏瀏][览覽]|[点點][击擊]|[阅閱][读讀])\w{0,3}[：:])"
)
"""What ends a name: inline elements may follow each other without a blank."""

_WRITER = r"(?:(?:作者|記者|记者)[：:][ \t]*){1,2}"
"""The label of who wrote it, which some pages print twice."""

_WRITERS = (
    r"(?![责責]任[编編]|[编編][辑輯][：:])"
    rf"(?:[{HAN_CLASS}]{{2,4}}(?:[ 、](?!分享|收藏|打印|评论|关注|字号)[{HAN_CLASS}]{{2,4}}){{1,4}}|\S{{1,30}}?)"
)
"""Who wrote it: several names, or one in whatever characters."""

_NAME = r"(?:(?!(?:作者|記者|记者)[：:])[^\s|｜])"
"""A character of an outlet's name: where none is stated, the next label stands there."""

_REST = r"(?:(?:[ \t|｜]|[字浏瀏点點阅閱责責编編记記来來稿星])[^\n。！？!?；;]{0,60})?"
"""What may follow on the line: a sentence that begins with a date goes on."""

SOURCE = re.compile(
    rf"^[ \t]*{_LABEL}(?P<published>{_DATE})[ \t|｜]*"
    rf"(?:(?:\n[ \t]*)?(?:稿件|信息|文章)?[来來]源[（(]?[\w()（）]{{0,8}}[：:][ \t]*"
    rf"(?P<outlet>{_NAME}{{1,40}}?){_NEXT})?"
    rf"(?:[ \t|｜]*{_WRITER}(?P<author>{_WRITERS}){_NEXT})?{_REST}$",
    re.MULTILINE,
)

_SOURCE_FIRST = re.compile(
    rf"^[ \t]*(?:稿件|信息|文章)?[来來]源[：:][ \t]*(?P<outlet>{_NAME}{{1,40}})[ \t|｜]+{_LABEL}(?P<published>{_DATE})"
    rf"(?:[ \t|｜]*{_WRITER}(?P<author>{_WRITERS}){_NEXT})?{_REST}$",
    re.MULTILINE,
)
"""The same the other way round."""

_EDITORS = re.compile(
    r"^[ \t]*(?:【(?:纠错|糾錯)】[ ]*)?[（(【\[]?[ ]?(?:责任编辑|責任編輯|责编|責編|编辑|編輯)(?:\(\w+\))?[：:]"
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

_SENTENCE = re.compile(r"[。！？!?；：:][”’」』）)]?[ \t]*\n")

_HEAD_LINES = 12
"""Among how many first lines the line with source and date is looked for."""

_LONE_SOURCE = re.compile(
    r"^[ \t]*(?:稿件|信息|文章|内容)?[来來]源[：:][ \t]*"
    r"(?P<outlet>[^\s，。；：:|｜](?:[^\n，。；：:|｜]{0,28}[^\s，。；：:|｜])?)[ \t]*$",
    re.MULTILINE,
)
"""A source on a line of its own."""

_CHANNEL = re.compile(r"[-－—–·].*$")


def source_line(text: str) -> re.Match[str] | None:
    """Return the first line that says when it was published and may name source and author, among the first lines."""
    end = _nth_line_end(text, _HEAD_LINES)
    found = [line for line in (SOURCE.search(text, 0, end), _SOURCE_FIRST.search(text, 0, end)) if line]
    return min(found, key=lambda line: (not line["outlet"], line.start()), default=None)


def lone_source(text: str) -> list[Field | Mark]:
    """Return the outlet that a line among a page's first names and nothing else; the line is furniture."""
    line = _LONE_SOURCE.search(text, 0, _nth_line_end(text, _HEAD_LINES)) if "源" in text else None
    if line is None:
        return []
    return [Mark(kind="furniture", start=line.start(), end=line.end()), *_groups(line, "outlet"), *_publisher(line)]


def source_fields(source: re.Match[str]) -> Iterator[Field | Mark]:
    """Yield what a source line says; the line is furniture."""
    yield Mark(kind="furniture", start=source.start(), end=source.end())
    yield from _groups(source, "published", "author", "outlet")
    yield from _publisher(source)


def body_fields(text: str, body: int, *, sourced: bool) -> Iterator[Field | Mark]:
    """Yield what the text from ``body`` on says: its dateline, its editors, and where it comes from.

    ``sourced`` says that its source is known already.
    """
    dateline = _DATELINE.search(text, body, body + 400)
    if dateline:
        yield from _groups(dateline, "dateline", "author")
    for editors in list(_EDITORS.finditer(text, body))[-1:]:
        yield Mark(kind="furniture", start=editors.start(), end=editors.end())
        yield from _groups(editors, "editors")
    if not sourced and (lone := lone_source(text)):
        yield from lone
        sourced = True
    for origin in list(_ORIGIN.finditer(text, body))[-1:]:
        yield Mark(kind="furniture", start=origin.start(), end=origin.end())
        if not sourced:
            yield from _groups(origin, "outlet")
            yield from _publisher(origin)


def article_fields(text: str) -> Iterator[Field | Mark]:
    """Find the line that says when and where an article was published, its dateline and its editors.

    A line that is a date and nothing else counts; one with a date and further words does if it names an outlet or
    an author.
    """
    source = source_line(text)
    body = 0
    if source is not None and _is_signature(text, source):
        yield from _groups(source, "published")
    elif source is not None and (source["outlet"] or source["author"] or _is_date_alone(text, source)):
        yield from source_fields(source)
        body = source.end()
    yield from body_fields(text, body, sourced=bool(body))


def _is_signature(text: str, source: re.Match[str]) -> bool:
    """Return whether a line is a date and nothing else below a sentence: that of a letter or notice, which is text."""
    return not text[source.start() : source.end()].replace(source["published"], "").strip() and bool(
        _SENTENCE.search(text, 0, source.start())
    )


def _is_date_alone(text: str, source: re.Match[str]) -> bool:
    return not text[source.end("published") : source.end()].strip()


def _groups(match: re.Match[str], *names: str) -> Iterator[Field]:
    for name in names:
        if match[name]:
            yield Field(name=name, start=match.start(name), end=match.end(name))


def _publisher(match: re.Match[str]) -> Iterator[Field]:
    """Yield the publisher: the outlet without its channel."""
    if match["outlet"]:
        name = _CHANNEL.sub("", match["outlet"])
        yield Field(name="publisher", start=match.start("outlet"), end=match.start("outlet") + len(name))


def _nth_line_end(text: str, count: int) -> int:
    position = 0
    for _ in range(count):
        position = text.find("\n", position) + 1
        if position == 0:
            return len(text)
    return position
