"""Pairs: the figures of ``near_duplicates`` are counted again from the texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.checking.keys import ALL, EVERY_HAN, HAN, Keyed, keyed
from bdci_corpus.checking.pages import Whole
from bdci_corpus.checking.passages import RUN
from bdci_corpus.checking.release import BATCH_ROWS, Opened
from bdci_corpus.checking.report import REMEDY
from bdci_corpus.checking.shingles import Hashes, shared_by, shingles_of
from bdci_corpus.checking.stores import in_slices
from bdci_corpus.errors import CheckError
from bdci_corpus.release.pages import pair_kinds
from bdci_corpus.text import match_keys

MOST_CHARACTERS = 20_000_000
"""So many characters of texts are compared; where the pairs have more, as many of them as have no more."""

_NEAR = 1e-9
"""How far a fraction may differ from the same one, divided elsewhere."""


class _SharedCounts(NamedTuple):
    """What two documents share in one stream."""

    shared: int
    jaccard: float
    containment: float


class PublishedPair(NamedTuple):
    """One row of ``near_duplicates``."""

    id_a: str
    id_b: str
    kind: str
    jaccard: float | None
    containment: float | None
    shared: int
    stream: str | None
    start_a: int | None
    end_a: int | None
    start_b: int | None
    end_b: int | None

    @property
    def name(self) -> str:
        """Where it stands, for people."""
        return f"near_duplicates > {self.id_a}, {self.id_b}"

    @property
    def spans(self) -> tuple[int | None, ...]:
        """The places of a passage; of a pair of documents, nulls."""
        return (self.start_a, self.end_a, self.start_b, self.end_b)


def pair_problems(opened: Opened, whole: Whole) -> Iterator[CheckError]:
    """Yield pairs whose figures the texts do not give, and duplicates that are not like what represents them."""
    lengths = (pc.utf8_length(part["text"]).to_pylist() for part in in_slices(whole.documents.select(["text"])))
    sizes = dict(zip(whole.documents["id"].to_pylist(), chain.from_iterable(lengths), strict=True))
    yield from _shape_problems(whole.pairs, sizes)
    represented = _represented(whole.documents)
    affordable = _affordable(whole.documents["id"], whole.pairs, represented, sizes)
    texts = _FoldedTexts(whole.documents, affordable, opened.manifest.configuration.splits.group_by_containment)
    threshold = opened.manifest.configuration.near_duplicates.threshold
    for batch in _batches(whole.pairs):
        rows = [row for row in batch if row.id_a in texts and row.id_b in texts]
        passages = _passage_problems([row for row in rows if row.kind == "overlap"], texts)
        for row in rows:
            problem = passages.get(row) if row.kind == "overlap" else _problem(row, texts, threshold)
            if problem is not None:
                yield CheckError(row.name, problem, REMEDY)
    for name, first in represented:
        if name in texts and first in texts and not texts.alike(name, first, threshold):
            problem = f'It is no near-duplicate of "{first}", by which it is represented.'
            yield CheckError(f"documents > {name} > duplicate_of", problem, REMEDY)


def _represented(documents: pa.Table) -> list[tuple[str, str]]:
    rows = documents.select(["id", "duplicate_of"])
    rows = rows.filter(pc.is_valid(rows["duplicate_of"]))
    pairs = zip(rows["id"].to_pylist(), rows["duplicate_of"].to_pylist(), strict=True)
    known = set(documents["id"].to_pylist())
    return [pair for pair in pairs if pair[1] in known]


def _batches(pairs: pa.Table) -> Iterator[list[PublishedPair]]:
    """Yield the rows of ``near_duplicates``, a batch at a time."""
    for batch in pairs.select(PublishedPair._fields).to_batches(max_chunksize=BATCH_ROWS):
        yield list(map(PublishedPair._make, zip(*(column.to_pylist() for column in batch.columns), strict=True)))


class _Order:
    """Whether rows are sorted, and none stands twice."""

    def __init__(self) -> None:
        """Wait for the first one."""
        self.kept = True
        self._last: tuple[str, str, str, int] | None = None
        self._alike: set[PublishedPair] = set()

    def see(self, row: PublishedPair) -> None:
        """Look at the next row."""
        place = row.id_a, row.id_b, row.kind, row.start_a or 0
        if place != self._last:
            self.kept = self.kept and (self._last is None or place > self._last)
            self._alike = {row}
            self._last = place
            return
        self.kept = self.kept and row not in self._alike
        self._alike.add(row)


def _shape_problems(pairs: pa.Table, known: Mapping[str, int]) -> list[CheckError]:
    """Return rows out of order, of no kind, of documents that are not there, or with the wrong columns filled."""
    order, found, kinds = _Order(), list[CheckError](), frozenset(pair_kinds())
    for row in chain.from_iterable(_batches(pairs)):
        order.see(row)
        if not (row.id_a < row.id_b and row.id_a in known and row.id_b in known):
            problem = "It does not name two documents of the release, the smaller id first."
            found.append(CheckError(row.name, problem, REMEDY))
        figures = (row.jaccard, row.containment, row.stream)
        empty = figures if row.kind == "overlap" else row.spans
        filled = row.spans if row.kind == "overlap" else figures
        if row.kind not in kinds or empty.count(None) < len(empty) or None in filled:
            problem = f'A pair of the kind "{row.kind}" does not have these columns.'
            found.append(CheckError(row.name, problem, REMEDY))
    unsorted = CheckError("near_duplicates", "Its rows are not sorted, or one stands twice.", REMEDY)
    return found if order.kept else [unsorted, *found]


def _affordable(
    ids: pa.ChunkedArray, pairs: pa.Table, represented: Sequence[tuple[str, str]], sizes: Mapping[str, int]
) -> set[str]:
    """Return the documents of as many pairs as ``MOST_CHARACTERS`` allow; which, is for their ids to say."""
    names, count = ids.to_pylist(), len(ids)
    others = [pa.array([pair[side] for pair in represented], pa.string()) for side in range(2)]
    ends = [
        pc.index_in(pa.chunked_array([*pairs[column].chunks, other], pa.string()), ids.combine_chunks())
        for column, other in zip(("id_a", "id_b"), others, strict=True)
    ]
    found = pc.and_(ends[0].is_valid(), ends[1].is_valid())
    one, other = (end.filter(found).to_numpy().astype(np.int64) for end in ends)
    distinct = np.unique(one * count + other)
    drawn = np.array([_lot(names[code // count], names[code % count]) for code in distinct.tolist()], np.uint64)
    chosen: set[str] = set()
    room = MOST_CHARACTERS
    for code in distinct[np.argsort(drawn, kind="stable")].tolist():
        new = {names[code // count], names[code % count]} - chosen
        room -= sum(sizes[name] for name in new)
        if room < 0:
            break
        chosen |= new
    return chosen


def _lot(one: str, other: str) -> int:
    """Return where a pair stands in an order that nobody chose."""
    return int.from_bytes(sha256(f"{one}\0{other}".encode()).digest()[:8], "big")


class _FoldedTexts:
    """Some documents by id, and what two of them share; a document is folded once."""

    def __init__(self, documents: pa.Table, names: set[str], contained: float) -> None:
        """Take the texts of the documents with these names; ``contained`` is from where on they are kept together."""
        self.contained = contained
        rows = documents.select(["id", "text"])
        rows = rows.filter(pc.is_in(rows["id"], pa.array(sorted(names), pa.string())))
        self._texts: dict[str, str] = dict(zip(rows["id"].to_pylist(), rows["text"].to_pylist(), strict=True))
        self._keyed: dict[str, Keyed] = {}
        self._shingles: dict[tuple[str, int], Hashes] = {}

    def __contains__(self, name: str) -> bool:
        """Return whether the document was taken."""
        return name in self._texts

    def __getitem__(self, name: str) -> str:
        """Return a document's text."""
        return self._texts[name]

    def key(self, name: str) -> Keyed:
        """Return a document by its match key."""
        if name not in self._keyed:
            self._keyed[name] = keyed("", name, self._texts[name])
        return self._keyed[name]

    def shingles(self, name: str, stream: int) -> Hashes:
        """Return the shingles of a document in one stream."""
        if (name, stream) not in self._shingles:
            self._shingles[name, stream] = shingles_of(self.key(name).stream(stream))
        return self._shingles[name, stream]

    def counts(self, one: str, other: str, stream: int, *, one_sided: bool = False) -> _SharedCounts | None:
        """Return what two documents share in a stream, None where it says nothing of them, or of neither."""
        compared = [len(self.key(name).stream(stream)) > 0 for name in (one, other)]
        if not (any(compared) if one_sided else all(compared)):
            return None
        first, second = (self.shingles(name, EVERY_HAN if one_sided and stream else stream) for name in (one, other))
        shared = shared_by(first, second)
        union, smaller = len(first) + len(second) - shared, min(len(first), len(second))
        if not union:
            alike = float(self.key(one).key == self.key(other).key)
            return _SharedCounts(0, alike, alike)
        return _SharedCounts(shared, shared / union, shared / smaller if smaller else 1.0)

    def alike(self, one: str, other: str, threshold: float) -> bool:
        """Return whether two documents are near-duplicates."""
        found = [counts for stream in (ALL, HAN) if (counts := self.counts(one, other, stream)) is not None]
        return any(counts.jaccard >= threshold for counts in found)


