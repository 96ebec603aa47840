"""Undoing: the raw bytes of many rows at once, the same that ``undo`` gives of each."""

# ruff: noqa: PLR0913, PLR0917 - kernels take arrays, not objects

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bdci_corpus.compiling import compiled
from bdci_corpus.trace import undo

Bytes = NDArray[np.uint8]

Ints = NDArray[np.int64]


def undo_all(
    text: Bytes,
    begins: NDArray[np.bool_],
    text_bounds: Ints,
    spans: Ints,
    span_bounds: Ints,
    before: Bytes,
    before_bounds: Ints,
    out: Bytes,
    out_bounds: Ints,
    right: NDArray[np.bool_],
) -> None:
    """Write the raw bytes of document *n* to ``out[out_bounds[n]:out_bounds[n + 1]]``.

    Its text, as encoded, is ``text[text_bounds[n]:text_bounds[n + 1]]``, where ``begins`` says which bytes
    begin a character; its edits are the rows of ``spans`` (in code
    points) from ``span_bounds[n]``, and edit *e* replaced ``before[before_bounds[e]:before_bounds[e + 1]]``.
    ``right[n]`` says whether its spans are in order and inside the text; else its bytes are arbitrary.
    """
    position = 0
    for document in range(len(right)):
        at, end = text_bounds[document], text_bounds[document + 1]
        points = 0
        right[document] = True
        for edit in range(span_bounds[document], span_bounds[document + 1]):
            start, stop = spans[edit, 0], spans[edit, 1]
            if start < points or stop < start:
                right[document] = False
                break
            while at < end and (points < start or not begins[at]):
                out[position] = text[at]
                points += begins[at]
                at += 1
                position += 1
            for place in range(before_bounds[edit], before_bounds[edit + 1]):
                out[position] = before[place]
                position += 1
            while at < end and (points < stop or not begins[at]):
                points += begins[at]
                at += 1
            if points < stop:
                right[document] = False
                break
        while at < end:
            out[position] = text[at]
            at += 1
            position += 1
        out_bounds[document + 1] = position


MANY = 100_000
"""From how many edits on compiling a loop over them pays."""

ENCODINGS = frozenset({"utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs"})
"""The encodings in which many rows are undone at once."""


Raw = bytes | memoryview | UnicodeError | LookupError
"""The bytes of a region, or why there are none."""


def undone(documents: pa.Table, traces: pa.Table, many: int = MANY) -> Iterator[Raw]:
    """Yield what undoing gives of each row; the tables' rows, with the same ids, stand side by side.

    Texts of UTF-8 without an edit are their own bytes. From ``many`` edits on, all rows of an encoding are undone
    at once.
    """
    quick: list[memoryview | None] = _unedited(documents, traces)
    if len(traces) and pc.sum(pc.list_value_length(traces["edits"])).as_py() >= many:
        texts = pc.coalesce(documents["original_text"], documents["text"]).combine_chunks()
        encodings = np.array(traces["encoding"].to_pylist())
        for encoding in sorted({*encodings.tolist()} & ENCODINGS):
            places = np.flatnonzero(encodings == encoding)
            part = texts.take(pa.array(places)), traces["edits"].take(pa.array(places))
            for place, raw in zip(places.tolist(), _all_at_once(*part, encoding), strict=True):
                quick[place] = quick[place] if raw is None else raw
    for number, raw in enumerate(quick):
        yield _one(documents, traces, number) if raw is None else raw


def _unedited(documents: pa.Table, traces: pa.Table) -> list[memoryview | None]:
    """Return the bytes of the rows of UTF-8 that no edit touches; None of the others."""
    if not len(traces):
        return []
    lengths = pc.fill_null(pc.list_value_length(traces["edits"]), 1)
    plain = pc.and_(pc.equal(traces["encoding"], "utf-8"), pc.equal(lengths, 0)).to_pylist()
    data, bounds = _bytes_of(pc.coalesce(documents["original_text"], documents["text"]).combine_chunks())
    view = memoryview(data.data)
    ends = pairwise(bounds.tolist())
    return [view[start:end] if is_plain else None for is_plain, (start, end) in zip(plain, ends, strict=True)]


