"""Giveaways: can anything but the text tell which split a row is in? See ``checking.adversary``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from bdci_corpus.auditing.report import MetadataProbe, TellingColumn
from bdci_corpus.checking import FEWEST_GROUPS, MOST_DOCUMENTS, by_rank, told_apart

SEED = 20_240_501
"""Any number: the same rows are drawn every time."""

MOST_COLUMNS = 40
"""So many columns are looked at; a table of more is one of measurements."""

LONGEST_CATEGORY = 100
"""How much of a value is looked at, in characters."""

_DIGITS = re.compile("[0-9]+")

_NUMERIC = 0.95
"""A column whose values are numbers, but for so many, is one of numbers."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowMetadata:
    """What is known of rows but their texts, a value a row.

    ``columns`` are metadata, ``id_column`` the one of ids, if there is one; ``lengths`` of the texts are in code
    points; ``split`` are numbers of splits, which ``names`` name; ``groups`` are equal for near-duplicates.
    """

    columns: Mapping[str, pa.Array]
    id_column: str | None
    lengths: NDArray[np.int64]
    split: NDArray[np.int64]
    names: Sequence[str]
    groups: NDArray[np.int64]


def giveaways_of(known: RowMetadata, most: int = MOST_DOCUMENTS) -> Iterator[MetadataProbe]:
    """Try to tell every other split from train by all but text and label; of more rows than ``most``, a draw."""
    names = list(known.names)
    if len(names) > 1:
        train = names.index("train") if "train" in names else int(np.bincount(known.split).argmax())
        for other in range(len(names)):
            if other != train:
                yield _between(known, (other, train), most)


def _between(known: RowMetadata, both: tuple[int, int], most: int) -> MetadataProbe:
    """Say what one split gives away against another."""
    split, groups = known.split, known.groups
    a, b = (known.names[number] for number in both)
    rows = _drawn(split, both, most)
    count = [len(np.unique(groups[rows[split[rows] == number]])) for number in both]
    if min(count) < FEWEST_GROUPS:
        note = f"Too few rows to say: it takes {FEWEST_GROUPS} groups a side, and there are {count[0]} and {count[1]}."
        return MetadataProbe(a=a, b=b, auc=None, p=None, flagged=False, by=(), note=note)
    features = {"length of the text": by_rank(known.lengths[rows].tolist())}
    for name in list(known.columns)[:MOST_COLUMNS]:
        if not _on_both_sides(known.columns[name], split, both):
            continue  # a split that has none of it was given without: its rows are to be predicted
        features |= _features(name, known.columns[name].take(pa.array(rows)), is_id=name == known.id_column)
    _, own = np.unique(groups[rows], return_inverse=True)
    whole, single = told_apart(features, split[rows] == both[0], own)
    sentence = (
        f"Everything but the text tells {a} from {b} with an AUC of {whole.auc:.2f} (permutation p {whole.p:.3f})"
    )
    by = tuple(TellingColumn(name=one.name, auc=round(one.auc, 4), p=one.p) for one in single)
    named = ", ".join(one.name for one in by) or "nothing by itself, only together"
    note = f"{sentence}. What gives it away: {named}." if whole.flagged else f"{sentence}: it gives nothing away."
    return MetadataProbe(a=a, b=b, auc=round(whole.auc, 4), p=whole.p, flagged=whole.flagged, by=by, note=note)


def _on_both_sides(values: pa.Array, split: NDArray[np.int64], both: tuple[int, int]) -> bool:
    """Return whether each of two splits has a value of a column."""
    valid = np.asarray(values.is_valid())
    return all(bool(valid[split == number].any()) for number in both)


def _drawn(split: NDArray[np.int64], both: tuple[int, int], most: int) -> NDArray[np.int64]:
    """Return at most so many rows of two splits, half of each where there are so many, ascending."""
    draw = np.random.default_rng(SEED)
    sides = [np.flatnonzero(split == number) for number in both]
    small, large = sorted(sides, key=len)
    few = draw.permutation(small)[: max(most // 2, most - len(large))]
    return np.sort(np.concatenate([few, draw.permutation(large)[: most - len(few)]]))


def _features(name: str, values: pa.Array, *, is_id: bool) -> dict[str, list[str]]:
    """Return what a column tells: a number's tenth, a word; of ids their shape, order and last digit."""
    words = [None if value is None else str(value)[:LONGEST_CATEGORY] for value in values.to_pylist()]
    numbers = _numbers(values)
    if numbers is not None:
        found = {name: by_rank(numbers)}
        return found | ({f"{name}, last digit": [_last_digit(word) for word in words]} if is_id else {})
    if len(set(words)) > len(words) / 2:  # a name, a link, a moment: each value stands but once or twice
        return {
            f"{name}, in order": by_rank(words),
            f"{name}, shape": ["missing" if word is None else _DIGITS.sub("0", word)[:16] for word in words],
            f"{name}, length": by_rank([None if word is None else len(word) for word in words]),
            f"{name}, last digit": [_last_digit(word) for word in words],
        }
    return {name: ["missing" if word is None else word for word in words]}


def _numbers(values: pa.Array) -> list[float | None] | None:
    """Return values as numbers, None where there is none; or None if the column is no numbers."""
    kind = values.type
    if pa.types.is_boolean(kind) or pa.types.is_null(kind):
        return None
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        numbers = values.cast(pa.float64(), safe=False).to_pylist()
    else:
        parsed = [_number(value) for value in values.to_pylist()]
        given = sum(value is not None and value != "" for value in values.to_pylist())
        if not given or sum(number is not None for number in parsed) < _NUMERIC * given:
            return None
        numbers = parsed
    distinct = len({number for number in numbers if number is not None})
    few = distinct <= 20  # noqa: PLR2004 - as many as categories are told apart: the value tells more than its tenth
    return None if few else [None if number is None or number != number else number for number in numbers]  # noqa: PLR0124 - NaN


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _last_digit(word: str | None) -> str:
    found = _DIGITS.findall(word or "")
    return found[-1][-1] if found else ""


def _numbers_rows(column: pa.ChunkedArray) -> bool:
    """Return whether a column merely numbers the rows of its split, as the index that pandas writes."""
    head = column.slice(0, 2).to_pylist()
    first = next((start for start in (0, 1) if [str(value) for value in head] == [str(start), str(start + 1)]), None)
    if first is None:
        return False
    try:
        numbers = column.cast(pa.int64())
    except pa.ArrowException:
        return False
    counted = pa.array(np.arange(first, first + len(column)))
    return bool(pc.all(pc.fill_null(pc.equal(numbers, counted), False)).as_py())  # noqa: FBT003 - what a null is


def metadata_of(tables: Sequence[pa.Table], names: Sequence[str]) -> dict[str, pa.Array]:
    """Return columns that all splits have, and that hold one plain value a row."""
    found = {}
    for name in names:
        parts = [table.column(name) for table in tables]
        if any(pa.types.is_nested(part.type) for part in parts):
            continue
        kinds = {part.type for part in parts}
        if all(_numbers_rows(part) for part in parts):
            continue
        chunks = [chunk if len(kinds) == 1 else chunk.cast(pa.string()) for part in parts for chunk in part.chunks]
        whole = pa.chunked_array(chunks, None if chunks else pa.string()).combine_chunks()
        whole = pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
        found[name] = pc.cast(whole, whole.type.value_type) if pa.types.is_dictionary(whole.type) else whole
    return found
