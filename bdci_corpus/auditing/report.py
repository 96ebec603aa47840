"""What an audit says: one model, which JSON, the page and the terminal show; its schema is printed from here."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["exact", "cross-script", "near", "contained", "passage", "template", "boilerplate"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True, extra="forbid")


class SplitRows(_Part):
    """One split, as it was read."""

    name: str
    """What the split is called."""
    rows: int
    """How many rows it has."""
    empty: int
    """How many of them hold no text; these match nothing."""
    unread: int
    """How many rows of its files could not be read, and were left out."""
    problem: str
    """What is wrong with the first of these, or nothing."""
    source: str
    """The files it was read from, or nothing."""


class ColumnRoles(_Part):
    """Which columns say what."""

    text: tuple[str, ...]
    """The columns that were compared, joined in this order."""
    label: str | None
    """The column of labels, if there is one."""
    id: str | None
    """The column of ids, if there is one."""
    found: tuple[str, ...]
    """Which of these three nobody told: they were found by what columns are called and hold."""
    others: tuple[str, ...]
    """The other columns of all splits: metadata."""


class Between(_Part):
    """Links of one kind between two splits, or inside one (``a`` equals ``b``)."""

    a: str
    """One split."""
    b: str
    """The other split, or the same."""
    kind: Kind
    """The kind of link. A row counts once for each other split, as the strongest kind it has there."""
    pairs: int
    """How many pairs of rows are linked so."""
    rows_a: int
    """How many rows of ``a`` have such a link as their strongest to ``b``."""
    rows_b: int
    """How many rows of ``b`` have such a link as their strongest to ``a``."""
    leak: bool
    """Whether it is a leak: between two splits, of a kind that leaks and is not allowed."""


class End(_Part):
    """One row of a pair that is shown."""

    split: str
    """Its split."""
    row: int
    """Its number in the split, from 0."""
    id: str | None
    """Its id, if there is a column of ids."""
    label: str | None
    """Its label, if there is a column of labels."""
    text: str
    """Its text, or a part of it."""
    offset: int
    """Where that part begins, in code points of the text that was compared."""
    cut: bool
    """Whether more follows."""
    shared: tuple[int, int] | None
    """Of a passage: where it stands in that part, half-open; else null."""


class Example(_Part):
    """A pair of rows that are linked, the worst of its kind first."""

    kind: Kind
    """The kind of link."""
    a: End
    """One row."""
    b: End
    """The other row."""
    jaccard: float | None
    """The Jaccard similarity of both sets of shingles; null where only a passage is shared."""
    containment: float | None
    """Shared shingles through those of the smaller text; null where only a passage is shared."""
    length: int
    """Key characters of the longest passage that both share; 0 where that was not looked for."""


class Contradiction(_Part):
    """Rows with the same or nearly the same text and different labels."""

    labels: tuple[str, ...]
    """Their labels, the most frequent first."""
    rows: int
    """How many rows there are."""
    same_text: bool
    """Whether all texts are the same but for script, width and punctuation."""
    splits: tuple[str, ...]
    """The splits that they stand in."""
    ends: tuple[End, ...]
    """A row of each label."""


class LabelReport(_Part):
    """What labels say of duplicates."""

    column: str
    """The column of labels."""
    proportions: dict[str, dict[str, int]]
    """How many rows of each split have each label; of many labels, the most frequent."""
    contradictions: int
    """How many groups of duplicates have labels that contradict each other."""
    rows: int
    """How many rows stand in such groups."""
    examples: tuple[Contradiction, ...]
    """Some of them, the largest first."""


class TellingColumn(_Part):
    """One column that tells two splits apart by itself."""

    name: str
    """The column, or what of it tells."""
    auc: float
    """How well it tells: 0.5 is chance, 1 is certain."""
    p: float
    """The share of permuted splits that it tells as well."""


class MetadataProbe(_Part):
    """Whether metadata alone tells one split from another."""

    a: str
    """One split."""
    b: str
    """The other split."""
    auc: float | None
    """How well all metadata together tells; null where there are too few rows to say."""
    p: float | None
    """The share of permuted splits that it tells as well."""
    flagged: bool
    """Whether a person should look at it."""
    by: tuple[TellingColumn, ...]
    """What tells by itself, the surest first."""
    note: str
    """The same in words."""


class NotLookedAt(_Part):
    """What an audit did not see."""

    recall: float
    """What the search promises of pairs exactly at the threshold."""
    crowded: int
    """Rows that very many others are like: of their candidates, a sample was compared."""
    passages: bool
    """Whether passages were looked for."""
    boilerplate: int
    """Hashes of passages that many rows share: no passage is found in them."""


class Report(_Part):
    """All that an audit says of a data set."""

    format: Literal[1] = 1
    """The version of this form: a later one adds names and never changes what one means."""
    verdict: Literal["clean", "leaks"]
    """Whether a leak was found between two splits."""
    summary: str
    """The verdict in a sentence."""
    threshold: float
    """The Jaccard similarity from which on two texts are near-duplicates."""
    allowed: tuple[Kind, ...]
    """Kinds of links that were declared to be no leaks."""
    splits: tuple[SplitRows, ...]
    """The splits, in their order."""
    columns: ColumnRoles
    """Which columns say what."""
    between: tuple[Between, ...]
    """Links between splits and inside them, where there are any."""
    examples: tuple[Example, ...]
    """The worst pairs of each kind, those across splits first."""
    labels: LabelReport | None
    """What labels say; null without a column of labels."""
    giveaways: tuple[MetadataProbe, ...]
    """What metadata gives away, for every pair of splits that were compared."""
    not_looked_at: NotLookedAt
    """What was not seen."""
    notes: tuple[str, ...]
    """What else is worth knowing."""

    @property
    def clean(self) -> bool:
        """Whether nothing leaks."""
        return self.verdict == "clean"
