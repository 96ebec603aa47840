"""Splits that were there before: taken over from a column, and what leaks across them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bdci_corpus.splitting.graph import Graph, Link, adjacent, family_reason
from bdci_corpus.splitting.quarantine import LeftOut


def taken_over(graph: Graph, *, keep: bool) -> tuple[Graph, tuple[Link, ...]]:
    """Return the graph in which splits that were taken over count as published, and the links across them.

    If these are to be ``keep``-ed, they part nothing: they are no links of the graph any more. Otherwise
    members of a family that stand apart are linked, so that the less protected ones are left out.
    """
    if not graph.taken:
        return graph, ()
    links = {link for own in graph.links.values() for link in own}
    across = {link for link in links if _is_across(graph, link)} | set(_across_families(graph))
    kept = links - across if keep else links | across
    return replace(graph, links=adjacent(kept)), tuple(sorted(across))


def _is_across(graph: Graph, link: Link) -> bool:
    """Return whether a link joins two live documents of different splits, one of which was taken over."""
    one, other = (graph.pinned.get(name) for name in (link.a, link.b))
    live = link.a in graph.live and link.b in graph.live and link.reason != "remembered"
    return live and None not in {one, other} and one != other and not graph.taken.isdisjoint((link.a, link.b))


def _across_families(graph: Graph) -> Iterator[Link]:
    """Yield links from the members of families to the first member of each other split."""
    for origin, family in graph.families.items():
        settled = [name for name in family if name in graph.pinned and name in graph.live]
        firsts: dict[str, str] = {}
        for name in settled:
            firsts.setdefault(graph.pinned[name], name)
        for name in settled if len(firsts) > 1 else ():
            pairs = (tuple(sorted((name, first))) for first in firsts.values())
            links = (Link(a=a, b=b, reason=family_reason(origin)) for a, b in pairs)
            yield from (link for link in links if _is_across(graph, link))


def explain_taken(
    crossing: Sequence[Link], out: Iterable[LeftOut], splits: Mapping[str, str], graph: Graph
) -> Iterator[str]:
    """Say how many pairs stand across splits that were taken over, and what became of them."""
    if not crossing:
        return
    first = crossing[0]
    pair = f'"{first.a}" ({graph.pinned[first.a]}) and "{first.b}" ({graph.pinned[first.b]})'
    gone = sum(entry.id in graph.taken for entry in out)
    stay = sum(link.a in splits and link.b in splits for link in crossing)
    left_out = f"{gone} documents were left out for it" if gone != 1 else "1 document was left out for it"
    what = "they are listed, and stay" if stay else left_out
    if len(crossing) == 1:
        yield f"A pair that belongs together stands across the splits taken over, {pair}: {what}."
    else:
        yield f"{len(crossing)} pairs that belong together stand across the splits taken over, such as {pair}: {what}."
