"""Splits for those who bring their own groups: ``assign_splits``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import overload

from bdci_corpus.splitting.apportion import Policy, gather, place


@overload
def assign_splits(
    groups: Mapping[str, str | int],
    ratios: Mapping[str, float],
    salt: str,
    *,
    strata: Mapping[str, str] | None = None,
    frozen: Mapping[str, str] | Mapping[int, str] | None = None,
) -> dict[str, str]: ...


@overload
def assign_splits(
    groups: Sequence[str | int],
    ratios: Mapping[str, float],
    salt: str,
    *,
    strata: Sequence[str] | None = None,
    frozen: Mapping[str, str] | Mapping[int, str] | None = None,
) -> list[str]: ...


def assign_splits(
    groups: Mapping[str, str | int] | Sequence[str | int],
    ratios: Mapping[str, float],
    salt: str,
    *,
    strata: Mapping[str, str] | Sequence[str] | None = None,
    frozen: Mapping[str, str] | Mapping[int, str] | None = None,
) -> dict[str, str] | list[str]:
    """Assign rows to splits by groups of your own, never cutting one.

    >>> assign_splits(["a", "a", "b", "c"], {"train": 8, "test": 2}, "my-corpus")
    ['train', 'train', 'train', 'test']

    Args:
        groups: a group label for each row, or a mapping of ids to labels. Labels are compared as
            text.
        ratios: the share of each split; they need not add up to one.
        salt: any text; another salt gives another assignment.
        strata: what to spread evenly, in the shape of ``groups``. A group counts in the stratum
            most of its rows have.
        frozen: group labels whose split is published already, and is kept.

    Returns:
        The split of each row, in the shape of ``groups``. A split for which no group is left does
        not occur.

    Raises:
        SplitError: the ratios make no sense.
        ValueError: ``strata`` does not have the shape of ``groups``.

    """
    rows = _rows(groups)
    stratum_of = _rows(strata) if strata is not None else dict.fromkeys(rows, "")
    if stratum_of.keys() != rows.keys():
        message = f"{len(stratum_of)} strata do not fit {len(rows)} rows"
        raise ValueError(message)
    kept = {str(label): split for label, split in (frozen or {}).items()}
    free = gather((row for row in rows if rows[row] not in kept), rows, stratum_of)
    settled = Counter(kept[label] for label in rows.values() if label in kept)
    placed = place(free, settled, Policy(ratios=ratios, salt=salt)).splits
    splits = {row: kept.get(label) or placed[label] for row, label in rows.items()}
    return splits if isinstance(groups, Mapping) else list(splits.values())


def _rows(
    values: Mapping[str, str | int] | Mapping[str, str] | Sequence[str | int],
) -> dict[str, str]:
    pairs = values.items() if isinstance(values, Mapping) else enumerate(values)
    return {str(row): str(value) for row, value in pairs}
