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
    dispatch,
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
    sketches: pa.Table | None = None,
    workers: int | None = None,
    limits: dispatch.Limits = dispatch.LIMITS,
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
        boilerplate: passages in more than this share of documents (in 10 at least, in 200 at
            most) are no overlaps.
        sketches: what ``NearDuplicates.sketches()`` returned for some of these texts, under
            whatever ids; these are not sketched again.
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
    return comparison.result(overlaps=overlaps, boilerplate=boilerplate)


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
    again = find_near_duplicates(documents.select(["id", "text"]), threshold=found.threshold, sketches=sketches)
    return replace(again, overlaps=found.overlaps)


def sketches_under(documents: pa.Table, key_version: int) -> pa.Table:
    """Return the sketches of documents (``id``, ``text``) as an earlier version of the match key gives them."""
    given = read(documents, None, text_column="text", id_column="id")
    texts = Texts.of(list(given.chunks))
    plain = texts.nbytes <= dispatch.LIMITS.plain_bytes
    sketches = dispatch.sketched_under(texts, key_version, plain=plain, workers=processors())
    return sketch_tables.table(given.ids(len(texts)), texts, sketches, key_version)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rest:
    """What does not depend on the threshold, or was told of the lowest one."""

    overlaps: pa.Table
    crowded: Rows
    counts: dict[str, int]


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
    limits: dispatch.Limits

    @classmethod
    def of(
        cls, given: Sequence[Incoming], kept: pa.Table | None, threshold: float, workers: int, limits: dispatch.Limits
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

    def result(self, *, overlaps: bool, boilerplate: float) -> results.NearDuplicates:
        """Take all steps."""
        place = results.places(self.ids)
        collapsed = collapse(self.sketches, place, self.border)
        crowded = np.zeros(len(collapsed.first), np.bool_)
        candidates = self._candidates(collapsed, crowded)
        found_runs, left_out = self._overlaps(collapsed, boilerplate) if overlaps else (None, 0)
        rest = _Rest(
            overlaps=results.overlap_table(found_runs or shared_runs.no_runs(), self.ids, place),
            crowded=collapsed.first[crowded],
            counts={
                "documents": len(self.texts),
                "sketched": self.sketched,
                "candidates": len(candidates[0]),
                "boilerplate": left_out,
                "crowded": int(crowded.sum()),
            },
        )
        return self.told(place, collapsed, candidates, rest)

    def told(
        self, place: Rows, collapsed: Collapsed, candidates: node_pairs.Pairs, rest: _Rest
    ) -> results.NearDuplicates:
        """Verify candidates, and make the tables of what is true of them."""
        left, right = candidates
        listed, found = self._verified(collapsed, collapsed.first[left], collapsed.first[right])
        if self.border is not None:
            listed = spread(found, collapsed, self.border)

        def at(threshold: float) -> results.NearDuplicates:
            """Verify again what was found here: what is above a higher threshold is above this one."""
            higher = replace(self, threshold=_checked(threshold))
            if higher.threshold < self.threshold:
                problem = f"Pairs below {self.threshold:g} were not looked for, and {threshold:g} is lower."
                where = "NearDuplicates.at"
                raise ComparisonError(where, problem, f"Compare anew with threshold={threshold:g}.")
            again = collapsed.of_row[found.left], collapsed.of_row[found.right]
            own = again[0] != again[1]
            return higher.told(place, collapsed, (again[0][own], again[1][own]), rest)

        return results.NearDuplicates(
            pairs=results.pair_table(listed, self.ids, place),
            clusters=results.cluster_table(self.ids, place, collapsed, found),
            overlaps=rest.overlaps,
            threshold=self.threshold,
            recall=bands.plan(self.threshold).recall,
            counts=rest.counts,
            crowded=self.ids[0].take(arrow(rest.crowded[rest.crowded < len(self.ids[0])])),
            ids=self.ids,
            comparison=results.Compared(texts=self.texts, sketches=self.sketches, listed=listed, at=at),
        )

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
        stands = np.zeros(len(self.texts), np.bool_)
        stands[collapsed.first] = True
        return every, every[stands[every.left] & stands[every.right]]

    def _overlaps(self, collapsed: Collapsed, share: float) -> tuple[shared_runs.Runs, int]:
        """Return shared runs, those of documents with equal keys too, and the boilerplate count."""
        across = self.border is not None
        rows = np.flatnonzero(collapsed.of_row >= 0) if across else np.sort(collapsed.first)
        found = dispatch.fingerprints(self.texts, rows, plain=self.plain, workers=self.workers)
        held, left_out = passages.postings(found, len(rows), share, workers=self.workers)
        del found
        equal = (rows[:0], rows[:0]) if across else collapsed.members
        shared = dispatch.find_shared_runs(
            self.texts,
            held,
            equal,
            self.sketches.lengths[:, 0],
            self.border,
            plain=self.plain,
            workers=self.workers,
        )
        return shared, left_out
