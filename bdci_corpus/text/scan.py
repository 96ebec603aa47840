"""One pass over a text's code points: which kinds of character it has, and where.

Rules ask here before they look closer. Most rules have nothing to do in most texts, and one look-up
in a table for each character tells all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bdci_corpus.compiling import PACE, compiled
from bdci_corpus.text import scan_kernels
from bdci_corpus.text.flags import (
    BLANK,
    DIGIT,
    HAN,
    KANA,
    LABEL,
    LATIN,
    OPENS_READING,
    SIMPLIFIED,
    TEN_THOUSAND,
    TONED,
    TRADITIONAL,
    Flags,
    table,
)
from bdci_corpus.text.latest import Latest

Places = NDArray[np.int64]


class LastText:
    """The text that was made last from code points, and these: it is looked at next."""

    latest: tuple[str, Flags] = "", np.empty(0, np.uint32)

    def codes(self, text: str) -> Flags:
        """Return the code points of any text."""
        made, codes = self.latest
        return codes if made is text else np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


LAST_TEXT = LastText()


class Scan:
    """The code points of a text, what each is, and what is among them."""

    def __init__(self, text: str) -> None:
        """Look every code point up."""
        self.text = text
        self.codes = LAST_TEXT.codes(text)
        self.seen = b""
        """Of a fast scan, what ``scan_kernels.survey`` has seen: characters of the basic plane, and pairs of them."""
        self._tally: list[int] | None = None
        self.fast = PACE.note(len(text))
        if self.fast:
            self.flags: Flags = np.empty(len(self.codes), np.uint32)
            counts, seen = np.zeros(8, np.int64), np.zeros(scan_kernels.SEEN, np.uint8)
            seldom = np.empty(len(self.codes), np.uint32)
            found = compiled(scan_kernels.survey)(self.codes, table(), self.flags, counts, seen, seldom)
            self._seldom = seldom[:found].copy()
            self.seen = seen.tobytes()
            self._counts: list[int] | None = counts.tolist()
            self.present = self._counts[0]
        else:
            self.flags = table()[self.codes]
            self._counts = None
            self.present = int(np.bitwise_or.reduce(self.flags, initial=0))

    def run(self, kernel: Callable[..., int], *arguments: object) -> int:
        """Run a loop, as machine code where this process has seen enough text for that to pay."""
        return compiled(kernel)(*arguments) if self.fast else kernel(*arguments)

    def has(self, kinds: int) -> bool:
        """Return whether any of these kinds occurs."""
        return bool(self.present & kinds)

    def holds(self, string: str) -> bool:
        """Return whether a string of the basic plane occurs; says no without a search where a pair is missing."""
        if self._counts is None:
            return string in self.text
        bits = bits_of(string)
        return self.may_hold(bits) and (len(bits) == 1 or string in self.text)

    def may_hold(self, bits: Bits) -> bool:
        """Return whether a string may occur, by its bits; one of one character does then."""
        seen = self.seen
        for byte, bit in bits:  # noqa: SIM110 - half the time of a generator
            if not seen[byte] & bit:
                return False
        return True

    def places(self, kinds: int) -> Places:
        """Return where characters of these kinds stand."""
        if not self.has(kinds):
            return np.empty(0, np.int64)
        if self.fast and not kinds & ~scan_kernels.SELDOM:
            chosen: Places = self._seldom[self.flags[self._seldom] & np.uint32(kinds) != 0].astype(np.int64)
            return chosen
        return np.flatnonzero(self.flags & np.uint32(kinds) != 0)  # truth values are counted thrice as fast

    def count(self, kind: int) -> int:
        """Return how many characters of a kind there are."""
        if self.fast and kind in _COUNTED:
            if self._tally is None:
                tally = np.zeros(len(_COUNTED), np.int64)
                compiled(scan_kernels.tally)(self.flags, tally)
                self._tally = tally.tolist()
            return self._tally[_COUNTED[kind]]
        return int(np.count_nonzero(self.flags & np.uint32(kind))) if self.has(kind) else 0

    @property
    def pairs(self) -> int:
        """How many blanks have a character behind them that may end a pair of a forum's jammer."""
        if self._counts is not None:
            return self._counts[1]
        behind = np.append(self.codes[1:], np.uint32(0))[self.places(BLANK)]
        return int(np.count_nonzero((behind >= ord("?")) & (behind <= ord("~"))))

    @property
    def readings(self) -> int:
        """How many brackets have a letter behind them, as readings in pinyin do."""
        if self._counts is not None:
            return self._counts[2]
        behind = self.beside(self.places(OPENS_READING), 1)
        return int(np.count_nonzero(behind & np.uint32(LATIN | TONED | LABEL)))

    @property
    def beside_marks(self) -> bool:
        """Whether a blank may stand beside a mark."""
        return self._counts is None or self._counts[4] > 0

    @property
    def magnitudes(self) -> int:
        """How many ten thousands have five digits before them, or what may be five."""
        if self._counts is not None:
            return self._counts[3]
        places = self.places(TEN_THOUSAND)
        return int(np.count_nonzero(self.beside(places, -1) & self.beside(places, -5) & np.uint32(DIGIT)))

    @property
    def sources(self) -> bool:
        """Whether a colon or slash may stand behind the name of a picture's source."""
        return self._counts is None or self._counts[5] > 0

    @property
    def indented(self) -> bool:
        """Whether a line may begin with a tab or four blanks."""
        return self._counts is None or self._counts[6] > 0

    @property
    def line_feeds(self) -> int:
        """How many line feeds there are."""
        return self._counts[7] if self._counts is not None else self.text.count("\n")

    def beside(self, places: Places, step: int) -> Flags:
        """Return the flags of the characters one step before or behind; 0 beyond the text's ends."""
        following = places + step
        inside = (following >= 0) & (following < len(self.flags))
        found = np.zeros(len(places), np.uint32)
        found[inside] = self.flags[following[inside]]
        return found


_COUNTED = {HAN: 0, KANA: 1, LATIN: 2, TRADITIONAL: 3, SIMPLIFIED: 4}
"""Where ``scan_kernels.tally`` counts a kind."""


Bits = Sequence[tuple[int, int]]
"""Which bytes of what a scan has seen tell of a string, each with the bit in it."""


@lru_cache(maxsize=4096)
def bits_of(string: str) -> Bits:
    """Return which bits are set of a text that holds a string of the basic plane."""
    codes = [ord(character) for character in string]
    bits = [scan_kernels.pair_bit(first, second) for first, second in pairwise(codes)] or codes
    return tuple((bit >> 3, 1 << (bit & 7)) for bit in bits)


scan_of = Latest(Scan)
"""Return the scan of a text."""
