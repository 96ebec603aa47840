"""The card and croissant.json: they are what the Parquet footers, the rows and the manifest give."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import yaml

from bdci_corpus.checking.release import Opened
from bdci_corpus.checking.report import REMEDY
from bdci_corpus.errors import CheckError, MissingFile
from bdci_corpus.release import part_of, split_order
from bdci_corpus.release.pages import CARD, CARD_COLUMNS, CROISSANT, DEFAULT_CONFIG, Identity, card_data, croissant_node

_FENCE = "---\n"

_NAMES = ("@id", "config_name", "split", "name")
"""The keys that name an entry of a list."""


def card_problems(opened: Opened) -> Iterator[CheckError]:
    """Yield where card and croissant.json say something else than what they would be written as now."""
    found = {}
    for name, read in ((CARD, _front_matter), (CROISSANT, _json)):
        try:
            found[name] = read(opened.root / name)
        except FileNotFoundError:
            yield MissingFile(name, "The file is missing.", REMEDY)
        except (OSError, UnicodeError, yaml.YAMLError, ValueError, RecursionError) as error:
            problem = f"It cannot be read: {type(error).__name__}: {error}.".replace("\n", " ")
            yield CheckError(name, problem, REMEDY)
    if opened.readable == opened.manifest.tables.keys() and opened.splits(DEFAULT_CONFIG):
        expected = _expected(opened)
        for name, said in found.items():
            yield from _differences(name, said, expected[name])


def _json(path: Path) -> object:
    return json.loads(path.read_text("utf-8"))


def _front_matter(path: Path) -> Mapping[str, object]:
    """Return the YAML between the fences; raises what parsing raises where it is not a mapping."""
    before, fence, rest = path.read_text("utf-8").partition(_FENCE)
    header, end, _ = rest.partition(_FENCE)
    data = yaml.safe_load(header) if fence and end and not before else None
    if not isinstance(data, dict):
        message = "it does not begin with a block of YAML"
        raise ValueError(message)  # noqa: TRY004 - what is wrong is the file, not an argument
    return data


def _expected(opened: Opened) -> Mapping[str, object]:
    """Return the YAML and the JSON that this release would be given, by file."""
    manifest = opened.manifest
    parts = [part_of(opened.root, name, facts.files, facts.logical_sha256) for name, facts in manifest.tables.items()]
    parts.sort(key=lambda part: split_order(part.split))
    splits = opened.splits(DEFAULT_CONFIG)
    documents = pa.concat_tables([opened.read(DEFAULT_CONFIG, split, CARD_COLUMNS) for split in splits])
    identity = Identity(**manifest.configuration.corpus.model_dump(), logical_sha256=manifest.logical_sha256)
    licenses = documents["license"].unique().to_pylist()
    return {
        CARD: card_data(parts, documents, identity),
        CROISSANT: croissant_node(opened.root, parts, identity, licenses),
    }


def _differences(where: str, found: object, expected: object) -> Iterator[CheckError]:
    """Yield the innermost places where two values differ."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            if key not in found:
                yield CheckError(f"{where} > {key}", "It is left out.", REMEDY)
            elif key not in expected:
                yield CheckError(f"{where} > {key}", "It is said here, and nowhere else in the release.", REMEDY)
            else:
                yield from _differences(f"{where} > {key}", found[key], expected[key])
    elif (one := _named(found)) is not None and (other := _named(expected)) is not None and list(one) != list(other):
        yield CheckError(where, f"It has {', '.join(one)}, and the release {', '.join(other)}.", REMEDY)
    elif one is not None and other is not None:
        for name in one:
            yield from _differences(f"{where} > {name}", one[name], other[name])
    elif found != expected or type(found) is not type(expected):
        yield CheckError(where, f"It says {found!r}, and the release {expected!r}.", REMEDY)


def _named(entries: object) -> dict[str, object] | None:
    """Return the entries of a list by their names, None where they have none or share them."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return None
    named = {str(next((entry[key] for key in _NAMES if key in entry), None)): entry for entry in entries}
    return named if entries and len(named) == len(entries) else None
