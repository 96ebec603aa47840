"""What makes a line a heading or a title: evidence, each kind with a name that ``explain`` shows.

A heading holds letters, is short, ends no sentence, and running text follows it, perhaps below another. It is
*numbered* (第一章, 一、, 1.2) where most lines numbered like it are headings as well, or *alone*: between blank
lines. What states a fact is none: a label and its value, a date and what was done that day, an address, a time, code,
what stands in brackets from end to end. What a loader knows from markup is *marked* and needs no other evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from bdci_corpus.patterns import lazily
from bdci_corpus.text.alphabet import FINAL_MARKS, HAN_CLASS
from bdci_corpus.text.code import is_code_line
from bdci_corpus.text.first_lines import reads_as_headline
from bdci_corpus.text.layout import verses
from bdci_corpus.text.letters import half_title
from bdci_corpus.text.line_kernels import BODY, HEADING, LISTED, MAX_HEADING, TABULAR
from bdci_corpus.text.lines import HEADED, LIST_ITEM, Lines, is_row, lines_in
from bdci_corpus.text.sections import SECTION_NAMES
from bdci_corpus.text.vocabulary import BREADCRUMBS, BYLINE, FACTS, LABELED, MASTHEAD, NAVIGATION, PAGE_NUMBER
from bdci_corpus.text.wraps import width

Evidence = Literal["numbered", "alone"]

MAX_TITLE = 120
"""The widest title, in half-width cells."""

_MOST_ALONE = 0.5
"""Where more lines than this look like headings and bear no number, their author ends none with a mark."""

_HEAD_LINES = 16
"""Among how many first lines the title is looked for."""

_LEAST_LETTERS = 0.5
"""The share of letters in a heading."""

_LONG_AGAIN = 2
"""What stands below a heading is so many times as wide."""

_REPEATED = 2
"""A line that stands so often is a running head."""

_FEWEST_OF_A_SERIES = 2
"""One line with a number may be the only item of a list that others end with a mark."""

_ADMONITIONS = frozenset(
    ("提示", "注意", "警告", "小心", "重要", "备注", "備註", "说明", "說明", "注", "Note", "Tip", "Warning", "Caution")
)
"""What stands above remarks: where it comes again, it heads none of the text's sections."""

_LONGEST_LABEL = max(map(len, _ADMONITIONS))

_CLOSINGS = frozenset(
    {"祝", "致", "此致", "敬礼", "敬禮", "祝好", "谨祝", "顺颂", "順頌", "即颂", "敬祝", "祝您", "祝你"}
)
"""How letters close: wishes stand below."""

_CHAIN = 3
"""How many headings without numbers stand above one text, at most: more are a list."""

_SECTIONS_OF_TEXTS = frozenset({"chinese", "sections", "named", "released"})
"""Styles of numbers in which a section is headed also where no running text follows: a label, a table, (omitted)."""

_NUMBERING = lazily(
    "(?P<chinese>[一二三四五六七八九十百]{1,4}、)|(?P<bracketed>[（(][一二三四五六七八九十百]{1,4}[)）])"
    "|(?P<figures>[（(]\\d{1,3}[)）])|(?P<sections>\\d{1,2}(?:[.．]\\d{1,2}){1,3}[.．、]?(?!\\d)"
    f"|(?:0|[1-9]\\d?)[ \u3000]{{1,2}}(?![年月日号个人次元点时分秒条只台万亿])(?=[{HAN_CLASS}]))"
    "|(?P<points>\\d{1,3}[.．、)）](?!\\d))|(?P<signed>[■□◆◇▶►◎★☆▌●○•※][ ]?(?=[^\\W\\d]))"
    "|(?P<circled>[①-⑳㈠-㈩⑴-⒇❶-❿])|(?P<letters>[a-zA-Z][.)）][ \\t])"
)
"""How items and sections are numbered, one group a style."""

_DOTTED = lazily("\\d{1,2}(?:[.]\\d{1,2}){1,3}[.]? ?[^\\d\\s.]")
"""A section's number of two parts or more; lists have one."""

_OF_CONTENTS = lazily("(?:[\t .·…]{3,}|\t)\\d{1,3}$")
"""How a line of a table of contents ends: leaders, or a tab, and its page."""

_CHAPTER = "chapter"

_NAMED = "named"
"""The style of headings that need no number: their words are known."""

_RELEASED = "released"
"""The style of headings of release notes, which are versions."""

