"""Files: the bytes are those of SHA256SUMS, the rows those of the manifest, the card says what they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import pyarrow as pa
from pydantic import ValidationError

from bdci_corpus.checking.cards import card_problems
from bdci_corpus.checking.release import MANIFEST, Manifest, Opened, TableFacts, read_part
from bdci_corpus.checking.report import REMEDY, Outcome, counted
from bdci_corpus.checking.stores import in_slices
from bdci_corpus.errors import CheckError, ChecksumMismatch, MissingFile, UnexpectedFile
from bdci_corpus.release import (
    FORMAT,
    SEALS,
    SUMS,
    TABLES,
    file_problems,
    files_below,
    hash_of,
    links_to_blob,
    overall_hash,
    row_digests,
)


def read_parts(root: Path, manifest: Manifest, problems: list[CheckError]) -> dict[str, str]:
    """Return the logical hash of every part that can be read, and add what is wrong to ``problems``."""
    reported = {error.where for error in problems}
    present = files_below(root)
    problems += [error for error in _strays(present, manifest) if error.where not in reported]
    hashes: dict[str, str] = {}
    documents: dict[str, dict[str, bytes]] = {}
    for name, facts in sorted(manifest.tables.items()):
        gone = [file for file in facts.files if file not in present]
        problems += (MissingFile(file, "The file is missing.", REMEDY) for file in gone if file not in reported)
        rows = None if gone else _read(root, name, facts, problems)
        if rows is None or not _has_columns(name, rows, manifest, problems):
            continue
        digests = [digest for part in in_slices(rows) for digest in row_digests(part)]
        hashes[name] = hash_of(digests)
        table, split = name.split("/", 1)
        if table == "documents":
            documents[split] = dict(zip(rows["id"].to_pylist(), digests, strict=True))
        elif table == "traces":
            problems += broken_seals(split, documents.pop(split, {}), rows)
        problems += _differences(name, facts, rows.num_rows, hashes[name])
    problems += _overall_problems(manifest, hashes)
    return hashes


def _strays(present: set[str], manifest: Manifest) -> Iterator[CheckError]:
    """Yield Parquet files that no table of the manifest names, though SHA256SUMS may."""
    named = set(chain.from_iterable(facts.files for facts in manifest.tables.values()))
    for name in sorted(present - named):
        if name.endswith(".parquet"):
            yield UnexpectedFile(name, "The file belongs to no table of the manifest.", "Remove it.")


def _read(root: Path, name: str, facts: TableFacts, problems: list[CheckError]) -> pa.Table | None:
    """Return the rows of one part, every value of them valid, or add why they cannot be read."""
    tables = []
    for file in facts.files:
        try:
            tables.append(read_part(root, [file]))
            for part in in_slices(tables[-1]):
                part.validate(full=True)
        except (pa.ArrowException, OSError, ValueError) as error:
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
    expected = manifest.table_schema(table)
    present = frozenset(rows.column_names)
    odd = [c for c in expected.names if c not in present or not _fits(rows.schema.field(c), expected.field(c))]
    odd += [c for c in rows.column_names if c not in expected.names]
    problems += (CheckError(f"{name} > {c}", _odd_column(c, rows.schema, expected), REMEDY) for c in odd)
    if not odd and rows.column_names != expected.names:
        odd = ["order"]
        problems.append(CheckError(name, "The columns are not in their order.", REMEDY))
    empty = [] if odd else [c for c in rows.column_names if any(map(_holds_null, rows[c].chunks))]
    problems += (CheckError(f"{name} > {c}", "Something in a list is null.", REMEDY) for c in empty)
    return not odd and not empty


def _fits(found: pa.Field, expected: pa.Field) -> bool:
    """Return whether a column is of its type; one that may be null need not be declared so, as it was not before."""
    return bool(found.type == expected.type and (expected.nullable or not found.nullable))


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


def broken_seals(split: str, documents: Mapping[str, bytes], traces: pa.Table) -> Iterator[CheckError]:
    """Yield the rows of a split that are not those that were sealed; ``documents`` are digests by id."""
    of_document, of_trace = (traces[name].to_pylist() for name in SEALS)
    ids = traces["id"].to_pylist()
    own = row_digests(traces.drop_columns(SEALS[1]))
    for name, sealed, found in _unlike(ids, of_document, [documents.get(name) for name in ids]):
        yield _broken(f"documents/{split} > {name}", found, f"its trace says {sealed}")
    for name, sealed, found in _unlike(ids, of_trace, own):
        yield _broken(f"traces/{split} > {name}", found, f"{SEALS[1]} says {sealed}")


def _unlike(ids: Sequence[str], sealed: Sequence[str], found: Sequence[bytes | None]) -> Iterator[tuple[str, str, str]]:
    """Yield the rows whose digest is another; a row that is missing is for others to report."""
    for name, seal, digest in zip(ids, sealed, found, strict=True):
        if digest is not None and digest.hex() != seal:
            yield name, seal, digest.hex()


def _broken(where: str, found: str, source: str) -> ChecksumMismatch:
    return ChecksumMismatch(
        where, f"The digest of its values is {found}, and {source}: one of them was changed.", REMEDY
    )


def check_files(root: Path) -> Outcome[Opened | None]:
    """Check bytes, rows and card; the value is None where nothing further can be checked."""
    problems = [*_byte_problems(root), *_link_problems(root)]
    manifest = _manifest(root, problems)
    if manifest is None:
        return Outcome(did="found no manifest to go by", value=None, problems=problems)
    readable = frozenset(read_parts(root, manifest, problems))
    opened = Opened(root=root, manifest=manifest, readable=readable)
    reported = {error.args for error in problems}
    problems += (error for error in card_problems(opened) if error.args not in reported)
    files = len(files_below(root)) - 1
    rows = sum(manifest.tables[name].rows for name in readable)
    did = (
        f"hashed {counted(files, 'file')} and the {counted(rows, 'row')} of {counted(len(readable), 'table part')}; "
        "compared card and croissant.json with the Parquet footers"
    )
    return Outcome(did=did, value=opened, problems=problems)


def _byte_problems(root: Path) -> Iterator[CheckError]:
    """Yield files that are missing, changed or unexpected."""
    try:
        yield from file_problems(root)
    except (OSError, UnicodeError) as error:
        yield CheckError(SUMS, f"The files cannot be compared with it: {error}.", REMEDY)


def _link_problems(root: Path) -> Iterator[CheckError]:
    for path in sorted(root.rglob("*")):
        if path.is_symlink() and not links_to_blob(path, root):
            name = path.relative_to(root).as_posix()
            yield UnexpectedFile(name, "It is a link, and a release holds nothing but files.", "Remove it.")


def _manifest(root: Path, problems: list[CheckError]) -> Manifest | None:
    """Return the manifest, or add to ``problems`` why it cannot be read."""
    try:
        manifest = Manifest.model_validate_json((root / MANIFEST).read_bytes())
    except FileNotFoundError:
        # Said already where SHA256SUMS names it, or is itself missing: then the folder is no release.
        if not problems:
            problems.append(MissingFile(MANIFEST, "The file is missing.", REMEDY))
    except OSError as error:
        problems.append(CheckError(MANIFEST, f"It cannot be read: {error.strerror}.", REMEDY))
    except ValidationError as error:
        for item in error.errors():
            where = " > ".join([MANIFEST, *map(str, item["loc"])])
            problems.append(CheckError(where, f"{item['msg']}.", REMEDY))
    else:
        if manifest.format <= FORMAT:
            return manifest
        problem = f"The release has format {manifest.format}, and this version of bdci_corpus reads up to {FORMAT}."
        problems.append(CheckError(f"{MANIFEST} > format", problem, "Check it with a newer version of bdci_corpus."))
    return None
