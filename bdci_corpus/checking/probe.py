"""Probe: can metadata alone tell which split a document of a release is in? See ``adversary``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

import numpy as np

from bdci_corpus.checking.adversary import (
    FEWEST_GROUPS,
    MOST_DOCUMENTS,
    PERMUTATIONS,
    Giveaway,
    by_rank,
    told_apart,
)
from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.report import Observation, Outcome

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
        "published": by_rank([row.published for row in rows]),
        "length": by_rank([row.length for row in rows]),
        "position of the id": by_rank(range(len(rows))),
        "position of the id, last digit": [str(place % 10) for place in range(len(rows))],
        "folder": [name.parent.as_posix() for name in names],
        "file extension": [name.suffix.lower() for name in names],
        "file name, shape": [_DIGITS.sub("0", name.stem)[:16] for name in names],
        "file name, length": by_rank([len(name.name) for name in names]),
        "file name, last digit": [found[-1][-1] if found else "" for found in digits],
    }


def check_giveaways(opened: Opened) -> Outcome[None]:
    """Try to tell every other split from train by what is known of its documents but their texts."""
    rows = read_metadata(opened)
    counts = Counter(row.split for row in rows)
    train = "train" if "train" in counts else max(sorted(counts), key=counts.__getitem__, default="")
    others = sorted(counts.keys() - {train})
    if not others:
        return Outcome(did="had no two splits to tell apart", value=None)
    did = f"tried to tell {', '.join(others)} from {train} by metadata alone"
    findings = [finding_of([row for row in rows if row.split in {split, train}], split, train) for split in others]
    return Outcome(did=did, value=None, findings=findings)


def finding_of(rows: Sequence[Metadata], split: str, train: str, most: int = MOST_DOCUMENTS) -> Observation:
    """Say what one split gives away, or that there are too few documents to say; of more than ``most``, a sample."""
    where = f"{split} against {train}"
    groups = [len({row.group_id for row in rows if row.split == name}) for name in (split, train)]
    if min(groups) < FEWEST_GROUPS:
        text = (
            f"Too few documents to say whether metadata gives the split away: it takes {FEWEST_GROUPS} groups "
            f"on each side, and there are {groups[0]:,} and {groups[1]:,}."
        )
        return Observation(where=where, text=text)
    whole, single = probe(sampled(rows, split, most), split)
    sentence = f"Metadata alone tells the splits apart with an AUC of {whole.auc:.2f}, permutation p {whole.p:.3f}"
    if len(rows) > most:
        sentence += f" (from {most:,} of {len(rows):,} documents)"
    if not whole.flagged:
        return Observation(where=where, text=f"{sentence}: it gives nothing away.")
    names = ", ".join(map(str, single)) or "nothing by itself, only together"
    return Observation(where=where, text=f"{sentence}. What gives it away: {names}.", flagged=True)


def probe(rows: Sequence[Metadata], split: str, permutations: int = PERMUTATIONS) -> tuple[Giveaway, list[Giveaway]]:
    """Return how well all metadata tells ``split`` from the others, and if too well, which features do alone.

    ``rows`` are of two splits and sorted by id.
    """
    groups = np.unique([row.group_id for row in rows], return_inverse=True)[1]
    labels = np.array([row.split == split for row in rows])
    return told_apart(features_of(rows), labels, groups, permutations)