def _one(documents: pa.Table, traces: pa.Table, number: int) -> Raw:
    document, trace = (
        table.select(names).slice(number, 1).to_pylist()[0]
        for table, names in ((documents, ["id", "text", "original_text"]), (traces, ["id", "encoding", "edits"]))
    )
    try:
        return undo(document, trace)
    except (UnicodeError, LookupError) as error:
        return error


def _all_at_once(texts: pa.Array, edits: pa.ChunkedArray, encoding: str) -> list[memoryview | None]:
    """Return the bytes of rows; None where an edit is out of order or lies outside the text, or it is not sure."""
    text, begins, text_bounds, sure = _encoded(texts, encoding)
    bounds, values = flat(edits)
    spans = np.stack([values.field(name).to_numpy() for name in ("start", "end")], axis=1)
    before, before_bounds = _bytes_of(values.field("before"))
    out = np.empty(text_bounds[-1] - text_bounds[0] + before_bounds[-1] - before_bounds[0], np.uint8)
    out_bounds, right = np.zeros(len(texts) + 1, np.int64), np.empty(len(texts), np.bool_)
    kernel: Callable[..., None] = compiled(undo_all)
    kernel(text, begins, text_bounds, spans, bounds, before, before_bounds, out, out_bounds, right)
    view, ends = memoryview(out.data), pairwise(out_bounds.tolist())
    return [
        view[start:end] if sound else None for (start, end), sound in zip(ends, (right & sure).tolist(), strict=True)
    ]


def _encoded(texts: pa.Array, encoding: str) -> tuple[Bytes, NDArray[np.bool_], Ints, NDArray[np.bool_]]:
    """Return all texts encoded, which bytes begin a character, where each text starts, and of which one is sure.

    That is where every character is encoded as it is by itself, so that texts may be cut anywhere.
    """
    if encoding == "utf-8":
        data, bounds = _bytes_of(texts)
        return data, data & 0xC0 != 0x80, bounds, np.ones(len(texts), np.bool_)  # noqa: PLR2004 - UTF-8
    plain = texts.to_pylist()
    pieces = [text.encode(encoding, "ignore") for text in plain]
    bounds = np.append(0, np.cumsum([len(piece) for piece in pieces], dtype=np.int64))
    ends = np.append(0, np.cumsum(_sizes("".join(plain), encoding)))
    alike = np.diff(ends[np.append(0, np.cumsum([len(text) for text in plain]))]) == np.diff(bounds)
    begins = np.zeros(bounds[-1] + 1, np.bool_)
    if alike.all():
        begins[ends] = True
    return np.frombuffer(b"".join(pieces), np.uint8), begins[:-1], bounds, alike & alike.all()


def _sizes(text: str, encoding: str) -> Ints:
    """Return how many bytes each character has by itself; more than any has where it cannot be encoded."""
    codes = np.frombuffer(text.encode("utf-32-le"), "<u4")
    sizes = np.zeros(codes.max(initial=0) + 1, np.int64)
    sizes[codes] = 1
    (kinds,) = np.nonzero(sizes)
    sizes[kinds] = [len(chr(code).encode(encoding, "ignore")) or 99 for code in kinds.tolist()]
    found: Ints = sizes[codes]
    return found


def flat(column: pa.ChunkedArray) -> tuple[Ints, pa.Array]:
    """Return where each list begins and ends among the values of all, and these values."""
    lists = column.combine_chunks()
    bounds = np.concatenate([[0], np.cumsum(lists.value_lengths().to_numpy(zero_copy_only=False))])
    return bounds.astype(np.int64), lists.flatten()


def _bytes_of(values: pa.Array) -> tuple[Bytes, Ints]:
    """Return all values one behind the other, and where each starts and ends."""
    wide = values.cast(pa.large_binary())
    _, offsets, data = wide.buffers()
    bounds = np.frombuffer(offsets, np.int64, len(wide) + 1, 8 * wide.offset) if offsets else np.zeros(1, np.int64)
    return np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8), bounds
