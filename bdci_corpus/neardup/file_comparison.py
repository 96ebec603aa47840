"""Compare the texts of files, and write what was found into a folder."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from bdci_corpus.errors import ComparisonError
from bdci_corpus.neardup.comparison import find_near_duplicates
from bdci_corpus.neardup.files import read_texts
from bdci_corpus.neardup.results import NearDuplicates


def compare_files(
    texts: Path,
    against: Path | None = None,
    threshold: float = 0.7,
    *,
    text_column: str = "text",
    id_column: str = "id",
    overlaps: bool = False,
) -> NearDuplicates:
    """Find near-duplicates among the rows of a file or release, or between those of two.

    Raises:
        ProjectError: an input is missing, is of another kind, or lacks the column.
        ComparisonError: the column holds no text, or the ids are not distinct.
    """
    other = None if against is None else read_texts(against, text_column, id_column, other=True)
    try:
        return find_near_duplicates(
            read_texts(texts, text_column, id_column),
            threshold=threshold,
            against=other,
            overlaps=overlaps,
            text_column=text_column,
            id_column=id_column,
        )
    except ComparisonError as error:
        inputs = f"{texts}" if against is None else f"{texts}, {against}"
        raise ComparisonError(inputs, error.problem, error.remedy) from None


def write_tables(found: NearDuplicates, out: Path) -> None:
    """Write pairs.parquet, clusters.parquet and overlaps.parquet into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    for name in ("pairs", "clusters", "overlaps"):
        pq.write_table(getattr(found, name), out / f"{name}.parquet", compression="zstd")
