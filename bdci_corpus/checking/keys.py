"""Keyed: the match match_keys of a release's documents, and where each document stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.checking.release import Opened
from bdci_corpus.text import HAN_CLASS, KEY_HAN, key_text, match_keys

HAN_SHARE = 0.2
"""The share of a key from which on its Han characters are compared by themselves, as
docs/explanation/near-duplicates.md defines it."""

HAN_LEAST = 32
"""Han characters alone are compared where they are this share of the key, and this many."""


_NO_HAN = re.compile(f"[^{HAN_CLASS}々]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """One document by match key; ``han`` is empty where Han characters alone say too little.

    ``digest`` is the SHA-256 of the key, and empty where the key is.
    """

    id: str
    split: str
    key: str
    han: str
    digest: bytes
    path: str
    derived_from: str | None

    @property
    def name(self) -> str:
        """The document and its split, for people."""
        return f"{self.id} ({self.split})"

    @property
    def streams(self) -> tuple[str, str]:
        """What is compared: all of the key, and its Han characters."""
        return self.key, self.han

    def points(self) -> NDArray[np.uint64]:
        """Return the code points of the key (uint64)."""
        return np.frombuffer(self.key.encode("utf-32-le"), "<u4").astype(np.uint64)


def read_keys(opened: Opened) -> list[Keyed]:
    """Return all documents of a release, by split and id."""
    return sorted(
        (
            keyed(split, *row)
            for split in opened.splits()
            for row in opened.columns("documents", split, ["id", "text", "path", "derived_from"])
        ),
        key=lambda document: (document.split, document.id),
    )


def keyed(split: str, name: str, text: str, path: str = "", derived_from: str | None = None) -> Keyed:
    """Fold one document's text."""
    entries = match_keys([text]).entries
    key, han = key_text(entries), key_text(entries[entries >= KEY_HAN])
    by_han = len(han) >= max(HAN_LEAST, HAN_SHARE * len(key))
    digest = sha256(key.encode()).digest() if key else b""
    return Keyed(
        id=name,
        split=split,
        key=key,
        han=han if by_han else "",
        digest=digest,
        path=path,
        derived_from=derived_from,
    )


def han_of(key: str) -> str:
    """Return the Han characters of a match key, however few they are."""
    return _NO_HAN.sub("", key)


def sampled(documents: Sequence[Keyed], most: int) -> list[Keyed]:
    """Return as many documents as ``most`` key characters allow, the smallest split first and whole if it can be.

    Who is left out depends on ids only.
    """
    splits: dict[str, list[Keyed]] = {}
    for document in documents:
        splits.setdefault(document.split, []).append(document)
    ordered = sorted(splits.values(), key=lambda own: (_size(own), own[0].split))
    kept: list[Keyed] = []
    for number, own in enumerate(ordered):
        room = (most - _size(kept)) // (len(ordered) - number)
        for document in sorted(own, key=lambda one: sha256(one.id.encode()).digest()):
            if len(document.key) <= room:
                kept.append(document)
                room -= len(document.key)
    return sorted(kept, key=lambda document: (document.split, document.id))


def _size(documents: Sequence[Keyed]) -> int:
    return sum(len(document.key) for document in documents)
