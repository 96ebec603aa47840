"""Groups: the documents of a release that its own pairs and origins connect."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.neardup import components

Node = tuple[str, str]
"""A document, or what one was made from, and the split in which it stands."""


def linking_kinds(*, overlaps: bool) -> Collection[str]:
    """Return the kinds of pairs of ``near_duplicates`` that join groups."""
    return ("duplicate", "overlap") if overlaps else ("duplicate",)


def groups_of(documents: pa.Table, pairs: pa.Table, kinds: Collection[str]) -> dict[str, str]:
    """Return each document's group: the smallest id of those that it is connected with in its split.

    Pairs of these ``kinds`` connect, and ``derived_from``: with the document or the file of that
    name, and with all that were made from it, be it in the release or not. What connects documents
    through others that are in no table does not.
    """
    names = ("id", "split", "path", "derived_from")
    rows = sorted(zip(*(documents[name].to_pylist() for name in names), strict=True))
    split_of = {name: split for name, split, *_ in rows}
    origins = {origin for *_, origin in rows if origin}
    links: list[tuple[Node, Node]] = []
    for name, split, path, origin in rows:
        links += [((name, split), (source, split)) for source in {origin, path} & origins]
    linked = pairs.filter(pc.is_in(pairs["kind"], pa.array(sorted(kinds))))
    for one, other in zip(linked["id_a"].to_pylist(), linked["id_b"].to_pylist(), strict=True):
        if one in split_of and split_of[one] == split_of.get(other):
            links.append(((one, split_of[one]), (other, split_of[other])))
    place: dict[Node, int] = {}
    for node in [*((name, split) for name, split, *_ in rows), *chain.from_iterable(links)]:
        place.setdefault(node, len(place))
    labels = components(len(place), [place[a] for a, _ in links], [place[b] for _, b in links]).tolist()
    first = [name for name, _ in place]
    return {name: first[labels[place[name, split]]] for name, split, *_ in rows}
