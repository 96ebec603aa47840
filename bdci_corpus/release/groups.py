"""Groups: the documents of a release that its own pairs and origins connect."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from operator import itemgetter

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.neardup import components


def linking_kinds(*, overlaps: bool) -> Collection[str]:
    """Return the kinds of pairs of ``near_duplicates`` that join groups."""
    return ("duplicate", "contained", "overlap") if overlaps else ("duplicate", "contained")


def groups_of(
    documents: pa.Table, pairs: pa.Table, kinds: Collection[str], columns: Sequence[str] = ()
) -> dict[str, str]:
    """Return each document's group: the smallest id of those of its split that it is connected with.

    Pairs of these ``kinds`` connect, and ``derived_from``: with the document or the file of that
    name, and with all that were made from it, be it in the release or not; and an equal value in one
    of these ``columns``. What connects documents through others that are in no table, or in another
    split, does not.
    """
    names = ("id", "split", "path", "derived_from")
    rows = sorted(zip(*(documents[name].to_pylist() for name in names), strict=True), key=itemgetter(0))
    split_of, origins = {row[0]: row[1] for row in rows}, {origin for *_, origin in rows if origin}
    linked = pairs.filter(pc.is_in(pairs["kind"], pa.array(sorted(kinds))))
    ends = zip(linked["id_a"].to_pylist(), linked["id_b"].to_pylist(), strict=True)
    links: list[tuple[_Node, _Node]] = [
        ((one, split_of[one]), (other, split_of[other]))
        for one, other in ends
        if one in split_of and other in split_of and split_of[one] == split_of[other]
    ]
    links += [
        ((name, split), (source, split))
        for name, split, path, origin in rows
        for source in {origin, path} & origins
        if split_of.get(source, split) == split
    ]
    links += [
        ((name, split_of[name]), (column, value, split_of[name]))
        for column in columns
        if column in documents.column_names
        for name, values in zip(documents["id"].to_pylist(), values_of(documents[column]), strict=True)
        for value in values
    ]
    place: dict[_Node, int] = {}
    for node in [*((name, split) for name, split, *_ in rows), *chain.from_iterable(links)]:
        place.setdefault(node, len(place))
    labels = components(len(place), [place[a] for a, _ in links], [place[b] for _, b in links]).tolist()
    first = list(place)
    return {name: first[labels[place[name, split]]][0] for name, split in split_of.items()}


_Node = tuple[str, ...]
"""A document, an origin or a value, within one split."""


def values_of(column: pa.ChunkedArray) -> Iterator[tuple[str, ...]]:
    """Yield the values of each row of a column as words: none for null, several for a list."""
    for value in column.to_pylist():
        several = value if isinstance(value, list) else [value]
        yield tuple(word for one in several if one is not None and (word := str(one)))


def strata_of(documents: pa.Table, columns: Sequence[str]) -> list[str]:
    """Return the stratum of each document: its values in these columns, in words."""
    if not columns:
        return [""] * documents.num_rows
    rows = zip(*(map("、".join, values_of(documents[name])) for name in columns), strict=True)
    return [" / ".join(words) for words in rows]
