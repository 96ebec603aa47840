"""What a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

MatchKind = Literal["exact", "near", "excerpt", "passage"]

KINDS: Final[tuple[MatchKind, ...]] = ("exact", "near", "excerpt", "passage")
"""The kinds of matches, the strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One row of a release in which a text was found.

    ``text`` is the number of the text that was looked for. ``exact``: the row's text is the same, ``near``: it is
    alike from the threshold on, ``excerpt``: the text stands in the row, ``passage``: both share a run of 28
    characters or more. ``start`` and ``end`` are where it stands in the row's text, half-open and in code points;
    ``share`` is how much of the text's match key is found there, 0 to 1.
    """

    text: int
    kind: MatchKind
    release: str
    version: str
    split: str
    id: str
    row: int
    start: int
    end: int
    share: float