_LABEL = "label"
"""The style of what a colon ends that is no section's name: it is no heading."""

_OF_ITSELF = frozenset({_NAMED, _RELEASED})
"""Styles whose headings need no running text below."""

_VERSION_ENDS = frozenset("0123456789)]）】日")

_VERSION = lazily(
    "(?:[^\\W\\d][^\\W\\d]{0,15}[ ])?(?:[Vv]ersion[ ]?|版本号?[：: ]?|[Vv](?:er)?[.]?[ ]?|[Rr]elease[ ])?[\\[【]?"
    "\\d{1,4}[.]\\d{1,4}(?:[.]\\d{1,6}){0,2}(?:[-.+]?(?:alpha|beta|rc|dev|post|snapshot)[.\\d]{0,8})?[\\]】]?"
    "[ ]*(?:[-–—(（\\[/@ ]{1,4}(?:released?[ ])?\\d{4}[-./年]\\d{1,2}[-./月]\\d{1,2}日?[)）\\]]?)?",
    re.IGNORECASE,
)
"""A version and its day, perhaps behind a program's name."""

_ITEM_STYLES = frozenset({"bracketed", "points", "figures"})

_PART = lazily("第[^条條款]{1,8}[章节節编編篇部回卷讲講课課]")
"""A chapter, not an article."""

_IN_WORDS = "[一二][〇○零O一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"

_DAY_IN_WORDS = lazily(_IN_WORDS)

_DATED = lazily(
    f"{_IN_WORDS}|"
    "[（(]?(?:19|20)\\d\\d ?[年./-] ?\\d{1,2} ?[月./-] ?\\d{1,2} ?[日号號]?(?P<rest>[^\\n]*)"
    "|[^\\n]*[）)]?(?:通过|通過|批准|公布|施行|修正)[）)]?$"
)

_WEEKDAY = lazily("[ ]*(?:[（(]?(?:星期|周|週|礼拜|禮拜).[)）]?[ ]*[^\\W\\d]{0,6}(?: [^\\W\\d]{1,6})?)?")

_FACT = lazily(
    "〔\\d{4}〕|^〔[^〔〕]{1,8}〕.|"
    "^[（(]\\d{4}[)）].{1,20}[号號]$|^\\d{1,2} ?月 ?\\d{1,2} ?[日号號][：:]|[（(][ 　]*[）)]$|©"
    "|^(?:--|——|―)|\\d{1,2}[:：]\\d{2}(?!\\d)|https?:|www\\.|[\\w.+-]+@[\\w-]+\\.|-->|^[<>|`\\[$]"
    f"|^[^{HAN_CLASS}]*[=≈≤≥][^{HAN_CLASS}]*$|[=≈≤≥] ?[-+]?[.\\d]"
    f"|^\\W{{0,3}}(?:{'|'.join(FACTS)}) {{0,3}}[：:]."
)
"""The number of a letter, a time, an address, markup, who has rights, a formula, or a label and its value."""

_FACT_SIGN = lazily("[〔（(:：@.<>|`$©=≈≤≥[―—-]")
"""What each fact holds one of."""

_LABEL_AND_VALUE = lazily("[^：:，。；]{1,14}[：:].{1,40}$")
"""A label and a short value, as forms and contracts have them one below the other."""

_BRACKETED_LABEL = lazily("【[^【】]{1,12}】[^\\s【】]")
"""A label in brackets and its value, as the instructions for a medicine have them."""

_OPTION = lazily("[A-H][ \u3000]{1,2}\\S")
"""How the answers begin among which one is to be chosen."""

_MOST_STEPS = 1
"""How many arrows a heading has at most: more are a way through menus, or a process."""

_MOST_CLAUSES = 3
"""From how many marks on that part clauses a line is a sentence, however short it is."""

_HAN_ONLY = lazily(f"[{HAN_CLASS}][{HAN_CLASS} ]*")
"""What most headings are: 第一章 总则."""

_GOES_ON = lazily("[。！？；](?=.*\\w)|[a-z0-9][.;] +[A-Z][a-z]")
"""One sentence ends and another begins."""

_WIDEST_LOWER = 40
"""How wide a heading is that begins with a small letter, in half-width cells, at most."""

_NAMES = lazily("(?:[A-Z][\\w'-]*(?: [A-Z][\\w.'-]*){1,3}[*\\d,†‡]{0,6}(?:,|;| and|$) ?){2,}")
"""Authors of a paper, with the numbers of their institutes."""

