"""Remove the readings that some sites put after characters: 漢(hàn) becomes 漢.

Evidence: the bracket holds one syllable that is a known reading of the character before it (checked
against pypinyin's dictionary), and the document is densely annotated: one gloss such as
曾(zēng)国藩 is the author's. It comes after ``mojibake``, since 經(jīng) exists only once 市經 is
repaired.

Rationale: within a page a character is always or never annotated, but sites differ, so no list of
characters would do.

Known failures: a reading the dictionary lacks stays.

>>> from bdci_corpus.rules.context import Context
>>> text = "數(shù)字體驗(yàn)官的網(wǎng)絡(luò)實(shí)事"
>>> len(list(find(text, Context(file_text=text, annotated=True))))
5
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from math import ceil

import numpy as np

from bdci_corpus.records import Edit, Mark
from bdci_corpus.rules.context import HAN, Context
from bdci_corpus.rules.flags import HAN as HAN_FLAG
from bdci_corpus.rules.flags import OPENS_READING
from bdci_corpus.rules.scan import scan_of
from bdci_corpus.trace.columns import NO_EDITS, Edits, deletions

NAME = "pinyin"

LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêếềɑɡ\u0300-\u030c"
_READING = re.compile(
    f"(?<=[{HAN}])(?:\\([{LETTERS}]{{1,9}}\\)|（[{LETTERS}]{{1,9}}）|\\[[读讀][:：][{LETTERS}]{{1,9}}\\])",
    re.IGNORECASE,
)
_LETTERFORMS = str.maketrans("ɑɡ", "ag")
_MIN_READINGS = 5
_MIN_PER_HAN = 0.01
_TONE_MARKS = "\u0300\u0301\u0304\u030c"


def find(text: str, context: Context) -> Iterator[Edit]:
    """Yield an edit for each reading of a densely annotated document. Linear."""
    for start, end in _spans(text, context):
        yield Edit(start=start, end=end, replacement="", rule=NAME)


def find_columns(text: str, context: Context) -> tuple[Edits, list[Mark]]:
    """Return the same edits as arrays."""
    spans = _spans(text, context)
    return deletions(np.array(spans, np.int64)) if spans else NO_EDITS, []


def _spans(text: str, context: Context) -> list[tuple[int, int]]:
    """Return where readings stand, in pages without tones each with the blank that follows."""
    if context.annotated is False or not scan_of(text).has(OPENS_READING):
        return []
    found = [match.span() for match in _readings(text)]
    if context.annotated is None and len(found) < _fewest(text):
        return []
    toneless = sum(text[start:end].isascii() for start, end in found)
    if 2 * toneless <= len(found):
        return found
    # 關(guan) 於(yu): in pages without tones the blank belongs to the reading.
    return [(start, end + 1 if text[end : end + 1] == " " else end) for start, end in found]


def is_annotated(text: str) -> bool:
    """Return whether a document is densely annotated."""
    if scan_of(text).readings < _MIN_READINGS:
        return False
    text = unicodedata.normalize("NFC", text)
    needed = _fewest(text)
    return sum(1 for _ in islice(_readings(text), needed)) == needed


def _readings(text: str) -> Iterator[re.Match[str]]:
    """Yield the readings; looking only behind brackets is ten times as fast as searching."""
    for place in scan_of(text).places(OPENS_READING).tolist():
        match = _READING.match(text, place)
        if match and _annotates(text, match):
            yield match


def _fewest(text: str) -> int:
    """Return how many readings make a document densely annotated."""
    return max(_MIN_READINGS, ceil(_MIN_PER_HAN * scan_of(text).count(HAN_FLAG)))


def _annotates(text: str, match: re.Match[str]) -> bool:
    return is_reading(text[match.start() - 1], match.group().strip("()（）[]读讀:："))


@lru_cache(maxsize=1 << 16)
def is_reading(char: str, syllable: str) -> bool:
    """Return whether a syllable, with tone marks or without, is a known reading of a character."""
    if not char:
        return False
    syllable = unicodedata.normalize("NFC", syllable.translate(_LETTERFORMS).lower())
    toned, plain = readings_of(char) or (frozenset(), frozenset())
    return syllable in plain or syllable in toned


@cache
def readings_of(char: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return a character's readings with tone marks, and without; None if the dictionary lacks it."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - 40,000 entries, needed by few documents

    if ord(char) not in PINYIN_DICT:
        return None
    toned = frozenset(unicodedata.normalize("NFC", reading) for reading in PINYIN_DICT[ord(char)].split(","))
    return toned, frozenset(map(_without_tone, toned))


def _without_tone(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONE_MARKS))
