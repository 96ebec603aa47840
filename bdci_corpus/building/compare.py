"""Keep the sketches of a build, so that the next one sketches only the documents that are new or changed.

They are a cache: one that is missing, damaged or of another making costs time and nothing else.
"""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.neardup import NearDuplicates, find_near_duplicates
from bdci_corpus.project import Config
from bdci_corpus.splitting import Memory


def compare_again(documents: pa.Table, config: Config, kept: Path, memory: Memory | None = None) -> NearDuplicates:
    """Compare documents (``id``, ``text``) and what passages they share; read and write sketches at ``kept``.

    What was boilerplate when documents were frozen is boilerplate: ``memory`` knows it.
    """
    found = find_near_duplicates(
        documents.select(["id", "text"]),
        threshold=config.near_duplicates.threshold,
        containment=config.splits.group_by_containment or None,
        overlaps=True,
        sketches=_read(kept),
        common=None if memory is None else memory.common,
    )
    if found.counts["sketched"] or not kept.exists():
        _write(kept, found.sketches())
    return found


def _read(path: Path) -> pa.Table | None:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            return file.read()
    except (OSError, pa.ArrowException):
        return None


def _write(path: Path, sketches: pa.Table) -> None:
    """Write at once, so that a build that is broken off leaves the older ones; where there is no room, leave it."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        pq.write_table(sketches, temporary, compression="none", write_page_checksum=True)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
