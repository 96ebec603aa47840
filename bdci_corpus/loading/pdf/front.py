"""Title, date, author and source of a document, by size and place on its first page, and the headings of all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bdci_corpus.loading.pdf.lines import PageLine
from bdci_corpus.loading.pdf.measures import Measures, like
from bdci_corpus.loading.pdf.paragraphs import LEADER, NUMBERED, STOP, Paragraph
from bdci_corpus.loading.pdf.tags import HEADINGS
from bdci_corpus.text import HAN_CLASS, author_below, authors_below, width

LARGER = 1.12
"""A heading without a tag is larger than the text by this factor."""

_SLIGHTLY = 1.04
"""How much larger than the body a title is at least."""

_AS_LARGE = 0.98
"""How large a numbered bold line is, through the body, to be a heading: about as large."""

_LONGEST = 90
"""The longest heading, in characters; a title may be twice as long."""

_MOST_BOLD = 0.3
"""Where more lines than this share are bold, it means nothing."""

_MOST_LINES = 3
"""Over how many lines a heading goes at most."""

_FIRST = 30
"""Among so many paragraphs of the first page the title and its line of date and author are looked for."""

_DAY = r"\d{4}\s?[年/.\-－]\s?\d{1,2}\s?[月/.\-－]\s?\d{1,2}\s?[日號号]?"

_DATE = rf"(?P<date>{_DAY}(?:[T\s]*\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?)"

_WHEN = "(?:出版|发行|印发|公布|发布|發布|發佈|更新|发表|發表|刊登|刊发|上传|成文|发文|印发)?(?:时间|時間|日期|于|於)"

_DATED = re.compile(rf"(?:{_WHEN}\s?[：:]\s*)?{_DATE}")

_NAMES = rf"(?P<name>[^\s：:|｜]{{0,30}}(?:[ 、,，]{{1,2}}[{HAN_CLASS}]{{2,4}}(?=[\s|｜]|$)){{0,6}})"

_LABELS = {
    "author": re.compile(r"(?:作\s?者|记\s?者|記者|撰稿(?:人)?|供稿(?:人)?|文/图|文)\s?[：:/]\s*" + _NAMES),
    "poster": re.compile(r"(?:发布人|發布人|发布者|發布者|上传人|录入(?:人|者)?)\s?[：:]\s*" + _NAMES),
    "outlet": re.compile(
        r"(?:(?:文章|信息|稿件|新闻|新聞|资料)?[来來]源|稿源|发布单位|發布單位|发布机构|供稿单位)\s?[：:]\s*(?P<name>[^\s：:|｜]{0,40})"
    ),
    "editors": re.compile(r"(?:责任编辑|責任編輯|责编|編輯|编辑|审核(?:人)?|校对)\s?[：:]\s*" + _NAMES),
    "": re.compile(
        r"(?:浏览|瀏覽|阅读|閱讀|点击|點擊|访问)(?:次数|次數|量|数)?\s?[：:]?\s*\[?(?P<name>\d+)\]?\s?次?"
        r"|字[体體号號]\s?[：:]?(?P<size>[大中小 \[\]【】]+)"
    ),
}

_BETWEEN = re.compile(r"[\s|｜\[\]【】()（）/,，;；·—-]*")

_LETTER = re.compile(r"[^\W\d_]")

_NO_HEADING = re.compile(rf"[。；;，,：:、]$|{LEADER.pattern}")

_BULLET = re.compile("[•●○■□◆◇▪►※–—*·-]")


_SECTION = re.compile(rf"\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}\.?\s?[{HAN_CLASS}]")

_NUMBER_OF_OFFICE = re.compile(
    r"\S{0,24}?[〔（(［\[﹝]\s?\d{4}\s?[〕）)］\]﹞]\s?第?\s?\d{1,5}\s?[号號](?:\s*签发人[：:].{0,12})?"
)
"""The number of an official document, which stands below the name of who issues it and above the title."""

_TEXT = 80
"""So wide a paragraph is text, whatever it ends with; Han count twice."""

_BELOW = 6
"""Among so many paragraphs below the title its authors are named."""


class Said(NamedTuple):
    """A field and the span of a paragraph's text that says it, in code points, or ``value`` if it differs from that."""

    name: str
    start: int
    end: int
    value: str | None = None


def _letters(text: str) -> str:
    """Return what is left of a text without blanks, marks and case."""
    return "".join(character for character in text.casefold() if character.isalnum())


