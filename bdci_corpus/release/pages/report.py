"""report.html: one page by itself for whoever decides whether a release may go out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.release.pages.card import Identity, Making, labels_on_card, slack, strata_on_card
from bdci_corpus.release.pages.overview import NAMED, Overview, crossing
from bdci_corpus.release.pages.render import chinese, render
from bdci_corpus.release.pages.side_by_side import SHOWN, DiffSpan, marked_pieces

REPORT = "report.html"

PAIRS = 20
"""How many pairs of each kind are shown with their texts."""

ROWS = 100
"""How many rows of a longer list are shown."""

AROUND = 60
"""How many characters are shown before and after a passage."""


class DocumentPair(NamedTuple):
    """Two documents beside each other, and what was measured of them."""

    row: Mapping[str, object]
    sides: tuple[Sequence[DiffSpan], Sequence[DiffSpan]]
    splits: tuple[str, str]
    cut: bool


class Damaged(NamedTuple):
    """Damaged characters in their surroundings."""

    id: str
    before: str
    text: str
    after: str


class Grouped(NamedTuple):
    """The documents of one group, and their split."""

    id: str
    members: Sequence[str]
    split: str


def report_of(
    documents: pa.Table,
    pairs: pa.Table,
    counts: Overview,
    *,
    identity: Identity,
    making: Making,
    left_out: Sequence[Mapping[str, object]],
) -> str:
    """Return report.html; ``documents`` are those of the release, with the column ``split``."""
    names = documents["id"].to_pylist()
    places = {name: number for number, name in enumerate(names)}
    split_of = dict(zip(names, documents["split"].to_pylist(), strict=True))
    counted = Counter(split_of.values())
    shown = list(_pairs(documents, pairs, places, split_of))
    return render(
        "report.html.jinja",
        identity=identity,
        making=making,
        counts=counts,
        splits={name: count for name in making.targets if (count := counted[name])},
        kinds=[(kind, [pair for pair in shown if pair.row["kind"] == kind]) for kind in counts.pairs],
        labels=labels_on_card(documents, making),
        strata=strata_on_card(documents, making),
        slack=slack(documents, max(1, len(making.targets))),
        groups=list(_groups(documents, counts))[:ROWS],
        damaged=list(islice(_damaged(documents), ROWS)),
        left_out=left_out[:ROWS],
        left_out_count=len(left_out),
        rows=ROWS,
        named=NAMED,
        shown=SHOWN,
        zh=chinese(),
    )


def _pairs(
    documents: pa.Table, pairs: pa.Table, places: Mapping[str, int], split_of: Mapping[str, str]
) -> Iterator[DocumentPair]:
    """Yield the pairs of each kind that say most: of two splits, the least alike, the longest passages not linked."""
    ends = pc.binary_join_element_wise(pairs["id_a"], pairs["id_b"], "\0")
    linked = pc.is_in(ends, ends.filter(pc.equal(pairs["kind"], "duplicate")).combine_chunks())
    within = pc.invert(crossing(documents, pairs))
    for kind in sorted(pairs["kind"].unique().to_pylist()):
        own = pc.equal(pairs["kind"], kind)
        first = {"linked": linked, "most": pc.negate(pairs["shared"])} if kind == "overlap" else {"j": pairs["jaccard"]}
        keys = pa.table({"within": within, **first, "id_a": pairs["id_a"], "id_b": pairs["id_b"]}).filter(own)
        order = pc.sort_indices(keys, [(name, "ascending") for name in keys.column_names])
        for row in pairs.filter(own).take(order[:PAIRS]).to_pylist():
            texts = [documents["text"][places[row[name]]].as_py() for name in ("id_a", "id_b")]
            sides = _passages(row, texts) if kind == "overlap" else marked_pieces(*texts)
            cut = kind != "overlap" and max(map(len, texts)) > SHOWN
            yield DocumentPair(row, sides, (split_of[row["id_a"]], split_of[row["id_b"]]), cut)


def _passages(row: Mapping[str, int], texts: Sequence[str]) -> tuple[list[DiffSpan], list[DiffSpan]]:
    """Return a shared passage in both texts, with a little around it, which is what differs."""
    sides = []
    for text, end in zip(texts, "ab", strict=True):
        start, stop = row[f"start_{end}"], row[f"end_{end}"]
        pieces = (
            text[max(start - AROUND, 0) : start],
            text[start : min(stop, start + SHOWN)],
            text[stop : stop + AROUND],
        )
        sides.append([DiffSpan(piece, differs=number != 1) for number, piece in enumerate(pieces)])
    return sides[0], sides[1]


def _groups(documents: pa.Table, counts: Overview) -> Iterator[Grouped]:
    """Yield the groups of more than one document, the largest first."""
    members: dict[str, list[str]] = {}
    splits: dict[str, str] = {}
    columns = (documents[name].to_pylist() for name in ("group_id", "id", "split"))
    for group, name, split in zip(*columns, strict=True):
        if group in counts.groups:
            members.setdefault(group, []).append(name)
            splits[group] = split
    for group, own in sorted(members.items(), key=lambda item: (-len(item[1]), item[0])):
        yield Grouped(group, own, splits[group])


def _damaged(documents: pa.Table) -> Iterator[Damaged]:
    documents = documents.select(["id", "text", "damage"]).filter(
        pc.greater(pc.list_value_length(documents["damage"]), 0)
    )
    for name, text, spans in zip(*(documents[n].to_pylist() for n in ("id", "text", "damage")), strict=True):
        for span in spans:
            start, end = span["start"], span["end"]
            yield Damaged(name, text[max(start - AROUND, 0) : start], text[start:end], text[end : end + AROUND])
