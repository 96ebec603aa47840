"""Cut documents into retrieval-sized passages: at paragraphs, rows, sentences and clauses, in this order.

A passage never leaves its document or its heading, is a slice of the text, and is no longer than
``schema.PASSAGE_CHARACTERS``. Whole paragraphs are joined while they fit; what does not fit is cut at the ends
of its lines, so that no row of a table or item of a list is cut that could stand whole; a line that
is too long by itself at the ends of sentences, a sentence at the ends of clauses, and only what has
none of these anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pyarrow as pa

from bdci_corpus.release.schema import PASSAGE_CHARACTERS as MAX_CHARACTERS, schema_of

_LEVELS = (
    re.compile(r"\n[^\S\n]*\n"),
    re.compile(r"\n"),
    re.compile("[。！？]+[”’」』）】》\"')]*|[.!?]+[”’\"')\\]]*(?=\\s|$)|[!?]+(?=[^\x00-\x7f])"),
    re.compile("[；;，,、：:…—|]+|\\s"),
)
"""Where a paragraph, a row, a sentence and a clause end."""

_ROW = 2
"""The level of a unit that is a line."""

_Unit = tuple[int, int, int]
"""A stretch of text ``[start, end)``, and the level at which it is cut if it does not fit."""


def passages_of(text: str, headings: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int | None]]:
    """Yield ``(start, end, heading)`` for each passage, in order: spans of text, and the heading's index.

    A heading opens a passage, unless nothing but headings stands in the one before it, and what
    follows is cut, if it is no table or list, so that some of it stands with its heading.
    """
    heading: int | None = None
    start = end = 0
    bare = False
    for number, sections in _sections(text, headings):
        if end and not bare:
            yield start, end, heading
            end = 0
        heading = number
        bare = number is not None and (bare or not end)
        units = sections[::-1]
        while units:
            unit = units.pop()
            if unit[1] - (start if end else unit[0]) <= MAX_CHARACTERS:
                start, end = (start if end else unit[0]), unit[1]
                bare = bare and end <= headings[number or 0][1]
            elif bare and end and end - start <= MAX_CHARACTERS // 2 and not _is_row(text, unit):
                units += _cut(text, unit, start + MAX_CHARACTERS)[::-1]
            elif unit[1] - unit[0] > MAX_CHARACTERS:
                units += _cut(text, unit, unit[0] + MAX_CHARACTERS)[::-1]
            else:
                yield start, end, heading
                start, end = unit[:2]
    if end:
        yield start, end, heading


def _sections(text: str, headings: Sequence[tuple[int, int]]) -> Iterator[tuple[int | None, list[_Unit]]]:
    """Yield what stands under each heading, the heading itself first; before the first one, under none."""
    starts = [0, *(start for start, _ in headings), len(text)]
    for number, (start, end) in enumerate(pairwise(starts)):
        if unit := _stripped(text, start, end, 0):
            yield (number - 1 if number else None), _parts(text, unit)


def _cut(text: str, unit: _Unit, most: int) -> list[_Unit]:
    """Cut a unit at its level, or if it has none left where it must end at the latest."""
    if unit[2] < len(_LEVELS):
        return _parts(text, unit)
    while most > unit[0] + 1 and unicodedata.combining(text[most]):
        most -= 1
    return [(unit[0], most, unit[2]), (most, unit[1], unit[2])]


def _parts(text: str, unit: _Unit) -> list[_Unit]:
    start, stop, level = unit
    ends = [match.end() for match in _LEVELS[level].finditer(text, start, stop)]
    bounds = zip([start, *ends], [*ends, stop], strict=True)
    return [part for first, last in bounds if (part := _stripped(text, first, last, level + 1))]


def _is_row(text: str, unit: _Unit) -> bool:
    """Tell whether a unit is a line of several: a row of a table, or an item of a list."""
    start, end, level = unit
    above, below = text[max(start - 2, 0) : start], text[end : end + 2]
    beside = (above.endswith("\n") and above != "\n\n") or (below.startswith("\n") and below != "\n\n")
    return level == _ROW and beside


def _stripped(text: str, start: int, end: int, level: int) -> _Unit | None:
    """Return a unit without the blanks around it, None if there is nothing else."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return (start, start + len(piece), level) if piece else None


def passages_table(documents: pa.Table) -> pa.Table:
    """Return the passages of the rows of ``documents``, in their order."""
    owners: list[int] = []
    names, texts, headed = list[str](), list[str](), list[str | None]()
    starts, ends = list[int](), list[int]()
    columns = (documents[name].to_pylist() for name in ("id", "text", "headings"))
    for number, (name, text, headings) in enumerate(zip(*columns, strict=True)):
        spans = [(heading["start"], heading["end"]) for heading in headings]
        for start, end, heading in passages_of(text, spans):
            owners.append(number)
            names.append(f"{name}@{start}-{end}")
            texts.append(text[start:end])
            starts.append(start)
            ends.append(end)
            headed.append(None if heading is None else headings[heading]["text"])
    schema = schema_of("passages")
    own = {"id": names, "text": texts, "start": starts, "end": ends, "heading": headed}
    of_documents = {"document_id": "id"}
    arrays = [
        pa.array(own[field.name], field.type)
        if field.name in own
        else documents[of_documents.get(field.name, field.name)].take(pa.array(owners, pa.int64())).combine_chunks()
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
