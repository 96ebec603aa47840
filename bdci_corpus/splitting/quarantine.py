"""Let published splits pass to the documents linked to them, and hold back who would join two.

The splits in the ledger are fixed; everything linked to them follows. Breadth-first from the
pinned documents, by distance and then id, a newcomer takes the one split its settled neighbors
have. A newcomer who sees two goes into neither and passes nothing on: it is quarantined. Because
each newcomer looks at everyone who settled before it, no link is left between two splits, except
between documents that were both published; of those the one in the less protected split is left
out of the release, and keeps its split.

Whoever is of one *family* (see ``graph``) looks at all the others, not only at its own origin: two
documents made from one source must not part because the source is quarantined, withdrawn, or was
never a document of the corpus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bdci_corpus.errors import FrozenSplitError, raise_together
from bdci_corpus.splitting.apportion import Policy
from bdci_corpus.splitting.graph import Graph, Link, family_reason, named_value, turned


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

    @property
    def remedy(self) -> str:
        """What a person can do about it."""
        if not self.pairs:
            return "Take the file out of the raw folder: another name does not undo a withdrawal."
        return "Leave it out, or withdraw those of one split that it is linked to."


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A published document of ``split`` that a release leaves out because of ``pairs``."""

    id: str
    split: str
    reason: str
    pairs: tuple[Link, ...]

    @property
    def remedy(self) -> str:
        """What a person can do about it."""
        if any(link.reason == "remembered" for link in self.pairs):
            return "Give the file its published text back, or withdraw the document."
        return "Withdraw one of the two, or undo the edit or the threshold that made them alike."


def refuse_contradictions(graph: Graph) -> None:
    """Raise where live documents of one family were published in different splits.

    Raises:
        FrozenSplitError: names both; an ``ExceptionGroup`` where there are several.

    """
    errors = []
    for origin, family in graph.families.items():
        published = [name for name in family if name in graph.pinned and name in graph.live and name not in graph.taken]
        others = [name for name in published[1:] if graph.pinned[name] != graph.pinned[published[0]]]
        errors += [_contradiction(graph, origin, published[0], name) for name in others]
    raise_together(errors, "joining what is declared with published splits")


def _contradiction(graph: Graph, origin: str, first: str, second: str) -> FrozenSplitError:
    """Say which two documents of one family were published apart."""
    apart = f"but the one was published in {graph.pinned[first]} and the other in {graph.pinned[second]}."
    if (shared := named_value(origin)) is None:
        problem = f'Declared to share its origin with "{second}", {apart}'
        return FrozenSplitError(f"{first} > derived_from", problem, "Withdraw one of them, or correct the declaration.")
    column, value = shared
    problem = f'It has the {column} "{value}" like "{second}", {apart}'
    remedy = f"Withdraw one of them, correct the value, or take {column} out of splits.group_by."
    return FrozenSplitError(f"{first} > {column}", problem, remedy)


def left_out(graph: Graph, policy: Policy) -> tuple[LeftOut, ...]:
    """Return the published documents that may not stand beside what is published elsewhere.

    From the most protected split to train: a document is left out if it is linked to one of a more
    protected split that is not left out itself. Whoever was edited since its release also gives way,
    in or out of this release, to what was not edited and stands in an evaluation split.

    Documents that were published before one was found to be contained in another keep their place, too, unless
    one of them was edited since its first release: then it is not what was published first that is contained, and to
    be left out once does not make it stand beside the other later.

    A text that is gone, because its document was withdrawn, deleted or edited, holds back only those
    edited since their release, because the others stood beside it already; it holds them back in
    every other split.
    """
    exposure = {split: policy.exposure(split) for split in set(graph.pinned.values())}
    order = sorted(
        (name for name in graph.links if name in graph.pinned and name in graph.live),
        key=lambda name: (exposure[graph.pinned[name]], name),
    )
    out: dict[str, LeftOut] = {}

    def gives_way(name: str, link: Link) -> bool:
        other, split = link.other(name), graph.pinned[name]
        if graph.pinned.get(other, split) == split or _published_so(graph, link):
            return False
        if link.reason == "remembered":
            return name == link.a and name in graph.edited
        if other not in graph.live:
            return name in graph.edited
        if name in graph.edited and other not in graph.edited and graph.pinned[other] != policy.training:
            return True
        if other in graph.edited and name not in graph.edited and split != policy.training:
            return False
        return other not in out and exposure[graph.pinned[other]] < exposure[split]

    for name in order:
        split = graph.pinned[name]
        pairs = tuple(link for link in graph.links[name] if gives_way(name, link))
        if pairs:
            how = "Taken over in" if name in graph.taken else "Published in"
            reason = f"{how} {split}, but {evidence(name, pairs, graph.pinned)}."
            out[name] = LeftOut(id=name, split=split, reason=reason, pairs=pairs)
    return tuple(out[name] for name in sorted(out))