_PAIRS = ("（）", "()", "【】", "[]", "《》", "“”")

_BRACKET = lazily(f"[{re.escape(''.join(_PAIRS))}]")

_FURNITURE = lazily("|".join(f"(?:{each.pattern})" for each in (PAGE_NUMBER, LABELED, BREADCRUMBS, BYLINE, MASTHEAD)))

_ENDS_NO_TITLE = "。；;，,、：:…"

_SECTIONS = frozenset(
    {"目录", "目錄", "前言", "引言", "导言", "序言", "摘要", "简介", "Contents", "Introduction", "Abstract"}
)

_DAY_BELOW = lazily(
    "[（(][^（）()]{0,20}(?:19|20)\\d\\d ?年[^（）()]{1,40}[)）]|.{0,12}[〔（(［\\[]\\d{4}[〕）)］\\]].{1,20}[号號]"
)
"""The day below the title of a speech or a decision, or the number of a letter."""

_CLAUSES = lazily("[，；,;]")

_WIDEST_OF_CLAUSES = 48
"""How wide a heading of three clauses is, in half-width cells, at most: 24 Han characters."""

_DAY_ALONE = lazily(
    "(?:(?:19|20)\\d\\d ?[年./-] ?)?\\d{1,2} ?[月./-] ?\\d{1,2} ?[日号號]?[ ,，]{0,2}"
    "(?:[（(]?(?:星期|周|週|礼拜|禮拜).[)）]?)?[ ,，]{0,2}[^\\W\\d]{0,6}"
)
"""A day with its weekday and weather, which heads an entry of a diary."""

_OFFICE = lazily(
    ".{2,30}(?:法院|检察院|委员会|委員會|人民政府|办公室|辦公室|公司|集团|中心|大学|大學|学校|學校|小学|中学"
    "|[局厅廳部院会會处處馆館所站])"
)

_INSTRUMENT = lazily(
    "[^，。：:]{0,20}(?:[书書令函]|公告|公报|公報|通知|决定|決定|意见|意見|纪要|紀要|通报|通報|报告|報告"
    "|工作总结|工作總結|工作计划|工作要点|总结|规划|章程|制度|条例|细则|办法|方案)"
)
"""What an office issues, on the line below its name."""

_LETTER_LINES = 10
"""Among how many first lines those are named to whom an official letter is addressed."""

_LETTER = lazily(
    ".{6,80}(?:通知|通報|通报|公告|通告|决定|決定|意见|意見|办法|辦法|批复|批復|函|报告|報告|请示|請示|纪要|紀要)"
    "(?:[（(][^（）()]{1,30}[)）])?"
)

_ADDRESSEES = lazily(
    "(?=.{0,60}(?:各|人民政府|委员会|委員會|办公[室厅]|辦公[室廳]|公司|[局厅廳院校]|部门|部門|单位|單位))[^。！？]{3,160}[：:]"
)

_WIDEST_DIRECT = 60
"""How wide a title is that stands directly above other lines, in half-width cells, at most: 30 Han characters."""

_NARROWER = 0.75
"""Its share of the widest line below, at most: the first line of a wrapped paragraph is as wide as the others."""

_WIDEST_SPEAKER = 40
"""How wide the line is that says who spoke, between a speech's title and its day, in half-width cells, at most."""

_OPENING = 4
"""Below how many lines (title, subtitle, author, number) the text begins at the latest."""

_ABOUT = lazily("[关關][于於].{2,80}(?:的|之)[^\\W\\d]{1,6}$")
"""The second line of an official letter's title, below its office."""


class Heading(NamedTuple):
    """A heading's span, in code points, and what shows that it is one."""

    start: int
    end: int
    evidence: Evidence


