"""Parts: each split of each table can be read, has its columns, and holds the rows of the manifest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bdci_corpus.check.opened import MANIFEST, Manifest, TableFacts
from bdci_corpus.check.report import REMEDY
from bdci_corpus.check.seals import broken_seals
from bdci_corpus.digests import hash_of, overall_hash, row_digests
from bdci_corpus.errors import CheckError, ChecksumMismatch, MissingFile, UnexpectedFile
from bdci_corpus.schema import TABLES, schema_of


def read_parts(root: Path, manifest: Manifest, problems: list[CheckError]) -> dict[str, str]:
    """Return the logical hash of every part that can be read, and add what is wrong to ``problems``."""
    said = {error.where for error in problems}
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    problems += [error for error in _strays(there, manifest) if error.where not in said]
    hashes: dict[str, str] = {}
    documents: dict[str, dict[str, bytes]] = {}
    for name, facts in sorted(manifest.tables.items()):
        gone = [file for file in facts.files if file not in there]
        problems += (MissingFile(file, "The file is missing.", REMEDY) for file in gone if file not in said)
        rows = None if gone else _read(root, name, facts, problems)
        if rows is None or not _has_columns(name, rows, manifest, problems):
            continue
        digests = row_digests(rows)
        hashes[name] = hash_of(digests)
        table, split = name.split("/", 1)
        if table == "documents":
            documents[split] = dict(zip(rows["id"].to_pylist(), digests, strict=True))
        elif table == "traces":
            problems += broken_seals(split, documents.pop(split, {}), rows)
        problems += _differences(name, facts, rows.num_rows, hashes[name])
    problems += _overall_problems(manifest, hashes)
    return hashes


def _strays(there: set[str], manifest: Manifest) -> Iterator[CheckError]:
    """Yield Parquet files that no table of the manifest names, though SHA256SUMS may."""
    named = set(chain.from_iterable(facts.files for facts in manifest.tables.values()))
    for name in sorted(there - named):
        if name.endswith(".parquet"):
            yield UnexpectedFile(name, "The file belongs to no table of the manifest.", "Remove it.")


def _read(root: Path, name: str, facts: TableFacts, problems: list[CheckError]) -> pa.Table | None:
    """Return the rows of one part, every value of them valid, or add why they cannot be read."""
    tables = []
    for file in facts.files:
        try:
            tables.append(pq.ParquetFile(root / file).read())
            tables[-1].validate(full=True)
        except (pa.ArrowException, OSError) as error:
            problems.append(CheckError(f"{name} > {file}", f"It cannot be read: {_brief(error)}.", REMEDY))
            return None
    try:
        return pa.concat_tables(tables)
    except pa.ArrowException as error:
        problems.append(CheckError(name, f"Its files do not fit together: {_brief(error)}.", REMEDY))
        return None


def _brief(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__


def _has_columns(name: str, rows: pa.Table, manifest: Manifest, problems: list[CheckError]) -> bool:
    """Tell whether a part has the columns of its table and no nulls inside lists; else say why not."""
    table = name.split("/", 1)[0]
    if table not in TABLES:
        problems.append(CheckError(f"{MANIFEST} > tables", f'No release has a table "{table}".', REMEDY))
        return False
    expected = schema_of(table, manifest.configuration.columns if table == "documents" else None)
    odd = [c for c in expected.names if c not in rows.column_names or rows.schema.field(c) != expected.field(c)]
    odd += [c for c in rows.column_names if c not in expected.names]
    problems += (CheckError(f"{name} > {c}", _odd_column(c, rows.schema, expected), REMEDY) for c in odd)
    if not odd and rows.column_names != expected.names:
        odd = ["order"]
        problems.append(CheckError(name, "The columns are not in their order.", REMEDY))
    empty = [] if odd else [c for c in rows.column_names if any(map(_holds_null, rows[c].chunks))]
    problems += (CheckError(f"{name} > {c}", "Something in a list is null.", REMEDY) for c in empty)
    return not odd and not empty


def _odd_column(column: str, found: pa.Schema, expected: pa.Schema) -> str:
    if column not in found.names:
        return "The column is missing."
    if column not in expected.names:
        return "The column does not belong to the table."
    return f"The column is {found.field(column)}, not {expected.field(column)}."


def _holds_null(array: pa.Array) -> bool:
    """Tell whether something inside a list is null: offsets, texts and bytes never are."""
    if pa.types.is_list(array.type):
        values = array.flatten()
        return bool(values.null_count) or _holds_null(values)
    if pa.types.is_struct(array.type):
        children = array.flatten()
        return any(bool(child.null_count) or _holds_null(child) for child in children)
    return False


def _differences(name: str, facts: TableFacts, rows: int, found: str) -> Iterator[CheckError]:
    if rows != facts.rows:
        yield ChecksumMismatch(name, f"It has {rows:,} rows, and the manifest says {facts.rows:,}.", REMEDY)
    if found != facts.logical_sha256:
        problem = f"The logical hash of its rows is {found}, and the manifest says {facts.logical_sha256}."
        yield ChecksumMismatch(name, problem, REMEDY)


def _overall_problems(manifest: Manifest, hashes: dict[str, str]) -> Iterator[CheckError]:
    """Yield whether the release's own hash is not that of its parts' hashes, by name."""
    if hashes.keys() != manifest.tables.keys():
        return
    found = overall_hash(hashes)
    if found != manifest.logical_sha256:
        problem = f"The hash of all tables is {found}, and the manifest says {manifest.logical_sha256}."
        yield ChecksumMismatch(f"{MANIFEST} > logical_sha256", problem, REMEDY)