def _published_so(graph: Graph, link: Link) -> bool:
    """Return whether one document is contained in another as both were first published."""
    ends = (link.a, link.b)
    return link.reason == "contained" and graph.live.issuperset(ends) and graph.rewritten.isdisjoint(ends)


_LINKED = {
    "near-duplicate": "a near-duplicate of",
    "contained": "sharing most of the smaller one's text with",
    "declared": "declared to share its origin with",
    "grouped": "of one group, by a column, with",
    "overlap": "overlapping with",
    "remembered": "a near-duplicate of the text once published as",
}


def evidence(name: str, pairs: Iterable[Link], settled: Mapping[str, str]) -> str:
    """Say in words whom ``name`` is linked to, and in which split each stands."""
    return " and ".join(f'{_LINKED[link.reason]} "{link.other(name)}" ({settled[link.other(name)]})' for link in pairs)


def settle(graph: Graph) -> tuple[dict[str, str], dict[str, tuple[Link, ...]]]:
    """Spread pinned splits over the links and within the families.

    Returns:
        The split of every document that has or was given one, and for every newcomer that sees two
        splits the links by which it does. Documents in neither are free to be placed.

    """
    settling = _Settling(graph)
    bridging: dict[str, tuple[Link, ...]] = {}
    layer = sorted(settling.settled)
    while layer:
        reached = {name for document_id in layer for name in settling.neighbors(document_id)}
        layer = []
        for document_id in sorted(reached - settling.settled.keys() - bridging.keys()):
            links = settling.seen_by(document_id)
            splits = {settling.settled[link.other(document_id)] for link in links}
            if len(splits) == 1:
                settling.put(document_id, splits.pop())
                layer.append(document_id)
            else:
                bridging[document_id] = links
    return settling.settled, bridging


class _Settling:
    """Who has a split so far. Of a family only the first in each split counts, which keeps large ones cheap."""

    def __init__(self, graph: Graph) -> None:
        """Start from the pinned documents."""
        self._graph = graph
        self._families_of: defaultdict[str, list[str]] = defaultdict(list)
        for origin, family in graph.families.items():
            for name in family:
                self._families_of[name].append(origin)
        self._firsts: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._asked: set[str] = set()
        self.settled: dict[str, str] = {}
        for name in sorted(graph.pinned):
            self.put(name, graph.pinned[name])

    def put(self, name: str, split: str) -> None:
        """Settle a document."""
        self.settled[name] = split
        for family in self._families_of.get(name, ()):
            self._firsts[family].setdefault(split, name)

    def neighbors(self, name: str) -> Iterator[str]:
        """Yield who looks at a settled document; of each family only once."""
        yield from (link.other(name) for link in self._graph.links.get(name, ()))
        for family in self._families_of.get(name, ()):
            if family not in self._asked:
                self._asked.add(family)
                yield from self._graph.families[family]

    def seen_by(self, name: str) -> tuple[Link, ...]:
        """Return a newcomer's links to settled documents, sorted."""
        near = [link for link in self._graph.links.get(name, ()) if link.other(name) in self.settled]
        firsts = {
            (first, family_reason(family))
            for family in self._families_of.get(name, ())
            for first in self._firsts[family].values()
        }
        return tuple(sorted([*near, *(turned(Link(a=name, b=first, reason=why)) for first, why in firsts)]))


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
