"""Find the license notices of a raw file, and settle what they mean for a document's terms."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.licenses.candidates import Candidate, find_candidates, reach_of
from bdci_corpus.licenses.joining import is_same_license
from bdci_corpus.licenses.matches import find_notices, occurrences
from bdci_corpus.licenses.pictures import PICTURE
from bdci_corpus.licenses.seen import VisibleText
from bdci_corpus.licenses.sieve import Sieve
from bdci_corpus.licenses.spdx import license_problem, listed_id, restriction_of
from bdci_corpus.licenses.terms import STRICTNESS, Terms, labeled_synthetic
from bdci_corpus.licenses.vocabulary import FAMILIES
from bdci_corpus.records import Notice
from bdci_corpus.text import INVISIBLE, PARTS, SPACE, TONED, Flags, Scan, TextBatch, brackets_in, scan_of

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FoundNotice:
    """A notice and its span, in code points of the file's text."""

    start: int
    end: int
    notice: Notice


class Near(NamedTuple):
    """Where in a text words of notices may begin, in code points, and as bits each time the families they may be of."""

    places: NDArray[np.int64]
    bits: NDArray[np.int64]


_NOWHERE = Near(np.empty(0, np.int64), np.empty(0, np.int64))

_UNREAD = Notice(text="", id=None, kind="notice", license=None, restriction="all-rights-reserved")
"""What a loader says is a notice, and no family knows."""


def notices_in(
    text: str,
    declared: Sequence[tuple[str, str]],
    quotations: Iterable[str],
    marked: Iterable[Bounds],
    shown: Sequence[Bounds] | None = None,
    *,
    near: Near | None = None,
) -> list[FoundNotice]:
    """Find the notices of a text, sorted: declared ones, and what reads like one and is not declared.

    Args:
        text: the whole file's.
        declared: ``(id, match)`` of corpus.toml.
        quotations: what corpus.toml says is no notice.
        marked: what a loader says is one; a notice that touches it takes all of it in.
        shown: the spans of the text, sorted and disjoint, that a reader of the file sees, if not all of it.
        near: where in the text the words of notices may begin that nobody declares, if ``near_each`` has looked.
    """
    if shown is not None:
        return _notices_seen(text, declared, quotations, marked, VisibleText(text, shown))
    spans, candidates = sorted(marked), _candidates(text, near)
    if not (candidates or spans or declared):
        return []
    found = [FoundNotice(*_with_marked((n.start, n.end), spans), _declared(n.id)) for n in find_notices(text, declared)]
    covered = _SpanSet(
        [*((n.start, n.end) for n in found), *(s for match in quotations for s in occurrences(text, match))]
    )
    for candidate in candidates:
        if not covered.touch(candidate.start, candidate.end):
            notice = Notice(
                text="",
                id=None,
                kind=candidate.kind,
                license=candidate.license,
                restriction=candidate.restriction,
            )
            found.append(FoundNotice(*_with_marked((candidate.start, candidate.end), spans), notice))
    covered = _SpanSet([(n.start, n.end) for n in found])
    found += [FoundNotice(*span, _UNREAD) for span in spans if not covered.touch(*span)]
    verbatim = [replace(n, notice=replace(n.notice, text=text[n.start : n.end].strip())) for n in found]
    return sorted(verbatim, key=lambda n: (n.start, n.end, n.notice.id or ""))


def _notices_seen(
    text: str,
    declared: Sequence[tuple[str, str]],
    quotations: Iterable[str],
    marked: Iterable[Bounds],
    seen: VisibleText,
) -> list[FoundNotice]:
    """Find the notices of what is seen of a text; their spans and words are those of the whole."""
    inside = [(seen.position(start), seen.position(end)) for start, end in marked]
    found: list[FoundNotice] = []
    for one in notices_in(seen.text, declared, quotations, [span for span in inside if span[0] < span[1]]):
        start, end = seen.span(one.start, one.end)
        found.append(FoundNotice(start, end, replace(one.notice, text=text[start:end].strip())))
    return found


