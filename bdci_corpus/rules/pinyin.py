"""Remove the readings that some sites put after characters: 漢(hàn) becomes 漢.

Evidence: the bracket holds one syllable that is a known reading of the character before it (checked
against pypinyin's dictionary), and the document is densely annotated: one gloss such as
曾(zēng)国藩 is the author's. Where most readings are of characters that the document gives several
readings, or that end words which stand apart (己(jǐ) 已(yǐ) 巳(sì)), they are its subject and stay. It
comes after ``mojibake``, since 經(jīng) exists only once 市經 is repaired.

Rationale: within a page a character is always or never annotated, but sites differ, so no list of
characters would do.

Known failures are cases in ``tests/rules/cases/known-failures.json``.

>>> from bdci_corpus.rules.context import Context
>>> text = "數(shù)字體驗(yàn)官的網(wǎng)絡(luò)實(shí)事"
>>> find(text, Context(file_text=text, annotated=True)).edited(text)
'數字體驗官的網絡實事'
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from math import ceil

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.rules.context import Context
from bdci_corpus.rules.rule import NOTHING, Found
from bdci_corpus.text import (
    ASCII,
    DIGIT,
    HAN as HAN_FLAG,
    HAN_CLASS,
    LATIN,
    OPENS_READING,
    READING,
    Answers,
    TextBatch,
    brackets_in,
    scan_of,
)
from bdci_corpus.trace import deletions

NAME = "pinyin"

_MIN_READINGS = 5
"""How many readings show that a text is annotated."""

_MIN_PER_HAN = 0.01
"""And how many for each Han character: a long text glosses a word now and then."""

_MOST = 2 / 3
"""The share of readings that fit the character before them."""

_LETTER = re.compile(rf"[\w{HAN_CLASS}]")

_BLANK = ord(" ")

_NONE = np.empty((0, 2), np.int64)


def quiet(batch: TextBatch) -> Answers:
    """Return which texts have no bracket that a reading may stand in."""
    return ~batch.has(OPENS_READING)


def find(text: str, context: Context) -> Found:
    """Find each reading of a densely annotated document. Linear."""
    spans = _spans(text, context)
    return Found(deletions(spans), []) if len(spans) else NOTHING


def _spans(text: str, context: Context) -> NDArray[np.int64]:
    """Return where readings stand, in pages without tones each with the blank that follows."""
    if context.annotated is False or not scan_of(text).has(OPENS_READING):
        return _NONE
    brackets = brackets_in(text)
    reads = brackets.kinds & READING != 0
    count = np.count_nonzero(reads)
    if context.annotated is None and (count < _fewest(text) or _are_subject(text)):
        return _NONE
    starts, ends = brackets.starts[reads], brackets.ends[reads]
    toneless = np.count_nonzero(reads & (brackets.kinds & ASCII != 0))
    if 2 * toneless > count:
        # 關(guan) 於(yu): in pages without tones the blank belongs to the reading.
        ends = ends + (scan_of(text + "\n").codes[ends] == _BLANK)
    return np.stack([starts, ends], axis=1)


def is_annotated(text: str) -> bool:
    """Return whether a document is densely annotated."""
    if scan_of(text).readings < _MIN_READINGS:
        return False
    text = unicodedata.normalize("NFC", text)
    count = int(np.count_nonzero(brackets_in(text).kinds & READING))
    return count >= _fewest(text) and not _are_subject(text)


def _are_subject(text: str) -> bool:
    """Return whether most readings of a document are not a converter's: it speaks of them."""
    brackets = brackets_in(text)
    reads = np.flatnonzero(brackets.kinds & READING)
    starts, ends, like = brackets.starts[reads], brackets.ends[reads], brackets.like[reads]
    firsts = np.flatnonzero(like == reads)  # a page says the same reading of the same character again and again
    given: defaultdict[str, set[str]] = defaultdict(set)
    spans = list(zip(starts[firsts].tolist(), ends[firsts].tolist(), strict=True))
    for start, end in spans:
        given[text[start - 1]].add(text[start + 1 : end - 1].lower())
    of_several = np.zeros(len(brackets.kinds), bool)
    of_several[reads[firsts]] = [len(given[text[start - 1]]) > 1 for start, _ in spans]
    # with a tone, and at the end of a word that stands apart: 酝酿(niàng)    应和(hè)
    alone = brackets.kinds[reads] & ASCII == 0
    alone[alone] = ~_are_letters(text, ends[alone])
    return int(np.count_nonzero(of_several[like] | alone)) >= _MOST * len(reads)


def _are_letters(text: str, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return whether there are letters or digits at places of a text; beyond its ends are none."""
    kinds = scan_of(text).beside(places, 0)
    letters: NDArray[np.bool_] = kinds & np.uint32(HAN_FLAG | LATIN | DIGIT) != 0
    others = np.flatnonzero(~letters & (kinds != 0))
    letters[others] = [_LETTER.match(text, place) is not None for place in places[others].tolist()]
    return letters


def _fewest(text: str) -> int:
    """Return how many readings make a document densely annotated."""
    return max(_MIN_READINGS, ceil(_MIN_PER_HAN * scan_of(text).count(HAN_FLAG)))
