"""Compare the shares a corpus came out with to the shares that were asked for, and say why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bdci_corpus.splitting.apportion import Placement, Policy, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many documents of a stratum stand in a split, and which share was asked for.

    ``of`` counts the published documents of the stratum; stratum None is the whole corpus.
    """

    stratum: str | None
    split: str
    documents: int
    of: int
    target: Fraction


def shares_of(splits: Mapping[str, str], stratum_of: Mapping[str, str], policy: Policy) -> tuple[Share, ...]:
    """Return the shares of the whole corpus, then of each stratum, by split."""
    counts: Counter[tuple[str | None, str]] = Counter()
    sizes: Counter[str | None] = Counter()
    for name, split in splits.items():
        for stratum in (None, stratum_of[name]):
            counts[stratum, split] += 1
            sizes[stratum] += 1
    target = policy.shares
    strata: list[str | None] = [None, *sorted(set(stratum_of.values()))]
    return tuple(
        Share(
            stratum=stratum,
            split=split,
            documents=counts[stratum, split],
            of=sizes[stratum],
            target=target.get(split, Fraction(0)),
        )
        for stratum in strata
        for split in sorted(target.keys() | set(splits.values()))
    )


def explain(
    splits: Mapping[str, str],
    settled: Mapping[str, int],
    units: Iterable[Unit],
    placement: Placement,
    policy: Policy,
    *,
    taken: Mapping[str, int],
) -> tuple[str, ...]:
    """Say which groups were too large, which shares were missed and why, and what is empty.

    A share is missed when it is off by more than the largest group that was walked. ``settled``
    counts the documents whose split was fixed beforehand, ``taken`` those of them whose split was taken over,
    ``units`` are the groups that were placed.
    """
    units = tuple(units)
    held = Counter(splits.values())
    return (
        *(_oversized(unit, placement) for unit in placement.oversized),
        *_missed(held, _Settled(settled, taken), units, placement, policy),
        *(
            f"{split} gets nothing new, and keeps the {held[split]} documents that were published in it."
            if held[split] != 1
            else f"{split} gets nothing new, and keeps the document that was published in it."
            for split in sorted(held.keys() - policy.weights.keys())
        ),
        *(
            f"{split} is not declared: no group is left for it."
            for split in sorted(policy.weights.keys() - splits.values())
        ),
    )


def explain_dates(splits: Mapping[str, str], dates: Mapping[str, str], policy: Policy) -> Iterator[str]:
    """Say of a split in time how many documents have no date, and which stand before their time.

    Those were published there, or are linked to what was.
    """
    if not policy.since:
        return
    if undated := sorted(splits.keys() - dates.keys()):
        first, count = undated[0], len(undated)
        yield (
            f'{count} documents have no date, such as "{first}", and are placed as the earliest are.'
            if count > 1
            else f'"{first}" has no date, and is placed as the earliest are.'
        )
    begins = {split: policy.since.get(split, "") for split in splits.values()}
    early = [name for name, date in sorted(dates.items()) if begins[splits[name]] < _begins(policy, date)]
    if early:
        earliest = f'"{early[0]}" ({dates[early[0]]}, in {splits[early[0]]})'
        if len(early) == 1:
            yield f"A document is later than its split ends, {earliest}: what is published stays."
        else:
            count = len(early)
            yield f"{count} documents are later than their split ends, such as {earliest}: what is published stays."


def _begins(policy: Policy, date: str) -> str:
    """Return the day on which the split begins that a date falls into; nothing for the first."""
    return policy.since.get(policy.by_date(date), "")


def _oversized(unit: Unit, placement: Placement) -> str:
    return (
        f'Group "{unit.id}" of {unit.size} documents went to {placement.splits[unit.id]}: it is '
        "larger than half of what any evaluation split is to hold."
    )


@dataclass(frozen=True, slots=True)
class _Settled:
    """How many documents of each split were there before the walk, and how many of these a column named."""

    all: Mapping[str, int]
    taken: Mapping[str, int]

    def fullest(self, policy: Policy, total: int) -> str | None:
        """Return the split that these alone fill furthest beyond its share."""
        beyond = {split: count - policy.shares.get(split, Fraction(0)) * total for split, count in self.all.items()}
        split = min(beyond, key=lambda split: (-beyond[split], split), default=None)
        return split if split is not None and beyond[split] > 0 else None


def _missed(
    held: Mapping[str, int],
    settled: _Settled,
    units: tuple[Unit, ...],
    placement: Placement,
    policy: Policy,
) -> Iterable[str]:
    if policy.since:
        return
    oversized = set(placement.oversized)
    slack = max((unit.size for unit in units if unit not in oversized), default=1)
    total = sum(held.values())
    fullest = settled.fullest(policy, total)
    for split, share in policy.shares.items():
        documents, quota = held.get(split, 0), share * total
        if abs(documents - quota) <= slack:
            continue
        fact = f"{split} holds {documents} of {total} documents instead of {float(quota):.1f}"
        ceded = sorted(name for name, giver in placement.ceded.items() if giver == split)
        there, taken = settled.all.get(split, 0), settled.taken.get(split, 0)
        if documents < quota and ceded:
            yield f'{fact}: it ceded group "{ceded[0]}" to a split that would have been empty.'
        elif taken and not units:
            yield f"{fact}: so many were taken over in it, and none were left to assign."
        elif documents < quota and fullest is not None:
            yield f"{fact}, because {fullest} keeps {settled.all[fullest]}."
        elif documents < quota:
            yield f"{fact}, because the others hold more."
        elif there > quota:
            were = "taken over" if taken else "published"
            yield f"{fact}: {there} were {were} in it, or are linked to such documents."
        else:
            mine = [unit for unit in units if placement.splits[unit.id] == split]
            largest = min(mine, key=lambda unit: (-unit.size, unit.id))
            yield f'{fact}: group "{largest.id}" of {largest.size} documents is never cut.'