def _problem(row: PublishedPair, texts: _FoldedTexts, threshold: float) -> str | None:
    """Return what a row says that its texts do not."""
    if row.stream not in {"all", "han"} or row.jaccard is None or row.containment is None:
        return f'It was compared by "{row.stream}", which is no stream.'
    counts = texts.counts(row.id_a, row.id_b, int(row.stream == "han"), one_sided=row.kind == "contained")
    if counts is None:
        return f'The stream "{row.stream}" says nothing of one of them.'
    off = abs(counts.jaccard - row.jaccard) > _NEAR or abs(counts.containment - row.containment) > _NEAR
    if off or counts.shared != row.shared:
        measures = f"Jaccard {row.jaccard:.4f}, containment {row.containment:.4f}, {row.shared} shared"
        return (
            f"It says {measures}; the texts give Jaccard {counts.jaccard:.4f}, containment "
            f"{counts.containment:.4f}, {counts.shared} shared."
        )
    low = row.kind in {"duplicate", "template", "boilerplate"} and counts.jaccard < threshold
    if row.kind == "contained" and counts.containment < texts.contained:
        return (
            f"Its containment is {counts.containment:.4f}, and documents are kept together from {texts.contained:g} on."
        )
    return f"Its Jaccard is {counts.jaccard:.4f}, and the threshold {threshold:g}." if low else None


