"""Recognize license notices that nobody declared, in Chinese of both scripts and in English.

A notice speaks of the text it stands in, to whoever reads it. So its words alone are no evidence: laws
and news speak of copying and licenses too. What counts is that the sentence opens with such words, or
with words that point at the text (本文, 本站, this work), perhaps behind a courtesy or a name in quotes, and
that nothing behind them makes them a part of running prose. A quoted notice is none.

Known failures: a notice whose sentence opens with anything else, and one in another language.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.licenses.family import Family, kind_of
from bdci_corpus.licenses.folding import LONGEST, View, has_readings
from bdci_corpus.licenses.joining import Meaning, joined, with_owners, with_versions, without_explanations
from bdci_corpus.licenses.matches import notice_span
from bdci_corpus.licenses.needs import widest
from bdci_corpus.licenses.pictures import PICTURE, is_of_picture
from bdci_corpus.licenses.places import Places
from bdci_corpus.licenses.sentences import REACH, Sentences, is_quoted
from bdci_corpus.licenses.vocabulary import FAMILIES

_EMPTY_LINE = re.compile(r"\n\s*\n")

_REACH = 300
"""How far from its anchor, in code points, all of a match lies that is worth finding."""

_AHEAD = 64
"""So many characters behind all that a pattern takes in are looked ahead at."""

_LINE = 120
"""How much of its own line is looked at for what a candidate grants, in characters."""

_MOST = 16
"""Where so many words of one family stand within reach, what follows is a list; looking at each would be slow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What reads like a license notice: its span, and what its words come down to.

    ``license`` is an SPDX expression where the notice names licenses (``LicenseRef-CC-BY`` where it names
    no version), and None where it is one of its own. One that ``yields`` was known by its whole sentence alone.
    """

    kind: str
    start: int
    end: int
    license: str | None
    restriction: str
    yields: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    """Words that are a notice, the span of the notice, and what they come down to."""

    kind: str
    words: tuple[int, int]
    start: int
    end: int
    meaning: Meaning
    yields: bool


def find_candidates(
    text: str,
    near: Sequence[tuple[Family, Sequence[int]]] | None = None,
    codes: NDArray[np.uint32] | None = None,
    *,
    annotated: bool = False,
) -> list[Candidate]:
    """Find what reads like a license notice; spans are code points, sorted and disjoint.

    Blanks, line breaks, zero-width characters and pinyin readings within a notice do not matter. ``near``
    says for the families that may occur where their anchors may begin, if that is known; ``codes`` are the
    code points of the text, where compiled loops are to look; ``annotated`` says that characters may have readings
    behind them.
    """
    reach = reach_of(annotated=annotated or (near is None and has_readings(text)))
    near = _places().near(text) if near is None else near
    every = sorted({place for _, places in near for place in places})
    pieces = [View(text, *span, codes=codes) for span in _around(every, reach, len(text))]
    sentences = Sentences(text)
    hits = [hit for family, places in near for hit in _in_pieces(family, places, pieces, sentences)]
    found = without_explanations([_candidate(group, text) for group in _grouped(hits)], text)
    return with_owners(with_versions(found), text)


def reach_of(*, annotated: bool) -> int:
    """Return how far from its anchor, in code points, all of a match lies that is worth finding."""
    return _REACH * (LONGEST if annotated else 1)


@cache
def _places() -> Places:
    return Places(FAMILIES)


def _around(places: Sequence[int], reach: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield what lies within reach of places, which are sorted; joined where it meets."""
    start = end = 0
    for place in places:
        if place - reach > end:
            if end:
                yield start, end
            start = place - reach
        end = min(place + reach, length)
    if end:
        yield start, end


def _in_pieces(family: Family, places: Sequence[int], pieces: Sequence[View], sentences: Sentences) -> Iterator[_Hit]:
    """Yield the hits of a family around the places of its anchors, which are sorted."""
    width = _width(family.pattern)
    for at, own in groupby(places, lambda place: bisect_right(pieces, place, key=attrgetter("start")) - 1):
        piece = pieces[at]
        anchors = [one for one in np.searchsorted(piece.places, list(own)).tolist() if _begins(family, piece, one)]
        for start, end in _around(anchors, width, len(piece.places)):
            yield from _found(family, piece, start, min(end + _AHEAD, len(piece.places)), sentences)


