"""The comparison as it is asked for: any texts, and what to find among them."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bdci_corpus.neardup import dispatch, results, sketch_tables
from bdci_corpus.neardup.inputs import TextInput, read
from bdci_corpus.neardup.steps import Comparison, GuardSettings, checked_threshold
from bdci_corpus.neardup.texts import Texts


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
    threshold = checked_threshold(threshold)
    given = [read(texts, ids, text_column=text_column, id_column=id_column)]
    if against is not None:
        given.append(read(against, against_ids, text_column=text_column, id_column=id_column))
    comparison = Comparison.of(given, sketches, threshold, workers or processors(), limits)
    known = np.empty(0, np.uint32) if common is None else common
    return comparison.result(overlaps=overlaps, guard=GuardSettings(boilerplate, containment, known))


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


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