def headings(text: str) -> list[Heading]:
    """Return the lines that are headings by what they say and where they stand, in order. Linear."""
    lines = lines_in(text)
    numbers = lines.that_may_be(HEADING)
    asking = list(_asking(lines)) if "？" in text else []
    if not len(numbers) and not asking:
        return []
    hints = [*lines.hints.tolist(), 0]
    apart = verses(lines) | _signatures(lines)
    found: list[tuple[int, Heading, str]] = []
    others: list[tuple[int, Heading, str]] = []
    below, chain, unmarked = -1, 0, 0
    for at, (start, end) in zip(numbers.tolist()[::-1], lines.spans(numbers)[::-1], strict=True):
        line = text[start:end]
        style = _style(line)
        if at in apart or style == _LABEL:
            continue
        follows = hints[at + 1] & BODY or at + 1 == below or _introduces(lines, at + 1, style)
        if style in _OF_ITSELF or not follows:
            if at + 1 < len(lines) and _heads_anything(style, line):
                others.append((at, Heading(start, end, "alone" if style == _NAMED else "numbered"), style or ""))
            continue
        unmarked += 1
        if not says_what_follows(line) or _is_sentence(line):
            continue
        if style is None and _is_item(lines, at, line):
            continue
        chain = chain + 1 if at + 1 == below and not style else 0
        if chain == _CHAIN:
            del found[-_CHAIN:]
        below = at
        if chain < _CHAIN:
            found.append((at, Heading(start, end, "numbered" if style else "alone"), style or ""))
    found = _without_contents(text, found)
    unmarked -= sum(heading.evidence == "numbered" for _, heading, _ in found)
    sure = _series(lines, found) if any(style for _, _, style in found) else frozenset[str]()
    sure |= {_NAMED, *({"sections"} if len(asking) >= _FEWEST_OF_A_SERIES else ()), *_released(lines, others)}
    few = unmarked < _MOST_ALONE * len(lines)
    others = [
        (at, heading, style)
        for at, heading, style in others
        if style in sure and (style == _RELEASED or _heads(text, heading))
    ]
    chosen = [h for _, h, style in sorted(found[::-1] + others + asking) if (style in sure if style else few)]
    return _without_remarks(text, chosen)


def _signatures(lines: Lines) -> set[int]:
    """Return the lines with which a text, or a letter in it, is signed: below its last sentence a name, and a day."""
    found = set[int]()
    if "年" not in lines.text or "日" not in lines.text:
        return found
    days = np.flatnonzero(
        (lines.hints[2:] & HEADING != 0) & (lines.hints[1:-1] & BODY == 0) & (lines.hints[:-2] & BODY != 0)
    )
    for at in (days + 2).tolist():
        line = lines.text[lines.starts[at] : lines.ends[at]]
        if line[-1] == "日" and "年" in line and (_DAY_ALONE.fullmatch(line) or _DAY_IN_WORDS.fullmatch(line)):
            found |= {at - 1, at}
    return found


def _style(line: str) -> str | None:
    """Return in which style a line may be a heading: a section's name, a version, or how it is numbered."""
    last = line[-1]
    if last in "：:":
        return _NAMED if line[:-1] in SECTION_NAMES else _LABEL
    if last in _VERSION_ENDS and _VERSION.fullmatch(line):
        return _RELEASED
    return _NAMED if line in SECTION_NAMES else numbering(line)


def _released(lines: Lines, others: Sequence[tuple[int, Heading, str]]) -> list[str]:
    """Return the style of versions, if they head something each: two or more, none below another."""
    at = {number for number, _, style in others if style == _RELEASED}
    heading = [number for number in at if number + 1 < len(lines) and number + 1 not in at]
    return [_RELEASED] if len(heading) >= _FEWEST_OF_A_SERIES and len(heading) == len(at) else []


def _heads_anything(style: str | None, line: str) -> bool:
    """Return whether a line heads what stands below also where that is no running text."""
    return style in _SECTIONS_OF_TEXTS or (style == _CHAPTER and _PART.match(line) is not None)


def _without_remarks(text: str, chosen: list[Heading]) -> list[Heading]:
    """Return headings without the labels of remarks that come again."""
    labels = Counter(text[h.start : h.end] for h in chosen if h.end - h.start <= _LONGEST_LABEL)
    repeated = {name for name, count in labels.items() if count >= _REPEATED and name in _ADMONITIONS}
    return [h for h in chosen if text[h.start : h.end] not in repeated] if repeated else chosen


def _asking(lines: Lines) -> Iterator[tuple[int, Heading, str]]:
    """Yield the sections that ask (``1.2. 这是什么？``), between blank lines: a manual's answers stand below."""
    numbers = lines.that_may_be(LISTED)
    for at, (start, end) in zip(numbers.tolist(), lines.spans(numbers), strict=True):
        last = at + 1 == len(lines)
        if "？" not in lines.text[end - 2 : end] or last or not (lines.gaps[at] or not at) or not lines.gaps[at + 1]:
            continue
        if _DOTTED.match(lines.text, start, end) and width(lines.text[start:end]) <= MAX_HEADING:
            yield at, Heading(start, end, "numbered"), "sections"


