"""The steps of a comparison, in their order: sketches, candidates, what is true of them, and tables of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from numbers import Real

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bdci_corpus.errors import ComparisonError
from bdci_corpus.neardup import (
    bands,
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
from bdci_corpus.neardup.guards import Guards
from bdci_corpus.neardup.inputs import Incoming
from bdci_corpus.neardup.nodes import Collapsed, as_nodes, collapse, equal_across, spread
from bdci_corpus.neardup.prefixes import short_candidates
from bdci_corpus.neardup.sketch import Sketches
from bdci_corpus.neardup.texts import WHERE, Texts


def checked_threshold(threshold: float) -> float:
    """Return a threshold as a float, if it is one."""
    if not isinstance(threshold, Real) or isinstance(threshold, bool) or not 0 < threshold <= 1:
        problem = f"The threshold is {threshold}."
        raise ComparisonError(WHERE, problem, "Choose one above 0, at most 1.")
    return float(threshold)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rest:
    """What does not depend on the threshold, or was told of the lowest one."""

    overlaps: pa.Table | None
    """Passages, None where they are to be looked for."""
    crowded: Rows
    counts: dict[str, int]
    guard: GuardSettings


@dataclass(frozen=True, slots=True)
class GuardSettings:
    """What is boilerplate: a share of documents, and anchors known to be; and from when on a document is contained."""

    share: float
    containment: float | None
    known: NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
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
    ) -> Comparison:
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
    def speaks(self) -> NDArray[np.bool_]:
        """By row, whether its Han stream counts."""
        return np.asarray(self.sketches.shingles()[:, 1] > 0)

    @property
    def border(self) -> int | None:
        """The first row of the other side, if there is one."""
        return len(self.ids[0]) if len(self.ids) > 1 else None

    def result(self, *, overlaps: bool, guard: GuardSettings) -> results.NearDuplicates:
        """Take all steps."""
        place = results.places(self.ids)
        collapsed = collapse(self.sketches, place, self.border)
        crowded = np.zeros(len(collapsed.first), np.bool_)
        candidates = self._candidates(collapsed, crowded)
        none = results.overlap_table(shared_runs.no_runs(), self.ids, place)
        rest = Rest(
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
        self, place: Rows, collapsed: Collapsed, candidates: node_pairs.Pairs, rest: Rest
    ) -> results.NearDuplicates:
        """Verify candidates, and make the tables of what is true of them."""
        left, right = candidates
        listed, found = self._verified(collapsed, collapsed.first[left], collapsed.first[right])
        guards = self._guards(collapsed, rest.guard)
        (listed, found), common = guards.judged((listed, found), self.threshold)
        standing = self._representatives(place, collapsed, found)
        if rest.guard.containment is not None:
            inside = guards.contained(standing, found, common, rest.guard.containment)
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
            higher = replace(self, threshold=checked_threshold(threshold))
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

    def _guards(self, collapsed: Collapsed, asked: GuardSettings) -> Guards:
        """Return the guards of these nodes, whose anchors are counted."""
        counted = frequency.Frequency.of(self.sketches, collapsed.first, asked.share, asked.known, plain=self.plain)
        return Guards(texts=self.texts, speaks=self.speaks, collapsed=collapsed, counted=counted, workers=self.workers)

    def _representatives(self, place: Rows, collapsed: Collapsed, found: verify.Verified) -> Rows:
        """Return which node stands for each: on one side, of copies of each other the one that represents."""
        if self.border is not None:
            return np.arange(len(collapsed.first))
        return results.representatives(place, collapsed, found)

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
        pairs, threshold = (left, right), self.threshold
        every = dispatch.verified(self.texts, self.speaks, pairs, threshold, plain=self.plain, workers=self.workers)
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
