"""Groups: the documents of a release that its own pairs and origins connect."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from operator import itemgetter

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.neardup import components


def linking_kinds(*, overlaps: bool) -> Collection[str]:
    """Return the kinds of pairs of ``near_duplicates`` that join groups."""
    return ("duplicate", "contained", "overlap") if overlaps else ("duplicate", "contained")


def groups_of(documents: pa.Table, pairs: pa.Table, kinds: Collection[str]) -> dict[str, str]:
    """Return each document's group: the smallest id of those that it is connected with.

    Pairs of these ``kinds`` connect, contained ones only within a split (those across were published before they
    were found), and ``derived_from``: with the document or the file of that
    name, and with all that were made from it, be it in the release or not. What connects documents
    through others that are in no table does not.
    """
    names = ("id", "path", "derived_from")
    rows = sorted(zip(*(documents[name].to_pylist() for name in names), strict=True), key=itemgetter(0))
    known, origins = {name for name, *_ in rows}, {origin for *_, origin in rows if origin}
    linked = pairs.filter(pc.is_in(pairs["kind"], pa.array(sorted(kinds))))
    ends = zip(*(linked[name].to_pylist() for name in ("id_a", "id_b", "kind")), strict=True)
    split = dict(zip(documents["id"].to_pylist(), documents["split"].to_pylist(), strict=True))
    links = [
        (one, other)
        for one, other, kind in ends
        if one in known and other in known and (kind != "contained" or split[one] == split[other])
    ]
    links += [(name, source) for name, path, origin in rows for source in {origin, path} & origins]
    place: dict[str, int] = {}
    for name in [*(name for name, *_ in rows), *chain.from_iterable(links)]:
        place.setdefault(name, len(place))
    labels = components(len(place), [place[a] for a, _ in links], [place[b] for _, b in links]).tolist()
    first = list(place)
    return {name: first[labels[place[name]]] for name in known}
