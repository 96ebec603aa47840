"""The comparison from end to end: texts, sketches, candidates, and what is true of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from numbers import Real

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bdci_corpus.neardup import (
    bands,
    boilerplate,
    containment as inclusion,
    dispatch,
    frequency,
    node_pairs,
    overlaps as passages,
    results,
    shared_runs,
    sketch_tables,
    verify,
)
from bdci_corpus.neardup.arrow import Rows, arrow
from bdci_corpus.neardup.inputs import Incoming, TextInput, read
from bdci_corpus.neardup.nodes import Collapsed, as_nodes, collapse, equal_across, spread
from bdci_corpus.neardup.prefixes import short_candidates
from bdci_corpus.neardup.sketch import Sketches
from bdci_corpus.neardup.texts import WHERE, ComparisonError, Texts


def find_near_duplicates(  # noqa: PLR0913 - what a comparison can be told, each by its name
    texts: TextInput,
    ids: object = None,
    threshold: float = 0.7,
    against: TextInput | None = None,
    overlaps: bool = False,  # noqa: FBT001, FBT002 - one of the two questions there are
    *,
    against_ids: object = None,
    text_column: str = "text",
    id_column: str = "id",
    boilerplate: float = 0.01,
    containment: float | None = 0.8,
    sketches: pa.Table | None = None,
    common: NDArray[np.uint32] | None = None,
    workers: int | None = None,
    limits: dispatch.SizeThresholds = dispatch.LIMITS,
) -> results.NearDuplicates:
    """Find all near-duplicates among ``texts``, or between them and those of ``against``.

    Args:
        texts: any iterable of strings (None and NaN are empty texts); an Arrow array; or a table with
            the column ``text_column`` and perhaps ``id_column``: of Arrow, pandas, polars, ``datasets``
            (also a stream), rows as mappings, or the ``pathlib.Path`` of a file. The splits of a
            ``DatasetDict``, or of a mapping of such, are compared together, and ids begin with the
            split. What can be read in batches is sketched while it is read.
        ids: one distinct id a text, strings or integers; row numbers (int64, from 0) where there are
            none. An index of pandas is none: ``frame.iloc`` takes row numbers.
        threshold: the Jaccard similarity of shingle sets, above 0 and at most 1, from which on
            two documents are near-duplicates.
        against: other texts; only pairs across the two sides are then found.
        overlaps: also find passages of 28 or more key characters that two documents share.
        against_ids: as ``ids``, for the other texts.
        text_column: the column to compare.
        id_column: the column of ids.
        boilerplate: what more than this share of documents have (10 at least; what 200 have in any
            case) makes no duplicates: such pairs are listed as ``boilerplate``. Passages of it are no
            overlaps. Documents that are copies of each other count once.
        containment: documents that have this share of a smaller one's shingles, and are no
            duplicates, are listed as ``contained``; None looks for none.
        sketches: what ``NearDuplicates.sketches()`` returned for some of these texts, under
            whatever ids; these are not sketched again.
        common: what is known to be boilerplate, from ``NearDuplicates.common`` of an earlier comparison.
        workers: threads; as many as processors by default. The result is the same.
        limits: from which sizes on another way is taken; there is no need to choose them.

    Raises:
        ComparisonError: the input is no text, the ids are not distinct, or the threshold is out
            of range.
    """
    threshold = _checked(threshold)
    given = [read(texts, ids, text_column=text_column, id_column=id_column)]
    if against is not None:
        given.append(read(against, against_ids, text_column=text_column, id_column=id_column))
    comparison = _Comparison.of(given, sketches, threshold, workers or processors(), limits)
    known = np.empty(0, np.uint32) if common is None else common
    return comparison.result(overlaps=overlaps, guard=_Guard(boilerplate, containment, known))


def _checked(threshold: float) -> float:
    """Return a threshold as a float, if it is one."""
    if not isinstance(threshold, Real) or isinstance(threshold, bool) or not 0 < threshold <= 1:
        problem = f"The threshold is {threshold}."
        raise ComparisonError(WHERE, problem, "Choose one above 0, at most 1.")
    return float(threshold)


def compared_among(found: results.NearDuplicates, documents: pa.Table, sketches: pa.Table) -> results.NearDuplicates:
    """Return a comparison as it is among some of its documents (``id``, ``text``), by the same sketches.

    Passages stay as they were found, because what is boilerplate was told by all documents.
    """
    guard = found.comparison
    again = find_near_duplicates(
        documents.select(["id", "text"]),
        threshold=found.threshold,
        sketches=sketches,
        common=guard.common,
        containment=guard.containment,
    )
    return replace(again, overlaps=found.overlaps)


def sketches_under(documents: pa.Table, key_version: int) -> pa.Table:
    """Return the sketches of documents (``id``, ``text``) as an earlier version of the match key gives them."""
    given = read(documents, None, text_column="text", id_column="id")
    texts = Texts.of(list(given.chunks))
    plain = texts.nbytes <= dispatch.LIMITS.plain_bytes
    sketches = dispatch.sketched_under(texts, key_version, plain=plain, workers=processors())
    return sketch_tables.table(given.ids(len(texts)), texts, sketches, key_version)


def _sampled(given: verify.Verified) -> verify.Verified:
    """Leave out boilerplate pairs of documents that have very many."""
    kept = np.ones(len(given), np.bool_)
    (many,) = np.nonzero(given.kind == verify.BOILERPLATE)
    kept[many] = boilerplate.sample(given.left[many], given.right[many])
    return given[kept]


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rest:
    """What does not depend on the threshold, or was told of the lowest one."""

    overlaps: pa.Table | None
    """Passages, None where they are to be looked for."""
    crowded: Rows
    counts: dict[str, int]
    guard: _Guard


@dataclass(frozen=True, slots=True)
class _Guard:
    """What is boilerplate: a share of documents, and anchors known to be; and from when on a document is contained."""

    share: float
    containment: float | None
    known: NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Comparison:
    """One comparison; its steps are methods, in their order."""

    texts: Texts
    ids: tuple[pa.Array, ...]
    sketches: Sketches
    sketched: int
    """How many documents were sketched anew."""
    threshold: float
    workers: int
    limits: dispatch.SizeThresholds

    @classmethod
    def of(
        cls,
        given: Sequence[Incoming],
        kept: pa.Table | None,
        threshold: float,
        workers: int,
        limits: dispatch.SizeThresholds,
    ) -> _Comparison:
        """Take texts in and sketch them, but for those whose sketch is kept."""
        if kept is None or len(given) > 1:
            sides = [dispatch.taken(side.chunks, plain_bytes=limits.plain_bytes, workers=workers) for side in given]
            texts = Texts.joined([side[0] for side in sides])
            sketches = Sketches.joined([side[1] for side in sides])
            ids = tuple(own.ids(len(side[0])) for own, side in zip(given, sides, strict=True))
            sketched = len(texts)
        else:
            texts = Texts.of(list(given[0].chunks))
            ids = (given[0].ids(len(texts)),)
            known = sketch_tables.reusable(kept, texts)
            plain = texts.nbytes <= limits.plain_bytes
            sketches = dispatch.renewed(texts, known, plain=plain, workers=workers)
            sketched = len(texts) - len(known[0])
        return cls(
            texts=texts,
            ids=ids,
            sketches=sketches,
            sketched=sketched,
            threshold=threshold,
            workers=workers,
            limits=limits,
        )

    @property
    def plain(self) -> bool:
        """Whether these texts are few enough to do without kernels."""
        return self.texts.nbytes <= self.limits.plain_bytes

    @property
    def border(self) -> int | None:
        """The first row of the other side, if there is one."""
        return len(self.ids[0]) if len(self.ids) > 1 else None

    def result(self, *, overlaps: bool, guard: _Guard) -> results.NearDuplicates:
        """Take all steps."""
        place = results.places(self.ids)
        collapsed = collapse(self.sketches, place, self.border)
        crowded = np.zeros(len(collapsed.first), np.bool_)
        candidates = self._candidates(collapsed, crowded)
        none = results.overlap_table(shared_runs.no_runs(), self.ids, place)
        rest = _Rest(
            overlaps=None if overlaps else none,
            crowded=collapsed.first[crowded],
            counts={
                "documents": len(self.texts),
                "sketched": self.sketched,
                "candidates": len(candidates[0]),
                "boilerplate": 0,
                "crowded": int(crowded.sum()),
            },
            guard=guard,
        )
        return self.told(place, collapsed, candidates, rest)

    def told(
        self, place: Rows, collapsed: Collapsed, candidates: node_pairs.Pairs, rest: _Rest
    ) -> results.NearDuplicates:
        """Verify candidates, and make the tables of what is true of them."""
        left, right = candidates
        listed, found = self._verified(collapsed, collapsed.first[left], collapsed.first[right])
        counted = frequency.Frequency.of(
            self.sketches, collapsed.first, rest.guard.share, rest.guard.known, plain=self.plain
        )
        listed, found, common = self._judged(collapsed, counted, listed, found)
        standing = self._representatives(place, collapsed, found)
        if rest.guard.containment is not None:
            inside = self._contained(standing, collapsed, counted, found, common, rest.guard.containment)
            listed, found = (verify.Verified.joined([each, inside]) for each in (listed, found))
        if self.border is not None:
            listed = spread(found, collapsed, self.border)
        overlaps = rest.overlaps
        if overlaps is None:
            stands = np.flatnonzero(standing == np.arange(len(standing)))
            runs, left_out = self._overlaps(collapsed, stands, rest.guard.share)
            overlaps = results.overlap_table(runs, self.ids, place)
            rest = replace(rest, overlaps=overlaps, counts=rest.counts | {"boilerplate": left_out})

        def at(threshold: float) -> results.NearDuplicates:
            """Verify again what was found here: what is above a higher threshold is above this one."""
            higher = replace(self, threshold=_checked(threshold))
            if higher.threshold < self.threshold:
                problem = f"Pairs below {self.threshold:g} were not looked for, and {threshold:g} is lower."
                where = "NearDuplicates.at"
                raise ComparisonError(where, problem, f"Compare anew with threshold={threshold:g}.")
            alike = found[found.kind != verify.CONTAINED]
            again = collapsed.of_row[alike.left], collapsed.of_row[alike.right]
            own = again[0] != again[1]
            return higher.told(place, collapsed, (again[0][own], again[1][own]), rest)

        return results.NearDuplicates(
            pairs=results.pair_table(listed, self.ids, place),
            clusters=results.cluster_table(self.ids, place, collapsed, found),
            overlaps=overlaps,
            threshold=self.threshold,
            recall=bands.plan(self.threshold).recall,
            counts=rest.counts,
            crowded=self.ids[0].take(arrow(rest.crowded[rest.crowded < len(self.ids[0])])),
            ids=self.ids,
            comparison=results.Compared(
                texts=self.texts,
                sketches=self.sketches,
                listed=listed,
                common=common,
                containment=rest.guard.containment,
                at=at,
            ),
        )

    def _judged(
        self, collapsed: Collapsed, counted: frequency.Frequency, listed: verify.Verified, found: verify.Verified
    ) -> tuple[verify.Verified, verify.Verified, NDArray[np.uint32]]:
        """Return both with the boilerplate guard's verdict, and what is common."""
        left, right = collapsed.of_row[found.left], collapsed.of_row[found.right]
        (asked,) = np.nonzero((found.kind == verify.DUPLICATE) & (left != right))

        def differing(one: Rows, other: Rows, stream: NDArray[np.int8]) -> tuple[Rows, Rows]:
            return self._differing(collapsed, one, other, stream)

        verdict, common = boilerplate.judge(
            counted, (left[asked], right[asked]), found.stream[asked], self.threshold, differing
        )
        if not verdict.any():
            return listed, found, common
        guarded = found.with_kind(asked[verdict], verify.BOILERPLATE)
        if self.border is None:
            own = np.flatnonzero(collapsed.of_row[listed.left] != collapsed.of_row[listed.right])
            listed = listed.with_kind(own[asked[verdict]], verify.BOILERPLATE)
        return _sampled(listed), _sampled(guarded), common

    def _differing(self, collapsed: Collapsed, one: Rows, other: Rows, stream: NDArray[np.int8]) -> tuple[Rows, Rows]:
        """Return what ``dispatch.differing`` says of pairs of nodes."""
        rows = collapsed.first[one], collapsed.first[other]
        return dispatch.differing(self.texts, rows, stream, plain=self.plain, workers=self.workers)

    def _representatives(self, place: Rows, collapsed: Collapsed, found: verify.Verified) -> Rows:
        """Return which node stands for each: on one side, of copies of each other the one that represents."""
        if self.border is not None:
            return np.arange(len(collapsed.first))
        return results.representatives(place, collapsed, found)

    def _contained(
        self,
        representative: Rows,
        collapsed: Collapsed,
        counted: frequency.Frequency,
        found: verify.Verified,
        common: NDArray[np.uint32],
        share: float,
    ) -> verify.Verified:
        """Return the pairs of rows that stand for nodes of which one is contained in the other."""
        known = collapsed.of_row[found.left], collapsed.of_row[found.right]
        one, other = inclusion.candidates(
            counted, representative, known, common, share, collapsed.border, plain=self.plain
        )
        pairs = collapsed.first[one], collapsed.first[other]
        speaks = self.sketches.shingles()[:, 1] > 0
        inside = dispatch.contained(self.texts, speaks, pairs, share, plain=self.plain, workers=self.workers)
        return inside[self._without_common(collapsed, counted, inside, common, share)]

    def _without_common(
        self,
        collapsed: Collapsed,
        counted: frequency.Frequency,
        inside: verify.Verified,
        common: NDArray[np.uint32],
        share: float,
    ) -> NDArray[np.bool_]:
        """Return which documents are contained by what is not common, too: what is, lacks nowhere and helps nobody."""
        pairs = collapsed.of_row[inside.left], collapsed.of_row[inside.right]
        counts, sizes = boilerplate.anchors_shared(counted, pairs, common)
        every, side = np.arange(len(inside)), (inside.one > inside.other).astype(np.int64)
        anchors, rare = np.maximum(sizes[every, side], 1), counts[every, 2 + side]
        kept: NDArray[np.bool_] = rare == sizes[every, side]
        (asked,) = np.nonzero(~kept)
        own, whole = self._differing(collapsed, pairs[0][asked], pairs[1][asked], inside.stream[asked])
        places = np.arange(len(asked))
        size = whole[places, side[asked]]
        lacks = anchors - rare - counts[:, 1]
        lacks[2 * lacks <= anchors - rare] = 0  # by noise: what is common is there all the same
        lacking = (lacks / anchors)[asked] * size
        kept[asked] = own[places, side[asked]] - lacking <= (1 - share) * (rare / anchors)[asked] * size
        return kept

    def _candidates(self, collapsed: Collapsed, crowded: NDArray[np.bool_]) -> node_pairs.Pairs:
        """Return pairs of nodes worth comparing, each once; mark those of whose pairs only some were looked at."""
        nodes = as_nodes(collapsed, self.sketches)
        plain, most, large = self.plain, self.limits.crowded, self.limits.large
        banded = bands.candidates(
            nodes, self.threshold, workers=self.workers, plain=plain, crowded=most, large=large, sampled=crowded
        )
        fold = dispatch.fold(plain=plain)
        short = short_candidates(
            self.texts, collapsed.first, nodes, self.threshold, fold, plain=plain, workers=self.workers
        )
        equal = equal_across(collapsed, self.sketches)
        return node_pairs.unpack(node_pairs.distinct([node_pairs.pack(*banded), node_pairs.pack(*equal), short]))

    def _verified(self, collapsed: Collapsed, left: Rows, right: Rows) -> tuple[verify.Verified, verify.Verified]:
        """Compare candidates, and on one side also the members of a node with its first.

        Returns:
            What was verified of both, and of the candidates only.

        """
        if self.border is None:
            left, right = (np.concatenate(ends) for ends in zip((left, right), collapsed.members, strict=True))
        speaks = self.sketches.shingles()[:, 1] > 0
        pairs, threshold = (left, right), self.threshold
        every = dispatch.verified(self.texts, speaks, pairs, threshold, plain=self.plain, workers=self.workers)
        standing = np.zeros(len(self.texts), np.bool_)
        standing[collapsed.first] = True
        return every, every[standing[every.left] & standing[every.right]]

    def _overlaps(self, collapsed: Collapsed, nodes: Rows, share: float) -> tuple[shared_runs.Runs, int]:
        """Return shared runs, those of documents with equal keys too, and the boilerplate count.

        On one side copies of each other count once: what a copy shares, the document that represents it shares, too.
        """
        across = self.border is not None
        rows = np.flatnonzero(collapsed.of_row >= 0) if across else np.sort(collapsed.first[nodes])
        found = dispatch.fingerprints(self.texts, rows, plain=self.plain, workers=self.workers)
        held, common, left_out = passages.postings(found, len(rows), share, workers=self.workers)
        del found
        equal = (rows[:0], rows[:0]) if across else collapsed.members
        shared = dispatch.find_shared_runs(
            self.texts,
            held,
            common,
            equal,
            self.sketches.lengths[:, 0],
            self.border,
            plain=self.plain,
            workers=self.workers,
        )
        return shared, left_out