def _introduces(lines: Lines, at: int, style: str | None) -> bool:
    """Return whether a line leads to what follows and holds a clause, or names the author: another heads it.

    Below the number of a section, a label does as well.

    What is said between stars is text as well; so is an item with another number, below one of ``style`` 一、.
    """
    if style == "chinese" and at < len(lines) and lines.hints[at] & LISTED:
        return numbering(lines.text[lines.starts[at] : lines.ends[at]]) in _ITEM_STYLES
    line = lines.text[lines.starts[at] : lines.ends[at]] if at < len(lines) else "-"
    if line[-1] == "*":
        return line[0] == "*" and line.rstrip(" *")[-1:] in FINAL_MARKS
    sectioned = style in _SECTIONS_OF_TEXTS or style == _CHAPTER
    return (line[-1] in "：:" and (sectioned or _CLAUSES.search(line) is not None)) or line.startswith(
        ("作者：", "作者:")
    )


def _heads(text: str, heading: Heading) -> bool:
    line = text[heading.start : heading.end]
    return says_what_follows(line) and not _is_sentence(line)


def _without_contents(text: str, found: list[tuple[int, Heading, str]]) -> list[tuple[int, Heading, str]]:
    """Return headings, the last first, without the lines of a table of contents: side by side, and each comes again."""
    seen, contents = set[str](), set[int]()
    below = -1
    for at, heading, _ in found:
        name = "".join(text[heading.start : heading.end].split())
        if name in seen and at + 1 == below:
            contents.add(at)
        seen.add(name)
        below = at
    return [entry for entry in found if entry[0] not in contents] if len(contents) > 1 else found


def _is_item(lines: Lines, at: int, line: str) -> bool:
    """Return whether a line is an item, a row, or beside another label with its value (甲方（出租方）：张三)."""
    if lines.hints[at] & (LISTED | TABULAR) and (LIST_ITEM.match(line) or is_row(line)):
        return True
    if "——" in line and any("——" in lines.text[lines.starts[n] : lines.ends[n]] for n in _around(lines, at)):
        return True
    if line[0] == "【" and _BRACKETED_LABEL.match(line):
        return any(lines.text.startswith("【", lines.starts[n]) for n in _around(lines, at))
    if _OPTION.match(line) and any(_OPTION.match(lines.text, lines.starts[n]) for n in _around(lines, at)):
        return True
    if not _LABEL_AND_VALUE.match(line):
        return False
    beside = (lines.text[lines.starts[n] : lines.ends[n]] for n in _around(lines, at))
    return any(map(_LABEL_AND_VALUE.match, beside))


def _around(lines: Lines, at: int) -> list[int]:
    return [n for n in (at - 1, at + 1) if 0 <= n < len(lines)]


def _is_sentence(line: str) -> bool:
    """Return whether a line without a final mark is a sentence that was cut: long, of three clauses, or of four."""
    if len(_CLAUSES.findall(line)) >= _MOST_CLAUSES:
        return True
    return 2 * len(line) > _WIDEST_OF_CLAUSES and len(_CLAUSES.findall(line)) > 1 and width(line) > _WIDEST_OF_CLAUSES


def _series(lines: Lines, found: Sequence[tuple[int, Heading, str]]) -> frozenset[str]:
    """Return the styles of numbering most of whose lines are headings that something else follows."""
    hints = lines.hints

    def style_at(at: int) -> str | None:
        listed = at < len(lines) and hints[at] & LISTED
        return numbering(lines.text[lines.starts[at] : lines.ends[at]]) if listed else None

    parting = Counter(style for at, _, style in found if style and style_at(at + 1) != style)
    every = Counter[str | None]()
    if parting.keys() - {_CHAPTER}:
        listed = (lines.text[start:end] for start, end in lines.spans(lines.that_may_be(LISTED)))
        whole = (line for line in listed if not (line[-1].isdecimal() and _OF_CONTENTS.search(line)))
        every.update(map(numbering, {"".join(line.split()): line for line in whole}.values()))  # contents come again
    return frozenset(
        style
        for style, count in parting.items()
        if style == _CHAPTER or (count >= _FEWEST_OF_A_SERIES and 2 * count > every[style])
    )