def _begins(family: Family, piece: View, at: int) -> bool:
    """Return whether an anchor begins at a place, of which only the first characters are known."""
    return piece.folded[at : at + _AHEAD].replace(" ", "").replace("\n", "").startswith(family.anchors)


@cache
def _anchors(anchors: Sequence[str]) -> re.Pattern[str]:
    """Return what finds the first of some anchors: one search, and not one for each."""
    return re.compile("|".join(map(re.escape, sorted(anchors, key=len))))


def _anchored(family: Family, match: re.Match[str]) -> bool:
    """Return whether an anchor begins in the words of a match.

    Else what is found would depend on which anchors of others are looked for near them, and so on the pace.
    """
    words = match.string[match.start() : match.end() + _AHEAD].replace(" ", "").replace("\n", "")
    found = _anchors(family.anchors).search(words)
    return found is not None and found.start() < len(match.group())


@cache
def _width(pattern: re.Pattern[str]) -> int:
    """Return how far from an anchor, in characters that count, the words of a pattern are looked for."""
    return min(widest(pattern), _REACH)


def _found(family: Family, piece: View, low: int, high: int, sentences: Sentences) -> Iterator[_Hit]:
    """Yield the matches in a part of a piece that are notices; the same words inside a notice say nothing new."""
    covered: dict[str, int] = {}
    recent = deque([-REACH] * _MOST, _MOST)
    for match in family.pattern.finditer(piece.folded, low, high):
        if not _anchored(family, match):
            continue
        start, end = int(piece.places[match.start()]), int(piece.places[match.end() - 1]) + 1
        listed = recent[0] > start - REACH
        recent.append(start)
        if listed or end <= covered.get(match.group(), 0):
            continue
        hit = _hit(family, match.group(), sentences, start, end)
        if hit:
            covered[match.group()] = hit.end
            yield hit


def _hit(family: Family, words: str, sentences: Sentences, start: int, end: int) -> _Hit | None:
    """Return words of a family as a hit, if what stands around them is that of a notice."""
    text = sentences.text
    if _cuts_a_word(text, start, end) or _EMPTY_LINE.search(text, start, end):
        return None
    license_, restriction = family.terms(words, text[start : start + _LINE].partition("\n")[0]) or (None, None)
    if restriction is None:
        return None
    lead, tail = sentences.lead(start), sentences.tail(end)
    if is_quoted(lead, tail) or not family.fits(lead, words, tail):
        return None
    kind = kind_of(license_) if license_ and family.kind == "license" else family.kind
    if license_ and is_of_picture(text, start, lead):
        kind = PICTURE
    opening, close = notice_span(text, start, end) if family.sentence else (start, end)
    meaning = Meaning(license=license_, restriction=restriction, beside=family.beside or restriction)
    return _Hit(kind=kind, words=(start, end), start=opening, end=close, meaning=meaning, yields=family.yields)


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Return whether ASCII letters go on before or behind a span: without blanks, words run together."""
    before, behind = text[start - 1 : start + 1], text[end - 1 : end + 1]
    return any(len(pair) > 1 and pair.isascii() and pair.isalpha() for pair in (before, behind))


def _grouped(hits: Iterable[_Hit]) -> Iterator[list[_Hit]]:
    """Yield hits whose spans touch, by where they begin."""
    group: list[_Hit] = []
    furthest = 0
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.words, h.kind, h.meaning.license or "")):
        if group and hit.start >= furthest:
            yield group
            group = []
        group.append(hit)
        furthest = max(furthest, hit.end)
    if group:
        yield group


def _of_weight(hit: _Hit) -> tuple[bool, bool, int, int, str]:
    """Return what is less for words that say more: a license, a demand before a permission, what stands first."""
    return hit.meaning.license is None, hit.kind == "permission", hit.words[0], -hit.words[1], hit.kind


def _candidate(group: Sequence[_Hit], text: str) -> Candidate:
    """Return hits of one notice as a candidate: what it names as licenses says more than what it asks for."""
    surest = [hit for hit in group if not hit.yields] or group
    whole = joined([(*hit.words, hit.meaning) for hit in surest], text)
    chosen = min(surest, key=_of_weight)
    return Candidate(
        kind=chosen.kind,
        start=group[0].start,
        end=max(hit.end for hit in group),
        license=whole.license,
        restriction=whole.restriction,
        yields=all(hit.yields for hit in group),
    )
