"""Put groups of documents into splits or folds so that the shares come out as asked.

The arithmetic is on integers, so the result is the same on every machine; wherever an order is
needed that should look random, it is that of a hash keyed by the salt.

**The walk** goes through groups stratum by stratum and gives each to the split that is furthest
behind its share of what has been walked so far. After any step no split is ahead by more than
``(1 - 1/S)`` of the largest group, and none behind by more than ``1/2 + 1/3 + ... + 1/S`` of it,
for ``S`` splits: with two or three splits, less than one group. (The k splits furthest behind are
behind by ``1/(k+1) + ... + 1/S`` on average at most: if the split served is none of them, it was
further behind than they, and the average over it and them cannot have grown by more than
``1/(k+1)``. It is the argument for the cup game.) The strata are walked in one go, so the
remainder of one is carried into the next.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Literal

from bdci_corpus.errors import SplitError

TRAIN = "train"

_LAST = "~"
"""Sorts behind whatever could make a date more exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is asked for: each split's share, the salt of the hashes, and folds of train.

    Shares need not add up to one: 8 and 2 are 0.8 and 0.2. Decimals are taken as written, so 0.1 is
    a tenth. A split whose share is 0 receives nothing new. Where ``since`` names days by split, shares
    do not count: a group goes to the last split whose day is not after the group's latest document.

    Raises:
        SplitError: no share is positive, one is negative or no number, or ``folds`` is negative.

    """

    ratios: Mapping[str, float]
    salt: str
    folds: int = 0
    since: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what cannot be computed."""
        where = "splits > ratios"
        for split, ratio in self.ratios.items():
            if not 0 <= ratio < float("inf"):
                problem = f"The share of {split} is {ratio}."
                raise SplitError(where, problem, "Give a number of 0 or more.")
        if not any(self.ratios.values()):
            problem = "No split has a share above 0."
            raise SplitError(where, problem, "Ask for at least one, such as train = 1.")
        if self.folds < 0:
            where, problem = "splits > folds", f"{self.folds} folds are asked for."
            raise SplitError(where, problem, "Give 0 for none.")

    @property
    def weights(self) -> Mapping[str, int]:
        """The shares as integers in the same proportion; splits with no share are left out."""
        exact = {split: Fraction(str(ratio)) for split, ratio in self.ratios.items() if ratio}
        scale = lcm(*(ratio.denominator for ratio in exact.values()))
        return {split: int(exact[split] * scale) for split in sorted(exact)}

    @property
    def shares(self) -> Mapping[str, Fraction]:
        """The shares as fractions that add up to one."""
        weights = self.weights
        total = sum(weights.values())
        return {split: Fraction(weight, total) for split, weight in weights.items()}

    @property
    def training(self) -> str:
        """The split that takes what fits nowhere else: ``train``, or else the largest."""
        weights = self.weights
        return TRAIN if TRAIN in weights else min(weights, key=lambda name: (-weights[name], name))

    def by_date(self, date: str | None) -> str:
        """Return the split of what is of this date, the training split of what is of none.

        A date that is not exact, such as 2023, counts as its last day: nothing later may be in an earlier split.
        """
        if date is None:
            return self.training
        begun = [(day, split) for split, day in self.since.items() if day <= date + _LAST]
        return max(begun)[1] if begun else self.training

    def exposure(self, split: str) -> tuple[bool, Fraction, str]:
        """Order splits by how little it matters that their documents are known; train is last."""
        return (split == self.training, self.shares.get(split, Fraction(0)), split)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A group that is placed whole.

    ``key`` is what its place in the walk depends on, ``stratum`` what it is counted in, ``size`` its
    number of documents, and ``date`` that of its latest.
    """

    id: str
    key: str
    stratum: str
    size: int
    date: str | None = None


def gather(
    names: Iterable[str],
    group_of: Mapping[str, str],
    stratum_of: Mapping[str, str],
    date_of: Mapping[str, str] | None = None,
) -> list[Unit]:
    """Gather documents into units; a unit is of the stratum that most of its documents have."""
    strata: defaultdict[str, Counter[str]] = defaultdict(Counter)
    latest: dict[str, str] = {}
    for name in names:
        strata[group_of[name]][stratum_of[name]] += 1
        if date_of and (date := date_of.get(name)):
            latest[group_of[name]] = max(latest.get(group_of[name], date), date, key=lambda day: day + _LAST)
    return [
        Unit(
            id=label,
            key=label,
            stratum=min(counts, key=lambda stratum: (-counts[stratum], stratum)),
            size=counts.total(),
            date=latest.get(label),
        )
        for label, counts in strata.items()
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where each unit went.

    ``oversized`` are those that were too large for any split but the training split; ``ceded`` are
    those that another split had, by id, until one that would have been empty took them.
    """

    splits: Mapping[str, str]
    oversized: tuple[Unit, ...]
    ceded: Mapping[str, str]


def keyed_hash(salt: str, what: Literal["stratum", "group"], value: str) -> bytes:
    """Return 16 bytes that order values of one kind at random, another order for each salt."""
    key = hashlib.blake2b(salt.encode()).digest()
    return hashlib.blake2b(value.encode(), key=key, digest_size=16, person=what.encode()).digest()


