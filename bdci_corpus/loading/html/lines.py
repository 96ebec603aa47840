"""The lines around a page's article that say when, where and by whom it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bdci_corpus.loading.html.blocks import Shown
from bdci_corpus.loading.html.tokens import REFERENCES, plain
from bdci_corpus.loading.html.words import NAMES
from bdci_corpus.records import Field

MAX_LINE = 200
"""The longest line that speaks of the article and not in it, in characters."""

AROUND = 12
"""How many blocks before and behind the article's first and last are looked at."""

_DATE = (
    r"(?P<published>(?:19|20)\d{2}\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d{1,2}(?:\s?[日號号])?"
    r"(?:[T\s]*\d{1,2}[:：时]\d{2}(?:[:：分]\d{2})?)?)"
)

_END = (
    r"(?=[\s|｜,，;；/【\[（(]|$|来源|來源|作者|编辑|編輯|记者|責任|责任|发布|發布|时间|字号|字体"
    r"|浏览|阅读|点击|审核|日期)"
)

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("published", re.compile(rf"(?<![\d-]){_DATE}(?!\d)")),
    (
        "outlet",
        re.compile(
            rf"(?:稿件|信息|文章|新闻|资料)?[来來]\s?源(?:于)?\s?[：:]\s{{0,4}}(?P<outlet>[^\s|｜：:]{{2,30}}?){_END}"
        ),
    ),
    (
        "author",
        re.compile(
            rf"(?:(?:作\s{{0,4}}者|撰文|[记記]者|通[讯訊]员|文)\s?[：:]|^文\s?/|^[Bb][yY]\s)\s{{0,4}}"
            rf"(?P<author>[^\s|｜：:/]{{1,20}}(?:\s[A-Z][^\s|｜：:/]{{1,20}}){{0,3}}?){_END}"
        ),
    ),
)

_EDITORS = re.compile(
    r"^[（(【\[]?\s?(?:责任编辑|責任編輯|责编|責編|编辑|編輯)[：:]\s{0,4}(?P<editors>[^()（）【】\]]{1,60}?)\s?[)）】\]]?$"
)

_NAMED = {
    "author": sum(1 << at for at, group in enumerate(NAMES) if group == "author"),
    "published": sum(1 << at for at, group in enumerate(NAMES) if group == "meta"),
}

_WRITTEN = re.compile(r"(?<![\w-])(?:rel|itemprop)\s{0,4}=\s{0,4}[\"']?author\b", re.IGNORECASE)

_SENTENCE = re.compile("[。！？]")


def lines_around(shown: Shown, kept: Sequence[int], title: int | None) -> Iterator[tuple[int, list[Field]]]:
    """Yield the blocks that say when, where and by whom, and the fields they give, with their places.

    ``kept`` are the numbers of the article's blocks, ``title`` that of its title, if it is shown.
    """
    if not kept:
        return
    first = kept[0] if title is None else min(title, kept[0])
    prose = next((at for at in kept if shown.weight[at] > MAX_LINE and at != title), kept[-1])
    known: set[str] = set()
    for at in range(max(0, first - AROUND), min(len(shown.texts), prose + 1)):
        fields = list(_fields(shown, at)) if at != title else []
        if any(field.name in {"published", "outlet", "author"} for field in fields):
            new = [field for field in fields if field.name not in known]
            known.update(field.name for field in new)
            yield at, new
    for at in range(kept[-1], max(prose, kept[-1] - AROUND), -1):
        if editors := _EDITORS.search(shown.texts[at]):
            yield at, [_field(shown, at, "editors", editors)]
            return
    for at in range(kept[-1] + 1, min(len(shown.texts), kept[-1] + AROUND)):
        if editors := _EDITORS.search(shown.texts[at]):
            yield at, [_field(shown, at, "editors", editors)]
            return


def _fields(shown: Shown, at: int) -> Iterator[Field]:
    """Yield what a short line says, if it speaks of the article: it is no sentence."""
    text = shown.texts[at]
    if len(text) > MAX_LINE or _SENTENCE.search(text):
        return
    found = {name: match for name, pattern in _PATTERNS if (match := pattern.search(text))}
    date = found.get("published")
    if date is not None and len(found) == 1 and len(text) > len(date.group()) + 60:
        return
    yield from (_field(shown, at, name, match) for name, match in found.items())


def _field(shown: Shown, at: int, name: str, match: re.Match[str]) -> Field:
    """Return a field at the raw place of what was found in a block's text."""
    places = _places(shown, at)
    start, end = match.span(name)
    return Field(name=name, start=places[start][0], end=places[end - 1][1], value=match[name])


def _places(shown: Shown, at: int) -> list[tuple[int, int]]:
    """Return the raw span of each character of a block's text; blanks that ran together have the first one's."""
    text, places, last = shown.page.text, list[tuple[int, int]](), " "
    for piece in shown.blocks[at].pieces:
        for character, span in _characters(text, piece[0], piece[1], piece[2] if len(piece) > 2 else None):  # noqa: PLR2004
            for each in " " if character.isspace() else character:
                if each != " " or last != " ":
                    places.append(span)
                last = each
    return places


def _characters(text: str, start: int, end: int, instead: str | None) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the characters of a piece as shown, with their raw spans."""
    if instead is not None:
        yield from ((character, (start, end)) for character in instead)
        return
    here = start
    for reference in REFERENCES.finditer(text, start, end):
        yield from ((text[at], (at, at + 1)) for at in range(here, reference.start()))
        yield from ((character, reference.span()) for character in plain(reference.group()))
        here = reference.end()
    yield from ((text[at], (at, at + 1)) for at in range(here, end))
