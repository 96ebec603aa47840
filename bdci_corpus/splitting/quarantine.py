"""Let published splits pass to the documents linked to them, and hold back who would join two.

The splits in the ledger are fixed; everything linked to them follows. Breadth-first from the
pinned documents, by distance and then id, a newcomer takes the one split its settled neighbors
have. A newcomer who sees two goes into neither and passes nothing on: it is quarantined. Because
each newcomer looks at everyone who settled before it, no link is left between two splits, except
between documents that were both published; of those the one in the less protected split is left
out of the release, and keeps its split.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bdci_corpus.errors import FrozenSplitError, raise_together
from bdci_corpus.neardup.clusters import components
from bdci_corpus.splitting.apportion import Policy

LinkReason = Literal["near-duplicate", "declared", "overlap"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Link:
    """Two documents that no split may separate, and why."""

    a: str
    b: str
    reason: LinkReason

    def other(self, document_id: str) -> str:
        """Return the end that is not ``document_id``."""
        return self.b if document_id == self.a else self.a


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A newcomer that no split can take.

    ``groups`` and ``splits`` are what it bridges, ``pairs`` the links by which it does.
    """

    id: str
    reason: str
    groups: tuple[str, ...]
    splits: tuple[str, ...]
    pairs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A published document of ``split`` that a release leaves out because of ``pairs``."""

    id: str
    split: str
    reason: str
    pairs: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Live documents, those of them whose bytes changed since release, and pinned splits.

    ``pinned`` also names documents that are no longer live: they are part of the graph all the
    same. Every end of a link is live or pinned.
    """

    live: frozenset[str]
    edited: frozenset[str]
    pinned: Mapping[str, str]
    links: Mapping[str, tuple[Link, ...]]
    """The links of each document, sorted."""


def neighborhoods(links: Iterable[Link]) -> dict[str, tuple[Link, ...]]:
    """Return the links of each document, each once and sorted."""
    near: dict[str, list[Link]] = {}
    for link in sorted({link if link.a < link.b else _turned(link) for link in links}):
        if link.a != link.b:
            near.setdefault(link.a, []).append(link)
            near.setdefault(link.b, []).append(link)
    return {document_id: tuple(found) for document_id, found in near.items()}


def _turned(link: Link) -> Link:
    return Link(a=link.b, b=link.a, reason=link.reason)


def refuse_contradictions(graph: Graph) -> None:
    """Raise where lineage is declared between live documents published in different splits.

    Raises:
        FrozenSplitError: names both; an ``ExceptionGroup`` where there are several.

    """
    errors = [
        FrozenSplitError(
            f"{link.a} > derived_from",
            f'Declared to share its origin with "{link.b}", but the one was published in '
            f"{graph.pinned[link.a]} and the other in {graph.pinned[link.b]}.",
            "Withdraw one of them, or correct the declaration.",
        )
        for document_id in sorted(graph.links)
        for link in graph.links[document_id]
        if document_id == link.a
        and link.reason == "declared"
        and _apart(graph, link)
        and link.a in graph.live
        and link.b in graph.live
    ]
    raise_together(errors, "joining declared lineage with published splits")


def _apart(graph: Graph, link: Link) -> bool:
    """Tell whether both ends are pinned, to different splits."""
    first, second = graph.pinned.get(link.a), graph.pinned.get(link.b)
    return first is not None and second is not None and first != second


def left_out(graph: Graph, policy: Policy) -> tuple[LeftOut, ...]:
    """Return the published documents that may not stand beside what is published elsewhere.

    From the most protected split to train: a document is left out if it is linked to one of a more
    protected split that is not left out itself. A document that is no longer live holds back only
    those edited since their release, because the others stood beside it already.
    """
    exposure = {split: policy.exposure(split) for split in set(graph.pinned.values())}
    order = sorted(
        (name for name in graph.links if name in graph.pinned and name in graph.live),
        key=lambda name: (exposure[graph.pinned[name]], name),
    )
    out: dict[str, LeftOut] = {}
    for name in order:
        split = graph.pinned[name]
        pairs = tuple(
            link
            for link in graph.links[name]
            if (other := link.other(name)) not in out
            and other in graph.pinned
            and exposure[graph.pinned[other]] < exposure[split]
            and (other in graph.live or name in graph.edited)
        )
        if pairs:
            reason = f"Published in {split}, but {evidence(name, pairs, graph.pinned)}."
            out[name] = LeftOut(id=name, split=split, reason=reason, pairs=pairs)
    return tuple(out[name] for name in sorted(out))


_LINKED = {
    "near-duplicate": "a near-duplicate of",
    "declared": "declared to share its origin with",
    "overlap": "overlapping with",
}


def evidence(name: str, pairs: Iterable[Link], settled: Mapping[str, str]) -> str:
    """Say in words whom ``name`` is linked to, and in which split each stands."""
    return " and ".join(f'{_LINKED[link.reason]} "{link.other(name)}" ({settled[link.other(name)]})' for link in pairs)


def settle(graph: Graph) -> tuple[dict[str, str], dict[str, tuple[Link, ...]]]:
    """Spread pinned splits over the links.

    Returns:
        The split of every document that has or was given one, and for every newcomer that sees two
        splits the links by which it does. Documents in neither are free to be placed.

    """
    settled = dict(graph.pinned)
    bridging: dict[str, tuple[Link, ...]] = {}
    layer = sorted(document_id for document_id in graph.links if document_id in settled)
    while layer:
        reached = {link.other(document_id) for document_id in layer for link in graph.links[document_id]}
        layer = []
        for document_id in sorted(reached - settled.keys() - bridging.keys()):
            links = tuple(link for link in graph.links[document_id] if link.other(document_id) in settled)
            splits = {settled[link.other(document_id)] for link in links}
            if len(splits) == 1:
                settled[document_id] = splits.pop()
                layer.append(document_id)
            else:
                bridging[document_id] = links
    return settled, bridging


def report_bridges(
    bridging: Mapping[str, tuple[Link, ...]],
    settled: Mapping[str, str],
    group_of: Mapping[str, str],
) -> tuple[Quarantined, ...]:
    """Word what ``settle`` found of those who see two splits."""
    return tuple(
        Quarantined(
            id=name,
            reason=f"Would join splits that are kept apart: {evidence(name, links, settled)}.",
            groups=tuple(sorted({group_of[link.other(name)] for link in links})),
            splits=tuple(sorted({settled[link.other(name)] for link in links})),
            pairs=links,
        )
        for name, links in sorted(bridging.items())
    )


def group(graph: Graph, settled: Mapping[str, str], published: Collection[str]) -> dict[str, str]:
    """Return the group of every published or pinned document: its smallest published member.

    Groups are the components over links whose ends have the same split, or neither has one. They
    hold together through pinned documents that are not published; one of these names the group only
    where no member is published.
    """
    pinned = {document_id for document_id in graph.pinned if document_id in graph.links}
    nodes = sorted(published) + sorted(pinned - set(published))
    index = {document_id: number for number, document_id in enumerate(nodes)}
    edges = [
        (index[link.a], index[link.b])
        for document_id in graph.links
        for link in graph.links[document_id]
        if document_id == link.a and link.a in index and link.b in index and settled.get(link.a) == settled.get(link.b)
    ]
    labels = components(len(nodes), [a for a, _ in edges], [b for _, b in edges])
    return {name: nodes[label] for name, label in zip(nodes, labels.tolist(), strict=True)}
