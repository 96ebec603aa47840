"""Pieces: the passages of a release are those that its documents are cut into."""

from __future__ import annotations

from collections.abc import Iterator

from bdci_corpus.check.opened import Opened
from bdci_corpus.check.report import REMEDY
from bdci_corpus.errors import CheckError
from bdci_corpus.passages import passages_table

_COLUMNS = ("id", "text", "title", "headings", "language", "license", "restriction", "is_duplicate")


def passage_faults(opened: Opened, split: str) -> Iterator[CheckError]:
    """Yield passages that are missing, are none of their document's, or stand under another heading."""
    expected = passages_table(opened.read("documents", split, _COLUMNS)).select(["id", "heading"])
    wanted = dict(zip(*(column.to_pylist() for column in expected.columns), strict=True))
    there = opened.columns("passages", split, ["id", "heading"]) if split in opened.splits("passages") else ()
    for name, heading in there:
        where = f"passages/{split} > {name}"
        if name not in wanted:
            yield CheckError(where, "It is none of the passages that its document is cut into.", REMEDY)
        elif heading != wanted[name]:
            yield CheckError(f"{where} > heading", f"It is {heading!r}, and stands under {wanted[name]!r}.", REMEDY)
        wanted.pop(name, None)
    for name in wanted:
        yield CheckError(f"passages/{split} > {name}", "The passage is missing.", REMEDY)
