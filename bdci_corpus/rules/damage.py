"""Signs of damage: what lost or replaced bytes leave behind in Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bdci_corpus.rules.bytestream import Seam
from bdci_corpus.rules.context import HAN, Context
from bdci_corpus.rules.pinyin import LETTERS, is_reading, readings_of
from bdci_corpus.script import common_han

_SYMBOLS = "\u2500-\u257f\u2580-\u259f\u3105-\u312f\ue000-\uf8ff\u02c7-\u02d9\u2550-\u2570"
_FOREIGN = "\u3041-\u30ff\u0391-\u03c9\u0401-\u0451"
_REPLACEMENT = re.compile("\ufffd+")
_KANA_TEXT = re.compile("[\u3041-\u3096]{2}|[\u30a1-\u30fa]{3}")
_SEAM = re.compile(
    f"(?<=[{HAN}])(?:\\([{LETTERS}]{{1,7}}\\))?(?P<orphan>\\?(?P<marked>[{LETTERS}]{{1,6}})\\)|\\((?P<dropped>[{LETTERS}]{{1,6}})\\))"
)
_MISREAD = re.compile(f"(?P<char>[{HAN}])\\((?P<reading>[{LETTERS}]{{1,7}})\\)")
_COUNT = re.compile("(?<![\\d.,])(?P<digits>\\d{5,9})(?P<unit>[万萬亿億][\u4e00-\u9fff])")

_REACH = 3
"""Signs this many characters apart belong together."""

_NEAR = 2
_ENOUGH = 2.0
_LONGEST_SITE = 40


@dataclass(frozen=True, slots=True)
class Site:
    """A damaged place; ``slipped`` says that a lost byte may explain it."""

    start: int
    end: int
    slipped: bool


@cache
def _sign() -> re.Pattern[str]:
    """Return what may be a sign: symbols and letters beside Han, and Han that are not common."""
    rare = f"(?![{''.join(sorted(common_han()))}])[\u4e00-\u9fa5\u4e00-\u9fff]"
    return re.compile(f"(?P<symbol>[{_SYMBOLS}])|(?P<foreign>[{_FOREIGN}])|(?P<rare>{rare})")


def sites(text: str, context: Context) -> Iterator[Site]:
    """Yield damaged places, sorted and disjoint."""
    found = [Site(match.start(), match.end(), slipped=False) for match in _REPLACEMENT.finditer(text)]
    found += _magnitudes(text)
    found += _clusters(text)
    if context.annotated:
        found += _misread(text)
    end = 0
    for site in sorted(found, key=lambda site: (site.start, -site.end)):
        if site.start >= end:
            yield site
            end = site.end


def _clusters(text: str) -> Iterator[Site]:
    """Yield runs of signs that together weigh enough."""
    if _KANA_TEXT.search(text):
        return
    start = end = -1
    weight = 0.0
    for match in _sign().finditer(text):
        if match.start() - end > _REACH or match.end() - start > _LONGEST_SITE:
            if weight >= _ENOUGH:
                yield Site(start, end, slipped=True)
            start, weight = match.start(), 0.0
        weight += _weight(text, match)
        end = match.end()
    if weight >= _ENOUGH:
        yield Site(start, end, slipped=True)


def _weight(text: str, match: re.Match[str]) -> float:
    near = _NEAR if match["symbol"] else 1
    beside = text[max(0, match.start() - near) : match.start()] + text[match.end() : match.end() + near]
    if not any("\u4e00" <= char <= "\u9fff" for char in beside):
        return 0.0
    if match["symbol"]:
        return 2.0
    return 1.2 if match["foreign"] else 0.7


def _misread(text: str) -> Iterator[Site]:
    """Yield characters whose reading is none of theirs, though the reading is a syllable."""
    for match in _MISREAD.finditer(text):
        if (
            not is_reading(match["char"], match["reading"])
            and readings_of(match["char"])
            and not match["reading"].isascii()
        ):
            yield Site(match.start(), match.start() + 1, slipped=True)


def _magnitudes(text: str) -> Iterator[Site]:
    """Yield numbers of ten thousands that lost their decimal point: the text elsewhere gives the size."""
    for match in _COUNT.finditer(text):
        digits, unit = match["digits"], match["unit"]
        for length in range(1, len(digits) - 1):
            pattern = f"(?<![\\d.]){digits[:length]}[多余餘]?{unit[0]}[多余餘]?{unit[1]}"
            if re.search(pattern, text):
                yield Site(match.start(), match.end(), slipped=False)
                break


def seams(text: str) -> Iterator[Seam]:
    """Yield orphaned readings: the remains of a replacement that hit two characters."""
    if ")" not in text:
        return
    for match in _SEAM.finditer(text):
        reading = match["marked"] or match["dropped"]
        before = match.start()
        previous = text[before - 1]
        if reading.isascii() or (match["dropped"] and is_reading(previous, reading)):
            continue
        if match["dropped"] and match.start("orphan") == before:
            continue
        yield Seam(
            previous=previous,
            reading=reading,
            habit="mark" if match["marked"] else "drop",
            start=match.start("orphan"),
            after=match.end(),
            following=text[match.end() : match.end() + 24],
        )
