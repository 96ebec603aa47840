"""One page of the 2024 CCF BDCI corpus: notice line, <PAGE_DIV>, media comments."""

import re
from collections.abc import Iterator

from bdci_corpus.licenses import notice_span
from bdci_corpus.records import Field, Mark, Reading
from bdci_corpus.text import holds, may_be_title

_PAGE = re.compile(r"<PAGE_DIV>")
_COMMENT = re.compile(r"<!-- ?(Media|Meanless|figureText|Footnote)\b:?([^>]{0,4000}?)-->")
_NOTICE = re.compile(r"\s*(" + r"\s{0,8}".join("本文档为2024CCFBDCI比赛用语料") + ")")
_RELEASED = re.compile(
    r"发布(?:时间|日期)[：:]\s*"
    r"(?P<published>\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?)"
    r"(?:\s*发布(?:人|者|单位|部门)[：:]\s*(?P<publisher>[^\s|]{1,40}))?"
)
_CUT = re.compile(r"\s*(?:<PAGE_DIV>|<!-- )")
_HEAD = 1200


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: by its notice, its page markers and media comments."""
    if _NOTICE.match(head):
        return 1.0
    marks = holds(head, "<PAGE_DIV>") + (holds(head, "<!--") and bool(_COMMENT.search(head)))
    return (0.0, 0.7, 0.9)[marks]


def read(text: str, name: str) -> Iterator[Reading]:
    """Find the notice, the pages, the media comments, the title and its release line."""
    marks: list[Mark] = []
    notice = _NOTICE.match(text)
    body = 0
    if notice:
        start, body = notice_span(text, *notice.span(1))
        marks.append(Mark(kind="notice", start=start, end=body))
    marks += _pages(text, body)
    for comment in _COMMENT.finditer(text):
        marks.append(Mark(kind="media", start=comment.start(), end=comment.end()))
        if comment[1] == "figureText" and comment[2].strip():
            start = comment.start(2) + len(comment[2]) - len(comment[2].lstrip())
            marks.append(Mark(kind="figure", start=start, end=start + len(comment[2].strip())))
    fields = list(_released(text, body))
    marks += [Mark(kind="furniture", start=field.start, end=field.end) for field in fields if field.name == "released"]
    yield Reading(
        start=0,
        end=len(text),
        fields=tuple(field for field in fields if field.name != "released"),
        marks=tuple(marks),
    )


def _pages(text: str, body: int) -> Iterator[Mark]:
    """Yield the pages: the marker ends a page, and what follows the last one is one if not blank."""
    start = body
    for marker in _PAGE.finditer(text):
        yield Mark(kind="page", start=start, end=marker.start())
        start = marker.end()
    if start > body and text[start:].strip():
        yield Mark(kind="page", start=start, end=len(text))


def _released(text: str, body: int) -> Iterator[Field]:
    """Yield the title and, where it ends in a release line, its parts."""
    first = re.compile(r"[ \t]*\S.*").search(text, body, body + _HEAD)
    if not first or _COMMENT.match(first.group().lstrip()):
        return
    released = _RELEASED.search(text, first.start(), min(body + _HEAD, len(text)))
    end = first.end()
    if released:
        end = min(end, released.start())
        yield Field(name="released", start=released.start(), end=released.end())
        for name in ("published", "publisher"):
            if released[name]:
                yield Field(name=name, start=released.start(name), end=released.end(name))
    title = text[first.start() : end].strip()
    cut = not released and "，" in title and _CUT.match(text, first.end())
    if title and may_be_title(title) and not (cut or _PAGE.search(title)):
        start = text.index(title, first.start())
        yield Field(name="title", start=start, end=start + len(title))
