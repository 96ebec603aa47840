"""Signs of damage: what lost or replaced bytes leave behind in Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bdci_corpus.patterns import lazily
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.mojibake import misdecoding, slips
from bdci_corpus.rules.mojibake.bytestream import Seam
from bdci_corpus.text import (
    DIGIT,
    HAN as HAN_FLAG,
    HAN_CLASS,
    LATIN_LEAD,
    LETTERS,
    LOST,
    MISREAD,
    SYMBOL,
    TEN_THOUSAND,
    TONED,
    Answers,
    Places,
    Scan,
    TextBatch,
    brackets_in,
    is_reading,
    scan_of,
)

_DRAWN = re.compile("[\u2500-\u259f]{2}|^[ \t]*[│┃║].*\n[ \t]*[│┃║]", re.MULTILINE)
"""Box-drawing characters that draw: side by side, or at the start of two lines."""

_BOXES = range(0x2500, 0x25A0)

_LOST_FIRST = lazily("[?？][！；，：。、？,;:!]?$")

_SOUNDS = *range(0x2C7, 0x2DA), *range(0x3105, 0x3130)
"""Bopomofo and the marks of its tones."""

_BOPOMOFO = re.compile("[\u3105-\u312f]")

_SPELT = re.compile(f"[\u3105-\u312f]{{2}}|[\u3105-\u312f][ˊˇˋ˙]|˙[\u3105-\u312f]|\u3127(?=[{HAN_CLASS}])")
"""Bopomofo that spell, and the letter that is typed for 一."""

_FEW = 3
"""Fewer letters of Bopomofo in a text may be what lost bytes left behind."""

_SEAM = re.compile(
    f"(?<=[^\\x00-\\x7f])(?:\\([{LETTERS}]{{1,7}}\\))?(?P<orphan>\\?(?P<marked>[{LETTERS}]{{1,6}})\\)|\\((?P<dropped>[{LETTERS}]{{1,6}})\\))"
)

_COUNT = re.compile(f"(?<![\\d.,])(?P<digits>\\d{{5,9}})(?P<unit>[万萬亿億][{HAN_CLASS}])")

_SIZE = re.compile(
    f"(?<![\\d.])(?P<digits>\\d{{1,7}})[多余餘]?(?P<ten_thousand>[万萬亿億])[多余餘]?(?P<counted>[{HAN_CLASS}])"
)

_OPEN, _CLOSE, _QUESTION = map(ord, "()?")

_LONGEST_READING = 9
"""The longest reading of one character in brackets."""

_FEWEST_DIGITS, _MOST_DIGITS = 5, 10
"""Digits of a number around 萬, which a slip may have made of other bytes."""

_NEAR = 2
"""A sign this far from Chinese stands among it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A damaged place; ``slipped`` says that a lost byte may explain it."""

    start: int
    end: int
    slipped: bool


def quiet(batch: TextBatch) -> Answers:
    """Return which texts have none of the signs that are looked for, nor what may be read out of step."""
    lost = batch.has(LOST | LATIN_LEAD | SYMBOL) | batch.holds(misdecoding.KUN) | (batch.magnitudes > 0)
    suspects = slips.BatchSuspects(batch)
    return ~(lost | batch.has(TONED) | misdecoding.may_be_gbk(batch, suspects) | slips.may_hold(batch, suspects))


def sites(text: str, context: Context) -> list[Site]:
    """Return damaged places, sorted; some may overlap."""
    scan = scan_of(text)
    suspects = slips.suspects(scan)
    found = [Site(*span, slipped=False) for span in misdecoding.spans(scan, suspects)]
    found += _magnitudes(scan)
    found += (Site(place, place + 1, slipped=True) for place in _signs(scan))
    found += (Site(_first(text, start), end, slipped=False) for start, end in slips.runs(scan, suspects))
    if context.annotated:
        found += _misread(scan)
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
    places = places[near]
    if len(places) and _BOPOMOFO.search(scan.text) and _spells(scan.text):
        places = places[~np.isin(scan.codes[places], _SOUNDS)]
    return list(map(int, places))


def _first(text: str, start: int) -> int:
    """Return where a run begins with the question mark and the mark that stand for its first bytes."""
    match = _LOST_FIRST.search(text, max(start - 2, 0), start)
    return match.start() if match else start


def _spells(text: str) -> bool:
    """Return whether a text is written with Bopomofo, as dictionaries, lessons and talk in Taiwan are."""
    return _SPELT.search(text) is not None or len(_BOPOMOFO.findall(text)) >= _FEW


def _misread(scan: Scan) -> Iterator[Site]:
    """Yield characters whose reading is none of theirs, though the reading is a syllable."""
    brackets = brackets_in(scan.text)
    for place in brackets.starts[brackets.kinds & MISREAD != 0].tolist():
        yield Site(place - 1, place, slipped=True)


def _magnitudes(scan: Scan) -> Iterator[Site]:
    """Yield numbers of ten thousands that lost their decimal point: the text elsewhere gives the size."""
    if not scan.magnitudes:
        return
    places = scan.places(TEN_THOUSAND)
    sizes = set(_sizes(scan.text, places))
    long = scan.beside(places, -1) & scan.beside(places, -_FEWEST_DIGITS) & DIGIT != 0
    for place in places[long].tolist():
        match = _COUNT.search(scan.text, max(0, place - _MOST_DIGITS), place + 2)
        if match and any(
            (match["digits"][:length], match["unit"]) in sizes for length in range(1, len(match["digits"]) - 1)
        ):
            yield Site(match.start(), match.end(), slipped=False)


def _sizes(text: str, places: Places) -> Iterator[tuple[str, str]]:
    """Yield the numbers that stand before ten thousands, and these with what is counted."""
    for place in places.tolist():
        for match in _SIZE.finditer(text, max(0, place - _MOST_DIGITS), place + 3):
            yield match["digits"], match["ten_thousand"] + match["counted"]


def seams(text: str) -> Iterator[Seam]:
    """Yield orphaned readings: the remains of a replacement that hit two characters."""
    scan = scan_of(text)
    if not scan.has(TONED) or ("?" not in text and ")(" not in text):
        return
    orphans = scan.codes == _QUESTION
    orphans[1:] |= (scan.codes[1:] == _OPEN) & (scan.codes[:-1] == _CLOSE)
    for place in np.flatnonzero(orphans).tolist():
        behind = place > 0 and text[place - 1] == ")"
        start = text.rfind("(", max(0, place - _LONGEST_READING), place) if behind else place
        match = _SEAM.match(text, start) if start >= 0 else None
        if not match:
            continue
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
