"""Tell fast which of some strings a text holds: one whose rarest character is missing is not searched for."""

from __future__ import annotations

from collections.abc import Iterator

from bdci_corpus.text.languages import HAN

_RANKS = {" ": -1} | {character: rank for rank, character in enumerate(HAN)}


class Words:
    """Strings to look for. One character is found twenty times as fast as two, a rare one above all."""

    def __init__(self, *words: str) -> None:
        """Take strings of at least one character."""
        self._words = [(max(word, key=lambda one: _RANKS.get(one, len(HAN))), word) for word in words]

    def within(self, text: str) -> Iterator[str]:
        """Yield the strings that a text holds, in their order."""
        for rarest, word in self._words:
            if rarest in text and word in text:
                yield word