_STAMP = re.compile(r"(?:[\d\W_]|[年月日号时分秒]|[AaPp][Mm]|No)*")
"""A date, a time or a number, which may be printed large and is no title."""


def title_of(paragraphs: Sequence[Paragraph], measures: Measures, named: str = "") -> int | None:
    """Return the number of the paragraph that is the title, or None; ``named`` is what the file says it is called."""
    first = [
        n for n, paragraph in enumerate(paragraphs[:_FIRST]) if paragraph.lines[0].page == paragraphs[0].lines[0].page
    ]
    stop = next((n for n in first if n and _is_stop(paragraphs[n], measures)), len(first))
    above = [
        n for n in first[:stop] if _may_head(paragraphs[n], 2 * _LONGEST) and not _STAMP.fullmatch(paragraphs[n].text)
    ]
    tagged = [n for n in above if _role(paragraphs[n]) == "Title"]
    if tagged:
        return tagged[0]
    known = _letters(named)
    if said := [n for n in above if len(known) > 3 and _letters(paragraphs[n].text) == known]:  # noqa: PLR2004 - a word
        return said[0]
    numbered = next((n for n in first[:stop] if _NUMBER_OF_OFFICE.fullmatch(paragraphs[n].text)), stop)
    above = [n for n in above if n > numbered and paragraphs[n].size >= _SLIGHTLY * measures.body] or above
    if not above:
        return None
    largest = max(paragraphs[n].size for n in above)
    best = next(n for n in above if like(paragraphs[n].size, largest))
    evident = largest >= _SLIGHTLY * measures.body or _role(paragraphs[best]) in {"H1", "H"}
    alone = paragraphs[best].lines[0].bold or _is_centered(paragraphs[best], measures)
    return best if evident or (alone and best == above[0]) else None


def _role(paragraph: Paragraph) -> str:
    block = paragraph.lines[0].block
    return block.role if block else ""


def _is_stop(paragraph: Paragraph, measures: Measures) -> bool:
    """Return whether a paragraph ends where a title may stand: a line of date and source, or text."""
    if byline(paragraph.text):
        return True
    line = paragraph.lines[0]
    room = measures.right(line) - measures.left(line)
    return (
        measures.is_body(line)
        and not paragraph.is_row
        and len(paragraph.lines) > 1
        and line.right - line.left > 0.8 * room
    )


def _may_head(paragraph: Paragraph, longest: int) -> bool:
    text = paragraph.text
    short = len(text) <= longest and len(paragraph.lines) <= _MOST_LINES
    return short and not paragraph.is_row and paragraph.lines[0].side.column >= 0 and len(_LETTER.findall(text)) > 1


def _is_centered(paragraph: Paragraph, measures: Measures) -> bool:
    line = paragraph.lines[0]
    left, right = line.left - measures.left(line), measures.right(line) - line.right
    return left > 2 * line.size and abs(left - right) < 2 * line.size


def byline(text: str) -> list[Said]:
    """Return what a line of date, author and source says; nothing if it says anything else, too.

    >>> byline("发布时间：2024-07-22 发布人：张三")
    [Said(name='published', start=5, end=15), Said(name='author', start=20, end=22)]
    >>> byline("2024年7月22日，张三说了一句话。")
    []
    """
    claims: list[Said] = []
    spans: list[tuple[int, int]] = []
    if date := _DATED.search(text):
        claims.append(Said("published", *date.span("date")))
        spans.append(date.span())
    for name, label in _LABELS.items():
        for found in label.finditer(text):
            spans.append(found.span())
            if name and found["name"]:
                claims.append(Said(name, *found.span("name")))
    here = 0
    for start, end in sorted(spans):
        if start > here and not _BETWEEN.fullmatch(text, here, start):
            return []
        here = max(here, end)
    if not claims or not _BETWEEN.fullmatch(text, here):
        return []
    return list(_fields(sorted(claims, key=lambda one: one.start)))


def _fields(claims: Sequence[Said]) -> Iterator[Said]:
    """Yield one of a name; who posted a page is its author where no other is named."""
    known: set[str] = set()
    author = any(one.name == "author" for one in claims)
    for one in claims:
        name = "author" if one.name == "poster" and not author else one.name
        if name != "poster" and name not in known:
            known.add(name)
            yield one._replace(name=name)


