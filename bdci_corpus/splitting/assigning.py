"""From live documents, links, the ledger and the policy to who goes where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bdci_corpus.errors import FrozenSplitError, SplitError, raise_together
from bdci_corpus.ledger import Event, Ledger
from bdci_corpus.records import Group
from bdci_corpus.splitting.apportion import Policy, gather, number_folds, place
from bdci_corpus.splitting.balance import Share, explain, explain_dates, shares_of
from bdci_corpus.splitting.graph import DECLARED, Graph, Link, families, group, neighborhoods
from bdci_corpus.splitting.quarantine import (
    LeftOut,
    Quarantined,
    left_out,
    refuse_contradictions,
    report_bridges,
    settle,
)
from bdci_corpus.splitting.recognition import LiveDocument, renames, resurfaced, same_bytes
from bdci_corpus.splitting.taking import explain_taken, taken_over

_MOST_NAMED = 20
"""So many documents that would move are named at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who goes where.

    Every candidate is in exactly one of ``splits``, ``quarantined``, ``left_out`` and the ledger's
    withdrawn documents. ``groups`` are sorted by id; a group's members are its published documents,
    sorted. ``fold_of`` is None outside the training split. ``provisional`` documents are not in
    the ledger by their id; those of them in ``renamed`` (new id to old) keep a published split all
    the same. ``edited`` documents have other raw bytes than the ledger says. ``empty_splits`` were
    asked for and stay empty: they are not to be declared. ``crossing`` are the links across splits that were
    taken over, if such are kept. ``notes`` are sentences for the card.
    """

    splits: Mapping[str, str]
    group_of: Mapping[str, str]
    fold_of: Mapping[str, int | None]
    groups: tuple[Group, ...]
    quarantined: tuple[Quarantined, ...]
    left_out: tuple[LeftOut, ...]
    provisional: frozenset[str]
    renamed: Mapping[str, str]
    edited: frozenset[str]
    empty_splits: tuple[str, ...]
    shares: tuple[Share, ...]
    crossing: tuple[Link, ...]
    notes: tuple[str, ...]


def assign(
    candidates: Sequence[LiveDocument],
    links: Sequence[Link],
    ledger: Ledger,
    policy: Policy,
    *,
    keep_crossing: bool = False,
) -> Assignment:
    """Assign every candidate that was not withdrawn to a split, or say why it cannot be.

    Args:
        candidates: the live documents; withdrawn ones among them are passed over.
        links: pairs no split may separate, of candidates and documents of the ledger, live or not;
            what a declared or grouped one leads to may be neither.
        ledger: what is published already.
        policy: what is asked for.
        keep_crossing: whether documents whose split was taken over stay where they are linked to another
            split; otherwise the less protected one of the two is left out.

    Raises:
        FrozenSplitError: a declared link joins live documents published in different splits.
        SplitError: an id occurs twice, or a link has an unknown end.

    """
    renamed = renames(candidates, ledger)
    live = _live(candidates, ledger)
    newcomers = live.keys() - ledger.pinned.keys() - renamed.keys()
    returned = resurfaced({name: live[name].region_sha256 for name in newcomers}, ledger)
    for entry in returned:
        del live[entry.id]
    links = [*_known(links, candidates, ledger), *same_bytes(live, ledger)]
    graph, crossing = taken_over(_graph(live, links, ledger, renamed), keep=keep_crossing)
    refuse_contradictions(graph)
    out = left_out(graph, policy)
    settled, bridging = settle(graph)
    absent = bridging.keys() | {entry.id for entry in out}
    published = {name: live[name].stratum for name in sorted(live) if name not in absent}
    group_of = group(graph, settled, published)
    quarantined = (*returned, *report_bridges(bridging, settled, group_of))
    dates = {name: date for name in published if (date := live[name].date)}
    free = gather((name for name in published if name not in settled), group_of, published, dates)
    settled_counts = Counter(settled[name] for name in published if name in settled)
    taken = Counter(settled[name] for name in sorted(graph.taken) if name in published)
    placement = place(free, settled_counts, policy)
    splits = {name: settled.get(name) or placement.splits[group_of[name]] for name in published}
    training = policy.training
    train = (name for name in published if splits[name] == training)
    folds = _folds(_births(train, group_of, ledger, renamed), group_of, published, policy)
    return Assignment(
        splits=splits,
        group_of={name: group_of[name] for name in published},
        fold_of={name: folds.get(group_of[name]) for name in published},
        groups=_groups(published, group_of),
        quarantined=tuple(sorted(quarantined, key=lambda entry: entry.id)),
        left_out=out,
        provisional=frozenset(published.keys() - ledger.pinned.keys()),
        renamed={name: old for name, old in renamed.items() if name in published},
        edited=graph.edited & published.keys(),
        empty_splits=tuple(sorted(policy.weights.keys() - splits.values())),
        shares=shares_of(splits, published, policy),
        crossing=tuple(link for link in crossing if link.a in splits and link.b in splits),
        notes=(
            *explain(splits, settled_counts, free, placement, policy, taken=taken),
            *explain_dates(splits, dates, policy),
            *explain_taken(crossing, out, splits, graph),
        ),
    )


def events_for(assignment: Assignment, version: str, candidates: Iterable[LiveDocument]) -> tuple[Event, ...]:
    """Return the events that freeze an assignment, sorted by document id.

    Newcomers and renamed documents are assigned; published documents whose bytes have changed are
    assigned again, to the same split, so that they are recognized by their new bytes as well.
    """
    reasons = dict.fromkeys(assignment.provisional, "new")
    for name, old in assignment.renamed.items():
        reasons[name] = f'the bytes of "{old}", which is gone'
    reasons |= dict.fromkeys(assignment.edited, "edited")
    digests = {candidate.id: candidate.region_sha256 for candidate in candidates}
    return tuple(
        Event(
            document_id=name,
            event="assigned",
            group_id=assignment.group_of[name],
            split=assignment.splits[name],
            version=version,
            reason=reasons[name],
            region_sha256=digests[name],
        )
        for name in sorted(reasons)
    )


def _live(candidates: Iterable[LiveDocument], ledger: Ledger) -> dict[str, LiveDocument]:
    """Return the candidates that were not withdrawn, by id."""
    live: dict[str, LiveDocument] = {}
    for candidate in candidates:
        if candidate.id in live:
            remedy = "Give each document an id of its own."
            raise SplitError(candidate.id, "Two documents have this id.", remedy)
        if candidate.id not in ledger.withdrawn:
            live[candidate.id] = candidate
    return live


def _known(links: Iterable[Link], candidates: Iterable[LiveDocument], ledger: Ledger) -> list[Link]:
    """Return the links, after making sure that their ends exist; an origin need not."""
    known = {candidate.id for candidate in candidates} | ledger.pinned.keys()
    checked = list(links)
    for link in checked:
        for end in (link.a,) if link.reason in DECLARED else (link.a, link.b):
            if end not in known:
                problem = f'A link ({link.reason}) names "{end}", which is no document.'
                remedy = "Name a document of the corpus or of the ledger."
                raise SplitError(link.other(end), problem, remedy)
    return checked


def _graph(
    live: Mapping[str, LiveDocument],
    links: Collection[Link],
    ledger: Ledger,
    renamed: Mapping[str, str],
) -> Graph:
    published = {name: event.split for name, event in ledger.pinned.items()}
    published |= {name: published[old] for name, old in renamed.items()}
    taken = {name: one.taken for name, one in live.items() if one.taken is not None}
    _refuse_moves(taken, published)
    pinned = taken | published
    present = live.keys() | pinned.keys()
    return Graph(
        live=frozenset(live),
        edited=frozenset(
            name
            for name, event in ledger.frozen.items()
            if name in live and live[name].region_sha256 != event.region_sha256
        ),
        rewritten=frozenset(
            name
            for name in ledger.frozen
            if name in live and live[name].region_sha256 != ledger.first[name][1].region_sha256
        ),
        pinned=pinned,
        taken=frozenset(taken.keys() - published.keys()),
        links=neighborhoods(link for link in links if link.a in present and link.b in present),
        families=families(links, present),
    )


def _refuse_moves(taken: Mapping[str, str], published: Mapping[str, str]) -> None:
    """Raise where a column names another split than the one a document was published in.

    Raises:
        FrozenSplitError: names the document; an ``ExceptionGroup`` where there are several.
    """
    moved = sorted(name for name in taken.keys() & published.keys() if taken[name] != published[name])
    raise_together(
        [
            FrozenSplitError(
                f"{name} > split",
                f"It was published in {published[name]}, and the column that splits are taken from says {taken[name]}.",
                f"Write {published[name]} there, or withdraw the document: what is published does not move.",
            )
            for name in moved[:_MOST_NAMED]
        ],
        "taking over splits",
    )


def _groups(names: Iterable[str], group_of: Mapping[str, str]) -> tuple[Group, ...]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        members[group_of[name]].append(name)
    return tuple(Group(id=label, members=tuple(sorted(members[label]))) for label in sorted(members))


def _births(
    published: Iterable[str],
    group_of: Mapping[str, str],
    ledger: Ledger,
    renamed: Mapping[str, str],
) -> dict[str, tuple[int, str]]:
    """Return the append that first released each document, and the name of its group then."""
    births: dict[str, tuple[int, str]] = {}
    for name in published:
        births[name] = (len(ledger.ends) + 1, group_of[name])
        if (known := ledger.first.get(renamed.get(name, name))) is not None:
            batch, event = known
            births[name] = (batch, event.group_id)
    return births


def _folds(
    births: Mapping[str, tuple[int, str]],
    group_of: Mapping[str, str],
    stratum_of: Mapping[str, str],
    policy: Policy,
) -> dict[str, int]:
    """Return the fold of each group of ``births``, walking those released first before the rest.

    A group is walked by the name it had in its first release, so that a later newcomer with a
    smaller id does not reorder the walk.
    """
    folds = min(policy.folds, len({group_of[name] for name in births}))
    batches: defaultdict[int, list[str]] = defaultdict(list)
    oldest: dict[str, tuple[int, str]] = {}
    for name, birth in births.items():
        batches[birth[0]].append(name)
        oldest[group_of[name]] = min(birth, oldest.get(group_of[name], birth))
    walks = [gather(batches[batch], group_of, stratum_of) for batch in sorted(batches)]
    return number_folds(
        [[replace(unit, key=oldest[unit.id][1]) for unit in walk] for walk in walks],
        folds,
        policy.salt,
    )
