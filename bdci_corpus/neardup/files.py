"""Read the texts of files to compare: Parquet, JSON Lines, or a release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.json as pj
import pyarrow.parquet as pq

from bdci_corpus.errors import ProjectError

_JSON = frozenset({".jsonl", ".ndjson", ".json"})

_DOCUMENTS = frozenset({".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".epub"})

_BATCH_BYTES = 1 << 22
"""How much text is sketched at a time."""

_BUFFER = 1 << 18
"""How much of a file is read at a time."""


def read_texts(path: Path, text_column: str, id_column: str, *, other: bool = False) -> pa.RecordBatchReader:
    """Return a reader of the columns of texts and, if there is one, of ids.

    Parquet is read as batches are asked for, about four megabytes at a time. Where the columns are those of another
    input (``other``) and a release does not have them, it is read by its own, which are called text and id.
    """
    paths = _files(path)
    opened = [_opened(p) for p in paths]
    first, _ = opened[0]
    names = first.names
    asked = {id_column: id_column, text_column: text_column}
    if other and (path / "manifest.json").is_file():
        asked = {own if name not in names else name: name for own, name in (("id", id_column), ("text", text_column))}
        id_column, text_column = asked
    if text_column not in names:
        raise ProjectError(
            str(path), f'There is no column "{text_column}".', f"Choose with --text: {', '.join(names)}."
        )
    if id_column not in (*names, "id"):
        raise ProjectError(str(path), f'There is no column "{id_column}".', f"Choose with --id: {', '.join(names)}.")
    schema = pa.schema([first.field(name) for name in (id_column, text_column) if name in names])

    def batches() -> Iterator[pa.RecordBatch]:
        for own, (_, batches_of) in zip(paths, opened, strict=True):
            with _problems(own):
                for batch in batches_of(schema.names):
                    yield pa.RecordBatch.from_arrays(batch.cast(schema).columns, schema=named)

    named = pa.schema([field.with_name(asked[field.name]) for field in schema])
    return pa.RecordBatchReader.from_batches(named, batches())


_DELIMITED = (".csv", ".tsv")


@contextmanager
def _problems(path: Path) -> Iterator[None]:
    """Say of what cannot be read that it cannot."""
    try:
        yield
    except (pa.ArrowException, KeyError, OSError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        remedy = "Name Parquet, JSON Lines or a release."
        if path.suffix.lower() in _DELIMITED:
            reason, remedy = "it is CSV or TSV", f"{remedy[:-1]}; `bdci-corpus audit` reads these as well."
        raise ProjectError(str(path), f"It cannot be read: {reason}.", remedy) from None


def _opened(path: Path) -> tuple[pa.Schema, Callable[[list[str]], Iterable[pa.RecordBatch]]]:
    """Return the schema of a file, and what gives batches of some of its columns."""
    with _problems(path):
        if path.suffix not in _JSON:
            return pq.read_schema(path), partial(_parquet_batches, path)
        table = pj.read_json(path)
        return table.schema, lambda columns: table.select(columns).to_batches()


def _parquet_batches(path: Path, columns: list[str]) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False) as file:
        whole = file.metadata
        size = sum(whole.row_group(i).total_byte_size for i in range(whole.num_row_groups))
        rows = max(1, _BATCH_BYTES * whole.num_rows // max(size, 1))
        yield from file.iter_batches(rows, columns=columns, use_threads=False)


def _files(path: Path) -> list[Path]:
    """Return the files of an input: itself, a release's documents, or the Parquet files of a folder."""
    if path.is_file() and not _is_raw(path):
        return [path]
    for pattern in ("documents/*.parquet", "*.parquet", "*.jsonl"):
        found = sorted(path.glob(pattern)) if path.is_dir() else []
        if found and (pattern.startswith("documents") or not any(map(_is_raw, path.iterdir()))):
            return found
    problem = "There is no such file or folder." if not path.exists() else "This is no table of texts."
    raise ProjectError(
        str(path), problem, "Name Parquet, JSON Lines or a release; `bdci-corpus build` makes one of raw documents."
    )


def _is_raw(path: Path) -> bool:
    """Return whether a file beside tables is a document by itself, which would be passed over."""
    return path.suffix.lower() in _DOCUMENTS and not path.stem.isupper()  # README.md
