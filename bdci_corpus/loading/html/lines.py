"""The lines around a page's article that say when, where and by whom it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bdci_corpus.loading.html.blocks import VisibleBlocks
from bdci_corpus.loading.html.days import DAY, Day, chinese_day, western_day
from bdci_corpus.loading.html.elements import HEADINGS
from bdci_corpus.loading.html.names import HAN_NAME, is_nobody
from bdci_corpus.loading.html.signatures import signed
from bdci_corpus.loading.html.tokens import REFERENCES, plain
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Field

MAX_LINE = 200
"""The longest line that speaks of the article and not in it, in characters."""

AROUND = 12
"""How many blocks before and behind the article's first and last are looked at."""

NEAR = 400
"""How far before the first block that is looked at its element may begin, in characters."""

MAX_NAME = 40
"""A block of no more characters that ends in the author's name says nothing else."""

_EDITORS = lazily(
    r"(?:^|\s)[（(【\[]?\s?(?:责任编辑|責任編輯|责编|責編|编辑|編輯)[：:]\s{0,4}"
    r"(?P<editors>[^()（）【】\]]{1,60}?)(?:_[A-Z]{1,3}\d{2,6})?\s?[)）】\]]?$"
)

_TODAY = lazily("今天是|今日是|欢迎(?:您|访问|光临)|歡迎|引用日期|[访訪][问問]日期|[Rr]etrieved|[Aa]ccessed")
"""What a page says of the day it is read on, or a note of a source, is no date of its article."""

_LABELED = lazily(r"[时時][间間]|日期|发[布表]|發[布佈表]|出版|刊[登发發]|编辑于|(?i:publi|posted)")

_OF_TEXT = lazily(
    r"发[布文]|發[布佈文]|公[布开開]|成文|刊[登发發]|[来來]源|作者|[记記]者|[时時][间間]\s?[：:]|(?i:publi|posted|author)"
)
"""How a row of a table begins that says when the text came out, or whose it is."""

_VERSION = lazily(
    r"\b(?i:v(?:er(?:sion)?)?\.?|release|build)\s?\d|版本[号號]?\s?[：:]?\s?[vV]?\d|\b[0-9a-f]{7,40}\s\d{4}-\d\d-\d\d"
)
"""The day of a program or of a version, or its number that looks like one."""

_WEEKDAY = lazily("星期[一二三四五六日天]|农历|農曆")
"""The head of a newspaper's page, where another date says more."""

_BEHIND = lazily(
    rf"(?:编辑于|編輯於|发布[于：:]|發[布佈][於：:]|[发發][布佈表](?:时间|時間|日期)[：:]?|(?i:posted\s?(?:@|on|at)))\s{{0,4}}{DAY}"
    r"(?:\s{1,4}(?P<author>[^\W\d_]{2,20})\s{1,4}(?:阅读|閱讀))?"
)
"""What an article's last line says that names when it was written."""

_POSTED = lazily(
    rf"(?i:posted\s?(?:@|on|at))\s{{0,4}}{DAY}\s{{1,4}}(?P<author>[^\s()（）|｜]{{2,20}})\s{{1,4}}(?:阅读|閱讀|Views|Read)"
)
"""The footer of a post in blogs, where signature, rights and tags may stand between."""

_DATED = lazily(
    r"(?:^|[来來]源\s?[：:]\s?(?P<outlet>[^\s：:]{2,20})\s{1,4})"
    rf"(?:(?:发[布佈表]|發[布佈表])(?:时间|時間|日期)|(?<=\s)(?:[时時][间間]|日期))\s?[：:]\s{{0,4}}{DAY}"
)
"""The same with a label that no comment has: when, or whose and when."""

_REPORTER = lazily(rf"[〔\[【（(]\s?(?:本[报報])?[记記]者\s?(?P<author>{HAN_NAME})[^／/〕\]】）)]{{0,20}}[／/]")
"""How some papers begin: 〔記者甲乙丙／臺北報導〕."""