def numbering(line: str) -> str | None:
    """Return the style in which a line is numbered, if it is."""
    if HEADED.match(line):
        return _CHAPTER
    match = _NUMBERING.match(line)
    return match.lastgroup if match else None


def says_what_follows(line: str) -> bool:
    """Return whether a line may head others by what it says: it has letters, and states no fact of its own."""
    if _HAN_ONLY.fullmatch(line) or (line.isalpha() and not line.isascii()):
        return _DATED.match(line) is None and line not in _CLOSINGS
    letters = sum(map(str.isalnum, line))
    if (letters == 1 and line.isascii()) or (line[0] == "#" and not line.startswith(("# ", "##"))):
        return False
    if letters < _LEAST_LETTERS * (len(line) - line.count(" ")) or not any(map(str.isalpha, line)):
        return False
    if (
        (line.isascii() and _NAMES.fullmatch(line))
        or (line[0].islower() and line[0].isascii() and width(line) > _WIDEST_LOWER)
        or _GOES_ON.search(line)
        or any(line.count(arrow) > _MOST_STEPS for arrow in (" > ", "->", "→"))
    ):
        return False
    staff = ("|" in line or "｜" in line or "丨" in line) and BYLINE.fullmatch(line)
    if staff or _is_bracketed(line) or (_FACT_SIGN.search(line) and _FACT.search(line)) or is_code_line(line):
        return False
    dated = _DATED.match(line)
    return dated is None or (dated["rest"] is not None and _WEEKDAY.fullmatch(dated["rest"]) is not None)


def _is_bracketed(line: str) -> bool:
    """Return whether a line stands in round brackets from end to end, or holds one that is not whole."""
    if _BRACKET.search(line) and any(line.count(pair[0]) != line.count(pair[1]) for pair in _PAIRS):
        return True
    return line[0] in "（(" and line.find("）" if line[0] == "（" else ")") == len(line) - 1


@lru_cache(maxsize=8)  # several ask it of a text's first lines
def is_furniture(line: str) -> bool:
    """Return whether a line is a page number, breadcrumbs, a rule or navigation, and no text."""
    if not any(map(str.isalpha, line)) or line.startswith(("<!--", "<PAGE_DIV>")):
        return True
    if _FURNITURE.fullmatch(line):
        return True
    here = 0
    while here < len(line) and (match := NAVIGATION.match(line, here)):
        here = match.end()
    return here == len(line)


def may_be_title(line: str) -> bool:
    """Return whether a line can be a document's title; it may ask or call, as a heading does not."""
    return _may_head(line) and not is_furniture(line)


def _may_head(line: str) -> bool:
    """Return whether a line that is no furniture can be a title."""
    bare = "".join(line.split())
    short = width(line) <= MAX_TITLE and line[-1] not in _ENDS_NO_TITLE and not line.endswith("...")
    listed = LIST_ITEM.match(line) and not HEADED.match(line)
    named = bare not in _SECTIONS and not _DAY_ALONE.fullmatch(line)
    if line[-1] in _VERSION_ENDS and (line[0].isdecimal() or line[0] in "vV[") and _VERSION.fullmatch(line):
        return False
    return short and not listed and named and says_what_follows(line)


def title_of(text: str, start: int = 0) -> tuple[int, int] | None:
    """Return the span of a text's title: its first line that is no furniture, if that can be one and text follows.

    A line that comes again and again is the running head of its pages; then the next is looked at.
    """
    lines = lines_in(text)
    again: tuple[int, int] | None = None
    if official := _addressed(lines, start):
        return official
    last = min(len(lines), _HEAD_LINES) - 1
    candidates = (at for at in range(min(len(lines), _HEAD_LINES)) if lines.starts[at] >= start)
    for at in candidates:
        line = lines.line(at)
        if is_furniture(line.text) or _is_letterhead(lines, at) or (at and _is_letterhead(lines, at - 1)):
            continue
        found = _title_at(lines, at)
        runs = text.count(f"\n{line.text}") >= _REPEATED and f"\n{line.text}" in text[lines.ends[last] :]
        if found is None or not runs:
            return found or again
        follows = at + 1 < len(lines) and lines.hints[at + 1] & BODY
        again = again or (found if follows else None)
    return again


