"""Signs of damage: what lost or replaced bytes leave behind in Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.rules.bytestream import Seam
from bdci_corpus.rules.context import HAN, Context
from bdci_corpus.rules.flags import FOREIGN, KANA, RARE, SYMBOL, TONED
from bdci_corpus.rules.flags import HAN as HAN_FLAG
from bdci_corpus.rules.pinyin import LETTERS, is_reading, readings_of
from bdci_corpus.rules.scan import Places, Scan, scan_of

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


def sites(text: str, context: Context) -> Iterator[Site]:
    """Yield damaged places, sorted and disjoint."""
    found = []
    if "\ufffd" in text:
        found += [Site(match.start(), match.end(), slipped=False) for match in _REPLACEMENT.finditer(text)]
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
    scan = scan_of(text)
    places = scan.places(SYMBOL | FOREIGN | RARE)
    if not len(places) or (scan.has(KANA) and _KANA_TEXT.search(text)):
        return
    weights = _weights(scan, places)
    breaks = np.flatnonzero(np.diff(places) > _REACH) + 1
    totals = np.add.reduceat(weights, np.append(0, breaks))
    firsts, ends = places[np.append(0, breaks)], places[np.append(breaks - 1, -1)] + 1
    for at in np.flatnonzero(totals >= _ENOUGH).tolist():
        start = int(firsts[at])
        yield Site(start, min(int(ends[at]), start + _LONGEST_SITE), slipped=True)


def _weights(scan: Scan, places: Places) -> NDArray[np.float64]:
    """Return how much each sign weighs; one with no Chinese beside it weighs nothing."""
    kinds = scan.flags[places]
    beside = scan.beside(places, -1) | scan.beside(places, 1)
    near = beside | scan.beside(places, -_NEAR) | scan.beside(places, _NEAR)
    symbol, foreign = (kinds & SYMBOL) != 0, (kinds & FOREIGN) != 0
    weights: NDArray[np.float64] = np.where(symbol, 2.0, np.where(foreign, 1.2, 0.9))
    weights[(np.where(symbol, near, beside) & HAN_FLAG) == 0] = 0.0
    return weights


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
    if not scan_of(text).magnitudes:
        return
    for match in _COUNT.finditer(text):
        digits, unit = match["digits"], match["unit"]
        for length in range(1, len(digits) - 1):
            pattern = f"(?<![\\d.]){digits[:length]}[多余餘]?{unit[0]}[多余餘]?{unit[1]}"
            if re.search(pattern, text):
                yield Site(match.start(), match.end(), slipped=False)
                break


def seams(text: str) -> Iterator[Seam]:
    """Yield orphaned readings: the remains of a replacement that hit two characters."""
    if ")" not in text or not scan_of(text).has(TONED):
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