_WRITER = lazily(
    r"""<[a-z][a-z0-9]{0,10}\s(?=[^<>]{0,200}?(?i:class|rel|itemprop|id)\s?=\s?["']?[^"'<>]{0,60}?"""
    r"""(?i:author|nick-?name|writer|zuozhe|byline))[^<>]{1,400}>"""
    r"""\s{0,40}(?:(?:作者|撰文|文|[Bb]y|(?:本[报報])?[记記]者)\s?[：:/]?\s{0,4})?"""
    rf"""(?P<author>{HAN_NAME}|[A-Z][\w.'’-]{{1,20}}(?:\s[A-Z][\w.'’-]{{0,20}}){{1,3}})\s{{0,40}}<"""
)
"""An element called author, or the like, that holds a name: Chinese, or of two to four words."""

_NAMED = lazily(
    r"""<[a-z][a-z0-9]{0,10}\s(?=[^<>]{0,200}?(?i:class|id)\s?=\s?["']?[^"'<>]{0,60}?"""
    r"""(?:(?i:author|user|media|account)[-_]?(?i:name|nick)|(?i:nick[-_]?name|js_name|userlink-link)))[^<>]{1,400}>"""
    r"""\s{0,40}(?P<author>[^\s<>&，。！？,!?：:][^<>&。！？!?：:]{0,18}[^\s<>&，。！？,!?：:])\s{0,40}<"""
)
"""An element called the author's name, or the account's: it holds one, be it a person's or not."""

_MAX_HEAD = 20_000
"""How much raw text before an article's prose is searched for its author, in characters."""

_BLOG_REACH = 24
"""How many blocks behind an article its post's footer is looked for."""

_FEW = 4
"""How many blocks behind an article are read for when it was written."""

_BESIDE_DAY = 6
"""So many characters may stand beside the day below a letter."""

_SENTENCE = lazily("[。！？]")


def lines_around(shown: VisibleBlocks, kept: Sequence[int], title: int | None) -> Iterator[tuple[int, list[Field]]]:
    """Yield the blocks that say when, where and by whom, and the fields they give, with their places.

    ``kept`` are the numbers of the article's blocks, ``title`` that of its title, if it is shown. What no
    block says by itself comes with the number -1, and so does what a line of the text says, behind the first
    sentence: the day below a letter.
    """
    if not kept:
        return
    first = kept[0] if title is None else min(title, kept[0])
    prose = next((at for at in kept if shown.weight[at] > MAX_LINE and at != title), kept[-1])
    inside = frozenset(kept)
    opening = next((at for at in kept if at != title and _SENTENCE.search(shown.texts[at])), prose)
    by_line: dict[int, list[Field]] = {}
    for at in range(max(0, first - AROUND), min(len(shown.texts), prose + 1)):
        fields = list(_fields(shown, at)) if at != title and not (at in inside and _is_fact(shown, at)) else []
        if opening < at and at in inside:
            fields = [field for field in fields if not _within(shown, at, field)]
        if any(field.name in {"published", "outlet", "author"} for field in fields):
            by_line[at] = fields
    chosen = _surest(shown, by_line, kept[0] if title is None else title)
    for at, fields in by_line.items():
        in_text = opening < at and at in inside
        yield -1 if in_text else at, [field for field in fields if chosen[field.name] == at]
    if "author" not in chosen:
        yield from _reporter(shown, kept) or _writer(shown, max(0, first - AROUND), prose)
    if "published" not in chosen:
        yield from _written_behind(shown, kept[-1])
    yield from _edited_by(shown, kept[-1], prose)


def _is_fact(shown: VisibleBlocks, at: int) -> bool:
    """Return whether a block is a row of a table that tells of what the text is about, and not of the text."""
    return shown.page.names[shown.blocks[at].element] == "tr" and not _OF_TEXT.search(shown.texts[at])


def _within(shown: VisibleBlocks, at: int, field: Field) -> bool:
    """Return whether a line of the text holds a day among other words: a source that it names, a row of a table."""
    text = shown.texts[at]
    others = len(text) - len(field.value or "")
    return field.name == "published" and others > _BESIDE_DAY and not _LABELED.search(text)


def _surest(shown: VisibleBlocks, by_line: Mapping[int, Sequence[Field]], head: int) -> dict[str, int]:
    """Return by field the number of the block that says it best: with a label, and near the title."""
    chosen: dict[str, tuple[int, int, int]] = {}
    for at, fields in by_line.items():
        for field in fields:
            text = shown.texts[at]
            unsure = 0 if _LABELED.search(text) else 2 if _WEEKDAY.search(text) else 1
            rank = (unsure if field.name == "published" else 0, abs(at - head), at)
            chosen[field.name] = min(chosen.get(field.name, rank), rank)
    return {name: at for name, (_, _, at) in chosen.items()}


