"""Find the license notices that a corpus declares, however they are spaced and wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bdci_corpus.licenses.folding import HIDDEN

_OPENS = re.compile(r"[。！？?>；;]|!(?!\[)|\.(?=\s)")

_ENDS = re.compile(r"[。！？!?]+[”’」』）)\]】]*|\.(?=\s+[A-Z(])|(?=<)|(?=\n)|\Z")

_FINAL = ("。", "！", "？", "!", "?", ".", "」", "”", "）", ")", "】")

_SPEAKS_OF_RIGHTS = re.compile(
    r"[仅僅只](?:允[许許]|限|供|可用)|[转轉][载載]|版[权權]|[著着]作[权權]|[授侵][权權]|[许許]可|出[处處]|"
    r"必究|法律[责責]任|"
    r"[语語]言模型.{0,4}(?:改[写寫]|生成)|商[业業](?:用途|目的|使用)|"
    r"rightsreserved|licen[sc]|copyright|permissionis|warrant",
    re.IGNORECASE,
)

_WRAPPED_SHARE = 0.8
"""A line is wrapped, and the sentence goes on, if it is at least this share as long as the next."""

_MOST_LINES = 12
"""Over how many wrapped lines a sentence is followed back."""

_LONGEST = 2_000
"""How far behind the words that were declared a notice is followed, in characters."""

_REACH = 400
"""So many code points before and behind are looked at, which keeps the search linear."""


def notice_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the notice around ``[start, end)``: its sentence, and those that go with it.

    Those are further sentences of the same paragraph that speak of rights. A sentence goes on over the
    lines it was wrapped over. Running text beside a notice is none of it.
    """
    lowest = max(0, start - _REACH)
    opening = text.rfind("\n", lowest, start) + 1 or lowest
    for mark in _OPENS.finditer(text, opening, start):
        opening = mark.end()
    opening = _skip_blanks(text, opening, start)
    here = _sentence_end(text, end)
    while here - end < _LONGEST and (following := _next_sentence(text, here)) is not None:
        here = following
    return opening, max(end, opening + len(text[opening:here].rstrip()))


def _skip_blanks(text: str, position: int, limit: int) -> int:
    while position < limit and text[position].isspace():
        position += 1
    return position


def _line_end(text: str, position: int) -> int:
    limit = min(len(text), position + _REACH)
    end = text.find("\n", position, limit)
    return limit if end < 0 else end


def _end_in_line(text: str, position: int) -> int:
    limit = min(len(text), position + _REACH)
    match = _ENDS.search(text, position, limit)
    return match.end() if match else limit


def _sentence_end(text: str, position: int) -> int:
    """Return where the sentence at ``position`` ends: at its final mark, a tag, or the end of its line.

    The end of a line that was cut for its width is none, if a final mark follows in the same paragraph.
    """
    end = first = _end_in_line(text, position)
    start = text.rfind("\n", max(0, position - _REACH), position) + 1 or max(0, position - _REACH)
    for _ in range(_MOST_LINES):
        if text[start:end].rstrip().endswith(_FINAL):
            return end
        if text[end : end + 1] != "\n":
            return first
        below = text[end + 1 : _line_end(text, end + 1)].strip()
        if not below or len(text[start:end].strip()) < _WRAPPED_SHARE * len(below):
            return first
        start, end = end + 1, _end_in_line(text, end + 1)
    return first


def _next_sentence(text: str, position: int) -> int | None:
    """Return the end of the sentence behind ``position``, if it is in the same paragraph and speaks of rights."""
    start = _skip_blanks(text, position, min(len(text), position + _REACH))
    if "\n" in text[position:start].replace("\n", "", 1) or text[start : start + 1] in {"", "<"}:
        return None
    end = _sentence_end(text, start)
    on_rights = _SPEAKS_OF_RIGHTS.search("".join(text[start:end].split()))
    return end if on_rights else None


_BLANKS = re.compile(rf"[\s{HIDDEN}]+")

MAX_GAP = 40
"""How many blanks and readings may stand between two characters of a notice."""

_GAP = rf"(?:[\s{HIDDEN}]|\([A-Za-z]{{0,6}}[À-ʯ][A-Za-z]{{0,6}}\)){{0,{MAX_GAP}}}"


@dataclass(frozen=True, slots=True)
class NoticeMatch:
    """A declared notice in a text: which, and the span of its sentences."""

    id: str
    start: int
    end: int


def find_notices(text: str, declared: Sequence[tuple[str, str]]) -> list[NoticeMatch]:
    """Find declared notices, given as ``(id, match)``; blanks and line breaks do not matter.

    Returns spans as ``notice_span`` gives them, sorted; those of two notices may be the same.
    """
    found = {
        NoticeMatch(name, *notice_span(text, start, end))
        for name, match in declared
        for start, end in occurrences(text, match)
    }
    return sorted(found, key=lambda notice: (notice.start, notice.end, notice.id))


def occurrences(text: str, match: str) -> Iterator[tuple[int, int]]:
    """Yield where ``match`` stands in a text, whatever blanks are in either, and readings in the text."""
    characters = _BLANKS.sub("", match)
    if characters[:1] not in text:
        return
    pattern = _GAP.join(map(re.escape, characters))
    for hit in re.finditer(pattern, text):
        yield hit.span()
