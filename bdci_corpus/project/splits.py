"""``[splits]``: into which splits documents go, by what, and what stays together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from bdci_corpus.project.values import ConfigTable, Day, SplitName
from bdci_corpus.splitting import Policy

GROUPING = (
    *("source", "path", "title", "author", "publisher", "outlet", "kicker", "dateline", "url", "published"),
    *("language", "original_language", "license", "restriction", "rights_holder", "synthetic", "derived_from"),
    *("retrieved", "encoding", "loader"),
)
"""The columns that every release has and that splits may go by, beside those under ``[columns]``."""


class Splits(ConfigTable):
    """``[splits]``: the ratios, and what no split may separate."""

    ratios: Annotated[
        dict[SplitName, Annotated[float, Field(ge=0, le=1)]],
        Field(min_length=1, examples=[{"train": 0.6, "validation": 0.1, "test": 0.2, "unseen": 0.1}]),
    ] = {
        "train": 0.8,
        "validation": 0.2,
    }
    """Share of the documents of each split; they add up to 1. A split with 0 keeps what it has and gets nothing new."""

    salt: Annotated[str, Field(examples=["city-news"])] = ""
    """Key of the order in which groups are assigned. Another one gives other splits; what is released stays."""

    stratify: Annotated[list[str], Field(examples=[["source", "label"]])] = []
    """Columns whose values every split gets its share of: any of `documents`, or one under `[columns]`."""

    group_by: Annotated[list[str], Field(examples=[["author"]])] = []
    """Columns, such as author, thread or question, of which documents with one value stay together. Those without a
    value are not joined by it."""

    from_column: Annotated[str | None, Field(alias="from", examples=["part"])] = None
    """Column that names the split of each document: splits that there are already are taken over. Documents without
    a value are assigned by the ratios, which name all of these splits."""

    crossing: Annotated[Literal["leave-out", "keep"], Field(examples=["keep"])] = "leave-out"
    """Of documents that belong together and stand in different splits that were taken over, whether the less
    protected one is left out, or both are kept and listed."""

    by_date: Annotated[dict[SplitName, Day], Field(examples=[{"validation": "2023-01-01", "test": "2023-07-01"}])] = {}
    """Splits in time: the day on which each split but the first begins. A group goes by its latest document; ratios do
    not count."""

    date: Annotated[str, Field(examples=["retrieved"])] = "published"
    """Column that `by_date` goes by: ISO dates, as exact as they are known."""

    group_by_overlaps: Annotated[bool, Field(examples=[True])] = False
    """Whether documents that share a passage stay together, too."""

    group_by_containment: Annotated[float, Field(ge=0, le=1, examples=[0.6])] = 0.8
    """Documents of which so much stands in another stay with it, too: excerpts, first halves, pieces of a digest
    (the share of the smaller one's shingles). 0 looks for none."""

    folds: Annotated[int, Field(ge=0, le=100, examples=[5])] = 0
    """Cross-validation folds that train is numbered by; 0 is none."""

    hidden: Annotated[list[str], Field(examples=[["unseen"]])] = []
    """Splits that are written to `private/<name>` and of which nothing enters the release."""

    @model_validator(mode="after")
    def _consistent(self) -> Splits:
        if abs(sum(self.ratios.values()) - 1) > 1e-9:  # noqa: PLR2004 - rounding of decimal fractions
            message = f"ratios must add up to 1, and these add up to {sum(self.ratios.values()):g}"
            raise ValueError(message)
        if unknown := [name for name in self.hidden if name not in self.ratios]:
            message = f"hidden names {unknown[0]!r}, which is not one of ratios"
            raise ValueError(message)
        if self.hidden and not any(ratio for name, ratio in self.ratios.items() if name not in self.hidden):
            message = "every split that gets documents is hidden, so nothing would be published"
            raise ValueError(message)
        if unknown := [name for name in self.by_date if name not in self.ratios]:
            message = f"by_date names {unknown[0]!r}, which is not one of ratios"
            raise ValueError(message)
        if self.by_date and len(self.by_date) == len(self.ratios):
            message = "by_date gives every split a beginning, and the first has none: leave it out"
            raise ValueError(message)
        return self

    def policy(self, corpus: str) -> Policy:
        """Return how newcomers are placed; the corpus's name is the salt where none is given."""
        return Policy(ratios=self.ratios, salt=self.salt or corpus, folds=self.folds, since=self.by_date)

    @property
    def columns(self) -> Mapping[str, Sequence[str]]:
        """The columns that splits go by, by the key that names them."""
        return {
            "stratify": self.stratify,
            "group_by": self.group_by,
            "from": [self.from_column] if self.from_column else [],
            "date": [self.date] if self.by_date else [],
        }