def author_of(paragraphs: Sequence[Paragraph], title: int | None, named: str = "") -> tuple[int, Said] | None:
    """Return the number of the paragraph below the title that names the authors, and who they are, or None.

    It is that which the file names as its author (``named``), or one of names and nothing else.
    """
    if title is None:
        return None
    page, known = paragraphs[title].lines[0].page, _letters(named)
    below = [n for n in range(title + 1, min(title + 1 + _BELOW, len(paragraphs))) if not paragraphs[n].is_row]
    below = [n for n in below if paragraphs[n].lines[0].page == page]
    for number in below:
        text = paragraphs[number].text
        if len(known) > 1 and _letters(text) == known:
            return number, Said("author", 0, len(text))
    starts, text = dict[int, int](), paragraphs[title].text
    for number in below:
        starts[len(text) + 1] = number
        text += "\n" + paragraphs[number].text
    span = 0, len(paragraphs[title].text)
    if several := authors_below(text, span):
        (start, end), names = several
        return (starts[start], Said("author", 0, end - start, names)) if start in starts else None
    if one := author_below(text, span):
        (start, _), (first, last) = one
        return (starts[start], Said("author", first - start, last - start)) if start in starts else None
    return None


def dated(paragraphs: Sequence[Paragraph], title: int | None) -> int | None:
    """Return the number of the paragraph on the first page that says date, author or source, or None."""
    if not paragraphs:
        return None
    page = paragraphs[0].lines[0].page
    start = 0 if title is None else max(0, title - 3)
    for number, paragraph in enumerate(paragraphs[:_FIRST]):
        if number < start or paragraph.is_row or number == title:
            continue
        if paragraph.lines[0].page != page:
            return None
        if byline(paragraph.text):
            return number
    return None


def is_signed(paragraphs: Sequence[Paragraph], title: int | None, number: int) -> bool:
    """Return whether a line is a date and nothing else below text: that of a signature, which is text, too."""
    if not _DATED.fullmatch(paragraphs[number].text.strip()):
        return False
    before = paragraphs[0 if title is None else title + 1 : number]
    return any(_is_text(paragraph) for paragraph in before)


def _is_text(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return not paragraph.is_row and (width(text) > _TEXT or bool(STOP.search(text)))


def beside_title(paragraphs: Sequence[Paragraph], title: int | None, measures: Measures) -> set[int]:
    """Return the numbers of large lines around the title that head no text: who issues it, authors, an edition."""
    if title is None:
        return set()
    page = paragraphs[title].lines[0].page
    found = set(range(title))
    for number in range(title + 1, len(paragraphs)):
        paragraph = paragraphs[number]
        if paragraph.lines[0].page != page or _is_text(paragraph):
            break
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        heads = following and following.lines[0].page == page and measures.is_body(following.lines[0])
        if not heads and not NUMBERED.match(paragraph.text) and not _role(paragraph):
            found.add(number)
    return found


def headings_of(paragraphs: Sequence[Paragraph], measures: Measures) -> list[int]:
    """Return the numbers of the paragraphs that are headings: by their tag, or larger than the text."""
    tagged = [n for n, paragraph in enumerate(paragraphs) if _role(paragraph) in HEADINGS]
    if tagged:
        return [n for n in tagged if _LETTER.search(paragraphs[n].text)]
    found = []
    weighty = sum(line.bold for paragraph in paragraphs for line in paragraph.lines)
    plain = weighty <= _MOST_BOLD * sum(len(paragraph.lines) for paragraph in paragraphs)
    for number, paragraph in enumerate(paragraphs):
        large = paragraph.size >= LARGER * measures.body
        bold = plain and len(paragraph.lines) == 1 and _is_bold(paragraph.lines[0])
        numbered = bold and paragraph.size >= _AS_LARGE * measures.body and NUMBERED.match(paragraph.text)
        if (large or numbered) and _may_head(paragraph, _LONGEST) and not _is_no_heading(paragraph.text):
            found.append(number)
    if 2 * len(found) <= len(paragraphs):
        return found
    return [number for number in found if paragraphs[number].size >= LARGER * measures.body]


def _is_bold(line: PageLine) -> bool:
    """Return whether a line is bold, or its number of a section is: many a Chinese font has no bold letters."""
    return line.bold or (line.pieces[0].leads and _SECTION.match(line.text) is not None)


def _is_no_heading(text: str) -> bool:
    return bool(_NO_HEADING.search(text) or _BULLET.match(text) or byline(text))
