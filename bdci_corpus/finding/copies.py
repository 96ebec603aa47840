"""Which other rows of a release hold what a document holds: its near-copies, and what stands in it or around it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.errors import FindError
from bdci_corpus.release import MANIFEST, schema_of

KINDS = ("duplicate", "contained")
"""The kinds of pairs whose one side holds most of what the other says."""


class NearCopy(NamedTuple):
    """A document that is like another: how, and the shares of shingles, of both and of the smaller."""

    id: str
    kind: str
    jaccard: float
    containment: float


def copies_of(release: Path, document_id: str) -> list[NearCopy]:
    """Return the documents of a release that were verified to be like one, the most alike first.

    Raises:
        FindError: the folder is no release.
    """
    try:
        tables = json.loads((release / MANIFEST).read_text("utf-8"))["tables"]
        files = [
            release / name
            for part, facts in tables.items()
            if part.startswith("near_duplicates/")
            for name in facts["files"]
        ]
        either = [[("id_a", "==", document_id)], [("id_b", "==", document_id)]]
        rows = [
            row
            for file in files
            for row in pq.read_table(file, filters=either, schema=schema_of("near_duplicates")).to_pylist()
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException) as error:
        problem = f"No release can be read here: {type(error).__name__}: {error}.".replace("\n", " ")
        raise FindError(str(release), problem, "Name the folder of a release, such as release/NAME.") from None
    copies = [
        NearCopy(
            row["id_b"] if row["id_a"] == document_id else row["id_a"], row["kind"], row["jaccard"], row["containment"]
        )
        for row in rows
        if row["kind"] in KINDS
    ]
    return sorted(copies, key=lambda copy: (-copy.jaccard, copy.id))
