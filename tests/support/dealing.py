"""Texts dealt out to splits, as the check compares them."""

from __future__ import annotations

from collections.abc import Sequence

from bdci_corpus.checking.keys import Keyed, keyed

SPLITS = ("train", "validation", "test")


def documents(texts: Sequence[str], splits: Sequence[str] = SPLITS) -> list[Keyed]:
    """Deal texts out to splits in turn."""
    return [keyed(splits[place % len(splits)], f"{place:04}", text) for place, text in enumerate(texts)]
