"""Keyed: the match keys of a release's documents, and where each document stands.

Keys of few documents are held in memory, those of many in a file without a name: of a gigabyte of texts they are more
than a gigabyte themselves, and every step looks at a few documents at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.stores import ByteStore
from bdci_corpus.text import HAN_CLASS, KEY_HAN, key_text, match_keys

HAN_SHARE = 0.2
"""The share of a key from which on its Han characters are compared by themselves, as
docs/explanation/near-duplicates.md defines it."""

HAN_LEAST = 32
"""Han characters alone are compared where they are this share of the key, and this many."""

_NO_HAN = re.compile(f"[^{HAN_CLASS}々]")

ALL, HAN, EVERY_HAN = range(3)
"""Streams: all of a key, its Han characters where they say enough, and its Han characters however few they are."""

READ = 500_000
"""About so many characters of keys are read at once."""

Points = NDArray[np.uint32]
"""Code points."""

_POINT = np.uint32(KEY_HAN - 1)
"""The bits of a folded character that are its code point."""


class KeyStore:
    """Match keys, one behind the other, as they are folded: code points that say which of them are Han."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._bytes = ByteStore()

    def add(self, entries: Points) -> int:
        """Put a key behind the others, and return its place."""
        return self._bytes.add(entries.astype("<u4", copy=False).tobytes())

    def read(self, place: int, size: int) -> Points:
        """Return the key of so many characters at a place."""
        return np.frombuffer(self._bytes.read(place, 4 * size), "<u4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """One document by match key; ``han`` is empty where Han characters alone say too little.

    ``digest`` is the SHA-256 of the key as it is folded, and empty where the key is; ``size`` counts its characters,
    ``han_size`` those that are Han.
    """

    id: str
    split: str
    size: int
    han_size: int
    digest: bytes
    path: str
    derived_from: str | None
    place: int
    store: KeyStore = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """The document and its split, for people."""
        return f"{self.id} ({self.split})"

    @property
    def by_han(self) -> bool:
        """Whether the Han characters are compared by themselves."""
        return self.han_size >= max(HAN_LEAST, HAN_SHARE * self.size)

    @property
    def key(self) -> str:
        """All of the key."""
        return key_text(self._entries())

    @property
    def han(self) -> str:
        """The Han characters of the key, where they say enough."""
        return key_text(self.stream(HAN))

    @property
    def streams(self) -> tuple[str, str]:
        """What is compared: all of the key, and its Han characters."""
        return self.key, self.han

    def points(self) -> Points:
        """Return the code points of the key."""
        return self._entries() & _POINT

    def stream(self, number: int) -> Points:
        """Return the code points of ``ALL`` of the key, of its ``HAN`` characters, or of ``EVERY_HAN``."""
        return self.of(self._entries(), number)

    def of(self, entries: Points, number: int) -> Points:
        """Return the code points of one stream of the key, which is as ``entries`` say."""
        if number == HAN and not self.by_han:
            return np.empty(0, np.uint32)
        if number == ALL or self.han_size == self.size:
            return entries & _POINT
        return entries[entries >= KEY_HAN] & _POINT

    def follows(self, other: Keyed, size: int) -> bool:
        """Return whether the key begins so many characters behind where another's begins."""
        return self.store is other.store and self.place == other.place + 4 * size

    def _entries(self) -> Points:
        return self.store.read(self.place, self.size)


def stream_of(documents: Sequence[Keyed], number: int) -> Iterator[Points]:
    """Yield one stream of documents; keys that lie one behind the other are read together."""
    start = 0
    while start < len(documents):
        first = documents[start]
        end, size = start + 1, first.size
        while end < len(documents) and size < READ and documents[end].follows(first, size):
            size += documents[end].size
            end += 1
        entries = first.store.read(first.place, size)
        at = 0
        for document in documents[start:end]:
            yield document.of(entries[at : at + document.size], number)
            at += document.size
        start = end


def read_keys(opened: Opened) -> list[Keyed]:
    """Return all documents of a release, by split and id."""
    store = KeyStore()
    found: list[Keyed] = []
    for split in opened.splits():
        for rows in opened.batches("documents", split, ["id", "text", "path", "derived_from"]):
            found += keyed_all(split, *(column.to_pylist() for column in rows.columns), store=store)
    return sorted(found, key=lambda document: (document.split, document.id))


def keyed_all(
    split: str,
    names: Sequence[str],
    texts: Sequence[str],
    paths: Sequence[str],
    origins: Sequence[str | None],
    *,
    store: KeyStore,
) -> Iterator[Keyed]:
    """Fold the texts of some documents."""
    keys = match_keys(texts)
    place = store.add(keys.entries)
    han = np.append(0, np.cumsum(keys.entries >= KEY_HAN))[keys.offsets]
    data = memoryview(keys.entries.astype("<u4", copy=False).tobytes())
    bounds = pairwise(keys.offsets.tolist())
    for name, path, origin, (start, end), counted in zip(names, paths, origins, bounds, np.diff(han), strict=True):
        yield Keyed(
            id=name,
            split=split,
            size=end - start,
            han_size=int(counted),
            digest=sha256(data[4 * start : 4 * end]).digest() if end > start else b"",
            path=path,
            derived_from=origin,
            place=place + 4 * start,
            store=store,
        )


def keyed(split: str, name: str, text: str, path: str = "", derived_from: str | None = None) -> Keyed:
    """Fold one document's text into a store of its own."""
    return next(keyed_all(split, [name], [text], [path], [derived_from], store=KeyStore()))


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
    taken = 0
    for number, own in enumerate(ordered):
        room = (most - taken) // (len(ordered) - number)
        for document in sorted(own, key=lambda one: sha256(one.id.encode()).digest()):
            if document.size <= room:
                kept.append(document)
                room -= document.size
                taken += document.size
    return sorted(kept, key=lambda document: (document.split, document.id))


def _size(documents: Sequence[Keyed]) -> int:
    return sum(document.size for document in documents)
