"""What stands between two lines of one paragraph: nothing, a blank, or a hyphen that is no word's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from bdci_corpus.loading.pdf.lines import PageLine
from bdci_corpus.text import HAN_CLASS

_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[-\u2010][A-Za-z\u00c0-\u024f]+)*")

_LAST_WORD = re.compile(r"([A-Za-z\u00c0-\u024f]+(?:[-\u2010][A-Za-z\u00c0-\u024f]+)*)[-\u2010\u00ad]$")

_FIRST_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[-\u2010][A-Za-z\u00c0-\u024f]+)*")

_HYPHENS = "-\u2010\u00ad"

_COMPOUND = frozenset(
    """
    all anti best brand broad close co cross data deep double early even ever far fast first five four fresh
    full good half hand hard heavy high home ill in inter large late left light likely long loose low many mid
    middle multi near new newly nine non off often old on one open out over part post power pre quasi rapid
    ready real right second self semi set seven short single six slow small so soft state still sub ten third
    three tight top twice two ultra under up user war water well wide work world e x
    """.split()  # noqa: SIM905 - a list to read
)
"""First parts of words that are written with a hyphen; what stands there is a word of its own."""

_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff65\U00020000-\U0003ffff“”‘’…—]")

_APART = re.compile(f"[{HAN_CLASS}] [A-Za-z0-9]|[A-Za-z0-9%] [{HAN_CLASS}]")

_TOGETHER = re.compile(f"[{HAN_CLASS}][A-Za-z0-9]|[A-Za-z0-9%][{HAN_CLASS}]")

_MOSTLY = 0.3
"""The share of East Asian characters on one side of a joint that makes it one without a blank."""

_FEW = 3
"""From how many hyphens within words on a document is said to draw them."""


GOES_ON = re.compile("\\s?(?:[←⤶]\\s?[-‐֓]?|[↩↪⏎])$")
"""What TeX prints where it wraps a line of code: an arrow with a hook, which may come as an arrow and a hyphen."""


class Joint(NamedTuple):
    """How a line goes on in the next: how many characters at its end go, and what stands there instead."""

    dropped: int
    between: str


@dataclass(slots=True)
class LatinWords:
    """The Latin words of a document, whole ones: those at the ends of lines may be parts."""

    counts: Counter[str] = field(default_factory=Counter)
    drawn: int = 0
    """How many lines that end in a Latin word draw a blank behind it."""

    @classmethod
    def of(cls, lines: Iterable[PageLine]) -> LatinWords:
        """Count them."""
        words = cls()
        for line in lines:
            found = [match.group().lower() for match in _WORD.finditer(line.text)]
            words.counts.update(found[1:-1])
            words.drawn += bool(line.trailing and line.text[-1:].isascii() and line.text[-1:].isalnum())
        return words


def joint(line: PageLine, following: PageLine, words: LatinWords) -> Joint:
    """Return how a line of a paragraph goes on in the next line."""
    before, after = line.text, following.text
    if not before or not after:
        return Joint(0, "")
    if (arrow := GOES_ON.search(before)) and arrow.start():
        words_meet = before[arrow.start() - 1].isalnum() and after[0].isalnum()
        return Joint(len(arrow[0]), " " if words_meet else "")
    if before[-1] in _HYPHENS and len(before) > 1 and (before[-2].isalnum()) and after[0].isalnum():
        return _hyphenated(before, after, words)
    if line.trailing and not (_CJK.match(before[-1]) and _CJK.match(after[0])):
        return Joint(0, " ")
    if _CJK.match(before[-1]) or _CJK.match(after[0]):
        mixed = not (_CJK.match(before[-1]) and _CJK.match(after[0]))
        return Joint(0, " " if mixed and _spaced(line, following) else "")
    return Joint(0, "" if _torn(line, following, words) else " ")


def _hyphenated(before: str, after: str, words: LatinWords) -> Joint:
    """Decide about a hyphen at a line's end: the document's other words tell, else how such words are made."""
    last, first = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if not last or not first or before[-1].isdigit() or after[0].isdigit():
        return Joint(0, "")
    left, right = last[1].lower(), first.group().lower()
    whole, parted = left + right, f"{left}-{right}"
    if words.counts[whole] or words.counts[parted]:
        return Joint(1, "") if words.counts[whole] >= words.counts[parted] else Joint(0, "")
    start = left.rpartition("-")[2]
    of_two = start in _COMPOUND or (words.counts[right.partition("-")[0]] and words.counts[start])
    kept = before[-1] != "\u00ad" and (of_two or after[0].isupper() or left.isupper())
    return Joint(0, "") if kept else Joint(1, "")


def _spaced(line: PageLine, following: PageLine) -> bool:
    """Return whether blanks stand between Han and Latin elsewhere on these lines."""
    both = f"{line.text}\n{following.text}"
    apart = len(_APART.findall(both))
    together = len(_TOGETHER.findall(both))
    latin = (line.text[-1], following.text[0])
    return apart > together and any(c.isascii() and (c.isalnum() or c == "%") for c in latin)


def _torn(line: PageLine, following: PageLine, words: LatinWords) -> bool:
    """Return whether a number or a word was cut by the line's end."""
    before, after = line.text, following.text
    chinese = len(_CJK.findall(before)) >= _MOSTLY * len(before) or len(_CJK.findall(after)) >= _MOSTLY * len(after)
    if not chinese:
        return before.endswith(("/", "_")) or bool(re.search(r"\d[.,]$", before) and re.match(r"\d", after))
    if re.search(r"[\d.,:/~%]$", before) and re.match(r"[\d.,:/~%]", after):
        return bool(re.search(r"\d[.,:/~]?$|[/~]$", before))
    last, first = _WORD.findall(before), _WORD.match(after)
    if not last or not first or not before.endswith(last[-1]):
        return not (before[-1].isalnum() and after[0].isalnum()) and before[-1] not in ",.;:!?)"
    whole = (last[-1] + first.group()).lower()
    parts = words.counts[last[-1].lower()] and words.counts[first.group().lower()]
    return bool(words.counts[whole] and not parts) or words.drawn >= _FEW
