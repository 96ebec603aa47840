"""The loop that undoes the traces of many documents at once; ``compiled`` makes machine code of it."""

# ruff: noqa: PLR0913, PLR0917 - kernels take arrays, not objects

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]


def undo(
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
    there = 0
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
                out[there] = text[at]
                points += begins[at]
                at += 1
                there += 1
            for place in range(before_bounds[edit], before_bounds[edit + 1]):
                out[there] = before[place]
                there += 1
            while at < end and (points < stop or not begins[at]):
                points += begins[at]
                at += 1
            if points < stop:
                right[document] = False
                break
        while at < end:
            out[there] = text[at]
            at += 1
            there += 1
        out_bounds[document + 1] = there
