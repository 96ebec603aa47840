"""Licenses with a name that nobody knows: a text is put under one by the same words as under any other.

What such a license allows is not known either, so it is taken for the strictest.
"""

from __future__ import annotations

from bdci_corpus.patterns import lazily

VERBS = ("licensed", "licenced", "released", "distributed", "published", "offered")

_UNDER = rf"(?:{'|'.join(VERBS)}) under (?:the terms (?:and conditions )?of )?(?:the |an? |our )?"

UNLISTED = rf"(?<![a-z]){_UNDER}(?:[a-z0-9][\w.+-]{{0,30}} ){{1,5}}licen[sc]e(?![a-z])"
"""The verb, and the name behind it: by itself, "… license" may be anything."""

_VERB = lazily(_UNDER)


def with_its_verb(lead: str, words: str) -> tuple[str, str]:
    """Return the lead of a license's name, with the verb that words begin with, and the name."""
    verb = _VERB.match(words)
    return (f"{lead} {verb[0]}".strip(), words[verb.end() :]) if verb else (lead, words)
