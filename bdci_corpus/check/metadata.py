"""Metadata: what is known of a document besides its text, as categories that a probe can use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from bdci_corpus.check.opened import Opened

BINS = 10
"""A number is the tenth of all documents that it falls into."""

_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """One document without its text; ``length`` is in code points."""

    id: str
    split: str
    group_id: str
    path: str
    source: str
    license: str
    published: str | None
    length: int


def read_metadata(opened: Opened) -> list[Metadata]:
    """Return all documents of a release, sorted by id."""
    names = ["id", "group_id", "path", "source", "license", "published"]
    rows = []
    for split in opened.splits():
        for values, (text,) in zip(
            opened.columns("documents", split, names), opened.columns("documents", split, ["text"]), strict=True
        ):
            known = dict(zip(names, values, strict=True))
            rows.append(Metadata(split=split, length=len(text), **known))
    return sorted(rows, key=lambda row: row.id)


def sampled(rows: Sequence[Metadata], split: str, most: int) -> list[Metadata]:
    """Return at most so many documents, at least half of them of ``split`` if there are so many, sorted by id."""
    ordered = sorted(rows, key=lambda row: sha256(row.id.encode()).digest())
    others = [row for row in ordered if row.split != split]
    own = [row for row in ordered if row.split == split][: max(most // 2, most - len(others))]
    return sorted(own + others[: most - len(own)], key=lambda row: row.id)


def features_of(rows: Sequence[Metadata]) -> dict[str, list[str]]:
    """Return what the probe may look at: the features' names, and a category for each document.

    ``rows`` are sorted by id. A file's name gives its extension, its shape (runs of digits as 0),
    its length, and the last digit in it, by which "every tenth file" shows.
    """
    names = [PurePosixPath(row.path) for row in rows]
    digits = [_DIGITS.findall(name.stem) for name in names]
    return {
        "source": [row.source for row in rows],
        "license": [row.license for row in rows],
        "published": _by_rank([row.published for row in rows]),
        "length": _by_rank([row.length for row in rows]),
        "position of the id": _by_rank(range(len(rows))),
        "position of the id, last digit": [str(place % 10) for place in range(len(rows))],
        "folder": [name.parent.as_posix() for name in names],
        "file extension": [name.suffix.lower() for name in names],
        "file name, shape": [_DIGITS.sub("0", name.stem)[:16] for name in names],
        "file name, length": _by_rank([len(name.name) for name in names]),
        "file name, last digit": [found[-1][-1] if found else "" for found in digits],
    }


def _by_rank(values: Sequence[int] | Sequence[str | None]) -> list[str]:
    """Return the tenth that each value falls into; what is missing is a category of its own."""
    known = sorted(value for value in values if value is not None)
    ranks: Mapping[object, int] = {value: rank for rank, value in enumerate(known)}
    return ["missing" if value is None else str(ranks[value] * BINS // len(known)) for value in values]
