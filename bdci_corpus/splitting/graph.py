"""The graph of documents that no split may separate: near-duplicates, overlaps, lineage and columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bdci_corpus.neardup import components

LinkReason = Literal["near-duplicate", "contained", "declared", "grouped", "overlap", "remembered"]

DECLARED = frozenset({"declared", "grouped"})
"""The reasons that a person gave: those linked by them are of one family."""

_BETWEEN = "\0"
"""Stands between the column and the value that the documents of a family share: no document is named so."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Link:
    """Two documents that no split may separate, and why.

    Of three reasons the ends are not equal. A *declared* link goes from a document to the name of
    what it was made from, which need not be a document itself, and a *grouped* one to a value of a
    column (``value_node``). A *remembered* one goes from a live document to one of the ledger that
    once had a text like it.
    """

    a: str
    b: str
    reason: LinkReason

    def other(self, document_id: str) -> str:
        """Return the end that is not ``document_id``."""
        return self.b if document_id == self.a else self.a


def value_node(column: str, value: str) -> str:
    """Return the end of a *grouped* link: a value of a column."""
    return f"{column}{_BETWEEN}{value}"


def named_value(node: str) -> tuple[str, str] | None:
    """Return the column and the value of such an end; None of any other."""
    column, between, value = node.partition(_BETWEEN)
    return (column, value) if between else None


def family_reason(root: str) -> LinkReason:
    """Return why those are of one family whose origin has this name."""
    return "declared" if named_value(root) is None else "grouped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Live documents, those of them whose bytes changed since they were last and first released, and pinned splits.

    ``pinned`` also names documents that are no longer live: they are part of the graph all the
    same; ``taken`` are those of them that no ledger knows. Every end of a link, and every member of
    a family, is live or pinned.
    """

    live: frozenset[str]
    edited: frozenset[str]
    rewritten: frozenset[str]
    pinned: Mapping[str, str]
    taken: frozenset[str]
    links: Mapping[str, tuple[Link, ...]]
    """The links of each document but those of families, sorted."""
    families: Mapping[str, tuple[str, ...]]
    """Who was made from one origin or has one value, sorted, by its name; it is among them if it is a document."""


def neighborhoods(links: Iterable[Link]) -> dict[str, tuple[Link, ...]]:
    """Return the links of each document but those of families, each once and sorted."""
    return adjacent(link for link in links if link.reason not in DECLARED)


def adjacent(links: Iterable[Link]) -> dict[str, tuple[Link, ...]]:
    """Return the links of each document, each once and sorted."""
    near: dict[str, list[Link]] = {}
    for link in sorted({turned(link) for link in links}):
        if link.a != link.b:
            near.setdefault(link.a, []).append(link)
            near.setdefault(link.b, []).append(link)
    return {document_id: tuple(found) for document_id, found in near.items()}


def turned(link: Link) -> Link:
    """Return a link with the smaller end first, unless its ends are not equal."""
    straight = link.a < link.b or link.reason == "remembered"
    return link if straight else Link(a=link.b, b=link.a, reason=link.reason)


def families(links: Iterable[Link], present: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the families by declared links, by origin: of each those who are ``present``, if there are two.

    A family is an origin and all that was made from it, or from what was made from it; or a value of a
    column and all that have it. Who was made from two origins is of both families.
    """
    parents: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.reason in DECLARED and link.a != link.b:
            parents[link.a].add(link.b)
    members: defaultdict[str, set[str]] = defaultdict(set)
    for name in parents.keys() | set().union(*parents.values()):
        if name in present:
            for root in _roots(name, parents):
                members[root].add(name)
    return {root: tuple(sorted(members[root])) for root in sorted(members) if len(members[root]) > 1}


def _roots(name: str, parents: Mapping[str, Collection[str]]) -> Collection[str]:
    """Return the origins of a name that have none themselves; of a circle, its smallest name."""
    above = _above(name, parents)
    roots = {one for one in above if not parents.get(one)}
    return roots or {min(above, key=lambda one: (len(_above(one, parents)), one))}


def _above(name: str, parents: Mapping[str, Collection[str]]) -> set[str]:
    """Return a name, its origins, and theirs."""
    seen, ahead = {name}, [name]
    while ahead:
        origins = set(parents.get(ahead.pop(), ())) - seen
        seen |= origins
        ahead += origins
    return seen


def group(graph: Graph, settled: Mapping[str, str], published: Collection[str]) -> dict[str, str]:
    """Return the group of every published or pinned document: its smallest published member.

    Groups are the components over links whose ends have the same split, or neither has one. They
    hold together through pinned documents that are not published; one of these names the group only
    where no member is published.
    """
    related = graph.links.keys() | {name for family in graph.families.values() for name in family}
    nodes = sorted(published) + sorted((graph.pinned.keys() & related) - set(published))
    index = {document_id: number for number, document_id in enumerate(nodes)}
    edges = [
        (index[a], index[b])
        for a, b in _joined(graph, settled, index)
        if a in index and b in index and settled.get(a) == settled.get(b)
    ]
    labels = components(len(nodes), [a for a, _ in edges], [b for _, b in edges])
    return {name: nodes[label] for name, label in zip(nodes, labels.tolist(), strict=True)}


def _joined(graph: Graph, settled: Mapping[str, str], nodes: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the ends of every link, and each member of a family with the one before it of the same split."""
    for document_id, links in graph.links.items():
        yield from ((link.a, link.b) for link in links if document_id == link.a)
    for family in graph.families.values():
        last: dict[str | None, str] = {}
        for name in family:
            if name in nodes:
                split = settled.get(name)
                yield last.get(split, name), name
                last[split] = name
