"""Tell a headline from the first sentence of a text where no blank line parts them.

Evidence: crawled pages are saved with a paragraph a line, the title among them. A headline parts a subject from what
is said of it by a colon or a stroke, or has one comma and no final mark, where the paragraphs below it end with one.
A text that is wrapped shows itself by lines that end anywhere.
"""

from __future__ import annotations

from bdci_corpus.patterns import lazily
from bdci_corpus.text.alphabet import HAN_CLASS
from bdci_corpus.text.lines import Lines
from bdci_corpus.text.wraps import width

_NARROWEST = 24
"""The narrowest headline of this form, in half-width cells: shorter ones may greet or speak."""

_WIDEST = 100
"""The widest."""

_LOOK = 12
"""How many lines below are looked at."""

_FEWEST = 2
"""How many of them are wider than the headline, at least."""

_MOST_CLAUSES = 2
"""How many commas a headline has at most."""

_PARTED = lazily(
    r"(?!核心提示[：:])[^\s“\"「『（(，,。：:丨｜|][^。：:丨｜|]{2,28}[^\s。：:丨｜|说說问問道答曰云喊叫写寫，,]"
    r"(?<!名称|编号|时间|地点|单位|主题|题目|日期|范围|依据|目的|对象|内容|要求|方式|提示|问题|回答|电话|地址)"
    rf"(?:[：:][ ]?|[ ]?[丨｜|][ ]?)(?=[^：:丨｜|]{{0,60}}[{HAN_CLASS}])[^。：:丨｜|]{{5,}}"
)
"""A subject of four characters or more, and what is said of it."""

_LABELED = lazily(r"[^\s，。：:]{1,10}[：:]")

_TWO_CLAUSES = lazily(
    r"(?![^，,]*(?:看到|了解到|获悉|得知|说|表示|介绍|指出|认为|称)[，,])"
    rf"[^\s“\"「『（(，,。][^，,。！？!?；;]{{3,}}[，,][^，,。！？!?；;]{{3,}}[{HAN_CLASS}A-Za-z0-9）)”》]"
)

_GREETS = lazily(r"好[！!。]?$|(?:^|[，,：:])(?:大家|各位|你们|您|我是)")

_CLAUSE = lazily("[，,；;、]")


def reads_as_headline(lines: Lines) -> bool:
    """Return whether the first line of a text is a headline directly above paragraphs, each a line of its own."""
    first = lines.line(0).text
    if not _NARROWEST <= width(first) <= _WIDEST or _GREETS.search(first):
        return False
    if not (_TWO_CLAUSES.fullmatch(first) or (_PARTED.fullmatch(first) and _clauses(first) <= _MOST_CLAUSES)):
        return False
    below = [lines.line(at) for at in range(1, min(1 + _LOOK, len(lines)))]
    if any(_LABELED.match(each.text) for each in below[:_FEWEST]):  # of a form, or of people who talk
        return False
    wider = [each for each in below if width(each.text) > width(first)]
    return len(wider) >= _FEWEST and 3 * sum(each.finished for each in wider) >= 2 * len(wider)


def _clauses(line: str) -> int:
    """Return how many marks part a line's clauses."""
    return sum(mark != "、" for mark in _CLAUSE.findall(line))
