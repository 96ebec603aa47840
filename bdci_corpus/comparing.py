"""Compare the texts of files: Parquet, JSON Lines, or a release."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.json as pj
import pyarrow.parquet as pq

from bdci_corpus.errors import ProjectError
from bdci_corpus.neardup import NearDuplicates, find_near_duplicates

_JSON = frozenset({".jsonl", ".ndjson", ".json"})


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
    other = None if against is None else read_texts(against, text_column, id_column)
    return find_near_duplicates(
        read_texts(texts, text_column, id_column),
        threshold=threshold,
        against=other,
        overlaps=overlaps,
        text_column=text_column,
        id_column=id_column,
    )


def read_texts(path: Path, text_column: str, id_column: str) -> pa.Table:
    """Return the columns of texts and, if there is one, of ids."""
    paths = _files(path)
    try:
        tables = [pj.read_json(p) if p.suffix in _JSON else pq.read_table(p) for p in paths]
    except (pa.ArrowInvalid, OSError) as error:
        reason = str(error).splitlines()[0]
        raise ProjectError(
            str(path), f"It cannot be read: {reason}.", "Name Parquet, JSON Lines or a release."
        ) from None
    names = tables[0].column_names
    if text_column not in names:
        raise ProjectError(
            str(path), f'There is no column "{text_column}".', f"Choose with --text: {', '.join(names)}."
        )
    columns = [name for name in (id_column, text_column) if name in names]
    return pa.concat_tables([table.select(columns) for table in tables])


def _files(path: Path) -> list[Path]:
    """Return the files of an input: itself, a release's documents, or the Parquet files of a folder."""
    if path.is_file():
        return [path]
    for pattern in ("documents/*.parquet", "*.parquet", "*.jsonl"):
        if path.is_dir() and (found := sorted(path.glob(pattern))):
            return found
    raise ProjectError(str(path), "There is nothing to compare.", "Name Parquet, JSON Lines or a release.")


def write_tables(found: NearDuplicates, out: Path) -> None:
    """Write pairs.parquet, clusters.parquet and overlaps.parquet into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    for name in ("pairs", "clusters", "overlaps"):
        pq.write_table(getattr(found, name), out / f"{name}.parquet", compression="zstd")