_LICENSE_KEY = re.compile(
    r"(?:data[ _-]?)?licen[sc]e(?:[ _-]?(?:name|id|type|url))?|copyright|rights|usage[ _-]?rights|dc[.:]rights|"
    r"许可(?:证|协议|方式)?|授权(?:协议|方式|条款)?|版权(?:声明|信息|所有)?|許可(?:證|協議|方式)?|授權(?:協議|方式|條款)?|版權(?:聲明)?",
    re.IGNORECASE,
)
"""What a column or a key of front matter is called that says under what terms a document stands."""


_SAYS_NOTHING = re.compile(r"(?:|-+|none|null|nan|n/?a|unknown|other|无|無|未知|其他|不详)", re.IGNORECASE)


def notices_of_facts(
    extra: Mapping[str, object], declared: Sequence[tuple[str, str]], quotations: Sequence[str], known: Sequence[Notice]
) -> tuple[Notice, ...]:
    """Return the notices in what a row or front matter says of its license, but for those ``known`` from the text."""
    found: list[Notice] = []
    for key, value in extra.items():
        if isinstance(value, str) and _LICENSE_KEY.fullmatch(key.strip()):
            verbatim = (
                replace(notice, text=f"{key}: {value}") for notice in _named(value.strip(), declared, quotations)
            )
            found += (n for n in verbatim if all((n.id, n.license) != (k.id, k.license) for k in (*known, *found)))
    return tuple(found)


def _named(value: str, declared: Sequence[tuple[str, str]], quotations: Sequence[str]) -> list[Notice]:
    """Return what the value of a license field comes down to: declared words, a license's name, or an SPDX id.

    Words that no license is known by are a notice all the same, unless they say that there is none.
    """
    if _SAYS_NOTHING.fullmatch(value):
        return []
    if found := [one.notice for one in notices_in(f"license: {value}", declared, quotations, ())]:
        return found
    spdx = listed_id(value) or value
    if license_problem(spdx) is None:
        restriction = restriction_of(spdx) or "all-rights-reserved"
        return [Notice(text=value, id=None, kind="license", license=spdx, restriction=restriction)]
    quoted = any(occurrences(value, match) for match in quotations)
    return [] if quoted else [replace(_UNREAD, kind="license")]


def _candidates(text: str, near: Near | None) -> list[Candidate]:
    """Find what reads like a notice, around the places where the words of one may stand."""
    if near is not None and not len(near.places):
        return []
    scan = scan_of(text)
    if near is not None:
        return find_candidates(text, _sieve().near(*near), scan.codes)
    if not scan.fast and not find_candidates(text):
        return []  # as of most texts; the sieve, slow where loops are interpreted, lets nothing else through
    annotated = scan.readings > 0 and scan.has(TONED)
    sieve, flags = _sieve(), _flags(scan, annotated=annotated)
    places, bits = sieve.places(scan, flags, reach_of(annotated=annotated))
    if not len(places):
        return []
    codes = scan.codes if scan.fast else None
    return find_candidates(text, sieve.near(places, bits), codes, annotated=annotated)


def near_each(batch: TextBatch) -> list[Near | None]:
    """Return for each text of a batch where notices may be; None where it has to be looked at by itself."""
    flags = batch.flags
    if batch.has(INVISIBLE).any():
        flags = np.where(flags & INVISIBLE, flags | np.uint32(SPACE), flags)
    near: list[Near | None] = [_NOWHERE] * len(batch.texts)
    for text, places in _sieve().places_each(batch, flags, reach_of(annotated=False)).items():
        near[text] = Near(*places)
    for text in np.flatnonzero((batch.readings > 0) & batch.has(TONED)).tolist():
        near[text] = None
    return near


@cache
def _sieve() -> Sieve:
    return Sieve(FAMILIES)


def _flags(scan: Scan, *, annotated: bool) -> Flags:
    """Return the flags of a text, with all that can stand inside words of a notice flagged as blank."""
    flags = _without_readings(scan) if annotated else scan.flags
    return np.where(flags & INVISIBLE, flags | np.uint32(SPACE), flags) if scan.has(INVISIBLE) else flags


