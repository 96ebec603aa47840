"""Recognize license notices that nobody declared, in Chinese of both scripts and in English.

A notice speaks of the text it stands in, to whoever reads it. So its words alone are no evidence: laws
and news speak of copying and licenses too. What counts is that the sentence opens with such words, or
with words that point at the text (本文, 本站, this work), and that nothing behind them makes them a part
of running prose. A quoted notice is none.

Known failures: a notice whose sentence opens with anything else, and one in another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.licenses.family import Family, fold
from bdci_corpus.licenses.matches import notice_span
from bdci_corpus.licenses.terms import strictest
from bdci_corpus.licenses.vocabulary import FAMILIES
from bdci_corpus.text import _HAS_READINGS, _TONED_READING

_EMPTY_LINE = re.compile(r"\n\s*\n")

_LONGEST = 1 + 15
"""A character and its reading, at most."""

_PASSED_OVER = re.compile(rf"\s+|{_TONED_READING}")

Hit = tuple[Family, re.Match[str], NDArray[np.intp]]
"""A family, a match of its pattern, and where the characters of the piece stand that it was found in."""

_REACH = 300
"""How far from its anchor, in code points, all of a match lies that is worth finding."""

_TAIL = 80
"""How many code points behind a match are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What reads like a license notice: its span, and what its words come down to.

    ``license`` is an SPDX id where the notice names a license, and None where it is one of its own.
    """

    kind: str
    start: int
    end: int
    license: str | None
    restriction: str


def find_candidates(
    text: str, near: Sequence[tuple[Family, Sequence[int]]] | None = None, *, annotated: bool = False
) -> list[Candidate]:
    """Find what reads like a license notice; spans are code points, sorted and disjoint.

    Blanks, line breaks and pinyin readings within a notice do not matter. ``near`` says for the
    families that may occur where their anchors may begin, if that is known; ``annotated`` that
    characters may have readings behind them.
    """
    reach = _REACH * (_LONGEST if annotated else 1)
    pieces: dict[tuple[int, int], _Piece] = {}
    hits: list[Hit] = []
    for family, places in _everywhere(text) if near is None else near:
        for span in _around(places, reach, len(text)):
            piece = pieces.setdefault(span, _Piece(text, *span))
            hits += ((family, hit, piece.places) for hit in family.pattern.finditer(piece.folded))
    return list(_merged(_found(hits, text)))


class _Piece:
    """A piece of a text as the patterns see it, and where its characters stand in the text."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start = text[start:end], start

    @cached_property
    def folded(self) -> str:
        return fold(_squeezed(self._text))

    @cached_property
    def places(self) -> NDArray[np.intp]:
        return self._start + _places(self._text)


def _everywhere(text: str) -> Iterator[tuple[Family, Sequence[int]]]:
    """Yield the families that occur, with places enough that all of the text is near one."""
    squeezed = _squeezed(text)
    for family in FAMILIES:
        if any(anchor in squeezed for anchor in family.anchors):
            yield family, range(0, len(text), _REACH)


def _around(places: Sequence[int], reach: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a text that lie within reach of places, which are sorted; joined where they meet."""
    start = end = 0
    for place in places:
        if place - reach > end:
            if end:
                yield start, end
            start = place - reach
        end = min(place + reach, length)
    if end:
        yield start, end


def _found(hits: Sequence[Hit], text: str) -> Iterator[Candidate]:
    """Yield the matches that are notices; the same words inside a notice say nothing new."""
    covered: dict[tuple[str, str], int] = {}
    for family, hit, where in hits:
        words = (family.kind, hit.group())
        if where[hit.end() - 1] < covered.get(words, 0):
            continue
        candidate = _candidate(family, hit, text, where)
        if candidate:
            covered[words] = candidate.end
            yield candidate


def _places(text: str) -> NDArray[np.intp]:
    """Return where the characters of ``_squeezed`` stand in a text."""
    passed = np.zeros(len(text), bool)
    for run in _PASSED_OVER.finditer(text):
        passed[run.start() : run.end()] = True
    return np.flatnonzero(~passed)


def _squeezed(text: str) -> str:
    """Return a text without blanks, and without the pinyin readings that a converter put behind characters."""
    squeezed = "".join(text.split())
    return _PASSED_OVER.sub("", text) if _HAS_READINGS.search(squeezed) else squeezed


def _candidate(family: Family, hit: re.Match[str], text: str, places: NDArray[np.intp]) -> Candidate | None:
    """Return a match as a candidate, if what stands around it is that of a notice."""
    start, end = int(places[hit.start()]), int(places[hit.end() - 1]) + 1
    if _cuts_a_word(text, start, end) or _EMPTY_LINE.search(text, start, end):
        return None
    opening, close = notice_span(text, start, end)
    lead = fold(_squeezed(text[opening:start]))
    tail = fold(_squeezed(text[end : end + _TAIL].split("\n\n", 1)[0]))
    if not family.fits(lead, tail):
        return None
    license_, restriction = family.terms(hit.group(), text[start : start + _TAIL].partition("\n")[0])
    if not family.sentence:
        opening, close = start, end
    return Candidate(kind=family.kind, start=opening, end=close, license=license_, restriction=restriction)


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Return whether ASCII letters go on before or behind a span: without blanks, words run together."""
    before, behind = text[start - 1 : start + 1], text[end - 1 : end + 1]
    return any(len(pair) > 1 and pair.isascii() and pair.isalpha() for pair in (before, behind))


def _merged(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Join candidates whose spans touch the same sentence; a license that is named by id counts more."""
    whole: Candidate | None = None
    for candidate in sorted(candidates, key=lambda c: (c.start, -c.end, c.license is None, c.kind)):
        if whole is None or candidate.start >= whole.end:
            if whole is not None:
                yield whole
            whole = candidate
            continue
        chosen = whole if whole.license or not candidate.license else candidate
        whole = replace(
            chosen,
            start=whole.start,
            end=max(whole.end, candidate.end),
            restriction=strictest((whole.restriction, candidate.restriction)),
        )
    if whole is not None:
        yield whole
