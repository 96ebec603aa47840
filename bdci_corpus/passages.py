"""Cut documents into retrieval-sized passages, at paragraph and sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa

from bdci_corpus.schema import schema_of

MAX_CHARACTERS = 512
"""The longest passage, in code points."""

_SENTENCE = re.compile("[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)】》\"']*|\n+|$)")


def passages_of(text: str, headings: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int | None]]:
    """Yield ``(start, end, heading)`` for each passage, in order: spans of text, and the heading's index.

    Paragraphs are joined while they fit under one heading; one that does not fit is cut at the ends
    of sentences, and a sentence that does not fit, anywhere.
    """
    starts = {start: number for number, (start, _) in enumerate(headings)}
    heading: int | None = None
    open_start = open_end = 0
    for start, end in _pieces(text):
        opens = start in starts
        if open_end and (opens or end - open_start > MAX_CHARACTERS):
            yield open_start, open_end, heading
            open_end = 0
        if opens:
            heading = starts[start]
        if not open_end:
            open_start = start
        open_end = end
    if open_end:
        yield open_start, open_end, heading


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield paragraphs, or the sentences of one that is too long, or pieces of one that is too long."""
    for paragraph in re.finditer(r"\S(?:[^\n]|\n(?!\n))*", text):
        if len(paragraph.group().rstrip()) <= MAX_CHARACTERS:
            yield paragraph.start(), paragraph.start() + len(paragraph.group().rstrip())
            continue
        for sentence in _SENTENCE.finditer(text, paragraph.start(), paragraph.end()):
            stop = sentence.start() + len(sentence.group().rstrip())
            for start in range(sentence.start(), stop, MAX_CHARACTERS):
                yield start, min(start + MAX_CHARACTERS, stop)


def passages_table(documents: pa.Table) -> pa.Table:
    """Return the passages of the rows of ``documents``, in their order."""
    rows: list[dict[str, object]] = []
    columns = [
        "id",
        "text",
        "title",
        "headings",
        "language",
        "license",
        "restriction",
        "is_duplicate",
    ]
    for row in documents.select(columns).to_pylist():
        spans = [(heading["start"], heading["end"]) for heading in row["headings"]]
        for start, end, heading in passages_of(row["text"], spans):
            rows.append(
                {
                    "id": f"{row['id']}@{start}-{end}",
                    "document_id": row["id"],
                    "text": row["text"][start:end],
                    "start": start,
                    "end": end,
                    "heading": None if heading is None else row["headings"][heading]["text"],
                    **{name: row[name] for name in ("title", "language", "license", "restriction", "is_duplicate")},
                }
            )
    return pa.Table.from_pylist(rows, schema_of("passages"))