def _addressed(lines: Lines, start: int) -> tuple[int, int] | None:
    """Return the span of what an official letter is about, directly above those to whom it is addressed."""
    for at in range(1, min(len(lines), _LETTER_LINES)):
        if lines.text[lines.ends[at] - 1] not in "：:" or lines.starts[at - 1] < start:
            continue
        above = lines.text[lines.starts[at - 1] : lines.ends[at - 1]]
        if _ADDRESSEES.fullmatch(lines.text, lines.starts[at], lines.ends[at]) and _LETTER.fullmatch(above):
            return (int(lines.starts[at - 1]), int(lines.ends[at - 1])) if may_be_title(above) else None
    return None


def _is_letterhead(lines: Lines, at: int) -> bool:
    """Return whether a line is the red head of an official letter, whose number stands below."""
    if lines.text[lines.ends[at] - 2 : lines.ends[at]] != "文件" or at + 1 >= len(lines):
        return False
    return _DAY_BELOW.fullmatch(lines.text[lines.starts[at + 1] : lines.ends[at + 1]]) is not None


def _title_at(lines: Lines, at: int) -> tuple[int, int] | None:
    """Return the span of a line, no furniture, if it can be a title and stands apart: by a gap, indent or length.

    Below the name of an office, the line that says what a letter is about is its title.
    """
    if at + 1 >= len(lines) or not _has_text(lines, at + 1):
        return None
    line, following = lines.line(at), lines.line(at + 1)
    marked = len(line.text) - len(line.text.lstrip("#").lstrip()) if line.text.startswith("#") else 0
    if not (may_be_title(line.text[marked:]) if marked else _may_head(line.text)):
        return None
    if line.text.startswith(("-*-", "# -*-")):
        return None
    issued = _ABOUT.match(following.text) or (_OFFICE.fullmatch(line.text) and _INSTRUMENT.fullmatch(following.text))
    if not following.gap and issued and may_be_title(following.text):
        return following.start, following.end
    if half_title(lines) == at and may_be_title(line.text + following.text):
        return line.start, following.end
    indented = following.indent > max(line.indent, 1)
    longer = following.finished and line.text[-1] not in "？！?!" and _is_longer(following.text, line.text)
    underlined = all(char in "=-" for char in following.text)
    dated = any(
        _DAY_BELOW.fullmatch(lines.text[lines.starts[n] : lines.ends[n]])
        for n in range(at + 1, min(at + 3, len(lines)))
        if lines.gaps[n] == 0 and width(following.text) <= _WIDEST_SPEAKER
    )
    apart = following.gap or indented or longer or marked or underlined or dated or _opens(lines, at)
    apart = apart or (at == 0 and reads_as_headline(lines))
    return (line.start + marked, line.end) if apart else None


def _is_longer(below: str, line: str) -> bool:
    """Return whether a line is so much wider than the one above that this heads it."""
    least = _LONG_AGAIN * width(line)
    return len(below) > least or width(below) > least


def _opens(lines: Lines, at: int) -> bool:
    """Return whether a line directly above others opens a text: no clause, no label, and narrower than what it heads.

    Between it and the text stand a subtitle, an author or a number at most; above verse, an author.
    """
    line = lines.text[lines.starts[at] : lines.ends[at]]
    if (at and lines.gaps[at] == 0) or width(line) > _WIDEST_DIRECT or re.search("[，；：,;:。]", line):
        return False
    below = [lines.line(other) for other in range(at + 1, min(at + 1 + _OPENING, len(lines)))]
    verse = verses(lines)
    if at not in verse and ({at + 1, at + 2} & verse):
        return at + 1 in verse or width(below[0].text) <= _NARROWER * _WIDEST_DIRECT
    first = next((number for number, other in enumerate(below) if other.finished), None)
    section = next(
        (n for n, other in enumerate(below) if numbering(other.text) in _SECTIONS_OF_TEXTS | {_CHAPTER}), None
    )
    if section and first is None:
        return not any(other.tabular and "\t" in other.text for other in below[:section])
    if first is None or any(other.listed or other.tabular or width(other.text) > MAX_TITLE for other in below[:first]):
        return False
    return width(line) <= _NARROWER * max(width(other.text) for other in below[: first + 1])


def _has_text(lines: Lines, first: int) -> bool:
    """Return whether running text, or at least several lines, stand from a line on."""
    hints = lines.hints[first : first + _HEAD_LINES].tolist()
    return len(hints) >= _HEAD_LINES // 4 or any(hint & BODY for hint in hints)