def walking_order(units: Iterable[Unit], salt: str) -> list[Unit]:
    """Sort units stratum by stratum, strata and units each at random."""
    strata: dict[str, bytes] = {}

    def place_of(unit: Unit) -> tuple[bytes, bytes, str]:
        if unit.stratum not in strata:
            strata[unit.stratum] = keyed_hash(salt, "stratum", unit.stratum)
        return strata[unit.stratum], keyed_hash(salt, "group", unit.key), unit.id

    return sorted(units, key=place_of)


def place(units: Collection[Unit], settled: Mapping[str, int], policy: Policy) -> Placement:
    """Place every unit, given how many documents already stand in each split.

    A unit of several documents that is larger than half of every evaluation split's quota goes to
    the training split before the others are walked. Afterwards each split asked for that is still
    empty takes the smallest unit of a split that can spare one, the split with the largest share
    first. A split in time needs neither.
    """
    if policy.since:
        splits = {unit.id: policy.by_date(unit.date) for unit in units}
        return Placement(splits=splits, oversized=(), ceded={})
    table = _Seating(units, settled, policy)
    oversized = [unit for unit in table.order if table.fits_only_training(unit)]
    for unit in oversized:
        table.put(unit, policy.training)
    _walk(table, [unit for unit in table.order if unit.id not in table.splits])
    ceded = _fill(table)
    return Placement(splits=table.splits, oversized=tuple(oversized), ceded=ceded)


class _Seating:
    """Who sits where while units are placed; every quantity is multiplied by the sum of weights."""

    def __init__(self, units: Collection[Unit], settled: Mapping[str, int], policy: Policy) -> None:
        self.weights = policy.weights
        self.training = policy.training
        self.scale = sum(self.weights.values())
        self.filled = {split: settled.get(split, 0) for split in self.weights}
        self.total = sum(settled.values()) + sum(unit.size for unit in units)
        self.order = walking_order(units, policy.salt)
        self.splits: dict[str, str] = {}

    def put(self, unit: Unit, split: str) -> None:
        """Seat a unit, or move it."""
        if unit.id in self.splits:
            self.filled[self.splits[unit.id]] -= unit.size
        self.splits[unit.id] = split
        self.filled[split] += unit.size

    def behind(self, split: str) -> int:
        """How far a split is below its quota; negative where it is above."""
        return self.weights[split] * self.total - self.scale * self.filled[split]

    def fits(self, unit: Unit, split: str) -> bool:
        """Tell whether a unit leaves an evaluation split room for at least one as large."""
        quota = self.weights[split] * self.total
        return split == self.training or unit.size == 1 or 2 * self.scale * unit.size <= quota

    def fits_only_training(self, unit: Unit) -> bool:
        """Tell whether no evaluation split takes the unit, though there are some."""
        others = [split for split in self.weights if split != self.training]
        return bool(others) and not any(self.fits(unit, split) for split in others)


def _walk(table: _Seating, units: Sequence[Unit]) -> None:
    """Give each unit to the split furthest behind its share of what was walked."""
    needs = {split: max(0, table.behind(split)) for split in table.weights}
    whole = sum(needs.values())
    placed = dict.fromkeys(needs, 0)
    walked = 0
    for unit in units:
        walked += unit.size
        split = min(
            (split for split in needs if table.fits(unit, split)),
            key=lambda name: (whole * placed[name] - needs[name] * walked, -needs[name], name),
        )
        placed[split] += unit.size
        table.put(unit, split)


def _fill(table: _Seating) -> dict[str, str]:
    """Let every empty split take the smallest unit of a split that stays non-empty without it.

    Returns:
        The split each of these units was taken from.

    """
    ceded: dict[str, str] = {}
    rank = {unit.id: index for index, unit in enumerate(table.order)}
    for empty in sorted(table.weights, key=lambda split: (-table.weights[split], split)):
        if table.filled[empty]:
            continue
        spare = [unit for unit in table.order if table.filled[table.splits[unit.id]] > unit.size]
        if not spare:
            break
        smallest = min(
            spare,
            key=lambda unit: (unit.size, table.behind(table.splits[unit.id]), rank[unit.id]),
        )
        ceded[smallest.id] = table.splits[smallest.id]
        table.put(smallest, empty)
    return ceded


def number_folds(batches: Sequence[Sequence[Unit]], folds: int, salt: str) -> dict[str, int]:
    """Number groups ``0`` to ``folds - 1`` by the walk with equal shares.

    ``batches`` are the documents in the order they were released, as the part of each group that
    came with that batch. A later batch never changes the number of a group from an earlier one.
    """
    numbers: dict[str, int] = {}
    if not folds:
        return numbers
    placed = [0] * folds
    for batch in batches:
        for unit in batch:
            if unit.id in numbers:
                placed[numbers[unit.id]] += unit.size
        for unit in walking_order((unit for unit in batch if unit.id not in numbers), salt):
            least = placed.index(min(placed))
            numbers[unit.id] = least
            placed[least] += unit.size
    return numbers
