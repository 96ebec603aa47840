"""What the words of a sentence are about: by that a notice is told from a sentence that tells of notices.

A notice is made of few classes of words, in any order: who (本站, the author), what is done (转载, reproduce), whether
it is allowed, on which conditions, whose the rights are, what follows. What else stands in the sentence is the more
evidence against it the more there is: a notice has nothing to tell. So a sentence is read as the classes that occur in
it, how much of it belongs to none, and signs that somebody tells of something (他在…上说, 往往, was). How much each
counts was learned from the cases of ``tests/licenses`` by ``tests/scripts/train_notices.py``, which writes the weights.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain, combinations, pairwise
from pathlib import Path
from types import ModuleType

from bdci_corpus.licenses import wording_chinese, wording_english
from bdci_corpus.licenses.names import CREATIVE_COMMONS, OTHERS
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS

WEIGHTS = Path(__file__).with_name("wording_weights.json")
"""How much each feature speaks for a notice, in logits, by language, and for ``naming``."""

_NAMED = lazily(f"{CREATIVE_COMMONS}|{OTHERS}")

_IN_TAG = lazily(r"<[a-z!/][^<>]*$")
"""A tag that goes on; what it says has families of its own."""

_HAN = lazily(f"[{HAN_CLASS}]")

_WORD = lazily(r"[^\W_]")

_LONGEST = 300
"""So much of a sentence is looked at, in characters."""

_SHARES = (0.98, 0.9, 0.8, 0.65, 0.5)
"""Of which share of its characters at least a sentence has to be understood, for one feature each."""

_PAIRED = ("attribute", "forbids", "has ", "opens ", "quoted", "tells ")
"""What counts otherwise where something else is shown beside it begins so."""

_BOTH, _WRITES = " & ", "writes "
"""Between two features that are shown together; before a part of a sentence."""

_MOST_FOREIGN = 20
"""More characters that belong to no class say no more."""


class Wording:
    """The classes and signs of one language."""

    def __init__(self, language: ModuleType, neutral: str, weights: Mapping[str, float], *, spaced: bool) -> None:
        """Take the words of a language; ``neutral`` characters tell nothing; ``spaced`` words stand apart."""
        begin, end = (r"(?<![a-z])(?:", r")(?![a-z])") if spaced else ("(?:", ")")
        self._words = lazily("|".join(f"(?P<{name}>{begin}{words}{end})" for name, words in language.CLASSES.items()))
        self._signs = {name: lazily(f"{begin}{words}{end}") for name, words in language.SIGNS.items()}
        self._cut, self._names = lazily(language.CUT), lazily(language.NAMES)
        self._attribute, self._neutral = lazily(language.ATTRIBUTE), lazily(neutral)
        self._forbids = lazily(language.FORBIDS)
        self.topic, self._quoted = lazily(language.TOPIC), lazily(language.QUOTED)
        self._weights = weights
        self._parts = {name.removeprefix(_WRITES): one for name, one in weights.items() if name.startswith(_WRITES)}
        self._pairs: dict[str, dict[str, float]] = {}
        for name, one in weights.items():
            first, both, second = name.partition(_BOTH)
            if both:
                self._pairs.setdefault(first, {})[second] = one
        self._evidence = lru_cache(maxsize=1024)(self._evidence_of)

    def score(self, lead: str, words: str, behind: str) -> float:
        """Return how much speaks for a notice; below 0, more speaks against it.

        It is the sum of what ``features`` shows. That of the sentence alone is made once for all the words in it.
        """
        sentence = self._sentence(lead, words, behind)
        if _WORD.search(lead) and not self.topic.search(sentence):
            return -1.0
        evidence, shown = self._evidence(sentence)
        around = {name for name, _ in self._around(lead, behind)}
        if not around:
            return evidence
        return evidence + sum(self._weights.get(name, 0.0) for name in around) + self._paired(shown, around)

    def _evidence_of(self, sentence: str) -> tuple[float, set[str]]:
        """Return how much a sentence speaks for a notice by itself, and what of it may count beside other things."""
        alone = dict(self._of_sentence(sentence))
        shown = {name for name in alone if name.startswith(_PAIRED)}
        evidence = sum(value * self._weights.get(name, 0.0) for name, value in alone.items())
        parts = sum(self._parts.get(part, 0.0) for part in parts_of(sentence))
        return evidence + parts + self._paired(set(), shown), shown

    def _paired(self, before: set[str], more: set[str]) -> float:
        """Return how much more counts beside features that are shown, and with each other."""
        every = before | more
        return sum(
            row[other]
            for one in sorted(every)
            if (row := self._pairs.get(one))
            for other in sorted(row.keys() & (every if one in more else more))
        )

    def is_on_topic(self, lead: str, words: str, behind: str) -> bool:
        """Return whether a sentence speaks of a text, or begins with the words that were found."""
        return not _WORD.search(lead) or self.topic.search(self._sentence(lead, words, behind)) is not None

    def features(self, lead: str, words: str, behind: str) -> Iterator[tuple[str, float]]:
        """Yield what a sentence shows, by name, and which two of that it shows together.

        The sentence is the lead, the words, and what is behind them up to its end; its parts are features, too.
        """
        alone = dict(self._alone(lead, words, behind))
        yield from alone.items()
        shown = sorted(name for name in alone if name.startswith(_PAIRED))
        yield from ((f"{one}{_BOTH}{other}", 1.0) for one, other in combinations(shown, 2))
        yield from ((f"{_WRITES}{part}", 1.0) for part in parts_of(self._sentence(lead, words, behind)))

    def _alone(self, lead: str, words: str, behind: str) -> Iterator[tuple[str, float]]:
        yield from self._around(lead, behind)
        yield from self._of_sentence(self._sentence(lead, words, behind))

    def _around(self, lead: str, behind: str) -> Iterator[tuple[str, float]]:
        """Yield what depends on where in their sentence the words stand."""
        if self._quoted.search(lead):
            yield "quoted", 1.0
        if self._attribute.match(behind):
            yield "attribute", 1.0

    def _of_sentence(self, sentence: str) -> Iterator[tuple[str, float]]:
        yield "bias", 1.0
        yield "length", len(sentence) / _LONGEST
        if self._forbids.search(sentence):
            yield "forbids an act", 1.0
        yield from self._of_words(sentence)
        yield from ((f"tells {name}", 1.0) for name, sign in self._signs.items() if sign.search(sentence))

    def _sentence(self, lead: str, words: str, behind: str) -> str:
        end = self._cut.search(behind)
        return (lead + words + (behind[: end.start()] if end else behind))[-_LONGEST:]

    def _of_words(self, sentence: str) -> Iterator[tuple[str, float]]:
        kinds: dict[str, int] = {}
        known = bytearray(len(sentence))
        for found in self._words.finditer(sentence):
            kinds.setdefault(str(found.lastgroup), found.start())
            known[found.start() : found.end()] = b"\1" * (found.end() - found.start())
        for name in self._names.finditer(sentence):
            known[name.start(1) : name.end(1)] = b"\1" * (name.end(1) - name.start(1))
        for found in self._neutral.finditer(sentence):
            known[found.start() : found.end()] = b"\2" * (found.end() - found.start())
        foreign, all_ = known.count(0), len(known) - known.count(2)
        yield "foreign", min(foreign, _MOST_FOREIGN) / _MOST_FOREIGN
        yield from ((f"understood {share}", 1.0) for share in _SHARES if foreign <= (1 - share) * all_)
        yield from ((f"has {name}", 1.0) for name in kinds)
        first = min(kinds, key=kinds.__getitem__, default="none")
        opens = first if kinds and not known[: kinds[first]].count(0) else "foreign"
        yield f"opens {opens}", 1.0


_RUN = lazily(f"[{HAN_CLASS}]+|[a-z]+")


def parts_of(sentence: str) -> list[str]:
    """Return the words of English in a sentence and each two characters of Chinese that stand side by side, once."""
    runs = _RUN.findall(sentence)
    return list(
        dict.fromkeys(chain.from_iterable([run] if run.isascii() else map("".join, pairwise(run)) for run in runs))
    )


LEARNED: Mapping[str, Mapping[str, float]] = json.loads(WEIGHTS.read_text("utf-8"))

CHINESE = Wording(wording_chinese, r"[a-z0-9@#:/._+\-]+|某|[^\w]+", LEARNED["chinese"], spaced=False)

ENGLISH = Wording(wording_english, r"[0-9@#:/_+\-]+|[^\w]+", LEARNED["english"], spaced=True)


def wording_of(words: str) -> Wording:
    """Return the language of words."""
    return CHINESE if _HAN.search(words) else ENGLISH


@lru_cache(maxsize=1024)
def reads_as_notice(lead: str, words: str, behind: str) -> bool:
    """Return whether a sentence is a notice, by all of its words; one that names a license is for others to judge."""
    if _IN_TAG.search(lead) or wording_of(words).score(lead, words, behind) <= 0:
        return False
    return _NAMED.search(lead + words + behind) is None
