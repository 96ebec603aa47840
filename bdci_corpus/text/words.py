"""Tell fast which of some strings a text holds: one of which a character is missing is not searched for."""

from __future__ import annotations

from collections.abc import Iterator

from bdci_corpus.text.languages import HAN
from bdci_corpus.text.scan import scan_of

_RANKS = {" ": -1} | {character: rank for rank, character in enumerate(HAN)}


def holds(text: str, string: str) -> bool:
    """Return whether a string of the basic plane occurs in a text; a scan of a moment ago says no without a search."""
    scan = scan_of.known(text)
    return string in text if scan is None else scan.holds(string)


class Words:
    """Strings to look for. One character is found twenty times as fast as two, a rare one above all.

    Of a text that was scanned a moment ago, the scan tells which characters are missing, without a search.
    """

    def __init__(self, *words: str) -> None:
        """Take strings of at least one character, of the basic plane."""
        ranked = [sorted(set(word), key=lambda one: _RANKS.get(one, len(HAN)), reverse=True) for word in words]
        self._rarest = [(characters[0], word) for characters, word in zip(ranked, words, strict=True)]
        self._bits = [
            (ord(characters[0]) >> 3, 1 << (ord(characters[0]) & 7), word)
            for characters, word in zip(ranked, words, strict=True)
        ]

    def within(self, text: str) -> Iterator[str]:
        """Yield the strings that a text holds, in their order."""
        scan = scan_of.known(text)
        if scan is None or not scan.fast:
            yield from (word for rarest, word in self._rarest if rarest in text and word in text)
            return
        seen, all_held = scan.seen, scan.holds
        likely = [word for byte, bit, word in self._bits if seen[byte] & bit]
        yield from filter(all_held, likely)
