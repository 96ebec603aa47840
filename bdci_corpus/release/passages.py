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

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

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

SPAN = pa.struct(
    [
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
        pa.field("first", pa.int64()),
        pa.field("last", pa.int64()),
        pa.field("heading", pa.int64()),
    ]
)
"""Where a passage stands in its text, in code points and in bytes of UTF-8, and the number of its heading."""

PASSAGE_SPANS = "@passages"
"""The column of lists of ``SPAN``: documents have it until they are written, since it takes as long as writing them."""

_Unit = tuple[int, int, int]
"""A stretch of text ``[start, end)``, and the level at which it is cut if it does not fit."""


def passages_of(text: str, headings: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int | None]]:
    """Yield ``(start, end, heading)`` for each passage, in order: spans of text, and the heading's index.

    A heading opens a passage, unless nothing but headings stands in the one before it, and what
    follows is cut, if it is no table or list, so that some of it stands with its heading.
    """
    if not headings and len(text) <= MAX_CHARACTERS:  # as short documents
        if whole := _stripped(text, 0, len(text), 0):
            yield *whole[:2], None
        return
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
    found = [match.span() for match in _LEVELS[level].finditer(text, start, stop)]
    ends = [first for first, _ in found] if level < _ROW else [end for _, end in found]  # no unit holds its line end
    bounds = zip([start, *(end for _, end in found)], [*ends, stop], strict=True)
    return [part for first, last in bounds if (part := _stripped(text, first, last, level + 1))]


def _is_row(text: str, unit: _Unit) -> bool:
    """Tell whether a unit is a line of several: a row of a table, or an item of a list."""
    start, end, level = unit
    above, below = text[max(start - 2, 0) : start], text[end : end + 2]
    beside = (above.endswith("\n") and above != "\n\n") or (below.startswith("\n") and below != "\n\n")
    return level == _ROW and beside


def _stripped(text: str, start: int, end: int, level: int) -> _Unit | None:
    """Return a unit without the blanks around it, None if there is nothing else."""
    if start < end and not text[start].isspace() and not text[end - 1].isspace():  # as of most
        return start, end, level
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return (start, start + len(piece), level) if piece else None


def passage_spans(texts: Sequence[str], headings: Sequence[Sequence[tuple[int, int]]]) -> pa.ListArray:
    """Return for each text where its passages stand, as ``SPAN``; ``headings`` are the spans of each text's."""
    bounds, spans = [0], dict[str, list[int | None]]((field.name, []) for field in SPAN)
    for text, own in zip(texts, headings, strict=True):
        at, bytes_before = 0, 0
        for start, end, heading in passages_of(text, own):
            first = bytes_before + len(text[at:start].encode())
            at, bytes_before = end, first + len(text[start:end].encode())
            for name, value in zip(spans, (start, end, first, bytes_before, heading), strict=True):
                spans[name].append(value)
        bounds.append(len(spans["start"]))
    fields = [pa.array(values, kind.type) for values, kind in zip(spans.values(), SPAN, strict=True)]
    return pa.ListArray.from_arrays(pa.array(bounds, pa.int32()), pa.StructArray.from_arrays(fields, fields=list(SPAN)))


def _spans_in(documents: pa.Table) -> pa.Array:
    """Return the spans of the passages of rows, which may be known."""
    if PASSAGE_SPANS in documents.column_names:
        return documents[PASSAGE_SPANS].combine_chunks()
    headings = [[(one["start"], one["end"]) for one in own] for own in documents["headings"].to_pylist()]
    return passage_spans(documents["text"].to_pylist(), headings)


LONGEST_HEADING = 1_000
"""Passages say titles and headings of so many characters: a longer one in each would be as much as a text squared."""


def said_again(words: str | None) -> str | None:
    """Return what each passage says of a title: the words, or nothing where they are too long."""
    return None if words is None or len(words) > LONGEST_HEADING else words


def _said_again(words: pa.Array) -> pa.Array:
    """Do the same with many."""
    return pc.if_else(pc.greater(pc.utf8_length(words), LONGEST_HEADING), pa.scalar(None, words.type), words)


def passages_table(documents: pa.Table) -> pa.Table:
    """Return the passages of the rows of ``documents``, in their order; their spans may stand there, too."""
    lists = _spans_in(documents)
    owners = pa.array(np.repeat(np.arange(len(lists)), lists.value_lengths().to_numpy(zero_copy_only=False)))
    spans = dict(zip((field.name for field in SPAN), lists.flatten().flatten(), strict=True))
    of_documents = {name: documents[name].combine_chunks() for name in documents.column_names if name != PASSAGE_SPANS}
    of_documents["title"] = _said_again(of_documents["title"])
    decimal = {name: spans[name].cast(pa.string()) for name in ("start", "end")}
    names = of_documents["id"].take(owners)
    own = {
        "id": pc.binary_join_element_wise(
            pc.binary_join_element_wise(names, decimal["start"], "@"), decimal["end"], "-"
        ),
        "document_id": names,
        "text": _slices(of_documents["text"], owners, spans["first"], spans["last"]),
        "start": spans["start"],
        "end": spans["end"],
        "heading": _elements(of_documents["headings"], owners, spans["heading"]),
    }
    schema = schema_of("passages")
    arrays = (own[name] if name in own else of_documents[name].take(owners) for name in schema.names)
    typed = [array.cast(kind.type) for array, kind in zip(arrays, schema, strict=True)]
    return pa.Table.from_arrays(typed, schema=schema)


def _slices(texts: pa.Array, owners: pa.Array, first: pa.Array, last: pa.Array) -> pa.Array:
    """Return slices of texts, by bytes, which stand in order: they lie in the texts' own memory, with gaps."""
    texts = texts.cast(pa.large_string())
    _, offsets, data = texts.buffers()
    if data is None or not len(owners):
        return pa.array([""] * len(owners), pa.large_string())
    starts = np.frombuffer(offsets, np.int64, len(texts), 8 * texts.offset)[owners.to_numpy()]
    bounds = np.stack([starts + first.to_numpy(), starts + last.to_numpy()], axis=1).reshape(-1)
    with_gaps = pa.LargeStringArray.from_buffers(len(bounds) - 1, pa.py_buffer(bounds), data)
    return with_gaps.take(pa.array(np.arange(0, len(bounds), 2)))


def _elements(lists: pa.ListArray, owners: pa.Array, numbers: pa.Array) -> pa.Array:
    """Return the text of each owner's heading of a number, null where there is no number."""
    offsets = pa.array(lists.offsets.to_numpy()[owners.to_numpy()].astype(np.int64) - lists.offsets[0].as_py())
    return _said_again(lists.flatten().field("text")).take(pc.add(offsets, numbers))
