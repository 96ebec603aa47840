"""Where the words of a notice may begin, found in one pass over the characters of a text.

A character is looked up among those that an anchor has in its first, second and third place; where three in
a row may begin one, they are looked up together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.licenses.family import Family
from bdci_corpus.licenses.folding import kept, written_as

HEAD = 3
"""So many characters of an anchor are looked for."""

_ABBREVIATION = re.compile(r"[a-z]{1,4}")
"""An anchor of so few letters (MIT, GPL, CC) begins a word; within one (submit, account) it says nothing."""

_HIGHEST = 1 << 16
"""Words of notices are of the first plane; characters above it stand for none."""

Bits = NDArray[np.uint64]

Code = TypeVar("Code", int, Bits)


class Places:
    """The beginnings of the anchors of families, of which there are at most 64."""

    def __init__(self, families: Sequence[Family]) -> None:
        """Take the anchors of families, folded; they are found however they are written."""
        self._families = tuple(families)
        heads: dict[int, int] = {}
        self._places: list[NDArray[np.bool_]] = [np.zeros(_HIGHEST, bool) for _ in range(HEAD)]
        for number, family in enumerate(families):
            for head in heads_of(family):
                codes = [*map(ord, head), 0, 0][:HEAD]
                heads[_key(*codes)] = heads.get(_key(*codes), 0) | 1 << number
                for table, code in zip(self._places, codes, strict=True):
                    table[code or slice(None)] = True
        self._keys = np.array(sorted(heads), np.uint64)
        self._bits: Bits = np.array([heads[int(key)] for key in self._keys], np.uint64)

    def near(self, text: str) -> list[tuple[Family, Sequence[int]]]:
        """Return the families that may occur, each with the places where its anchors may begin, sorted."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        keep = kept(text, codes)
        codes = np.append(np.where(codes < _HIGHEST, codes, 0)[keep], np.zeros(HEAD, np.uint32))
        count = len(codes) - HEAD
        may = self._places[0][codes[:count]]
        for at in range(1, HEAD):
            may &= self._places[at][codes[at : at + count]]
        hits = np.flatnonzero(may)
        first, second, third = (codes[hits + at].astype(np.uint64) for at in range(HEAD))
        none = np.zeros_like(first)
        bits = self._look_up(_key(first, second, third))
        bits |= self._look_up(_key(first, second, none)) | self._look_up(_key(first, none, none))
        hits, bits = hits[bits != 0], bits[bits != 0]
        if not len(hits):
            return []
        where = np.flatnonzero(keep)[hits]
        every = int(np.bitwise_or.reduce(bits))
        return [
            (family, where[bits >> np.uint64(at) & np.uint64(1) != 0].tolist())
            for at, family in enumerate(self._families)
            if every >> at & 1
        ]

    def _look_up(self, keys: Bits) -> Bits:
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[at] == keys, self._bits[at], np.uint64(0))


def is_abbreviation(anchor: str) -> bool:
    """Return whether an anchor is no part of a longer word: no letter stands before it."""
    return _ABBREVIATION.fullmatch(anchor) is not None


def heads_of(family: Family) -> list[str]:
    """Return how the anchors of a family may begin, in all the ways in which it may be written."""
    heads = sorted({anchor[:HEAD] for anchor in family.anchors})
    return ["".join(written) for head in heads for written in product(*map(written_as, head))]


def _key(first: Code, second: Code, third: Code) -> Code:
    """Return three characters as one number."""
    return (first * 65_536 + second) * 65_536 + third
