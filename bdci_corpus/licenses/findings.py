"""What the terms of single rows come to for a whole release: rules, and the rows that set each off."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bdci_corpus.licenses.terms import STRICTNESS, UNKNOWN

SHOWN = 3
"""How many rows a finding names before it only counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensed:
    """What a row of ``documents`` says of its terms.

    ``altered`` says that its text is not what its author published: cleaned, converted or rewritten.
    ``named`` says that someone can be credited; ``noticed`` that the raw file carries a license notice.
    """

    id: str
    source: str
    license: str
    restriction: str
    evidence: str
    altered: bool
    named: bool
    noticed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that fired: what is wrong, what to do, and the rows that cause it, sorted by id.

    ``blocks_public`` says that a release with it may go to a private or gated repository only.
    ``beside`` are the rows that they cannot stand beside, where the rule is about a mixture.
    """

    rule: str
    problem: str
    remedy: str
    rows: tuple[str, ...]
    beside: tuple[str, ...] = ()
    blocks_public: bool

    def __str__(self) -> str:
        """Return one line: the rule, what is wrong, the first rows, and what to do."""
        beside = f", beside {_named(self.beside)}" if self.beside else ""
        count = "1 document" if len(self.rows) == 1 else f"{len(self.rows)} documents"
        return f"{self.rule}, {count}: {self.problem} {self.remedy} ({_named(self.rows)}{beside})"


def roll_up(rows: Iterable[Licensed]) -> tuple[Finding, ...]:
    """Return what stands against passing these rows on together, by rule in a fixed order.

    It depends on the rows alone, not on their order.
    """
    ordered = sorted(rows, key=lambda row: row.id)
    return tuple(finding for rule in _RULES for finding in rule.findings(ordered))


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return ", ".join(ids[:SHOWN]) + more


def _is(*restrictions: str) -> Callable[[Licensed], bool]:
    return lambda row: row.restriction in restrictions


def _freer(row: Licensed) -> bool:
    return STRICTNESS.index(row.restriction) < STRICTNESS.index("competition-only")


def _shares_under(row: Licensed, name: str) -> bool:
    return row.restriction == "share-alike" and name in row.license


def _must_be_credited(row: Licensed) -> bool:
    return row.restriction in {"attribution", "share-alike"} or "CC-BY" in row.license


_COPYLEFT = re.compile(r"(?<![A-Za-z])(?:GFDL|ODbL|[AL]?GPL|CDLA-Sharing|EUPL)(?![A-Za-z])")
"""Licenses that want works made from theirs under themselves, and that are not those of Creative Commons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _TermsRule:
    """Which rows set a rule off, and beside which others, if it is about a mixture."""

    name: str
    problem: str
    remedy: str
    blocks_public: bool
    causes: Callable[[Licensed], bool]
    beside: Callable[[Licensed], bool] | None = None

    def findings(self, rows: Sequence[Licensed]) -> Iterator[Finding]:
        causes = tuple(row.id for row in rows if self.causes(row))
        beside = tuple(row.id for row in rows if self.beside(row)) if self.beside and causes else ()
        if causes and (beside or not self.beside):
            yield Finding(
                rule=self.name,
                problem=self.problem,
                remedy=self.remedy,
                rows=causes,
                beside=beside,
                blocks_public=self.blocks_public,
            )


_RULES = (
    _TermsRule(
        name="unknown",
        problem="Nobody has said under what terms these documents stand.",
        remedy="Declare license and restriction of their source in corpus.toml, or leave them out.",
        blocks_public=True,
        causes=lambda row: row.restriction == "unknown" or UNKNOWN in row.license,
    ),
    _TermsRule(
        name="undeclared-notice",
        problem="These documents carry a license notice that no corpus.toml declares.",
        remedy="Declare it there under [[notices]].",
        blocks_public=True,
        causes=lambda row: row.noticed and row.evidence != "detected",
    ),
    _TermsRule(
        name="all-rights-reserved",
        problem="All rights in these documents are reserved.",
        remedy="Publish to a private or gated repository, or leave them out.",
        blocks_public=True,
        causes=_is("all-rights-reserved"),
    ),
    _TermsRule(
        name="competition-only",
        problem="These documents may be used in their competition only.",
        remedy="Publish to a private or gated repository, or leave them out.",
        blocks_public=True,
        causes=_is("competition-only"),
    ),
    _TermsRule(
        name="competition-only-mixed",
        problem="Documents for the competition only stand beside freer ones, so the whole is for the competition only.",
        remedy="Publish the freer ones by themselves.",
        blocks_public=True,
        causes=_is("competition-only"),
        beside=_freer,
    ),
    _TermsRule(
        name="no-derivatives-altered",
        problem="The license allows no derivatives, and the text is not as it was published.",
        remedy="Leave them out, or ask whoever holds the rights.",
        blocks_public=True,
        causes=lambda row: row.restriction == "no-derivatives" and row.altered,
    ),
    _TermsRule(
        name="attribution-unnamed",
        problem="The license asks for credit, and nobody is named.",
        remedy="Add attribution or rights_holder to their source or notice in corpus.toml.",
        blocks_public=True,
        causes=lambda row: _must_be_credited(row) and not row.named,
    ),
    _TermsRule(
        name="share-alike-mixed",
        problem="Share-alike and non-commercial documents cannot be combined into one work.",
        remedy="Say so where you use them together, or publish them separately.",
        blocks_public=False,
        causes=_is("share-alike"),
        beside=_is("non-commercial"),
    ),
    _TermsRule(
        name="share-alike-conflict",
        problem="Each of these share-alike licenses wants the whole under itself, so the documents cannot be combined.",
        remedy="Say so where you use them together, or publish them separately.",
        blocks_public=False,
        causes=lambda row: _shares_under(row, "CC-BY-SA") and _COPYLEFT.search(row.license) is None,
        beside=lambda row: (
            _shares_under(row, "") and _COPYLEFT.search(row.license) is not None and "CC-" not in row.license
        ),
    ),
)