def _without_readings(scan: Scan) -> Flags:
    """Return the flags of a text, with readings flagged as blanks: they part the words of a notice as well."""
    brackets = brackets_in(scan.text)
    hidden = brackets.kinds & PARTS != 0
    inside = np.zeros(len(scan.flags) + 1, np.int8)
    inside[brackets.starts[hidden]] += 1
    inside[brackets.ends[hidden]] -= 1
    return np.where(np.cumsum(inside[:-1], dtype=np.int8) > 0, scan.flags | np.uint32(SPACE), scan.flags)


def _declared(name: str) -> Notice:
    return Notice(text="", id=name, kind="declared", license=None, restriction="unknown")


def _with_marked(span: Bounds, marked: Sequence[Bounds]) -> Bounds:
    touching = [span, *(mark for mark in marked if mark[0] < span[1] and span[0] < mark[1])]
    return min(start for start, _ in touching), max(end for _, end in touching)


class _SpanSet:
    """Spans that may overlap, asked whether any touches another."""

    def __init__(self, spans: Iterable[Bounds]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._furthest: list[int] = []
        for _, end in ordered:
            self._furthest.append(max(end, self._furthest[-1] if self._furthest else 0))

    def touch(self, start: int, end: int) -> bool:
        at = bisect_left(self._starts, end)
        return at > 0 and self._furthest[at - 1] > start


def by_region(found: Sequence[FoundNotice], regions: Sequence[Bounds]) -> list[list[FoundNotice]]:
    """Return the notices that hold for each region, given sorted and disjoint regions of the same text.

    A notice between regions speaks of the whole file, and holds for all of them.
    """
    starts, ends = [start for start, _ in regions], [end for _, end in regions]
    held: list[list[FoundNotice]] = [[] for _ in regions]
    for notice in found:
        first, last = bisect_right(ends, notice.start), bisect_left(starts, notice.end)
        for at in range(first, last) if first < last else range(len(regions)):
            held[at].append(notice)
    return held


def settle(
    notices: Sequence[Notice], declared: Mapping[str, Terms], source: Terms, extra: Mapping[str, object]
) -> tuple[Terms, tuple[Notice, ...]]:
    """Return a document's terms, and the notices that nobody declared.

    The strictest of its declared notices outranks what its source declares; what it does not state comes
    from there. A notice that names the very license that is declared is declared, and so is one that names
    it without a version. An AIGC label outranks what is declared of how a text was made.
    """
    detected = [declared[notice.id] for notice in notices if notice.id is not None]
    terms = _completed(max(detected, key=lambda t: STRICTNESS.index(t.restriction), default=source), source)
    agreeing = [n for n in notices if n.id is None and _agrees(n, terms)]
    if any(notice.kind != PICTURE for notice in agreeing):
        terms = replace(terms, evidence="detected")
    if (synthetic := labeled_synthetic(extra)) is not None:
        terms = replace(terms, synthetic=_surer(terms.synthetic, synthetic))
    return terms, tuple(n for n in notices if n.id is None and n not in agreeing)


def _completed(terms: Terms, source: Terms) -> Terms:
    """Return terms with what they do not state from those of the source."""
    return replace(
        terms,
        rights_holder=terms.rights_holder or source.rights_holder,
        attribution=terms.attribution or source.attribution,
        synthetic=terms.synthetic or source.synthetic,
    )


def _agrees(notice: Notice, terms: Terms) -> bool:
    """Return whether a notice names the license of some terms, in a version or none, and asks for no more."""
    stricter = STRICTNESS.index(notice.restriction) > STRICTNESS.index(terms.restriction)
    return notice.license is not None and is_same_license(notice.license, terms.license) and not stricter


def _surer(declared: str, labeled: str) -> str:
    """Return what a label makes of what is declared: it may raise doubts, and does not lay any."""
    return labeled if labeled == "generated" or declared == "none" else declared