def _reporter(shown: VisibleBlocks, kept: Sequence[int]) -> list[tuple[int, list[Field]]]:
    """Return who reports, as an article's first lines begin in some papers: 〔記者甲乙丙／臺北報導〕."""
    for at in kept[:_FEW]:
        if found := _REPORTER.match(shown.texts[at]):
            return [(-1, [_field(shown, at, "author", found)])]
    return []


def _writer(shown: VisibleBlocks, low: int, prose: int) -> Iterator[tuple[int, list[Field]]]:
    """Yield the author whom an element before the prose names that is called so; the one nearest to the prose."""
    text, end = shown.page.text, shown.blocks[prose].start
    start = max(0, shown.blocks[low].start - NEAR, end - _MAX_HEAD)
    for pattern in (_WRITER, _NAMED):
        found = [each for each in pattern.finditer(text, start, end) if not is_nobody(each["author"])]
        if found:
            break
    else:
        return
    name = found[-1]
    field = Field(name="author", start=name.start("author"), end=name.end("author"))
    numbers = range(low, prose + 1)
    own = next((at for at in numbers if shown.blocks[at].start <= field.start < shown.blocks[at].end), -1)
    yield (
        (own if own >= 0 and shown.texts[own].endswith(name["author"]) and len(shown.texts[own]) < MAX_NAME else -1),
        [field],
    )


def _written_behind(shown: VisibleBlocks, last: int) -> Iterator[tuple[int, list[Field]]]:
    """Yield the last line of an article, or the footer of its post, that names when it was written."""
    for at in range(last, min(len(shown.texts), last + 1 + _BLOG_REACH)):
        text = shown.texts[at]
        if len(text) > MAX_LINE or _SENTENCE.search(text):
            continue
        found = _POSTED.match(text) or _DATED.search(text) or (_BEHIND.search(text) if at <= last + _FEW else None)
        if found is not None:
            names = [name for name in found.re.groupindex if found[name]]
            yield at, [_field(shown, at, name, found) for name in names]
            return


def _edited_by(shown: VisibleBlocks, last: int, prose: int) -> Iterator[tuple[int, list[Field]]]:
    """Yield who edited an article: in its last lines, or soon behind them."""
    behind = range(last + 1, min(len(shown.texts), last + AROUND))
    for at in (*range(last, max(prose, last - AROUND), -1), *behind):
        editors = _EDITORS.search(shown.texts[at])
        if editors is not None and not is_nobody(editors["editors"]):
            yield at, [_field(shown, at, "editors", editors)]
            return


def _fields(shown: VisibleBlocks, at: int) -> Iterator[Field]:
    """Yield what a short line says, if it speaks of the article: it is no sentence."""
    text = shown.texts[at]
    if len(text) > MAX_LINE or _SENTENCE.search(text) or _TODAY.search(text):
        return
    if shown.page.names[shown.blocks[at].element] == "pre":
        return
    found: dict[str, re.Match[str] | Day] = dict(signed(text))
    if day := _day(shown, at):
        found["published"] = day
        if len(found) == 1 and len(text) > day.end - day.start + 60:
            return
    yield from (_field(shown, at, name, match) for name, match in found.items())


def _day(shown: VisibleBlocks, at: int) -> Day | None:
    """Return the day that a line names; of a heading it is part."""
    text = shown.texts[at]
    if _VERSION.search(text) and not _LABELED.search(text):
        return None
    heading = shown.page.names[shown.blocks[at].element] in HEADINGS
    return chinese_day(text) or (None if heading else western_day(text))


def _field(shown: VisibleBlocks, at: int, name: str, match: re.Match[str] | Day) -> Field:
    """Return a field at the raw place of what was found in a block's text."""
    places = _places(shown, at)
    if isinstance(match, Day):
        start, end, value = match.start, match.end, match.value
    else:
        (start, end), value = match.span(name), match[name]
    return Field(name=name, start=places[start][0], end=places[end - 1][1], value=value)


def _places(shown: VisibleBlocks, at: int) -> list[tuple[int, int]]:
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
