"""Signs of damage: what lost or replaced bytes leave behind in Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bdci_corpus.rules import misdecoding, slips
from bdci_corpus.rules.bytestream import Seam
from bdci_corpus.rules.context import HAN, Context
from bdci_corpus.rules.flags import HAN as HAN_FLAG
from bdci_corpus.rules.flags import SYMBOL, TONED
from bdci_corpus.rules.pinyin import LETTERS, is_reading, readings_of
from bdci_corpus.rules.scan import Scan, scan_of

_DRAWN = re.compile("[\u2500-\u259f]{2}")
"""Box-drawing characters that draw."""

_BOXES = range(0x2500, 0x25A0)

_SEAM = re.compile(
    f"(?<=[{HAN}])(?:\\([{LETTERS}]{{1,7}}\\))?(?P<orphan>\\?(?P<marked>[{LETTERS}]{{1,6}})\\)|\\((?P<dropped>[{LETTERS}]{{1,6}})\\))"
)
_MISREAD = re.compile(f"(?P<char>[{HAN}])\\((?P<reading>[{LETTERS}]{{1,7}})\\)")
_COUNT = re.compile("(?<![\\d.,])(?P<digits>\\d{5,9})(?P<unit>[万萬亿億][\u4e00-\u9fff])")

_NEAR = 2
"""A sign this far from Chinese stands among it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A damaged place; ``slipped`` says that a lost byte may explain it."""

    start: int
    end: int
    slipped: bool


def sites(text: str, context: Context) -> list[Site]:
    """Return damaged places, sorted; some may overlap."""
    scan = scan_of(text)
    suspects = slips.suspects(scan)
    found = [Site(*span, slipped=False) for span in misdecoding.spans(scan, suspects)]
    found += _magnitudes(text)
    found += (Site(place, place + 1, slipped=True) for place in _signs(scan))
    found += (Site(*run, slipped=False) for run in slips.runs(scan, suspects))
    if context.annotated:
        found += _misread(text)
    return sorted(found, key=lambda site: (site.start, site.end))


def _signs(scan: Scan) -> list[int]:
    """Return where a character stands among Chinese that Chinese text never holds."""
    places = scan.places(SYMBOL)
    if not len(places):
        return []
    around = [scan.beside(places, step) for step in range(-_NEAR, _NEAR + 1)]
    near = np.bitwise_or.reduce(around) & HAN_FLAG != 0
    if _DRAWN.search(scan.text):
        near &= (scan.codes[places] < _BOXES.start) | (scan.codes[places] >= _BOXES.stop)
    return list(map(int, places[near]))


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
