"""Tell fast which of some strings a text holds: one of which a character is missing is not searched for."""

from __future__ import annotations

from collections.abc import Iterator

from bdci_corpus.text.languages import HAN
from bdci_corpus.text.scan import bits_of, scan_of

_RANKS = {" ": -1} | {character: rank for rank, character in enumerate(HAN)}


def holds(text: str, string: str) -> bool:
    """Return whether a string of the basic plane occurs in a text; a scan of a moment ago says no without a search."""
    scan = scan_of.known(text)
    return string in text if scan is None else scan.holds(string)


class Words:
    """Strings to look for. One character is found twenty times as fast as two, a rare one above all.

    Of a text that was scanned a moment ago, the scan tells which pairs of characters are missing, without a search.
    """

    def __init__(self, *words: str) -> None:
        """Take strings of at least one character, of the basic plane."""
        rarest = [max(word, key=lambda one: _RANKS.get(one, len(HAN))) for word in words]
        self._rarest = list(zip(rarest, words, strict=True))
        self._bits = [(*bits_of(word)[0], bits_of(word)[1:], word) for word in words]

    def within(self, text: str) -> Iterator[str]:
        """Yield the strings that a text holds, in their order."""
        scan = scan_of.known(text)
        if scan is None or not scan.fast:
            yield from (word for rarest, word in self._rarest if rarest in text and word in text)
            return
        seen, may_hold = scan.seen, scan.may_hold
        likely = [(bits, word) for byte, bit, bits, word in self._bits if seen[byte] & bit]
        yield from (word for bits, word in likely if may_hold(bits) and word in text)
