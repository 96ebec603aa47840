"""The report as a page that needs no network, and as the part of it that a notebook shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bdci_corpus.auditing.links import KINDS, LEAKS
from bdci_corpus.auditing.report import Between, End, Example, Kind, Report
from bdci_corpus.release.pages import environment, marked_pieces

FOLDER = Path(__file__).parent / "templates"

IN_NOTEBOOK = 3
"""So many pairs of each kind a notebook shows."""

WORDS: dict[Kind, str] = {
    "exact": "The same text, byte for byte.",
    "cross-script": "One is Traditional, the other Simplified Chinese, and else they are alike.",
    "near": "Alike from the threshold on; script, width, blanks and punctuation make no difference.",
    "contained": "Most of one text stands in the other.",
    "passage": "They share a passage of 28 or more characters, and are otherwise different.",
    "template": "One form with different facts: no leak.",
    "boilerplate": "Alike only in what many rows share: no leak.",
}
"""What each kind of link means."""


class MarkedSpan(NamedTuple):
    """A stretch of a text, and whether it is marked."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class ExampleView:
    """A pair side by side. Marked is what the other text does not have; of a passage, what both have."""

    example: Example
    sides: tuple[list[MarkedSpan], list[MarkedSpan]]


def page_of(report: Report) -> str:
    """Return the whole page."""
    return environment(FOLDER).get_template("audit.html.jinja").render(_facts(report, None))


def fragment_of(report: Report) -> str:
    """Return what a notebook shows: the verdict, the counts and some pairs."""
    return environment(FOLDER).get_template("notebook.html.jinja").render(_facts(report, IN_NOTEBOOK))


def _facts(report: Report, most: int | None) -> dict[str, object]:
    return {
        "report": report,
        "words": WORDS,
        "kinds": KINDS,
        "leaks": LEAKS,
        "across": [one for one in report.between if one.a != one.b],
        "within": [one for one in report.between if one.a == one.b],
        "sums": sums_of([one for one in report.between if one.a != one.b]),
        "shown": {kind: shown_pairs(report, kind, most) for kind in KINDS},
    }


def sums_of(between: Sequence[Between]) -> dict[Kind, int]:
    """Return how many pairs there are of every kind."""
    return {kind: sum(one.pairs for one in between if one.kind == kind) for kind in KINDS}


def shown_pairs(report: Report, kind: Kind, most: int | None = None) -> list[ExampleView]:
    """Return pairs of a kind side by side, the worst first."""
    return [ExampleView(one, _sides(one)) for one in [one for one in report.examples if one.kind == kind][:most]]


def _sides(one: Example) -> tuple[list[MarkedSpan], list[MarkedSpan]]:
    if one.a.shared is not None and one.b.shared is not None:
        return _around(one.a), _around(one.b)
    left, right = marked_pieces(one.a.text, one.b.text)
    return [MarkedSpan(*piece) for piece in left], [MarkedSpan(*piece) for piece in right]


def _around(end: End) -> list[MarkedSpan]:
    start, stop = end.shared or (0, 0)
    cuts = ((0, start, False), (start, stop, True), (stop, len(end.text), False))
    spans = (MarkedSpan(end.text[first:last], marked) for first, last, marked in cuts)
    return [span for span in spans if span.text]
