"""Where a text may hold a notice: at anchors near which stand the words that a pattern of their families needs.

What is looked for is derived from the families: their anchors, and the words that their patterns cannot do without
(``needs``). Words that are near an anchor but in another sentence count only where a pattern goes on over its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.compiling import code_digest, compiled, remembered, run_compiled
from bdci_corpus.licenses import sieve_kernels
from bdci_corpus.licenses.family import Family
from bdci_corpus.licenses.folding import fold_table
from bdci_corpus.licenses.needs import Words, alternatives, takes, widest
from bdci_corpus.licenses.places import is_abbreviation
from bdci_corpus.licenses.sieve_kernels import ALL, BOUNDED, NEAR, NEAR_BY, OPENING, WHERE
from bdci_corpus.licenses.wording import CHINESE, ENGLISH, reads_as_notice
from bdci_corpus.text import LONGEST, Anchors, Flags, Scan, TextBatch, trie_of

_OPENERS = "。！？?>；;!."
"""Behind these a sentence may begin, as ``sentences`` has it."""

_BITS = 62
"""So many sets of words are bits of one number."""

_FEW = 64
"""Around more anchors, as a license's whole text has, looking takes longer than to compile what looks."""

_ENDS = "。;"
"""Where a sentence ends, as patterns see it."""

Places = NDArray[np.int64]

_Need = list[tuple[int, Words]]
"""What an alternative needs: sets of words, and where."""


class Sieve:
    """The families of notices, as what a text shows that may hold one."""

    def __init__(self, families: Sequence[Family]) -> None:
        """Take at most 55 or so families, of which those with abbreviations count twice."""
        self._families = tuple(families)
        short = {at: own for at, f in enumerate(families) if (own := [a for a in f.anchors if is_abbreviation(a)])}
        words = [[anchor for anchor in family.anchors if not is_abbreviation(anchor)] for family in families]
        self._anchors = Anchors([*words, *short.values()], fold_table())
        needs, unbounded = _needs_of(families)
        self._tables = *_word_tables(needs), np.array(list(short), np.int64), _bits(unbounded)

    def places(self, scan: Scan, flags: Flags, reach: int) -> tuple[Places, Places]:
        """Return where anchors of notices that may be whole stand, and as bits each time their families.

        ``flags`` are those of the scan, with what is passed over besides blanks flagged as blank.
        """
        places, bits = self._anchors.places(scan, flags)
        if len(places):
            run = scan.run if len(places) <= _FEW else run_compiled
            if not run(sieve_kernels.sift, scan.codes, flags, *self._tables, reach, places, bits):
                return places[:0], bits[:0]
            places, bits = places[bits != 0], bits[bits != 0]
        return places, bits

    def places_each(self, batch: TextBatch, flags: Flags, reach: int) -> dict[int, tuple[Places, Places]]:
        """Return such places for those texts of a batch that have any, by number; ``flags`` as before."""
        places, bits = self._anchors.places_in(batch.codes, flags)
        if not len(places):
            return {}
        first = np.searchsorted(places, batch.bounds)
        sift = compiled(sieve_kernels.sift_each)
        sift(batch.codes, batch.bounds, flags, *self._tables, reach, places, bits)
        bounds = np.concatenate([[0], np.cumsum(bits != 0)])[first]
        places, bits = places[bits != 0], bits[bits != 0]
        return {
            text: (places[bounds[text] : bounds[text + 1]], bits[bounds[text] : bounds[text + 1]])
            for text in np.flatnonzero(np.diff(bounds)).tolist()
        }

    def near(self, places: Places, bits: Places) -> list[tuple[Family, list[int]]]:
        """Return the families of some places, each with its own."""
        found: dict[int, list[int]] = {}
        for place, own in zip(places.tolist(), bits.tolist(), strict=True):
            left = own
            while left:
                found.setdefault((left & -left).bit_length() - 1, []).append(place)
                left &= left - 1
        return [(self._families[at], found[at]) for at in sorted(found)]


def _needs_of(families: Sequence[Family]) -> tuple[list[list[_Need]], list[bool]]:
    """Return what notices of each family need, and whether its pattern goes on over a sentence's end.

    Analyzing their patterns takes most of a second, and comes to the same in every process.
    """

    def told() -> list[object]:
        needs = [[[(where, sorted(words)) for where, words in need] for need in _needs(one)] for one in families]
        return [needs, [_is_unbounded(family) for family in families]]

    patterns = [family.pattern.pattern for family in families]
    needs, unbounded = remembered("needs", told, code_digest(Path(__file__).parent), patterns)
    return [[[(where, frozenset(words)) for where, words in need] for need in one] for one in needs], unbounded


def _needs(family: Family) -> Iterator[_Need]:
    """Yield what a notice of a family needs, for each way it may be written.

    One that is read by its wording either speaks of a text somewhere in its sentence or begins with its words.
    """
    where = ALL if _is_unbounded(family) else NEAR if widest(family.pattern) <= NEAR_BY else BOUNDED
    for alternative in alternatives(family.pattern):
        need: _Need = [(where, words) for words in alternative.sets]
        if family.fits is not reads_as_notice or where != NEAR:
            yield need
            continue
        yield [*need, (BOUNDED, _topic())]
        yield [*need, *([(OPENING, alternative.sets[0])] if alternative.opens else [])]


@cache
def _topic() -> Words:
    """Return the words of which every notice that is read by its wording has one, unless it begins with others."""
    needed = [alternative.sets for words in (CHINESE, ENGLISH) for alternative in alternatives(words.topic)]
    return frozenset(chain.from_iterable(sets[0] for sets in needed))


def _is_unbounded(family: Family) -> bool:
    return any(takes(family.pattern, end) for end in _ENDS)


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << at for at, flag in enumerate(flags) if flag)


def _word_tables(families: Sequence[Sequence[_Need]]) -> tuple[object, ...]:
    """Return the tables of ``sieve_kernels.sift`` from what families need."""
    numbers: dict[Words, int] = {}
    for _, words in chain.from_iterable(chain.from_iterable(families)):
        numbers.setdefault(words, len(numbers))
    size = -(-len(numbers) // _BITS)
    told: dict[str, int] = {"": 0}
    for words, number in numbers.items():
        for word in words:
            told[word[:LONGEST]] = told.get(word[:LONGEST], 0) | 1 << number
    trie = trie_of({head: row for row, head in enumerate(told) if head})
    rows = np.zeros((sum(map(len, families)), WHERE * size), np.int64)
    for row, need in enumerate(chain.from_iterable(families)):
        for where, words in need:
            part, bit = divmod(numbers[words], _BITS)
            rows[row, where * size + part] |= 1 << bit
    first = np.cumsum([0, *map(len, families)])
    groups = np.array(
        [[one >> _BITS * part & (1 << _BITS) - 1 for part in range(size)] for one in told.values()], np.int64
    )
    return fold_table(), *trie, groups, _kinds(), rows, first


def _kinds() -> NDArray[np.uint8]:
    """Return which code points of the basic plane are of words, and which open a sentence."""
    plane = np.arange(1 << 16, dtype=np.uint32).view("U1")
    kinds = np.where(np.char.isalnum(plane), np.uint8(sieve_kernels.IS_WORD), np.uint8(0))
    kinds[[ord(opener) for opener in _OPENERS]] |= sieve_kernels.OPENS
    return kinds
