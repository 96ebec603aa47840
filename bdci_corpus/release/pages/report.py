"""report.html: one page by itself for whoever decides whether a release may go out."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import chain, islice
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.release.pages.card import Identity, Making, labels_on_card, slack, strata_on_card
from bdci_corpus.release.pages.examples import EditExample, examples_of
from bdci_corpus.release.pages.overview import NAMED, Overview, crossing
from bdci_corpus.release.pages.render import FOLDER, chinese, render
from bdci_corpus.release.pages.said import said_in_chinese
from bdci_corpus.release.pages.shapes import dates_of, lengths_of, likeness_of
from bdci_corpus.release.pages.side_by_side import SHOWN, DiffSpan, marked_pieces
from bdci_corpus.release.pages.steps import why

REPORT = "report.html"

PAIRS = 20
"""How many pairs of each kind are shown with their texts."""

ROWS = 100
"""How many rows of a longer list are shown."""

MEMBERS = 12
"""How many documents of a group are named."""

AROUND = 60
"""How many characters are shown before and after a passage."""

LINKING = ("duplicate", "contained")
"""The kinds of pairs that no two splits may share."""


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


class NamedDocument(NamedTuple):
    """A document that the report names: which row it is, and what a reader asks first."""

    number: int
    row: Mapping[str, object]
    at: int
    characters: int


class Verdict(NamedTuple):
    """What the page says first, each ``ok``, ``look`` or ``bad``; ``kept`` is what leaks on purpose."""

    publish: str
    leak: str
    loss: str
    leaking: int
    alike: int
    kept: bool


def report_of(
    documents: pa.Table,
    traces: pa.Table,
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
    groups, damaged = list(_groups(documents, counts))[:ROWS], list(islice(_damaged(documents), ROWS))
    examples = examples_of(documents, traces, {row.step: row.edits for row in counts.edits})
    named = _places(documents, places, _named(shown, groups, damaged, examples, counts))
    return render(
        "report.html.jinja",
        identity=identity,
        making=making,
        counts=counts,
        verdict=verdict_of(counts, making, len(left_out)),
        splits={name: count for name in making.targets if (count := counted[name])},
        lengths=lengths_of(documents),
        dates=dates_of(documents),
        likeness=likeness_of(pairs["jaccard"], crossing(documents, pairs)) if pairs.num_rows else None,
        apart=[pair for pair in shown if pair.splits[0] != pair.splits[1]],
        kinds=[(kind, [pair for pair in shown if pair.row["kind"] == kind]) for kind in counts.pairs],
        labels=labels_on_card(documents, making),
        strata=strata_on_card(documents, making),
        slack=slack(documents, max(1, len(making.targets))),
        examples=examples,
        groups=groups,
        damaged=damaged,
        left_out=left_out[:ROWS],
        left_out_count=len(left_out),
        origins=[(name, _counted(documents[name])) for name in ("trace_reaches", "loader", "encoding")],
        places=named,
        rows=ROWS,
        members=MEMBERS,
        named=NAMED,
        shown=SHOWN,
        script_digest=b64encode(sha256(report_script().encode()).digest()).decode(),
        zh=chinese(),
        said=said_in_chinese,
        why=why,
    )


@cache
def report_script() -> str:
    """Return the one script of the page, which chooses the reader's language; its policy allows no other."""
    return (FOLDER / "report.js").read_text("utf-8")


def verdict_of(counts: Overview, making: Making, left_out: int) -> Verdict:
    """Return whether the release may go out, whether it leaks, and whether something was lost."""
    leaking = sum(counts.crossing.get(kind, 0) for kind in LINKING)
    alike = sum(counts.crossing.values()) - leaking
    kept = bool(leaking) and making.kept_crossing
    blocked = making.provisional or any(finding.blocks_public for finding in counts.findings)
    return Verdict(
        publish="bad" if blocked else "look" if counts.findings else "ok",
        leak="look" if kept else "bad" if leaking else "look" if alike else "ok",
        loss="look" if left_out or counts.damaged else "ok",
        leaking=leaking,
        alike=alike,
        kept=kept,
    )


def _counted(column: pa.ChunkedArray) -> list[tuple[str, int]]:
    """Return the values of a column with how often they occur, the most frequent first."""
    counts = Counter(column.to_pylist())
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _named(
    shown: Iterable[DocumentPair],
    groups: Iterable[Grouped],
    damaged: Iterable[Damaged],
    examples: Mapping[str, Iterable[EditExample]],
    counts: Overview,
) -> Iterator[str]:
    """Yield the ids that the page names, in its order."""
    yield from chain.from_iterable(finding.rows[:NAMED] for finding in counts.findings)
    yield from (example.id for found in examples.values() for example in found)
    yield from (str(pair.row[name]) for pair in shown for name in ("id_a", "id_b"))
    yield from chain.from_iterable(group.members[:MEMBERS] for group in groups)
    yield from (place.id for place in damaged)


def _places(documents: pa.Table, places: Mapping[str, int], names: Iterable[str]) -> dict[str, NamedDocument]:
    """Return where the documents of some names stand: the row of their split, as ``load_dataset`` counts it."""
    wanted = {name: places[name] for name in names if name in places}
    columns = documents.select(["id", "split", "source", "license", "restriction", "language", "title", "url"])
    rows = columns.take(pa.array(list(wanted.values()), pa.int64())).to_pylist()
    texts = documents["text"].take(pa.array(list(wanted.values()), pa.int64()))
    counted = Counter[str]()
    order = {}
    for number, split in enumerate(documents["split"].to_pylist()):
        order[number] = counted[split]
        counted[split] += 1
    lengths = pc.utf8_length(texts).to_pylist()
    return {
        name: NamedDocument(number, row, order[wanted[name]], length)
        for number, (name, row, length) in enumerate(zip(wanted, rows, lengths, strict=True))
    }


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
