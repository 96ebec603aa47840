"""The card: its YAML says of every table what the Parquet footers say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from bdci_corpus.card import features
from bdci_corpus.check.opened import Opened
from bdci_corpus.check.report import REMEDY
from bdci_corpus.errors import CheckError, MissingFile

CARD = "README.md"
_FENCE = "---\n"

_Entries = Mapping[str, Mapping[str, object]]


def card_problems(opened: Opened) -> Iterator[CheckError]:
    """Yield where the card and the footers disagree."""
    try:
        data = _front_matter(opened.root / CARD)
        configs, infos = (_by_name(data[key]) for key in ("configs", "dataset_info"))
    except FileNotFoundError:
        yield MissingFile(CARD, "The file is missing.", REMEDY)
        return
    except (OSError, UnicodeError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        problem = f"Its YAML does not declare the tables: {type(error).__name__}: {error}.".replace("\n", " ")
        yield CheckError(CARD, problem, REMEDY)
        return
    tables = {name.split("/", 1)[0] for name in opened.manifest.tables}
    for key, entries in (("configs", configs), ("dataset_info", infos)):
        for name in sorted(entries.keys() ^ tables):
            said = "declares a table that the release does not have" if name in entries else "leaves the table out"
            yield CheckError(f"{CARD} > {key} > {name}", f"The card {said}.", REMEDY)
    for name in sorted(tables & configs.keys() & infos.keys()):
        yield from _table_problems(opened, name, configs[name], infos[name])


def _front_matter(path: Path) -> Mapping[str, object]:
    """Return the YAML between the fences; raises what parsing raises where it is not a mapping."""
    before, fence, rest = path.read_text("utf-8").partition(_FENCE)
    header, end, _ = rest.partition(_FENCE)
    data = yaml.safe_load(header) if fence and end and not before else None
    if not isinstance(data, dict):
        message = "it does not begin with a block of YAML"
        raise ValueError(message)  # noqa: TRY004 - what is wrong is the file, not an argument
    return data


def _by_name(entries: object) -> _Entries:
    if not isinstance(entries, list):
        message = "a list was expected"
        raise TypeError(message)
    return {str(entry["config_name"]): entry for entry in entries}


def _table_problems(
    opened: Opened, table: str, config: Mapping[str, object], info: Mapping[str, object]
) -> Iterator[CheckError]:
    """Compare what the card says of one table with its files; parts that cannot be read are left out."""
    parts = {name.split("/", 1)[1]: facts for name, facts in opened.manifest.tables.items() if _of(table, name)}
    declared = [{"split": split, "path": list(facts.files)} for split, facts in parts.items()]
    where = f"{CARD} > configs > {table} > data_files"
    yield from _compared(where, _sorted(config.get("data_files"), "split"), _sorted(declared, "split"))
    if set(opened.splits(table)) != parts.keys():
        return
    footers = {split: [pq.read_metadata(opened.root / f) for f in facts.files] for split, facts in parts.items()}
    counts = [
        {"name": split, "num_bytes": sum(map(_uncompressed, found)), "num_examples": sum(f.num_rows for f in found)}
        for split, found in footers.items()
    ]
    where = f"{CARD} > dataset_info > {table}"
    yield from _compared(f"{where} > splits", _sorted(info.get("splits"), "name"), _sorted(counts, "name"))
    schemas = [footer.schema.to_arrow_schema() for found in footers.values() for footer in found]
    for expected in _distinct(schemas):
        yield from _compared(f"{where} > features", info.get("features"), features(expected))
    if opened.manifest.logical_sha256 not in str(info.get("description")):
        problem = "The description does not hold the logical hash, and datasets may serve rows of another release."
        yield CheckError(f"{where} > description", problem, REMEDY)


def _of(table: str, name: str) -> bool:
    return name.split("/", 1)[0] == table


def _uncompressed(footer: pq.FileMetaData) -> int:
    return sum(footer.row_group(number).total_byte_size for number in range(footer.num_row_groups))


def _distinct(schemas: list[pa.Schema]) -> list[pa.Schema]:
    return [schema for number, schema in enumerate(schemas) if schema not in schemas[:number]]


def _sorted(entries: object, key: str) -> object:
    if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
        return sorted(entries, key=lambda entry: str(entry.get(key)))
    return entries


def _compared(where: str, found: object, expected: object) -> Iterator[CheckError]:
    """Yield the first entry of two lists that differs."""
    if found == expected:
        return
    pair = (found, expected)
    if isinstance(found, list) and isinstance(expected, list):
        pair = next(((a, b) for a, b in zip(found, expected, strict=False) if a != b), (len(found), len(expected)))
    yield CheckError(where, f"The card says {pair[0]}, and the files {pair[1]}.", REMEDY)