def _sides(row: PublishedPair) -> list[tuple[str, int, int]]:
    """Return where a passage stands in either document."""
    places = ((row.id_a, row.start_a, row.end_a), (row.id_b, row.start_b, row.end_b))
    return [(name, start or 0, end or 0) for name, start, end in places]


def _passage_problems(rows: Sequence[PublishedPair], texts: _FoldedTexts) -> dict[PublishedPair, str]:
    """Return what passages say that the texts do not; their keys are folded together."""
    placed = [row for row in rows if None not in row.spans]  # others are reported already
    outside = [
        (row, f"[{start}, {end}) is no span of {name}.")
        for row in placed
        for name, start, end in _sides(row)[::-1]  # of both, the first is said
        if not 0 <= start < end <= len(texts[name])
    ]
    problems = dict(outside)
    inside = [row for row in placed if row not in problems]
    keys = match_keys(texts[name][start:end] for row in inside for name, start, end in _sides(row))
    pieces = [keys.entries[start:end] for start, end in pairwise(keys.offsets.tolist())]
    for row, one, other in zip(inside, pieces[::2], pieces[1::2], strict=True):
        if one.tobytes() != other.tobytes():
            problems[row] = "The passages are not the same in both texts."
        elif len(one) != row.shared or row.shared < RUN:
            problems[row] = f"It says {row.shared} key characters, and the passage has {len(one)}."
    return problems
