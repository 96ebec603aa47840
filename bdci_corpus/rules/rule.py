"""The contract of a rule: what it is asked, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from bdci_corpus.records import Edit, Mark
from bdci_corpus.rules.context import Context
from bdci_corpus.text import Answers, TextBatch
from bdci_corpus.trace import NO_EDITS, Edits, edits_of

Stage = Literal["start", "code", "fields"]
"""What the pipeline does before a rule: nothing, look for code, or let the loader annotate."""


class Found(NamedTuple):
    """What a rule finds in a text: edits, sorted and disjoint, and marks; spans in code points, half-open."""

    edits: Edits
    marks: list[Mark]

    @classmethod
    def of(cls, results: Iterable[Edit | Mark]) -> Found:
        """Take edits, in order, and marks as a generator yields them."""
        edits: list[Edit] = []
        marks: list[Mark] = []
        for result in results:
            (edits if isinstance(result, Edit) else marks).append(result)  # type: ignore[arg-type]
        return cls(edits_of(edits) if edits else NO_EDITS, marks)

    def edited(self, text: str) -> str:
        """Return a text with the edits made."""
        pieces: list[str] = []
        here = 0
        for edit in self.edits.objects(""):
            pieces += (text[here : edit.start], edit.replacement)
            here = edit.end
        return "".join([*pieces, text[here:]])


NOTHING = Found(NO_EDITS, [])

Find = Callable[[str, Context], Found]
"""A pure function of a text and what is known of it; linear in the text's length.

Positions are arrays over the whole text, and nothing is remembered from one call to the next.
"""

Quiet = Callable[[TextBatch], Answers]
"""In which texts of a batch a rule surely finds nothing, in a context that tells of headings and code at most.

It is asked once for many texts, so that a rule is run only on those in which it may find something.
"""


def never_quiet(batch: TextBatch) -> Answers:
    """Return that a rule may find something in every text."""
    return np.zeros(len(batch.texts), np.bool_)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of noise: its name in traces and corpus.toml, and how it is found.

    ``after`` is what the pipeline has done by then, for this rule and those behind it.
    """

    name: str
    find: Find
    quiet: Quiet = never_quiet
    after: Stage = "start"
